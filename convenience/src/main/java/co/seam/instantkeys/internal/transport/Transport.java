package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.internal.transport.ConnectionGenerations.Generation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Creates the calls of a client: a write reaches the server at most once, a read is retried where that helps.
 * Thread-safe.
 *
 * <p>OkHttp alone would send a POST again on a dropped connection, on the second address of a host, on 408, on some
 * 503s and on redirects. A one-shot body and a client that follows no redirect prevent these;
 * {@link AtMostOnceInterceptor} prevents what the caller's interceptors might do. {@link RetryPolicy} alone decides
 * what is sent again.
 */
public final class Transport implements Call.Factory {
    /** The header with the id of a request. */
    public static final String REQUEST_ID = "seam-request-id";

    /** How many bytes of an error response are read, and how much of any body an exception keeps. */
    public static final int MAX_ERROR_BYTES = 64 << 10;

    /**
     * Fails an HTTP/2 connection whose peer is gone within two intervals, for calls without a timeout, and is short
     * enough to keep the state of usual firewalls (one minute or more). A caller's client with an interval of its own
     * keeps it.
     */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

    /** Created at the first call: an {@link OkHttpClient} loads all certificates that the JVM trusts. */
    private final Lazy<ConnectionGenerations> connections;

    private final RetryBudget retryBudget;
    private final TransportClock clock;
    private final CallSettings settings;
    private final boolean owned;

    /**
     * The transport from which this one was derived, and with which it shares all but its settings; null if there is
     * none.
     */
    private final @Nullable Transport parent;

    private volatile boolean closed;

    /**
     * @param client the caller's or a new one, obtained once; it stays unchanged, because another is derived from it
     * @param owned whether nobody else uses the client's threads and connections
     * @param clock closed together with the transport
     */
    public Transport(Supplier<OkHttpClient> client, boolean owned, CallSettings settings, TransportClock clock) {
        this.connections =
                new Lazy<>(() -> new ConnectionGenerations(guard(client.get(), settings.endpoint.get(), clock), owned));
        this.retryBudget = new RetryBudget();
        this.clock = clock;
        this.settings = settings;
        this.owned = owned;
        this.parent = null;
    }

    private static OkHttpClient guard(OkHttpClient client, HttpUrl endpoint, TransportClock clock) {
        OkHttpClient.Builder guarded = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                // the timeout of the whole attempt covers both
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(IsolatedEventListener.factory(client.eventListenerFactory()));
        Loopback.goDirect(client, guarded, endpoint);
        if (client.pingIntervalMillis() == 0) {
            guarded.pingInterval(PING_INTERVAL);
        }
        // Interceptors that are added last are innermost. This one makes any body one-shot that the caller's
        // interceptors substituted for ours, and decompresses any response that they substituted. There is nothing
        // between the guard and the wire.
        guarded.interceptors().add(chain -> {
            CallContext context = CallContext.of(chain);
            if (context == null) {
                return chain.proceed(chain.request());
            }
            try {
                return ContentDecoding.decode(chain.proceed(OneShotBody.wrap(chain.request(), context)));
            } catch (IOException e) {
                context.recordInterrupt();
                throw e;
            }
        });
        guarded.networkInterceptors().add(new AtMostOnceInterceptor(clock));
        return guarded.build();
    }

    private Transport(Transport parent, CallSettings settings) {
        connections = parent.connections;
        retryBudget = parent.retryBudget;
        clock = parent.clock;
        this.settings = settings;
        owned = parent.owned;
        this.parent = parent;
    }

    /**
     * Returns a transport that shares connections, threads and the budget for retries. Closing it closes none of these;
     * closing this one closes both.
     */
    public Transport derive(CallSettings other) {
        return new Transport(this, other);
    }

    public Duration totalTimeout() {
        return settings.totalTimeout;
    }

    @Override
    public TransportCall newCall(Request request) {
        checkOpen();
        HttpUrl endpoint = settings.endpoint.get();
        if (!isSameOrigin(request.url(), endpoint)) {
            throw new IllegalArgumentException(
                    "request URL is outside the endpoint " + endpoint + ": credentials are not sent to other hosts");
        }
        Headers headers = settings.headers.get();
        CallContext context = new CallContext(request, headers, settings.observer, clock);
        Request.Builder wireRequest = request.newBuilder().tag(CallContext.class, context);
        if (request.headers().size() == 0) {
            wireRequest.headers(headers);
        } else {
            headers.forEach(header -> wireRequest.header(header.getFirst(), header.getSecond()));
        }
        if (request.body() != null) {
            wireRequest.method(request.method(), new OneShotBody(request.body(), context));
        }
        return new TransportCall(this, request, wireRequest.build(), context);
    }

    private static boolean isSameOrigin(HttpUrl url, HttpUrl endpoint) {
        return url.host().equals(endpoint.host())
                && url.port() == endpoint.port()
                && url.scheme().equals(endpoint.scheme());
    }

    /** @throws IllegalStateException if the transport is closed */
    void checkOpen() {
        if (isClosed()) {
            throw new IllegalStateException("this Seam is closed");
        }
    }

    ConnectionGenerations connections() {
        return connections.get();
    }

    /** Returns a client with the connections and threads of all generations. */
    private OkHttpClient client() {
        return connections().current().client();
    }

    /** Keeps later attempts off the connections of an attempt that was given up. */
    void retire(Generation generation) {
        connections().retire(generation);
    }

    /**
     * Runs a task on a thread of the {@link OkHttpClient}, because it may run a listener of the caller's that blocks:
     * delays have one thread for the whole client.
     */
    public void execute(Runnable task) {
        try {
            client().dispatcher().executorService().execute(task);
        } catch (RejectedExecutionException e) { // closed in the meantime, as the task notices
            task.run();
        }
    }

    /**
     * Runs a task in parallel with the calling thread.
     *
     * @throws IllegalStateException if the transport is closed
     * @throws RejectedExecutionException if the caller's {@link OkHttpClient} has no thread for it
     */
    public void fork(Runnable task) {
        checkOpen();
        client().dispatcher().executorService().execute(task);
    }

    RetryPolicy newRetryPolicy(boolean retrySafe, long totalNanos) {
        return new RetryPolicy(
                retrySafe,
                settings.maxRetries,
                retryBudget,
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                totalNanos);
    }

    long timeoutNanos() {
        return settings.timeout.toNanos();
    }

    ResponseBuffer responses() {
        return settings.responses;
    }

    @Nullable
    RequestLog log() {
        return settings.log;
    }

    /** Returns whether an observer receives how calls end. */
    public boolean isObserved() {
        return settings.observer != null;
    }

    public TransportClock clock() {
        return clock;
    }

    /** After an attempt: evicts its connection if {@link #close} came while it was in use. */
    void evictIfClosed() {
        if (owned && (parent == null ? closed : parent.isClosed())) {
            client().connectionPool().evictAll();
        }
    }

    boolean isClosed() {
        return closed || (parent != null && parent.isClosed());
    }

    /** Leaves the threads to calls that are queued: without one, each would fail in the stack frame of the last. */
    private static void shutDownWhenIdle(Dispatcher dispatcher) {
        ExecutorService threads = dispatcher.executorService();
        dispatcher.setIdleCallback(threads::shutdown);
        if (dispatcher.queuedCallsCount() + dispatcher.runningCallsCount() == 0) {
            threads.shutdown();
        }
    }

    /** Accepts no further calls; those in progress run to their end. */
    public void close() {
        closed = true;
        if (parent != null) {
            return; // the rest is the parent's
        }
        clock.close();
        if (owned && connections.isCreated()) {
            shutDownWhenIdle(client().dispatcher());
            client().connectionPool().evictAll();
        }
    }
}
