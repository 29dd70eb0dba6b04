package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.DeleteUserIdentityRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.GetUserIdentityRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.ListUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.MergeUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.UpdateUserIdentityRequest;
import co.seam.instantkeys.generated.model.UserIdentitiesResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.UserIdentityResponse;

/** Creates and manages user identities, the people whom keys are for, and generates keys for them. Thread-safe. */
public final class UserIdentities {
    /** The API's limit for one merge. */
    private static final int MAX_MERGED = 20;

    private final CallExecutor calls;

    UserIdentities(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Creates a user identity. Sent at most once. {@code POST /user_identities/create}
     *
     * @param request has no required properties; a {@code user_identity_key} of your own finds the user identity again
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the key, email address or phone number is
     *     taken
     * @throws SeamException if the call fails
     */
    public UserIdentity create(CreateUserIdentityRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().create(request), UserIdentityResponse::getUserIdentity);
    }

    /**
     * Returns one user identity by its id. {@code POST /user_identities/get}
     *
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    public UserIdentity get(String userIdentityId) {
        return get(GetUserIdentityRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build());
    }

    /**
     * Returns one user identity by your own key. {@code POST /user_identities/get}
     *
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    public UserIdentity getByKey(String userIdentityKey) {
        return get(GetUserIdentityRequest.builder()
                .userIdentityKey(Checks.notBlank("userIdentityKey", userIdentityKey))
                .build());
    }

    private UserIdentity get(GetUserIdentityRequest request) {
        return calls.execute(api().get(request), UserIdentityResponse::getUserIdentity);
    }

    /**
     * Lists the user identities that match all filters; without a filter, all of the workspace.
     * {@code POST /user_identities/list}
     *
     * @param request {@code limit} is the page size, {@code page_cursor} the page to start from
     */
    public Paginated<UserIdentity> list(ListUserIdentitiesRequest request) {
        Checks.notNull("request", request);
        return calls.paginate(
                request.getPageCursor(),
                cursor -> api().list(
                                cursor == null
                                        ? request
                                        : request.toBuilder().pageCursor(cursor).build()),
                UserIdentitiesResponse::getUserIdentities,
                UserIdentitiesResponse::getPagination);
    }

    /**
     * Updates what is set and leaves the rest as it is; {@code emailAddressNull()} and the like remove a value. Sent at
     * most once. {@code POST /user_identities/update}
     *
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    public void update(UpdateUserIdentityRequest request) {
        Checks.notNull("request", request);
        Checks.notBlank("userIdentityId", request.getUserIdentityId());
        calls.execute(api().update(request));
    }

    /**
     * Merges up to 20 user identities into one: it takes over their grants and keys, and their ids and own keys lead to
     * it. Name them all by id or all by key. Sent at most once. {@code POST /user_identities/merge}
     *
     * @throws IllegalArgumentException if ids and keys are mixed, or none or more than 20 are to be merged
     * @throws SeamException if the call fails
     */
    public void merge(MergeUserIdentitiesRequest request) {
        Checks.notNull("request", request);
        Checks.exactlyOne(
                "userIdentityId and userIdentityKey", request.getUserIdentityId(), request.getUserIdentityKey());
        boolean byId = request.getUserIdentityId() != null;
        int merged = (byId ? request.getMergedUserIdentityIds() : request.getMergedUserIdentityKeys()).size();
        int others = (byId ? request.getMergedUserIdentityKeys() : request.getMergedUserIdentityIds()).size();
        if (others > 0) {
            throw new IllegalArgumentException("ids and keys are mixed: "
                    + (byId
                            ? "userIdentityId goes with mergedUserIdentityIds"
                            : "userIdentityKey goes with mergedUserIdentityKeys"));
        }
        if (merged < 1 || merged > MAX_MERGED) {
            throw new IllegalArgumentException((byId ? "mergedUserIdentityIds" : "mergedUserIdentityKeys")
                    + " must hold 1 to " + MAX_MERGED + ", but holds " + merged);
        }
        calls.execute(api().merge(request));
    }

    /**
     * Deletes a user identity with its grants, credentials and keys. {@code POST /user_identities/delete}
     *
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    public void delete(String userIdentityId) {
        calls.execute(api().delete(DeleteUserIdentityRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build()));
    }

    /**
     * Generates an instant key that can be used once. Sent at most once.
     * {@code POST /user_identities/generate_instant_key}
     *
     * @return a key that opens what the active grants with a {@code mobile_key} of the user identity open; the server
     *     sets its expiry
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    public InstantKey generateInstantKey(String userIdentityId) {
        return generateInstantKey(GenerateInstantKeyRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build());
    }

    /**
     * Generates an instant key as {@link #generateInstantKey(String)} does, with a use count or a customization profile
     * of your own. Without a use count, 1 is sent.
     *
     * @throws IllegalArgumentException if the use count is below 1
     */
    public InstantKey generateInstantKey(GenerateInstantKeyRequest request) {
        Checks.notNull("request", request);
        Checks.notBlank("userIdentityId", request.getUserIdentityId());
        Integer maxUseCount = request.getMaxUseCount();
        if (maxUseCount == null) {
            request = request.toBuilder().maxUseCount(Defaults.MAX_USE_COUNT).build();
        } else {
            Checks.useCount("maxUseCount", maxUseCount);
        }
        return calls.execute(api().generateInstantKey(request), InstantKeyResponse::getInstantKey);
    }

    private UserIdentitiesApi api() {
        return calls.api(UserIdentitiesApi.class);
    }
}
