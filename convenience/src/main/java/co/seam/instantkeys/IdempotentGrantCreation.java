package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one grant. With an {@code access_grant_key}, which is unique in the workspace, it happens exactly
 * once: after an unknown outcome, a lookup by the key finds the grant if there is one; if there is none, sending the
 * request again cannot create a second. A request that certainly was not processed is sent again without a lookup.
 */
final class IdempotentGrantCreation {
    private static final int MAX_REQUESTS = 3;

    /** Each lookup is a read with retries of its own, unless the client has used up its budget for them. */
    private static final int MAX_LOOKUPS = 24;

    /** The pause before the second lookup; doubled before each further one, up to the longest. */
    private static final Duration FIRST_LOOKUP_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_LOOKUP_PAUSE = Duration.ofMillis(400);

    /** The wait before the second lookup of a grant that the server reports as existing. */
    private static final Duration LAG = Duration.ofMillis(500);

    /** The wait before the request is sent a second time; doubled before the third. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private static final Pattern DUPLICATE = Pattern.compile("(?i)access_grant_key|duplicate|already");

    private final AccessGrants grants;
    private final CreateAccessGrantRequest request;
    private final GrantMatcher matcher;
    private final Deadline deadline;
    private final TransportClock clock;

    /**
     * @param grants whose calls end at the deadline
     * @param deadline after which nothing more is sent
     */
    IdempotentGrantCreation(
            AccessGrants grants, CreateAccessGrantRequest request, Deadline deadline, TransportClock clock) {
        this.grants = grants;
        this.request = request;
        this.matcher = new GrantMatcher(request);
        this.deadline = deadline;
        this.clock = clock;
    }

    AccessGrant create() {
        String key = request.getAccessGrantKey();
        if (key == null) {
            return grants.createOnce(request);
        }
        SeamException unknown = null;
        Duration pause = FIRST_PAUSE;
        for (int sent = 1; ; sent++) {
            SeamException failure;
            try {
                return grants.createOnce(request);
            } catch (SeamException e) {
                failure = e;
            } catch (IllegalStateException e) { // closed in the meantime
                throw unknown == null ? e : withSuppressed(unknown, e);
            }
            if (failure.isOutcomeUnknown()) {
                unknown = failure;
            }
            boolean notProcessed = failure instanceof SeamConnectionException && !failure.isOutcomeUnknown();
            if (unknown != null && !notProcessed) {
                AccessGrant found = findAfter(failure, key, unknown);
                if (found != null) {
                    return found;
                }
            }
            if (failure != unknown && !notProcessed) { // an error response
                boolean isWrong = failure instanceof SeamInvalidInputException && !isDuplicate(failure);
                throw unknown == null || isWrong ? failure : withSuppressed(unknown, failure);
            }
            if (sent == MAX_REQUESTS
                    || !deadline.hasTimeFor(pause)
                    || Thread.currentThread().isInterrupted()) {
                throw unknown == null || unknown == failure ? failure : withSuppressed(unknown, failure);
            }
            pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** Looks for a grant that this request created or, if it got an error response, an earlier one. */
    private @Nullable AccessGrant findAfter(SeamException failure, String key, SeamException unknown) {
        AccessGrant found = find(key, unknown);
        if (found == null && isDuplicate(failure)) {
            pause(LAG);
            found = find(key, unknown); // a lookup can lag behind a write
        }
        return found;
    }

    private static SeamException withSuppressed(SeamException unknown, RuntimeException later) {
        unknown.addSuppressed(later);
        return unknown;
    }

    /**
     * Returns whether an error response means that the key is taken. The API does not document which status that has.
     */
    private static boolean isDuplicate(SeamException e) {
        return e instanceof SeamConflictException
                || (e instanceof SeamInvalidInputException
                        && DUPLICATE
                                .matcher(((SeamInvalidInputException) e).getRawBody())
                                .find());
    }

    private void pause(Duration time) {
        try {
            clock.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks the grant up, several times if necessary: the network that lost one response may lose the next.
     *
     * @return null if there is none
     * @throws SeamConflictException if there is one that differs from the request
     * @throws SeamException the original failure, with that of the lookup suppressed, if the lookup fails
     */
    private @Nullable AccessGrant find(String key, SeamException unknown) {
        AccessGrant found = null;
        Duration pause = FIRST_LOOKUP_PAUSE;
        for (int lookup = 1; ; lookup++) {
            if (!deadline.hasTimeFor(Duration.ZERO)) {
                throw unknown;
            }
            List<String> differences;
            try {
                found = found == null ? getByKey(key) : found;
                differences = found == null ? List.of() : differences(found);
            } catch (SeamConnectionException | SeamServerException | SeamRateLimitException e) {
                Duration wait = longer(pause, retryAfter(e));
                if (lookup == MAX_LOOKUPS
                        || !deadline.hasTimeFor(wait)
                        || Thread.currentThread().isInterrupted()) {
                    throw withSuppressed(unknown, e);
                }
                pause(wait);
                pause = pause.equals(LONGEST_LOOKUP_PAUSE) ? pause : pause.multipliedBy(2);
                continue;
            } catch (RuntimeException e) {
                throw withSuppressed(unknown, e);
            }
            if (found != null && !differences.isEmpty()) {
                throw conflict(found, differences);
            }
            return found;
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration retryAfter(SeamException e) {
        Duration after = e instanceof SeamApiException ? ((SeamApiException) e).getRetryAfter() : null;
        return after == null ? Duration.ZERO : after;
    }

    private @Nullable AccessGrant getByKey(String key) {
        try {
            return grants.getByKey(key);
        } catch (SeamNotFoundException e) {
            return null;
        }
    }

    private List<String> differences(AccessGrant found) {
        List<String> differences = matcher.differences(found);
        // a difference of the grant itself is certain, even if what is related to it cannot be read
        return differences.isEmpty() ? matcher.differences(found, related(found)) : differences;
    }

    private AccessGrantBatch related(AccessGrant grant) {
        return grants.getRelated(GetRelatedAccessGrantsRequest.builder()
                .accessGrantIds(List.of(grant.getAccessGrantId()))
                .include(List.of(
                        AccessGrantRelatedResource.USER_IDENTITIES,
                        AccessGrantRelatedResource.ACS_ENTRANCES,
                        AccessGrantRelatedResource.SPACES,
                        AccessGrantRelatedResource.DEVICES))
                .build());
    }

    private static SeamConflictException conflict(AccessGrant found, List<String> differences) {
        return SeamConflictException.withGrant(
                "/access_grants/create",
                found,
                "the access_grant_key of this request belongs to grant "
                        + SecretRedactor.quote(found.getAccessGrantId()) + ", which has "
                        + String.join(", ", differences) + ": use another key, or read that grant");
    }
}
