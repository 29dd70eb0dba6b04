package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.internal.transport.FakeClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import retrofit2.Retrofit;

/**
 * When a write is looked up and sent again, without a server: each step is a result, a failure, or null for nothing.
 */
class KeyedWriteTest {
    private static final IllegalStateException CLOSED = new IllegalStateException("closed");

    private final FakeClock clock = new FakeClock();
    private final List<String> sent = new ArrayList<>();
    private final Deque<Object> requests = new ArrayDeque<>();
    private final Deque<Object> lookups = new ArrayDeque<>();
    private Duration timeout = Duration.ofMinutes(1);
    private @Nullable RuntimeException duplicate;

    @AfterEach
    void clearInterrupt() {
        boolean ignored = Thread.interrupted();
    }

    @Test
    void send_success_isNotLookedUp() {
        requests("result");

        assertThat(send()).isEqualTo("result");
        assertThat(sent).containsExactly("request");
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void send_outcomeUnknownAndFound_isNotSentAgain() {
        requests(unknown());
        lookups("found");

        assertThat(send()).isEqualTo("found");
        assertThat(sent).containsExactly("request", "lookup");
    }

    @Test
    void send_outcomeUnknownAndNotFound_isSentAgainAfterAPause() {
        requests(unknown(), unknown(), "result");
        lookups(null, null);

        assertThat(send()).isEqualTo("result");
        assertThat(sent).containsExactly("request", "lookup", "request", "lookup", "request");
        assertThat(clock.waits()).containsExactly(200L, 400L);
    }

    @Test
    void send_notProcessed_isSentAgainWithoutALookup() {
        requests(notProcessed(), "result");

        assertThat(send()).isEqualTo("result");
        assertThat(sent).containsExactly("request", "request");
        assertThat(clock.waits()).containsExactly(200L);
    }

    @Test
    void send_alwaysUnknown_endsAfterThreeRequests() {
        SeamException first = unknown();
        SeamException last = unknown();
        requests(first, unknown(), last);
        lookups(null, null, null);

        assertThat(failure()).isSameAs(last).hasNoSuppressedExceptions();
        assertThat(sent).hasSize(6);
    }

    @Test
    void send_neverProcessed_endsAfterThreeRequests() {
        SeamException last = notProcessed();
        requests(notProcessed(), notProcessed(), last);

        assertThat(failure()).isSameAs(last);
        assertThat(sent).hasSize(3);
    }

    @Test
    void send_unknownThenNotProcessed_keepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        SeamException last = notProcessed();
        requests(unknown, notProcessed(), last);
        lookups((Object) null);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(last);
    }

    @Test
    void send_errorResponse_isThrown() {
        SeamException invalid = new SeamInvalidInputException(error(400, null));
        requests(invalid);

        assertThat(failure()).isSameAs(invalid);
        assertThat(sent).containsExactly("request");
    }

    @Test
    void send_unknownThenInvalid_throwsWhatIsWrong() {
        SeamException invalid = new SeamInvalidInputException(error(400, null));
        requests(unknown(), invalid);
        lookups(null, null);

        assertThat(failure()).isSameAs(invalid);
    }

    @Test
    void send_unknownThenForbidden_keepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        SeamException forbidden = new SeamForbiddenException(error(403, null));
        requests(unknown, forbidden);
        lookups(null, null);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(forbidden);
    }

    @Test
    void send_duplicateOfAnUnknownOutcome_isLookedUpTwice() {
        duplicate = new SeamInvalidInputException(error(400, null));
        requests(unknown(), duplicate);
        lookups(null, null, "found late");

        assertThat(send()).isEqualTo("found late");
        assertThat(clock.waits()).containsExactly(200L, 500L);
    }

    @Test
    void send_duplicateNeverFound_keepsTheUnknownOutcome() {
        duplicate = new SeamInvalidInputException(error(400, null));
        SeamException unknown = unknown();
        requests(unknown, duplicate);
        lookups(null, null, null);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(duplicate);
    }

    @Test
    void send_closedAfterAnUnknownOutcome_keepsIt() {
        SeamException unknown = unknown();
        requests(unknown, CLOSED);
        lookups((Object) null);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(CLOSED);
    }

    @Test
    void send_closedBeforeTheLookup_keepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        requests(unknown);
        lookups(CLOSED);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(CLOSED);
    }

    @Test
    void send_closedAtFirst_isThrown() {
        requests(CLOSED);

        assertThat(failure()).isSameAs(CLOSED);
    }

    @Test
    void send_limited_waitsLooksUpAndSendsAgain() {
        requests(limited("PT7S"), limited("PT7S"), limited("PT7S"), limited("PT7S"), "result");
        lookups(null, null, null, null);

        assertThat(send()).isEqualTo("result");
        assertThat(sent).startsWith("request", "lookup", "request").hasSize(9);
        assertThat(clock.waits()).containsExactly(7_000L, 7_000L, 7_000L, 7_000L);
    }

    @Test
    void send_limitedAndFoundAfterwards_isNotSentAgain() {
        requests(limited("PT7S"));
        lookups("found");

        assertThat(send()).isEqualTo("found");
    }

    @Test
    void send_limited_holdsBackOthers() {
        timeout = Duration.ofSeconds(5);
        requests(limited("PT7S"));
        Brake brake = new Brake(clock, Duration.ZERO);
        Throwable ignored = catchThrowable(() -> write(brake).send());
        brake.await();

        assertThat(clock.waits()).containsExactly(7_000L);
    }

    @Test
    void send_limitedWithoutRetryAfter_backsOffLongerEachTime() {
        timeout = Duration.ofMinutes(10);
        Object[] all = new Object[11];
        for (int i = 0; i < 10; i++) {
            all[i] = limited(null);
        }
        all[10] = "result";
        requests(all);
        lookups(new Object[10]);

        assertThat(send()).isEqualTo("result");
        long longest = 500;
        for (long wait : clock.waits()) {
            assertThat(wait).isBetween(longest / 2, longest);
            longest = longest < 10_000 ? longest * 2 : 10_000;
        }
    }

    /** {@code Retry-After: 0} in each response would otherwise be a flood of requests until the total timeout. */
    @Test
    void send_limitedForNoTime_backsOffLongerEachTime() {
        requests(limited("PT0S"), limited("PT0S"), limited("PT0S"), "result");
        lookups(null, null, null);

        assertThat(send()).isEqualTo("result");
        assertThat(clock.waits()).hasSize(3).allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(250));
        assertThat(clock.waits().get(2)).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void send_limitedForLongerThanIsLeft_isThrownAtOnce() {
        timeout = Duration.ofSeconds(7);
        SeamException limited = limited("PT7S");
        requests(limited);

        assertThat(failure()).isSameAs(limited);
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void send_unknownThenLimited_keepsTheUnknownOutcome() {
        timeout = Duration.ofSeconds(7);
        SeamException unknown = unknown();
        SeamException limited = limited("PT7S");
        requests(unknown, limited);
        lookups((Object) null);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(limited);
    }

    @Test
    void send_unknownThenLimited_lookupThatFailsKeepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        SeamException failed = new SeamForbiddenException(error(403, null));
        requests(unknown, limited("PT7S"));
        lookups(null, failed);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(failed);
    }

    @Test
    void send_lookupFailsForAWhile_isRepeatedWithPauses() {
        requests(unknown());
        lookups(notProcessed(), server(), limited("PT3S"), notProcessed(), notProcessed(), "found");

        assertThat(send()).isEqualTo("found");
        assertThat(clock.waits()).containsExactly(50L, 100L, 3_000L, 400L, 400L);
    }

    @Test
    void send_lookupAlwaysFails_keepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        SeamException failed = server();
        requests(unknown);
        for (int i = 0; i < 24; i++) {
            lookups(failed);
        }

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(failed);
        assertThat(sent).hasSize(1 + 24);
    }

    @Test
    void send_lookupFindsAnotherResult_throwsTheConflict() {
        SeamConflictException other = SeamConflictException.withUserIdentity("/x", "guest", "another");
        requests(unknown());
        lookups(other);

        assertThat(failure()).isSameAs(other);
    }

    @Test
    void send_lookupGets409_keepsTheUnknownOutcome() {
        SeamException unknown = unknown();
        SeamConflictException reported = new SeamConflictException(error(409, null));
        requests(unknown);
        lookups(reported);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(reported);
    }

    @Test
    void send_noTimeForALookup_throwsTheUnknownOutcome() {
        timeout = Duration.ofSeconds(1);
        SeamException unknown = unknown();
        requests((Supplier<Object>) () -> {
            clock.pass(Duration.ofSeconds(1));
            throw unknown;
        });

        assertThat(failure()).isSameAs(unknown);
        assertThat(sent).containsExactly("request");
    }

    @Test
    void send_noTimeForAnotherLookup_keepsTheUnknownOutcome() {
        timeout = Duration.ofMillis(50);
        SeamException unknown = unknown();
        SeamException failed = server();
        requests(unknown);
        lookups(failed);

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(failed);
    }

    @Test
    void send_interruptedDuringTheRequest_isNotSentAgain() {
        SeamException last = notProcessed();
        requests((Supplier<Object>) () -> {
            Thread.currentThread().interrupt();
            throw last;
        });

        assertThat(failure()).isSameAs(last);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void send_interruptedDuringTheLookup_looksUpNoMore() {
        SeamException unknown = unknown();
        SeamException failed = server();
        requests(unknown);
        lookups((Supplier<Object>) () -> {
            Thread.currentThread().interrupt();
            throw failed;
        });

        assertThat(failure()).isSameAs(unknown).hasSuppressedException(failed);
    }

    @Test
    void send_interruptedBeforeTheSecondLookup_looksUpOnceMoreAndKeepsTheFlag() {
        duplicate = new SeamInvalidInputException(error(400, null));
        requests(unknown(), duplicate);
        lookups(
                null,
                (Supplier<Object>) () -> {
                    Thread.currentThread().interrupt();
                    return null;
                },
                "found late");

        assertThat(send()).isEqualTo("found late");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    /** Sends nothing: the requests of these tests are made up. */
    private static final Retrofit RETROFIT =
            new Retrofit.Builder().baseUrl("http://localhost/").build();

    private Object send() {
        return write(new Brake(clock, Duration.ZERO)).send();
    }

    private Throwable failure() {
        return catchThrowable(this::send);
    }

    private KeyedWrite<Object> write(Brake brake) {
        return new KeyedWrite<>(
                () -> {
                    sent.add("request");
                    return next(requests);
                },
                () -> {
                    sent.add("lookup");
                    return next(lookups);
                },
                failure -> failure == duplicate,
                BoundedCalls.start(new CallExecutor(() -> RETROFIT, Runnable::run, false), timeout, clock, brake));
    }

    private static @Nullable Object next(Deque<Object> steps) {
        Object step = steps.remove();
        if (step instanceof RuntimeException) {
            throw (RuntimeException) step;
        }
        return step instanceof Supplier ? ((Supplier<?>) step).get() : step;
    }

    private void requests(Object... steps) {
        requests.addAll(List.of(steps));
    }

    private void lookups(@Nullable Object... steps) {
        for (Object step : steps) {
            lookups.add(step == null ? (Supplier<Object>) () -> null : step);
        }
    }

    private static SeamException unknown() {
        return new SeamConnectionException("broken", "/x", true, null);
    }

    private static SeamException notProcessed() {
        return new SeamConnectionException("refused", "/x", false, null);
    }

    private static SeamException server() {
        return new SeamServerException(error(500, null));
    }

    private static SeamException limited(@Nullable String retryAfter) {
        return new SeamRateLimitException(error(429, retryAfter));
    }

    private static ApiErrorDetails error(int status, @Nullable String retryAfter) {
        Duration after = retryAfter == null ? null : Duration.parse(retryAfter);
        return new ApiErrorDetails(status, "/x", null, after, "", null, "HTTP " + status, false);
    }
}
