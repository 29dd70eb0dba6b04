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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues one stay: checks the request, creates the grant or finds the one that exists, and reads its link. All its calls
 * end at one deadline.
 */
final class StayIssuer {
    /** The most doors that a message names. */
    private static final int MAX_NAMES = 10;

    private final CallExecutor calls;
    private final CheckedTargets targets;
    private final StayGuests guests;
    private final AcsEntrances entrances;
    private final Spaces spaces;
    private final InstantKeys instantKeys;
    private final AccessGrants accessGrants;
    private final AccessMethods accessMethods;
    private final GrantsByKey grants;

    /** @param targets what was checked before */
    StayIssuer(BoundedCalls bounded, CheckedTargets targets) {
        this.targets = targets;
        calls = bounded.executor();
        guests = new StayGuests(new UserIdentities(calls));
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
        List<AcsEntrance> unsupported = entrances.list(requested).stream()
                .filter(entrance -> Boolean.FALSE.equals(entrance.getCanUnlockWithMobileKey()))
                .collect(Collectors.toList());
        if (!unsupported.isEmpty()) {
            throw new IllegalArgumentException("acsEntranceIds holds entrances that no mobile key unlocks: "
                    + unsupported.stream()
                            .limit(MAX_NAMES)
                            .map(StayIssuer::name)
                            .collect(Collectors.joining(", "))
                    + (unsupported.size() > MAX_NAMES ? " and " + (unsupported.size() - MAX_NAMES) + " more" : ""));
        }
        targets.addEntrances(acsEntranceIds);
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
     * Finds out, before an earlier grant is revoked, whether the guest of the new one can be created.
     *
     * @throws SeamConflictException if another user identity has the guest's e-mail address or phone number
     */
    void checkNewGuest(CheckedStay stay) {
        NewUserIdentity guest = stay.request.newUser();
        if (stay.guestId == null && guest != null) {
            stay.guestId = guests.findSame(guest);
        }
    }

    /** Returns how an existing grant differs from the one that is requested; empty if it does not. */
    List<GrantDifference> differences(CheckedStay stay, AccessGrant existing) {
        return grants.differences(stay.grantRequest(), existing);
    }

    /** Creates the grant, exactly once, or finds it. */
    IssuedStay issue(CheckedStay stay) {
        String key = stay.request.accessGrantKey();
        while (true) {
            AccessGrant created;
            try {
                created = accessGrants.create(stay.grantRequest());
            } catch (SeamConflictException | SeamInvalidInputException e) {
                if (e.getStatus() == 0) { // compared already
                    throw e;
                }
                AccessGrant existing = find(key, e);
                if (existing == null) {
                    resolveGuest(stay, e);
                    continue;
                }
                if (GrantsByKey.isBeingDeleted(existing)) {
                    grants.awaitDeleted(key, existing);
                    continue;
                }
                return existing(stay, existing);
            }
            return new IssuedStay(created, link(created), null, true);
        }
    }

    private @Nullable AccessGrant find(String key, SeamException rejection) {
        try {
            return grants.find(key);
        } catch (SeamException e) {
            rejection.addSuppressed(e);
            throw rejection;
        }
    }

    /**
     * Finds the existing guest because of whom the server may have rejected the new one. Each call finds another guest
     * or throws.
     */
    private void resolveGuest(CheckedStay stay, SeamApiException rejection) {
        String existing = stay.guestId == null ? guests.findConflicting(stay.request, rejection) : null;
        if (existing == null) {
            throw rejection;
        }
        stay.guestId = existing;
    }

    /**
     * Returns a stay that exists, if it is the requested one.
     *
     * @throws SeamConflictException if it is not
     */
    private IssuedStay existing(CheckedStay stay, AccessGrant existing) {
        List<GrantDifference> differences = differences(stay, existing);
        if (!differences.isEmpty()) {
            throw IdempotentGrantCreation.conflict(
                    existing, differences, "replace() revokes it, and changeTimes() keeps its link");
        }
        return read(existing);
    }

    /** Returns the link and its expiry of a grant that exists. */
    IssuedStay read(AccessGrant grant) {
        String url = link(grant);
        Instant expiresAt = instantKeys.list(grant.getUserIdentityId()).stream()
                .filter(key -> key.getInstantKeyUrl().equals(url))
                .map(InstantKey::getExpiresAt)
                .findFirst()
                .orElse(null);
        return new IssuedStay(grant, url, expiresAt, false);
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
            throw withoutLink("its access methods could not be read", grant, List.of(), e);
        }
        return mobileKeys.stream()
                .map(AccessMethod::getInstantKeyUrl)
                .filter(one -> one != null)
                .findFirst()
                .orElseThrow(() -> withoutLink(
                        mobileKeys.isEmpty() ? "it has no mobile key yet" : "it has no link yet",
                        grant,
                        mobileKeys,
                        null));
    }

    private static SeamIssuanceException withoutLink(
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
