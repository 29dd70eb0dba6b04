package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/**
 * No complete response was received: there was no connection, it broke, or the call was interrupted or timed out
 * ({@link SeamTimeoutException}). {@link #isOutcomeUnknown()} is false only if the server certainly did not process the
 * request, so that sending it again is safe.
 */
public class SeamConnectionException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final String path;

    SeamConnectionException(String message, String path, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
        this.path = path;
    }

    /** The path of the operation, such as {@code /access_grants/create}. */
    public String getPath() {
        return path;
    }
}
