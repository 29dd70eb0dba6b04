package co.seam.instantkeys;

/** 429: too many requests. {@link #getRetryAfter()} says how long to wait where the server does. */
public final class SeamRateLimitException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamRateLimitException(ApiErrorDetails failure) {
        super(failure);
    }
}
