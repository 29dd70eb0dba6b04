package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/**
 * The server reported success with something other than was promised: not JSON, the resource missing, a field of the wrong
 * type. The server has acted: after a create look the result up (a grant by its {@code access_grant_key}, keys by listing the
 * identity's) before you call again.
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
            @Nullable Throwable cause) {
        super(message, cause);
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

    /** The operation, for example {@code /access_grants/create}. */
    public String getPath() {
        return path;
    }

    /** The property that should hold the result, for example {@code access_grant}; null where the operation returns none. */
    public @Nullable String getResponseKey() {
        return responseKey;
    }

    /** What Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /**
     * The first 64 KiB of the body as it came; written anew where it was read and only lacks the result. Holds what was issued,
     * secrets too: do not log it.
     */
    public String getRawBody() {
        return rawBody;
    }
}
