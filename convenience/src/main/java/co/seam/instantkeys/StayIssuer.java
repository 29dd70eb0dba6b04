package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues one stay: checks the request, creates the grant or finds the one that exists, and reads its link. All its
 * calls end at one deadline.
 */
final class StayIssuer {
    /** How many doors a message names at most. */
    private static final int MAX_NAMES = 10;

    private final BoundedCalls bounded;
    private final CallExecutor calls;
    private final CheckedTargets targets;
    private final UserIdentities userIdentities;
    private final StayGuests guests;
    private final AcsEntrances entrances;
    private final Spaces spaces;
    private final InstantKeys instantKeys;
    private final AccessGrants accessGrants;
    private final AccessMethods accessMethods;
    private final GrantsByKey grants;

    /** @param targets those that were checked before */
    StayIssuer(BoundedCalls bounded, CheckedTargets targets) {
        this.targets = targets;
        this.bounded = bounded;
        calls = bounded.executor();
        userIdentities = new UserIdentities(calls);
        guests = new StayGuests(userIdentities);
        entrances = new AcsEntrances(calls);
        spaces = new Spaces(calls);
        instantKeys = new InstantKeys(calls);
        accessMethods = new AccessMethods(calls);
        accessGrants = new AccessGrants(bounded);
        grants = new GrantsByKey(bounded);
    }

    /**
     * Returns the stay that a request asks for, new or not.
     *
     * @throws SeamConflictException if there is another one under its key
     */
    IssuedStay issue(StayRequest request) {
        return issue(check(request));
    }

    /**
     * Checks everything that can be checked without writing, and looks the guest up.
     *
     * @throws IllegalArgumentException if an entrance or a space cannot be used
     */
    CheckedStay check(StayRequest request) {
        CheckedStay stay = new CheckedStay(request);
        ParallelReads reads = new ParallelReads(calls.executor());
        List<String> acsEntranceIds = targets.uncheckedEntrances(request.grant().getAcsEntranceIds());
        if (!acsEntranceIds.isEmpty()) {
            reads.add(() -> checkMobileKeyEntrances(acsEntranceIds));
        }
        for (String spaceKey : targets.uncheckedSpaces(request.grant().getSpaceKeys())) {
            reads.add(() -> checkSpace(spaceKey));
        }
        if (request.needsGuestLookup()) {
            reads.add(() -> stay.guestId = guests.find(request));
        }
        reads.run();
        return stay;
    }

    /** A request whose entrances, spaces and guest were looked up. */
    static final class CheckedStay {
        final StayRequest request;

        /** Null if the guest is created with the grant. */
        volatile @Nullable String guestId;

        /** Whether the request was sent again although nothing explained its rejection. */
        boolean isSentAgain;

        CheckedStay(StayRequest request) {
            this.request = request;
            this.guestId = request.userIdentityId();
        }

        CreateAccessGrantRequest grantRequest() {
            return request.grantFor(guestId);
        }
    }

    private void checkMobileKeyEntrances(List<String> acsEntranceIds) {
        ListAcsEntrancesRequest requested =
                ListAcsEntrancesRequest.builder().acsEntranceIds(acsEntranceIds).build();
        List<AcsEntrance> found = entrances.list(requested).stream().collect(Collectors.toList());
        Set<String> foundIds = found.stream()
                .map(AcsEntrance::getAcsEntranceId)
                .map(Echo::canonical)
                .collect(Collectors.toSet());
        rejectAny(
                "acsEntranceIds holds ids that no entrance has: ",
                acsEntranceIds.stream()
                        .filter(id -> !foundIds.contains(Echo.canonical(id)))
                        .map(SecretRedactor::quote)
                        .collect(Collectors.toList()));
        rejectAny(
                "acsEntranceIds holds entrances that no mobile key unlocks: ",
                found.stream()
                        .filter(entrance -> Boolean.FALSE.equals(entrance.getCanUnlockWithMobileKey()))
                        .map(StayIssuer::name)
                        .collect(Collectors.toList()));
        targets.addEntrances(acsEntranceIds);
    }

    private static void rejectAny(String message, List<String> names) {
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(message
                    + names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                    + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : ""));
        }
    }

    private void checkSpace(String spaceKey) {
        try {
            spaces.getByKey(spaceKey);
            targets.addSpace(spaceKey);
        } catch (SeamNotFoundException e) {
            throw new IllegalArgumentException(
                    "spaceKeys holds a key that no space has: " + SecretRedactor.quote(spaceKey), e);
        }
    }

    /**
     * Checks what {@link #check} leaves to the server, before an earlier grant is revoked: that the guest and the
     * spaces exist. A new guest may be one who was created with the earlier grant.
     *
     * @throws SeamConflictException if another user identity has the e-mail address or phone number of a new guest
     * @throws SeamNotFoundException if the guest or a space does not exist
     */
    void checkBeforeReplacing(CheckedStay stay) {
        ParallelReads reads = new ParallelReads(calls.executor());
        String guestId = stay.request.userIdentityId();
        if (guestId != null) {
            reads.add(() -> userIdentities.get(guestId));
        }
        NewUserIdentity newGuest = stay.request.newUser();
        if (stay.guestId == null && newGuest != null) {
            reads.add(() -> stay.guestId = guests.findSame(newGuest));
        }
        for (String spaceId : stay.request.grant().getSpaceIds()) {
            reads.add(() -> spaces.get(spaceId));
        }
        reads.run();
    }

    /** Returns whether an existing grant is the one that is requested. */
    boolean isRequested(CheckedStay stay, AccessGrant existing) {
        return grants.isRequested(stay.grantRequest(), existing);
    }

    /** Returns how an existing grant differs from the one that is requested; empty if it does not, null if it is gone. */
    @Nullable
    List<GrantDifference> differences(CheckedStay stay, AccessGrant existing) {
        return grants.differences(stay.grantRequest(), existing);
    }

    /** Creates the grant, exactly once, or finds it. */
    IssuedStay issue(CheckedStay stay) {
        while (true) {
            try {
                AccessGrant created = accessGrants.create(stay.grantRequest());
                return new IssuedStay(created, link(created), null, true);
            } catch (SeamConflictException | SeamInvalidInputException e) {
                if (e.getStatus() == 0) { // by the SDK, which has compared the grants
                    throw e;
                }
                try {
                    AccessGrant existing = findCause(stay, e);
                    IssuedStay issued = existing == null ? null : existingStay(stay, existing);
                    if (issued != null) {
                        return issued;
                    }
                    if (existing != null) {
                        sendAgainOnce(stay, e);
                    }
                } catch (RuntimeException later) {
                    throw afterRejection(e, later);
                }
            }
        }
    }

    /**
     * Returns which of two failures to throw: that of the create, if its outcome is unknown and the later one does not
     * settle it; otherwise the later one, because the rejection is not final: the grant under the key may be the
     * requested one.
     */
    private static RuntimeException afterRejection(SeamApiException rejection, RuntimeException later) {
        if (later == rejection) {
            return later;
        }
        boolean settlesOutcome = later instanceof SeamIssuanceException || later instanceof SeamConflictException;
        if (rejection.isOutcomeUnknown() && !settlesOutcome) {
            rejection.addSuppressed(later);
            return rejection;
        }
        later.addSuppressed(rejection);
        return later;
    }

    /**
     * Finds out why the server rejected a grant.
     *
     * @return the grant that exists; null if it makes sense to send the request again, because a grant that was being
     *     deleted is gone, the guest was found, or the cause has disappeared; the last two happen once
     * @throws SeamApiException the rejection, if nothing of the kind is the cause
     */
    private @Nullable AccessGrant findCause(CheckedStay stay, SeamApiException rejection) {
        String key = stay.request.accessGrantKey();
        AccessGrant existing = grants.find(key);
        if (existing == null && stay.guestId == null) {
            stay.guestId = guests.find(stay.request);
            if (stay.guestId != null) {
                return null;
            }
        }
        boolean isDuplicate = IdempotentGrantCreation.isDuplicate(rejection);
        if (existing == null && isDuplicate) {
            bounded.pause(KeyedWrite.LAG);
            existing = grants.find(key);
        }
        if (existing == null) {
            guests.checkContacts(stay.request);
            if (!isDuplicate) {
                throw rejection;
            }
            sendAgainOnce(stay, rejection); // a grant that was being deleted may have gone before it was looked up
            return null;
        }
        if (GrantsByKey.isBeingDeleted(existing)) {
            grants.awaitDeleted(key, existing);
            return null;
        }
        return existing;
    }

    /** A server whose responses contradict each other must not keep a call busy. */
    private static void sendAgainOnce(CheckedStay stay, SeamApiException rejection) {
        if (stay.isSentAgain) {
            throw rejection;
        }
        stay.isSentAgain = true;
    }

    /**
     * Returns a stay that exists, if it is the requested one.
     *
     * @return null if its grant was deleted meanwhile
     * @throws SeamConflictException if it is another one
     */
    private @Nullable IssuedStay existingStay(CheckedStay stay, AccessGrant existing) {
        List<GrantDifference> differences = differences(stay, existing);
        if (differences == null) {
            return null;
        }
        if (!differences.isEmpty()) {
            throw IdempotentGrantCreation.conflict(existing, differences, remedy(differences));
        }
        return read(existing);
    }

    private static String remedy(List<GrantDifference> differences) {
        if (differences.stream().allMatch(one -> one.getKind() == GrantDifference.Kind.TIMES)) {
            return "changeTimes() sets them and keeps the link";
        }
        return differences.stream().anyMatch(one -> one.getKind() == GrantDifference.Kind.GUEST)
                ? "use another key for another booking; replace() would revoke that grant"
                : "replace() revokes it and issues the requested one";
    }

    /** Returns the link and its expiry of a grant that exists. */
    IssuedStay read(AccessGrant grant) {
        String url = link(grant);
        try {
            Instant expiresAt = instantKeys.list(grant.getUserIdentityId()).stream()
                    .filter(key -> key.getInstantKeyUrl().equals(url))
                    .map(InstantKey::getExpiresAt)
                    .findFirst()
                    .orElse(null);
            return new IssuedStay(grant, url, expiresAt, false);
        } catch (RuntimeException e) {
            throw incomplete("the expiry of its link could not be read", grant, List.of(), e);
        }
    }

    /**
     * Reads a changed grant again, and returns its link and expiry.
     *
     * @throws SeamNotFoundException if it was deleted, or is being deleted, after the change
     */
    IssuedStay readAgain(AccessGrant changed) {
        AccessGrant grant;
        try {
            grant = accessGrants.get(changed.getAccessGrantId());
        } catch (SeamNotFoundException e) {
            throw e;
        } catch (RuntimeException e) {
            throw incomplete("could not be read after it was changed", changed, List.of(), e);
        }
        if (GrantsByKey.isBeingDeleted(grant)) {
            throw SeamNotFoundException.beingDeleted("/access_grants/get", grant.getAccessGrantId());
        }
        return read(grant);
    }

    /** Returns the link of a grant, which exists: every failure carries the grant. */
    private String link(AccessGrant grant) {
        String url = grant.getInstantKeyUrl();
        if (url != null) {
            return url;
        }
        List<AccessMethod> mobileKeys;
        try {
            mobileKeys = accessMethods.list(grant.getAccessGrantId()).stream()
                    .filter(AccessMethodFilters.withMode(AccessMethodMode.MOBILE_KEY))
                    .collect(Collectors.toList());
        } catch (RuntimeException e) {
            throw incomplete("its access methods could not be read", grant, List.of(), e);
        }
        return mobileKeys.stream()
                .map(AccessMethod::getInstantKeyUrl)
                .filter(one -> one != null)
                .findFirst()
                .orElseThrow(() -> incomplete(
                        mobileKeys.isEmpty() ? "it has no mobile key yet" : "it has no link yet",
                        grant,
                        mobileKeys,
                        null));
    }

    private static SeamIssuanceException incomplete(
            String reason, AccessGrant grant, List<AccessMethod> methods, @Nullable RuntimeException cause) {
        return new SeamIssuanceException(
                "Grant " + SecretRedactor.quote(grant.getAccessGrantId()) + " exists, but " + reason
                        + "; read it again, or cancel it",
                grant.getAccessGrantId(),
                grant,
                methods,
                cause);
    }

    private static String name(AcsEntrance entrance) {
        return SecretRedactor.quote(String.valueOf(entrance.getDisplayName())) + " ("
                + SecretRedactor.quote(entrance.getAcsEntranceId()) + ")";
    }
}
