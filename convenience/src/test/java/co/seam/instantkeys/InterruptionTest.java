package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static co.seam.instantkeys.RawServer.trickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupting a thread ends its call and keeps the interrupt flag set. */
@Timeout(60)
class InterruptionTest {
    /** Calls should end within 100 ms; this leaves room for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void create_interruptedWhileItWaits_endsWithUnknownOutcome(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, silence());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOfSatisfying(SeamConnectionException.class, e -> {
                assertThat(e.isOutcomeUnknown()).isTrue();
                assertThat(e).hasMessageContaining("interrupted");
            });
            assertThat(ended.thrown).isNotInstanceOf(SeamTimeoutException.class);
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void read_interruptedWhileItWaits_endsAndIsNotRetried(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, silence());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::read);
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(SeamConnectionException.class);
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void read_interruptedBetweenAttempts_endsAndIsNotRetried() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 60"), succeed());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::read);
            server.awaitRequests(1);
            caller.awaitFrame("await"); // TransportCall's

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(SeamException.class);
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void create_interruptedInTheResponse_endsWithUnknownOutcome() throws Exception {
        try (RawServer server = RawServer.start(trickle(RawServer.keyResponse("guest"), 100));
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void create_interruptedWithoutAnyTimeout_ends() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).noTimeout().build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(SeamConnectionException.class);
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void errorResponse_interruptedInItsBody_keepsItsStatusOrIsAnInterrupt() throws Exception {
        try (RawServer server = RawServer.start(client -> {
                    client.write(
                            "HTTP/1.1 409 Conflict\r\nContent-Length: 10\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                });
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOfAny(SeamConflictException.class, SeamConnectionException.class);
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void create_interruptedWhileItConnects_endsNotProcessed() throws Exception {
        try (RawServer.UnresponsivePort unresponsive = new RawServer.UnresponsivePort();
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint("http://127.0.0.1:" + unresponsive.number())
                        .build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            caller.awaitFrame("connect", "awaitTcpConnect"); // in OkHttp 5, another thread connects

            Ended ended = caller.interrupt();

            assertThat(ended.thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void create_interruptedInTheTlsHandshake_endsNotProcessed() throws Exception {
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        try (RawServer server = new RawServer(
                        WireProtocol.TLS,
                        "127.0.0.1",
                        0,
                        socket -> {
                            greeted.complete(null);
                            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                        },
                        succeed());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, InterruptionTest::create);
            greeted.get();

            Ended ended = caller.interrupt();

            assertThat(ended.thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void create_alreadyInterrupted_sendsNothing() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, client -> {
                Thread.currentThread().interrupt();
                create(client);
            });

            Ended ended = caller.ended();

            assertThat(ended.thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(ended.flag).isTrue();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void read_alreadyInterrupted_sendsNothing() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, client -> {
                Thread.currentThread().interrupt();
                read(client);
            });

            Ended ended = caller.ended();

            assertThat(ended.thrown).isInstanceOf(SeamConnectionException.class);
            assertThat(ended.flag).isTrue();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void rawApi_interrupted_throwsInterruptedIOException() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(
                    seam,
                    client -> client.api(InstantKeysApi.class)
                            .list(ListInstantKeysRequest.builder().build())
                            .execute());
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(InterruptedIOException.class);
            assertThat(ended.flag).isTrue();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void interruptibly_interrupted_throwsInterruptedExceptionWithTheOutcome() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(
                    seam,
                    client -> Seam.interruptibly(() -> client.userIdentities().generateInstantKey("guest")));
            server.awaitRequests(1);

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(InterruptedException.class);
            assertThat(ended.thrown.getCause())
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            assertThat(ended.flag).isFalse();
            assertThat(ended.after).isLessThan(SOON);
        }
    }

    @Test
    void interruptibly_interruptedBetweenTheRequestsOfAWrite_throwsInterruptedException() throws Exception {
        try (RawServer server = RawServer.start(respond(429, "", "Retry-After: 60"));
                Seam seam = client(server).build()) {
            CreateAccessGrantRequest keyed = CreateAccessGrantRequest.builder()
                    .accessGrantKey("booking-7")
                    .userIdentityId("guest")
                    .acsEntranceIds(List.of("door"))
                    .requestedAccessMethods(List.of(NewAccessMethod.builder()
                            .mode(AccessMethodMode.MOBILE_KEY)
                            .build()))
                    .build();
            Caller caller = new Caller(
                    seam,
                    client -> Seam.interruptibly(() -> client.accessGrants().create(keyed)));
            server.awaitRequests(1);
            caller.awaitFrame("pause"); // BoundedCalls'

            Ended ended = caller.interrupt();

            assertThat(ended.thrown).isInstanceOf(InterruptedException.class);
            assertThat(ended.thrown.getCause())
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(ended.flag).isFalse();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void interruptibly_notInterrupted_returnsTheResultOrThrowsTheFailure() throws Exception {
        try (RawServer server = RawServer.start(succeed(), respond(404, ""));
                Seam seam = client(server).build()) {
            assertThat(Seam.interruptibly(() -> seam.userIdentities().generateInstantKey("guest")))
                    .isNotNull();
            assertThatThrownBy(
                            () -> Seam.interruptibly(() -> seam.userIdentities().generateInstantKey("guest")))
                    .isInstanceOf(SeamNotFoundException.class);
        }
    }

    @Test
    void interrupt_ofOneThread_leavesTheCallsOfOthersAlone() throws Exception {
        CompletableFuture<Void> respondNow = new CompletableFuture<>();
        try (RawServer server = RawServer.start(client -> {
                    respondNow.join();
                    succeed().serve(client);
                });
                Seam seam = client(server).build()) {
            Caller interrupted = new Caller(seam, InterruptionTest::create);
            Caller other = new Caller(seam, InterruptionTest::create);
            server.awaitRequests(2);

            assertThat(interrupted.interrupt().thrown).isInstanceOf(SeamConnectionException.class);
            respondNow.complete(null);

            assertThat(other.ended().thrown).isNull();
        }
    }

    @Test
    void nextCall_afterTheFlagIsCleared_works() throws Exception {
        try (RawServer server = RawServer.start(silence(), succeed());
                Seam seam = client(server).build()) {
            Caller caller = new Caller(seam, client -> {
                try {
                    create(client);
                } catch (SeamConnectionException e) {
                    Thread.interrupted();
                    create(client);
                }
            });
            server.awaitRequests(1);

            assertThat(caller.interrupt().thrown).isNull();
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    private static void create(Seam seam) {
        seam.userIdentities().generateInstantKey("guest");
    }

    private static void read(Seam seam) {
        seam.instantKeys().list("guest");
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .httpClient(RawServer.trusting(new OkHttpClient.Builder()).build());
    }

    @FunctionalInterface
    private interface Call {
        void on(Seam seam) throws Exception;
    }

    /** @param after the time between the interrupt and the end of the call */
    private record Ended(Throwable thrown, boolean flag, Duration after) {}

    /** A thread that executes one call. */
    private static final class Caller {
        private final CompletableFuture<Ended> ended = new CompletableFuture<>();
        private final Thread thread;
        private volatile long interruptedAt = System.nanoTime();

        Caller(Seam seam, Call call) {
            thread = new Thread(() -> {
                Throwable thrown = null;
                try {
                    call.on(seam);
                } catch (Throwable e) {
                    thrown = e;
                }
                Duration after = Duration.ofNanos(System.nanoTime() - interruptedAt);
                ended.complete(new Ended(thrown, Thread.currentThread().isInterrupted(), after));
            });
            thread.start();
        }

        /** Waits until the thread is in a method with one of these names. */
        void awaitFrame(String... methods) throws InterruptedException {
            List<String> names = List.of(methods);
            while (Arrays.stream(thread.getStackTrace()).noneMatch(frame -> names.contains(frame.getMethodName()))) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        Ended interrupt() throws Exception {
            interruptedAt = System.nanoTime();
            thread.interrupt();
            return ended();
        }

        Ended ended() throws Exception {
            return ended.get(30, TimeUnit.SECONDS);
        }
    }
}
