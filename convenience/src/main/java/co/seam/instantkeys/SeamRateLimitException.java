package co.seam.instantkeys;

import java.time.Duration;

/**
 * Status 429: too many requests. {@link #getRetryAfter()} is the time to wait, if the server states it. Without a status
 * (0) for a stay of {@link Stays#issueAll} that was not sent, because that time is longer than the total timeout.
 */
public final class SeamRateLimitException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    SeamRateLimitException(ApiErrorDetails error) {
        super(error);
    }

    /** Creates an exception that the server did not report for this request, but for an earlier one. */
    static SeamRateLimitException notSent(String path, Duration retryAfter) {
        return new SeamRateLimitException(new ApiErrorDetails(
                0,
                path,
                null,
                retryAfter,
                "",
                null,
                "not sent: after an earlier request, the server asked for a pause that goes on for "
                        + retryAfter.toSeconds() + " s, longer than the total timeout; issue it again after that",
                false));
    }
}
