package co.seam.instantkeys;

/** Status 429: too many requests. {@link #getRetryAfter()} is the time to wait, if the server states it. */
public final class SeamRateLimitException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamRateLimitException(ApiErrorDetails error) {
        super(error);
    }
}
