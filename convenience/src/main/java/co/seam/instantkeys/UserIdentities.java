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

/** People who may hold keys. Thread-safe. */
public final class UserIdentities {
    /** The API's limit for one merge. */
    private static final int MAX_MERGED = 20;

    private final CallExecutor calls;

    UserIdentities(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Sent at most once. {@code POST /user_identities/create}
     *
     * @param request nothing is required; a {@code user_identity_key} of your own lets you find the person again
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the key, address or number is taken
     * @throws SeamException if the call fails
     */
    public UserIdentity create(CreateUserIdentityRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().create(request), UserIdentityResponse::getUserIdentity);
    }

    /**
     * One person by id. {@code POST /user_identities/get}
     *
     * @throws SeamNotFoundException if there is no such person
     * @throws SeamException if the call fails
     */
    public UserIdentity get(String userIdentityId) {
        return get(GetUserIdentityRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build());
    }

    /**
     * One person by your own key. {@code POST /user_identities/get}
     *
     * @throws SeamNotFoundException if there is no such person
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
     * All people who match; with nothing set, those of the whole workspace. {@code POST /user_identities/list}
     *
     * @param request its {@code limit} is the size of a page, its {@code page_cursor} where to start
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
     * Changes what is set and leaves the rest; {@code emailAddressNull()} and its like empty a field. Sent at most once.
     * {@code POST /user_identities/update}
     *
     * @throws SeamNotFoundException if there is no such person
     * @throws SeamException if the call fails
     */
    public void update(UpdateUserIdentityRequest request) {
        Checks.notNull("request", request);
        Checks.notBlank("userIdentityId", request.getUserIdentityId());
        calls.execute(api().update(request));
    }

    /**
     * Moves grants and keys of some people to one, who remains; the ids and keys of the others then lead to that one. Named by
     * ids or by keys, not both. Sent at most once. {@code POST /user_identities/merge}
     *
     * @throws IllegalArgumentException if ids and keys are mixed, or not 1 to 20 people are to be merged
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
     * Removes the person, with grants, credentials and keys. {@code POST /user_identities/delete}
     *
     * @throws SeamNotFoundException if there is no such person
     * @throws SeamException if the call fails
     */
    public void delete(String userIdentityId) {
        calls.execute(api().delete(DeleteUserIdentityRequest.builder()
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
