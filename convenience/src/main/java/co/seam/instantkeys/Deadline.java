package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;

/** The end of several calls that count as one for the caller. Immutable. */
final class Deadline {
    private final TransportClock clock;
    private final boolean bounded;
    private final long end;

    private Deadline(TransportClock clock, Duration timeout) {
        this.clock = clock;
        this.bounded = !timeout.isZero();
        this.end = clock.nanoTime() + timeout.toNanos();
    }

    /** @param timeout from now on; zero for none */
    static Deadline after(Duration timeout, TransportClock clock) {
        return new Deadline(clock, timeout);
    }

    /** Returns the smaller of the time left and a call's own timeout, in nanoseconds. As a timeout, zero means none. */
    long bound(long timeoutNanos) {
        if (!bounded) {
            return timeoutNanos;
        }
        long left = Math.max(1, nanosLeft()); // 0 would be no bound at all
        return timeoutNanos == 0 ? left : Math.min(timeoutNanos, left);
    }

    /**
     * Returns the nanoseconds that are left: zero or less if the deadline has passed, {@code Long.MAX_VALUE} without
     * one.
     */
    long nanosLeft() {
        return bounded ? end - clock.nanoTime() : Long.MAX_VALUE;
    }

    /** Returns whether more than this time is left. */
    boolean hasTimeFor(Duration time) {
        return Duration.ofNanos(nanosLeft()).compareTo(time) > 0;
    }
}
