package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/** No complete response was received within the timeout of the attempt or of the call. */
public final class SeamTimeoutException extends SeamConnectionException {
    private static final long serialVersionUID = 1L;

    SeamTimeoutException(String message, String path, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, path, outcomeUnknown, cause);
    }
}
