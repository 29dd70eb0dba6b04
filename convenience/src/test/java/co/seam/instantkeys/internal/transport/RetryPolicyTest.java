package co.seam.instantkeys.internal.transport;

import static co.seam.instantkeys.internal.transport.RetryPolicy.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final IOException BROKEN = new IOException("broken");

    private final FakeClock clock = new FakeClock();

    @Test
    void delayAfter_readFailsThreeTimes_doublesAndStops() {
        RetryPolicy policy = policy(true, 0, Duration.ZERO);

        assertThat(millis(policy.delayAfter(null, BROKEN))).isEqualTo(200);
        assertThat(millis(policy.delayAfter(null, BROKEN))).isEqualTo(400);
        assertThat(policy.delayAfter(null, BROKEN)).isEqualTo(STOP);
    }

    @Test
    void delayAfter_mostJitter_addsAFifth() {
        RetryPolicy policy = policy(true, 1, Duration.ZERO);

        assertThat(millis(policy.delayAfter(null, BROKEN))).isEqualTo(240);
        assertThat(millis(policy.delayAfter(null, BROKEN))).isEqualTo(480);
    }

    @Test
    void delayAfter_write_stopsWhateverHappens() {
        RetryPolicy policy = policy(false, 0, Duration.ZERO);

        assertThat(policy.delayAfter(null, BROKEN)).isEqualTo(STOP);
        assertThat(policy.delayAfter(response(503, null), null)).isEqualTo(STOP);
        assertThat(policy.delayAfter(response(429, "1"), null)).isEqualTo(STOP);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void delayAfter_closedIdleConnection_startsOverAtOnceAndCountsNoRetry(boolean retrySafe) {
        RetryPolicy policy = policy(retrySafe, 0, Duration.ZERO);

        for (int i = 0; i < 10; i++) {
            assertThat(policy.delayAfter(null, new IOException(new ClosedConnectionException("closed"))))
                    .isZero();
        }

        assertThat(policy.delayAfter(null, BROKEN)).isEqualTo(retrySafe ? 200_000_000 : STOP);
    }

    @Test
    void delayAfter_everyConnectionIsClosed_endsAtSomeTime() {
        RetryPolicy policy = policy(false, 0, Duration.ZERO);
        ClosedConnectionException closed = new ClosedConnectionException("closed");

        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.delayAfter(null, closed)).isZero();
        }
        assertThat(policy.delayAfter(null, closed)).isEqualTo(STOP);
    }

    @ParameterizedTest
    @CsvSource({
        "200, false",
        "302, false",
        "400, false",
        "401, false",
        "404, false",
        "409, false",
        "408, true",
        "429, true",
        "500, true",
        "503, true",
        "599, true"
    })
    void delayAfter_status_retriesTransientOnes(int status, boolean retried) {
        RetryPolicy policy = policy(true, 0, Duration.ZERO);

        assertThat(policy.delayAfter(response(status, null), null)).isEqualTo(retried ? 200_000_000 : STOP);
    }

    @Test
    void delayAfter_unreadableOrInterrupted_stops() {
        assertThat(policy(true, 0, Duration.ZERO)
                        .delayAfter(null, new UnreadableResponseException("not JSON", "<html>", null)))
                .isEqualTo(STOP);
        assertThat(policy(true, 0, Duration.ZERO).delayAfter(null, new CallInterruptedException(null)))
                .isEqualTo(STOP);
        assertThat(policy(true, 0, Duration.ZERO).delayAfter(null, new InterruptedIOException("timeout")))
                .as("a timeout")
                .isNotEqualTo(STOP);
    }

    @Test
    void delayAfter_retryAfter_replacesTheDelay() {
        RetryPolicy policy = policy(true, 1, Duration.ZERO);

        assertThat(millis(policy.delayAfter(response(429, "7"), null))).isEqualTo(7_000);
        assertThat(millis(policy.delayAfter(response(503, "0"), null))).isZero();
    }

    @Test
    void delayAfter_retryAfterBeyondTheTotalTimeout_stops() {
        RetryPolicy policy = policy(true, 0, Duration.ofSeconds(10));

        assertThat(policy.delayAfter(response(429, "10"), null)).isEqualTo(STOP);
        assertThat(millis(policy.delayAfter(response(429, "9"), null))).isEqualTo(9_000);
    }

    @Test
    void attemptNanos_littleTimeLeft_isWhatIsLeft() {
        RetryPolicy policy = policy(true, 0, Duration.ofSeconds(10));

        assertThat(millis(policy.attemptNanos(TimeUnit.SECONDS.toNanos(4)))).isEqualTo(4_000);
        clock.pass(Duration.ofSeconds(7));
        assertThat(millis(policy.attemptNanos(TimeUnit.SECONDS.toNanos(4)))).isEqualTo(3_000);
        assertThat(millis(policy.attemptNanos(0))).isEqualTo(3_000);
        clock.pass(Duration.ofSeconds(7));
        assertThat(policy.attemptNanos(0)).as("0 would be no timeout at all").isEqualTo(1);
    }

    @Test
    void attemptNanos_noTotalTimeout_isTheTimeoutOfTheAttempt() {
        assertThat(policy(true, 0, Duration.ZERO).attemptNanos(0)).isZero();
        assertThat(policy(true, 0, Duration.ZERO).attemptNanos(5)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void delayAfter_otherMaximum_stopsThere(int maxRetries) {
        RetryPolicy policy = new RetryPolicy(true, maxRetries, new RetryBudget(), clock, () -> 0, 0);

        for (int i = 0; i < maxRetries; i++) {
            assertThat(policy.delayAfter(null, BROKEN)).isBetween(200_000_000L, 12_800_000_000L);
        }
        assertThat(policy.delayAfter(null, BROKEN)).isEqualTo(STOP);
    }

    @Test
    void delayAfter_outage_stopsRetryingAfterAHundredRetriesOfAllCalls() {
        RetryBudget budget = new RetryBudget();
        int attempts = 0;
        for (int call = 0; call < 6_400; call++) {
            attempts += attempts(budget, 1.0, new Random(25));
        }

        assertThat(attempts).isEqualTo(6_400 + 100);
    }

    @Test
    void delayAfter_outageEnds_retriesAgain() {
        RetryBudget budget = new RetryBudget();
        Random random = new Random(25);
        for (int call = 0; call < 1_000; call++) {
            attempts(budget, 1.0, random);
        }
        for (int call = 0; call < 10; call++) {
            assertThat(attempts(budget, 0, random)).isEqualTo(1);
        }

        assertThat(attempts(budget, 1.0, random))
                .as("ten successes pay for two")
                .isEqualTo(3);
        assertThat(attempts(budget, 1.0, random)).isEqualTo(1);
    }

    /** With a budget, a call fails if and only if three attempts in a row do. */
    @Tag("bulk")
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.2})
    void delayAfter_healthyServerThatLosesResponses_isNeverLimited(double loss) {
        RetryBudget budget = new RetryBudget();
        Random random = new Random(25);
        Random same = new Random(25);
        for (int call = 0; call < 100_000; call++) {
            int expected = same.nextDouble() >= loss ? 1 : same.nextDouble() >= loss ? 2 : 3;
            if (expected == 3) {
                same.nextDouble();
            }
            assertThat(attempts(budget, loss, random)).isEqualTo(expected);
        }
    }

    @Test
    void delayAfter_errorResponseOfAHealthyServer_countsAsSuccess() {
        RetryBudget budget = new RetryBudget();
        for (int retry = 0; retry < 100; retry++) {
            assertThat(budget.pay()).isTrue();
        }
        assertThat(budget.pay()).isFalse();
        for (int i = 0; i < 5; i++) {
            long ignored = new RetryPolicy(false, 2, budget, clock, () -> 0, 0).delayAfter(response(404, null), null);
        }

        assertThat(budget.pay()).isTrue();
        assertThat(budget.pay()).isFalse();
    }

    /** Executes a read whose attempts fail with this probability, and returns how many it had. */
    private int attempts(RetryBudget budget, double loss, Random random) {
        RetryPolicy policy = new RetryPolicy(true, 2, budget, clock, () -> 0, 0);
        for (int attempts = 1; ; attempts++) {
            boolean lost = random.nextDouble() < loss;
            long delay = lost ? policy.delayAfter(null, BROKEN) : policy.delayAfter(response(200, null), null);
            if (delay == STOP) {
                return attempts;
            }
        }
    }

    private RetryPolicy policy(boolean retrySafe, double random, Duration total) {
        return new RetryPolicy(retrySafe, 2, new RetryBudget(), clock, () -> random, total.toNanos());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static Response response(int status, String retryAfter) {
        Response.Builder response = new Response.Builder()
                .request(new Request.Builder().url("http://localhost/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("");
        return retryAfter == null
                ? response.build()
                : response.header("Retry-After", retryAfter).build();
    }
}
