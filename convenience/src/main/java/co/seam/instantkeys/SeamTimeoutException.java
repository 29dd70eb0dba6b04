package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/** No response was received, or not all of it, within the timeout of the attempt or the call. */
public final class SeamTimeoutException extends SeamConnectionException {
    private static final long serialVersionUID = 1L;

    SeamTimeoutException(String message, String path, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, path, outcomeUnknown, cause);
    }
}
