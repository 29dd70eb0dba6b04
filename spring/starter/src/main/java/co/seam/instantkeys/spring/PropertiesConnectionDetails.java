package co.seam.instantkeys.spring;

import org.jspecify.annotations.Nullable;

/** Connection details for an application that has no bean of them. */
final class PropertiesConnectionDetails implements SeamConnectionDetails {
    private final SeamProperties properties;

    PropertiesConnectionDetails(SeamProperties properties) {
        this.properties = properties;
    }

    @Override
    public String getEndpoint() {
        return properties.endpoint();
    }

    @Override
    public @Nullable String getApiKey() {
        return properties.apiKey();
    }

    @Override
    public @Nullable String getPersonalAccessToken() {
        return properties.personalAccessToken();
    }

    @Override
    public @Nullable String getWorkspaceId() {
        return properties.workspaceId();
    }
}
