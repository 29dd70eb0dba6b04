package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /instant_keys}. */
final class InstantKeysEndpoints {
    private final Workspace workspace;

    InstantKeysEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object list(Input input) {
        String userIdentityFilter = input.optional("user_identity_id").uuid();
        input.check();
        String userIdentityId = userIdentityFilter == null ? null : workspace.primaryOf(userIdentityFilter);
        return InstantKeysResponse.builder()
                .instantKeys(workspace.instantKeys.values().stream()
                        .filter(key -> userIdentityId == null
                                || key.getUserIdentityId().equals(userIdentityId))
                        .collect(Collectors.toList()))
                .ok(true)
                .build();
    }

    Object get(Input input) {
        String id = input.optional("instant_key_id").uuid();
        String url = input.optional("instant_key_url").url();
        if (!input.has("instant_key_id") && !input.has("instant_key_url")) {
            input.addProblem("Name the key by instant_key_id or instant_key_url");
        }
        input.check();
        InstantKey key = id == null ? keyByUrl(url) : workspace.instantKey(id);
        if (url != null && !url.equals(key.getInstantKeyUrl())) {
            throw urlNotFound();
        }
        return InstantKeyResponse.builder().instantKey(key).ok(true).build();
    }

    private InstantKey keyByUrl(@Nullable String url) {
        return workspace.instantKeys.values().stream()
                .filter(key -> key.getInstantKeyUrl().equals(url))
                .findFirst()
                .orElseThrow(InstantKeysEndpoints::urlNotFound);
    }

    /** Omits the usual data, since the link is a secret. */
    private static ApiError urlNotFound() {
        return new ApiError(404, "instant_key_not_found", "No such instant key.");
    }

    Object delete(Input input) {
        String id = input.required("instant_key_id").uuid();
        input.check();
        workspace.remove(workspace.instantKey(id), workspace.now());
        return OkResponse.builder().ok(true).build();
    }
}
