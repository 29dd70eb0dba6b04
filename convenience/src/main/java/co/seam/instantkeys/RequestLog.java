package co.seam.instantkeys;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/** One line an attempt. The request as its model prints it, secrets masked; no headers, and nothing of the answer but its status. */
final class RequestLog {
    private final System.Logger logger = System.getLogger(Defaults.LOGGER);

    private final String token;

    RequestLog(String token) {
        this.token = token;
    }

    /** Never throws: what a log handler does wrong must not cost the answer. */
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
            String requestId = response == null ? null : response.header(ErrorMapper.REQUEST_ID);
            String outcome = response == null
                    ? (failure == null ? "?" : failure.getClass().getSimpleName())
                    : response.code() + (requestId == null ? "" : " [request id " + requestId + "]");
            String line = request.method() + " " + context.path + arguments + " -> " + outcome + " in "
                    + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
            logger.log(Level.INFO, new SecretRedactor(token, context.body).line(line));
        } catch (RuntimeException e) {
            return; // nothing to tell it to
        }
    }
}
