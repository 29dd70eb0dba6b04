package co.seam.instantkeys;

import co.seam.instantkeys.SeamConverterFactory.UnreadableException;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call at most once and brings its answer into memory whole. OkHttp alone would send a POST again on a dropped
 * connection, on the second address of a host, on 408, on some 503s and on redirects: a one-shot body and a client that
 * follows no redirect stop all of these.
 */
final class Transport implements Call.Factory {
    private final OkHttpClient client;
    private final Headers headers;
    private final long maxResponseBytes;
    private volatile boolean closed;

    /**
     * @param client follows no redirect
     * @param headers sent with every request, in place of what the request holds under the same names
     */
    Transport(OkHttpClient client, Headers headers, long maxResponseBytes) {
        this.client = client;
        this.headers = headers;
        this.maxResponseBytes = maxResponseBytes;
    }

    @Override
    public Call newCall(Request request) {
        if (closed) {
            throw new IllegalStateException("this Seam is closed");
        }
        Exchange exchange = Exchange.of(request);
        Request.Builder wire = request.newBuilder().tag(Exchange.class, exchange);
        headers.forEach(header -> wire.header(header.getFirst(), header.getSecond()));
        RequestBody body = request.body();
        if (body != null) {
            wire.method(request.method(), new OneShotBody(body));
        }
        return new BufferedCall(client.newCall(wire.build()), exchange);
    }

    void close() {
        closed = true;
    }

    /** The answer with its body in memory: whatever breaks while it comes in belongs to the call, not to who reads it. */
    private Response buffer(Response response, Exchange exchange) throws IOException {
        exchange.response = response;
        ResponseBody body = response.body();
        if (body == null) {
            return response;
        }
        try (BufferedSource source = body.source()) {
            long limit = response.isSuccessful() ? maxResponseBytes : Defaults.MAX_ERROR_BYTES;
            boolean oversize = source.request(limit + 1);
            Buffer buffer = new Buffer();
            buffer.write(source.getBuffer(), Math.min(source.getBuffer().size(), limit));
            if (oversize && response.isSuccessful()) {
                String excerpt = buffer.readUtf8(Math.min(limit, Defaults.MAX_ERROR_BYTES));
                throw new UnreadableException("larger than " + limit + " bytes", excerpt, null);
            }
            return response.newBuilder()
                    .body(ResponseBody.create(buffer, body.contentType(), buffer.size()))
                    .build();
        }
    }

    private final class BufferedCall implements Call {
        private final Call call;
        private final Exchange exchange;

        BufferedCall(Call call, Exchange exchange) {
            this.call = call;
            this.exchange = exchange;
        }

        @Override
        public Response execute() throws IOException {
            return buffer(call.execute(), exchange);
        }

        @Override
        public void enqueue(Callback callback) {
            call.enqueue(new Callback() {
                @Override
                public void onResponse(Call ignored, Response response) throws IOException {
                    Response buffered;
                    try {
                        buffered = buffer(response, exchange);
                    } catch (IOException e) {
                        callback.onFailure(BufferedCall.this, e);
                        return;
                    }
                    callback.onResponse(BufferedCall.this, buffered);
                }

                @Override
                public void onFailure(Call ignored, IOException e) {
                    callback.onFailure(BufferedCall.this, e);
                }
            });
        }

        @Override
        public Request request() {
            return call.request();
        }

        @Override
        public void cancel() {
            call.cancel();
        }

        @Override
        public boolean isExecuted() {
            return call.isExecuted();
        }

        @Override
        public boolean isCanceled() {
            return call.isCanceled();
        }

        @Override
        public Timeout timeout() {
            return call.timeout();
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod")
        public Call clone() {
            return newCall(call.request());
        }
    }

    /** OkHttp sends such a body once, and gives up where it would send it again. */
    private static final class OneShotBody extends RequestBody {
        private final RequestBody body;

        OneShotBody(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
        }
    }
}
