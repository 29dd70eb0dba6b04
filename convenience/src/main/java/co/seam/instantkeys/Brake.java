package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Holds back what has not started yet while the server asks for fewer requests. Thread-safe. */
final class Brake {
    /**
     * The longest delay that a server can impose: longer than any run, and short enough for arithmetic in nanoseconds.
     */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final TransportClock clock;
    private final CountDownLatch released = new CountDownLatch(1);
    private long until;
    private boolean isSet;

    Brake(TransportClock clock) {
        this.clock = clock;
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

    /** Waits until the brake is released, the delay is over, or the thread is interrupted. */
    void await() {
        try {
            for (long left = left(); left > 0 && released.getCount() > 0; left = left()) {
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
