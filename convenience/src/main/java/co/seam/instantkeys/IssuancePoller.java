package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Polls the access methods of a grant until they are issued. One per wait. */
final class IssuancePoller {
    private static final String FAILED = "failed_to_issue";
    private static final String DELAYED = "delay_in_issuing";

    /** The sandbox issues at once and most hardware within moments: the first pauses are short. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final AccessMethods accessMethods;
    private final String accessGrantId;
    private final Duration timeout;
    private final long deadline;
    private List<AccessMethod> latest = List.of();
    private @Nullable SeamException failedPoll;

    IssuancePoller(AccessMethods accessMethods, String accessGrantId, Duration timeout) {
        this.accessMethods = accessMethods;
        this.accessGrantId = accessGrantId;
        this.timeout = Checks.positive("timeout", timeout);
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    List<AccessMethod> await() {
        long pause = FIRST_PAUSE.toNanos();
        while (true) {
            if (allIssued()) {
                return latest;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw timedOut();
            }
            pause(Math.min(pause, left));
            if (deadline - System.nanoTime() <= 0) {
                throw timedOut(); // another poll would have no time
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
    }

    /** Polls once. The methods of a grant that has none yet are still being created. */
    private boolean allIssued() {
        try {
            latest = accessMethods.listWithin(accessGrantId, deadline);
            failedPoll = null;
        } catch (SeamServerException | SeamRateLimitException | SeamConnectionException e) {
            // One failed poll does not end the wait: the door may be programmed already. A poll that the end of the
            // wait
            // cut short says less than an earlier failure.
            if (failedPoll == null || System.nanoTime() < deadline) {
                failedPoll = e;
            }
            return false;
        }
        if (latest.stream().anyMatch(method -> has(method, FAILED))) {
            throw new SeamIssuanceException(
                    "An access method of grant " + accessGrantId + " reports " + FAILED
                            + ". Seam keeps trying; getAccessMethods() has the reason",
                    accessGrantId,
                    null,
                    latest,
                    null);
        }
        return !latest.isEmpty() && latest.stream().allMatch(AccessMethodFilters.issued());
    }

    private SeamIssuanceException timedOut() {
        long waiting =
                latest.stream().filter(AccessMethodFilters.issued().negate()).count();
        boolean delayed = latest.stream().anyMatch(method -> has(method, DELAYED));
        String state =
                latest.isEmpty() ? "no access method is known yet" : waiting + " of " + latest.size() + " not issued";
        return new SeamIssuanceException(
                "Grant " + accessGrantId + " is not ready after " + timeout + ": " + state
                        + (delayed ? ", the server reports " + DELAYED : "")
                        + (failedPoll == null ? "" : "; the last poll failed"),
                accessGrantId,
                null,
                latest,
                failedPoll);
    }

    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SeamIssuanceException(
                    "Interrupted while waiting for grant " + accessGrantId, accessGrantId, null, latest, e);
        }
    }

    private static boolean has(AccessMethod method, String code) {
        return method.getErrors().stream().map(ResourceError::getErrorCode).anyMatch(code::equals)
                || method.getWarnings().stream()
                        .map(ResourceWarning::getWarningCode)
                        .anyMatch(code::equals);
    }
}
