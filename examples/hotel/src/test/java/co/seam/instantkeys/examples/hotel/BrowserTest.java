package co.seam.instantkeys.examples.hotel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/**
 * The front desk and the guest in a real browser. Leaves screenshots in {@code target/screenshots}. Skipped where there
 * is no Chromium.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnableSeamSandbox
@Import(BrowserTest.Settings.class)
@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
@Timeout(180)
class BrowserTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Returns the texts whose contrast with what is behind them is below that of WCAG's level AA. */
    private static final String ILLEGIBLE = """
            const channels = color => color.match(/[\\d.]+/g).map(Number);
            const luminance = color => channels(color).slice(0, 3)
                .map(value => value / 255)
                .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
                .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0.05);
            const behind = element => {
                while (element && channels(getComputedStyle(element).backgroundColor)[3] === 0)
                    element = element.parentElement;
                return element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
            };
            return [...document.querySelectorAll('body *')]
                .filter(e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
                .filter(e => {
                    const [a, b] = [luminance(getComputedStyle(e).color), luminance(behind(e))];
                    return Math.max(a, b) / Math.min(a, b) < 4.5;
                })
                .map(e => e.textContent.trim());
            """;

    private static ChromeDriver browser;

    @Value("${local.server.port}")
    private int port;

    /** Not a configuration class, which other runs of the hotel would find. */
    static class Settings {
        @Bean
        SeamSandbox.Builder sandbox() {
            return SeamSandbox.builder().localLinks();
        }
    }

    @BeforeAll
    static void startBrowser() {
        File chromium = find("chromium", "chromium-browser", "google-chrome");
        File driver = find("chromedriver");
        assumeTrue(chromium != null && driver != null, "no chromium or no chromedriver on this machine");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // it does not start as root otherwise
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars",
                "--no-first-run",
                // whatever it wants to reach elsewhere does not exist
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(driver).build(), options);
    }

    private static File find(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void guest_fromIssueToCancel_seesEachChange() throws IOException {
        desktop("light");
        browser.get(url());
        press("Issue key for Aino Lehtonen");
        press("Issue key for Jane Doe");
        assertThat(text("[role=status]")).isEqualTo("The key is issued.");
        assertThat(browser.executeScript("return document.querySelector('.key img').naturalWidth > 0"))
                .isEqualTo(true);
        String link = link();

        asGuest(link, () -> {
            press("Unlock Main Entrance");
            press("Unlock Room 101");
            assertThat(text("[role=status]")).isEqualTo("Room 101 is unlocked.");
        });
        awaitAtDoors("Room 101 unlocked", "Main Entrance unlocked");
        screenshot("hotel");

        press("Extend to", "for Jane Doe");
        assertThat(text("[role=status]")).startsWith("The stay is extended.");
        assertThat(link()).isEqualTo(link);

        browser.findElement(By.xpath("//select[@aria-label='New room for Jane Doe']/option[.='Room 202']"))
                .click();
        press("Move room of Jane Doe");
        assertThat(text("[role=status]")).startsWith("The guest has another room");
        assertThat(text("dl")).contains("Room 202");
        String newLink = link();
        asGuest(link, () -> assertThat(text("main")).contains("Withdrawn."));
        asGuest(newLink, () -> {
            press("Unlock Room 202");
            assertThat(text("[role=status]")).isEqualTo("Room 202 is unlocked.");
        });
        awaitAtDoors("Room 202 unlocked");

        press("Cancel key of Jane Doe");
        assertThat(text("[role=status]")).startsWith("The key is withdrawn");
        assertThat(browser.findElements(By.cssSelector(".key"))).isEmpty();
        asGuest(newLink, () -> assertThat(text("main")).contains("Withdrawn."));
    }

    @Test
    void keyboard_alone_issuesTheKey() {
        browser.get(url());

        WebElement focused = browser.switchTo().activeElement();
        for (int i = 0; i < 20 && !label(focused).equals("Issue key for Aino Lehtonen"); i++) {
            focused.sendKeys(Keys.TAB);
            focused = browser.switchTo().activeElement();
        }
        assertThat(browser.executeScript("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        leavingThePage(focused, element -> element.sendKeys(Keys.ENTER));

        assertThat(text("[role=status]")).isEqualTo("The key is issued.");
    }

    @Test
    void pages_inLightAndDark_areLegibleAndLoadNothingFromElsewhere() throws IOException {
        browser.get(url());
        press("Issue key for Jane Doe");
        asGuest(link(), () -> press("Unlock Room 101"));
        awaitAtDoors("Room 101 unlocked");
        String arrivals = browser.getCurrentUrl();
        for (String scheme : List.of("light", "dark")) {
            for (boolean isPhone : new boolean[] {false, true}) {
                for (String page : List.of(arrivals, url() + "doors", url() + "arrivals/none/key.svg")) {
                    if (isPhone) {
                        phone(scheme);
                    } else {
                        desktop(scheme);
                    }
                    browser.get(page);

                    assertThat((List<?>) browser.executeScript(ILLEGIBLE))
                            .as("%s in %s", page, scheme)
                            .isEmpty();
                    assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                            .as("%s fits", page)
                            .isEqualTo(true);
                    assertThat((List<?>) browser.executeScript(
                                    "return performance.getEntriesByType('resource').map(entry => entry.name)"))
                            .allSatisfy(name -> assertThat(name.toString()).startsWith(url()));
                }
            }
            phone(scheme);
            browser.get(arrivals);
            screenshot("phone-" + scheme);
            desktop(scheme);
            browser.get(arrivals);
            awaitAtDoors("Room 101 unlocked");
            screenshot("desktop-" + scheme);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    private static String link() {
        return browser.findElement(By.linkText("Open the guest’s page")).getAttribute("href");
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    /** Opens the link in a tab of its own, as the guest's phone does. */
    private static void asGuest(String link, Runnable actions) {
        String frontDesk = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB).get(link);
        actions.run();
        browser.close();
        browser.switchTo().window(frontDesk);
    }

    /** The part of the page that shows the events loads itself again. */
    private static void awaitAtDoors(String... events) {
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
            browser.switchTo().defaultContent().switchTo().frame(0);
            try {
                assertThat(text("body")).contains(events);
            } finally {
                browser.switchTo().defaultContent();
            }
        });
    }

    private static void press(String label) {
        press(label, "");
    }

    private static void press(String start, String end) {
        WebElement button = browser.findElements(By.tagName("button")).stream()
                .filter(candidate ->
                        label(candidate).startsWith(start) && label(candidate).endsWith(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + start + " " + end));
        leavingThePage(button, WebElement::click);
    }

    /** With the part of the label that only screen readers say. */
    private static String label(WebElement button) {
        return String.valueOf(button.getDomProperty("textContent")).strip().replaceAll("\\s+", " ");
    }

    /** Returns when the next page is there: a click itself may return before the server has received the form. */
    private static void leavingThePage(WebElement element, Consumer<WebElement> action) {
        browser.executeScript("window.isLeft = false");
        action.accept(element);
        await().atMost(LONG).until(BrowserTest::isNextPage);
    }

    private static boolean isNextPage() {
        try {
            return Boolean.TRUE.equals(
                    browser.executeScript("return window.isLeft === undefined && document.readyState === 'complete'"));
        } catch (WebDriverException e) { // between the two pages
            return false;
        }
    }

    private static void phone(String scheme) {
        show(390, 844, true, scheme);
    }

    private static void desktop(String scheme) {
        show(1240, 1000, false, scheme);
    }

    private static void show(int width, int height, boolean isMobile, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isMobile));
    }

    private static void screenshot(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("hotel.screenshots")));
        Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
