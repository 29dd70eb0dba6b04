package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.succeed;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.GetInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.generated.model.OkResponse;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Url;

/** A client releases its own resources and no others, and can be shared between threads. */
@Timeout(60)
class LifecycleTest {
    private static final Pattern GUEST = Pattern.compile("\"user_identity_id\":\"([^\"]+)\"");

    @Test
    void close_ownClient_closesItsConnections() throws Exception {
        try (RawServer server = RawServer.start(succeed())) {
            Seam seam = client(server).build();
            seam.instantKeys().list("guest");

            seam.close();

            server.awaitNoConnections();
        }
    }

    @Test
    void close_callInProgress_letsItEndAndClosesItsConnection() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Behavior late = client -> {
            arrived.countDown();
            closed.await();
            respond(RawServer.keyResponse("guest")).serve(client);
        };
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (RawServer server = RawServer.start(late)) {
            Seam seam = client(server).build();
            Future<Integer> listed =
                    threads.submit(() -> seam.instantKeys().list("guest").size());
            arrived.await();

            seam.close();
            closed.countDown();

            assertThat(listed.get(30, TimeUnit.SECONDS)).isPositive();
            server.awaitNoConnections();
        } finally {
            threads.shutdown();
        }
    }

    /** OkHttp sends five calls at a time; without threads, those behind them would never end. */
    @Test
    void close_callsAreQueued_letsThemRunToTheirEndAndEndsTheThreads() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Behavior late = client -> {
            closed.await();
            respond(RawServer.keyResponse("guest")).serve(client);
        };
        try (RawServer server = RawServer.start(late)) {
            Seam seam = client(server).build();
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            List<CompletableFuture<Void>> called = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                called.add(SeamCalls.enqueue(seam.api(InstantKeysApi.class)
                                .list(ListInstantKeysRequest.builder().build()))
                        .thenRun(() -> threads.add(Thread.currentThread())));
            }

            seam.close();
            closed.countDown();

            for (CompletableFuture<Void> one : called) {
                assertThat(one).succeedsWithin(Duration.ofSeconds(30));
            }
            threads.remove(Thread.currentThread()); // a call that had ended before
            for (Thread thread : threads) {
                thread.join(30_000); // less than the time that an idle thread of OkHttp lives
                assertThat(thread.isAlive()).isFalse();
            }
            server.awaitNoConnections();
        }
    }

    @Test
    void close_callersClient_leavesItAsItIs() throws Exception {
        OkHttpClient callers = new OkHttpClient();
        try (RawServer server = RawServer.start(succeed())) {
            Seam seam = client(server).httpClient(callers).build();
            seam.instantKeys().list("guest");

            seam.close();

            assertThat(callers.dispatcher().executorService().isShutdown()).isFalse();
            try (Seam second = client(server).httpClient(callers).build()) {
                second.instantKeys().list("guest");
            }
            assertThat(server.connections()).as("the connection was kept").isEqualTo(1);
        } finally {
            callers.connectionPool().evictAll();
        }
    }

    @Test
    void httpClient_supplier_isAskedOnceAtTheFirstCall() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server)
                        .httpClient(() -> {
                            asked.incrementAndGet();
                            return new OkHttpClient();
                        })
                        .build();
                Seam derived = seam.with(settings -> settings.maxRetries(0))) {
            assertThat(asked).hasValue(0);

            derived.instantKeys().list("guest");
            seam.instantKeys().list("guest");

            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void close_beforeTheFirstCall_createsNoHttpClient() {
        AtomicInteger asked = new AtomicInteger();
        Seam seam = Seam.builder()
                .apiKey("seam_test")
                .httpClient(() -> {
                    asked.incrementAndGet();
                    return new OkHttpClient();
                })
                .build();

        seam.close();

        assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(IllegalStateException.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void build_callersClient_leavesItUnchanged() throws Exception {
        OkHttpClient callers = new OkHttpClient();
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).httpClient(callers).build()) {
            seam.instantKeys().list("guest");

            assertThat(callers.interceptors()).isEmpty();
            assertThat(callers.networkInterceptors()).isEmpty();
            assertThat(callers.followRedirects()).isTrue();
            assertThat(callers.callTimeoutMillis()).isZero();
        } finally {
            callers.connectionPool().evictAll();
        }
    }

    @Test
    void close_twice_isAllowedAndLaterCallsAreRejected() throws Exception {
        try (RawServer server = RawServer.start(succeed())) {
            Seam seam = client(server).build();
            seam.close();
            seam.close();

            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(IllegalStateException.class);

            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void buildAndClose_tenThousandTimes_leavesNoThread() {
        Seam.withApiKey("seam_test1_key").close(); // starts what all clients share
        int before = Thread.activeCount();

        for (int i = 0; i < 10_000; i++) {
            Seam.withApiKey("seam_test1_key").close();
        }

        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2); // the JVM may start threads of its own
    }

    @Test
    void callAndClose_manyTimes_leavesNoSocketAndNoThread() throws Exception {
        Set<Thread> ofOtherTests = Thread.getAllStackTraces().keySet();
        try (RawServer server = RawServer.start(succeed())) {
            for (int i = 0; i < 300; i++) {
                try (Seam seam = client(server).build()) {
                    seam.instantKeys().list("guest");
                }
            }

            server.awaitNoConnections();
            assertThat(server.connections()).isEqualTo(300);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !ofOtherTests.contains(thread))
                            .map(Thread::getName)
                            .filter(name ->
                                    name.startsWith("seam-instant-keys") || name.startsWith("OkHttp Dispatcher")))
                    .as("the watchdog, which is one for all clients")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void sharedClient_64Threads_eachGetsItsOwnResponses(WireProtocol wire) throws Exception {
        Behavior echo = client -> {
            Matcher guest = GUEST.matcher(client.body);
            respond(guest.find() ? RawServer.keyResponse(guest.group(1)) : RawServer.keyResponse("nobody"))
                    .serve(client);
        };
        ExecutorService threads = Executors.newFixedThreadPool(64);
        OkHttpClient callers = RawServer.trusting(new OkHttpClient.Builder()).build();
        try (RawServer server = RawServer.start(wire, echo);
                Seam seam = client(server).httpClient(callers).build()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int thread = 0; thread < 64; thread++) {
                String name = "guest-" + thread + "-";
                all.add(threads.submit(() -> {
                    int right = 0;
                    for (int call = 0; call < 50; call++) {
                        String guest = name + call;
                        String received = call % 2 == 0
                                ? seam.userIdentities()
                                        .generateInstantKey(guest)
                                        .getUserIdentityId()
                                : seam.instantKeys().list(guest).get(0).getUserIdentityId();
                        right += received.equals(guest) ? 1 : 0;
                    }
                    return right;
                }));
            }

            for (Future<Integer> right : all) {
                assertThat(right.get(50, TimeUnit.SECONDS)).isEqualTo(50);
            }
            assertThat(server.requests()).isEqualTo(64 * 50);
        } finally {
            threads.shutdown();
            callers.connectionPool().evictAll();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Integer.MAX_VALUE, Long.MAX_VALUE})
    void maxResponseBytes_outOfRange_isRejected(long bytes) {
        assertThatThrownBy(() -> Seam.builder().maxResponseBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to 2147483639")
                .hasMessageContaining(String.valueOf(bytes));
    }

    @Test
    void rawApi_requestToAnotherServer_isRejectedAndGetsNoCredentials() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                RawServer other = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            var call = seam.api(Anywhere.class)
                    .call(
                            other.endpoint() + "/x",
                            GetInstantKeyRequest.builder().instantKeyId("key").build());

            assertThatThrownBy(call::execute)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("credentials are not sent to other hosts");
            assertThat(other.connections()).isZero();
        }
    }

    interface Anywhere {
        @POST
        Call<OkResponse> call(@Url String url, @Body GetInstantKeyRequest request);
    }

    /** OkHttp has a reader thread for HTTP/2: if the probe read from such a connection too, it would wait for ever. */
    @Test
    void callersClient_http2WithoutTls_reusesAnIdleConnection() throws Exception {
        OkHttpClient callers = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
        WireMockServer server =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        try (Seam seam = Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.baseUrl())
                .httpClient(callers)
                .build()) {
            server.stubFor(any(anyUrl()).willReturn(okJson("{\"ok\":true,\"instant_keys\":[]}")));
            seam.instantKeys().list("guest");
            TimeUnit.MILLISECONDS.sleep(100); // the connection must really be idle

            List<InstantKey> keys = seam.instantKeys().list("guest");

            assertThat(keys).isEmpty();
            assertThat(callers.connectionPool().connectionCount()).isEqualTo(1);
        } finally {
            server.stop();
            callers.connectionPool().evictAll();
        }
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder().apiKey("seam_test1_key").endpoint(server.endpoint());
    }
}
