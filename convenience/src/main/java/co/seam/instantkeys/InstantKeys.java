package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.DeleteInstantKeyRequest;
import co.seam.instantkeys.generated.model.GetInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import java.util.List;

/**
 * Instant keys that exist. New ones come from {@link UserIdentities#generateInstantKey(String)}, or from a grant with a
 * {@code mobile_key} ({@link AccessGrants#create}). Thread-safe.
 */
public final class InstantKeys {
    private final CallExecutor calls;
    private final StayIssuer stays;

    InstantKeys(CallExecutor calls, StayIssuer stays) {
        this.calls = calls;
        this.stays = stays;
    }

    /**
     * From a booking to a link: one grant for the guest, the doors and the time, and the key that comes with it. What reaches
     * the server that changes something is one {@code POST /access_grants/create}, at most once; a guest who is new goes in
     * with it. Before it, a {@code user_identity_key} is looked up and the doors are checked; after it, the grant's access
     * methods are read.
     *
     * @throws IllegalArgumentException before anything is created, if a door says that no mobile key unlocks it; names the doors
     * @throws SeamIssuanceException if the grant exists, but its link or mobile key could not be read; carries the grant
     * @throws SeamException if a call fails before the grant exists, or its outcome is unknown
     */
    public IssuedStay issueForStay(StayRequest request) {
        Checks.notNull("request", request);
        return stays.issue(request);
    }

    /**
     * All keys of one person, expired ones too, see {@link InstantKeyFilters}. {@code POST /instant_keys/list}
     *
     * @return unmodifiable, in the server's order; this list is not paginated
     * @throws SeamException if the call fails
     */
    public List<InstantKey> list(String userIdentityId) {
        return list(ListInstantKeysRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .build());
    }

    /**
     * All keys that match; with nothing set, those of the whole workspace. {@code POST /instant_keys/list}
     *
     * @return unmodifiable, in the server's order; this list is not paginated
     * @throws SeamException if the call fails
     */
    public List<InstantKey> list(ListInstantKeysRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().list(request), InstantKeysResponse::getInstantKeys);
    }

    /**
     * One key by its id. {@code POST /instant_keys/get}
     *
     * @throws SeamNotFoundException if there is no such key
     * @throws SeamException if the call fails
     */
    public InstantKey get(String instantKeyId) {
        return get(GetInstantKeyRequest.builder()
                .instantKeyId(Checks.notBlank("instantKeyId", instantKeyId))
                .build());
    }

    /**
     * The key behind a link, for example behind {@code AccessGrant.getInstantKeyUrl()}. {@code POST /instant_keys/get}
     *
     * @throws SeamNotFoundException if there is no such key
     * @throws SeamException if the call fails
     */
    public InstantKey getByUrl(String instantKeyUrl) {
        return get(GetInstantKeyRequest.builder()
                .instantKeyUrl(Checks.notBlank("instantKeyUrl", instantKeyUrl))
                .build());
    }

    /**
     * One key by its id or its link. {@code POST /instant_keys/get}
     *
     * @throws IllegalArgumentException if neither is set
     * @throws SeamNotFoundException if there is no such key
     * @throws SeamException if the call fails
     */
    public InstantKey get(GetInstantKeyRequest request) {
        Checks.notNull("request", request);
        Checks.atLeastOne("instantKeyId and instantKeyUrl", request.getInstantKeyId(), request.getInstantKeyUrl());
        return calls.execute(api().get(request), InstantKeyResponse::getInstantKey);
    }

    /**
     * Revokes the link. The grant and its other access methods stay. {@code POST /instant_keys/delete}
     *
     * @throws SeamNotFoundException if there is no such key, for example because it was deleted before
     * @throws SeamException if the call fails
     */
    public void delete(String instantKeyId) {
        calls.execute(api().delete(DeleteInstantKeyRequest.builder()
                .instantKeyId(Checks.notBlank("instantKeyId", instantKeyId))
                .build()));
    }

    private InstantKeysApi api() {
        return calls.api(InstantKeysApi.class);
    }
}
