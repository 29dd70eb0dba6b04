package co.seam.instantkeys.wiremock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SandboxWebhooksTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant CHECK_IN = Instant.parse("2127-07-13T15:00:00Z");

    private final SeamSandbox sandbox =
            SeamSandbox.builder().clock(Clock.fixed(CHECK_IN, ZoneOffset.UTC)).start();
    private final Caller caller = new Caller(sandbox);
    private final SandboxWebhooks webhooks = sandbox.webhooks();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        sandbox.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330"
                        + " | {\"test\": 2432232314} | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD | msg_27UH4WbU6Z5A5EzD8u03UvzRbpk | 1649367553"
                        + " | {\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                        + " | v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
            })
    void signature_publicTestVectors_areTheSame(String secret, String id, long time, String body, String signature) {
        assertThat(WebhookSignature.headers(secret, id, Instant.ofEpochSecond(time), body.getBytes(UTF_8)))
                .containsEntry("svix-id", id)
                .containsEntry("svix-timestamp", String.valueOf(time))
                .containsEntry("svix-signature", signature);
    }

    @Test
    void collect_eachRecordedEvent_isSignedAndInOrder() {
        SandboxWebhook webhook = webhooks.collect();
        Instant before = Instant.now();

        caller.createGrant("mobile_key");
        webhooks.await(LONG);

        assertThat(types(webhook)).containsExactlyElementsOf(caller.eventTypes("\"limit\": 100"));
        assertThat(types(webhook))
                .containsExactly("access_grant.created", "access_method.created", "access_method.issued");
        assertThat(webhook.attempts()).allSatisfy(attempt -> {
            assertThat(attempt.isDelivered()).isTrue();
            assertThat(attempt.status()).isNull();
            assertThat(attempt.messageId()).matches("msg_[A-Za-z0-9]{27}");
            Instant signedAt = signedAt(attempt);
            assertThat(signedAt).isBetween(before.minusSeconds(1), Instant.now());
            assertThat(attempt.headers())
                    .isEqualTo(
                            WebhookSignature.headers(webhook.secret(), attempt.messageId(), signedAt, attempt.body()));
            JsonObject body =
                    JsonParser.parseString(new String(attempt.body(), UTF_8)).getAsJsonObject();
            assertThat(Instant.parse(body.get("occurred_at").getAsString())).isEqualTo(CHECK_IN);
            assertThat(body.get("event_id").getAsString())
                    .isEqualTo(attempt.event().getEventId());
        });
        assertThat(new HashSet<>(ids(webhook))).hasSize(3);
    }

    @Test
    void deliverTo_server_postsTheEvents() {
        respond(204);
        SandboxWebhook webhook = webhooks.deliverTo(url());

        caller.createGrant("mobile_key");
        webhooks.await(LONG);

        assertThat(received).containsExactlyElementsOf(ids(webhook)).hasSize(3);
        assertThat(webhook.attempts()).extracting(WebhookAttempt::status).containsExactly(204, 204, 204);
    }

    @Test
    void deliverTo_secretOfTheCaller_signsWithIt() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        assertThat(webhooks.deliverTo(url(), secret).secret()).isEqualTo(secret);
        for (String invalid : List.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_not-base64!")) {
            assertThatThrownBy(() -> webhooks.deliverTo(url(), invalid))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the secret of a webhook must be whsec_ and Base64");
        }
    }

    @Test
    void webhookOfTheApi_someTypes_getsOnlyThese() {
        respond(200);
        String id = caller.post(
                        "/webhooks/create", "{\"url\": \"" + url() + "\", \"event_types\": [\"access_method.issued\"]}")
                .text("webhook.webhook_id");

        caller.createGrant("mobile_key");
        webhooks.await(LONG);
        assertThat(types(webhooks.get(id))).containsExactly("access_method.issued");

        caller.post(
                "/webhooks/update", "{\"webhook_id\": \"" + id + "\", \"event_types\": [\"access_grant.created\"]}");
        caller.createGrant("mobile_key");
        webhooks.await(LONG);
        assertThat(types(webhooks.get(id))).containsExactly("access_method.issued", "access_grant.created");

        caller.post("/webhooks/delete", "{\"webhook_id\": \"" + id + "\"}");
        caller.createGrant("mobile_key");
        webhooks.await(LONG);
        assertThat(received).hasSize(2);
    }

    @Test
    void issueAfter_timePasses_sendsTheEventWithoutAnotherCall() throws Exception {
        sandbox.issueAfter(Duration.ofMinutes(1));
        SandboxWebhook webhook = webhooks.collect();
        caller.createGrant("mobile_key");

        sandbox.clock().advance(Duration.ofMinutes(2));

        while (webhook.attempts().size() < 3) {
            Thread.onSpinWait();
        }
        assertThat(webhook.attempts().get(2).event().getOccurredAt()).isEqualTo(CHECK_IN.plusSeconds(60));
    }

    @Test
    void retryAfter_failures_sendsTheSameMessageAgain() {
        AtomicInteger calls = new AtomicInteger();
        handle(exchange -> respond(exchange, calls.incrementAndGet() < 3 ? 500 : 200));
        webhooks.retryAfter(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
        SandboxWebhook webhook = webhooks.deliverTo(url());

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts()).extracting(WebhookAttempt::status).containsExactly(500, 500, 200);
        assertThat(new HashSet<>(ids(webhook))).hasSize(1);
    }

    @Test
    void retryAfter_scheduleOver_givesUp() {
        respond(503);
        webhooks.retryAfter(Duration.ZERO);
        SandboxWebhook webhook = webhooks.deliverTo(url());

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts()).extracting(WebhookAttempt::isDelivered).containsExactly(false, false);
    }

    @Test
    void retryAfter_default_isAsLongAsSeams() {
        respond(500);
        SandboxWebhook webhook = webhooks.deliverTo(url());

        generateEvent();

        assertThatThrownBy(() -> webhooks.await(Duration.ofMillis(300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("messages not delivered within PT0.3S: 1");
        assertThat(webhook.attempts()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void redirect_always_isNotFollowed() {
        handle(exchange -> {
            exchange.getResponseHeaders().set("Location", url() + "other");
            respond(exchange, 307);
        });
        webhooks.retryAfter();
        SandboxWebhook webhook = webhooks.deliverTo(url());

        generateEvent();
        webhooks.await(LONG);

        assertThat(received).hasSize(1);
        assertThat(webhook.attempts()).extracting(WebhookAttempt::status).containsExactly(307);
    }

    @Test
    void target_thatRefuses_isAFailedAttempt() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        webhooks.retryAfter();
        SandboxWebhook webhook = webhooks.deliverTo("http://127.0.0.1:" + port + "/");

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts()).extracting(WebhookAttempt::status).containsExactly((Integer) null);
        assertThat(webhook.attempts()).extracting(WebhookAttempt::isDelivered).containsExactly(false);
    }

    @Test
    void target_thatHangs_delaysNeitherTheApiNorOtherTargets() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        handle(exchange -> {
            awaitQuietly(end);
            respond(exchange, 200);
        });
        webhooks.retryAfter();
        webhooks.timeout(Duration.ofMillis(200));
        SandboxWebhook hanging = webhooks.deliverTo(url());
        SandboxWebhook other = webhooks.collect();

        generateEvent();
        webhooks.await(LONG);
        end.countDown();

        assertThat(hanging.attempts()).extracting(WebhookAttempt::status).containsExactly((Integer) null);
        assertThat(other.attempts()).hasSize(1);
    }

    @Test
    void target_thatRespondsWithTenMegabytes_countsByItsStatus() {
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 16];
            for (int i = 0; i < 160; i++) {
                exchange.getResponseBody().write(chunk);
            }
            exchange.close();
        });
        webhooks.retryAfter();
        SandboxWebhook webhook = webhooks.deliverTo(url());

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts()).extracting(WebhookAttempt::status).containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bookings.example/",
                "http://192.0.2.1/",
                "http://10.0.0.1/",
                "http://127.0.0.1.example/",
                "http://127.0.0.1@bookings.example/",
                "http://0.0.0.0/",
                "ftp://127.0.0.1/",
                "file:///etc/hosts",
                "127.0.0.1",
                "http://",
                "not a url"
            })
    void deliverTo_anotherMachine_isRejected(String url) {
        assertThatThrownBy(() -> webhooks.deliverTo(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the webhook URL must start with http or https and be on this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/", "HTTP://LOCALHOST/", "https://127.1.2.3/", "http://[::1]:1/"})
    void deliverTo_thisMachine_isAccepted(String url) {
        assertThat(webhooks.deliverTo(url).secret()).startsWith("whsec_");
    }

    @Test
    void allowWebhookHost_named_isAccepted() {
        try (SeamSandbox other =
                SeamSandbox.builder().allowWebhookHost("Bookings.Example").start()) {
            assertThat(other.webhooks().deliverTo("http://bookings.example/").secret())
                    .startsWith("whsec_");
            assertThatThrownBy(() -> other.webhooks().deliverTo("http://other.example/"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void webhookOfTheApi_anotherMachine_getsNothing() {
        String id = caller.post("/webhooks/create", "{\"url\": \"https://bookings.example/\"}")
                .text("webhook.webhook_id");

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhooks.get(id).attempts())
                .extracting(WebhookAttempt::isDelivered)
                .containsExactly(false);
    }

    @Test
    void onNext_duplicate_sendsTheMessageTwice() {
        SandboxWebhook webhook = webhooks.collect();
        webhooks.onNext().duplicate();

        generateEvent();
        generateEvent();
        webhooks.await(LONG);

        List<String> ids = ids(webhook);
        assertThat(ids).hasSize(3);
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    @Test
    void onNext_delay_sendsTheMessageAfterLaterOnes() {
        SandboxWebhook webhook = webhooks.collect();
        webhooks.onNext().delay(Duration.ofMillis(300));

        caller.createGrant("mobile_key");
        webhooks.await(LONG);

        assertThat(types(webhook))
                .containsExactly("access_method.created", "access_method.issued", "access_grant.created");
    }

    @Test
    void onNext_signWrongly_signsWithAnotherSecret() {
        respond(400);
        webhooks.retryAfter(Duration.ZERO);
        SandboxWebhook webhook = webhooks.deliverTo(url());
        webhooks.onNext().signWrongly();

        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts())
                .extracting(attempt -> attempt.headers()
                        .equals(WebhookSignature.headers(
                                webhook.secret(), attempt.messageId(), signedAt(attempt), attempt.body())))
                .containsExactly(false, true);
    }

    @Test
    void onNext_signWithAge_hasAnOldTimestampThatIsSigned() {
        SandboxWebhook webhook = webhooks.collect();
        webhooks.onNext(3).signWithAge(Duration.ofMinutes(6));

        caller.createGrant("mobile_key");
        webhooks.await(LONG);

        assertThat(webhook.attempts()).hasSize(3).allSatisfy(attempt -> {
            Instant signedAt = signedAt(attempt);
            assertThat(signedAt).isBefore(Instant.now().minus(Duration.ofMinutes(5)));
            assertThat(attempt.headers())
                    .isEqualTo(
                            WebhookSignature.headers(webhook.secret(), attempt.messageId(), signedAt, attempt.body()));
        });
    }

    @Test
    void times_thatStandForNever_areShortened() {
        Duration never = ChronoUnit.FOREVER.getDuration();
        respond(200);
        SandboxWebhook webhook = webhooks.deliverTo(url());
        webhooks.timeout(never);
        webhooks.onNext().signWithAge(never);

        generateEvent();
        webhooks.await(never);
        webhooks.onNext().delay(never);
        generateEvent();

        assertThat(webhook.attempts()).hasSize(1);
        assertThatThrownBy(() -> webhooks.await(Duration.ofMillis(100))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hold_releasedInReverse_sendsTheLatestFirst() {
        SandboxWebhook webhook = webhooks.collect();
        webhooks.hold();
        caller.createGrant("mobile_key");
        webhooks.await(LONG);
        assertThat(webhook.attempts()).isEmpty();

        webhooks.releaseInReverse();
        caller.createGrant("mobile_key");
        webhooks.await(LONG);

        assertThat(types(webhook))
                .containsExactly(
                        "access_method.issued",
                        "access_method.created",
                        "access_grant.created",
                        "access_grant.created",
                        "access_method.created",
                        "access_method.issued");
    }

    @Test
    void reset_always_removesWebhooksAndSettings() {
        SandboxWebhook webhook = webhooks.collect();
        webhooks.hold();
        webhooks.onNext().duplicate();
        generateEvent();

        sandbox.reset();
        SandboxWebhook after = webhooks.collect();
        generateEvent();
        webhooks.await(LONG);

        assertThat(webhook.attempts()).isEmpty();
        assertThat(after.attempts()).hasSize(1);
    }

    @Test
    void close_messagesUnderWay_endsTheThreads() throws Exception {
        respond(500);
        webhooks.deliverTo(url());
        generateEvent();

        sandbox.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("seam-sandbox-webhook")) {
                thread.join();
            }
        }
    }

    @Test
    void seed_sameCalls_yieldTheSameSecretsAndIds() {
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (SeamSandbox seeded = SeamSandbox.builder().seed(7).start()) {
                SandboxWebhook webhook = seeded.webhooks().collect();
                new Caller(seeded).createGrant("mobile_key");
                seeded.webhooks().await(LONG);
                List<String> all = new ArrayList<>(ids(webhook));
                all.add(webhook.secret());
                runs.add(all);
            }
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @Test
    void toString_always_showsNoSecretAndNoBody() {
        SandboxWebhook webhook = webhooks.collect();
        caller.createGrant("code");
        webhooks.await(LONG);

        assertThat(webhook.toString()).doesNotContain(webhook.secret());
        assertThat(webhook.attempts().get(2).toString())
                .contains("access_method.issued")
                .doesNotContain(String.valueOf(webhook.attempts().get(2).event().getCode()));
    }

    @Test
    void body_changedByTheCaller_staysAsItWas() {
        SandboxWebhook webhook = webhooks.collect();
        generateEvent();
        webhooks.await(LONG);
        WebhookAttempt attempt = webhook.attempts().get(0);

        Arrays.fill(attempt.body(), (byte) 0);

        assertThat(new String(attempt.body(), UTF_8)).startsWith("{");
    }

    /** Has one event. */
    private void generateEvent() {
        String key = caller.generateKey(caller.createUserIdentity());
        caller.post("/instant_keys/delete", "{\"instant_key_id\": \"" + key + "\"}");
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void respond(int status) {
        handle(exchange -> respond(exchange, status));
    }

    private static void respond(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void handle(Handler handler) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders().getFirst("svix-id"));
            handler.handle(exchange);
        });
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Instant signedAt(WebhookAttempt attempt) {
        return Instant.ofEpochSecond(Long.parseLong(attempt.headers().get("svix-timestamp")));
    }

    private static List<String> types(SandboxWebhook webhook) {
        return webhook.attempts().stream()
                .map(attempt -> attempt.event().getEventType().getValue())
                .toList();
    }

    private static List<String> ids(SandboxWebhook webhook) {
        return webhook.attempts().stream().map(WebhookAttempt::messageId).toList();
    }
}
