package co.seam.instantkeys.internal.transport;

import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What may differ between clients that share their connections and threads. Immutable. */
public final class CallSettings {
    final Supplier<HttpUrl> endpoint;
    final Supplier<Headers> headers;
    final Duration timeout;
    final Duration totalTimeout;
    final int maxRetries;
    final ResponseBuffer responses;
    final @Nullable RequestLog log;
    final @Nullable CallObserver observer;

    /**
     * @param endpoint the base URL of all calls, obtained at the first one; credentials are sent to its origin only
     * @param headers sent with every request, credentials included; they replace headers of the request with the same
     *     names
     * @param timeout of one attempt; zero for none
     * @param totalTimeout of all attempts and the waits between them; zero for none
     * @param maxRetries of a read
     * @param maxResponseBytes of a successful response
     * @param log null for none
     * @param observer null for none
     */
    public CallSettings(
            Supplier<HttpUrl> endpoint,
            Supplier<Headers> headers,
            Duration timeout,
            Duration totalTimeout,
            int maxRetries,
            long maxResponseBytes,
            @Nullable RequestLog log,
            @Nullable CallObserver observer) {
        this.endpoint = endpoint;
        this.headers = headers;
        this.timeout = timeout;
        this.totalTimeout = totalTimeout;
        this.maxRetries = maxRetries;
        this.responses = new ResponseBuffer(maxResponseBytes);
        this.log = log;
        this.observer = observer;
    }
}
