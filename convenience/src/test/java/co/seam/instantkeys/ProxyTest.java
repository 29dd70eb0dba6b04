package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token goes over plain HTTP to loopback directly, and over a proxy only if the caller's client names it. */
class ProxyTest {
    private static final List<String> PROPERTIES = List.of(
            "http.proxyHost",
            "http.proxyPort",
            "http.nonProxyHosts",
            "socksProxyHost",
            "socksProxyPort",
            "socksNonProxyHosts");

    private final ProxySelector jvmWide = ProxySelector.getDefault();
    private RawServer server;
    private RawServer proxy;

    @BeforeEach
    void start() throws Exception {
        server = RawServer.start(RawServer.succeed());
        proxy = RawServer.start(RawServer.succeed());
    }

    @AfterEach
    void stop() {
        ProxySelector.setDefault(jvmWide);
        PROPERTIES.forEach(System::clearProperty);
        server.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Proxy.Type.class,
            names = {"HTTP", "SOCKS"})
    void plainHttpToLoopback_proxyOfTheJvm_goesDirect(Proxy.Type type) {
        ProxySelector.setDefault(selector(type));

        call(server.endpoint(), client -> {});

        assertThat(proxy.connections()).isZero();
        assertThat(server.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void plainHttpToLoopback_proxyBySystemProperty_goesDirect(String host) {
        System.setProperty("http.proxyHost", "localhost");
        System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
        System.setProperty("http.nonProxyHosts", "");
        System.setProperty("socksProxyHost", "localhost");
        System.setProperty("socksProxyPort", String.valueOf(proxy.port()));
        System.setProperty("socksNonProxyHosts", "");

        call("http://" + host + ":" + server.port(), client -> {});

        assertThat(proxy.connections()).isZero();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void plainHttpToLoopback_proxyOfTheCallersClient_goesThroughIt() {
        call(server.endpoint(), client -> client.proxy(proxyOf(Proxy.Type.HTTP)));

        assertThat(proxy.requests()).isEqualTo(1);
        assertThat(server.connections()).isZero();
    }

    @Test
    void plainHttpToLoopback_selectorOfTheCallersClient_isNotConsulted() {
        call(server.endpoint(), client -> client.proxySelector(selector(Proxy.Type.HTTP)));

        assertThat(proxy.connections()).isZero();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void plainHttpToLoopback_callersClientWithoutProxy_goesDirect() {
        ProxySelector.setDefault(selector(Proxy.Type.SOCKS));

        call(server.endpoint(), client -> client.proxy(Proxy.NO_PROXY));

        assertThat(proxy.connections()).isZero();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void plainHttpToAnotherHost_proxyOfTheJvm_goesThroughIt() {
        ProxySelector.setDefault(selector(Proxy.Type.HTTP));

        call("http://keys.hotel.example", client -> {});

        assertThat(proxy.requests()).isEqualTo(1);
    }

    private static void call(String endpoint, Consumer<OkHttpClient.Builder> settings) {
        OkHttpClient.Builder callers = new OkHttpClient.Builder();
        settings.accept(callers);
        try (Seam seam = Seam.builder()
                .apiKey("seam_test1_swordfish")
                .endpoint(endpoint)
                .allowPlainHttp()
                .httpClient(callers.build())
                .build()) {
            seam.userIdentities().generateInstantKey("guest");
        }
    }

    private Proxy proxyOf(Proxy.Type type) {
        return new Proxy(type, new InetSocketAddress("127.0.0.1", proxy.port()));
    }

    private ProxySelector selector(Proxy.Type type) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxyOf(type));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        };
    }
}
