package co.seam.instantkeys;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far {@link Stays#issueAll} has come. Immutable. */
public final class StayProgress {
    private final long issued;
    private final long existing;
    private final long failed;
    private final Duration elapsed;
    private final @Nullable Long size;

    StayProgress(long issued, long existing, long failed, Duration elapsed, @Nullable Long size) {
        this.issued = issued;
        this.existing = existing;
        this.failed = failed;
        this.elapsed = elapsed;
        this.size = size;
    }

    /** How many requests are done: new, existing and failed ones. */
    public long getDone() {
        return issued + existing + failed;
    }

    /** How many stays are new. */
    public long getNew() {
        return issued;
    }

    /** How many stays existed before. */
    public long getExisting() {
        return existing;
    }

    public long getFailed() {
        return failed;
    }

    /** The average rate since the start; 0 if no time has passed. */
    public double getDonePerSecond() {
        return elapsed.isZero() ? 0 : getDone() * 1e9 / elapsed.toNanos();
    }

    /** The time that is left at this rate; null if the number of requests or the rate is not known. */
    public @Nullable Duration getRemaining() {
        double rate = getDonePerSecond();
        return size == null || rate == 0
                ? null
                : Duration.ofMillis((long) (Math.max(0, size - getDone()) / rate * 1_000));
    }

    @Override
    public String toString() {
        return getDone() + (size == null ? "" : " of " + size) + " done: " + issued + " new, " + existing
                + " existing, " + failed + " failed";
    }
}
