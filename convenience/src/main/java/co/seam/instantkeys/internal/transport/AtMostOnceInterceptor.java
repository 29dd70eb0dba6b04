package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The last thing before the wire. Lets a change pass once, whatever interceptors of the caller's own client do; and before
 * that makes sure that a connection which has been idle is still open, because what is sent into a closed one has an unknown
 * outcome, or costs an attempt, for nothing.
 */
final class AtMostOnceInterceptor implements Interceptor {
    /** OkHttp itself looks only after 10 s of idleness. Shorter than this, the look would cost more than it can save. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Pattern TOO_MANY_SECONDS = Pattern.compile("0*[1-9]\\d{9,}");
    private static final String MANY_SECONDS = String.valueOf(Integer.MAX_VALUE);

    /** How long the look at a live connection takes: the shortest wait a socket knows. */
    private static final int LOOK_MILLIS = 1;

    /** When each connection last ended an exchange. Of all clients: they may share a pool. */
    private static final Map<Connection, Long> LAST_USED = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public Response intercept(Chain chain) throws IOException {
        CallContext context = CallContext.of(chain);
        Connection connection = chain.connection();
        if (context == null) { // a request of the caller's interceptors, not of this SDK
            return proceed(chain, connection);
        }
        Long deadline = context.deadline;
        if (deadline != null && deadline - System.nanoTime() <= 0) { // it waited for a thread or a connection until now
            throw new InterruptedIOException("timeout");
        }
        if (connection != null && isClosed(connection)) {
            throw new ClosedConnectionException();
        }
        if (!context.sent.compareAndSet(false, true) && !context.retrySafe) {
            throw new SecondPassException(context.path);
        }
        try {
            return proceed(chain, connection);
        } catch (IOException e) {
            if (isShutdown(e)) {
                context.sent.set(false);
            }
            throw e;
        }
    }

    private static Response proceed(Chain chain, @Nullable Connection connection) throws IOException {
        try {
            return withSaneRetryAfter(chain.proceed(chain.request()));
        } finally {
            if (connection != null) {
                LAST_USED.put(connection, System.nanoTime());
            }
        }
    }

    /** OkHttp reads the seconds of a 503 as an int, and dies of any that is larger. */
    private static Response withSaneRetryAfter(Response response) {
        String after = response.header("Retry-After");
        return after != null && TOO_MANY_SECONDS.matcher(after).matches()
                ? response.newBuilder().header("Retry-After", MANY_SECONDS).build()
                : response;
    }

    /** HTTP/2: the server was leaving, and the stream was never opened. By name, as the class is internal to OkHttp. */
    private static boolean isShutdown(IOException e) {
        return e.getClass().getName().equals("okhttp3.internal.http2.ConnectionShutdownException");
    }

    /** HTTP/2 has a thread that reads, notices by itself, and holds the lock that a read here would wait for. */
    private static boolean isClosed(Connection connection) {
        Long last = LAST_USED.get(connection);
        boolean idle = last != null && System.nanoTime() - last >= IDLE_NANOS;
        Protocol protocol = connection.protocol();
        if (!idle || (protocol != Protocol.HTTP_1_1 && protocol != Protocol.HTTP_1_0)) {
            return false;
        }
        Socket socket = connection.socket();
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(LOOK_MILLIS);
            try {
                // An end, or bytes that nobody asked for: either way this connection is over.
                int ignored = socket.getInputStream().read();
                return true;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Thrown before anything is sent; the call goes on with another connection. */
    static final class ClosedConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedConnectionException() {
            super("the server had closed the idle connection");
        }

        /** Also where an interceptor of the caller wrapped it. */
        static boolean isIn(@Nullable Throwable failure) {
            for (Throwable link = failure; link != null; link = link.getCause()) {
                if (link instanceof ClosedConnectionException) {
                    return true;
                }
            }
            return false;
        }
    }

    static final class SecondPassException extends IOException {
        private static final long serialVersionUID = 1L;

        SecondPassException(String path) {
            super("refused to send " + path + " a second time: an interceptor of the OkHttpClient repeats calls, "
                    + "and this one must reach the server at most once");
        }
    }
}
