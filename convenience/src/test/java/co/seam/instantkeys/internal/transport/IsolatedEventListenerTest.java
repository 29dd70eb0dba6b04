package co.seam.instantkeys.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IsolatedEventListenerTest {
    private boolean throwing;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>() {
        @Override
        public boolean add(String event) {
            boolean added = super.add(event);
            if (throwing) {
                throw new IllegalStateException("the listener failed");
            }
            return added;
        }
    };

    static Stream<Method> events() {
        return Arrays.stream(EventListener.class.getDeclaredMethods())
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("events")
    void event_isPassedOn(Method event) throws Exception {
        EventListener isolated =
                IsolatedEventListener.factory(call -> new RecordingListener()).create(call());
        Object[] arguments = Arrays.stream(event.getParameterTypes())
                .map(type -> type == long.class ? Long.valueOf(0) : null)
                .toArray();

        event.invoke(isolated, arguments);

        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(event.getName());
    }

    @ParameterizedTest
    @MethodSource("events")
    void event_listenerThrows_isHarmless(Method event) {
        throwing = true;

        assertThatCode(() -> event_isPassedOn(event)).doesNotThrowAnyException();
    }

    @Test
    void factory_noListener_returnsNone() {
        assertThat(IsolatedEventListener.factory(call -> EventListener.NONE).create(call()))
                .isSameAs(EventListener.NONE);
    }

    /** A call of the caller's interceptors, not of this SDK. */
    private static Call call() {
        return new OkHttpClient()
                .newCall(new Request.Builder().url("http://localhost/").build());
    }

    private final class RecordingListener extends EventListener {
        @Override
        public void canceled(Call call) {
            events.add("canceled");
        }

        @Override
        public void callStart(Call call) {
            events.add("callStart");
        }

        @Override
        public void proxySelectStart(Call call, HttpUrl url) {
            events.add("proxySelectStart");
        }

        @Override
        public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
            events.add("proxySelectEnd");
        }

        @Override
        public void dnsStart(Call call, String domainName) {
            events.add("dnsStart");
        }

        @Override
        public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
            events.add("dnsEnd");
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            events.add("connectStart");
        }

        @Override
        public void secureConnectStart(Call call) {
            events.add("secureConnectStart");
        }

        @Override
        public void secureConnectEnd(Call call, Handshake handshake) {
            events.add("secureConnectEnd");
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
            events.add("connectEnd");
        }

        @Override
        public void connectFailed(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException e) {
            events.add("connectFailed");
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            events.add("connectionAcquired");
        }

        @Override
        public void connectionReleased(Call call, Connection connection) {
            events.add("connectionReleased");
        }

        @Override
        public void requestHeadersStart(Call call) {
            events.add("requestHeadersStart");
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            events.add("requestHeadersEnd");
        }

        @Override
        public void requestBodyStart(Call call) {
            events.add("requestBodyStart");
        }

        @Override
        public void requestBodyEnd(Call call, long byteCount) {
            events.add("requestBodyEnd");
        }

        @Override
        public void requestFailed(Call call, IOException e) {
            events.add("requestFailed");
        }

        @Override
        public void responseHeadersStart(Call call) {
            events.add("responseHeadersStart");
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            events.add("responseHeadersEnd");
        }

        @Override
        public void responseBodyStart(Call call) {
            events.add("responseBodyStart");
        }

        @Override
        public void responseBodyEnd(Call call, long byteCount) {
            events.add("responseBodyEnd");
        }

        @Override
        public void responseFailed(Call call, IOException e) {
            events.add("responseFailed");
        }

        @Override
        public void callEnd(Call call) {
            events.add("callEnd");
        }

        @Override
        public void callFailed(Call call, IOException e) {
            events.add("callFailed");
        }

        @Override
        public void satisfactionFailure(Call call, Response response) {
            events.add("satisfactionFailure");
        }

        @Override
        public void cacheHit(Call call, Response response) {
            events.add("cacheHit");
        }

        @Override
        public void cacheMiss(Call call) {
            events.add("cacheMiss");
        }

        @Override
        public void cacheConditionalHit(Call call, Response cachedResponse) {
            events.add("cacheConditionalHit");
        }
    }
}
