package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.generated.model.ModelText;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * Logs one line per attempt: the request as its model prints it, secrets and personal data masked, and the status of
 * the response. Logs no headers and nothing of the response body.
 */
public final class RequestLog {
    /** The name of the {@link System.Logger}. */
    public static final String LOGGER = "co.seam.instantkeys";

    /** How many characters of the arguments a line has at most. */
    private static final int MAX_ARGUMENTS = 2_000;

    private final System.Logger logger = System.getLogger(LOGGER);
    private final boolean logsPersonalData;

    /** @param logsPersonalData whether names, e-mail addresses and phone numbers are logged */
    public RequestLog(boolean logsPersonalData) {
        this.logsPersonalData = logsPersonalData;
    }

    /** Logs a warning, whether or not requests are logged. Never throws. */
    static void warn(String text) {
        try {
            System.getLogger(LOGGER).log(Level.WARNING, text);
        } catch (RuntimeException | Error e) {
            return; // as below
        }
    }

    /** Never throws: a faulty log handler must not cost the caller the response. */
    void log(
            Request request,
            CallContext context,
            @Nullable Response response,
            @Nullable IOException failure,
            long nanos) {
        try {
            if (!logger.isLoggable(Level.INFO)) {
                return;
            }
            Invocation invocation = request.tag(Invocation.class);
            SecretRedactor secrets = new SecretRedactor(context.token(), context.requestBody());
            String arguments = invocation == null ? "" : " " + secrets.line(text(invocation), MAX_ARGUMENTS);
            String requestId = response == null ? null : response.header(Transport.REQUEST_ID);
            String outcome = response == null
                    ? (failure == null ? "?" : failure.getClass().getSimpleName())
                    : response.code() + (requestId == null ? "" : " [request id " + secrets.line(requestId) + "]");
            logger.log(
                    Level.INFO,
                    request.method() + " " + secrets.line(context.path()) + arguments + " -> " + outcome + " in "
                            + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        } catch (RuntimeException | Error e) {
            return; // the logger is what failed, so there is nowhere to report it
        }
    }

    private String text(Invocation invocation) {
        return logsPersonalData
                ? invocation.arguments().toString()
                : ModelText.withoutPersonalData(invocation.arguments());
    }
}
