package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import co.seam.instantkeys.internal.transport.RequestLog;
import co.seam.instantkeys.internal.transport.Transport;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * The Seam API. Make one, share it between all threads, close it when the program ends.
 *
 * <p>Calls run on the caller's thread. A call that changes something reaches the server at most once, whatever breaks.
 */
public final class Seam implements AutoCloseable {
    private final Retrofit retrofit;
    private final Transport transport;
    private final InstantKeys instantKeys;
    private final UserIdentities userIdentities;
    private final AccessGrants accessGrants;
    private final AccessMethods accessMethods;
    private final Acs acs;
    private final Spaces spaces;
    private final Workspaces workspaces;
    private final ClientSessions clientSessions;
    private final Events events;

    private Seam(Retrofit retrofit, Transport transport, CallExecutor calls) {
        this.retrofit = retrofit;
        this.transport = transport;
        userIdentities = new UserIdentities(calls);
        accessMethods = new AccessMethods(calls);
        accessGrants = new AccessGrants(calls, accessMethods, transport.totalTimeout);
        acs = new Acs(new AcsSystems(calls), new AcsEntrances(calls));
        instantKeys =
                new InstantKeys(calls, new StayIssuer(userIdentities, acs.entrances(), accessGrants, accessMethods));
        spaces = new Spaces(calls);
        workspaces = new Workspaces(calls);
        clientSessions = new ClientSessions(calls);
        events = new Events(calls);
    }

    /**
     * A client from {@code SEAM_API_KEY}, or {@code SEAM_PERSONAL_ACCESS_TOKEN} and {@code SEAM_WORKSPACE_ID}; against
     * {@code SEAM_ENDPOINT} if that is set. Blank counts as unset.
     *
     * @throws IllegalArgumentException if there are no credentials, two kinds of them, or ones of the wrong kind
     */
    public static Seam fromEnvironment() {
        return builder().fromEnvironment().build();
    }

    /**
     * A client with defaults; reads no environment.
     *
     * @param apiKey of one workspace, begins with {@code seam_}; surrounding white space is dropped
     * @throws IllegalArgumentException if it is blank or another kind of token; the message does not show it
     */
    public static Seam withApiKey(String apiKey) {
        return builder().apiKey(apiKey).build();
    }

    /** A builder with nothing set, which reads no environment unless told to. */
    public static Builder builder() {
        return new Builder();
    }

    public InstantKeys instantKeys() {
        return instantKeys;
    }

    public UserIdentities userIdentities() {
        return userIdentities;
    }

    public AccessGrants accessGrants() {
        return accessGrants;
    }

    public AccessMethods accessMethods() {
        return accessMethods;
    }

    public Acs acs() {
        return acs;
    }

    public Spaces spaces() {
        return spaces;
    }

    public Workspaces workspaces() {
        return workspaces;
    }

    public ClientSessions clientSessions() {
        return clientSessions;
    }

    public Events events() {
        return events;
    }

    /**
     * The wire interface of a resource, from {@code co.seam.instantkeys.generated.api}, on the same connections, credentials
     * rules: a change is sent at most once, a read is repeated. Nothing is filled in or checked, and a refusal is a
     * {@code Response} that is not successful: you get Retrofit's {@code Call}, to {@code execute} or {@code enqueue}. Only a
     * success that is not what was promised is mapped, to a {@link SeamResponseException}, so that its body is not lost.
     */
    public <T> T api(Class<T> wireInterface) {
        return retrofit.create(wireInterface);
    }

    /**
     * Ends the client; calls after it throw {@link IllegalStateException}, those under way come to their end. Frees its
     * connections and threads, unless they belong to an {@link OkHttpClient} of yours.
     */
    @Override
    public void close() {
        transport.close();
    }

    /** Names the endpoint; never the credentials. */
    @Override
    public String toString() {
        return "Seam{endpoint=" + retrofit.baseUrl() + "}";
    }

    /** Not thread-safe. The last word on each setting wins. */
    public static final class Builder {
        private static final String API_KEY = "SEAM_API_KEY";
        private static final String PERSONAL_ACCESS_TOKEN = "SEAM_PERSONAL_ACCESS_TOKEN";
        private static final String WORKSPACE_ID = "SEAM_WORKSPACE_ID";

        private static final String ENDPOINT = "SEAM_ENDPOINT";
        private static final String OLD_ENDPOINT = "SEAM_API_URL";

        private @Nullable Credentials apiKey;
        private @Nullable Credentials personalAccessToken;
        private @Nullable String endpoint;
        private Duration timeout = Defaults.TIMEOUT;
        private Duration totalTimeout = Defaults.TOTAL_TIMEOUT;
        private long maxResponseBytes = Defaults.MAX_RESPONSE_BYTES;
        private boolean plainHttpAllowed;
        private boolean logRequests;
        private @Nullable OkHttpClient httpClient;
        private @Nullable Map<String, String> environment;

        private Builder() {}

        /**
         * Acts in the workspace that the key belongs to.
         *
         * @param apiKey begins with {@code seam_}; surrounding white space is dropped
         * @throws IllegalArgumentException if it is blank or another kind of token; the message does not show it
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = Credentials.apiKey("apiKey", apiKey);
            return this;
        }

        /**
         * Acts in one of the workspaces that the token's owner may use.
         *
         * @param token begins with {@code seam_at}; surrounding white space is dropped
         * @param workspaceId the workspace to act in
         * @throws IllegalArgumentException if one is blank or the token is of another kind; the message does not show it
         */
        public Builder personalAccessToken(String token, String workspaceId) {
            this.personalAccessToken = Credentials.personalAccessToken("personalAccessToken", token, workspaceId);
            return this;
        }

        /**
         * Where the API is; by default {@code https://connect.getseam.com}. A path prefix is kept, a trailing slash does not
         * matter. Plain http is for loopback only, unless {@link #allowPlainHttp()}. Checked by {@link #build()}.
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = Checks.notBlank("endpoint", endpoint);
            return this;
        }

        /** Allows an {@link #endpoint(String)} of plain http to any host, where others can read the token and the keys. */
        public Builder allowPlainHttp() {
            this.plainHttpAllowed = true;
            return this;
        }

        /**
         * How long one attempt may take, from connecting to the last byte of the answer; 30 s by default. Two things can't be
         * cut short, as in OkHttp itself: looking up the host's name, and, with {@code enqueue}, waiting for the calls before it.
         *
         * @throws IllegalArgumentException if it is not positive; {@link #noTimeout()} says that there is none
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /**
         * How long a call may take, with all attempts and the waits between them; 2 minutes by default. Only reads have more
         * than one attempt.
         *
         * @throws IllegalArgumentException if it is not positive; {@link #noTimeout()} says that there is none
         */
        public Builder totalTimeout(Duration totalTimeout) {
            this.totalTimeout = Checks.positive("totalTimeout", totalTimeout);
            return this;
        }

        /** Waits for ever, on an attempt and on a call as a whole. Interrupting the thread still ends the call. */
        public Builder noTimeout() {
            this.timeout = Duration.ZERO;
            this.totalTimeout = Duration.ZERO;
            return this;
        }

        /**
         * The largest answer that is read, in bytes and after decompression; 64 MiB by default. A larger one is a
         * {@link SeamResponseException}.
         *
         * @throws IllegalArgumentException if it is not positive, or more than the 2 GiB that a String holds
         */
        public Builder maxResponseBytes(long maxResponseBytes) {
            if (maxResponseBytes < 1 || maxResponseBytes > Defaults.LARGEST_RESPONSE_BYTES) {
                throw new IllegalArgumentException("maxResponseBytes must be from 1 to "
                        + Defaults.LARGEST_RESPONSE_BYTES + ", but is " + maxResponseBytes);
            }
            this.maxResponseBytes = maxResponseBytes;
            return this;
        }

        /**
         * Logs each attempt at level INFO to the {@link System.Logger} named {@code co.seam.instantkeys}: operation, request with
         * its secrets masked, status, request id, milliseconds. Off by default.
         */
        public Builder logRequests() {
            this.logRequests = true;
            return this;
        }

        /**
         * A client of your own to send through, for its proxy, TLS, interceptors and metrics. Timeout, redirects and the
         * at-most-once rule of this SDK hold on top of it. It is never shut down by {@link Seam#close()}.
         */
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient is null");
            return this;
        }

        /**
         * Fills what is still unset at {@link #build()} from the environment: credentials from {@code SEAM_API_KEY}, or from
         * {@code SEAM_PERSONAL_ACCESS_TOKEN} with {@code SEAM_WORKSPACE_ID}; the endpoint from {@code SEAM_ENDPOINT}, else
         * the deprecated {@code SEAM_API_URL}, with a warning. Blank counts as unset.
         */
        public Builder fromEnvironment() {
            return fromEnvironment(System.getenv());
        }

        /** As {@link #fromEnvironment()}, with variables of your own: from a test, or a configuration of yours. */
        public Builder fromEnvironment(Map<String, String> environment) {
            this.environment = new HashMap<>(environment);
            return this;
        }

        /**
         * Makes the client; sends nothing.
         *
         * @throws IllegalArgumentException if there are no credentials or two kinds of them, or the endpoint cannot be used;
         *     the message does not show the credentials
         */
        public Seam build() {
            Credentials credentials = credentials();
            HttpUrl url = endpoint();
            Headers headers = credentials
                    .headers()
                    .newBuilder()
                    .add("seam-sdk-name", "seam-instant-keys-java")
                    .add("seam-sdk-version", Version.SDK)
                    .add("User-Agent", "seam-instant-keys-java/" + Version.SDK)
                    .build();
            Transport transport = new Transport(
                    httpClient == null ? new OkHttpClient() : httpClient,
                    httpClient == null,
                    url,
                    headers,
                    timeout,
                    totalTimeout,
                    maxResponseBytes,
                    logRequests ? new RequestLog(credentials.token) : null);
            ErrorMapper errors = new ErrorMapper(credentials.token);
            Retrofit retrofit = new Retrofit.Builder()
                    .baseUrl(url)
                    .callFactory(transport)
                    .addCallAdapterFactory(new SeamCallAdapterFactory(errors))
                    .addConverterFactory(new JsonConverterFactory())
                    .build();
            CallExecutor calls = new CallExecutor(errors, retrofit);
            return new Seam(retrofit, transport, calls);
        }

        private HttpUrl endpoint() {
            if (endpoint != null) {
                return Endpoint.parse("endpoint", endpoint, plainHttpAllowed);
            }
            String set = environment(ENDPOINT);
            if (set != null) {
                return Endpoint.parse(ENDPOINT, set, plainHttpAllowed);
            }
            String old = environment(OLD_ENDPOINT);
            if (old != null) {
                System.getLogger(RequestLog.LOGGER)
                        .log(Level.WARNING, OLD_ENDPOINT + " is deprecated: set " + ENDPOINT + " in its place");
                return Endpoint.parse(OLD_ENDPOINT, old, plainHttpAllowed);
            }
            return Endpoint.parse("endpoint", Defaults.ENDPOINT, false);
        }

        private Credentials credentials() {
            if (apiKey != null && personalAccessToken != null) {
                throw new IllegalArgumentException("apiKey and personalAccessToken are both set: choose one");
            }
            if (apiKey != null) {
                return apiKey;
            }
            if (personalAccessToken != null) {
                return personalAccessToken;
            }
            if (environment == null) {
                throw new IllegalArgumentException(
                        "no credentials: call apiKey, personalAccessToken or fromEnvironment before build");
            }
            String key = environment(API_KEY);
            String token = environment(PERSONAL_ACCESS_TOKEN);
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
            String workspaceId = environment(WORKSPACE_ID);
            if (workspaceId == null) {
                throw new IllegalArgumentException(PERSONAL_ACCESS_TOKEN + " needs " + WORKSPACE_ID + " beside it");
            }
            return Credentials.personalAccessToken(PERSONAL_ACCESS_TOKEN, token, workspaceId);
        }

        private @Nullable String environment(String name) {
            String value = environment == null ? null : environment.get(name);
            return value == null || value.isBlank() ? null : value;
        }
    }
}
