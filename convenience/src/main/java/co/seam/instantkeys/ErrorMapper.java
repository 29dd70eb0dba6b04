package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.internal.transport.CallContext;
import co.seam.instantkeys.internal.transport.CallInterruptedException;
import co.seam.instantkeys.internal.transport.RetryAfter;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.Transport;
import co.seam.instantkeys.internal.transport.UnreadableResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Creates the exception for each way in which a call can fail. */
final class ErrorMapper {
    private static final String CHECK = "check before you retry";
    private static final String HOW_TO_CHECK =
            CHECK + ": look up the grant by its access_grant_key, or list the instant keys of the user identity";

    /** Operations to which {@link #HOW_TO_CHECK} applies. */
    private static final Pattern CONCERNS_KEYS =
            Pattern.compile(".*/(access_grants|access_methods|instant_keys|user_identities)/\\w+");

    private static final String CAN_RETRY = "a read changes nothing, so you can retry";

    private ErrorMapper() {}

    static SeamApiException fromErrorResponse(CallContext context, String body) {
        Response response = response(context);
        ErrorDetail detail = ErrorEnvelope.read(body);
        String requestId = requestId(response, detail);
        ApiErrorDetails error = new ApiErrorDetails(
                response.code(),
                context.path(),
                requestId,
                RetryAfter.of(response),
                body,
                detail,
                message(context, response, body, detail, requestId),
                context.isOutcomeUnknownAfter(response.code()));
        switch (response.code()) {
            case 400:
                return new SeamInvalidInputException(error);
            case 401:
                return new SeamUnauthorizedException(error);
            case 403:
                return new SeamForbiddenException(error);
            case 404:
                return new SeamNotFoundException(error);
            case 409:
                return new SeamConflictException(error);
            case 429:
                return new SeamRateLimitException(error);
            default:
                return response.code() >= 500 ? new SeamServerException(error) : new SeamApiException(error);
        }
    }

    static SeamConnectionException fromIOException(CallContext context, IOException e) {
        boolean outcomeUnknown = context.isOutcomeUnknown();
        boolean timeout = isTimeout(e);
        SecretRedactor secrets = new SecretRedactor(context.token(), context.requestBody());
        String message = secrets.line(context.path())
                + (timeout ? " timed out; " : " failed (" + line(secrets, e.getMessage()) + "); ")
                + (outcomeUnknown ? unknownOutcome(context) : "it was not processed, so you can retry");
        Throwable cause = secrets.mask(e);
        return timeout
                ? new SeamTimeoutException(message, context.path(), outcomeUnknown, cause)
                : new SeamConnectionException(message, context.path(), outcomeUnknown, cause);
    }

    private static String unknownOutcome(CallContext context) {
        return "outcome unknown: "
                + (context.isRetrySafe() ? CAN_RETRY : "it may have been processed, " + howToCheck(context));
    }

    private static String howToCheck(CallContext context) {
        return CONCERNS_KEYS.matcher(context.path()).matches() ? HOW_TO_CHECK : CHECK;
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof InterruptedIOException && !(e instanceof CallInterruptedException);
    }

    /** Masks an exception for users of the raw API: messages of OkHttp may quote the server. */
    static IOException redacted(CallContext context, IOException e) {
        return (IOException) Objects.requireNonNull(new SecretRedactor(context.token(), context.requestBody()).mask(e));
    }

    static SeamResponseException fromUnreadableResponse(CallContext context, UnreadableResponseException reason) {
        Response response = response(context);
        String requestId = response.header(Transport.REQUEST_ID);
        boolean isPart = !reason.items().isEmpty();
        String expected =
                isPart || context.responseKey() == null ? "" : " without the expected " + context.responseKey();
        SecretRedactor secrets = new SecretRedactor(context.token(), context.requestBody(), reason.body());
        String message = secrets.line(context.path()) + " returned HTTP " + response.code() + expected + " ("
                + line(secrets, reason.getMessage()) + ")" + requestIdNote(secrets, requestId) + "; "
                + (context.isRetrySafe() ? CAN_RETRY : "it was processed, " + howToCheck(context));
        return new SeamResponseException(
                message,
                response.code(),
                context.path(),
                context.responseKey(),
                requestId,
                reason.body(),
                reason.items().stream()
                        .map(item -> new UnreadableItem(item.json(), line(secrets, item.reason())))
                        .collect(Collectors.toUnmodifiableList()),
                reason.rest(),
                !context.isRetrySafe(),
                secrets.mask(reason.getCause()));
    }

    private static String message(
            CallContext context,
            Response response,
            String body,
            @Nullable ErrorDetail detail,
            @Nullable String requestId) {
        SecretRedactor secrets = new SecretRedactor(context.token(), context.requestBody(), body);
        String error =
                detail == null ? "" : " " + line(secrets, detail.getType()) + ": " + line(secrets, detail.getMessage());
        return secrets.line(context.path()) + " returned HTTP " + response.code() + error
                + requestIdNote(secrets, requestId) + remedy(context, response, secrets);
    }

    /** Returns what the caller can do, if the status alone shows it. */
    private static String remedy(CallContext context, Response response, SecretRedactor secrets) {
        if (context.isOutcomeUnknownAfter(response.code())) {
            return "; outcome unknown: it may have been processed, " + howToCheck(context);
        }
        if (response.code() == 401) {
            return "; check the API key or token: "
                    + secrets.line(response.request().url().host()) + " does not accept it";
        }
        Duration pause = response.code() == 429 ? RetryAfter.of(response) : null;
        return pause == null ? "" : "; the server asks you to wait " + pause.toSeconds() + " s";
    }

    private static String requestIdNote(SecretRedactor secrets, @Nullable String requestId) {
        return requestId == null ? "" : " [request id " + line(secrets, requestId) + "]";
    }

    /** Masks and shortens a text for a message; the getters of the exception return it unchanged. */
    private static String line(SecretRedactor secrets, @Nullable String text) {
        return text == null ? "?" : secrets.line(text);
    }

    private static Response response(CallContext context) {
        return Objects.requireNonNull(context.response(), "no response yet");
    }

    private static @Nullable String requestId(Response response, @Nullable ErrorDetail detail) {
        String header = response.header(Transport.REQUEST_ID);
        return header == null && detail != null ? detail.getRequestId() : header;
    }
}
