package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way from a booking to a link, over the resources that know one step each. */
final class StayIssuer {
    private final UserIdentities userIdentities;
    private final AcsEntrances entrances;
    private final AccessGrants accessGrants;
    private final AccessMethods accessMethods;

    StayIssuer(
            UserIdentities userIdentities,
            AcsEntrances entrances,
            AccessGrants accessGrants,
            AccessMethods accessMethods) {
        this.userIdentities = userIdentities;
        this.entrances = entrances;
        this.accessGrants = accessGrants;
        this.accessMethods = accessMethods;
    }

    IssuedStay issue(StayRequest request) {
        refuseDoorsWithoutMobileKey(request.grant().getAcsEntranceIds());
        return read(accessGrants.create(withGuest(request)));
    }

    private void refuseDoorsWithoutMobileKey(List<String> acsEntranceIds) {
        if (acsEntranceIds.isEmpty()) {
            return;
        }
        ListAcsEntrancesRequest these =
                ListAcsEntrancesRequest.builder().acsEntranceIds(acsEntranceIds).build();
        String refused = entrances.list(these).stream()
                .filter(door -> Boolean.FALSE.equals(door.getCanUnlockWithMobileKey()))
                .map(StayIssuer::name)
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("acsEntranceIds holds doors that no mobile key unlocks: " + refused);
        }
    }

    private CreateAccessGrantRequest withGuest(StayRequest request) {
        String id = guestId(request);
        CreateAccessGrantRequest.Builder grant = request.grant().toBuilder();
        NewUserIdentity newUser = request.newUser();
        return id == null && newUser != null
                ? grant.userIdentity(newUser).build()
                : grant.userIdentityId(String.valueOf(id)).build();
    }

    /** Null for a guest who does not exist yet. */
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

    /** From here on there is a grant: whatever goes wrong must not lose it. */
    private IssuedStay read(AccessGrant grant) {
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
                "Grant " + grant.getAccessGrantId() + " was created, but " + what
                        + (grant.getInstantKeyUrl() == null
                                ? "; read it again, or delete it before you ask for another"
                                : "; its link is good: getAccessGrant() has it"),
                grant.getAccessGrantId(),
                grant,
                methods,
                cause);
    }

    private static String name(AcsEntrance door) {
        return door.getDisplayName() + " (" + door.getAcsEntranceId() + ")";
    }
}
