package co.seam.instantkeys.wiremock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clock of a sandbox, which a test can move. It determines {@code created_at}, {@code expires_at}, the times of events,
 * and when access methods are issued. Between moves it follows the clock on which it is based: the system clock, unless
 * {@link SeamSandbox.Builder#clock} sets another. On a {@link Clock#fixed fixed} clock it stands still between moves.
 *
 * <p>The code under test can use it too, like any {@link Clock}. Thread-safe.
 */
public final class SandboxClock extends Clock {
    /** JSON has no times outside of these. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Duration LONGEST_MOVE = Duration.between(EARLIEST, END);

    private final Clock base;
    private final AtomicReference<Duration> offset;

    SandboxClock(Clock base) {
        this(base, new AtomicReference<>(Duration.ZERO));
    }

    private SandboxClock(Clock base, AtomicReference<Duration> offset) {
        this.base = base;
        this.offset = offset;
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the time is negative, use {@link #setTo} to go back; or if it ends after the
     *     year 9999
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time is negative: " + time + "; use setTo to go back");
        }
        if (time.compareTo(LONGEST_MOVE) > 0) {
            throw new IllegalArgumentException("time ends after the year 9999: " + time);
        }
        offset.updateAndGet(before -> {
            requireInRange(base.instant().plus(before).plus(time));
            return before.plus(time);
        });
    }

    /**
     * Moves the clock to that time, before or after the present one. Access methods that are issued stay issued, and
     * what is deleted stays deleted.
     *
     * @throws IllegalArgumentException if the time is not within the years 1 to 9999
     */
    public void setTo(Instant time) {
        offset.set(Duration.between(base.instant(), requireInRange(time)));
    }

    private static Instant requireInRange(Instant time) {
        if (time.isBefore(EARLIEST) || !time.isBefore(END)) {
            throw new IllegalArgumentException("time is not within the years 1 to 9999: " + time);
        }
        return time;
    }

    /** Undoes all moves. */
    void reset() {
        offset.set(Duration.ZERO);
    }

    /** Present time in the sandbox, to the microsecond as in the API. */
    @Override
    public Instant instant() {
        return base.instant().plus(offset.get()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    /** Returns a clock with the same time in another zone, which follows the moves of this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new SandboxClock(base.withZone(zone), offset);
    }

    /** Contains the present time. */
    @Override
    public String toString() {
        return "SandboxClock[" + instant() + "]";
    }
}
