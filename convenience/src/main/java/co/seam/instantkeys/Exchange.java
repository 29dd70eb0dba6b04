package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.ResponseKey;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * One call from request to answer, as errors need to tell of it. It travels with the request as a tag, because what maps
 * errors sees no more of a Retrofit call than its request.
 */
final class Exchange {
    final String path;
    final @Nullable String responseKey;

    /** The last answer, for its status and headers; null before there is one. */
    volatile @Nullable Response response;

    private Exchange(String path, @Nullable String responseKey) {
        this.path = path;
        this.responseKey = responseKey;
    }

    static Exchange of(Request request) {
        Invocation invocation = request.tag(Invocation.class);
        ResponseKey key = invocation == null ? null : invocation.method().getAnnotation(ResponseKey.class);
        return new Exchange(request.url().encodedPath(), key == null ? null : key.value());
    }
}
