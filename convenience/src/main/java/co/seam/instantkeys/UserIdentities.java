package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.DeleteUserIdentityRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.UserIdentityResponse;

/** People who may hold keys. Thread-safe. */
public final class UserIdentities {
    private final Calls calls;
    private final UserIdentitiesApi api;

    UserIdentities(Calls calls, UserIdentitiesApi api) {
        this.calls = calls;
        this.api = api;
    }

    /**
     * Sent at most once. {@code POST /user_identities/create}
     *
     * @param request nothing is required; a {@code user_identity_key} of your own lets you find the person again
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the key, address or number is taken
     * @throws SeamException if the call fails
     */
    public UserIdentity create(CreateUserIdentityRequest request) {
        return calls.execute(api.create(request), UserIdentityResponse::getUserIdentity);
    }

    /**
     * Removes the person, with grants, credentials and keys. {@code POST /user_identities/delete}
     *
     * @throws SeamNotFoundException if there is no such person
     * @throws SeamException if the call fails
     */
    public void delete(String userIdentityId) {
        calls.execute(api.delete(DeleteUserIdentityRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build()));
    }

    /**
     * One more key for a person, which works once. Sent at most once. {@code POST /user_identities/generate_instant_key}
     *
     * @return opens what the person's active grants with a {@code mobile_key} open; the server sets its expiry
     * @throws SeamNotFoundException if there is no such person
     * @throws SeamException if the call fails
     */
    public InstantKey generateInstantKey(String userIdentityId) {
        return generateInstantKey(GenerateInstantKeyRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build());
    }

    /**
     * As {@link #generateInstantKey(String)}, with a use count or a customization profile of your own; an unset use count
     * is sent as 1.
     *
     * @throws IllegalArgumentException if the use count is below 1
     */
    public InstantKey generateInstantKey(GenerateInstantKeyRequest request) {
        Checks.notBlank("userIdentityId", request.getUserIdentityId());
        Integer maxUseCount = request.getMaxUseCount();
        if (maxUseCount == null) {
            request = request.toBuilder().maxUseCount(Defaults.MAX_USE_COUNT).build();
        } else {
            Checks.useCount("maxUseCount", maxUseCount);
        }
        return calls.execute(api.generateInstantKey(request), InstantKeyResponse::getInstantKey);
    }
}
