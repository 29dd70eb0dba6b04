package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.ErrorResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.transport.CallContext;
import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import co.seam.instantkeys.internal.transport.JsonConverterFactory.UnreadableResponseException;
import co.seam.instantkeys.internal.transport.RetryAfter;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the exception that says so. */
final class ErrorMapper {
    /** OkHttp's words; its class for them is internal. */
    private static final String REFUSED_STREAM = "stream was reset: REFUSED_STREAM";

    /** How much of the server's words goes into a message; a getter has them whole. */
    private static final int MAX_LINE = 500;

    private final String token;

    /** @param token of the client, which no message may show even if the server echoes it */
    ErrorMapper(String token) {
        this.token = token;
    }

    SeamApiException fromErrorResponse(CallContext context, String body) {
        Response response = received(context);
        ErrorDetail detail = detail(body);
        String requestId = requestId(response, detail);
        ApiErrorDetails failure = new ApiErrorDetails(
                response.code(),
                context.path,
                requestId,
                RetryAfter.of(response),
                excerpt(body),
                detail,
                message(context, response, detail, requestId));
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

    SeamConnectionException fromIOException(CallContext context, IOException e) {
        // The stream was refused before the server looked at it: HTTP/2 promises that. One that began to answer had
        // looked.
        boolean refused = REFUSED_STREAM.equals(e.getMessage()) && context.response == null;
        boolean outcomeUnknown = (context.sent.get() || context.written) && !refused;
        boolean timeout = isTimeout(e);
        SecretRedactor secrets = new SecretRedactor(token, context.body);
        String message = secrets.mask(context.path + " got no answer "
                + (timeout ? "in time" : "(" + line(secrets, e.getMessage()) + ")")
                + (outcomeUnknown
                        ? "; " + afterwards(context, "whether the server acted is unknown")
                        : "; the server did not act"));
        Throwable cause = secrets.mask(e);
        return timeout
                ? new SeamTimeoutException(message, context.path, outcomeUnknown, cause)
                : new SeamConnectionException(message, context.path, outcomeUnknown, cause);
    }

    /** OkHttp has one class for a timeout and for an interrupt. */
    private static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException
                || (e instanceof InterruptedIOException && !"interrupted".equals(e.getMessage()));
    }

    /** For those who use the wire interfaces directly: what OkHttp says of a failure may quote the server. */
    IOException redacted(CallContext context, IOException e) {
        return (IOException) Objects.requireNonNull(new SecretRedactor(token, context.body).mask(e));
    }

    SeamResponseException fromUnreadableResponse(CallContext context, UnreadableResponseException reason) {
        Response response = received(context);
        String requestId = response.header(Transport.REQUEST_ID);
        String promised = context.responseKey == null ? "" : " with " + context.responseKey;
        SecretRedactor secrets = new SecretRedactor(token, context.body);
        String message = secrets.mask(context.path + " answered " + response.code() + ", but not" + promised
                + " as promised (" + line(secrets, String.valueOf(reason.getMessage())) + ")" + in(secrets, requestId)
                + "; "
                + afterwards(context, "the server has acted"));
        return new SeamResponseException(
                message,
                response.code(),
                context.path,
                context.responseKey,
                requestId,
                excerpt(reason.text),
                secrets.mask(reason.getCause()));
    }

    private String message(
            CallContext context, Response response, @Nullable ErrorDetail detail, @Nullable String requestId) {
        SecretRedactor secrets = new SecretRedactor(token, context.body);
        String what =
                detail == null ? "" : " " + line(secrets, detail.getType()) + ": " + line(secrets, detail.getMessage());
        return secrets.mask(context.path + " answered " + response.code() + what + in(secrets, requestId));
    }

    /** What to do after a call that acted, or may have. */
    private static String afterwards(CallContext context, String acted) {
        return context.retrySafe
                ? "it only reads, so you can call again"
                : acted
                        + ", so look before you call again: a grant is found by its access_grant_key, keys by listing the"
                        + " identity's";
    }

    private static String in(SecretRedactor secrets, @Nullable String requestId) {
        return requestId == null ? "" : " [request id " + line(secrets, requestId) + "]";
    }

    /** Words of others, fit for one line of a log. */
    private static String line(SecretRedactor secrets, @Nullable String words) {
        if (words == null) {
            return "?";
        }
        String text = secrets.line(words); // before it is cut: half a secret is not recognized
        String line = text.codePoints()
                .limit(MAX_LINE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < text.length() ? line + "..." : line;
    }

    private static Response received(CallContext context) {
        return Objects.requireNonNull(context.response, "no answer yet");
    }

    private static String excerpt(String text) {
        return text.length() <= Transport.MAX_ERROR_BYTES ? text : text.substring(0, Transport.MAX_ERROR_BYTES);
    }

    /** Null unless the body is the API's error envelope. */
    private static @Nullable ErrorDetail detail(String body) {
        try {
            return JsonConverterFactory.read(
                            Objects.requireNonNull(SeamTypeAdapterFactory.adapter(ErrorResponse.class)),
                            new Buffer().writeUtf8(body))
                    .getError();
        } catch (UnreadableResponseException e) {
            return null;
        }
    }

    private static @Nullable String requestId(Response response, @Nullable ErrorDetail detail) {
        String header = response.header(Transport.REQUEST_ID);
        return header == null && detail != null ? detail.getRequestId() : header;
    }
}
