package co.seam.instantkeys.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.spring.test.EnableSeamSandbox;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A WebFlux application without Spring MVC, which verifies webhook requests as in docs/guides/spring-boot.md. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnableSeamSandbox
class HotelTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private Hotel hotel;

    @Value("${local.server.port}")
    private int port;

    @Test
    void webhook_ofTheSandbox_arrives(
            SeamSandbox sandbox, @Autowired Seam seam, @Value("${seam.webhook.secret}") String secret)
            throws Exception {
        sandbox.webhooks().deliverTo(uri("/seam/events").toString(), secret);

        seam.stays()
                .issue(StayRequest.builder()
                        .accessGrantKey("booking-7")
                        .newUser(NewUserIdentity.builder()
                                .userIdentityKey("guest-81")
                                .fullName("Jane Doe")
                                .build())
                        .acsEntranceIds(List.of(sandbox.acsEntranceId("Room 101")))
                        .startsAt(Instant.now())
                        .endsAt(Instant.now().plus(Duration.ofDays(2)))
                        .build());
        sandbox.webhooks().await(Duration.ofSeconds(20));

        assertThat(hotel.events())
                .extracting(event -> event.getEvent().getEventType().getValue())
                .contains("access_method.issued");
    }

    @Test
    void webhook_unsigned_is400() throws Exception {
        HttpRequest request =
                request("/seam/events").POST(BodyPublishers.ofString("{}")).build();

        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(400);
    }

    @Test
    void call_fromTheApplication_reachesTheSandbox(@Autowired Seam seam) throws Exception {
        HttpResponse<String> response = http.send(request("/workspace").build(), BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo(seam.workspaces().get().getName());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
