package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.internal.transport.ConnectionGenerations.Generation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Call;
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

    private final OkHttpClient client;
    private final ConnectionGenerations connections;
    private final boolean owned;
    private final HttpUrl endpoint;
    private final Headers headers;
    private final Duration timeout;
    private final Duration totalTimeout;
    private final int maxRetries;
    private final RetryBudget retryBudget = new RetryBudget();
    private final ResponseBuffer responses;
    private final @Nullable RequestLog log;
    private final TransportClock clock;
    private volatile boolean closed;

    /**
     * @param client the caller's or a new one; a client is derived from it, and it stays unchanged
     * @param owned whether nobody else uses the client's threads and connections
     * @param endpoint the base URL of all calls; credentials are sent to its origin only
     * @param headers sent with every request; they replace headers of the request with the same names
     * @param timeout of one attempt; zero for none
     * @param totalTimeout of all attempts and the waits between them; zero for none
     * @param maxRetries of a read
     * @param maxResponseBytes of a successful response
     * @param log null for none
     * @param clock closed together with the transport
     */
    public Transport(
            OkHttpClient client,
            boolean owned,
            HttpUrl endpoint,
            Headers headers,
            Duration timeout,
            Duration totalTimeout,
            int maxRetries,
            long maxResponseBytes,
            @Nullable RequestLog log,
            TransportClock clock) {
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
        // Interceptors that are added last are innermost. This one makes any body one-shot that the caller's put in
        // place of ours, and decompresses what they get; the guard has nothing between itself and the wire.
        guarded.interceptors().add(chain -> {
            CallContext context = CallContext.of(chain);
            if (context == null) {
                return chain.proceed(chain.request());
            }
            try {
                Request request = ContentDecoding.ask(OneShotBody.wrap(chain.request(), context));
                return ContentDecoding.decode(chain.proceed(request));
            } catch (IOException e) {
                context.recordInterrupt();
                throw e;
            }
        });
        guarded.networkInterceptors().add(new AtMostOnceInterceptor(clock));
        this.client = guarded.build();
        this.connections = new ConnectionGenerations(this.client, owned);
        this.owned = owned;
        this.endpoint = endpoint;
        this.headers = headers;
        this.timeout = timeout;
        this.totalTimeout = totalTimeout;
        this.maxRetries = maxRetries;
        this.responses = new ResponseBuffer(maxResponseBytes);
        this.log = log;
        this.clock = clock;
    }

    public Duration totalTimeout() {
        return totalTimeout;
    }

    @Override
    public TransportCall newCall(Request request) {
        checkOpen();
        if (!isSameOrigin(request.url(), endpoint)) {
            throw new IllegalArgumentException(
                    "request URL is outside the endpoint " + endpoint + ": credentials are not sent to other hosts");
        }
        CallContext context = CallContext.create(request);
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
        if (closed) {
            throw new IllegalStateException("this Seam is closed");
        }
    }

    ConnectionGenerations connections() {
        return connections;
    }

    /** Keeps later attempts off the connections of an attempt that was given up. */
    void retire(Generation generation) {
        connections.retire(generation);
    }

    /**
     * Runs a task on a thread of the {@link OkHttpClient}, because it may run a listener of the caller's that blocks:
     * delays have one thread for the whole client.
     */
    public void execute(Runnable task) {
        try {
            client.dispatcher().executorService().execute(task);
        } catch (RejectedExecutionException e) { // closed in the meantime, as the task notices
            task.run();
        }
    }

    RetryPolicy newRetryPolicy(boolean retrySafe, long totalNanos) {
        return new RetryPolicy(
                retrySafe,
                maxRetries,
                retryBudget,
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                totalNanos);
    }

    long timeoutNanos() {
        return timeout.toNanos();
    }

    ResponseBuffer responses() {
        return responses;
    }

    @Nullable
    RequestLog log() {
        return log;
    }

    public TransportClock clock() {
        return clock;
    }

    /** After an attempt: evicts its connection if {@link #close} came while it was in use. */
    void evictIfClosed() {
        if (closed && owned) {
            client.connectionPool().evictAll();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Accepts no further calls; those in progress run to their end. */
    public void close() {
        closed = true;
        clock.close();
        if (owned) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
