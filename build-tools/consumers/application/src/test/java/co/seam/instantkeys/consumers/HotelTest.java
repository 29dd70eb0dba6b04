package co.seam.instantkeys.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A whole application: web, Spring Security, actuator, starter and test starter. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "seam.health.enabled=true",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always",
            "management.endpoint.env.show-values=always",
            "management.endpoint.configprops.show-values=always"
        })
@EnableSeamSandbox
class HotelTest {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Keeps the session, in which the token is. */
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Autowired
    private Hotel hotel;

    @Autowired
    private Seam seam;

    @Value("${local.server.port}")
    private int port;

    @Test
    void issue_stay_returnsItsLinkAndReceivesItsEvent(SeamSandbox sandbox) throws Exception {
        String entranceId = URLEncoder.encode(sandbox.acsEntranceId("Room 101"), StandardCharsets.UTF_8);

        HttpResponse<String> response =
                post("/stays?booking=booking-7&entranceId=" + entranceId, "", "X-CSRF-TOKEN", get("/token"));
        sandbox.webhooks().await(Duration.ofSeconds(20));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("http");
        assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("booking-7");
        assertThat(hotel.events())
                .extracting(event -> event.getEvent().getEventType().getValue())
                .contains("access_method.issued");
    }

    @Test
    void post_loggedInWithoutToken_is403(SeamSandbox sandbox) throws Exception {
        get("/token");

        HttpResponse<String> response = post("/stays?booking=booking-8&entranceId=any", "", Login.HEADER, "Jane");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(sandbox.timesProcessed("/access_grants/create")).isZero();
    }

    @Test
    void webhook_unsigned_is400() throws Exception {
        assertThat(post("/seam/events", "{}", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(400);
    }

    /** The client never sends the rest: a server that waited for it would not respond. */
    @Test
    void webhook_unsignedOf10Mebibytes_is413BeforeItIsRead() throws Exception {
        assertThat(status("Content-Length: " + 10 * MEBIBYTE, "{".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("HTTP/1.1 413 ");
    }

    @Test
    void webhook_unsignedOf10MebibytesInChunks_is413BeforeItIsRead() throws Exception {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes((Integer.toHexString(10 * MEBIBYTE) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        part.writeBytes(new byte[300_000]); // the limit is 256 KiB

        assertThat(status("Transfer-Encoding: chunked", part.toByteArray())).isEqualTo("HTTP/1.1 413 ");
    }

    /** Sends the start of a webhook request, and returns the status line. */
    private String status(String header, byte[] startOfBody) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /seam/events HTTP/1.1\r\nHost: hotel\r\nContent-Type: application/json\r\n" + header
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(startOfBody);
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void health_askedFor_isUp() throws Exception {
        assertThat(get("/actuator/health")).contains("\"seam\":{", "checkedAt").doesNotContain("DOWN");
    }

    @Test
    void metrics_afterCalls_haveEachKind(@Autowired MeterRegistry meters) throws Exception {
        seam.workspaces().get();

        await().untilAsserted(() -> assertThat(get("/actuator/metrics")) // they come afterwards
                .contains("\"seam.calls\"", "\"seam.attempts\"", "\"seam.connections.connection.count\""));
        assertThat(meters.get("seam.calls").tag("operation", "/workspaces/get").timers())
                .isNotEmpty();
    }

    @Test
    void actuator_thatShowsValues_masksTheKey(SeamSandbox sandbox) throws Exception {
        assertThat(get("/actuator/env")).contains("seam.api-key").doesNotContain(sandbox.apiKey());
        assertThat(get("/actuator/configprops")).contains("maxRetries").doesNotContain(sandbox.apiKey());
    }

    private String get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).header(Login.HEADER, "Jane").build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .headers(headers)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
