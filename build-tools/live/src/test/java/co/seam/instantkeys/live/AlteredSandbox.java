package co.seam.instantkeys.live;

import co.seam.instantkeys.wiremock.SeamSandbox;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** A proxy before a sandbox that changes some of its responses, so that an assumption is wrong. */
final class AlteredSandbox implements AutoCloseable {
    /** Headers of the request that the proxy does not set itself. */
    private static final Set<String> PASSED_ON = Set.of("authorization", "content-type");

    static {
        // otherwise, each response waits for an acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SeamSandbox sandbox;
    private final Alteration alteration;
    private final HttpServer server;

    AlteredSandbox(SeamSandbox sandbox, Alteration alteration) throws IOException {
        this.sandbox = sandbox;
        this.alteration = alteration;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            Call call = new Call(exchange, request, forward(exchange, request));
            alteration.apply(call);
            byte[] body = call.response.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(call.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<String> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.get(0));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Changes the response to a call that the sandbox has processed. */
    interface Alteration {
        void apply(Call call);
    }

    static final class Call {
        final String method;
        final String path;
        final JsonObject request;
        private final HttpExchange exchange;
        int status;
        JsonObject response;

        Call(HttpExchange exchange, byte[] request, HttpResponse<String> response) {
            this.exchange = exchange;
            this.method = exchange.getRequestMethod();
            this.path = exchange.getRequestURI().getPath();
            this.request = request.length == 0
                    ? new JsonObject()
                    : JsonParser.parseString(new String(request, StandardCharsets.UTF_8))
                            .getAsJsonObject();
            this.status = response.statusCode();
            this.response = JsonParser.parseString(response.body()).getAsJsonObject();
            response.headers()
                    .firstValue("seam-request-id")
                    .ifPresent(id -> exchange.getResponseHeaders().set("seam-request-id", id));
        }

        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        void setHeader(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
        }

        void removeHeader(String name) {
            exchange.getResponseHeaders().remove(name);
        }

        boolean is(String wanted, int wantedStatus) {
            return path.equals(wanted) && status == wantedStatus;
        }

        void reject(int newStatus, String type) {
            JsonObject error = new JsonObject();
            error.addProperty("type", type);
            error.addProperty("message", "altered");
            error.addProperty("request_id", "altered");
            if (newStatus == 400) {
                error.add("validation_errors", new JsonObject());
            }
            status = newStatus;
            response = new JsonObject();
            response.add("error", error);
        }

        /** Changes each object of the response that has a field of that name. */
        void changeEach(String field, BiConsumer<JsonObject, JsonElement> change) {
            changeEach(response, field, change);
        }

        private static void changeEach(JsonElement json, String field, BiConsumer<JsonObject, JsonElement> change) {
            if (json.isJsonArray()) {
                json.getAsJsonArray().forEach(item -> changeEach(item, field, change));
            } else if (json.isJsonObject()) {
                JsonObject object = json.getAsJsonObject();
                object.asMap().values().forEach(value -> changeEach(value, field, change));
                if (object.has(field)) {
                    change.accept(object, object.get(field));
                }
            }
        }
    }
}
