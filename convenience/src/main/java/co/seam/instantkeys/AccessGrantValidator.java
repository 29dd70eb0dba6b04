package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrantLocation;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.util.ArrayList;
import java.util.List;

/** Checks the API's rules for grants as far as possible before any request, and applies the default use count. */
final class AccessGrantValidator {
    private AccessGrantValidator() {}

    static void check(CreateAccessGrantRequest request) {
        if (request.getUserIdentityId() == null && request.getUserIdentity() == null) {
            throw new IllegalArgumentException("no user identity: set userIdentityId or userIdentity");
        }
        if (request.getUserIdentityId() != null) {
            Checks.notBlank("userIdentityId", request.getUserIdentityId());
            if (request.getUserIdentity() != null) {
                throw new IllegalArgumentException("userIdentityId and userIdentity are both set: set exactly one");
            }
        }
        if (!targetsSomething(request)) {
            throw new IllegalArgumentException(
                    "the grant opens nothing: set acsEntranceIds, spaceIds, spaceKeys or deviceIds");
        }
        Checks.length("accessGrantKey", request.getAccessGrantKey(), 1, Integer.MAX_VALUE);
        Checks.length("reservationKey", request.getReservationKey(), 1, Integer.MAX_VALUE);
        Checks.lengths("spaceKeys", request.getSpaceKeys(), 1, Integer.MAX_VALUE);
        NewUserIdentity identity = request.getUserIdentity();
        if (identity != null) {
            Checks.length("userIdentity.userIdentityKey", identity.getUserIdentityKey(), 1, Integer.MAX_VALUE);
            Checks.length("userIdentity.fullName", identity.getFullName(), 1, Integer.MAX_VALUE);
        }
        Checks.endAfterStart(request.getStartsAt(), request.getEndsAt());
        check(request.getRequestedAccessMethods());
    }

    static void check(List<NewAccessMethod> methods) {
        for (int i = 0; i < methods.size(); i++) {
            check("requestedAccessMethods[" + i + "].", methods.get(i));
        }
    }

    /** Returns the methods, with the default use count of 1 on each mobile key that has none. */
    static List<NewAccessMethod> withDefaults(List<NewAccessMethod> methods) {
        List<NewAccessMethod> complete = new ArrayList<>(methods.size());
        for (NewAccessMethod method : methods) {
            boolean needsUseCount =
                    method.getMode().equals(AccessMethodMode.MOBILE_KEY) && method.getInstantKeyMaxUseCount() == null;
            complete.add(
                    needsUseCount
                            ? method.toBuilder()
                                    .instantKeyMaxUseCount(Defaults.MAX_USE_COUNT)
                                    .build()
                            : method);
        }
        return complete;
    }

    private static void check(String prefix, NewAccessMethod method) {
        String code = method.getCode();
        if (code != null) {
            if (!method.getMode().equals(AccessMethodMode.CODE)) {
                throw new IllegalArgumentException(prefix + "code is only for mode code, not for " + mode(method));
            }
            if (!code.matches("[0-9]{4,9}")) {
                throw new IllegalArgumentException(prefix + "code must be 4 to 9 digits");
            }
        }
        Integer useCount = method.getInstantKeyMaxUseCount();
        if (useCount != null) {
            if (!method.getMode().equals(AccessMethodMode.MOBILE_KEY)) {
                throw new IllegalArgumentException(
                        prefix + "instantKeyMaxUseCount is only for mode mobile_key, not for " + mode(method));
            }
            Checks.useCount(prefix + "instantKeyMaxUseCount", useCount);
        }
    }

    private static String mode(NewAccessMethod method) {
        return SecretRedactor.quote(method.getMode().getValue());
    }

    @SuppressWarnings("deprecation") // the deprecated ways to name a space are still in use
    private static boolean targetsSomething(CreateAccessGrantRequest request) {
        AccessGrantLocation location = request.getLocation();
        return !request.getAdditionalProperties().isEmpty() // may hold a target that this version does not know
                || !request.getAcsEntranceIds().isEmpty()
                || !request.getDeviceIds().isEmpty()
                || !request.getSpaceIds().isEmpty()
                || !request.getSpaceKeys().isEmpty()
                || !request.getLocationIds().isEmpty()
                || (location != null
                        && !(location.getAcsEntranceIds().isEmpty()
                                && location.getDeviceIds().isEmpty()));
    }
}
