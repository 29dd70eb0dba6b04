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
 * Keeps a caller's {@code canceled} off the threads that end calls. OkHttp calls it on whatever thread cancels: okio's
 * watchdog for timeouts and ours for interrupts, one each for the whole JVM. A listener that threw an error there would
 * end all timeouts or interrupts of the JVM, and one that blocks would hold them up.
 *
 * <p>Records that a response to a write began, with the first interim response: of those, interceptors see nothing.
 *
 * <p>Passes all other events on as they are. Wraps a listener only where one of the two matters, because events that
 * later versions of OkHttp add are not passed on.
 */
final class IsolatedEventListener extends EventListener {
    /** Whether a class of listeners overrides {@code canceled}. Does not keep the class from being unloaded. */
    private static final ClassValue<Boolean> OVERRIDES_CANCELED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("canceled", Call.class).getDeclaringClass() != EventListener.class;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("EventListener.canceled is public", e);
            }
        }
    };

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
            boolean write = context != null && !context.isRetrySafe();
            return write || OVERRIDES_CANCELED.get(listener.getClass())
                    ? new IsolatedEventListener(listener, context)
                    : listener;
        };
    }

    @Override
    public void canceled(Call call) {
        try {
            DaemonThread.start("seam-instant-keys-canceled", () -> listener.canceled(call));
        } catch (Throwable e) {
            // No thread can be started. The event is lost: an error here would end all timeouts or interrupts of the
            // JVM.
        }
    }

    @Override
    public void callStart(Call call) {
        listener.callStart(call);
    }

    @Override
    public void proxySelectStart(Call call, HttpUrl url) {
        listener.proxySelectStart(call, url);
    }

    @Override
    public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
        listener.proxySelectEnd(call, url, proxies);
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        listener.dnsStart(call, domainName);
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        listener.dnsEnd(call, domainName, addresses);
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        listener.connectStart(call, address, proxy);
    }

    @Override
    public void secureConnectStart(Call call) {
        listener.secureConnectStart(call);
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        listener.secureConnectEnd(call, handshake);
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        listener.connectEnd(call, address, proxy, protocol);
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
        listener.connectFailed(call, address, proxy, protocol, e);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        listener.connectionAcquired(call, connection);
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        listener.connectionReleased(call, connection);
    }

    @Override
    public void requestHeadersStart(Call call) {
        listener.requestHeadersStart(call);
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        listener.requestHeadersEnd(call, request);
    }

    @Override
    public void requestBodyStart(Call call) {
        listener.requestBodyStart(call);
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        listener.requestBodyEnd(call, byteCount);
    }

    @Override
    public void requestFailed(Call call, IOException e) {
        listener.requestFailed(call, e);
    }

    @Override
    public void responseHeadersStart(Call call) {
        if (context != null) {
            context.markResponseBegun();
        }
        listener.responseHeadersStart(call);
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        listener.responseHeadersEnd(call, response);
    }

    @Override
    public void responseBodyStart(Call call) {
        listener.responseBodyStart(call);
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        listener.responseBodyEnd(call, byteCount);
    }

    @Override
    public void responseFailed(Call call, IOException e) {
        listener.responseFailed(call, e);
    }

    @Override
    public void callEnd(Call call) {
        listener.callEnd(call);
    }

    @Override
    public void callFailed(Call call, IOException e) {
        listener.callFailed(call, e);
    }

    @Override
    public void satisfactionFailure(Call call, Response response) {
        listener.satisfactionFailure(call, response);
    }

    @Override
    public void cacheHit(Call call, Response response) {
        listener.cacheHit(call, response);
    }

    @Override
    public void cacheMiss(Call call) {
        listener.cacheMiss(call);
    }

    @Override
    public void cacheConditionalHit(Call call, Response cachedResponse) {
        listener.cacheConditionalHit(call, cachedResponse);
    }
}
