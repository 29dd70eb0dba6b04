package co.seam.instantkeys;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write that is safe to send again because a lookup by the caller's own key shows whether it was processed: the one
 * place that decides when a write is sent again.
 *
 * <ul>
 *   <li>Certainly not processed: sent again.
 *   <li>Outcome unknown: looked up, and sent again if the lookup finds nothing.
 *   <li>429: waited out, looked up, and sent again if the lookup finds nothing.
 *   <li>Any other error response: thrown; if an earlier request may have been processed, after a lookup.
 * </ul>
 *
 * <p>All of it ends at a deadline. Requests that may have been processed are sent three times at most, those that got a
 * 429 as often as the deadline allows.
 *
 * @param <T> the result of the write, which the lookup finds as well
 */
final class KeyedWrite<T> {
    private static final int MAX_REQUESTS = 3;

    /** Each lookup is a read with retries of its own, unless the client has used up its budget for them. */
    private static final int MAX_LOOKUPS = 24;

    /** The pause before the second lookup; doubled before each further one, up to the longest. */
    private static final Duration FIRST_LOOKUP_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_LOOKUP_PAUSE = Duration.ofMillis(400);

    /** The wait before the second lookup of something that the server reports as existing. */
    static final Duration LAG = Duration.ofMillis(500);

    /** The wait before the request is sent a second time; doubled before the third. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** After a 429 that states no time; doubled after each further one, up to the longest. */
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final Supplier<T> request;
    private final Supplier<@Nullable T> lookup;
    private final Predicate<SeamException> isDuplicate;
    private final BoundedCalls calls;
    private Duration pause = FIRST_PAUSE;
    private Duration backoff = FIRST_BACKOFF;

    /**
     * @param request sends the write once
     * @param lookup returns the result of the write if it was processed, or null
     * @param isDuplicate whether an error response means that the write was processed before
     * @param calls executes those of the request and the lookup, which end at its deadline
     */
    KeyedWrite(
            Supplier<T> request,
            Supplier<@Nullable T> lookup,
            Predicate<SeamException> isDuplicate,
            BoundedCalls calls) {
        this.request = request;
        this.lookup = lookup;
        this.isDuplicate = isDuplicate;
        this.calls = calls;
    }

    T send() {
        SeamException unknown = null;
        for (int sent = 1; ; ) {
            SeamException failure;
            try {
                return request.get();
            } catch (SeamException e) {
                failure = e;
            } catch (RuntimeException e) { // closed in the meantime, or a supplier of credentials failed
                throw unknown == null ? e : withSuppressed(unknown, e);
            }
            if (failure.isOutcomeUnknown()) {
                unknown = failure;
            }
            boolean rateLimited = failure instanceof SeamRateLimitException;
            boolean notProcessed = failure instanceof SeamConnectionException && !failure.isOutcomeUnknown();
            if (unknown != null && !notProcessed && !rateLimited) {
                T found = findAfter(failure, unknown);
                if (found != null) {
                    return found;
                }
            }
            if (failure != unknown && !notProcessed && !rateLimited) { // an error response
                boolean isInvalid = failure instanceof SeamInvalidInputException && !isDuplicate.test(failure);
                throw unknown == null || isInvalid ? failure : withSuppressed(unknown, failure);
            }
            Duration delay = rateLimited ? backoffAfter(failure) : nextPause();
            if (rateLimited) {
                calls.holdOthers(delay);
            }
            if ((!rateLimited && sent++ == MAX_REQUESTS) || !calls.hasTimeFor(delay) || isInterrupted()) {
                throw unknown == null || unknown == failure ? failure : withSuppressed(unknown, failure);
            }
            calls.pause(delay);
            if (rateLimited && !isInterrupted()) {
                T found = find(unknown == null ? failure : unknown);
                if (found != null) {
                    return found;
                }
            }
        }
    }

    private Duration nextPause() {
        Duration next = pause;
        pause = pause.multipliedBy(2);
        return next;
    }

    private Duration backoffAfter(SeamException rateLimit) {
        Duration requested = ((SeamRateLimitException) rateLimit).getRetryAfter();
        if (requested != null && !requested.isZero()) { // zero, or a date in the past, would be no pause at all
            return requested;
        }
        // between half and all of it: many callers that were limited together must not come back together
        long half = backoff.toNanos() / 2;
        backoff = backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff.multipliedBy(2) : LONGEST_BACKOFF;
        return Duration.ofNanos(
                half + (long) (half * ThreadLocalRandom.current().nextDouble()));
    }

    /** Looks for the result of this request or, if it got an error response, of an earlier one. */
    private @Nullable T findAfter(SeamException failure, SeamException unknown) {
        T found = find(unknown);
        if (found == null && isDuplicate.test(failure)) {
            calls.pause(LAG);
            found = find(unknown); // a lookup can lag behind a write
        }
        return found;
    }

    /**
     * Looks the result up, several times if necessary: the network that lost one response may lose the next.
     *
     * @return null if there is none
     * @throws SeamConflictException if the lookup finds something else
     * @throws SeamException the original failure, with that of the lookup suppressed, if the lookup fails
     */
    private @Nullable T find(SeamException original) {
        Duration lookupPause = FIRST_LOOKUP_PAUSE;
        for (int attempt = 1; ; attempt++) {
            if (!calls.hasTimeFor(Duration.ZERO)) {
                throw original;
            }
            try {
                return lookup.get();
            } catch (SeamConnectionException | SeamServerException | SeamRateLimitException e) {
                Duration wait = longer(lookupPause, retryAfter(e));
                if (attempt == MAX_LOOKUPS || !calls.hasTimeFor(wait) || isInterrupted()) {
                    throw withSuppressed(original, e);
                }
                calls.pause(wait);
                lookupPause = lookupPause.equals(LONGEST_LOOKUP_PAUSE) ? lookupPause : lookupPause.multipliedBy(2);
            } catch (SeamConflictException e) {
                if (e.getStatus() == 0) { // the lookup found another grant: the server reported nothing
                    throw e;
                }
                throw withSuppressed(original, e);
            } catch (RuntimeException e) {
                throw withSuppressed(original, e);
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration retryAfter(SeamException e) {
        Duration after = e instanceof SeamApiException ? ((SeamApiException) e).getRetryAfter() : null;
        return after == null ? Duration.ZERO : after;
    }

    private static SeamException withSuppressed(SeamException original, RuntimeException later) {
        original.addSuppressed(later);
        return original;
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
