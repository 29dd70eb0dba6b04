package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.MergeUserIdentitiesRequest;
import org.jspecify.annotations.Nullable;

/** User identities: the people whom instant keys are for. Thread-safe. */
public final class UserIdentities extends UserIdentitiesOperations {
    /** The API's limit for one merge. */
    private static final int MAX_MERGED = 20;

    UserIdentities(CallExecutor calls) {
        super(calls);
    }

    /**
     * Generates an instant key with the use count and customization profile of the request; an unset use count is sent
     * as 1. {@code POST /user_identities/generate_instant_key}. Sent at most once.
     *
     * @throws IllegalArgumentException if {@code userIdentityId} is blank or the use count is below 1
     * @throws SeamNotFoundException if there is no such user identity
     * @throws SeamException if the call fails
     */
    @Override
    public InstantKey generateInstantKey(GenerateInstantKeyRequest request) {
        Checks.notNull("request", request);
        Integer maxUseCount = request.getMaxUseCount();
        if (maxUseCount == null) {
            request = request.toBuilder().maxUseCount(Defaults.MAX_USE_COUNT).build();
        } else {
            Checks.useCount("maxUseCount", maxUseCount);
        }
        Checks.notBlank("userIdentityId", request.getUserIdentityId());
        String guest = request.getUserIdentityId();
        return calls.execute(
                api().generateInstantKey(request),
                InstantKeyResponse::getInstantKey,
                key -> isOrMergedInto(guest, key.getUserIdentityId()));
    }

    @Override
    public InstantKey generateInstantKey(String userIdentityId) {
        return generateInstantKey(GenerateInstantKeyRequest.builder()
                .userIdentityId(Checks.notBlank("userIdentityId", userIdentityId))
                .maxUseCount(Defaults.MAX_USE_COUNT)
                .build());
    }

    /**
     * Returns whether an id names this user identity, or one that was merged into it. Costs a lookup only if the two
     * differ, which a response to another request does as well.
     */
    boolean isOrMergedInto(@Nullable String id, String survivorId) {
        if (Echo.matches(id, survivorId)) {
            return true;
        }
        try {
            return id != null && Echo.matches(get(id).getUserIdentityId(), survivorId);
        } catch (SeamException e) {
            return false;
        }
    }

    /**
     * Merges user identities into one. The merged ones are deleted: their access grants and client sessions move to the
     * one that remains, and their ids and keys lead to it. Identify all of them by id, or all by key.
     * {@code POST /user_identities/merge}. Sent at most once.
     *
     * @throws IllegalArgumentException if ids and keys are mixed, or if the number of user identities to merge is not 1
     *     to 20
     * @throws SeamException if the call fails
     */
    @Override
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
        super.merge(request);
    }
}
