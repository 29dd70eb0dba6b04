package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamWebhook;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Turns properties into a client or a verifier, or into an exception that names the property to correct. */
final class SeamSettings {
    private static final String API_KEY = "seam.api-key";
    private static final String TOKEN = "seam.personal-access-token";
    private static final String WORKSPACE = "seam.workspace-id";
    private static final String ENDPOINT = "seam.endpoint";
    private static final String WEBHOOK_SECRET = "seam.webhook.secret";

    private final SeamProperties properties;

    SeamSettings(SeamProperties properties) {
        this.properties = properties;
    }

    /** Returns a builder with the settings of the properties and the connection details. */
    Seam.Builder builder(SeamConnectionDetails details) {
        Seam.Builder builder = Seam.builder();
        addCredentials(builder, details);
        String endpoint = details.getEndpoint() == null ? properties.getEndpoint() : details.getEndpoint();
        apply(ENDPOINT, endpoint, () -> builder.endpoint(endpoint));
        apply("seam.timeout", null, () -> builder.timeout(properties.getTimeout()));
        apply("seam.total-timeout", null, () -> builder.totalTimeout(properties.getTotalTimeout()));
        apply("seam.max-retries", null, () -> builder.maxRetries(properties.getMaxRetries()));
        apply(
                "seam.max-response-size",
                null,
                () -> builder.maxResponseBytes(properties.getMaxResponseSize().toBytes()));
        if (properties.isAllowPlainHttp()) {
            builder.allowPlainHttp();
        }
        if (properties.isLogRequests()) {
            builder.logRequests();
        }
        if (properties.isLogPersonalData()) {
            builder.logPersonalData();
        }
        return builder;
    }

    /** Builds the client: the last chance for credentials to come from a customizer. */
    static Seam build(Seam.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (message.startsWith("no credentials")) {
                throw new SeamConfigurationException(
                        "No credentials for Seam: neither " + API_KEY + " nor " + TOKEN + " is set.",
                        "Set the property " + API_KEY + ", or the environment variable SEAM_API_KEY. In tests,"
                                + " @EnableSeamSandbox needs no credentials.");
            }
            if (message.startsWith("endpoint ")) {
                throw unusable(ENDPOINT, message);
            }
            throw new SeamConfigurationException(
                    "The Seam client cannot be built: " + message + ".",
                    "Correct the properties that begin with seam, or the SeamBuilderCustomizer beans.");
        }
    }

    /** Builds the verifier of webhook requests. The property of the first secret is present. */
    SeamWebhook webhook() {
        SeamProperties.Webhook webhook = properties.getWebhook();
        SeamWebhook.Builder builder = SeamWebhook.builder();
        addSecret(builder, WEBHOOK_SECRET, String.valueOf(webhook.getSecret()));
        if (webhook.getPreviousSecret() != null) {
            addSecret(builder, "seam.webhook.previous-secret", webhook.getPreviousSecret());
        }
        apply("seam.webhook.tolerance", null, () -> builder.tolerance(webhook.getTolerance()));
        return builder.build();
    }

    /** Applies a setting. An invalid one is reported under the name of its property. */
    static void apply(String property, @Nullable String value, Runnable setting) {
        if (value != null) {
            checkResolved(property, value);
        }
        try {
            setting.run();
        } catch (IllegalArgumentException e) {
            throw unusable(property, String.valueOf(e.getMessage()));
        }
    }

    private static void addCredentials(Seam.Builder builder, SeamConnectionDetails details) {
        String key = details.getApiKey();
        String token = details.getPersonalAccessToken();
        if (StringUtils.hasText(key) && StringUtils.hasText(token)) {
            throw new SeamConfigurationException(
                    "Two credentials for Seam: " + API_KEY + " and " + TOKEN + " are both set.",
                    "Remove one of the two. Environment variables such as SEAM_API_KEY count as properties.");
        }
        if (StringUtils.hasText(token)) {
            String workspace = details.getWorkspaceId();
            if (!StringUtils.hasText(workspace)) {
                throw new SeamConfigurationException(
                        TOKEN + " is set, but " + WORKSPACE + " is not.",
                        "Set the property " + WORKSPACE + " to the workspace to work in.");
            }
            checkResolved(WORKSPACE, workspace);
            apply(TOKEN, token, () -> builder.personalAccessToken(token, workspace));
        } else if (StringUtils.hasText(key)) {
            apply(API_KEY, key, () -> builder.apiKey(key));
        } else if (key != null || token != null) {
            checkResolved(key != null ? API_KEY : TOKEN, "");
        }
    }

    private static void addSecret(SeamWebhook.Builder builder, String property, String secret) {
        apply(property, secret, () -> builder.addSecret(secret));
    }

    /** Detects an unresolved placeholder, which leaves a blank value or itself. */
    private static void checkResolved(String property, String value) {
        if (!StringUtils.hasText(value)) {
            throw new SeamConfigurationException(
                    property + " is set, but blank.",
                    "Set the environment variable or placeholder that it comes from, or remove the property.");
        }
        if (value.contains("${")) {
            throw new SeamConfigurationException(
                    property + " contains a placeholder that nothing resolves.",
                    "Set the environment variable or property that the placeholder names.");
        }
    }

    /** @param reason of the SDK, which quotes no secret */
    private static SeamConfigurationException unusable(String property, String reason) {
        return new SeamConfigurationException(
                property + " cannot be used: " + reason + ".",
                "Correct the property " + property + " where it is set: a file, an environment variable, an argument.");
    }

    /** Returns what must not be shown: credentials and secrets that are set. */
    static List<String> secrets(SeamProperties properties, SeamConnectionDetails details) {
        return Stream.of(
                        properties.getApiKey(),
                        properties.getPersonalAccessToken(),
                        properties.getWebhook().getSecret(),
                        properties.getWebhook().getPreviousSecret(),
                        details.getApiKey(),
                        details.getPersonalAccessToken())
                .filter(StringUtils::hasText)
                .distinct()
                .toList();
    }
}
