package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.cut;
import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.pause;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Call;
import retrofit2.Response;

/** From calls of the raw API to futures, and from their responses to exceptions. */
@Timeout(60)
class RawCallsTest {
    private static final String KEY = "seam_test1_swordfish";

    private static final String NOT_FOUND = "{\"ok\":false,\"error\":{\"type\":\"instant_key_not_found\","
            + "\"message\":\"no key for seam_test1_swordfish\",\"data\":{}}}";

    /* SeamApiException.of */

    @Test
    void of_errorResponse_isWhatTheClientThrows() throws Exception {
        try (RawServer server = RawServer.start(respond(404, NOT_FOUND, "seam-request-id: request-1"));
                Seam seam = client(server).build()) {
            SeamNotFoundException thrown = catchThrowableOfType(
                    SeamNotFoundException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            SeamApiException e = SeamApiException.of(generate(seam).execute());

            assertThat(e)
                    .isExactlyInstanceOf(SeamNotFoundException.class)
                    .usingRecursiveComparison()
                    .ignoringFields("stackTrace")
                    .isEqualTo(thrown);
            assertThat(e.getStatus()).isEqualTo(404);
            assertThat(e.getType()).isEqualTo("instant_key_not_found");
            assertThat(e.getRequestId()).isEqualTo("request-1");
            assertThat(e.getRawBody()).isEqualTo(NOT_FOUND);
            assertThat(e.isOutcomeUnknown()).isFalse();
            assertThat(e.getMessage()).doesNotContain("swordfish");
        }
    }

    @Test
    void of_errorResponse_leavesItsBodyToBeRead() throws Exception {
        try (RawServer server = RawServer.start(respond(404, NOT_FOUND));
                Seam seam = client(server).build()) {
            Response<InstantKeyResponse> response = generate(seam).execute();

            SeamApiException.of(response);

            assertThat(response.errorBody().string()).isEqualTo(NOT_FOUND);
            assertThat(SeamApiException.of(response).getStatus()).isEqualTo(404);
        }
    }

    @Test
    void of_serverErrorOfAWrite_isUnknown() throws Exception {
        try (RawServer server = RawServer.start(respond(503, ""));
                Seam seam = client(server).build()) {
            SeamApiException e = SeamApiException.of(generate(seam).execute());

            assertThat(e).isInstanceOf(SeamServerException.class);
            assertThat(e.isOutcomeUnknown()).isTrue();
        }
    }

    /** The call is known by its request, which such an interceptor replaces. */
    @Test
    void of_interceptorThatBuildsItsOwnRequest_isWhatTheClientThrows() throws Exception {
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(new Request.Builder()
                        .url(chain.request().url())
                        .headers(chain.request().headers())
                        .post(chain.request().body())
                        .build()))
                .build();
        try (RawServer server = RawServer.start(respond(404, NOT_FOUND));
                Seam seam = client(server).httpClient(own).build()) {
            SeamApiException e = SeamApiException.of(generate(seam).execute());

            assertThat(e).isInstanceOf(SeamNotFoundException.class).hasMessageContaining("generate_instant_key");
        }
    }

    @Test
    void of_success_isRejected() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Response<InstantKeyResponse> response = generate(seam).execute();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SeamApiException.of(response))
                    .withMessage("not an error response: HTTP 200");
        }
    }

    @Test
    void of_responseOfAnotherClient_isRejected() {
        Response<?> foreign = Response.error(404, ResponseBody.create("", null));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeamApiException.of(foreign))
                .withMessageStartingWith("not a response to a call of this SDK");
    }

    /* Seam.enqueue */

    @ParameterizedTest
    @EnumSource(RawServer.WireProtocol.class)
    void enqueue_success_isTheBodyOnAThreadOfTheClient(RawServer.WireProtocol wire) throws Exception {
        CompletableFuture<Void> respondNow = new CompletableFuture<>();
        try (RawServer server = RawServer.start(wire, client -> {
                    respondNow.join();
                    succeed().serve(client);
                });
                Seam seam = client(server).build()) {
            CompletableFuture<String> thread = new CompletableFuture<>();

            CompletableFuture<InstantKeyResponse> called = SeamCalls.enqueue(generate(seam));
            called.thenRun(() -> thread.complete(Thread.currentThread().getName()));
            respondNow.complete(null);

            assertThat(get(thread)).startsWith("OkHttp");
            assertThat(get(called).getInstantKey().getInstantKeyId()).isEqualTo("key-1");
        }
    }

    @Test
    void enqueue_errorResponse_isTheTypedException() throws Exception {
        try (RawServer server = RawServer.start(respond(404, NOT_FOUND));
                Seam seam = client(server).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isInstanceOfSatisfying(
                            SeamNotFoundException.class,
                            e -> assertThat(e.getRawBody()).isEqualTo(NOT_FOUND))
                    .hasMessageNotContaining("swordfish");
        }
    }

    @ParameterizedTest
    @EnumSource(RawServer.WireProtocol.class)
    void enqueue_connectionCut_isUnknownAndSentOnce(RawServer.WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, cut(keyResponse("guest"), 60), succeed());
                Seam seam = client(server).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void enqueue_readThatFailsTwice_isRetried() throws Exception {
        try (RawServer server = RawServer.start(respond(503, ""), respond(503, ""), succeed());
                Seam seam = client(server).build()) {
            assertThat(get(SeamCalls.enqueue(list(seam))).getInstantKeys()).hasSize(1);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void enqueue_responseWithoutABody_isAResponseException() throws Exception {
        try (RawServer server = RawServer.start(respond(204, ""));
                Seam seam = client(server).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isInstanceOfSatisfying(
                            SeamResponseException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    @Test
    void enqueue_unreadableResponse_keepsItsBody() throws Exception {
        try (RawServer server = RawServer.start(respond(200, "<html>"));
                Seam seam = client(server).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isInstanceOfSatisfying(
                            SeamResponseException.class,
                            e -> assertThat(e.getRawBody()).isEqualTo("<html>"));
        }
    }

    @Test
    void enqueue_noResponseWithinTheTotalTimeout_isATimeout() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).totalTimeout(Duration.ofSeconds(2)).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isInstanceOfSatisfying(
                            SeamTimeoutException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            server.awaitRequests(1);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void enqueue_totalTimeout_coversTheTimeInTheQueue() throws Exception {
        BlockingQueue<Long> left = new LinkedBlockingQueue<>();
        OkHttpClient callers = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    left.add(chain.call().timeout().deadlineNanoTime() - System.nanoTime());
                    return chain.proceed(chain.request());
                })
                .build();
        callers.dispatcher().setMaxRequestsPerHost(1);
        try (RawServer server = RawServer.start(pause(50).then(succeed()));
                Seam seam = client(server)
                        .httpClient(callers)
                        .timeout(Duration.ofMinutes(1))
                        .totalTimeout(Duration.ofMinutes(1))
                        .build()) {
            CompletableFuture<InstantKeyResponse> first = SeamCalls.enqueue(generate(seam));
            CompletableFuture<InstantKeyResponse> queued = SeamCalls.enqueue(generate(seam));

            get(first);
            get(queued);

            long total = TimeUnit.MINUTES.toNanos(1);
            assertThat(left.take()).isLessThan(total);
            assertThat(left.take()).isLessThan(total - TimeUnit.MILLISECONDS.toNanos(50));
        } finally {
            callers.dispatcher().executorService().shutdown();
        }
    }

    /** OkHttp throws it as an {@code InterruptedIOException}, as it does a timeout. */
    @Test
    void enqueue_executorWithoutAThread_isNotATimeout() throws Exception {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        OkHttpClient callers =
                new OkHttpClient.Builder().dispatcher(new Dispatcher(ended)).build();
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).httpClient(callers).build()) {
            assertThat(failure(SeamCalls.enqueue(generate(seam))))
                    .isExactlyInstanceOf(SeamConnectionException.class)
                    .hasMessageContaining("executor rejected")
                    .hasMessageContaining("it was not processed");
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(RawServer.WireProtocol.class)
    void cancel_whileItWaits_endsTheCall(RawServer.WireProtocol wire) throws Exception {
        try (RawServer server = RawServer.start(wire, silence());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);
            CompletableFuture<InstantKeyResponse> called = SeamCalls.enqueue(call);
            server.awaitRequests(1);

            called.cancel(false);

            assertThat(call.isCanceled()).isTrue();
            if (wire != RawServer.WireProtocol.HTTP_2) { // there, only the stream is reset
                server.awaitNoConnections();
            }
            assertThat(called).isCancelled();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void cancel_betweenAttempts_startsNoFurtherOne() throws Exception {
        BlockingQueue<SeamCallEvent> attempts = new LinkedBlockingQueue<>();
        BlockingQueue<SeamCallEvent> calls = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 60"));
                Seam seam =
                        client(server).callListener(listener(attempts, calls)).build()) {
            CompletableFuture<InstantKeysResponse> called = SeamCalls.enqueue(list(seam));
            assertThat(attempts.poll(20, TimeUnit.SECONDS).getStatus()).isEqualTo(503);

            called.cancel(false);

            assertThat(calls.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** Whoever completes the future does not want the result of the call. */
    @Test
    void orTimeout_overBeforeTheResponse_endsTheCall() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);

            CompletableFuture<InstantKeyResponse> called =
                    SeamCalls.enqueue(call).orTimeout(300, TimeUnit.MILLISECONDS);

            assertThat(failure(called)).isInstanceOf(TimeoutException.class);
            server.awaitNoConnections();
            assertThat(call.isCanceled()).isTrue();
        }
    }

    @Test
    void cancel_ofTheCall_isAnUnknownOutcome() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);
            CompletableFuture<InstantKeyResponse> called = SeamCalls.enqueue(call);
            server.awaitRequests(1);

            call.cancel();

            assertThat(failure(called))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
        }
    }

    @Test
    void end_ofTheCall_doesNotCancelIt() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);

            get(SeamCalls.enqueue(call));

            assertThat(call.isCanceled()).isFalse();
        }
    }

    @Test
    void enqueue_listener_receivesOneCallWithTheOutcomeOfTheException() throws Exception {
        BlockingQueue<SeamCallEvent> ended = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.start(succeed(), respond(204, ""), silence(), respond(404, NOT_FOUND));
                Seam seam = client(server)
                        .callListener(listener(new LinkedBlockingQueue<>(), ended))
                        .build()) {
            get(SeamCalls.enqueue(generate(seam)));
            failure(SeamCalls.enqueue(generate(seam)));
            CompletableFuture<InstantKeyResponse> cancelled = SeamCalls.enqueue(generate(seam));
            server.awaitRequests(3);
            cancelled.cancel(false);
            assertThat(ended.poll(20, TimeUnit.SECONDS).isOutcomeUnknown()).isFalse();
            assertThat(ended.poll(20, TimeUnit.SECONDS).isOutcomeUnknown()).isTrue();
            assertThat(ended.poll(20, TimeUnit.SECONDS).isOutcomeUnknown()).isTrue();
            failure(SeamCalls.enqueue(generate(seam)));
            assertThat(ended.poll(20, TimeUnit.SECONDS).isOutcomeUnknown()).isFalse();
            assertThat(ended).isEmpty();
        }
    }

    @Test
    void enqueue_executedBefore_isRejectedAndSendsNothing() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);
            get(SeamCalls.enqueue(call));

            assertThatIllegalStateException()
                    .isThrownBy(() -> SeamCalls.enqueue(call))
                    .withMessage("the call was executed before: use clone()");
            assertThat(get(SeamCalls.enqueue(call.clone()))).isNotNull();
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void enqueue_closed_isRejected() throws Exception {
        try (RawServer server = RawServer.start(succeed())) {
            Seam seam = client(server).build();
            Call<InstantKeyResponse> call = generate(seam);
            seam.close();

            assertThat(catchThrowable(() -> SeamCalls.enqueue(call)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this Seam is closed");
            assertThat(server.connections()).isZero();
        }
    }

    private static Call<InstantKeyResponse> generate(Seam seam) {
        return seam.api(UserIdentitiesApi.class)
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId("guest")
                        .maxUseCount(1)
                        .build());
    }

    private static Call<InstantKeysResponse> list(Seam seam) {
        return seam.api(InstantKeysApi.class)
                .list(ListInstantKeysRequest.builder().build());
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder()
                .apiKey(KEY)
                .endpoint(server.endpoint())
                .httpClient(RawServer.trusting(new OkHttpClient.Builder()).build());
    }

    private static SeamCallListener listener(
            BlockingQueue<SeamCallEvent> attempts, BlockingQueue<SeamCallEvent> calls) {
        return new SeamCallListener() {
            @Override
            public void onAttempt(SeamCallEvent attempt) {
                attempts.add(attempt);
            }

            @Override
            public void onCall(SeamCallEvent call) {
                calls.add(call);
            }
        };
    }

    private static <T> T get(CompletableFuture<T> called) throws Exception {
        return called.get(20, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> called) {
        Throwable thrown = catchThrowable(called::join);
        return thrown instanceof CompletionException ? thrown.getCause() : thrown;
    }
}
