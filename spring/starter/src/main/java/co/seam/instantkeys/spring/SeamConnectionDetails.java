package co.seam.instantkeys.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the API is, and the credentials for it. A bean of this type wins over the properties: their credentials are not
 * read then. It has either the API key, or the personal access token and the workspace.
 */
public interface SeamConnectionDetails extends ConnectionDetails {
    /** Base URL of the API; that of the property {@code seam.endpoint} if it is null. */
    default @Nullable String getEndpoint() {
        return null;
    }

    /** API key, or null. A secret. */
    default @Nullable String getApiKey() {
        return null;
    }

    /** Personal access token, or null. A secret. */
    default @Nullable String getPersonalAccessToken() {
        return null;
    }

    /** Workspace of the personal access token; null with an API key. */
    default @Nullable String getWorkspaceId() {
        return null;
    }
}
