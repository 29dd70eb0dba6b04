package co.seam.instantkeys.internal.transport;

import java.time.Duration;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a client: a change reaches the server at most once, a read is repeated where that helps.
 *
 * <p>OkHttp alone would send a POST again on a dropped connection, on the second address of a host, on 408, on some 503s and
 * on redirects. A one-shot body and a client that follows no redirect stop all of these, and {@link AtMostOnceInterceptor} stops what
 * interceptors of the caller might do. What repeats is {@link TransportCall}, and nothing else.
 */
public final class Transport implements Call.Factory {
    /** The header that carries the id of a request. */
    public static final String REQUEST_ID = "seam-request-id";

    /** How much is read of a response that is an error, and how much an exception keeps of any. */
    public static final int MAX_ERROR_BYTES = 64 << 10;

    /** The bodies of OkHttp itself, internal to it, have the type that the header says. Others may have any. */
    private static final String OKHTTP_BODY = "okhttp3.internal.http.RealResponseBody";

    final Duration timeout;
    public final Duration totalTimeout;
    final long maxResponseBytes;
    final @Nullable RequestLog log;
    private final OkHttpClient client;
    private final boolean owned;
    private final HttpUrl endpoint;
    private final Headers headers;
    private volatile boolean closed;

    /** Of the last answer. That of the next one is the same, and to parse it takes a kilobyte. */
    private volatile @Nullable MediaType lastType;

    /**
     * @param client of the caller or fresh; it is derived from and stays as it is
     * @param owned whether nobody else uses the client's threads and connections
     * @param endpoint what all calls are below of
     * @param headers sent with every request, in place of what the request holds under the same names
     * @param timeout of one attempt; zero for none
     * @param totalTimeout of all attempts and the waits between them; zero for none
     * @param log null for none
     */
    public Transport(
            OkHttpClient client,
            boolean owned,
            HttpUrl endpoint,
            Headers headers,
            Duration timeout,
            Duration totalTimeout,
            long maxResponseBytes,
            @Nullable RequestLog log) {
        OkHttpClient.Builder guarded = client.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                // the timeout of the whole attempt bounds both; a shorter one beside it would only surprise
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        // The last to be added are the innermost. Whatever body the caller's interceptors put in place of ours is
        // one-shot
        // too; and nothing of theirs stands between the guard and the wire.
        guarded.interceptors().add(chain -> {
            CallContext context = CallContext.of(chain);
            return chain.proceed(context == null ? chain.request() : OneShotBody.of(chain.request(), context));
        });
        guarded.networkInterceptors().add(new AtMostOnceInterceptor());
        this.client = guarded.build();
        this.owned = owned;
        this.endpoint = endpoint;
        this.headers = headers;
        this.timeout = timeout;
        this.totalTimeout = totalTimeout;
        this.maxResponseBytes = maxResponseBytes;
        this.log = log;
    }

    @Override
    public TransportCall newCall(Request request) {
        if (closed) {
            throw new IllegalStateException("this Seam is closed");
        }
        if (!sameOrigin(request.url(), endpoint)) {
            throw new IllegalArgumentException("the call is not to " + endpoint + ": credentials go nowhere else");
        }
        CallContext context = CallContext.of(request);
        Request.Builder wire = request.newBuilder().tag(CallContext.class, context);
        if (request.headers().size() == 0) {
            wire.headers(headers);
        } else {
            headers.forEach(header -> wire.header(header.getFirst(), header.getSecond()));
        }
        if (request.body() != null) {
            wire.method(request.method(), new OneShotBody(request.body(), context));
        }
        return new TransportCall(this, request, wire.build(), context);
    }

    private static boolean sameOrigin(HttpUrl url, HttpUrl endpoint) {
        return url.host().equals(endpoint.host())
                && url.port() == endpoint.port()
                && url.scheme().equals(endpoint.scheme());
    }

    /** One attempt. */
    Call attempt(Request wire) {
        if (closed) {
            throw new IllegalStateException("this Seam is closed");
        }
        return client.newCall(wire);
    }

    @Nullable
    MediaType type(Response response, ResponseBody body) {
        if (!body.getClass().getName().equals(OKHTTP_BODY)) {
            return body.contentType();
        }
        MediaType last = lastType;
        if (last != null && last.toString().equals(response.header("Content-Type"))) {
            return last;
        }
        MediaType type = body.contentType();
        lastType = type;
        return type;
    }

    /** An attempt is over. The connection of one that was under way at {@link #close} came back only now. */
    void releaseIfClosed() {
        if (closed && owned) {
            client.connectionPool().evictAll();
        }
    }

    /** Lets calls that are under way end. */
    public void close() {
        closed = true;
        if (owned) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
