package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection turned out to be closed or {@link ConnectionGenerations retired}. Nothing was sent; the call starts
 * over.
 */
final class ClosedConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedConnectionException(String message) {
        super(message);
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
