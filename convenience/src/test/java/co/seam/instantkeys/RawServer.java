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
 * A server on loopback that follows the script of a test and counts the requests that reach it. It writes HTTP/1.1
 * ({@link RawHttp1}) and HTTP/2 ({@link RawHttp2}) itself, byte by byte, because the tests are about bytes that are
 * missing, late, or too many.
 */
final class RawServer implements AutoCloseable {
    /** The protocol of the server, with or without TLS. */
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

    /** Serves one request after it was received completely. If it writes nothing, the client gets no response. */
    @FunctionalInterface
    interface Behavior {
        void serve(Exchange client) throws IOException, InterruptedException;

        /** Does this, and then the next, for the same request. */
        default Behavior then(Behavior next) {
            return client -> {
                serve(client);
                next.serve(client);
            };
        }
    }

    /** Runs on a new connection before anything is read from it. */
    @FunctionalInterface
    interface ConnectionHook {
        void onConnect(Socket socket) throws IOException;
    }

    /** @param chunked whether HTTP/1.1 sends it in chunks, without a length */
    record CannedResponse(int status, List<String> headers, byte[] body, boolean chunked) {
        static CannedResponse of(int status, String body, String... headers) {
            return new CannedResponse(status, List.of(headers), body.getBytes(StandardCharsets.UTF_8), false);
        }

        CannedResponse inChunks() {
            return new CannedResponse(status, headers, body, true);
        }
    }

    /** One request, and access to its connection at every level. */
    abstract static class Exchange {
        /** The number of the request at this server, from 1. */
        final int number;

        /** The body of the request. */
        final String body;

        private final Socket socket;
        private final Socket raw;

        /** @param raw the socket below TLS; without TLS, the same as {@code socket} */
        Exchange(int number, String body, Socket socket, Socket raw) {
            this.number = number;
            this.body = body;
            this.socket = socket;
            this.raw = raw;
        }

        abstract byte[] bytes(CannedResponse response);

        /** The same bytes in the smallest pieces that the protocol can send separately. */
        abstract List<byte[]> pieces(CannedResponse response);

        final void write(byte[] bytes) throws IOException {
            write(bytes, bytes.length);
        }

        final void write(byte[] bytes, int length) throws IOException {
            synchronized (socket) { // an HTTP/2 connection has many exchanges at a time
                socket.getOutputStream().write(bytes, 0, length);
                socket.getOutputStream().flush();
            }
        }
    }

    /** A port that neither accepts nor refuses connections, because its backlog is full. */
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
    private final List<Behavior> script;
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
    private volatile boolean recovered;
    private volatile int streamLimit;

    /**
     * @param port 0 for any that is free
     * @param script serves the first request, the second, and so on; the last one serves all that follow
     */
    RawServer(WireProtocol wire, String host, int port, ConnectionHook hook, Behavior... script) throws IOException {
        this.wire = wire;
        this.hook = hook;
        this.script = List.of(script);
        socket.bind(new InetSocketAddress(host, port), 200);
        threads.submit(this::accept);
    }

    static RawServer start(WireProtocol wire, Behavior... script) throws IOException {
        return new RawServer(wire, "127.0.0.1", 0, connection -> {}, script);
    }

    /** Starts a server for plain HTTP/1.1. */
    static RawServer start(Behavior... script) throws IOException {
        return start(WireProtocol.HTTP_1, script);
    }

    /* Behaviors */

    /** A response with one instant key, valid for generating a key and for listing keys. */
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

    /** Responds with the instant key of a guest. */
    static Behavior succeed() {
        return respond(keyResponse("guest"));
    }

    static Behavior respond(CannedResponse response) {
        return client -> client.write(client.bytes(response));
    }

    static Behavior respond(int status, String body, String... headers) {
        return respond(CannedResponse.of(status, body, headers));
    }

    /** Sends the response up to this byte and closes the connection. */
    static Behavior cut(CannedResponse response, int offset) {
        Behavior beginning = client -> {
            byte[] bytes = client.bytes(response);
            client.write(bytes, Math.min(offset, bytes.length));
        };
        return beginning.then(drop());
    }

    /** Sends the response with a pause after each piece, so that only a timeout of the whole attempt ends it. */
    static Behavior trickle(CannedResponse response, long millis) {
        return client -> {
            for (byte[] piece : client.pieces(response)) {
                client.write(piece);
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        };
    }

    static Behavior silence() {
        return client -> {};
    }

    static Behavior pause(long millis) {
        return client -> TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Closes the connection in order. */
    static Behavior drop() {
        return client -> client.socket.close();
    }

    /** Closes the connection with an RST. */
    static Behavior reset() {
        return client -> {
            client.raw.setSoLinger(true, 0);
            client.raw.close();
        };
    }

    /** Closes the connection for writing and continues to read. */
    static Behavior halfClose() {
        return client -> client.raw.shutdownOutput();
    }

    /** From now on, responds with {@link #succeed()} to everything; new connections do without the hook. */
    void recover() {
        recovered = true;
    }

    /** Limits how many requests a client of HTTP/2 sends at a time on each later connection; 0 for no limit. */
    void limitStreams(int limit) {
        streamLimit = limit;
    }

    int streamLimit() {
        return streamLimit;
    }

    /* Counts */

    int port() {
        return socket.getLocalPort();
    }

    /** The base URL, with the host name that the certificate is for. */
    String endpoint() {
        return wire.scheme + "://localhost:" + port();
    }

    int connections() {
        return connections.get();
    }

    /** The number of requests on the wire: those whose head was received. */
    int requests() {
        return arrivals.size();
    }

    /** When each request was received, in the time of {@link System#nanoTime()}. */
    List<Long> arrivals() {
        return arrivals;
    }

    /** The number of requests that were received completely, and so could be processed. */
    int processed() {
        return processed.get();
    }

    void awaitRequests(int count) {
        await(() -> requests() >= count);
    }

    /** Waits until no connection is open: no request can be underway then, so the counts are final. */
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

    /* Connections */

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
            if (!recovered) {
                hook.onConnect(raw);
            }
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

    /** Counts a request whose head was received, and returns its number. */
    synchronized int arrived() {
        arrivals.add(System.nanoTime());
        return arrivals.size();
    }

    /** Serves a request that was received completely. */
    void handle(Exchange client) throws IOException, InterruptedException {
        processed.incrementAndGet();
        (recovered ? succeed() : script.get(Math.min(client.number, script.size()) - 1)).serve(client);
    }

    /** Serves a request as {@link #handle} does, on a thread of its own. */
    void handleAsync(Exchange client) {
        threads.submit(() -> {
            handle(client);
            return null;
        });
    }
}
