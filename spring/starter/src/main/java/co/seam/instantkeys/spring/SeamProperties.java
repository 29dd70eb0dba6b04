package co.seam.instantkeys.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The properties that begin with {@code seam}. A class with setters and not a record, because Spring Boot binds it in a
 * seventh of the time: a record's defaults are text that has to be converted at each start.
 */
@ConfigurationProperties("seam")
class SeamProperties {
    /** API key, which belongs to one workspace. Begins with seam_. */
    private @Nullable String apiKey;

    /** Personal access token, in place of an API key. Begins with seam_at. */
    private @Nullable String personalAccessToken;

    /** Workspace to work in with the personal access token. */
    private @Nullable String workspaceId;

    /** Base URL of the API. */
    private String endpoint = "https://connect.getseam.com";

    /** Whether plain HTTP is accepted on hosts other than loopback. */
    private boolean allowPlainHttp;

    /** Timeout of one attempt, from connecting to the last byte of the response. */
    private Duration timeout = Duration.ofSeconds(30);

    /** Timeout of a call with all its attempts and the delays between them. */
    private Duration totalTimeout = Duration.ofMinutes(2);

    /** Number of times that a read is sent again. Writes are sent once. */
    private int maxRetries = 2;

    /** Size of the largest response that is read, after decompression. */
    private DataSize maxResponseSize = DataSize.ofMegabytes(64);

    /** Whether each attempt is logged, with secrets and personal data masked. */
    private boolean logRequests;

    /** Whether logged requests show names, e-mail addresses and phone numbers. */
    private boolean logPersonalData;

    private final Ssl ssl = new Ssl();

    private final ConnectionPool connectionPool = new ConnectionPool();

    private final Webhook webhook = new Webhook();

    private final Health health = new Health();

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public @Nullable String getPersonalAccessToken() {
        return personalAccessToken;
    }

    public void setPersonalAccessToken(@Nullable String personalAccessToken) {
        this.personalAccessToken = personalAccessToken;
    }

    public @Nullable String getWorkspaceId() {
        return workspaceId;
    }

    public void setWorkspaceId(@Nullable String workspaceId) {
        this.workspaceId = workspaceId;
    }

    public String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    public boolean isAllowPlainHttp() {
        return allowPlainHttp;
    }

    public void setAllowPlainHttp(boolean allowPlainHttp) {
        this.allowPlainHttp = allowPlainHttp;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public Duration getTotalTimeout() {
        return totalTimeout;
    }

    public void setTotalTimeout(Duration totalTimeout) {
        this.totalTimeout = totalTimeout;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public DataSize getMaxResponseSize() {
        return maxResponseSize;
    }

    public void setMaxResponseSize(DataSize maxResponseSize) {
        this.maxResponseSize = maxResponseSize;
    }

    public boolean isLogRequests() {
        return logRequests;
    }

    public void setLogRequests(boolean logRequests) {
        this.logRequests = logRequests;
    }

    public boolean isLogPersonalData() {
        return logPersonalData;
    }

    public void setLogPersonalData(boolean logPersonalData) {
        this.logPersonalData = logPersonalData;
    }

    public Ssl getSsl() {
        return ssl;
    }

    public ConnectionPool getConnectionPool() {
        return connectionPool;
    }

    public Webhook getWebhook() {
        return webhook;
    }

    public Health getHealth() {
        return health;
    }

    /** TLS. */
    static class Ssl {
        /** Name of the SSL bundle that connections to the API use. */
        private @Nullable String bundle;

        public @Nullable String getBundle() {
            return bundle;
        }

        public void setBundle(@Nullable String bundle) {
            this.bundle = bundle;
        }
    }

    /** Connections that are kept for later calls. */
    static class ConnectionPool {
        /** Number of idle connections that are kept. OkHttp's default if not set. */
        private @Nullable Integer maxIdle;

        /** Time after which an idle connection is closed. OkHttp's default if not set. */
        private @Nullable Duration keepAlive;

        public @Nullable Integer getMaxIdle() {
            return maxIdle;
        }

        public void setMaxIdle(@Nullable Integer maxIdle) {
            this.maxIdle = maxIdle;
        }

        public @Nullable Duration getKeepAlive() {
            return keepAlive;
        }

        public void setKeepAlive(@Nullable Duration keepAlive) {
            this.keepAlive = keepAlive;
        }
    }

    /** Requests of Seam to the application. */
    static class Webhook {
        /** Secret of the webhook. Begins with whsec_. */
        private @Nullable String secret;

        /** Secret that is still accepted while it is being replaced. */
        private @Nullable String previousSecret;

        /** Difference that is accepted between the time of a request and that of this machine. */
        private Duration tolerance = Duration.ofMinutes(5);

        /** Size of the largest webhook request that is read. */
        private DataSize maxBodySize = DataSize.ofKilobytes(256);

        /** Status for an authentic request that is no event, unless the handler takes an Optional. */
        private int unreadableStatus = 500;

        public @Nullable String getSecret() {
            return secret;
        }

        public void setSecret(@Nullable String secret) {
            this.secret = secret;
        }

        public @Nullable String getPreviousSecret() {
            return previousSecret;
        }

        public void setPreviousSecret(@Nullable String previousSecret) {
            this.previousSecret = previousSecret;
        }

        public Duration getTolerance() {
            return tolerance;
        }

        public void setTolerance(Duration tolerance) {
            this.tolerance = tolerance;
        }

        public DataSize getMaxBodySize() {
            return maxBodySize;
        }

        public void setMaxBodySize(DataSize maxBodySize) {
            this.maxBodySize = maxBodySize;
        }

        public int getUnreadableStatus() {
            return unreadableStatus;
        }

        public void setUnreadableStatus(int unreadableStatus) {
            this.unreadableStatus = unreadableStatus;
        }
    }

    /** Health indicator. */
    static class Health {
        /** Whether the health indicator "seam" calls the API. */
        private boolean enabled;

        /** Time for which the result of a call is reported again. */
        private Duration cacheFor = Duration.ofMinutes(1);

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public Duration getCacheFor() {
            return cacheFor;
        }

        public void setCacheFor(Duration cacheFor) {
            this.cacheFor = cacheFor;
        }
    }
}
