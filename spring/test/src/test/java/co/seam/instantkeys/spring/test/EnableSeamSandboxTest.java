package co.seam.instantkeys.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.WebhookEvent;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** A test of an application as its developers write it. */
@SpringBootTest(
        classes = Hotel.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.servlet.context-path=/hotel",
            "seam.personal-access-token=seam_at_of_production",
            "seam.webhook.secret=of production"
        })
@EnableSeamSandbox
@Timeout(60)
class EnableSeamSandboxTest {
    @Autowired
    private Hotel hotel;

    @Autowired
    private SeamSandbox sandbox;

    private SeamSandbox before;

    @BeforeEach
    void keep(SeamSandbox parameter) {
        before = parameter;
        hotel.events.clear();
    }

    @Test
    void sandbox_parameterAndField_areTheSame(SeamSandbox parameter, @Autowired SeamSandbox autowired) {
        assertThat(parameter).isSameAs(sandbox).isSameAs(autowired).isSameAs(before);
    }

    @Test
    void issue_stay_isInTheSandboxAndItsEventArrives() throws Exception {
        hotel.issue("booking-7", sandbox.acsEntranceId("Room 101"));

        assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("booking-7");
        assertThat(eventTypes()).contains("access_method.issued");
    }

    /** Each finds nothing of the one before, and webhooks as before. */
    @RepeatedTest(3)
    void issue_sameBookingInEachTest_isNew() throws Exception {
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();

        hotel.issue("booking-8", sandbox.acsEntranceId("Room 101"));

        assertThat(sandbox.timesProcessed("/access_grants/create")).isEqualTo(1);
        assertThat(eventTypes()).isNotEmpty();
    }

    @Test
    void webhook_wronglySigned_doesNotArrive() throws Exception {
        sandbox.webhooks().retryAfter();
        sandbox.webhooks().onNext(10).signWrongly();

        hotel.issue("booking-9", sandbox.acsEntranceId("Room 101"));

        assertThat(eventTypes()).isEmpty();
    }

    @Test
    void properties_ofTheApplication_areThoseOfTheSandbox(
            @Autowired Environment environment, @Autowired SandboxWebhookDelivery delivery) {
        assertThat(environment.getProperty("seam.endpoint")).isEqualTo(sandbox.endpoint());
        assertThat(environment.getProperty("seam.api-key")).isEqualTo(sandbox.apiKey());
        assertThat(environment.getProperty("seam.webhook.secret")).isEqualTo(delivery.secret());
    }

    /** Waits until all was delivered. */
    private Set<String> eventTypes() throws InterruptedException {
        sandbox.webhooks().await(Duration.ofSeconds(20));
        Set<String> types = new HashSet<>();
        for (WebhookEvent event = hotel.events.poll(); event != null; event = hotel.events.poll()) {
            types.add(event.getEvent().getEventType().getValue());
        }
        return types;
    }

    @Nested
    class InANestedClass {
        @Test
        void sandbox_ofTheSameContext_isTheSame(SeamSandbox parameter) {
            assertThat(parameter).isSameAs(sandbox);
        }
    }

    @Nested
    @TestPropertySource(properties = "seam.timeout=5s")
    @Import(InAContextOfItsOwn.Extra.class)
    class InAContextOfItsOwn {
        @Autowired
        private Hotel otherHotel;

        @Test
        void sandbox_ofAnotherContext_isAnother(@Autowired SeamSandbox other, @Autowired Extra extra) {
            otherHotel.issue("booking-7", other.acsEntranceId("Room 101"));

            assertThat(other.grantsCreatedByKey()).containsOnlyKeys("booking-7");
        }

        @TestConfiguration(proxyBeanMethods = false)
        static class Extra {}
    }
}
