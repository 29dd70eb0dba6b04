package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrantLocation;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import java.util.ArrayList;
import java.util.List;

/** The API's rules for a grant that can be told before any request, and the default that goes into it. */
final class AccessGrantValidator {
    private AccessGrantValidator() {}

    static void check(CreateAccessGrantRequest request) {
        if (request.getUserIdentityId() == null && request.getUserIdentity() == null) {
            throw new IllegalArgumentException("userIdentityId or userIdentity must say who the grant is for");
        }
        if (request.getUserIdentityId() != null) {
            Checks.notBlank("userIdentityId", request.getUserIdentityId());
            if (request.getUserIdentity() != null) {
                throw new IllegalArgumentException("userIdentityId and userIdentity exclude each other");
            }
        }
        if (!targetsSomething(request)) {
            throw new IllegalArgumentException(
                    "the grant opens nothing: set acsEntranceIds, spaceIds, spaceKeys or deviceIds");
        }
        Checks.endAfterStart(request.getStartsAt(), request.getEndsAt());
        check(request.getRequestedAccessMethods());
    }

    static void check(List<NewAccessMethod> methods) {
        for (int i = 0; i < methods.size(); i++) {
            check("requestedAccessMethods[" + i + "].", methods.get(i));
        }
    }

    /** A mobile key without a use count gets the default: single use. */
    static List<NewAccessMethod> complete(List<NewAccessMethod> methods) {
        List<NewAccessMethod> complete = new ArrayList<>(methods.size());
        for (NewAccessMethod method : methods) {
            boolean bare =
                    method.getMode().equals(AccessMethodMode.MOBILE_KEY) && method.getInstantKeyMaxUseCount() == null;
            complete.add(
                    bare
                            ? method.toBuilder()
                                    .instantKeyMaxUseCount(Defaults.MAX_USE_COUNT)
                                    .build()
                            : method);
        }
        return complete;
    }

    private static void check(String at, NewAccessMethod method) {
        String code = method.getCode();
        if (code != null) {
            if (!method.getMode().equals(AccessMethodMode.CODE)) {
                throw new IllegalArgumentException(at + "code is only for mode code, not for " + method.getMode());
            }
            if (!code.matches("[0-9]{4,9}")) {
                throw new IllegalArgumentException(at + "code must be 4 to 9 digits");
            }
        }
        Integer useCount = method.getInstantKeyMaxUseCount();
        if (useCount != null) {
            if (!method.getMode().equals(AccessMethodMode.MOBILE_KEY)) {
                throw new IllegalArgumentException(
                        at + "instantKeyMaxUseCount is only for mode mobile_key, not for " + method.getMode());
            }
            Checks.useCount(at + "instantKeyMaxUseCount", useCount);
        }
    }

    @SuppressWarnings("deprecation") // the old ways to name a place still count
    private static boolean targetsSomething(CreateAccessGrantRequest request) {
        AccessGrantLocation location = request.getLocation();
        return !request.getAdditionalProperties().isEmpty() // perhaps a target that came to the API later
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
