package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** OkHttp sends such a body once, and gives up where it would send it again. */
final class OneShotBody extends RequestBody {
    private final RequestBody body;
    private final CallContext context;

    OneShotBody(RequestBody body, CallContext context) {
        this.body = body;
        this.context = context;
    }

    /** The request with such a body, if it has any. */
    static Request of(Request request, CallContext context) {
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
        // Even where this is not the wire, but an interceptor that sends the request by a client of its own.
        context.written = true;
        body.writeTo(sink);
    }
}
