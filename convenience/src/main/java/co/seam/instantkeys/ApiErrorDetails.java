package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The details of an error response, for the constructors of {@link SeamApiException} and its subclasses. */
final class ApiErrorDetails {
    final int status;
    final String path;
    final @Nullable String requestId;
    final @Nullable Duration retryAfter;
    final String rawBody;
    final @Nullable ErrorDetail detail;
    final String message;
    final boolean outcomeUnknown;

    ApiErrorDetails(
            int status,
            String path,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            String rawBody,
            @Nullable ErrorDetail detail,
            String message,
            boolean outcomeUnknown) {
        this.status = status;
        this.path = path;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
        this.rawBody = rawBody;
        this.detail = detail;
        this.message = message;
        this.outcomeUnknown = outcomeUnknown;
    }
}
