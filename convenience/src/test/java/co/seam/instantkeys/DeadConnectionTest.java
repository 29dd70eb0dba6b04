package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.internal.transport.CallSettings;
import co.seam.instantkeys.internal.transport.SystemClock;
import co.seam.instantkeys.internal.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Calls after a connection began to swallow everything, as far as it takes more than one call of one kind to see it:
 * the rest is in {@link FaultTable}.
 */
@Timeout(60)
class DeadConnectionTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final OkHttpClient callers =
            RawServer.trusting(new OkHttpClient.Builder()).build();

    @AfterEach
    void release() {
        callers.connectionPool().evictAll();
        callers.dispatcher().executorService().shutdown();
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void calls_afterOneThatTimedOut_allSucceedOnOneNewConnection(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(wire, forwarder).timeout(SHORT).build()) {
            create(seam);
            forwarder.swallow();
            assertThatThrownBy(() -> create(seam)).isInstanceOf(SeamTimeoutException.class);

            for (int call = 0; call < 7; call++) {
                create(seam);
            }

            assertThat(forwarder.connections()).isEqualTo(2);
            assertThat(server.requests()).isEqualTo(1 + 7);
        }
    }

    /**
     * OkHttp sends five calls at a time to one host; the others wait for a thread, and for the timeout of these five.
     */
    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void enqueuedCalls_moreThanAreSentAtATime_onlyTheFirstOnesTimeOut(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(wire, forwarder).timeout(SHORT).build()) {
            create(seam);
            forwarder.swallow();

            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(enqueue(call(seam)));
            }

            int timedOut = 0;
            for (CompletableFuture<?> call : calls) {
                try {
                    call.get(20, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(InterruptedIOException.class);
                    timedOut++;
                }
            }
            // HTTP/1.1 has one call on each connection, so only one of the five is on the dead one
            assertThat(timedOut).isBetween(1, wire == WireProtocol.HTTP_2 ? 5 : 1);
            assertThat(server.requests()).isEqualTo(1 + 20 - timedOut);
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void callAfter_oneThatTheCallerCancelled_succeeds(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(wire, forwarder).timeout(SHORT).build()) {
            create(seam);
            CountDownLatch sent = new CountDownLatch(1);
            forwarder.swallow(sent::countDown);
            Call<InstantKeyResponse> dead = call(seam);
            CompletableFuture<?> result = enqueue(dead);
            sent.await();

            dead.cancel();

            assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            create(seam);
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(WireProtocol.class)
    void interrupt_ofACallWithoutTimeout_endsItAndTheNextCallSucceeds(WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(wire, forwarder).noTimeout().build()) {
            create(seam);
            Thread caller = Thread.currentThread();
            forwarder.swallow(caller::interrupt);

            SeamConnectionException e = catchThrowableOfType(SeamConnectionException.class, () -> create(seam));

            assertThat(e).hasMessageContaining("interrupted").isNotInstanceOf(SeamTimeoutException.class);
            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            create(seam);
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void ping_deadConnectionWithoutTimeout_failsTheCallWithinTwoIntervals() throws Exception {
        Duration interval = Duration.ofMillis(500);
        OkHttpClient pinging = callers.newBuilder().pingInterval(interval).build();
        try (RawServer server = RawServer.start(WireProtocol.HTTP_2, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(WireProtocol.HTTP_2, forwarder)
                        .httpClient(pinging)
                        .noTimeout()
                        .build()) {
            create(seam);
            forwarder.swallow();
            long start = System.nanoTime();

            SeamConnectionException e = catchThrowableOfType(SeamConnectionException.class, () -> create(seam));

            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            assertThat(passed).isLessThan(interval.multipliedBy(2).plusSeconds(1)); // for a busy machine
            assertThat(e.isOutcomeUnknown()).isTrue();
            create(seam);
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void ping_deadConnectionWithoutTimeout_aReadSucceedsOnAnother() throws Exception {
        OkHttpClient pinging =
                callers.newBuilder().pingInterval(Duration.ofMillis(300)).build();
        try (RawServer server = RawServer.start(WireProtocol.HTTP_2, succeed());
                Forwarder forwarder = new Forwarder(server.port());
                Seam seam = client(WireProtocol.HTTP_2, forwarder)
                        .httpClient(pinging)
                        .noTimeout()
                        .build()) {
            create(seam);
            forwarder.swallow();

            assertThat(seam.instantKeys().list("guest")).hasSize(1);
        }
    }

    /** The SDK's own client cannot trust the certificates of these tests: this one has all else of it. */
    @Test
    void ownClient_http2_closesIdleConnectionsAndLeavesThoseInUse() throws Exception {
        CountDownLatch lateMayEnd = new CountDownLatch(1);
        OkHttpClient own = RawServer.trusting(new OkHttpClient.Builder()).build();
        try (RawServer server = RawServer.start(
                        WireProtocol.HTTP_2,
                        client -> {
                            lateMayEnd.await();
                            succeed().serve(client);
                        },
                        RawServer.silence(),
                        succeed());
                Forwarder forwarder = new Forwarder(server.port())) {
            HttpUrl endpoint = HttpUrl.get("https://localhost:" + forwarder.port());
            Transport transport = new Transport(
                    () -> own,
                    true,
                    new CallSettings(
                            () -> endpoint,
                            () -> Headers.of(),
                            Duration.ofSeconds(20),
                            Duration.ZERO,
                            2,
                            1 << 20,
                            null,
                            null),
                    new SystemClock());
            Request request = new Request.Builder()
                    .url(endpoint)
                    .post(RequestBody.create("{}", null))
                    .build();
            CompletableFuture<okhttp3.Response> late = new CompletableFuture<>();
            okhttp3.Call first = transport.newCall(request);
            Thread other = new Thread(() -> {
                try {
                    late.complete(first.execute());
                } catch (Throwable e) {
                    late.completeExceptionally(e);
                }
            });
            other.start();
            server.awaitRequests(1);
            okhttp3.Call dead = transport.newCall(request);
            dead.timeout().timeout(500, TimeUnit.MILLISECONDS);

            assertThatThrownBy(dead::execute).isInstanceOf(InterruptedIOException.class);
            assertThat(transport.newCall(request).execute().code()).isEqualTo(200);

            assertThat(own.connectionPool().connectionCount()).isEqualTo(2);
            lateMayEnd.countDown();
            assertThat(late.get(20, TimeUnit.SECONDS).code()).isEqualTo(200);
            assertThat(forwarder.connections()).isEqualTo(2);
            transport.close();
            server.awaitNoConnections();
        }
    }

    private static void create(Seam seam) {
        seam.userIdentities().generateInstantKey("guest");
    }

    private static Call<InstantKeyResponse> call(Seam seam) {
        return seam.api(UserIdentitiesApi.class)
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId("guest")
                        .build());
    }

    private static CompletableFuture<?> enqueue(Call<InstantKeyResponse> call) {
        CompletableFuture<InstantKeyResponse> result = new CompletableFuture<>();
        call.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<InstantKeyResponse> same, Response<InstantKeyResponse> response) {
                result.complete(response.body());
            }

            @Override
            public void onFailure(Call<InstantKeyResponse> same, Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private Seam.Builder client(WireProtocol wire, Forwarder forwarder) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(wire.scheme + "://localhost:" + forwarder.port())
                .httpClient(callers);
    }
}
