package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/** The answer did not come, or did not end, within the timeout. */
public final class SeamTimeoutException extends SeamConnectionException {
    private static final long serialVersionUID = 1L;

    SeamTimeoutException(String message, String path, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, path, outcomeUnknown, cause);
    }
}
