package co.seam.instantkeys;

import java.io.IOException;

/** The answer did not come, or did not end, within the timeout. */
public final class SeamTimeoutException extends SeamConnectionException {
    private static final long serialVersionUID = 1L;

    SeamTimeoutException(String message, String path, boolean outcomeUnknown, IOException cause) {
        super(message, path, outcomeUnknown, cause);
    }
}
