package co.seam.instantkeys.examples.queue;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.artemis.autoconfigure.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jms.autoconfigure.JmsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.core.JmsTemplate;

/** The consumer of a queue, on a broker in the JVM of the test. */
@Timeout(300)
class BookingConsumerTest {
    private static final SeamSandbox SANDBOX = SeamSandbox.start();

    private final ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
            .properties("spring.artemis.embedded.enabled=true", "spring.artemis.mode=embedded")
            .run("--spring.artemis.embedded.enabled=true", "--spring.artemis.mode=embedded");
    private final JmsTemplate jms = application.getBean(JmsTemplate.class);

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ArtemisAutoConfiguration.class, JmsAutoConfiguration.class})
    static class Application {
        @Bean
        Seam seam() {
            return Seam.builder()
                    .apiKey(SANDBOX.apiKey())
                    .endpoint(SANDBOX.endpoint())
                    .build();
        }

        @Bean
        BookingConsumer consumer(Seam seam) {
            return new BookingConsumer(seam);
        }
    }

    @AfterEach
    void close() {
        application.close();
        SANDBOX.reset();
    }

    @Test
    void issue_halfOfTheResponsesLost_sendsOneLinkForEachBooking() {
        Random random = new Random(17);
        for (int call = 0; call < 1_000; call++) {
            NextCalls next = SANDBOX.onNext("/access_grants/create");
            if (random.nextBoolean()) {
                next.dropAfterProcessing();
            } else {
                next.respond(500);
            }
        }
        for (int booking = 1; booking <= 40; booking++) {
            send("booking-" + booking, "Room 101");
        }

        List<Map<String, String>> links = receive(40);

        assertThat(links).extracting(link -> link.get("key")).doesNotHaveDuplicates();
        assertThat(links).allSatisfy(link -> assertThat(link.get("link")).startsWith("https://"));
        assertThat(SANDBOX.grantsCreatedByKey()).hasSize(40);
        assertThat(SANDBOX.grantsCreatedByKey().values()).containsOnly(1);
    }

    @Test
    void issue_failed_isDeliveredAgain() {
        SANDBOX.onNext(3, "/access_grants/create").respond(500); // as often as one call sends it

        send("booking-1", "Room 101");

        assertThat(receive(1))
                .singleElement()
                .satisfies(link -> assertThat(link.get("link")).startsWith("https://"));
        assertThat(SANDBOX.timesReceived("/access_grants/create")).isEqualTo(4);
    }

    @Test
    void issue_sameKeyTwice_sendsTheSameLinkOrARejection() {
        send("booking-1", "Room 101");
        send("booking-1", "Room 101");
        List<Map<String, String>> same = receive(2);
        send("booking-1", "Room 102");
        List<Map<String, String>> other = receive(1);

        assertThat(same.get(0)).isEqualTo(same.get(1)).containsKey("link");
        assertThat(other.get(0)).containsOnlyKeys("key", "rejected");
        assertThat(SANDBOX.grantsCreatedByKey()).isEqualTo(Map.of("booking-1", 1));
    }

    private void send(String key, String door) {
        jms.convertAndSend(
                "bookings",
                Map.of(
                        "key", key,
                        "guest", "Ada",
                        "acsEntranceId", SANDBOX.acsEntranceId(door),
                        "from", "2030-05-01T15:00:00Z",
                        "until", "2030-05-03T11:00:00Z"));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, String>> receive(int number) {
        jms.setReceiveTimeout(60_000);
        List<Map<String, String>> links = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Map<String, String> link = (Map<String, String>) jms.receiveAndConvert("links");
            assertThat(link).as("link %s of %s", i + 1, number).isNotNull();
            links.add(link);
        }
        return links;
    }
}
