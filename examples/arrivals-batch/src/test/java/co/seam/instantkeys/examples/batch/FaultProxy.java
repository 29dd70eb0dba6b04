package co.seam.instantkeys.examples.batch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Forwards requests to a server. Of those that create a grant, it loses half of the responses, rejects some requests
 * with 429 or 500, and lets the rest take some time.
 */
final class FaultProxy implements AutoCloseable {
    private static final String CREATE = "/access_grants/create";
    private static final byte[] ERROR =
            "{\"error\":{\"type\":\"planned\",\"message\":\"a planned fault\"},\"ok\":false}".getBytes();

    private final HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(17);
    private final String server;

    /** @param server its endpoint */
    FaultProxy(String server) throws IOException {
        this.server = server;
        proxy.setExecutor(threads);
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean isCreate = exchange.getRequestURI().getPath().equals(CREATE);
        double drawn = isCreate ? draw() : 1;
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (drawn < 0.05) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            respond(exchange, 429, ERROR);
        } else if (drawn < 0.06) {
            respond(exchange, 500, ERROR);
        } else {
            HttpResponse<byte[]> response = forward(exchange, body);
            if (drawn < 0.56) {
                exchange.close(); // without a response: the connection breaks
                return;
            }
            respond(exchange, response.statusCode(), response.body());
        }
    }

    private synchronized double draw() {
        return random.nextDouble();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
                            .header(
                                    "Authorization",
                                    exchange.getRequestHeaders().getFirst("Authorization"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            TimeUnit.MILLISECONDS.sleep(exchange.getRequestURI().getPath().equals(CREATE) ? 100 : 0);
            return response;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        proxy.stop(0);
        threads.shutdownNow();
    }
}
