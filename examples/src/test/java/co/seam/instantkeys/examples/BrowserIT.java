package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SandboxWebhook;
import co.seam.instantkeys.wiremock.SeamSandbox;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The guest's page and the window of the sandbox in a real browser. Each state leaves a screenshot in
 * {@code target/screenshots}. Skipped where there is no Chromium.
 */
@Tag("slow")
@Timeout(120)
class BrowserIT {
    private static final Instant CHECK_IN = Instant.parse("2027-07-13T15:00:00Z");
    private static final Instant CHECK_OUT = CHECK_IN.plus(Duration.ofHours(20));
    private static final String MARKUP = "<img src=x onerror=\"document.title='hacked'\"><b>Jane</b>";

    /** Returns the texts whose contrast with what is behind them is below that of WCAG's level AA. */
    private static final String ILLEGIBLE = """
            const rgb = color => (color.match(/[\\d.]+/g) || []).map(Number);
            const linear = v => v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
            const luminance = ([r, g, b]) =>
                0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
            const background = element => {
                for (let e = element; e; e = e.parentElement) {
                    const color = rgb(getComputedStyle(e).backgroundColor);
                    if (color.length === 3 || color[3] === 1) return color;
                }
                return [255, 255, 255];
            };
            const poor = [];
            for (const e of document.body.querySelectorAll('*')) {
                const own = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
                if (!own) continue;
                const a = luminance(rgb(getComputedStyle(e).color)) + 0.05;
                const b = luminance(background(e)) + 0.05;
                if (Math.max(a, b) / Math.min(a, b) < 4.5) poor.push(own);
            }
            return poor;
            """;

    private static Path screenshots;
    private static ChromeDriver browser;

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(CHECK_IN, ZoneOffset.UTC))
            .localLinks()
            .window()
            .start();
    private final Seam seam =
            Seam.builder().apiKey(sandbox.apiKey()).endpoint(sandbox.endpoint()).build();
    private int stays;

    @BeforeAll
    static void startBrowser() throws IOException {
        File chromium = find("chromium", "chromium-browser", "google-chrome");
        File driver = find("chromedriver");
        assumeTrue(chromium != null && driver != null, "no chromium or no chromedriver on this machine");
        screenshots = Files.createDirectories(Path.of(System.getProperty("seam.screenshots")));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // it does not start as root otherwise
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
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

    @AfterEach
    void stop() {
        seam.close();
        sandbox.close();
    }

    @Test
    void guest_fromTheLinkToTheEndOfTheStay_seesWhatHappens() throws Exception {
        List<WebhookEvent> received = Collections.synchronizedList(new ArrayList<>());
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SandboxWebhook webhook = sandbox.webhooks()
                .deliverTo("http://127.0.0.1:" + receiver.getAddress().getPort() + "/seam");
        SeamWebhook verifier = SeamWebhook.withSecret(webhook.secret());
        receiver.createContext("/seam", exchange -> {
            received.add(verifier.verify(exchange.getRequestBody().readAllBytes(), exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        phone();

        browser.get(issue("Jane Doe", "Main Entrance", "Car Park", "Room 101"));
        assertThat(text("main")).contains("Jane Doe", "Ready.", "1 of 1", "Room 101");
        assertThat(text("footer")).contains("Europe/Stockholm");
        assertThat(browser.executeScript("return performance.getEntriesByType('resource').length"))
                .isEqualTo(0L);
        screenshot("guest-ready");

        tap("Room 101");
        assertThat(text("[role=status]")).isEqualTo("Room 101 is unlocked.");
        assertThat(text("main")).contains("0 of 1", "Used up.");
        screenshot("guest-unlocked");

        browser.navigate().refresh();
        tap("Room 101");
        assertThat(text("[role=alert]")).isEqualTo("Room 101 stays locked.");
        screenshot("guest-rejected");

        sandbox.clock().setTo(CHECK_OUT);
        browser.navigate().to(browser.getCurrentUrl());
        assertThat(text("main")).contains("Expired.");
        screenshot("guest-expired");

        sandbox.webhooks().await(Duration.ofSeconds(30));
        receiver.stop(0);
        assertThat(received.stream()
                        .map(event -> event.getEvent().getEventType().getValue())
                        .filter("lock.unlocked"::equals))
                .hasSize(1);
    }

    @Test
    void guest_beforeTheStayAndAfterItsEnd_seesWhyTheDoorsStayLocked() {
        phone();
        sandbox.issueAfter(Duration.ofMinutes(5));
        sandbox.clock().setTo(CHECK_IN.minus(Duration.ofHours(1)));
        String url = issue("Jane Doe", "Room 101");

        browser.get(url);
        assertThat(text("main")).contains("Not ready yet.");
        screenshot("guest-not-ready");
        sandbox.clock().advance(Duration.ofMinutes(5));
        browser.navigate().refresh();
        assertThat(text("main")).contains("Not started yet.");
        screenshot("guest-not-started");
        tap("Room 101");
        assertThat(text("[role=alert]")).isEqualTo("Room 101 stays locked.");

        seam.stays().cancel("booking-" + stays);
        browser.get(url);
        assertThat(text("main")).contains("Withdrawn.").doesNotContain("Jane Doe");
        screenshot("guest-withdrawn");
        browser.get(sandbox.endpoint() + "/ik/AAAAAA");
        assertThat(text("main")).contains("Unknown link.");
        screenshot("guest-unknown-link");
    }

    @Test
    void guest_withTheKeyboardAlone_unlocks() {
        browser.get(issue("Jane Doe", "Room 101"));

        browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
        WebElement focused = browser.switchTo().activeElement();
        assertThat(focused.getText()).isEqualTo("Unlock Room 101");
        leavingThePage(() -> focused.sendKeys(Keys.ENTER));

        assertThat(text("[role=status]")).isEqualTo("Room 101 is unlocked.");
    }

    @Test
    void guest_namesFullOfMarkup_seesThemAsText() {
        browser.get(issue(MARKUP, "Room 101"));

        assertThat(text("h1")).isEqualTo(MARKUP);
        assertThat(browser.findElements(By.cssSelector("main img, main b"))).isEmpty();
        assertThat(browser.getTitle()).isEqualTo("Harbour House: your key");
        browser.get(sandbox.endpoint() + "/__sandbox");
        assertThat(text("main")).contains(MARKUP);
        assertThat(browser.findElements(By.cssSelector("main img, main b"))).isEmpty();
    }

    @Test
    void guest_brandedPageInLightAndDark_isLegible() {
        phone();
        for (String[] colors : new String[][] {{"", ""}, {"#ffe14d", "#202a6b"}, {"#7f7f7f", "#ffffff"}}) {
            String url = branded(colors[0], colors[1]);
            for (String scheme : List.of("light", "dark")) {
                prefer(scheme);
                browser.get(url);
                assertThat(illegible()).as("%s in %s", colors[0], scheme).isEmpty();
                screenshot("guest-" + (colors[0].isEmpty() ? "plain" : colors[0].substring(1)) + "-" + scheme);
            }
        }
    }

    @Test
    void window_buttons_controlTheSandbox() {
        desktop();
        String url = issue("Jane Doe", "Room 101");
        sandbox.webhooks().collect();
        sandbox.guest(url).unlock("Room 101");
        sandbox.webhooks().await(Duration.ofSeconds(30));
        for (String scheme : List.of("dark", "light")) {
            prefer(scheme);
            browser.get(sandbox.endpoint() + "/__sandbox");
            assertThat(illegible()).as(scheme).isEmpty();
            screenshot("window-" + scheme);
        }
        assertThat(text("main")).contains("Jane Doe", "booking-1", "lock.unlocked", "POST /access_grants/create");
        assertThat(text("main")).doesNotContain(url);

        follow("Stop refreshing");
        assertThat(browser.findElements(By.cssSelector("meta[http-equiv=refresh]")))
                .isEmpty();
        follow("Show link");
        assertThat(text("main")).contains(url);
        follow("Hide");
        assertThat(text("main")).doesNotContain(url);

        press("+ 1 hour");
        assertThat(browser.getCurrentUrl()).endsWith("?refresh=off");
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN.plus(Duration.ofHours(1)));
        press("+ 1 day");
        assertThat(text("main")).contains("expired");
        press("Undo all moves");
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN);
        press("+ 10 minutes");
        press("Set"); // to what the field shows, the present time
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN.plus(Duration.ofMinutes(10)));
        press("Reset the sandbox");
        assertThat(seam.instantKeys().list()).isEmpty();
        screenshot("window-empty");
        phone();
        browser.navigate().refresh();
        assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        screenshot("window-phone");
    }

    @Test
    void window_formOfAPageElsewhere_changesNothing() throws Exception {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = ("<form method=post action='" + sandbox.endpoint() + "/__sandbox/reset'>"
                        + "<button>Win a prize</button></form>")
                .getBytes(StandardCharsets.UTF_8);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        elsewhere.start();
        issue("Jane Doe", "Room 101");

        browser.get("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
        press("Win a prize");

        elsewhere.stop(0);
        assertThat(text("body")).contains("comes from a page of another site");
        assertThat(seam.instantKeys().list()).hasSize(1);
    }

    private String issue(String guest, String... doors) {
        stays++;
        IssuedStay stay = seam.stays()
                .issue(request(doors)
                        .newUser(NewUserIdentity.builder().fullName(guest).build())
                        .build());
        return stay.getInstantKeyUrl();
    }

    private String branded(String primaryColor, String secondaryColor) {
        stays++;
        StayRequest.Builder request = request("Main Entrance", "Room 101")
                .newUser(NewUserIdentity.builder().fullName("Jane Doe").build());
        if (!primaryColor.isEmpty()) {
            request.customizationProfileId(sandbox.addCustomizationProfile(InstantKeyCustomization.builder()
                    .primaryColor(primaryColor)
                    .secondaryColor(secondaryColor)
                    .build()));
        }
        return seam.stays().issue(request.build()).getInstantKeyUrl();
    }

    private StayRequest.Builder request(String... doors) {
        return StayRequest.builder()
                .acsEntranceIds(Stream.of(doors).map(sandbox::acsEntranceId).collect(Collectors.toList()))
                .startsAt(CHECK_IN)
                .endsAt(CHECK_OUT)
                .accessGrantKey("booking-" + stays);
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static void tap(String door) {
        press("Unlock " + door);
    }

    private static void press(String label) {
        By button = By.xpath("//button[normalize-space()='" + label + "']");
        leavingThePage(() -> browser.findElement(button).click());
    }

    private static void follow(String link) {
        leavingThePage(() -> browser.findElement(By.linkText(link)).click());
    }

    /** Returns when the next page is there: a click itself may return before the server has received the form. */
    private static void leavingThePage(Runnable action) {
        browser.executeScript("window.isLeft = false");
        action.run();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isNextPage()) {
            assertThat(System.nanoTime()).as("the page stayed").isLessThan(deadline);
        }
    }

    private static boolean isNextPage() {
        try {
            return Boolean.TRUE.equals(
                    browser.executeScript("return window.isLeft === undefined && document.readyState === 'complete'"));
        } catch (WebDriverException e) { // between the two pages
            return false;
        }
    }

    private static List<?> illegible() {
        return (List<?>) browser.executeScript(ILLEGIBLE);
    }

    private static void prefer(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static void phone() {
        size(390, 800, true);
        prefer("light");
    }

    private static void desktop() {
        size(1200, 1000, false);
    }

    private static void size(int width, int height, boolean isMobile) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isMobile));
    }

    private static void screenshot(String name) {
        try {
            Files.write(screenshots.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
