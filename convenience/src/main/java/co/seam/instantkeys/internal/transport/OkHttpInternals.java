package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import okhttp3.ResponseBody;

/**
 * What this SDK knows of OkHttp's internal classes, by name: their types are not OkHttp's public API.
 * {@code OkHttpInternalsTest} fails when an update changes a name. Unnoticed, the first two methods would report an
 * outcome as unknown that is known, the third would report a timeout that is none, and the last would cost a kilobyte
 * per call.
 */
final class OkHttpInternals {
    static final String STREAM_RESET = "okhttp3.internal.http2.StreamResetException";
    static final String REFUSED_STREAM = "stream was reset: REFUSED_STREAM";
    static final String CONNECTION_SHUTDOWN = "okhttp3.internal.http2.ConnectionShutdownException";
    static final String EXECUTOR_REJECTED = "executor rejected";
    static final String RESPONSE_BODY = "okhttp3.internal.http.RealResponseBody";

    private OkHttpInternals() {}

    /** Returns whether the server reset the HTTP/2 stream and so promises that it did not process the request. */
    static boolean isRefusedStream(IOException e) {
        return REFUSED_STREAM.equals(e.getMessage());
    }

    /** Returns whether the HTTP/2 stream was never opened, because the server was closing the connection. */
    static boolean isConnectionShutdown(IOException e) {
        return e.getClass().getName().equals(CONNECTION_SHUTDOWN);
    }

    /** Returns whether the executor of the dispatcher has no thread for the call; OkHttp throws it as a timeout. */
    static boolean isRejected(Throwable e) {
        return EXECUTOR_REJECTED.equals(e.getMessage());
    }

    /**
     * Returns whether the body has the media type of the {@code Content-Type} header; one of an interceptor may have
     * any.
     */
    static boolean hasTypeOfHeader(ResponseBody body) {
        return body.getClass().getName().equals(RESPONSE_BODY);
    }
}
