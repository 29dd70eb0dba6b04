package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Issues the link for one stay: guest, entrance check, grant, access methods. All its calls end at one deadline. */
final class StayIssuer {
    /** The most doors that a message names. */
    private static final int MAX_NAMES = 10;

    private final UserIdentities userIdentities;
    private final AcsEntrances entrances;
    private final AccessGrants accessGrants;
    private final AccessMethods accessMethods;

    /** @param totalTimeout of the whole stay, from now on; zero for none */
    StayIssuer(CallExecutor calls, Duration totalTimeout, TransportClock clock) {
        Deadline deadline = Deadline.after(totalTimeout, clock);
        CallExecutor bounded = calls.until(deadline);
        userIdentities = new UserIdentities(bounded);
        entrances = new AcsEntrances(bounded);
        accessMethods = new AccessMethods(bounded);
        accessGrants = new AccessGrants(bounded, accessMethods, deadline, clock);
    }

    IssuedStay issue(StayRequest request) {
        checkMobileKeyEntrances(request.grant().getAcsEntranceIds());
        return readLink(createGrant(request));
    }

    private AccessGrant createGrant(StayRequest request) {
        String guest = guestId(request);
        try {
            return accessGrants.create(grant(request, guest));
        } catch (SeamConflictException | SeamInvalidInputException e) {
            // Another booking may have created the new guest since the lookup.
            boolean isRejected = e.getStatus() != 0 && !e.isOutcomeUnknown();
            String created = guest == null && isRejected ? guestId(request) : null;
            if (created == null) {
                throw e;
            }
            return accessGrants.create(grant(request, created));
        }
    }

    private void checkMobileKeyEntrances(List<String> acsEntranceIds) {
        if (acsEntranceIds.isEmpty()) {
            return;
        }
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
    }

    private static CreateAccessGrantRequest grant(StayRequest request, @Nullable String guestId) {
        CreateAccessGrantRequest.Builder grant = request.grant().toBuilder();
        return guestId == null
                ? grant.userIdentity(Objects.requireNonNull(request.newUser(), "no guest"))
                        .build()
                : grant.userIdentityId(guestId).build();
    }

    /** The id of the guest; null if the guest is created with the grant. */
    private @Nullable String guestId(StayRequest request) {
        if (request.userIdentityId() != null) {
            return request.userIdentityId();
        }
        if (request.userIdentityKey() != null) {
            return userIdentities.getByKey(request.userIdentityKey()).getUserIdentityId();
        }
        String key = request.newUser() == null ? null : request.newUser().getUserIdentityKey();
        if (key == null) {
            return null;
        }
        try {
            return userIdentities.getByKey(key).getUserIdentityId();
        } catch (SeamNotFoundException e) {
            return null;
        }
    }

    /** Reads the link. The grant exists by now, so every failure carries it. */
    private IssuedStay readLink(AccessGrant grant) {
        List<AccessMethod> mobileKeys;
        try {
            mobileKeys = accessMethods.list(grant.getAccessGrantId()).stream()
                    .filter(AccessMethodFilters.withMode(AccessMethodMode.MOBILE_KEY))
                    .collect(Collectors.toList());
        } catch (RuntimeException e) {
            throw incomplete("its access methods could not be read", grant, List.of(), e);
        }
        for (AccessMethod mobileKey : mobileKeys) {
            String url = mobileKey.getInstantKeyUrl();
            if (url != null) {
                return new IssuedStay(grant, url, mobileKey);
            }
        }
        String url = grant.getInstantKeyUrl();
        if (url == null || mobileKeys.isEmpty()) {
            throw incomplete(
                    mobileKeys.isEmpty() ? "it has no mobile key yet" : "it has no link yet", grant, mobileKeys, null);
        }
        return new IssuedStay(grant, url, mobileKeys.get(0));
    }

    private static SeamIssuanceException incomplete(
            String what, AccessGrant grant, List<AccessMethod> methods, @Nullable RuntimeException cause) {
        return new SeamIssuanceException(
                "Grant " + SecretRedactor.quote(grant.getAccessGrantId()) + " was created, but " + what
                        + (grant.getInstantKeyUrl() == null
                                ? "; read it again, or delete it before you create another"
                                : "; getAccessGrant() has its link"),
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
