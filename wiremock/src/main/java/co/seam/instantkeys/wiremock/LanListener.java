package co.seam.instantkeys.wiremock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the guest's page, and nothing else, to the local network: a server of its own, on the address that this
 * machine has there. The API and the controls of the sandbox stay on the loopback interface.
 */
final class LanListener implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int MAX_BODY = 4_096;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, LanListener::daemon);
    private final GuestPage page;

    /**
     * @param address of this machine
     * @param port to listen on if it is free
     */
    LanListener(GuestPage page, InetAddress address, int port) {
        this.page = page;
        try {
            server = bind(address, port);
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on " + address.getHostAddress(), e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        start();
    }

    private static HttpServer bind(InetAddress address, int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(address, 0), 0);
        }
    }

    /** The server's own thread inherits from the one that starts it, and must not keep the program alive. */
    private void start() {
        Thread starter = daemon(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sandbox starts", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "seam-sandbox-guest-page");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the address of this machine in the local network.
     *
     * @throws IllegalStateException if there is none
     */
    static InetAddress localAddress() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // sends nothing: it only selects the interface of the default route, to an address reserved for examples
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            InetAddress address = socket.getLocalAddress();
            return isReachable(address) ? address : firstAddress();
        } catch (IOException | UncheckedIOException e) { // the latter where there is no network
            return firstAddress();
        }
    }

    private static InetAddress firstAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && isReachable(address))
                    .findFirst()
                    .orElseThrow(() -> new SocketException("no such address"));
        } catch (SocketException e) {
            throw new IllegalStateException("this machine has no address in a local network", e);
        }
    }

    private static boolean isReachable(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }

    /** URL of the server without a trailing slash. */
    String endpoint() {
        String host = server.getAddress().getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host) + ":"
                + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            WebResponse response = respond(exchange);
            byte[] body = response.body.getBytes(StandardCharsets.UTF_8);
            response.headers.forEach(exchange.getResponseHeaders()::set);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status, isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        } finally {
            exchange.close();
        }
    }

    private WebResponse respond(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        WebRequest request = new WebRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), name -> header(exchange, name), body);
        return GuestPage.serves(request.path)
                ? page.respond(request)
                : WebResponse.text(404, "There is nothing here but the pages of guests.");
    }

    private static @Nullable String header(HttpExchange exchange, @Nullable String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
