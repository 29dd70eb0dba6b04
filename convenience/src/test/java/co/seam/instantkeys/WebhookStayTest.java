package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.CreateWebhookRequest;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.Webhook;
import co.seam.instantkeys.wiremock.SandboxWebhook;
import co.seam.instantkeys.wiremock.SeamSandbox;
import co.seam.instantkeys.wiremock.WebhookAttempt;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An endpoint as the guide describes it: verifies, responds, and then acts once on each event, in any order. */
@Timeout(60)
class WebhookStayTest {
    private static final Instant TODAY = Instant.parse("2030-04-30T08:00:00Z");
    private static final Instant ARRIVAL = Instant.parse("2030-05-01T15:00:00Z");
    private static final Instant DEPARTURE = Instant.parse("2030-05-04T10:00:00Z");

    private final SeamSandbox sandbox =
            SeamSandbox.builder().clock(Clock.fixed(TODAY, ZoneOffset.UTC)).start();
    private final Seam seam =
            Seam.builder().apiKey(sandbox.apiKey()).endpoint(sandbox.endpoint()).build();
    private final BlockingQueue<WebhookEvent> verified = new LinkedBlockingQueue<>();
    private HttpServer server;
    private SandboxWebhook webhook;

    @BeforeEach
    void startEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook = sandbox.webhooks()
                .deliverTo("http://127.0.0.1:" + server.getAddress().getPort() + "/seam");
        SeamWebhook verifier = SeamWebhook.withSecret(webhook.secret());
        server.createContext("/seam", exchange -> receive(verifier, exchange));
        server.start();
    }

    private void receive(SeamWebhook verifier, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 204;
        try {
            verified.add(verifier.verify(body, exchange.getRequestHeaders()));
        } catch (SeamWebhookSignatureException e) {
            status = 400;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        seam.close();
        sandbox.close();
        server.stop(0);
    }

    @Test
    void events_ofWholeStaysDuplicatedAndInReverse_leadToTheRightState() {
        sandbox.webhooks().hold();
        sandbox.webhooks().onNext(100).duplicate();

        liveTwoStays();
        sandbox.webhooks().releaseInReverse();
        sandbox.webhooks().await(Duration.ofSeconds(30));

        int sent = webhook.attempts().size();
        assertThat(verified).hasSize(sent);
        FrontDesk desk = new FrontDesk();
        verified.forEach(desk::act);
        assertThat(desk.processed).hasSize(sent / 2);
        assertRightState(desk);
    }

    @Test
    void events_someForgedAndSomeStale_areRejectedAndArriveWithTheNextAttempt() {
        sandbox.webhooks().retryAfter(Duration.ofMillis(1));
        sandbox.webhooks().onNext(2).signWrongly();
        sandbox.webhooks().onNext(2).signWithAge(Duration.ofMinutes(6));

        liveTwoStays();
        sandbox.webhooks().await(Duration.ofSeconds(30));

        assertThat(webhook.attempts())
                .filteredOn(attempt -> !attempt.isDelivered())
                .hasSize(4);
        assertThat(webhook.attempts())
                .filteredOn(attempt -> !attempt.isDelivered())
                .extracting(WebhookAttempt::status)
                .containsOnly(400);
        FrontDesk desk = new FrontDesk();
        verified.forEach(desk::act);
        assertRightState(desk);
    }

    @Test
    void webhook_createdThroughTheClient_isVerifiedByItsSecret() {
        Webhook created = seam.webhooks()
                .create(CreateWebhookRequest.builder()
                        .url("http://127.0.0.1:" + server.getAddress().getPort() + "/other")
                        .eventTypes(List.of("access_method.issued"))
                        .build());
        List<WebhookEvent> received = new ArrayList<>();
        server.createContext("/other", exchange -> {
            received.add(SeamWebhook.withSecret(created.getSecret())
                    .verify(exchange.getRequestBody().readAllBytes(), exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        seam.stays().issue(stay("booking-7"));
        sandbox.webhooks().await(Duration.ofSeconds(30));

        assertThat(received).hasSize(1);
        assertThat(received.get(0).getEvent().getAccessGrantKeys()).containsExactly("booking-7");
        assertThat(created.toString()).doesNotContain(created.getSecret());
        assertThat(seam.webhooks().list()).hasSize(2).contains(created);
        seam.webhooks().delete(created.getWebhookId());
        assertThat(seam.webhooks().list()).hasSize(1);
    }

    /** One that is extended and goes on, and one that is cancelled. */
    private void liveTwoStays() {
        seam.stays().issue(stay("booking-7"));
        seam.stays().issue(stay("booking-8"));
        sandbox.clock().advance(Duration.ofHours(1));
        seam.stays().changeTimes("booking-7", ARRIVAL, DEPARTURE.plus(Duration.ofDays(1)));
        sandbox.clock().advance(Duration.ofHours(1));
        seam.stays().changeTimes("booking-7", ARRIVAL, DEPARTURE.plus(Duration.ofDays(2)));
        seam.stays().cancel("booking-8");
    }

    private void assertRightState(FrontDesk desk) {
        String first = seam.stays().get("booking-7").getAccessGrant().getAccessGrantId();
        assertThat(desk.notified).containsExactlyInAnyOrder("booking-7", "booking-8");
        assertThat(desk.departures).containsOnlyKeys(first).containsEntry(first, DEPARTURE.plus(Duration.ofDays(2)));
        assertThat(desk.cancelled).hasSize(1).doesNotContain(first);
    }

    private StayRequest stay(String key) {
        return StayRequest.builder()
                .accessGrantKey(key)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("guest-of-" + key)
                        .build())
                .acsEntranceIds(List.of(sandbox.acsEntranceId("Room 101")))
                .startsAt(ARRIVAL)
                .endsAt(DEPARTURE)
                .build();
    }

    /** What a hotel does with the events. */
    private static final class FrontDesk {
        /** Ids of messages, kept longer than Seam sends one again. */
        final Set<String> processed = new HashSet<>();

        final List<String> notified = new ArrayList<>();
        final Set<String> cancelled = new HashSet<>();
        final Map<String, Instant> departures = new HashMap<>();
        private final Map<String, Instant> departuresAsOf = new HashMap<>();

        void act(WebhookEvent received) {
            if (!processed.add(received.getMessageId())) {
                return;
            }
            Event event = received.getEvent();
            switch (event.getEventType().getValue()) {
                case "access_method.issued":
                    notified.addAll(event.getAccessGrantKeys());
                    break;
                case "access_grant.access_times_changed":
                    changeDeparture(event.getAccessGrantId(), event.getEndsAt(), event.getOccurredAt());
                    break;
                case "access_grant.deleted":
                    cancelled.add(event.getAccessGrantId());
                    break;
                default: // nothing to do
            }
        }

        /** An earlier change that arrives later must not win. */
        private void changeDeparture(String grantId, @Nullable Instant departure, Instant asOf) {
            if (asOf.isAfter(departuresAsOf.getOrDefault(grantId, Instant.MIN))) {
                departuresAsOf.put(grantId, asOf);
                departures.put(grantId, departure);
            }
        }
    }
}
