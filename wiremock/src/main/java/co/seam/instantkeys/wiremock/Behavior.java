package co.seam.instantkeys.wiremock;

import java.time.Duration;

/** How the sandbox behaves where a test can choose, with the defaults. Guarded by the workspace. */
final class Behavior {
    /** Longer than any test, and short enough to be added to an {@link java.time.Instant}. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(1_000_000);

    private Duration issueDelay = Duration.ZERO;
    private Duration deletionDelay = Duration.ZERO;
    boolean normalizesContacts;
    boolean deliversByEmail;
    boolean deliversByPhone;

    Duration issueDelay() {
        return issueDelay;
    }

    void setIssueDelay(Duration delay) {
        issueDelay = checked(delay);
    }

    Duration deletionDelay() {
        return deletionDelay;
    }

    void setDeletionDelay(Duration delay) {
        deletionDelay = checked(delay);
    }

    private static Duration checked(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative: " + delay);
        }
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
