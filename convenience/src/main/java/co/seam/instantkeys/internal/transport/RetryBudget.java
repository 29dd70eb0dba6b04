package co.seam.instantkeys.internal.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the retries of all calls of a client together, so that an outage does not triple its own load. A retry costs
 * tokens; a call that succeeds gives back what its last retry cost, or a little if it needed none. Thread-safe.
 *
 * <p>It pays for a hundred failed retries in a row, and does not run out while one attempt in ten fails: nine
 * successful attempts give back more than the retry of the tenth costs.
 */
final class RetryBudget {
    private static final int CAPACITY = 500;
    private static final int COST = 5;
    private static final int REWARD = 1;

    private final AtomicInteger tokens = new AtomicInteger(CAPACITY);

    /** Pays for a retry. Returns false if there is not enough left. */
    boolean pay() {
        return tokens.getAndUpdate(left -> left < COST ? left : left - COST) >= COST;
    }

    /** @param retried whether the attempt that succeeded was a retry */
    void onSuccess(boolean retried) {
        if (tokens.get() < CAPACITY) {
            tokens.updateAndGet(left -> Math.min(CAPACITY, left + (retried ? COST : REWARD)));
        }
    }
}
