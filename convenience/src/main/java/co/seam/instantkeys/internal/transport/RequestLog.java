package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * Logs one line per attempt: the request as its model prints it, secrets masked, and the status of the response. Logs
 * no headers and nothing of the response body.
 */
public final class RequestLog {
    /** The name of the {@link System.Logger}. */
    public static final String LOGGER = "co.seam.instantkeys";

    private final System.Logger logger = System.getLogger(LOGGER);
    private final String token;

    /** @param token never logged, wherever it appears */
    public RequestLog(String token) {
        this.token = token;
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
            String arguments = invocation == null ? "" : " " + invocation.arguments();
            String requestId = response == null ? null : response.header(Transport.REQUEST_ID);
            String outcome = response == null
                    ? (failure == null ? "?" : failure.getClass().getSimpleName())
                    : response.code() + (requestId == null ? "" : " [request id " + requestId + "]");
            String line = request.method() + " " + context.path() + arguments + " -> " + outcome + " in "
                    + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
            logger.log(Level.INFO, new SecretRedactor(token, context.requestBody()).line(line));
        } catch (RuntimeException | Error e) {
            return; // the logger is what failed, so there is nowhere to report it
        }
    }
}
