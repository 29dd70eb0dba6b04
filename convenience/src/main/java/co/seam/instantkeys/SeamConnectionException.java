package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/** No whole answer came: no connection, a broken one, or none in time ({@link SeamTimeoutException}). */
public class SeamConnectionException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final boolean outcomeUnknown;

    SeamConnectionException(String message, String path, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** The operation, for example {@code /access_grants/create}. */
    public String getPath() {
        return path;
    }

    /**
     * False only where it is certain that the server did not act, so that calling again is safe. Where it is true, look
     * before you call again: for a grant by its {@code access_grant_key}, for keys by listing the identity's.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
