package co.seam.instantkeys.examples.hotel;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.KeyState;
import co.seam.instantkeys.wiremock.SandboxProperty;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The whole application on the sandbox, as a browser without scripts sees it. Each test has a guest of its own. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"logging.level.web=debug", "logging.level.co.seam=debug", "seam.log-requests=true"})
@EnableSeamSandbox
@Import(HotelTest.Settings.class)
@ExtendWith(OutputCaptureExtension.class)
class HotelTest {
    private static final String MARKUP = "<b>Suite</b> \"South\"";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(Redirect.NORMAL)
            .build();

    @Autowired
    private FrontDesk frontDesk;

    @Value("${local.server.port}")
    private int port;

    /** Not a configuration class, which other runs of the hotel would find. */
    static class Settings {
        @Bean
        SeamSandbox.Builder sandbox() {
            return SeamSandbox.builder()
                    .property(SandboxProperty.builder()
                            .entrance(
                                    "Main Entrance",
                                    door -> door.canUnlockWithMobileKey(true).canBelongToReservation(false))
                            .room("Room 101")
                            .room("Room 102")
                            .room(MARKUP)
                            .room("Room 202")
                            .build());
        }
    }

    @Test
    void guest_fromIssueToCancel_hasOneValidLinkAtATime(SeamSandbox sandbox, CapturedOutput output) throws Exception {
        String arrival = path(0);

        HttpResponse<String> issued = post(arrival + "/issue", "");
        String link = link(issued.body());
        assertThat(issued.body()).contains("The key is issued.", "Key issued");
        assertThat(issued.uri().getPath()).isEqualTo(arrival);

        sandbox.guest(link).unlock("Room 101");
        sandbox.webhooks().await(LONG);
        assertThat(text(get("/doors").body())).containsPattern("Room 101 unlocked \\d\\d:\\d\\d:\\d\\d");

        String extended = post(
                        arrival + "/extend",
                        "until=" + frontDesk.arrival(number(0)).until().plusDays(1))
                .body();
        assertThat(extended).contains("The stay is extended.");
        assertThat(link(extended)).isEqualTo(link);

        String moved = post(arrival + "/move", "room=" + encoded(sandbox.acsEntranceId("Room 202")))
                .body();
        String newLink = link(moved);
        assertThat(text(moved)).contains("The guest has another room", "RoomRoom 202");
        assertThat(sandbox.guest(link).state()).isEqualTo(KeyState.REVOKED);
        assertThat(sandbox.guest(newLink).doors()).contains("Room 202");

        String cancelled = post(arrival + "/cancel", "").body();
        assertThat(cancelled).contains("The key is withdrawn").doesNotContain(newLink);
        assertThat(sandbox.guest(newLink).state()).isEqualTo(KeyState.REVOKED);

        assertThat(output.toString())
                .contains("POST \"" + arrival + "/issue\"", "/access_grants/create")
                .doesNotContain(link, newLink);
    }

    @Test
    void link_shown_isNeverStored(SeamSandbox sandbox) throws Exception {
        HttpResponse<String> page = post(path(1) + "/issue", "");
        String link = link(page.body());
        HttpResponse<String> svg = get(path(1) + "/key.svg");
        HttpResponse<byte[]> png = http.send(request(path(1) + "/key.png").build(), BodyHandlers.ofByteArray());

        assertThat(QrCodeTest.scanSvg(svg.body())).isEqualTo(link);
        assertThat(QrCodeTest.scanPng(png.body())).isEqualTo(link);
        for (HttpResponse<?> response : new HttpResponse<?>[] {page, svg, png}) {
            assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
            assertThat(response.headers().map().toString()).doesNotContain(link);
        }
        assertThat(get("/").body()).contains("Show key").doesNotContain(link); // until somebody asks for it
        post(path(1) + "/cancel", "");
        assertThat(get(path(1) + "/key.svg").statusCode()).isEqualTo(404);
        assertThat(get(path(1) + "/key.png").statusCode()).isEqualTo(404);
    }

    @Test
    void message_deliveredTwice_isShownOnce(SeamSandbox sandbox) throws Exception {
        String link = link(post(path(1) + "/issue", "").body());
        sandbox.webhooks().await(LONG);
        sandbox.webhooks().onNext().duplicate();

        sandbox.guest(link).unlock("Room 102");
        sandbox.webhooks().await(LONG);

        assertThat(text(get("/doors").body())).containsOnlyOnce("Room 102 unlocked");
    }

    @Test
    void message_unsigned_isRejected() throws Exception {
        assertThat(post("/seam/events", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void failure_ofCall_isOneSentenceAndOffersEachButton(SeamSandbox sandbox) throws Exception {
        sandbox.onNext("/access_grants/create").respond(401);

        String page = post(path(2) + "/issue", "").body();

        assertThat(page).containsPattern("role=\"alert\">Seam rejects the API key\\.[^<]*</p>");
        assertThat(text(page)).contains("Check the key", "Issue key for José Núñez", "Cancel key of José Núñez");
    }

    @Test
    void names_fullOfMarkup_areText() throws Exception {
        assertThat(get("/").body()).contains("&lt;b&gt;Suite&lt;/b&gt;").doesNotContain("<b>Suite");
    }

    @Test
    void form_ofAPageElsewhere_changesNothing(SeamSandbox sandbox) throws Exception {
        for (String[] header : new String[][] {
            {"Origin", "http://127.0.0.1:1"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        }) {
            HttpRequest.Builder form = request(path(0) + "/issue").setHeader(header[0], header[1]);
            HttpResponse<String> response =
                    http.send(form.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).as("%s: %s", (Object[]) header).isEqualTo(403);
        }
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();
    }

    @Test
    void page_byAnotherNameOfThisMachine_isNotShown() throws Exception {
        assertThat(statusLine("127.0.0.1:" + port)).contains(" 200");
        assertThat(statusLine("rebound.example:" + port)).contains(" 403");
    }

    @Test
    void page_withoutSuchABooking_is404() throws Exception {
        assertThat(post("/arrivals/7/issue", "").statusCode()).isEqualTo(404);
        assertThat(get("/arrivals/7/key.svg").body()).contains("There is no such page, booking or key.");
    }

    private String statusLine(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private String number(int guest) {
        return frontDesk.arrivals().get(guest).number();
    }

    private String path(int guest) {
        return "/arrivals/" + number(guest);
    }

    private static String link(String page) {
        return Pattern.compile("href=\"(https://ik\\.seam\\.co/[^\"]+)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link in " + page))
                .group(1);
    }

    private static String text(String page) {
        return page.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return http.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", "text/html,*/*");
    }
}
