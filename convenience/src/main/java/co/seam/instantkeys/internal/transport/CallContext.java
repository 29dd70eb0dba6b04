package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.generated.api.ResponseKey;
import co.seam.instantkeys.generated.api.RetrySafe;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Invocation;

/**
 * One call from request to answer: what it is, and how far it came. It travels with the request as a tag, because the guard
 * on the connection and what maps errors see no more of a call than its request.
 */
public final class CallContext {
    public final String path;
    public final boolean retrySafe;
    public final @Nullable String responseKey;

    /** What was sent, for the secrets in it; null for nothing. */
    public final @Nullable RequestBody body;

    /** Set just before the first byte goes out, and never cleared: until then the server cannot have acted. */
    public final AtomicBoolean sent = new AtomicBoolean();

    /** Whether somebody asked for the bytes of the request. */
    public volatile boolean written;

    /** In the time of {@link System#nanoTime()}; nothing is sent after it. Null for none. */
    public volatile @Nullable Long deadline;

    /** The last answer, for its status and headers; null before there is one. */
    public volatile @Nullable Response response;

    private CallContext(Request request, boolean retrySafe, @Nullable String responseKey) {
        this.path = request.url().encodedPath();
        this.body = request.body();
        this.retrySafe = retrySafe;
        this.responseKey = responseKey;
    }

    static CallContext of(Request request) {
        Invocation invocation = request.tag(Invocation.class);
        if (invocation == null) {
            return new CallContext(request, false, null);
        }
        ResponseKey key = invocation.method().getAnnotation(ResponseKey.class);
        return new CallContext(
                request, invocation.method().isAnnotationPresent(RetrySafe.class), key == null ? null : key.value());
    }

    /** By the tag of the request; an interceptor may have made one from scratch, the call then still has the one with the tag. */
    static @Nullable CallContext of(Interceptor.Chain chain) {
        CallContext context = chain.request().tag(CallContext.class);
        return context != null ? context : chain.call().request().tag(CallContext.class);
    }

    /** The context of a call that {@link Transport} made. */
    public static CallContext of(Call<?> call) {
        CallContext context = call.request().tag(CallContext.class);
        if (context == null) {
            throw new IllegalStateException(
                    "not a call of Transport: " + call.request().url().encodedPath());
        }
        return context;
    }
}
