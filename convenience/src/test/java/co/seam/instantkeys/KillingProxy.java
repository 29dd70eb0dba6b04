package co.seam.instantkeys;

import co.seam.instantkeys.wiremock.SeamSandbox;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes requests on to a sandbox, and kills the process that sends them at one of them. Each request takes some time
 * on the sandbox's clock, so that a deletion ends while it is waited for.
 */
final class KillingProxy implements AutoCloseable {
    /** When the process is killed. */
    enum Moment {
        BEFORE_PROCESSING,
        AFTER_PROCESSING
    }

    private static final Duration TIME_PER_REQUEST = Duration.ofMillis(1_500);

    private final SeamSandbox sandbox;
    private final int fatalRequest;
    private final Moment moment;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Process process;

    /** @param fatalRequest the number of the request at which the process is killed, from 1 */
    KillingProxy(SeamSandbox sandbox, int fatalRequest, Moment moment) throws IOException {
        this.sandbox = sandbox;
        this.fatalRequest = fatalRequest;
        this.moment = moment;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void kills(Process victim) {
        process = victim;
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean fatal = requests.incrementAndGet() == fatalRequest;
        if (fatal && moment == Moment.BEFORE_PROCESSING) {
            kill();
            exchange.close();
            return;
        }
        HttpResponse<byte[]> response = forward(exchange, body);
        sandbox.clock().advance(TIME_PER_REQUEST);
        if (fatal) {
            kill();
            exchange.close();
            return;
        }
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        response.headers().firstValue("Content-Type").orElse("application/json"));
        exchange.sendResponseHeaders(response.statusCode(), response.body().length);
        exchange.getResponseBody().write(response.body());
        exchange.close();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + exchange.getRequestURI()))
                .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Kills the process as {@code kill -9} does, and waits until it is gone. */
    private void kill() throws IOException {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
