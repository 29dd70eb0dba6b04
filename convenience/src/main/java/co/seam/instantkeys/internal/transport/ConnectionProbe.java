package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Connection;
import okhttp3.Protocol;

/**
 * Detects idle HTTP/1.1 connections that the server has closed, with a read of at most a millisecond. OkHttp itself
 * checks only after 10 s of idleness. HTTP/2 connections have a reader thread that notices by itself.
 */
final class ConnectionProbe {
    /** A connection that was in use more recently is not probed: the probe would cost more than it saves. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long the probe of an open connection takes: the shortest timeout that a socket has. */
    private static final int PROBE_MILLIS = 1;

    /** When each HTTP/1.1 connection was last in use. Shared by all clients, because they may share a pool. */
    private static final Map<Connection, AtomicLong> LAST_USED = Collections.synchronizedMap(new WeakHashMap<>());

    void used(Connection connection) {
        if (isHttp1(connection)) {
            LAST_USED.computeIfAbsent(connection, key -> new AtomicLong()).set(System.nanoTime());
        }
    }

    boolean isClosed(Connection connection) {
        if (!isHttp1(connection) || !isIdle(connection)) {
            return false;
        }
        Socket socket = connection.socket();
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(PROBE_MILLIS);
            try {
                // An end of stream, or bytes that belong to no request: in both cases the connection cannot be used.
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

    private static boolean isHttp1(Connection connection) {
        Protocol protocol = connection.protocol();
        return protocol == Protocol.HTTP_1_1 || protocol == Protocol.HTTP_1_0;
    }

    private static boolean isIdle(Connection connection) {
        AtomicLong last = LAST_USED.get(connection);
        return last != null && System.nanoTime() - last.get() >= IDLE_NANOS;
    }
}
