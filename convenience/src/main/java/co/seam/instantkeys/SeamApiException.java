package co.seam.instantkeys;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server sent an error response: a status other than 2xx, whatever its body is (JSON, HTML, text or nothing).
 *
 * <p>The subclasses are for the errors that programs handle; any other status is this class itself.
 */
public class SeamApiException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String path;
    private final @Nullable String type;
    private final @Nullable String serverMessage;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;
    private final String rawBody;

    SeamApiException(ApiErrorDetails error) {
        super(error.message, error.outcomeUnknown, null);
        status = error.status;
        path = error.path;
        type = error.detail == null ? null : error.detail.getType();
        serverMessage = error.detail == null ? null : error.detail.getMessage();
        requestId = error.requestId;
        retryAfter = error.retryAfter;
        rawBody = error.rawBody;
    }

    /**
     * The HTTP status; 0 without an error response, which is only the case for a {@link SeamConflictException} that was
     * found by comparing grants.
     */
    public int getStatus() {
        return status;
    }

    /** The path of the operation, such as {@code /instant_keys/get}. */
    public String getPath() {
        return path;
    }

    /** The API's name of the error, such as {@code invalid_input}; null if the body is not the API's error envelope. */
    public @Nullable String getType() {
        return type;
    }

    /**
     * The message of the server as it was sent; null if the body is not the API's error envelope. May hold a secret of
     * the request, because servers echo their input; {@link #getMessage()} masks it.
     */
    public @Nullable String getServerMessage() {
        return serverMessage;
    }

    /** The id that Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /** The time that the server asks to wait before the next request; null if it states none. */
    public @Nullable Duration getRetryAfter() {
        return retryAfter;
    }

    /** The first 64 Ki characters of the body as received; empty if there was none. May hold secrets: do not log it. */
    public String getRawBody() {
        return rawBody;
    }
}
