package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a caller's listener from harming calls. An exception in a listener would cost the caller the response, and
 * OkHttp the connection that it was opening or releasing. It is logged instead, and the call goes on.
 *
 * <p>OkHttp calls {@code canceled} on whatever thread cancels: okio's watchdog for timeouts and ours for interrupts,
 * one each for the whole JVM. A listener that blocks there would hold up the timeouts or interrupts of all calls, so
 * this event gets a thread of its own.
 *
 * <p>Also records that a response to a write has begun, as early as the first interim response, which interceptors
 * never see.
 *
 * <p>Does not pass on events that later versions of OkHttp add.
 */
final class IsolatedEventListener extends EventListener {
    private final EventListener listener;
    private final @Nullable CallContext context;

    private IsolatedEventListener(EventListener listener, @Nullable CallContext context) {
        this.listener = listener;
        this.context = context;
    }

    static EventListener.Factory factory(EventListener.Factory factory) {
        return call -> {
            EventListener listener = factory.create(call);
            CallContext context = call.request().tag(CallContext.class);
            if (listener != EventListener.NONE) {
                return new IsolatedEventListener(listener, context);
            }
            return context == null || context.isRetrySafe() ? listener : new ResponseBegin(context);
        };
    }

    /** All that a write needs if the caller has no listener. */
    private static final class ResponseBegin extends EventListener {
        private final CallContext context;

        ResponseBegin(CallContext context) {
            this.context = context;
        }

        @Override
        public void responseHeadersStart(Call call) {
            context.markResponseBegun();
        }
    }

    private static void safely(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) { // not an error of the call, and it would end a watchdog's thread
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            RequestLog.warn(
                    "a listener of the OkHttpClient threw " + e.getClass().getName());
        }
    }

    @Override
    public void canceled(Call call) {
        safely(() -> DaemonThread.start("seam-instant-keys-canceled", () -> safely(() -> listener.canceled(call))));
    }

    @Override
    public void callStart(Call call) {
        safely(() -> listener.callStart(call));
    }

    @Override
    public void proxySelectStart(Call call, HttpUrl url) {
        safely(() -> listener.proxySelectStart(call, url));
    }

    @Override
    public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
        safely(() -> listener.proxySelectEnd(call, url, proxies));
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        safely(() -> listener.dnsStart(call, domainName));
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        safely(() -> listener.dnsEnd(call, domainName, addresses));
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        safely(() -> listener.connectStart(call, address, proxy));
    }

    @Override
    public void secureConnectStart(Call call) {
        safely(() -> listener.secureConnectStart(call));
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        safely(() -> listener.secureConnectEnd(call, handshake));
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        safely(() -> listener.connectEnd(call, address, proxy, protocol));
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
        safely(() -> listener.connectFailed(call, address, proxy, protocol, e));
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        safely(() -> listener.connectionAcquired(call, connection));
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        safely(() -> listener.connectionReleased(call, connection));
    }

    @Override
    public void requestHeadersStart(Call call) {
        safely(() -> listener.requestHeadersStart(call));
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        safely(() -> listener.requestHeadersEnd(call, request));
    }

    @Override
    public void requestBodyStart(Call call) {
        safely(() -> listener.requestBodyStart(call));
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        safely(() -> listener.requestBodyEnd(call, byteCount));
    }

    @Override
    public void requestFailed(Call call, IOException e) {
        safely(() -> listener.requestFailed(call, e));
    }

    @Override
    public void responseHeadersStart(Call call) {
        if (context != null) {
            context.markResponseBegun();
        }
        safely(() -> listener.responseHeadersStart(call));
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        safely(() -> listener.responseHeadersEnd(call, response));
    }

    @Override
    public void responseBodyStart(Call call) {
        safely(() -> listener.responseBodyStart(call));
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        safely(() -> listener.responseBodyEnd(call, byteCount));
    }

    @Override
    public void responseFailed(Call call, IOException e) {
        safely(() -> listener.responseFailed(call, e));
    }

    @Override
    public void callEnd(Call call) {
        safely(() -> listener.callEnd(call));
    }

    @Override
    public void callFailed(Call call, IOException e) {
        safely(() -> listener.callFailed(call, e));
    }

    @Override
    public void satisfactionFailure(Call call, Response response) {
        safely(() -> listener.satisfactionFailure(call, response));
    }

    @Override
    public void cacheHit(Call call, Response response) {
        safely(() -> listener.cacheHit(call, response));
    }

    @Override
    public void cacheMiss(Call call) {
        safely(() -> listener.cacheMiss(call));
    }

    @Override
    public void cacheConditionalHit(Call call, Response cachedResponse) {
        safely(() -> listener.cacheConditionalHit(call, cachedResponse));
    }
}
