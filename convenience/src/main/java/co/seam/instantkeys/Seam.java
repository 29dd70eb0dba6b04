package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.CallSettings;
import co.seam.instantkeys.internal.transport.Dependencies;
import co.seam.instantkeys.internal.transport.RequestLog;
import co.seam.instantkeys.internal.transport.SystemClock;
import co.seam.instantkeys.internal.transport.Transport;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Seam API. Create one, share it between all threads, close it when the program ends.
 *
 * <pre>{@code
 * try (Seam seam = Seam.fromEnvironment()) {
 *     InstantKey key = seam.userIdentities().generateInstantKey(guestId);
 *     send(key.getInstantKeyUrl());
 * }
 * }</pre>
 *
 * <p>Calls block the calling thread. A write is sent at most once, even if it fails; only a grant with an
 * {@code access_grant_key} may be sent again. A read is attempted up to three times by default. A call that fails after
 * its arguments were accepted throws a {@link SeamException}, and {@link SeamException#isOutcomeUnknown()} states
 * whether the server may have processed the request.
 */
public final class Seam extends SeamResources implements AutoCloseable {
    private final Supplier<HttpUrl> endpoint;
    private final Transport transport;

    private final Builder settings;
    private final Supplier<Credentials> credentials;

    private Seam(
            Supplier<HttpUrl> endpoint,
            Transport transport,
            CallExecutor calls,
            Builder settings,
            Supplier<Credentials> credentials) {
        super(calls);
        this.settings = new Builder(settings);
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.transport = transport;
    }

    /**
     * Creates a client from environment variables: {@code SEAM_API_KEY}, or {@code SEAM_PERSONAL_ACCESS_TOKEN} and
     * {@code SEAM_WORKSPACE_ID}; and {@code SEAM_ENDPOINT}, if it is set. A blank variable counts as unset.
     *
     * @throws IllegalArgumentException if no credentials are set, if both kinds are set, or if a token is of the wrong
     *     kind; the message never contains the credentials
     */
    public static Seam fromEnvironment() {
        return builder().fromEnvironment().build();
    }

    /**
     * Creates a client with default settings. Reads no environment variables.
     *
     * @param apiKey starts with {@code seam_} and belongs to one workspace; surrounding white space is removed
     * @throws IllegalArgumentException if it is blank or a token of another kind; the message does not contain it
     */
    public static Seam withApiKey(String apiKey) {
        return builder().apiKey(apiKey).build();
    }

    /**
     * Returns a builder with default settings and no credentials. It reads environment variables only if
     * {@link Builder#fromEnvironment()} is called.
     *
     * @throws IllegalStateException if OkHttp is missing, or is the artifact of OkHttp 5 that has no classes; the
     *     message states the remedy
     */
    public static Builder builder() {
        Dependencies.check();
        return new Builder();
    }

    /** Issues, changes, replaces and cancels the keys of bookings, by your own key for each. */
    public Stays stays() {
        return new Stays(calls, transport.totalTimeout(), transport.clock());
    }

    public InstantKeys instantKeys() {
        return new InstantKeys(calls);
    }

    public UserIdentities userIdentities() {
        return new UserIdentities(calls);
    }

    public AccessGrants accessGrants() {
        return new AccessGrants(calls, transport.totalTimeout(), transport.clock());
    }

    public AccessMethods accessMethods() {
        return new AccessMethods(calls);
    }

    public Acs acs() {
        return new Acs(new AcsSystems(calls), new AcsEntrances(calls));
    }

    /**
     * Returns the raw API: a Retrofit interface of {@code co.seam.instantkeys.generated.api}. Its calls, which you run
     * with {@code execute} or {@code enqueue}, use the connections and credentials of this client and follow the same
     * rules: a write is sent at most once, a read is retried. No defaults are applied and no arguments are checked. An
     * error response is returned as a {@code Response} that is not successful; {@link SeamApiException#of} turns it
     * into an exception. An unreadable response throws {@link SeamResponseException}, so that its body is not lost.
     *
     * @param apiInterface the class of such an interface, for example of
     *     {@link co.seam.instantkeys.generated.api.InstantKeysApi}
     */
    public <T> T api(Class<T> apiInterface) {
        return calls.newApi(apiInterface);
    }

    /**
     * Runs calls, and throws an {@link InterruptedException} if they fail while the thread is interrupted, as blocking
     * methods of the JDK do. By itself, an interrupted call throws a {@link SeamException} and keeps the interrupt
     * flag, which is not enough for code that expects an {@link InterruptedException}, such as {@code runInterruptible}
     * of Kotlin's coroutines.
     *
     * <pre>{@code
     * IssuedStay stay = Seam.interruptibly(() -> seam.stays().issue(request));
     * }</pre>
     *
     * @param calls may return null; what it throws while the thread is not interrupted is thrown unchanged
     * @return what {@code calls} returned
     * @throws InterruptedException if the calls threw a {@link SeamException}, or the {@link IllegalStateException} of
     *     {@link StayResults#hasNext}, while the thread was interrupted. That is its cause; a {@code SeamException}
     *     states whether a write may have been processed. The interrupt flag is then cleared.
     */
    public static <T extends @Nullable Object> T interruptibly(Supplier<T> calls) throws InterruptedException {
        Checks.notNull("calls", calls);
        try {
            return calls.get();
        } catch (SeamException | IllegalStateException e) { // the latter of StayResults
            if (!Thread.interrupted()) {
                throw e;
            }
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        }
    }

    /**
     * Derives a client with other settings, on the same connections and threads, for example for another workspace or
     * with a shorter timeout: {@code seam.with(settings -> settings.workspaceId(hotel))}. Credentials, timeouts,
     * retries, response size, logging and listener start as they are here, and can be changed; the rest cannot. Both
     * clients share the budget for retries.
     *
     * <p>Costs little, but not nothing: keep a derived client instead of deriving one per call. Closing it closes
     * nothing that is shared; closing this one closes it too.
     *
     * @throws IllegalArgumentException as {@link Builder#build()}, or if a setting is changed that a derived client
     *     shares
     */
    public Seam with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /**
     * Closes the client. Later calls throw {@link IllegalStateException}; calls in progress run to their end. Releases
     * connections and threads, unless they belong to an {@link OkHttpClient} that was passed to the builder.
     */
    @Override
    public void close() {
        transport.close();
    }

    /** Shows the endpoint, and no credentials. */
    @Override
    public String toString() {
        return "Seam{endpoint=" + endpoint.get() + "}";
    }

    /** Configures a client. If a setting is set twice, the last value applies. Not thread-safe. */
    public static final class Builder {
        private final @Nullable Seam parent;
        private @Nullable Supplier<Credentials> apiKey;
        private @Nullable Supplier<Credentials> personalAccessToken;
        private @Nullable String workspaceId;
        private @Nullable String endpoint;
        private Duration timeout = Defaults.TIMEOUT;
        private Duration totalTimeout = Defaults.TOTAL_TIMEOUT;
        private int maxRetries = Defaults.MAX_RETRIES;
        private long maxResponseBytes = Defaults.MAX_RESPONSE_BYTES;
        private boolean plainHttpAllowed;
        private boolean logRequests;
        private boolean logPersonalData;
        private @Nullable CallEvents callEvents;
        private @Nullable Supplier<OkHttpClient> httpClient;
        private @Nullable Map<String, String> environment;
        private @Nullable TransportClock clock;

        private Builder() {
            parent = null;
        }

        /** Starts from the settings of a client whose connections and threads are shared. */
        private Builder(Seam parent) {
            this(parent, parent.settings);
        }

        /** Copies what a derived client starts with. */
        private Builder(Builder settings) {
            this(null, settings);
        }

        private Builder(@Nullable Seam parent, Builder settings) {
            this.parent = parent;
            timeout = settings.timeout;
            totalTimeout = settings.totalTimeout;
            maxRetries = settings.maxRetries;
            maxResponseBytes = settings.maxResponseBytes;
            logRequests = settings.logRequests;
            logPersonalData = settings.logPersonalData;
            callEvents = settings.callEvents;
        }

        /**
         * Authenticates with an API key, which belongs to one workspace.
         *
         * @param apiKey starts with {@code seam_}; surrounding white space is removed
         * @throws IllegalArgumentException if it is blank or a token of another kind; the message does not contain it
         */
        public Builder apiKey(String apiKey) {
            Credentials checked = Credentials.apiKey("apiKey", apiKey);
            this.apiKey = () -> checked;
            return this;
        }

        /**
         * Authenticates with an API key that may change: the supplier is called before each API call, on the
         * thread that starts it.
         *
         * @param apiKey thread-safe and quick; a call throws what {@link #apiKey(String)} would throw for the value, or
         *     what the supplier throws
         */
        public Builder apiKey(Supplier<String> apiKey) {
            Checks.notNull("apiKey", apiKey);
            this.apiKey = () -> Credentials.apiKey("apiKey", apiKey.get());
            return this;
        }

        /**
         * Authenticates with a personal access token, in one of its owner's workspaces.
         *
         * @param token starts with {@code seam_at}; surrounding white space is removed
         * @param workspaceId the workspace to work in
         * @throws IllegalArgumentException if one of them is blank or the token is of another kind; the message
         *     contains neither
         */
        public Builder personalAccessToken(String token, String workspaceId) {
            Credentials checked = Credentials.personalAccessToken("personalAccessToken", token, workspaceId);
            this.personalAccessToken = () -> checked;
            return this;
        }

        /**
         * Authenticates with a personal access token that may change: the supplier is called before each call of the
         * API, on the thread that starts it.
         *
         * @param token thread-safe and quick; a call throws what {@link #personalAccessToken(String, String)} would
         *     throw for the value, or what the supplier throws
         * @param workspaceId the workspace to work in
         */
        public Builder personalAccessToken(Supplier<String> token, String workspaceId) {
            Checks.notNull("token", token);
            Checks.notBlank("workspaceId", workspaceId);
            this.personalAccessToken =
                    () -> Credentials.personalAccessToken("personalAccessToken", token.get(), workspaceId);
            return this;
        }

        /**
         * Replaces the workspace of the personal access token; mainly for {@link Seam#with}.
         *
         * @throws IllegalArgumentException if it is blank; {@link #build()} throws one if the credentials are an API
         *     key
         */
        public Builder workspaceId(String workspaceId) {
            this.workspaceId = Checks.notBlank("workspaceId", workspaceId);
            return this;
        }

        /**
         * Sets the base URL of the API; {@code https://connect.getseam.com} by default. A path prefix is kept, and a
         * trailing slash makes no difference. {@link #build()} rejects plain HTTP to hosts other than loopback, unless
         * {@link #allowPlainHttp()} is called.
         */
        public Builder endpoint(String endpoint) {
            rejectIfDerived("endpoint");
            this.endpoint = Checks.notBlank("endpoint", endpoint);
            return this;
        }

        /**
         * Accepts a plain HTTP {@link #endpoint(String)} on any host. Anyone on the network can then read the
         * credentials and the links.
         */
        public Builder allowPlainHttp() {
            rejectIfDerived("allowPlainHttp");
            this.plainHttpAllowed = true;
            return this;
        }

        /**
         * Sets the timeout of one attempt, from connecting to the last byte of the response; 30 s by default. As in
         * plain OkHttp, it does not cover a DNS lookup, or the time that a call of the raw API, started with
         * {@code enqueue}, spends queued behind other calls. The {@link #totalTimeout} ends an attempt as well, so a
         * longer timeout has no effect.
         *
         * @throws IllegalArgumentException if it is not positive; for no timeout, use {@link #noTimeout()}
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }

        /**
         * Sets the timeout of a call: all attempts of a read, and the delays between them; 2 minutes by default. It
         * also covers all requests of {@link AccessGrants#create} together, and those of each method of {@link Stays};
         * those of each stay for {@link Stays#issueAll}, and those of each page for {@link Stays#list}. A call that {@code enqueue} keeps queued for that long is not sent.
         *
         * @throws IllegalArgumentException if it is not positive; for no timeout, use {@link #noTimeout()}
         */
        public Builder totalTimeout(Duration totalTimeout) {
            this.totalTimeout = Checks.positive("totalTimeout", totalTimeout);
            return this;
        }

        /**
         * Removes both timeouts. Interrupting the thread still ends a call. A {@link #timeout} or {@link #totalTimeout}
         * that is set afterwards applies, and the other one remains removed.
         */
        public Builder noTimeout() {
            this.timeout = Duration.ZERO;
            this.totalTimeout = Duration.ZERO;
            return this;
        }

        /**
         * Sets how often a read is sent again after a broken connection, a timeout, or a status 408, 429 or 5xx; 2 by
         * default, 0 for never. All calls of a client share a budget for these retries: after some hundred that failed,
         * calls fail at once until others succeed. Writes are never retried. What {@link AccessGrants#create} does for
         * a grant with an {@code access_grant_key} does not change.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRetries(int maxRetries) {
            if (maxRetries < 0) {
                throw new IllegalArgumentException("maxRetries must not be negative, but is " + maxRetries);
            }
            this.maxRetries = maxRetries;
            return this;
        }

        /**
         * Sets the size of the largest response that is read, in bytes after decompression; 64 MiB by default. A larger
         * one throws a {@link SeamResponseException}. So does one that takes more than four times this limit in memory
         * as a model, or more than a quarter of the heap. The body of an error response is truncated to 64 KiB.
         *
         * @throws IllegalArgumentException if it is not positive, or more than the 2 GiB that a String can hold
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
         * Logs each attempt at level INFO to the {@link System.Logger} named {@code co.seam.instantkeys}: path, request
         * with secrets and personal data masked, status, request id, milliseconds. Off by default.
         */
        public Builder logRequests() {
            this.logRequests = true;
            return this;
        }

        /**
         * Makes {@link #logRequests()} show personal data: names, e-mail addresses, phone numbers and search texts.
         * Without it, they are masked. Secrets are masked in any case.
         */
        public Builder logPersonalData() {
            this.logPersonalData = true;
            return this;
        }

        /** Sets a listener that receives how each attempt and call ended, for metrics and tracing. None by default. */
        public Builder callListener(SeamCallListener callListener) {
            this.callEvents = new CallEvents(Objects.requireNonNull(callListener, "callListener is null"));
            return this;
        }

        /**
         * Sends through your own client, with its proxy, TLS settings, interceptors and metrics. The SDK's timeouts and
         * at-most-once rule still apply, and redirects are still not followed. {@link Seam#close()} does not shut it
         * down.
         *
         * <p>Plain HTTP to loopback, with or without your own client, bypasses the proxies of the JVM and any
         * {@link java.net.ProxySelector}, because a proxy could read the token; only {@link OkHttpClient.Builder#proxy}
         * applies.
         */
        public Builder httpClient(OkHttpClient httpClient) {
            Objects.requireNonNull(httpClient, "httpClient is null");
            return httpClient(() -> httpClient);
        }

        /**
         * Sends through your own client, as {@link #httpClient(OkHttpClient)} does, but creates it at the first call. A
         * new {@link OkHttpClient} loads the certificates that it trusts, which takes longer than everything else that
         * this SDK does when a program starts.
         *
         * @param httpClient called once, on the thread of the first call; must not return null
         */
        public Builder httpClient(Supplier<OkHttpClient> httpClient) {
            rejectIfDerived("httpClient");
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient is null");
            return this;
        }

        /**
         * Makes {@link #build()} take from environment variables what is not set by then: credentials from
         * {@code SEAM_API_KEY}, or {@code SEAM_PERSONAL_ACCESS_TOKEN} and {@code SEAM_WORKSPACE_ID}; the endpoint from
         * {@code SEAM_ENDPOINT}, or from the deprecated {@code SEAM_API_URL}, with a warning. A blank variable counts
         * as unset.
         */
        public Builder fromEnvironment() {
            return fromEnvironment(System.getenv());
        }

        /**
         * Makes {@link #build()} take variables from this map, as {@link #fromEnvironment()} does from the environment;
         * for tests and for other sources of configuration.
         */
        public Builder fromEnvironment(Map<String, String> environment) {
            rejectIfDerived("fromEnvironment");
            this.environment = new HashMap<>(environment);
            return this;
        }

        private void rejectIfDerived(String setting) {
            if (parent != null) {
                throw new IllegalArgumentException(
                        setting + " cannot be set here: a client that is derived by with(...) "
                                + "shares endpoint, connections and threads. Build another client with Seam.builder()");
            }
        }

        /** Replaces the clock, so that tests do not have to wait. */
        Builder clock(TransportClock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Creates the client. Sends nothing.
         *
         * @throws IllegalArgumentException if no credentials are set, if both kinds are set, if a token is of the wrong
         *     kind, or if the endpoint cannot be used; the message never contains the credentials
         */
        public Seam build() {
            Settings settings = new Settings(environment);
            Supplier<Credentials> supplied =
                    settings.credentials(apiKey, personalAccessToken, parent == null ? null : parent.credentials);
            Supplier<Credentials> credentials = inWorkspace(supplied);
            Supplier<HttpUrl> url = parent == null ? settings.endpoint(endpoint, plainHttpAllowed) : parent.endpoint;
            CallSettings callSettings = new CallSettings(
                    url,
                    () -> credentials.get().headers(),
                    timeout,
                    totalTimeout,
                    maxRetries,
                    maxResponseBytes,
                    logRequests ? new RequestLog(logPersonalData) : null,
                    callEvents);
            Transport transport = parent == null
                    ? new Transport(
                            httpClient == null ? OkHttpClient::new : httpClient,
                            httpClient == null,
                            callSettings,
                            clock == null ? new SystemClock() : clock)
                    : parent.transport.derive(callSettings);
            CallExecutor calls = new CallExecutor(
                    new RawApi(transport, url, maxResponseBytes), transport::fork, transport.isObserved());
            return new Seam(url, transport, calls, this, credentials);
        }

        private Supplier<Credentials> inWorkspace(Supplier<Credentials> credentials) {
            String other = workspaceId;
            if (other == null) {
                return credentials;
            }
            if (personalAccessToken == null) { // of whatever kind they are: an API key must fail now
                credentials.get().inWorkspace(other);
            }
            return () -> credentials.get().inWorkspace(other);
        }
    }
}
