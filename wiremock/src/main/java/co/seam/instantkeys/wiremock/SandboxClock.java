package co.seam.instantkeys.wiremock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time in a sandbox, which a test can move: {@code created_at}, {@code expires_at}, the times of events, and whether
 * access that is still to be issued is due, all go by it. It runs on as the clock below it does, the machine's unless
 * {@link SeamSandbox.Builder#clock} names another; on a {@link Clock#fixed fixed} one it stands still between moves.
 *
 * <p>It is a {@link Clock}, so that the code under test may tell the time by it too. Thread-safe.
 */
public final class SandboxClock extends Clock {
    private final Clock below;
    private final AtomicReference<Duration> shift;

    SandboxClock(Clock below) {
        this(below, new AtomicReference<>(Duration.ZERO));
    }

    private SandboxClock(Clock below, AtomicReference<Duration> shift) {
        this.below = below;
        this.shift = shift;
    }

    /**
     * Lets that much time pass at once.
     *
     * @throws IllegalArgumentException if it is negative; {@link #setTo} goes back
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time passes forward, not by " + time + "; setTo goes back");
        }
        shift.updateAndGet(before -> before.plus(time));
    }

    /** Makes it that time, before or after the present. What was issued stays issued. */
    public void setTo(Instant time) {
        shift.set(Duration.between(below.instant(), time));
    }

    /** Undoes every move. */
    void reset() {
        shift.set(Duration.ZERO);
    }

    /** The present in the sandbox, to the microsecond as the API has it. */
    @Override
    public Instant instant() {
        return below.instant().plus(shift.get()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return below.getZone();
    }

    /** The same time in another zone; it moves along. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new SandboxClock(below.withZone(zone), shift);
    }

    /** What time it is. */
    @Override
    public String toString() {
        return "SandboxClock[" + instant() + "]";
    }
}
