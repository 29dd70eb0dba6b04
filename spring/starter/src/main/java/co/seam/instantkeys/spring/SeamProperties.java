package co.seam.instantkeys.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties that begin with {@code seam}.
 *
 * @param apiKey API key, which belongs to one workspace. Begins with seam_.
 * @param personalAccessToken Personal access token, in place of an API key. Begins with seam_at.
 * @param workspaceId Workspace to work in with the personal access token.
 * @param endpoint Base URL of the API.
 * @param allowPlainHttp Whether plain HTTP is accepted on hosts other than loopback.
 * @param timeout Timeout of one attempt, from connecting to the last byte of the response.
 * @param totalTimeout Timeout of a call with all its attempts and the delays between them.
 * @param maxRetries Number of times that a read is sent again. Writes are sent once.
 * @param maxResponseSize Size of the largest response that is read, after decompression.
 * @param logRequests Whether each attempt is logged, with secrets and personal data masked.
 * @param logPersonalData Whether logged requests show names, e-mail addresses and phone numbers.
 */
@ConfigurationProperties("seam")
record SeamProperties(
        @Nullable String apiKey,
        @Nullable String personalAccessToken,
        @Nullable String workspaceId,
        @DefaultValue("https://connect.getseam.com") String endpoint,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("2m") Duration totalTimeout,
        @DefaultValue("2") int maxRetries,
        @DefaultValue("64MB") DataSize maxResponseSize,
        @DefaultValue("false") boolean logRequests,
        @DefaultValue("false") boolean logPersonalData,
        @DefaultValue Ssl ssl,
        @DefaultValue ConnectionPool connectionPool,
        @DefaultValue Webhook webhook,
        @DefaultValue Health health) {

    /**
     * TLS.
     *
     * @param bundle Name of the SSL bundle that connections to the API use.
     */
    record Ssl(@Nullable String bundle) {}

    /**
     * Connections that are kept for later calls. OkHttp's defaults apply to what is not set.
     *
     * @param maxIdle Number of idle connections that are kept.
     * @param keepAlive Time after which an idle connection is closed.
     */
    record ConnectionPool(
            @Nullable Integer maxIdle, @Nullable Duration keepAlive) {}

    /**
     * Requests of Seam to the application.
     *
     * @param secret Secret of the webhook. Begins with whsec_.
     * @param previousSecret Secret that is still accepted while it is being replaced.
     * @param tolerance Difference that is accepted between the time of a request and that of this machine.
     * @param maxBodySize Size of the largest webhook request that is read.
     * @param unreadableStatus Status for an authentic request that is no event, unless the handler takes an Optional.
     */
    record Webhook(
            @Nullable String secret,
            @Nullable String previousSecret,
            @DefaultValue("5m") Duration tolerance,
            @DefaultValue("256KB") DataSize maxBodySize,
            @DefaultValue("500") int unreadableStatus) {
        /** Shows no secret. */
        @Override
        public String toString() {
            return "Webhook[tolerance=" + tolerance + ", maxBodySize=" + maxBodySize + "]";
        }
    }

    /**
     * Health indicator.
     *
     * @param enabled Whether the health indicator "seam" calls the API.
     * @param cacheFor Time for which the result of a call is reported again.
     */
    record Health(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1m") Duration cacheFor) {}

    /** Shows no secret. */
    @Override
    public String toString() {
        return "SeamProperties[endpoint=" + endpoint + ", webhook=" + webhook + "]";
    }
}
