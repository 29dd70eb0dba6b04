package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what has not started yet while the server asks for fewer requests. What would have to wait too long is not
 * started at all. Thread-safe.
 */
final class Brake {
    /** The longest delay that a server can impose: short enough for arithmetic in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final TransportClock clock;
    private final long longestWait;
    private final CountDownLatch released = new CountDownLatch(1);
    private long until;
    private boolean isSet;

    /** @param longestWait what is left longer than that is not waited for; zero to wait for everything */
    Brake(TransportClock clock, Duration longestWait) {
        this.clock = clock;
        this.longestWait = longestWait.isZero() ? Long.MAX_VALUE : longestWait.toNanos();
    }

    /** @param delay from now on, as the server asked for it */
    synchronized void hold(Duration delay) {
        Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        long end = clock.nanoTime() + bounded.toNanos();
        if (!isSet || end - until > 0) {
            until = end;
            isSet = true;
        }
    }

    /** Ends all waits, for good. */
    void release() {
        released.countDown();
    }

    /**
     * Returns the time that is left, if it is too long to wait for; otherwise null. Whoever starts nothing before must
     * not start now either.
     */
    @Nullable
    Duration tooLong() {
        long left = left();
        return left > longestWait ? Duration.ofNanos(left) : null;
    }

    /**
     * Waits until the brake is released, the delay is over or longer than what is waited for, or the thread is
     * interrupted.
     */
    void await() {
        try {
            for (long left = left(); left > 0 && left <= longestWait && released.getCount() > 0; left = left()) {
                clock.await(left, released);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller sees the flag
        }
    }

    private synchronized long left() {
        return isSet ? until - clock.nanoTime() : 0;
    }
}
