package co.seam.instantkeys;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/**
 * The server sent an error response: a status other than 2xx, whatever its body is (JSON, HTML, text or nothing).
 *
 * <p>Errors that programs often handle have subclasses. All others are instances of this class itself.
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
     * Returns the exception that the client throws for an error response, of the same class and with the same details,
     * for callers of the raw API: {@code if (!response.isSuccessful()) throw SeamApiException.of(response);}. The error
     * body can be read afterwards; if it was read before, the exception lacks it.
     *
     * @param response of a call of {@link Seam#api}, with a status other than 2xx
     * @throws IllegalArgumentException if the status is 2xx, or if the response is not of such a call
     */
    public static SeamApiException of(Response<?> response) {
        return CallExecutor.toException(response);
    }

    /**
     * The HTTP status; 0 if there was no error response: for a {@link SeamConflictException} that the SDK itself
     * detected, for a {@link SeamNotFoundException} of a stay that is being deleted, and for a
     * {@link SeamRateLimitException} of a stay that was not sent.
     */
    public int getStatus() {
        return status;
    }

    /** The path of the operation, such as {@code /instant_keys/get}. */
    public String getPath() {
        return path;
    }

    /** The API's error type, such as {@code invalid_input}; null if the body is not the API's error envelope. */
    public @Nullable String getType() {
        return type;
    }

    /**
     * The server's message as it was sent, cut off where {@link #getRawBody()} is; null if the body is not the API's
     * error envelope. It may hold a secret of the request, because servers echo their input; {@link #getMessage()}
     * masks it.
     */
    public @Nullable String getServerMessage() {
        return serverMessage;
    }

    /** The id that Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /** The time to wait before the next request, as stated by the server; null if it states none. */
    public @Nullable Duration getRetryAfter() {
        return retryAfter;
    }

    /** The first 64 Ki characters of the body as received; empty if there was none. May hold secrets: do not log it. */
    public String getRawBody() {
        return rawBody;
    }
}
