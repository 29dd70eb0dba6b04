package co.seam.instantkeys.hostile;

import co.seam.instantkeys.hostile.SandboxClient.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The sandbox behind HTTP/1.1, TLS or HTTP/2, with random faults between a request and its response. It lies no more
 * than a server behind proxies may: a 4xx other than 408, or a refused HTTP/2 stream, states that the request was not
 * processed; once a response has begun, nothing states that.
 *
 * <p>It sends no response that nobody asked for. On a kept HTTP/1.1 connection, no client can distinguish one from the
 * response to its next request.
 */
final class HostileServer implements AutoCloseable {
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates SERVER_SIDE =
            new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build();
    private static final HandshakeCertificates CLIENT_SIDE = new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");
    private static final byte[] SORRY = "<html>sorry</html>".getBytes(StandardCharsets.UTF_8);

    private final Wire wire;
    private final Dice dice;
    private final double faults;
    private final SandboxClient sandbox;
    private final ServerLog log = new ServerLog();
    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicBoolean losesNextCreate = new AtomicBoolean();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean calm;

    /** @param faults the share of requests that meet one */
    HostileServer(Wire wire, Dice dice, double faults, SandboxClient sandbox) throws IOException {
        this.wire = wire;
        this.dice = dice;
        this.faults = faults;
        this.sandbox = sandbox;
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    ServerLog log() {
        return log;
    }

    /** What failed in the server itself. There should be nothing. */
    Queue<Throwable> failures() {
        return failures;
    }

    boolean hasConnections() {
        return !open.isEmpty();
    }

    /** Ends all faults of requests to come. Connections that are muted stay so. */
    void calm() {
        calm = true;
    }

    /** Loses the response to the next grant that is created. */
    void loseNextCreate() {
        losesNextCreate.set(true);
    }

    static OkHttpClient.Builder trusting(OkHttpClient.Builder client) {
        return client.sslSocketFactory(CLIENT_SIDE.sslSocketFactory(), CLIENT_SIDE.trustManager());
    }

    /* Connections */

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket raw) {
        try (raw) {
            raw.setTcpNoDelay(true);
            Socket upper = wire.isEncrypted() ? secure(raw) : raw;
            BufferedInputStream in = new BufferedInputStream(upper.getInputStream());
            if (wire == Wire.HTTP_2) {
                new Http2Connection(this, in, upper, raw).serve();
            } else {
                new Http1Connection(this, in, upper, raw).serve();
            }
        } catch (IOException e) {
            // the client, or a fault, closed the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        } finally {
            open.remove(raw);
        }
    }

    private SSLSocket secure(Socket raw) throws IOException {
        SSLSocket secure = (SSLSocket) SERVER_SIDE.sslSocketFactory().createSocket(raw, null, port(), true);
        secure.setUseClientMode(false);
        if (wire == Wire.HTTP_2) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            secure.setSSLParameters(parameters);
        }
        return secure;
    }

    /** Serves a request on a thread of its own. */
    void handleAsync(Exchange client) {
        threads.execute(() -> {
            try {
                handle(client);
            } catch (IOException e) {
                // the client, or a fault, closed the connection
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
    }

    /* Requests */

    void handle(Exchange client) throws IOException, InterruptedException {
        Dice fate = dice.child(requests.incrementAndGet());
        if (calm) {
            serveCalmly(client);
            return;
        }
        if (fate.chance(faults / 4)) {
            client.entry().note("103");
            client.earlyHints();
        }
        if (fate.chance(faults / 2)) {
            TimeUnit.MILLISECONDS.sleep(fate.between(1, 60));
        } else if (fate.chance(faults / 10)) {
            client.entry().note("slow");
            TimeUnit.MILLISECONDS.sleep(fate.between(300, 900)); // the client may have given up
        }
        if (fate.chance(faults / 2)) {
            failUnprocessed(client, fate);
            return;
        }
        if (!client.accept()) {
            return;
        }
        Response response = process(client);
        if (fate.chance(faults / 2)) {
            failProcessed(client, response, fate);
        } else {
            client.write(client.encode(response));
        }
    }

    private void serveCalmly(Exchange client) throws IOException {
        if (!client.accept()) {
            return;
        }
        Response response = process(client);
        if (client.entry().path.equals("/access_grants/create") && losesNextCreate.compareAndSet(true, false)) {
            client.entry().note("response lost on purpose");
            client.drop();
        } else {
            client.write(client.encode(response));
        }
    }

    private Response process(Exchange client) throws IOException {
        ServerLog.Entry entry = client.entry();
        Response response = sandbox.post(entry.path, client.authorization(), entry.body);
        entry.response = new String(response.body(), StandardCharsets.UTF_8);
        entry.status = response.status();
        return response;
    }

    private static void failUnprocessed(Exchange client, Dice fate) throws IOException {
        String fault = client.isHttp2()
                ? fate.pick("drop", "reset", "nothing", "mute", "half-close", "status", "refuse", "GOAWAY", "refuse")
                : fate.pick("drop", "reset", "nothing", "mute", "half-close", "status", "status");
        client.entry().note(fault + " before");
        switch (fault) {
            case "drop" -> client.drop();
            case "reset" -> client.reset();
            case "half-close" -> client.halfClose();
            case "mute" -> client.mute();
            case "refuse" -> client.refuse(false);
            case "GOAWAY" -> client.refuse(true);
            case "status" ->
                client.write(client.encode(error(fate.pick(302, 307, 403, 408, 429, 429, 500, 502, 503, 504), fate)));
            default -> {} // no response
        }
    }

    private static void failProcessed(Exchange client, Response response, Dice fate)
            throws IOException, InterruptedException {
        String fault = client.isHttp2()
                ? fate.pick(
                        "drop",
                        "reset",
                        "nothing",
                        "mute",
                        "half-close",
                        "status",
                        "body",
                        "cut",
                        "trickle",
                        "RST",
                        "RST",
                        "part and RST",
                        "part and RST",
                        "103 and RST",
                        "103 and RST",
                        "103 and RST",
                        "GOAWAY",
                        "GOAWAY and drop")
                : fate.pick(
                        "drop", "reset", "nothing", "mute", "half-close", "status", "body", "cut", "cut", "trickle");
        client.entry().note(fault + " after");
        byte[] bytes = client.encode(response);
        switch (fault) {
            case "drop" -> client.drop();
            case "reset" -> client.reset();
            case "half-close" -> client.halfClose();
            case "mute" -> client.mute();
            case "status" -> client.write(client.encode(error(fate.pick(301, 308, 408, 500, 502, 503, 504), fate)));
            case "body" -> client.write(client.encode(unreadable(response, fate)));
            case "cut" -> {
                client.write(bytes, 0, fate.between(0, bytes.length - 1));
                end(client, fate);
            }
            case "trickle" -> {
                int piece = fate.between(1, 40);
                int pause = fate.between(1, 40);
                for (int i = 0; i < bytes.length; i += piece) {
                    client.write(bytes, i, Math.min(piece, bytes.length - i));
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            }
            case "RST" -> client.resetStream(fate.pick(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 4711));
            case "part and RST" -> {
                client.write(bytes, 0, client.headLength(bytes));
                TimeUnit.MILLISECONDS.sleep(fate.between(0, 30));
                client.resetStream(fate.pick(7, 7, 8, fate.between(0, 20)));
            }
            case "103 and RST" -> {
                client.earlyHints();
                client.resetStream(fate.pick(7, 7, 8));
            }
            case "GOAWAY" -> {
                client.goAway();
                client.write(bytes);
            }
            case "GOAWAY and drop" -> {
                client.goAway();
                client.drop();
            }
            default -> {} // no response
        }
    }

    /** After a part of the response, the connection is of no more use. */
    private static void end(Exchange client, Dice fate) throws IOException {
        switch (fate.between(0, 2)) {
            case 0 -> client.drop();
            case 1 -> client.reset();
            default -> client.mute();
        }
    }

    private static Response error(int status, Dice fate) {
        if (status < 400) {
            return new Response(status, Map.of("Location", fate.pick("/elsewhere", "https://localhost:1/")), SORRY);
        }
        boolean overloaded = status == 429 || status == 503;
        Map<String, String> headers =
                overloaded ? Map.of("Retry-After", fate.pick("0", "1", "3600", "4294967296")) : HTML;
        return new Response(status, headers, SORRY);
    }

    private static Response unreadable(Response response, Dice fate) {
        byte[] body = response.body();
        return fate.chance(0.5)
                ? new Response(200, HTML, SORRY)
                : new Response(200, response.headers(), Arrays.copyOf(body, fate.between(0, body.length - 1)));
    }

    /* The end */

    /** Waits until every request that was received is served, and closes everything. */
    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
            threads.shutdown();
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                failures.add(new IllegalStateException("the server does not end"));
            }
        } catch (SocketException e) {
            failures.add(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
