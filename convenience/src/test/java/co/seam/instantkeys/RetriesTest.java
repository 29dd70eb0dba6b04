package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.pause;
import static co.seam.instantkeys.RawServer.reset;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.internal.transport.FakeClock;
import co.seam.instantkeys.internal.transport.SystemClock;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * A read is attempted up to three times, with delays in between, within the total timeout. Tests of which delays are
 * chosen wait on a {@link FakeClock}; those named after real time, and those of timeouts, really wait.
 */
@Timeout(60)
class RetriesTest {
    private static final ListInstantKeysRequest ALL =
            ListInstantKeysRequest.builder().build();

    private final FakeClock clock = new FakeClock();

    @Test
    void read_failsOnce_succeedsAtTheSecondAttempt() throws Exception {
        try (RawServer server = RawServer.start(drop(), succeed());
                Seam seam = client(server).build()) {
            assertThat(seam.instantKeys().list("guest")).hasSize(1);

            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void read_noRetries_throwsTheFirstFailure() throws Exception {
        try (RawServer server = RawServer.start(respond(503, ""), succeed());
                Seam seam = client(server).maxRetries(0).build()) {
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamServerException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void read_fourRetries_succeedsAtTheFifthAttempt() throws Exception {
        try (RawServer server = RawServer.start(drop(), drop(), drop(), drop(), succeed());
                Seam seam = client(server).maxRetries(4).build()) {
            assertThat(seam.instantKeys().list("guest")).hasSize(1);

            assertThat(server.requests()).isEqualTo(5);
            assertThat(clock.waits()).hasSize(4);
        }
    }

    @Test
    void execute_cancelledDuringAPause_endsAtOnce() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        CountDownLatch pausing = new CountDownLatch(1);
        try (RawServer server = RawServer.start(respond(429, "", "Retry-After: 50"), succeed());
                Seam seam = client(server).clock(new SignallingClock(pausing)).build()) {
            Call<InstantKeysResponse> call = seam.api(InstantKeysApi.class).list(ALL);
            Future<Response<InstantKeysResponse>> ended = caller.submit(call::execute);
            pausing.await();
            call.cancel();

            assertThat(ended)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
            assertThat(server.requests()).isEqualTo(1);
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void enqueue_cancelledDuringAPause_callsBackAtOnce() throws Exception {
        CountDownLatch pausing = new CountDownLatch(1);
        CompletableFuture<Object> ended = new CompletableFuture<>();
        try (RawServer server = RawServer.start(respond(429, "", "Retry-After: 50"), succeed());
                Seam seam = client(server).clock(new SignallingClock(pausing)).build()) {
            Call<InstantKeysResponse> call = seam.api(InstantKeysApi.class).list(ALL);
            call.enqueue(new Callback<>() {
                @Override
                public void onResponse(Call<InstantKeysResponse> same, Response<InstantKeysResponse> response) {
                    ended.complete(response);
                }

                @Override
                public void onFailure(Call<InstantKeysResponse> same, Throwable failure) {
                    ended.complete(failure);
                }
            });
            pausing.await();
            call.cancel();

            assertThat(ended).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(IOException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** A write that has failed must not be underway all the same. */
    @Test
    void write_interceptorThrowsWhileTheRequestIsUnderway_cancelsIt() throws Exception {
        CompletableFuture<Throwable> underway = new CompletableFuture<>();
        try (RawServer server = RawServer.start(silence())) {
            OkHttpClient own = new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        new Thread(() -> {
                                    try {
                                        chain.proceed(chain.request()).close();
                                        underway.complete(null);
                                    } catch (Throwable e) {
                                        underway.complete(e);
                                    }
                                })
                                .start();
                        server.awaitRequests(1);
                        throw new IllegalStateException("tired of waiting");
                    })
                    .build();
            try (Seam seam = client(server).httpClient(own).noTimeout().build()) {
                assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                        .isInstanceOfSatisfying(
                                SeamConnectionException.class,
                                e -> assertThat(e.isOutcomeUnknown()).isTrue());

                assertThat(underway).succeedsWithin(Duration.ofSeconds(20)).isNotNull();
            }
        }
    }

    @Test
    void maxRetries_negative_isRejected() {
        assertThatThrownBy(() -> Seam.builder().maxRetries(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxRetries");
    }

    /** Each lookup is one request, and pauses lie between them. */
    @Test
    void outage_keyedCreate_pausesBetweenItsLookups() throws Exception {
        try (RawServer server = RawServer.start(drop());
                Seam seam = client(server).maxRetries(0).build()) {
            CreateAccessGrantRequest request = CreateAccessGrantRequest.builder()
                    .userIdentityId("guest")
                    .accessGrantKey("booking-7")
                    .spaceIds(List.of("space"))
                    .requestedAccessMethods(List.of())
                    .build();

            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());

            assertThat(server.requests()).isEqualTo(1 + 24);
            assertThat(clock.waits()).hasSize(23).startsWith(50L, 100L, 200L, 400L, 400L);
        }
    }

    @Test
    void create_clientIsClosedBeforeTheSecondRequest_keepsTheUnknownOutcome() throws Exception {
        AtomicReference<Seam> open = new AtomicReference<>();
        Behavior notFound = client -> {
            open.get().close();
            respond(404, "").serve(client);
        };
        try (RawServer server = RawServer.start(drop(), notFound, succeed());
                Seam seam = client(server).build()) {
            open.set(seam);
            CreateAccessGrantRequest request = CreateAccessGrantRequest.builder()
                    .userIdentityId("guest")
                    .accessGrantKey("booking-7")
                    .spaceIds(List.of("space"))
                    .requestedAccessMethods(List.of())
                    .build();

            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue())
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void read_clientIsClosedDuringAPause_endsWithTheLastFailure() throws Exception {
        AtomicReference<Seam> open = new AtomicReference<>();
        Behavior failing = client -> {
            open.get().close();
            respond(503, "").serve(client);
        };
        try (RawServer server = RawServer.start(failing, succeed());
                Seam seam = client(server).build()) {
            open.set(seam);

            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamServerException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void outage_manyThreads_isNotTripled() throws Exception {
        int threads = 64;
        int callsOfEach = 10;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (RawServer server = RawServer.start(respond(503, ""));
                Seam seam = client(server).build()) {
            List<Future<Integer>> failures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                failures.add(callers.submit(() -> {
                    int failed = 0;
                    for (int call = 0; call < callsOfEach; call++) {
                        try {
                            seam.instantKeys().list("guest");
                        } catch (SeamServerException e) {
                            failed += e.getStatus() == 503 ? 1 : 0;
                        }
                    }
                    return failed;
                }));
            }
            int failed = 0;
            for (Future<Integer> one : failures) {
                failed += one.get();
            }

            assertThat(failed).isEqualTo(threads * callsOfEach);
            assertThat(server.requests()).isEqualTo(threads * callsOfEach + 100);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void read_failsTwice_succeedsAtTheThirdAttempt() throws Exception {
        try (RawServer server = RawServer.start(respond(503, ""), reset(), succeed());
                Seam seam = client(server).build()) {
            assertThat(seam.instantKeys().list("guest")).hasSize(1);

            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void read_failsThreeTimes_throwsTheLastFailure() throws Exception {
        try (RawServer server = RawServer.start(drop(), respond(500, ""), respond(502, ""), succeed());
                Seam seam = client(server).build()) {
            SeamServerException e = catchThrowableOfType(
                    SeamServerException.class, () -> seam.instantKeys().list("guest"));

            assertThat(e.getStatus()).isEqualTo(502);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void read_fails_delaysGrow() throws Exception {
        try (RawServer server = RawServer.start(respond(500, ""), respond(500, ""), succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(clock.waits())
                    .satisfiesExactly(
                            first -> assertThat(first).isBetween(200L, 240L),
                            second -> assertThat(second).isBetween(400L, 480L));
        }
    }

    @Test
    void read_failsInRealTime_waitsBetweenAttempts() throws Exception {
        try (RawServer server = RawServer.start(respond(500, ""), respond(500, ""), succeed());
                Seam seam = realTimeClient(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(gap(server, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(gap(server, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
    void read_transientStatus_isRetried(int status) throws Exception {
        try (RawServer server = RawServer.start(respond(status, ""), succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 401, 402, 403, 404, 405, 409, 410, 413, 418, 422})
    void read_finalStatus_isNotRetried(int status) throws Exception {
        try (RawServer server = RawServer.start(respond(status, ""), succeed());
                Seam seam = client(server).build()) {
            SeamApiException e = catchThrowableOfType(
                    SeamApiException.class, () -> seam.instantKeys().list("guest"));

            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void read_unreadableResponse_isNotRetried() throws Exception {
        try (RawServer server = RawServer.start(respond(200, "<html>"), succeed());
                Seam seam = client(server).build()) {
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamResponseException.class);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void read_secondCall_hasAttemptsOfItsOwn() throws Exception {
        Behavior fails = respond(503, "", "Retry-After: 0");
        try (RawServer server = RawServer.start(fails, fails, succeed(), fails, fails, succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");
            seam.instantKeys().list("guest");

            assertThat(server.requests()).isEqualTo(6);
        }
    }

    @Test
    void reads_manyThreads_allSucceedThoughEachFailsFirst() throws Exception {
        // Requests are counted by guest: with one count for all, a call could by chance get three odd numbers.
        Map<String, Integer> requests = new ConcurrentHashMap<>();
        Behavior failsTheOdd = client ->
                (requests.merge(client.body, 1, Integer::sum) % 2 == 1 ? respond(503, "") : succeed()).serve(client);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RawServer server = RawServer.start(failsTheOdd);
                Seam seam = client(server).build()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String guest = "guest-" + i;
                calls.add(threads.submit(() -> seam.instantKeys().list(guest)));
            }

            for (Future<?> call : calls) {
                call.get();
            }
            assertThat(server.requests()).isEqualTo(80);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void retryAfter_seconds_isWaited() throws Exception {
        try (RawServer server = RawServer.start(respond(429, "", "Retry-After: 1"), succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(clock.waits()).containsExactly(1000L);
        }
    }

    @Test
    void retryAfter_date_isWaited() throws Exception {
        Behavior inThirtySeconds = client -> respond(
                        503,
                        "",
                        "Retry-After: "
                                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30)))
                .serve(client);
        try (RawServer server = RawServer.start(inThirtySeconds, succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            // less than 30 s, because a date has no fractions of a second and some of them pass
            assertThat(clock.waits())
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(20_000L, 30_000L));
        }
    }

    @Test
    void retryAfter_dateByAnotherClock_isWaitedFromTheDateOfTheResponse() throws Exception {
        try (RawServer server = RawServer.start(
                        respond(
                                503,
                                "",
                                "Date: Thu, 01 Jan 2099 00:00:00 GMT",
                                "Retry-After: Thu, 01 Jan 2099 00:00:30 GMT"),
                        succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(clock.waits()).containsExactly(30_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void retryAfter_zeroOrInThePast_retriesAtOnce(String value) throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: " + value), succeed());
                Seam seam = client(server).totalTimeout(Duration.ofSeconds(20)).build()) {
            seam.instantKeys().list("guest");

            assertThat(server.requests()).isEqualTo(2);
            assertThat(clock.waits()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", ""})
    void retryAfter_unreadable_waitsAsWithoutIt(String value) throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: " + value), succeed());
                Seam seam = client(server).build()) {
            seam.instantKeys().list("guest");

            assertThat(clock.waits())
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(200L, 240L));
        }
    }

    @Test
    void retryAfter_secondsBeyondTheTotalTimeout_isThrownAtOnce() throws Exception {
        try (RawServer server = RawServer.start(respond(429, "", "Retry-After: 30"), succeed());
                Seam seam = client(server).totalTimeout(Duration.ofSeconds(29)).build()) {
            SeamRateLimitException e = catchThrowableOfType(
                    SeamRateLimitException.class, () -> seam.instantKeys().list("guest"));

            assertThat(e.getRetryAfter()).isEqualTo(Duration.ofSeconds(30));
            assertThat(server.requests()).isEqualTo(1);
            assertThat(clock.waits()).isEmpty();
        }
    }

    @Test
    void retryAfter_dateBeyondTheTotalTimeout_isThrownAtOnce() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: " + date), succeed());
                Seam seam = client(server).build()) {
            SeamServerException e = catchThrowableOfType(
                    SeamServerException.class, () -> seam.instantKeys().list("guest"));

            assertThat(e.getRetryAfter()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "9223372036854775807"})
    void retryAfter_moreSecondsThanAnInt_isThrownAtOnce(String value) throws Exception {
        // OkHttp itself reads this header of a 503, as an int
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: " + value), succeed());
                Seam seam = client(server).build()) {
            SeamServerException e = catchThrowableOfType(
                    SeamServerException.class, () -> seam.instantKeys().list("guest"));

            assertThat(e.getRetryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void retryAfter_moreSecondsThanALong_keepsTheStatus() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 99999999999999999999"));
                Seam seam = client(server).build()) {
            SeamServerException e = catchThrowableOfType(
                    SeamServerException.class, () -> seam.userIdentities().generateInstantKey("guest"));

            assertThat(e.getStatus()).isEqualTo(503);
        }
    }

    @Test
    void totalTimeout_usedUpByDelays_startsNoFurtherAttempt() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 20"));
                Seam seam = client(server).totalTimeout(Duration.ofSeconds(35)).build()) {
            // the first delay fits into the time, the second does not
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamServerException.class);

            assertThat(server.requests()).isEqualTo(2);
            assertThat(clock.waits()).containsExactly(20_000L);
        }
    }

    @Test
    void totalTimeout_shorterThanTheAttempt_endsTheCall() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = realTimeClient(server)
                        .timeout(Duration.ofSeconds(30))
                        .totalTimeout(Duration.ofMillis(300))
                        .build()) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamTimeoutException.class);

            assertThat(since(start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void totalTimeout_write_endsTheCall() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = realTimeClient(server)
                        .totalTimeout(Duration.ofMillis(300))
                        .build()) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamTimeoutException.class);

            assertThat(since(start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void noTimeout_afterShortTimeouts_waitsForTheResponse() throws Exception {
        try (RawServer server = RawServer.start(pause(500).then(succeed()));
                Seam seam = realTimeClient(server)
                        .timeout(Duration.ofMillis(100))
                        .totalTimeout(Duration.ofMillis(200))
                        .noTimeout()
                        .build()) {
            assertThat(seam.instantKeys().list("guest")).hasSize(1);

            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** Each method sets its own timeout, whatever was called before. */
    @Test
    void timeout_afterNoTimeout_limitsAttempts() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = realTimeClient(server)
                        .maxRetries(0)
                        .noTimeout()
                        .timeout(Duration.ofMillis(300))
                        .build()) {
            assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamTimeoutException.class);
        }
    }

    @Test
    void timeout_afterNoTimeout_doesNotLimitTheCall() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 300"), succeed());
                Seam seam = client(server)
                        .noTimeout()
                        .timeout(Duration.ofSeconds(30))
                        .build()) {
            assertThat(seam.instantKeys().list("guest")).hasSize(1);

            assertThat(clock.waits()).containsExactly(300_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void timeouts_notPositive_areRejected(long millis) {
        Duration none = Duration.ofMillis(millis);

        assertThatThrownBy(() -> Seam.builder().timeout(none)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Seam.builder().totalTimeout(none)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rawApi_executedRead_isRetried() throws Exception {
        try (RawServer server = RawServer.start(drop(), respond(503, ""), succeed());
                Seam seam = client(server).build()) {
            Response<InstantKeysResponse> response =
                    seam.api(InstantKeysApi.class).list(ALL).execute();

            assertThat(response.body().getInstantKeys()).hasSize(1);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void rawApi_executedWrite_isSentOnce() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 0"), succeed());
                Seam seam = client(server).build()) {
            Response<InstantKeyResponse> response = generate(seam).execute();

            assertThat(response.code()).isEqualTo(503);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void rawApi_enqueuedRead_isRetried() throws Exception {
        try (RawServer server = RawServer.start(drop(), respond(429, "", "Retry-After: 0"), succeed());
                Seam seam = client(server).build()) {
            InstantKeysResponse body = enqueue(seam.api(InstantKeysApi.class).list(ALL))
                    .get(20, TimeUnit.SECONDS)
                    .body();

            assertThat(body.getInstantKeys()).hasSize(1);
            assertThat(server.requests()).isEqualTo(3);
            assertThat(clock.waits())
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(200L, 240L));
        }
    }

    @Test
    void rawApi_enqueuedReadFailsInRealTime_givesUpAfterTheThirdAttempt() throws Exception {
        try (RawServer server = RawServer.start(drop());
                Seam seam = realTimeClient(server).build()) {
            CompletableFuture<?> result = enqueue(seam.api(InstantKeysApi.class).list(ALL));

            assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(server.requests()).isEqualTo(3);
            assertThat(gap(server, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(gap(server, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void rawApi_enqueuedWrite_isSentOnce() throws Exception {
        try (RawServer server = RawServer.start(drop(), succeed());
                Seam seam = client(server).build()) {
            CompletableFuture<?> result = enqueue(generate(seam));

            assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void rawApi_enqueuedReadCancelledBetweenAttempts_endsAndSendsNothingMore() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 60"), succeed());
                Seam seam = realTimeClient(server).build()) {
            Call<InstantKeysResponse> call = seam.api(InstantKeysApi.class).list(ALL);
            CompletableFuture<?> result = enqueue(call);
            server.awaitRequests(1);

            call.cancel();

            // ends with the 503 if that came first, else with the cancellation
            result.handle((response, failure) -> null).get(20, TimeUnit.SECONDS);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void rawApi_callExecutedTwice_isRejectedAndItsCloneIsNot() throws Exception {
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).build()) {
            Call<InstantKeyResponse> call = generate(seam);
            call.execute();

            assertThatThrownBy(call::execute).isInstanceOf(IllegalStateException.class);
            assertThat(server.requests()).isEqualTo(1);
            assertThat(call.clone().execute().isSuccessful()).isTrue();
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    /* An exception after enqueue has no caller to catch it */

    @Test
    void enqueue_closedBetweenAttempts_deliversTheLastResponseAtOnce() throws Exception {
        try (RawServer server = RawServer.start(respond(503, "", "Retry-After: 60"))) {
            Seam seam = realTimeClient(server).build();
            CompletableFuture<Response<InstantKeysResponse>> called = enqueue(seam.api(InstantKeysApi.class)
                    .list(ListInstantKeysRequest.builder().build()));
            server.awaitRequests(1);

            seam.close();

            assertThat(called.get(20, TimeUnit.SECONDS).code()).isEqualTo(503);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void enqueue_cancelledWhileTheNextAttemptStarts_callsBackOnce() throws Exception {
        CountDownLatch nextStarts = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        OkHttpClient http = new OkHttpClient.Builder()
                .eventListenerFactory(call -> {
                    if (attempts.incrementAndGet() == 2) {
                        nextStarts.countDown();
                        awaitUninterrupted(cancelled);
                    }
                    return EventListener.NONE;
                })
                .build();
        try (RawServer server = RawServer.start(respond(503, ""), succeed());
                Seam seam = realTimeClient(server).httpClient(http).build()) {
            Call<InstantKeysResponse> call = seam.api(InstantKeysApi.class)
                    .list(ListInstantKeysRequest.builder().build());
            CompletableFuture<Response<InstantKeysResponse>> called = enqueue(call);
            nextStarts.await();

            call.cancel();
            cancelled.countDown();

            called.handle((response, failure) -> null).get(20, TimeUnit.SECONDS);
            assertThat(attempts).hasValue(2);
        } finally {
            http.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void enqueue_interceptorConsumedTheBody_failsTheCallback() throws Exception {
        OkHttpClient greedy = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    okhttp3.Response response = chain.proceed(chain.request());
                    response.body().string();
                    return response;
                })
                .build();
        try (RawServer server = RawServer.start(succeed());
                Seam seam = client(server).httpClient(greedy).build()) {
            CompletableFuture<?> called = enqueue(generate(seam));

            assertThatThrownBy(() -> called.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("the HTTP client failed");
            assertThat(server.requests()).isEqualTo(1);
        } finally {
            greedy.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void enqueue_idleConnectionClosedByTheServer_continuesOnAnother() throws Exception {
        try (RawServer server = RawServer.start(succeed().then(pause(20)).then(drop()), succeed());
                Seam seam = realTimeClient(server).build()) {
            seam.instantKeys().list("guest");
            TimeUnit.MILLISECONDS.sleep(200); // the connection must really be idle

            Response<InstantKeyResponse> response = enqueue(generate(seam)).get(20, TimeUnit.SECONDS);

            assertThat(response.code()).isEqualTo(200);
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    /** OkHttp sends five calls at a time to one host; the others are queued. */
    @Test
    void enqueue_stillQueuedAtItsDeadline_isNotSent() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = realTimeClient(server)
                        .timeout(Duration.ofMillis(400))
                        .totalTimeout(Duration.ofMillis(500))
                        .build()) {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(enqueue(generate(seam)));
            }

            for (CompletableFuture<?> call : calls) {
                assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(InterruptedIOException.class);
            }
            assertThat(server.requests()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void rawApi_deadlinePasses_endsTheCall() throws Exception {
        try (RawServer server = RawServer.start(silence());
                Seam seam = realTimeClient(server).build()) {
            Call<?> call = generate(seam);
            call.timeout().deadline(300, TimeUnit.MILLISECONDS);

            long start = System.nanoTime();
            assertThatThrownBy(call::execute).isInstanceOf(InterruptedIOException.class);

            assertThat(since(start)).isLessThan(Duration.ofSeconds(20)); // without the deadline, it would be 30 s
        }
    }

    private Seam.Builder client(RawServer server) {
        return realTimeClient(server).clock(clock);
    }

    private static Seam.Builder realTimeClient(RawServer server) {
        return Seam.builder().apiKey("seam_test1_key").endpoint(server.endpoint());
    }

    private static Call<InstantKeyResponse> generate(Seam seam) {
        return seam.api(UserIdentitiesApi.class)
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId("guest")
                        .build());
    }

    private static <T> CompletableFuture<Response<T>> enqueue(Call<T> call) {
        CompletableFuture<Response<T>> result = new CompletableFuture<>();
        call.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<T> same, Response<T> response) {
                result.complete(response);
            }

            @Override
            public void onFailure(Call<T> same, Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The time between a request and the next, as the server received them. */
    private static Duration gap(RawServer server, int request) {
        return Duration.ofNanos(
                server.arrivals().get(request + 1) - server.arrivals().get(request));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** The real time. Signals the first pause between attempts. */
    private static final class SignallingClock implements TransportClock {
        private final TransportClock clock = new SystemClock();
        private final CountDownLatch pausing;

        SignallingClock(CountDownLatch pausing) {
            this.pausing = pausing;
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void await(long nanos, CountDownLatch wakeUp) throws InterruptedException {
            pausing.countDown();
            clock.await(nanos, wakeUp);
        }

        @Override
        public Runnable schedule(long nanos, Runnable task) {
            Runnable wakeUp = clock.schedule(nanos, task);
            pausing.countDown();
            return wakeUp;
        }

        @Override
        public void close() {
            clock.close();
        }
    }
}
