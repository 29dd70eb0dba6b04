package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import okhttp3.ResponseBody;

/**
 * What this SDK knows of OkHttp's internal classes, by name: their types are not OkHttp's public API. A name that an
 * update changes fails {@code OkHttpInternalsTest}; without the test the first method would report an outcome as
 * unknown that is known, the second would cost a read an attempt, and the third a kilobyte per call.
 */
final class OkHttpInternals {
    static final String STREAM_RESET = "okhttp3.internal.http2.StreamResetException";
    static final String REFUSED_STREAM = "stream was reset: REFUSED_STREAM";
    static final String CONNECTION_SHUTDOWN = "okhttp3.internal.http2.ConnectionShutdownException";
    static final String RESPONSE_BODY = "okhttp3.internal.http.RealResponseBody";

    private OkHttpInternals() {}

    /** HTTP/2: the server promises that it did not process the request. */
    static boolean isRefusedStream(IOException e) {
        return REFUSED_STREAM.equals(e.getMessage());
    }

    /** HTTP/2: the server was closing the connection, and the stream was never opened. */
    static boolean isConnectionShutdown(IOException e) {
        return e.getClass().getName().equals(CONNECTION_SHUTDOWN);
    }

    /** A body whose media type is the {@code Content-Type} header; bodies of interceptors may have any. */
    static boolean hasTypeOfHeader(ResponseBody body) {
        return body.getClass().getName().equals(RESPONSE_BODY);
    }
}
