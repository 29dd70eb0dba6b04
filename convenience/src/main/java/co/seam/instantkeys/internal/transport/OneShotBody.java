package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that OkHttp does not send twice: where it would repeat the request, it gives up. */
final class OneShotBody extends RequestBody {
    private final RequestBody body;
    private final CallContext context;

    OneShotBody(RequestBody body, CallContext context) {
        this.body = body;
        this.context = context;
    }

    /** Returns the request with a one-shot body; the request itself if it has such a body already, or none. */
    static Request wrap(Request request, CallContext context) {
        RequestBody body = request.body();
        return body == null || body.isOneShot()
                ? request
                : request.newBuilder()
                        .method(request.method(), new OneShotBody(body, context))
                        .build();
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
        // the sink may not be the wire: an interceptor may send the bytes through a client of its own
        context.markBodyRead();
        body.writeTo(sink);
    }
}
