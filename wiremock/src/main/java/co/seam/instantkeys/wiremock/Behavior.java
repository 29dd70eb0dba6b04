package co.seam.instantkeys.wiremock;

import java.time.Duration;

/** How the sandbox behaves where a test can choose, with the defaults. Guarded by the workspace. */
final class Behavior {
    /** Longer than any test, and short enough to be added to an {@link java.time.Instant} or counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private Duration issueDelay = Duration.ZERO;
    private Duration deletionDelay = Duration.ZERO;
    boolean normalizesContacts;
    boolean deliversByEmail;
    boolean deliversByPhone;

    Duration issueDelay() {
        return issueDelay;
    }

    void setIssueDelay(Duration delay) {
        issueDelay = bounded("delay", delay);
    }

    Duration deletionDelay() {
        return deletionDelay;
    }

    void setDeletionDelay(Duration delay) {
        deletionDelay = bounded("delay", delay);
    }

    /**
     * Shortens a time that stands for "never", such as that of {@link java.time.temporal.ChronoUnit#FOREVER}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    static Duration bounded(String name, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + time);
        }
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }
}
