package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/**
 * The server reported success, but the response is not what the operation promises: not JSON, without the result, with
 * the result of another request, or with a property of the wrong type. {@link #isOutcomeUnknown()} is true for a write,
 * and {@link #getRawBody()} may hold what it issued.
 */
public final class SeamResponseException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String path;
    private final @Nullable String responseKey;
    private final @Nullable String requestId;
    private final String rawBody;

    SeamResponseException(
            String message,
            int status,
            String path,
            @Nullable String responseKey,
            @Nullable String requestId,
            String rawBody,
            boolean outcomeUnknown,
            @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
        this.status = status;
        this.path = path;
        this.responseKey = responseKey;
        this.requestId = requestId;
        this.rawBody = rawBody;
    }

    /** The HTTP status, 200 to 299. */
    public int getStatus() {
        return status;
    }

    /** The path of the operation, such as {@code /access_grants/create}. */
    public String getPath() {
        return path;
    }

    /** The property that should hold the result, such as {@code access_grant}; null if the operation returns none. */
    public @Nullable String getResponseKey() {
        return responseKey;
    }

    /** The id that Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /**
     * The first 64 KiB of the body as received. If the body was valid JSON without the requested result, it is that
     * JSON, written again. May hold what was issued, secrets included: do not log it.
     */
    public String getRawBody() {
        return rawBody;
    }
}
