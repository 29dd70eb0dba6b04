package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

/** The API key and the personal access token that the sandbox accepts. */
final class SandboxCredentials {
    private static final String BEARER = "Bearer ";

    final String apiKey;
    final String personalAccessToken;
    private final String workspaceId;

    /** @param apiKey key to accept, or null for a generated one */
    SandboxCredentials(String workspaceId, @Nullable String apiKey, Ids ids) {
        String generated = ids.token("seam_test");
        this.apiKey = apiKey == null ? generated : apiKey;
        personalAccessToken = ids.token("seam_at1_");
        this.workspaceId = workspaceId;
    }

    /** @throws ApiError if the request has neither, or a personal access token without its workspace */
    void check(Request request) {
        String token = token(request);
        if (apiKey.equals(token)) {
            return;
        }
        if (!personalAccessToken.equals(token)) {
            throw new ApiError(401, "unauthorized", "The request has no valid credentials.");
        }
        if (!request.containsHeader("seam-workspace")) {
            throw new ApiError(401, "unauthorized", "A personal access token needs the seam-workspace header.");
        }
        if (!workspaceId.equals(request.getHeader("seam-workspace"))) {
            throw new ApiError(401, "workspace_not_found", "The token has no access to such a workspace.");
        }
    }

    private static @Nullable String token(Request request) {
        if (!request.containsHeader("Authorization")) {
            return null;
        }
        String value = request.getHeader("Authorization");
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).trim()
                : null;
    }
}
