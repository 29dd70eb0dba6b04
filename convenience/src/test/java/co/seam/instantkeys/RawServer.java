package co.seam.instantkeys;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server on loopback that does to each request what the test tells it to, and counts what reached it. It writes HTTP/1.1
 * ({@link RawHttp1}) and HTTP/2 ({@link RawHttp2}) itself, byte by byte: what is to be shown is what a client does when bytes
 * are missing, late, or too many.
 */
final class RawServer implements AutoCloseable {
    /** What the server speaks. */
    enum WireProtocol {
        HTTP_1("HTTP/1.1", "http"),
        TLS("TLS", "https"),
        HTTP_2("HTTP/2", "https");

        private final String title;
        final String scheme;

        WireProtocol(String title, String scheme) {
            this.title = title;
            this.scheme = scheme;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** What to do with one request, which has arrived whole. To return without a word is to never respond. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Exchange client) throws IOException, InterruptedException;

        /** This, and then that, to the same request. */
        default Behaviour then(Behaviour next) {
            return client -> {
                serve(client);
                next.serve(client);
            };
        }
    }

    /** What to do with a connection before anything is read from it. */
    @FunctionalInterface
    interface ConnectionHook {
        void onConnect(Socket socket) throws IOException;
    }

    /** @param chunked whether the length is left open; HTTP/2 does not care */
    record CannedResponse(int status, List<String> headers, byte[] body, boolean chunked) {
        static CannedResponse of(int status, String body, String... headers) {
            return new CannedResponse(status, List.of(headers), body.getBytes(StandardCharsets.UTF_8), false);
        }

        CannedResponse inChunks() {
            return new CannedResponse(status, headers, body, true);
        }
    }

    /** One request, and the means to ill-treat its sender. */
    abstract static class Exchange {
        /** Counts the requests of this server, from 1. */
        final int number;

        /** What was sent after the head. */
        final String body;

        private final Socket socket;
        private final Socket raw;

        /** @param raw what is below TLS; the same socket without it */
        Exchange(int number, String body, Socket socket, Socket raw) {
            this.number = number;
            this.body = body;
            this.socket = socket;
            this.raw = raw;
        }

        abstract byte[] bytes(CannedResponse response);

        /** The same bytes, in the smallest pieces that the protocol lets go one by one. */
        abstract List<byte[]> pieces(CannedResponse response);

        final void write(byte[] bytes) throws IOException {
            write(bytes, bytes.length);
        }

        final void write(byte[] bytes, int length) throws IOException {
            synchronized (socket) { // a connection of HTTP/2 has many conversations
                socket.getOutputStream().write(bytes, 0, length);
                socket.getOutputStream().flush();
            }
        }
    }

    /** A port that neither accepts a connection nor refuses it, because too many wait already. */
    static final class UnresponsivePort implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final List<Socket> waiting = new ArrayList<>();

        UnresponsivePort() throws IOException {
            while (true) {
                Socket next = new Socket();
                waiting.add(next);
                try {
                    next.connect(socket.getLocalSocketAddress(), 300);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
        }

        int number() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket one : waiting) {
                one.close();
            }
        }
    }

    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates SERVER_SIDE =
            new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build();
    private static final HandshakeCertificates CLIENT_SIDE = new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final WireProtocol wire;
    private final ConnectionHook hook;
    private final List<Behaviour> script;
    private final ServerSocket socket = new ServerSocket();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final AtomicInteger processed = new AtomicInteger();

    /**
     * @param port 0 for any that is free
     * @param script what to do with the first request, the second, and so on; the last holds for all that follow
     */
    RawServer(WireProtocol wire, String host, int port, ConnectionHook hook, Behaviour... script) throws IOException {
        this.wire = wire;
        this.hook = hook;
        this.script = List.of(script);
        socket.bind(new InetSocketAddress(host, port), 200);
        threads.submit(this::accept);
    }

    static RawServer start(WireProtocol wire, Behaviour... script) throws IOException {
        return new RawServer(wire, "127.0.0.1", 0, connection -> {}, script);
    }

    /** Plain HTTP/1.1. */
    static RawServer start(Behaviour... script) throws IOException {
        return start(WireProtocol.HTTP_1, script);
    }

    /* What it can do to a request */

    /** A response that serves a create of an instant key as well as a list of them. */
    static CannedResponse keyResponse(String userIdentityId) {
        String key = "{\"instant_key_id\":\"key-1\",\"workspace_id\":\"workspace-1\",\"user_identity_id\":\""
                + userIdentityId
                + "\",\"client_session_id\":\"session-1\",\"instant_key_url\":\"https://ik.seam.co/ABC\","
                + "\"created_at\":\"2026-01-01T00:00:00Z\",\"expires_at\":\"2026-02-01T00:00:00Z\"}";
        return CannedResponse.of(
                200,
                "{\"ok\":true,\"instant_key\":" + key + ",\"instant_keys\":[" + key + "]}",
                "Content-Type: application/json");
    }

    /** All is well. */
    static Behaviour succeed() {
        return respond(keyResponse("guest"));
    }

    static Behaviour respond(CannedResponse response) {
        return client -> client.write(client.bytes(response));
    }

    static Behaviour respond(int status, String body, String... headers) {
        return respond(CannedResponse.of(status, body, headers));
    }

    /** The response up to this byte, then the end of the connection. */
    static Behaviour cut(CannedResponse response, int offset) {
        Behaviour beginning = client -> {
            byte[] bytes = client.bytes(response);
            client.write(bytes, Math.min(offset, bytes.length));
        };
        return beginning.then(drop());
    }

    /** The response, so slowly that no pause between two bytes is a timeout. */
    static Behaviour trickle(CannedResponse response, long millis) {
        return client -> {
            for (byte[] piece : client.pieces(response)) {
                client.write(piece);
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        };
    }

    static Behaviour silence() {
        return client -> {};
    }

    static Behaviour pause(long millis) {
        return client -> TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** The end of the connection, in order. */
    static Behaviour drop() {
        return client -> client.socket.close();
    }

    /** The end of the connection by an RST. */
    static Behaviour reset() {
        return client -> {
            client.raw.setSoLinger(true, 0);
            client.raw.close();
        };
    }

    /** Says that nothing more will come, and goes on to read. */
    static Behaviour halfClose() {
        return client -> client.raw.shutdownOutput();
    }

    /* What it has seen */

    int port() {
        return socket.getLocalPort();
    }

    /** By the name that is in the certificate. */
    String endpoint() {
        return wire.scheme + "://localhost:" + port();
    }

    int connections() {
        return connections.get();
    }

    /** How many requests were on the wire: those whose head arrived. */
    int requests() {
        return arrivals.size();
    }

    /** When each request arrived, in the time of {@link System#nanoTime()}. */
    List<Long> arrivals() {
        return arrivals;
    }

    /** How many requests arrived whole, so that the server may have acted on them. */
    int processed() {
        return processed.get();
    }

    void awaitRequests(int count) {
        await(() -> requests() >= count);
    }

    /** Waits until no connection is left: the counts are final then, for nothing can be underway. */
    void awaitNoConnections() {
        await(open::isEmpty);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 20 s");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    /** Makes a client trust these servers. */
    static OkHttpClient.Builder trusting(OkHttpClient.Builder client) {
        return client.sslSocketFactory(CLIENT_SIDE.sslSocketFactory(), CLIENT_SIDE.trustManager());
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /* How it does it */

    private Void accept() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            connections.incrementAndGet();
            open.add(connection);
            threads.submit(() -> serve(connection));
        }
    }

    private Void serve(Socket raw) throws IOException, InterruptedException {
        try (raw) {
            raw.setTcpNoDelay(true);
            hook.onConnect(raw);
            Socket upper = wire == WireProtocol.HTTP_1 ? raw : secure(raw);
            BufferedInputStream in = new BufferedInputStream(upper.getInputStream());
            if (wire == WireProtocol.HTTP_2) {
                new RawHttp2(this, in, upper, raw).serve();
            } else {
                new RawHttp1(this, in, upper, raw).serve();
            }
            return null;
        } finally {
            open.remove(raw);
        }
    }

    private SSLSocket secure(Socket raw) throws IOException {
        SSLSocket secure = (SSLSocket) SERVER_SIDE.sslSocketFactory().createSocket(raw, null, port(), true);
        secure.setUseClientMode(false);
        if (wire == WireProtocol.HTTP_2) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            secure.setSSLParameters(parameters);
        }
        return secure;
    }

    /** The head of a request is there; returns its number. */
    synchronized int arrived() {
        arrivals.add(System.nanoTime());
        return arrivals.size();
    }

    /** All of a request is there. */
    void handle(Exchange client) throws IOException, InterruptedException {
        processed.incrementAndGet();
        script.get(Math.min(client.number, script.size()) - 1).serve(client);
    }

    /** As {@link #handle}, on a thread of its own. */
    void handleAsync(Exchange client) {
        threads.submit(() -> {
            handle(client);
            return null;
        });
    }
}
