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
        return properties.getEndpoint();
    }

    @Override
    public @Nullable String getApiKey() {
        return properties.getApiKey();
    }

    @Override
    public @Nullable String getPersonalAccessToken() {
        return properties.getPersonalAccessToken();
    }

    @Override
    public @Nullable String getWorkspaceId() {
        return properties.getWorkspaceId();
    }
}
