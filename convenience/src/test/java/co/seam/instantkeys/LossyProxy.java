package co.seam.instantkeys;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A proxy that forwards every request and drops the connection in place of some responses. The client sees a connection
 * that breaks after the server has processed the request.
 */
final class LossyProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int serverPort;
    private final Predicate<String> loses;

    /** @param loses whether the response to a request with this path is lost */
    LossyProxy(int serverPort, Predicate<String> loses) throws IOException {
        this.serverPort = serverPort;
        this.loses = loses;
        threads.submit(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            open.add(client);
            threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            InputStream requests = new BufferedInputStream(client.getInputStream());
            InputStream responses = new BufferedInputStream(server.getInputStream());
            while (true) {
                String request = message(requests);
                if (request.isEmpty()) {
                    return null;
                }
                forward(request, server.getOutputStream());
                String response = message(responses);
                if (loses.test(request.split(" ", 3)[1])) {
                    return null;
                }
                forward(response, client.getOutputStream());
            }
        } finally {
            open.remove(client);
        }
    }

    private static void forward(String message, OutputStream out) throws IOException {
        out.write(message.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /**
     * Reads one HTTP message, with a Content-Length or in chunks, as one character for each byte; returns nothing at the
     * end of the stream.
     */
    private static String message(InputStream in) throws IOException {
        StringBuilder message = new StringBuilder();
        if (!read(in, message, "\r\n\r\n")) {
            return "";
        }
        String head = message.toString().toLowerCase(Locale.ROOT);
        int at = head.indexOf("content-length:");
        if (at >= 0) {
            int length = Integer.parseInt(
                    head.substring(at + 15, head.indexOf('\r', at)).trim());
            message.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        } else if (head.contains("transfer-encoding: chunked") && !read(in, message, "\r\n0\r\n\r\n")) {
            return "";
        }
        return message.toString();
    }

    /** Reads as far as the message ends with that text; returns false at the end of the stream. */
    private static boolean read(InputStream in, StringBuilder message, String end) throws IOException {
        do {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            message.append((char) b);
        } while (message.indexOf(end, Math.max(0, message.length() - end.length())) < 0);
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
        threads.shutdownNow();
    }
}
