package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.ResponseKey;
import co.seam.instantkeys.generated.api.RetrySafe;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * One call from request to answer: what it is, and how far it came. It travels with the request as a tag, because the guard
 * on the connection and what maps errors see no more of a call than its request.
 */
final class Exchange {
    final String path;
    final boolean retrySafe;
    final @Nullable String responseKey;

    /** Set just before the first byte goes out, and never cleared: until then the server cannot have acted. */
    final AtomicBoolean sent = new AtomicBoolean();

    /** The last answer, for its status and headers; null before there is one. */
    volatile @Nullable Response response;

    private Exchange(String path, boolean retrySafe, @Nullable String responseKey) {
        this.path = path;
        this.retrySafe = retrySafe;
        this.responseKey = responseKey;
    }

    static Exchange of(Request request) {
        Invocation invocation = request.tag(Invocation.class);
        if (invocation == null) {
            return new Exchange(request.url().encodedPath(), false, null);
        }
        ResponseKey key = invocation.method().getAnnotation(ResponseKey.class);
        return new Exchange(
                request.url().encodedPath(),
                invocation.method().isAnnotationPresent(RetrySafe.class),
                key == null ? null : key.value());
    }
}
