package co.seam.instantkeys.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A whole application: web, security, actuator, starter and test starter. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "seam.health.enabled=true",
            "spring.security.user.name=desk",
            "spring.security.user.password=password",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always",
            "management.endpoint.env.show-values=always",
            "management.endpoint.configprops.show-values=always"
        })
@EnableSeamSandbox
class HotelTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private Hotel hotel;

    @Autowired
    private Seam seam;

    @Value("${local.server.port}")
    private int port;

    @Test
    void issue_stay_returnsItsLinkAndReceivesItsEvent(SeamSandbox sandbox) throws Exception {
        String entranceId = URLEncoder.encode(sandbox.acsEntranceId("Room 101"), StandardCharsets.UTF_8);

        HttpResponse<String> response = post("/stays?booking=booking-7&entranceId=" + entranceId, "");
        sandbox.webhooks().await(Duration.ofSeconds(20));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("http");
        assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("booking-7");
        assertThat(hotel.events())
                .extracting(event -> event.getEvent().getEventType().getValue())
                .contains("access_method.issued");
    }

    @Test
    void webhook_unsigned_is400WithAndWithoutPassword() throws Exception {
        HttpRequest anonymous = HttpRequest.newBuilder(uri("/seam/events"))
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(http.send(anonymous, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        assertThat(post("/seam/events", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void otherPaths_withoutPasswordOrToken_stayProtected() throws Exception {
        HttpRequest anonymous = HttpRequest.newBuilder(uri("/stays"))
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(http.send(anonymous, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(post("/seam/events/other", "").statusCode()).isEqualTo(403); // no CSRF token
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
        return http.send(authenticated(path).build(), BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(authenticated(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder authenticated(String path) {
        String password = Base64.getEncoder().encodeToString("desk:password".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic " + password);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
