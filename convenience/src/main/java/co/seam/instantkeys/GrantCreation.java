package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.Space;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one grant. With an {@code access_grant_key} it can be exactly once: the key is unique in the workspace, so
 * after an unknown outcome the key tells whether there is a grant, and where there is none it is safe to send again.
 */
final class GrantCreation {
    private static final int MAX_SENT = 3;

    /** Each of them is a read with its own retries. */
    private static final int MAX_LOOKS = 8;

    private final AccessGrants grants;
    private final CreateAccessGrantRequest request;
    private final boolean bounded;
    private final long deadline;

    /** @param totalTimeout after which no further look is taken; zero for none */
    GrantCreation(AccessGrants grants, CreateAccessGrantRequest request, Duration totalTimeout) {
        this.grants = grants;
        this.request = request;
        this.bounded = !totalTimeout.isZero();
        this.deadline = System.nanoTime() + totalTimeout.toNanos();
    }

    AccessGrant create() {
        String key = request.getAccessGrantKey();
        if (key == null) {
            return grants.createOnce(request);
        }
        SeamException unknown = null;
        for (int sent = 1; ; sent++) {
            SeamException failure;
            try {
                return grants.createOnce(request);
            } catch (SeamConnectionException
                    | SeamServerException
                    | SeamResponseException
                    | SeamConflictException
                    | SeamInvalidInputException e) {
                failure = e;
            }
            if (isOutcomeUnknown(failure)) {
                unknown = failure;
            } else if (unknown == null) {
                throw failure;
            } else if (failure instanceof SeamConnectionException) {
                failure = unknown; // this one did not reach the server, but the one before it may have
            }
            // From here on there may be a grant, of this call or, if this was a refusal, of what it had sent before.
            AccessGrant found = find(key, failure);
            if (found != null) {
                return found;
            }
            if (!isOutcomeUnknown(failure)
                    || sent == MAX_SENT
                    || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
        }
    }

    private static boolean isOutcomeUnknown(SeamException e) {
        return e instanceof SeamConnectionException
                ? ((SeamConnectionException) e).isOutcomeUnknown()
                : e instanceof SeamServerException || e instanceof SeamResponseException;
    }

    /** The network that lost the answer may lose the next one too: looked at several times before giving up. */
    private @Nullable AccessGrant find(String key, SeamException failure) {
        for (int look = 1; ; look++) {
            try {
                return same(grants.getByKey(key));
            } catch (SeamNotFoundException e) {
                return null;
            } catch (SeamConnectionException | SeamServerException e) {
                boolean late = bounded && System.nanoTime() >= deadline;
                if (look == MAX_LOOKS || late || Thread.currentThread().isInterrupted()) {
                    failure.addSuppressed(e);
                    throw failure;
                }
            }
        }
    }

    /** The grant, if it is the one that was asked for and not somebody else's under the same key. */
    private AccessGrant same(AccessGrant found) {
        String difference = difference(found);
        if (difference == null) {
            return found;
        }
        String message = "A grant with the access_grant_key of this request exists already, with " + difference + " ("
                + found.getAccessGrantId() + "); use another key, or look at that grant";
        throw new SeamConflictException(new ApiFailure(409, "/access_grants/create", null, null, "", null, message));
    }

    private @Nullable String difference(AccessGrant found) {
        String person = request.getUserIdentityId();
        if (person != null && !person.equals(found.getUserIdentityId())) {
            return "another user identity";
        }
        if (request.getStartsAt() != null && !sameTime(request.getStartsAt(), found.getStartsAt())) {
            return "another start";
        }
        if (!sameTime(request.getEndsAt(), found.getEndsAt())) {
            return "another end";
        }
        return sameTargets(found) ? null : "other doors or spaces";
    }

    /** A grant names its spaces but not its doors; those are related to it. */
    private boolean sameTargets(AccessGrant found) {
        AccessGrantBatch related = grants.getRelated(GetRelatedAccessGrantsRequest.builder()
                .accessGrantIds(List.of(found.getAccessGrantId()))
                .include(List.of(AccessGrantRelatedResource.ACS_ENTRANCES, AccessGrantRelatedResource.SPACES))
                .build());
        Set<String> doors = ids(related.getAcsEntrances(), AcsEntrance::getAcsEntranceId);
        Set<String> spaces = ids(related.getSpaces(), Space::getSpaceId);
        spaces.addAll(found.getSpaceIds());
        if (!doors.containsAll(request.getAcsEntranceIds()) || !spaces.containsAll(request.getSpaceIds())) {
            return false;
        }
        // by other targets, such as spaces, come doors that the request does not name
        return byMore(request) || doors.size() == new HashSet<>(request.getAcsEntranceIds()).size();
    }

    @SuppressWarnings("deprecation") // the old ways to name a place still count
    private static boolean byMore(CreateAccessGrantRequest request) {
        return !request.getSpaceIds().isEmpty()
                || !request.getSpaceKeys().isEmpty()
                || !request.getLocationIds().isEmpty()
                || request.getLocation() != null;
    }

    private static <T> Set<String> ids(List<T> items, Function<T, String> id) {
        return items.stream().map(id).collect(Collectors.toCollection(HashSet::new));
    }

    /** To the millisecond: a server may keep less than we sent. */
    private static boolean sameTime(@Nullable Instant asked, @Nullable Instant found) {
        return Objects.equals(toMillis(asked), toMillis(found));
    }

    private static @Nullable Instant toMillis(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
}
