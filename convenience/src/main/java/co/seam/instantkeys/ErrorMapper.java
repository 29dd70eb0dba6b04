package co.seam.instantkeys;

import co.seam.instantkeys.SeamConverterFactory.UnreadableException;
import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.ErrorResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the exception that says so. */
final class ErrorMapper {
    private static final String REQUEST_ID = "seam-request-id";

    /** What to do after a call whose effect is not known. */
    private static final String LOOK_FIRST =
            "look before you call again: a grant is found by its access_grant_key, keys by " + "listing the identity's";

    private final String token;

    /** @param token of the client, which no message may show even if the server echoes it */
    ErrorMapper(String token) {
        this.token = token;
    }

    SeamApiException refused(Exchange exchange, String body) {
        Response response = received(exchange);
        ErrorDetail detail = detail(body);
        String requestId = requestId(response, detail);
        ApiFailure failure = new ApiFailure(
                response.code(),
                exchange.path,
                requestId,
                retryAfter(response.header("Retry-After")),
                excerpt(body),
                detail,
                message(exchange, response, detail, requestId));
        switch (response.code()) {
            case 400:
                return new SeamInvalidInputException(failure);
            case 401:
                return new SeamUnauthorizedException(failure);
            case 403:
                return new SeamForbiddenException(failure);
            case 404:
                return new SeamNotFoundException(failure);
            case 409:
                return new SeamConflictException(failure);
            case 429:
                return new SeamRateLimitException(failure);
            default:
                return response.code() >= 500 ? new SeamServerException(failure) : new SeamApiException(failure);
        }
    }

    SeamConnectionException connection(Exchange exchange, IOException e) {
        boolean unsent = e instanceof UnknownHostException || e instanceof ConnectException;
        String outcome = unsent ? "the server did not act" : "whether the server acted is unknown, so " + LOOK_FIRST;
        if (e instanceof InterruptedIOException) {
            String message = "No answer from " + exchange.path + " in time; " + outcome;
            return new SeamTimeoutException(message, exchange.path, !unsent, e);
        }
        String message =
                "No answer from " + exchange.path + " (" + clean(String.valueOf(e.getMessage())) + "); " + outcome;
        return new SeamConnectionException(message, exchange.path, !unsent, e);
    }

    SeamResponseException unreadable(Exchange exchange, UnreadableException reason) {
        Response response = received(exchange);
        String requestId = response.header(REQUEST_ID);
        String promised = exchange.responseKey == null ? "" : " with " + exchange.responseKey;
        String message = exchange.path + " answered " + response.code() + ", but not" + promised + " as promised ("
                + clean(String.valueOf(reason.getMessage())) + ")" + in(requestId) + "; the server has acted, so "
                + LOOK_FIRST;
        return new SeamResponseException(
                message,
                response.code(),
                exchange.path,
                exchange.responseKey,
                requestId,
                excerpt(reason.text),
                reason.getCause());
    }

    private String message(
            Exchange exchange, Response response, @Nullable ErrorDetail detail, @Nullable String requestId) {
        String what = detail == null ? "" : " " + detail.getType() + ": " + detail.getMessage();
        return clean(exchange.path + " answered " + response.code() + what) + in(requestId);
    }

    private static String in(@Nullable String requestId) {
        return requestId == null ? "" : " [request id " + requestId + "]";
    }

    private String clean(String text) {
        return text.replace(token, "***");
    }

    private static Response received(Exchange exchange) {
        return Objects.requireNonNull(exchange.response, "no answer yet");
    }

    private static String excerpt(String text) {
        return text.length() <= Defaults.MAX_ERROR_BYTES ? text : text.substring(0, Defaults.MAX_ERROR_BYTES);
    }

    /** Null unless the body is the API's error envelope. */
    private static @Nullable ErrorDetail detail(String body) {
        try {
            return SeamConverterFactory.read(
                            Objects.requireNonNull(SeamTypeAdapterFactory.adapter(ErrorResponse.class)), body)
                    .getError();
        } catch (UnreadableException e) {
            return null;
        }
    }

    private static @Nullable String requestId(Response response, @Nullable ErrorDetail detail) {
        String header = response.header(REQUEST_ID);
        return header == null && detail != null ? detail.getRequestId() : header;
    }

    /** Seconds or an HTTP date; null for anything else. */
    private static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return header.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : positive(Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
