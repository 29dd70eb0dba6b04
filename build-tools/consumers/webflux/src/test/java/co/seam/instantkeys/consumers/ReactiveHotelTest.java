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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnableSeamSandbox
class ReactiveHotelTest {
    @Autowired
    private ReactiveHotel hotel;

    @Value("http://127.0.0.1:${local.server.port}/seam/events")
    private String url;

    @BeforeEach
    void deliver(SeamSandbox sandbox, @Value("${seam.webhook.secret}") String secret) {
        sandbox.webhooks().deliverTo(url, secret);
    }

    @Test
    void issue_stay_isInTheSandboxAndItsEventArrives(SeamSandbox sandbox, @Autowired Seam seam) {
        seam.stays()
                .issue(StayRequest.builder()
                        .accessGrantKey("booking-7")
                        .newUser(NewUserIdentity.builder().fullName("Jane Doe").build())
                        .acsEntranceIds(List.of(sandbox.acsEntranceId("Room 101")))
                        .startsAt(Instant.now())
                        .endsAt(Instant.now().plus(Duration.ofDays(2)))
                        .build());
        sandbox.webhooks().await(Duration.ofSeconds(20));

        assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("booking-7");
        assertThat(hotel.events())
                .extracting(event -> event.getEvent().getEventType().getValue())
                .contains("access_method.issued");
    }

    @Test
    void webhook_unsigned_is400() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(400);
    }
}
