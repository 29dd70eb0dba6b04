package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.ResourceWarning;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Polls the access methods of a grant until they are issued. One per wait. */
final class IssuancePoller {
    private static final String FAILED = "failed_to_issue";
    private static final String DELAYED = "delay_in_issuing";

    /** Warnings with which a method is not issued until the guest is updated. */
    private static final Map<String, String> MISSING_CONTACTS = Map.of(
            "user_identity_missing_email_address", "e-mail address",
            "user_identity_missing_phone_number", "phone number");

    /** The sandbox issues at once and most hardware within moments: the first pauses are short. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final AccessMethods accessMethods;
    private final String accessGrantId;
    private final Duration timeout;
    private final TransportClock clock;
    private final Deadline deadline;
    private List<AccessMethod> latest = List.of();
    private @Nullable SeamException failedPoll;

    IssuancePoller(CallExecutor calls, String accessGrantId, Duration timeout, TransportClock clock) {
        this.accessGrantId = accessGrantId;
        this.timeout = Checks.positive("timeout", timeout);
        this.clock = clock;
        this.deadline = Deadline.after(timeout, clock);
        this.accessMethods = new AccessMethods(calls.until(deadline));
    }

    List<AccessMethod> await() {
        long pause = FIRST_PAUSE.toNanos();
        while (true) {
            if (allIssued()) {
                return latest;
            }
            long left = deadline.nanosLeft();
            if (left <= 0) {
                throw timedOut();
            }
            pause(Math.min(pause, left));
            if (deadline.nanosLeft() <= 0) {
                throw timedOut(); // another poll would have no time
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
    }

    /** Polls once. A grant without any access method is not ready: its methods are still being created. */
    private boolean allIssued() {
        try {
            latest = accessMethods.list(accessGrantId).stream().collect(Collectors.toUnmodifiableList());
            failedPoll = null;
        } catch (SeamServerException | SeamRateLimitException | SeamConnectionException e) {
            // A failed poll does not end the wait: the access method may be issued all the same. If the end of the wait
            // cut the poll short, an earlier failure says more.
            if (failedPoll == null || deadline.nanosLeft() > 0) {
                failedPoll = e;
            }
            return false;
        }
        if (latest.stream().anyMatch(method -> has(method, FAILED))) {
            throw new SeamIssuanceException(
                    "An access method of grant " + SecretRedactor.quote(accessGrantId) + " reports " + FAILED
                            + ". Seam keeps trying; getAccessMethods() has the reason",
                    accessGrantId,
                    null,
                    latest,
                    null);
        }
        checkDelivery();
        return !latest.isEmpty() && latest.stream().allMatch(AccessMethodFilters.issued());
    }

    /** Fails if the wait could end only after an update of the guest. */
    private void checkDelivery() {
        MISSING_CONTACTS.forEach((code, contact) -> {
            if (latest.stream().anyMatch(method -> !isIssued(method) && has(method, code))) {
                throw new SeamIssuanceException(
                        "An access method of grant " + SecretRedactor.quote(accessGrantId)
                                + " cannot be delivered: the user identity has no "
                                + contact + " (" + code + "). Update the user identity, and wait again",
                        accessGrantId,
                        null,
                        latest,
                        null);
            }
        });
    }

    private static boolean isIssued(AccessMethod method) {
        return AccessMethodFilters.issued().test(method);
    }

    private SeamIssuanceException timedOut() {
        long waiting =
                latest.stream().filter(AccessMethodFilters.issued().negate()).count();
        boolean delayed = latest.stream().anyMatch(method -> has(method, DELAYED));
        String state =
                latest.isEmpty() ? "no access method is known yet" : waiting + " of " + latest.size() + " not issued";
        return new SeamIssuanceException(
                "Grant " + SecretRedactor.quote(accessGrantId) + " is not ready after " + timeout + ": " + state
                        + (delayed ? ", the server reports " + DELAYED : "")
                        + (failedPoll == null ? "" : "; the last poll failed") + "; wait again, or delete it",
                accessGrantId,
                null,
                latest,
                failedPoll);
    }

    private void pause(long nanos) {
        try {
            clock.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SeamIssuanceException(
                    "Interrupted while waiting for grant " + SecretRedactor.quote(accessGrantId),
                    accessGrantId,
                    null,
                    latest,
                    e);
        }
    }

    private static boolean has(AccessMethod method, String code) {
        return method.getErrors().stream().map(ResourceError::getErrorCode).anyMatch(code::equals)
                || method.getWarnings().stream()
                        .map(ResourceWarning::getWarningCode)
                        .anyMatch(code::equals);
    }
}
