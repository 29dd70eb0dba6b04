package co.seam.instantkeys.internal.transport;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** The thread of a call was interrupted. A type of its own, because OkHttp has one type for interrupts and timeouts. */
public final class CallInterruptedException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    /** @param failure how the attempt ended, often "Canceled"; null if there was none */
    CallInterruptedException(@Nullable Throwable failure) {
        super("interrupted");
        if (failure != null) {
            addSuppressed(failure);
        }
    }
}
