package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.Behavior;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The threads that end calls survive whatever happens to one call: ours for interrupts and okio's for timeouts, one
 * each for the whole JVM.
 */
@Timeout(60)
class WatchdogTest {
    static final String WATCHDOG = "seam-instant-keys-interrupts";

    /** Well below the time for which a listener blocks. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<OkHttpClient> clients = new ArrayList<>();

    @AfterEach
    void release() {
        clients.forEach(client -> {
            client.dispatcher().executorService().shutdown();
            try {
                client.connectionPool().evictAll();
            } catch (AssertionError e) {
                return; // from one of the sockets that cannot be closed
            }
        });
    }

    private enum Canceled {
        THROWS {
            @Override
            void run() {
                throw new AssertionError("a listener that throws");
            }
        },
        BLOCKS {
            @Override
            void run() {
                try {
                    TimeUnit.SECONDS.sleep(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        abstract void run();
    }

    private enum End {
        INTERRUPT,
        TIMEOUT
    }

    @ParameterizedTest
    @CsvSource({"THROWS, INTERRUPT", "THROWS, TIMEOUT", "BLOCKS, INTERRUPT", "BLOCKS, TIMEOUT"})
    void canceled_ofOneCallThrowsOrBlocks_otherCallsAreStillEnded(Canceled canceled, End end) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        EventListener listener = new EventListener() {
            @Override
            public void canceled(Call call) {
                called.countDown();
                canceled.run();
            }
        };
        CountDownLatch started = new CountDownLatch(1);
        Interceptor waitsUntilCancelled = chain -> { // or OkHttp may notice an interrupt by itself
            started.countDown();
            while (!chain.call().isCanceled()) {
                Thread.onSpinWait();
            }
            return chain.proceed(chain.request());
        };
        OkHttpClient.Builder faultyClient =
                new OkHttpClient.Builder().eventListener(listener).addInterceptor(waitsUntilCancelled);
        try (RawServer server = RawServer.start(silence());
                Seam faulty = client(server, faultyClient)
                        .timeout(end == End.TIMEOUT ? SHORT : LONG)
                        .build();
                Seam patient =
                        client(server, new OkHttpClient.Builder()).noTimeout().build();
                Seam hasty = client(server, new OkHttpClient.Builder())
                        .timeout(SHORT)
                        .build()) {
            Caller first = new Caller(faulty);
            started.await();
            if (end == End.INTERRUPT) {
                first.thread.interrupt();
            }
            assertThat(first.ended).succeedsWithin(SOON);
            assertThat(called.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();

            Caller interrupted = new Caller(patient);
            server.awaitRequests(1);
            interrupted.thread.interrupt();
            Caller timedOut = new Caller(hasty);

            assertThat(interrupted.ended).succeedsWithin(SOON).isExactlyInstanceOf(SeamConnectionException.class);
            assertThat(timedOut.ended).succeedsWithin(SOON).isInstanceOf(SeamTimeoutException.class);
        }
    }

    /** OkHttp closes the socket of a call on the thread that cancels it. */
    @Test
    void interrupt_afterACallWhoseSocketThrowsWhenItIsClosed_endsTheNextCall() throws Exception {
        UnclosableSockets sockets = new UnclosableSockets();
        CountDownLatch secondEnded = new CountDownLatch(1);
        Behavior late = client -> {
            secondEnded.await();
            drop().serve(client);
        };
        try (RawServer server = RawServer.start(late, silence());
                Seam faulty = client(server, new OkHttpClient.Builder().socketFactory(sockets))
                        .noTimeout()
                        .build();
                Seam sound =
                        client(server, new OkHttpClient.Builder()).noTimeout().build()) {
            Caller first = new Caller(faulty);
            server.awaitRequests(1);
            first.thread.interrupt();
            assertThat(sockets.closed.await(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();

            Caller second = new Caller(sound);
            server.awaitRequests(2);
            second.thread.interrupt();

            assertThat(second.ended).succeedsWithin(SOON).isExactlyInstanceOf(SeamConnectionException.class);
            secondEnded.countDown();
            assertThat(first.ended).succeedsWithin(SOON).isExactlyInstanceOf(SeamConnectionException.class);
        }
    }

    /** What is known of the outcome must not be lost to a socket. */
    @Test
    void write_interceptorThrowsAndTheSocketCannotBeClosed_isAConnectionException() throws Exception {
        OkHttpClient.Builder faulty = new OkHttpClient.Builder()
                .socketFactory(new UnclosableSockets())
                .addNetworkInterceptor(chain -> {
                    chain.proceed(chain.request());
                    throw new IllegalStateException("an interceptor that throws");
                });
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server, faulty).noTimeout().build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    /** A container may interrupt all threads of an application. */
    @Test
    void watchdog_interrupted_startsAgainAndEndsTheCall() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam =
                        client(server, new OkHttpClient.Builder()).noTimeout().build()) {
            Caller caller = new Caller(seam);
            server.awaitRequests(1);

            Thread watchdog = watchdog();
            watchdog.interrupt();
            watchdog.join(SOON.toMillis());
            assertThat(watchdog.isAlive()).isFalse();
            caller.thread.interrupt();

            assertThat(caller.ended).succeedsWithin(SOON).isExactlyInstanceOf(SeamConnectionException.class);
        }
    }

    private static Thread watchdog() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WATCHDOG))
                .findAny()
                .orElseThrow();
    }

    private Seam.Builder client(RawServer server, OkHttpClient.Builder callers) {
        OkHttpClient client = RawServer.trusting(callers).build();
        clients.add(client);
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .httpClient(client);
    }

    /** A thread that executes one create. */
    private static final class Caller {
        private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
        private final Thread thread = new Thread(this::call);

        private final Seam seam;

        Caller(Seam seam) {
            this.seam = seam;
            thread.setDaemon(true);
            thread.start();
        }

        private void call() {
            try {
                seam.userIdentities().generateInstantKey("guest");
                ended.complete(null);
            } catch (Throwable e) {
                ended.complete(e);
            }
        }
    }

    /** Creates sockets that throw an error when they are closed, and stay open. */
    private static final class UnclosableSockets extends SocketFactory {
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public synchronized void close() {
                    closed.countDown();
                    throw new AssertionError("a socket that cannot be closed");
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localAddress, int localPort) throws IOException {
            throw new IOException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort)
                throws IOException {
            throw new IOException("OkHttp connects by itself");
        }
    }
}
