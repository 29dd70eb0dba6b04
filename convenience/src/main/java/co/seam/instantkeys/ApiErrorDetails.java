package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of an answer that is not a success: the arguments of {@link SeamApiException} in one piece. */
final class ApiErrorDetails {
    final int status;
    final String path;
    final @Nullable String requestId;
    final @Nullable Duration retryAfter;
    final String rawBody;
    final @Nullable ErrorDetail detail;
    final String message;

    ApiErrorDetails(
            int status,
            String path,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            String rawBody,
            @Nullable ErrorDetail detail,
            String message) {
        this.status = status;
        this.path = path;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
        this.rawBody = rawBody;
        this.detail = detail;
        this.message = message;
    }
}
