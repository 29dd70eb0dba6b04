package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The addresses of this machine, to which a token may be sent without TLS, but only directly. */
public final class Loopback {
    private Loopback() {}

    public static boolean isHost(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /**
     * Makes plain HTTP to loopback bypass the proxies of the JVM, which could read the token. Keeps a proxy that was
     * set on the client: somebody asked for it. A {@link java.net.ProxySelector} is not consulted, because the client's
     * own and the JVM's cannot be distinguished.
     */
    static void goDirect(OkHttpClient client, OkHttpClient.Builder derived, HttpUrl endpoint) {
        Proxy proxy = client.proxy();
        boolean hasProxy = proxy != null && proxy.type() != Proxy.Type.DIRECT;
        if (endpoint.isHttps() || !isHost(endpoint.host()) || hasProxy) {
            return;
        }
        derived.proxy(Proxy.NO_PROXY);
        if (client.socketFactory().equals(SocketFactory.getDefault())) {
            derived.socketFactory(new DirectSocketFactory());
        }
    }

    /** A plain {@link Socket} asks the JVM for a SOCKS proxy, whatever OkHttp has decided. */
    private static final class DirectSocketFactory extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket(Proxy.NO_PROXY);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
        }

        private Socket connected(InetSocketAddress address, @Nullable InetSocketAddress local) throws IOException {
            Socket socket = createSocket();
            try {
                socket.bind(local);
                socket.connect(address);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }
}
