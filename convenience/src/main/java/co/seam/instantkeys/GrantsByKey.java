package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ResourceWarning;
import co.seam.instantkeys.generated.model.UpdateAccessGrantRequest;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads, compares, changes and deletes grants under the caller's own keys. All its calls end at one deadline. */
final class GrantsByKey {
    static final String CREATE = "/access_grants/create";
    private static final String BEING_DELETED = "being_deleted";

    /** Deleting takes moments on most hardware: the first pauses are short. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BoundedCalls calls;
    private final AccessGrants grants;

    GrantsByKey(BoundedCalls calls) {
        this.calls = calls;
        this.grants = new AccessGrants(calls);
    }

    /** Returns the grant under a key, even if it is being deleted; null if there is none. */
    @Nullable
    AccessGrant find(String key) {
        try {
            return grants.getByKey(key);
        } catch (SeamNotFoundException e) {
            return null;
        }
    }

    /** @throws SeamNotFoundException if there is no grant under the key, or if it is being deleted */
    AccessGrant getLive(String key) {
        AccessGrant grant = grants.getByKey(key);
        if (isBeingDeleted(grant)) {
            throw SeamNotFoundException.beingDeleted("/access_grants/get", grant.getAccessGrantId());
        }
        return grant;
    }

    /**
     * Returns whether a grant is about to disappear: its access has ended, but its key and entrances are not free yet.
     */
    static boolean isBeingDeleted(AccessGrant grant) {
        return grant.getWarnings().stream().map(ResourceWarning::getWarningCode).anyMatch(BEING_DELETED::equals);
    }

    /** Returns whether a grant is what a request asks for. */
    boolean isRequested(CreateAccessGrantRequest request, AccessGrant found) {
        GrantMatcher matcher = new GrantMatcher(request);
        return matcher.differences(found).isEmpty()
                && matcher.differences(found, related(found)).isEmpty();
    }

    /**
     * Returns how a grant differs from the request for one; empty if it is what the request asks for. Complete: whoever
     * corrects the times must know that the guest or the room differs as well.
     *
     * @return null if the grant was deleted meanwhile: then nothing is related to it, which is no difference
     */
    @Nullable
    List<GrantDifference> differences(CreateAccessGrantRequest request, AccessGrant found) {
        GrantMatcher matcher = new GrantMatcher(request);
        List<GrantDifference> differences = new ArrayList<>(matcher.differences(found));
        try {
            AccessGrantBatch related = related(found);
            if (related.getUserIdentities().isEmpty() && isDeleted(found.getAccessGrantId())) {
                return null;
            }
            differences.addAll(matcher.differences(found, related));
        } catch (SeamException e) {
            if (differences.isEmpty()) {
                throw e;
            }
            // a difference of the grant itself is certain, even if what is related to it cannot be read
            differences.add(GrantMatcher.notCompared(e));
        }
        return differences;
    }

    AccessGrantBatch related(AccessGrant grant) {
        return grants.getRelated(GetRelatedAccessGrantsRequest.builder()
                .accessGrantIds(List.of(grant.getAccessGrantId()))
                .include(List.of(
                        AccessGrantRelatedResource.USER_IDENTITIES,
                        AccessGrantRelatedResource.ACS_ENTRANCES,
                        AccessGrantRelatedResource.SPACES,
                        AccessGrantRelatedResource.DEVICES))
                .build());
    }

    /**
     * Waits until a grant that is being deleted no longer occupies its key.
     *
     * @throws SeamConnectionException if it is still there at the deadline, or if the thread is interrupted; its
     *     outcome is known, because no write was under way
     * @throws SeamException if a poll fails with an error that another poll would get too
     */
    void awaitDeleted(String key, AccessGrant deleted) {
        String id = deleted.getAccessGrantId();
        Duration pause = FIRST_PAUSE;
        while (isUnderKey(key, id)) {
            if (!calls.hasTimeFor(pause) || Thread.currentThread().isInterrupted()) {
                throw notDeletedYet(id, null);
            }
            calls.pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static SeamConnectionException notDeletedYet(String id, @Nullable SeamException failedPoll) {
        String grant = "the access_grant_key belongs to grant " + SecretRedactor.quote(id) + ", which is being deleted";
        return Thread.currentThread().isInterrupted()
                ? new SeamConnectionException("interrupted: " + grant, CREATE, false, failedPoll)
                : new SeamTimeoutException(grant + " and still exists: try again later", CREATE, false, failedPoll);
    }

    /** Polls once. A poll that fails does not end the wait, as long as another one may succeed. */
    private boolean isUnderKey(String key, String id) {
        try {
            AccessGrant found = find(key);
            return found != null && id.equals(found.getAccessGrantId());
        } catch (SeamConnectionException | SeamServerException | SeamRateLimitException e) {
            if (!calls.hasTimeFor(Duration.ZERO) || Thread.currentThread().isInterrupted()) {
                throw notDeletedYet(id, e);
            }
            return true;
        }
    }

    /** Deletes a grant. Has no effect if it is deleted already. */
    void delete(AccessGrant grant) {
        String id = grant.getAccessGrantId();
        boolean ignored = new KeyedWrite<Boolean>(
                        () -> {
                            try {
                                grants.delete(id);
                            } catch (SeamNotFoundException e) {
                                return true; // by an earlier request, or by somebody else
                            }
                            return true;
                        },
                        () -> isDeleted(id) ? true : null,
                        error -> false,
                        calls)
                .send();
    }

    private boolean isDeleted(String id) {
        try {
            return isBeingDeleted(grants.get(id));
        } catch (SeamNotFoundException e) {
            return true;
        }
    }

    /**
     * Sets the times of a grant. Sends nothing if it has them already.
     *
     * @param endsAt null for no end
     * @return false if it had them
     * @throws SeamNotFoundException if it is deleted or being deleted meanwhile
     */
    boolean changeTimes(AccessGrant grant, Instant startsAt, @Nullable Instant endsAt) {
        if (hasTimes(grant, startsAt, endsAt)) {
            return false;
        }
        String id = grant.getAccessGrantId();
        UpdateAccessGrantRequest.Builder change =
                UpdateAccessGrantRequest.builder().accessGrantId(id).startsAt(startsAt);
        UpdateAccessGrantRequest request = (endsAt == null ? change.endsAtNull() : change.endsAt(endsAt)).build();
        KeyedWrite<Boolean> write = new KeyedWrite<>(
                () -> {
                    grants.update(request);
                    return true;
                },
                () -> hasTimes(grants.get(id), startsAt, endsAt) ? true : null,
                error -> false,
                calls);
        try {
            return write.send();
        } catch (SeamConflictException e) {
            requireNotDeleted(id, e);
            throw e;
        }
    }

    /** @param rejection why it is asked: thrown if the grant cannot be read */
    private void requireNotDeleted(String id, SeamConflictException rejection) {
        boolean deleted;
        try {
            deleted = isDeleted(id);
        } catch (RuntimeException e) {
            rejection.addSuppressed(e);
            throw rejection;
        }
        if (deleted) {
            throw SeamNotFoundException.beingDeleted("/access_grants/update", id);
        }
    }

    private static boolean hasTimes(AccessGrant grant, Instant startsAt, @Nullable Instant endsAt) {
        return GrantMatcher.isSameTime(startsAt, grant.getStartsAt())
                && GrantMatcher.isSameTime(endsAt, grant.getEndsAt());
    }
}
