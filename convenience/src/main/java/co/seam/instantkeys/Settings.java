package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.RequestLog;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Resolves settings: the values given to the builder; otherwise environment variables, if it may read them; otherwise
 * defaults.
 */
final class Settings {
    private static final String API_KEY = "SEAM_API_KEY";
    private static final String PERSONAL_ACCESS_TOKEN = "SEAM_PERSONAL_ACCESS_TOKEN";
    private static final String WORKSPACE_ID = "SEAM_WORKSPACE_ID";
    private static final String ENDPOINT = "SEAM_ENDPOINT";
    private static final String OLD_ENDPOINT = "SEAM_API_URL";

    private final @Nullable Map<String, String> environment;

    /** @param environment null if no variables may be read */
    Settings(@Nullable Map<String, String> environment) {
        this.environment = environment;
    }

    Supplier<HttpUrl> endpoint(@Nullable String endpoint, boolean plainHttpAllowed) {
        if (endpoint != null) {
            return Endpoint.parse("endpoint", endpoint, plainHttpAllowed);
        }
        String fromEnvironment = variable(ENDPOINT);
        if (fromEnvironment != null) {
            return Endpoint.parse(ENDPOINT, fromEnvironment, plainHttpAllowed);
        }
        String old = variable(OLD_ENDPOINT);
        if (old != null) {
            System.getLogger(RequestLog.LOGGER)
                    .log(Level.WARNING, OLD_ENDPOINT + " is deprecated: set " + ENDPOINT + " instead");
            return Endpoint.parse(OLD_ENDPOINT, old, plainHttpAllowed);
        }
        return Endpoint.parse("endpoint", Defaults.ENDPOINT, false);
    }

    /** @param inherited the credentials of the client from which this one is derived; null if there is none */
    Supplier<Credentials> credentials(
            @Nullable Supplier<Credentials> apiKey,
            @Nullable Supplier<Credentials> personalAccessToken,
            @Nullable Supplier<Credentials> inherited) {
        if (apiKey != null && personalAccessToken != null) {
            throw new IllegalArgumentException("apiKey and personalAccessToken are both set: choose one");
        }
        if (apiKey != null) {
            return apiKey;
        }
        if (personalAccessToken != null) {
            return personalAccessToken;
        }
        if (inherited != null) {
            return inherited;
        }
        if (environment == null) {
            throw new IllegalArgumentException(
                    "no credentials: call apiKey, personalAccessToken or fromEnvironment before build");
        }
        Credentials fromEnvironment = credentialsFromEnvironment();
        return () -> fromEnvironment;
    }

    private Credentials credentialsFromEnvironment() {
        String key = variable(API_KEY);
        String token = variable(PERSONAL_ACCESS_TOKEN);
        if (key != null && token != null) {
            throw new IllegalArgumentException(
                    API_KEY + " and " + PERSONAL_ACCESS_TOKEN + " are both set: unset one, or choose in code");
        }
        if (key != null) {
            return Credentials.apiKey(API_KEY, key);
        }
        if (token == null) {
            throw new IllegalArgumentException(
                    "no credentials: set " + API_KEY + ", or " + PERSONAL_ACCESS_TOKEN + " and " + WORKSPACE_ID);
        }
        String workspaceId = variable(WORKSPACE_ID);
        if (workspaceId == null) {
            throw new IllegalArgumentException(PERSONAL_ACCESS_TOKEN + " requires " + WORKSPACE_ID + " to be set too");
        }
        return Credentials.personalAccessToken(PERSONAL_ACCESS_TOKEN, token, workspaceId);
    }

    /** A variable; null if it is not set or blank. */
    private @Nullable String variable(String name) {
        String value = environment == null ? null : environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
