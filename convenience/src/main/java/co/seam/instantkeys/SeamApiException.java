package co.seam.instantkeys;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server answered, and refused. The status is there whatever the body was: JSON, HTML, text, or nothing.
 *
 * <p>Subclasses exist for what a program branches on; any other status is this class itself.
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

    SeamApiException(ApiErrorDetails failure) {
        super(failure.message, null);
        status = failure.status;
        path = failure.path;
        type = failure.detail == null ? null : failure.detail.getType();
        serverMessage = failure.detail == null ? null : failure.detail.getMessage();
        requestId = failure.requestId;
        retryAfter = failure.retryAfter;
        rawBody = failure.rawBody;
    }

    /** The HTTP status. */
    public int getStatus() {
        return status;
    }

    /** The operation, for example {@code /instant_keys/get}. */
    public String getPath() {
        return path;
    }

    /** The API's name for this error, for example {@code invalid_input}; null if the body was not the API's error envelope. */
    public @Nullable String getType() {
        return type;
    }

    /**
     * The server's own words; null if the body was not the API's error envelope. Servers echo what they were sent: it may
     * hold a secret of the request, which {@link #getMessage()} does not.
     */
    public @Nullable String getServerMessage() {
        return serverMessage;
    }

    /** What Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /** How long the server asks to wait before the next request; null if it does not say. */
    public @Nullable Duration getRetryAfter() {
        return retryAfter;
    }

    /** The first 64 Ki characters of the body as it came, empty if there was none. May hold secrets: do not log it. */
    public String getRawBody() {
        return rawBody;
    }
}
