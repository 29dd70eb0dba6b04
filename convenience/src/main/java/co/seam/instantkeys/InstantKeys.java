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
 * Reads and revokes instant keys, and issues one for a stay. Other ways to create a key are
 * {@link UserIdentities#generateInstantKey(String)} and a grant with a {@code mobile_key}
 * ({@link AccessGrants#create}). Thread-safe.
 */
public final class InstantKeys {
    private final CallExecutor calls;
    private final StayIssuer stays;

    InstantKeys(CallExecutor calls, StayIssuer stays) {
        this.calls = calls;
        this.stays = stays;
    }

    /**
     * Turns a booking into a link: creates one grant for the guest, the entrances and the times, and returns it with
     * its instant key.
     *
     * <p>The only write is {@code POST /access_grants/create}, as {@link AccessGrants#create} sends it; a new guest is
     * created by the same request. Before it, a {@code user_identity_key} is looked up and the entrances are checked;
     * after it, the access methods of the grant are read.
     *
     * @throws IllegalArgumentException before anything is created, if an entrance states that no mobile key unlocks it;
     *     names these entrances
     * @throws SeamIssuanceException if the grant was created, but its link or mobile key could not be read; carries the
     *     grant
     * @throws SeamException if a call fails before the grant is created, or the outcome of creating it is unknown
     */
    public IssuedStay issueForStay(StayRequest request) {
        Checks.notNull("request", request);
        return stays.issue(request);
    }

    /**
     * Lists all keys of one user identity, expired ones too: see {@link InstantKeyFilters}.
     * {@code POST /instant_keys/list}
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
     * Lists the keys that match all filters; without a filter, all of the workspace. {@code POST /instant_keys/list}
     *
     * @return unmodifiable, in the server's order; this list is not paginated
     * @throws SeamException if the call fails
     */
    public List<InstantKey> list(ListInstantKeysRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().list(request), InstantKeysResponse::getInstantKeys);
    }

    /**
     * Returns one key by its id. {@code POST /instant_keys/get}
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
     * Returns the key behind a link, for example that of {@code AccessGrant.getInstantKeyUrl()}.
     * {@code POST /instant_keys/get}
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
     * Returns one key, by its id or by its link. {@code POST /instant_keys/get}
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
     * Deletes a key, and so revokes its link. The grant and its other access methods stay.
     * {@code POST /instant_keys/delete}
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
