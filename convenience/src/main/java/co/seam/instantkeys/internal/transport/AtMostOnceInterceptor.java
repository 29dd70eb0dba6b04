package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.regex.Pattern;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The last interceptor before the wire. Lets a write pass once, whatever the interceptors of the caller's own client
 * do, and only onto a connection that is open: on a closed one, its outcome would be unknown.
 */
final class AtMostOnceInterceptor implements Interceptor {
    private static final Pattern MORE_SECONDS_THAN_AN_INT = Pattern.compile("0*[1-9]\\d{9,}");

    private final TransportClock clock;
    private final ConnectionProbe probe = new ConnectionProbe();

    AtMostOnceInterceptor(TransportClock clock) {
        this.clock = clock;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        CallContext context = CallContext.of(chain);
        Connection connection = chain.connection();
        if (context == null) { // a request of the caller's interceptors, not of this SDK
            return proceed(chain, connection);
        }
        if (context.isPastDeadline(clock.nanoTime())) { // the time was spent waiting for a thread or a connection
            throw new InterruptedIOException("timeout");
        }
        if (connection != null && probe.isClosed(connection)) {
            throw new ClosedConnectionException("the server closed the idle connection");
        }
        if (context.isConnectionRetired()) { // while this attempt waited for a thread, or connected
            throw new ClosedConnectionException("the connection may be dead: another call on it got no response");
        }
        if (!context.markSent() && !context.isRetrySafe()) {
            context.markUnsent();
            throw new IOException("did not send " + context.path()
                    + " a second time: an interceptor of the OkHttpClient repeats calls, and a write "
                    + "must reach the server at most once");
        }
        context.setWriter(Thread.currentThread());
        try {
            Response response = proceed(chain, connection);
            context.markResponseBegun();
            context.setWireResponse(response);
            return ContentDecoding.decode(response); // before OkHttp does
        } catch (IOException e) {
            context.recordInterrupt();
            if (OkHttpInternals.isConnectionShutdown(e)) {
                context.markUnsent();
            } else if (OkHttpInternals.isRefusedStream(e)) { // if a response began, the outcome is unknown nevertheless
                context.markRefused();
            }
            throw e;
        } finally {
            context.setWriter(null);
        }
    }

    private Response proceed(Chain chain, @Nullable Connection connection) throws IOException {
        try {
            return withReadableRetryAfter(chain.proceed(chain.request()));
        } finally {
            if (connection != null) {
                probe.used(connection);
            }
        }
    }

    /** OkHttp parses the seconds of a 503 as an int and throws a NumberFormatException on a larger number. */
    private static Response withReadableRetryAfter(Response response) {
        String after = response.isSuccessful() ? null : response.header("Retry-After");
        return after != null && MORE_SECONDS_THAN_AN_INT.matcher(after).matches()
                ? response.newBuilder()
                        .header("Retry-After", String.valueOf(Integer.MAX_VALUE))
                        .build()
                : response;
    }
}
