package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An idle connection turned out to be closed. Nothing was sent; the call continues on another connection. */
final class ClosedConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedConnectionException() {
        super("the server closed the idle connection");
    }

    /** Returns whether this is the failure or, where an interceptor wrapped it, one of its causes. */
    static boolean isIn(@Nullable Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof ClosedConnectionException) {
                return true;
            }
        }
        return false;
    }
}
