package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each attempt of a call whether there is another, and when. Reads get more attempts, up to a number and
 * as long as the {@link RetryBudget} of the client lasts; a write gets none. Both start over on another connection if
 * the probe found the first one closed: nothing was sent.
 *
 * <p>One per call. Not thread-safe: the attempts of a call follow each other.
 */
final class RetryPolicy {
    /** The delay after the last attempt: there is no other. */
    static final long STOP = -1;

    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double JITTER = 0.2;

    /** The delay doubles up to 13 s. */
    private static final int MAX_DOUBLINGS = 6;

    /** Each closed connection leaves the pool, so the pool's size is the real limit. */
    private static final int MAX_CLOSED_CONNECTIONS = 1_000;

    private final boolean retrySafe;
    private final int maxRetries;
    private final RetryBudget budget;
    private final TransportClock clock;
    private final DoubleSupplier random;
    private final boolean bounded;
    private final long deadline;
    private int retries;
    private int closedConnections;

    /**
     * @param maxRetries of a read
     * @param budget of all calls of the client
     * @param random between 0 and 1, for the jitter
     * @param totalNanos for the whole call, from now on; 0 for no bound
     */
    RetryPolicy(
            boolean retrySafe,
            int maxRetries,
            RetryBudget budget,
            TransportClock clock,
            DoubleSupplier random,
            long totalNanos) {
        this.retrySafe = retrySafe;
        this.maxRetries = maxRetries;
        this.budget = budget;
        this.clock = clock;
        this.random = random;
        this.bounded = totalNanos > 0;
        this.deadline = clock.nanoTime() + totalNanos;
    }

    /**
     * Returns the delay before the next attempt, after one that ended in a response or a failure.
     *
     * @return nanoseconds, or {@link #STOP}
     */
    long delayAfter(@Nullable Response response, @Nullable IOException failure) {
        if (ClosedConnectionException.isIn(failure)) {
            return ++closedConnections <= MAX_CLOSED_CONNECTIONS ? 0 : STOP;
        }
        boolean isTransient = isTransient(response, failure);
        if (response != null && !isTransient) {
            budget.onSuccess(retries > 0);
        }
        if (!retrySafe || retries >= maxRetries || !isTransient) {
            return STOP;
        }
        long delay = delay(response);
        if (bounded && delay >= deadline - clock.nanoTime()) {
            return STOP; // the exception states the delay that the server asks for
        }
        if (!budget.pay()) {
            return STOP; // other calls fail too: more requests would prolong the outage
        }
        retries++;
        return delay;
    }

    /** When the call ends at the latest, in the time of the clock, if it is bounded. */
    long deadline() {
        return deadline;
    }

    /** The timeout of the next attempt: its own, or the rest of the call's if that is shorter; 0 for no bound. */
    long attemptNanos(long timeoutNanos) {
        if (!bounded) {
            return timeoutNanos;
        }
        long left = Math.max(1, deadline - clock.nanoTime());
        return timeoutNanos == 0 ? left : Math.min(timeoutNanos, left);
    }

    private static boolean isTransient(@Nullable Response response, @Nullable IOException failure) {
        if (response == null) {
            return !(failure instanceof UnreadableResponseException) && !(failure instanceof CallInterruptedException);
        }
        int status = response.code();
        return status == 408 || status == 429 || status >= 500;
    }

    private long delay(@Nullable Response response) {
        Long retryAfter = response == null ? null : RetryAfter.nanos(response);
        return retryAfter != null
                ? retryAfter
                : (long)
                        ((FIRST_DELAY_NANOS << Math.min(retries, MAX_DOUBLINGS)) * (1 + JITTER * random.getAsDouble()));
    }
}
