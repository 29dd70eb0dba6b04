package co.seam.instantkeys.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockingDetails;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice with the controllers only, whose client is a mock, and an application with credentials of its own. */
@WebMvcTest(Hotel.class)
@EnableSeamSandbox
@TestPropertySource(properties = {"seam.api-key=seam_of_production", "seam.webhook.secret=of production"})
@Timeout(60)
class WebMvcSliceTest {
    @MockitoBean
    private Seam seam;

    @Autowired
    private MockMvcTester http;

    @Test
    void webhook_signed_reachesTheController(@Autowired SeamWebhook webhook, @Autowired Hotel hotel) {
        byte[] body = ("{\"event_id\": \"event-7\", \"event_type\": \"lock.unlocked\", \"workspace_id\": \"any\","
                        + " \"created_at\": \"2026-11-20T10:00:00Z\", \"occurred_at\": \"2026-11-20T10:00:00Z\"}")
                .getBytes(StandardCharsets.UTF_8);
        MockMvcTester.MockMvcRequestBuilder request = http.post()
                .uri("/seam/events")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
        webhook.sign("msg_7", Instant.now(), body).forEach(request::header);

        assertThat(request).hasStatus(204);

        assertThat(hotel.events)
                .extracting(event -> event.getEvent().getEventId())
                .containsExactly("event-7");
    }

    @Test
    void webhook_unsigned_is400() {
        assertThat(http.post().uri("/seam/events").content("{}")).hasStatus(400);
    }

    @Test
    void client_mocked_isTheMockBesideTheSandbox(SeamSandbox sandbox) {
        assertThat(mockingDetails(seam).isMock()).isTrue();
        assertThat(sandbox.apiKey()).isNotEqualTo("seam_of_production");
    }
}
