package co.seam.instantkeys;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
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
            DataInputStream requests = new DataInputStream(client.getInputStream());
            DataInputStream responses = new DataInputStream(server.getInputStream());
            while (true) {
                byte[] request = message(requests);
                if (request.length == 0) {
                    return null;
                }
                forward(request, server.getOutputStream());
                byte[] response = message(responses);
                String path = new String(request, StandardCharsets.ISO_8859_1).split(" ", 3)[1];
                if (loses.test(path)) {
                    return null;
                }
                forward(response, client.getOutputStream());
            }
        } finally {
            open.remove(client);
        }
    }

    private static void forward(byte[] message, OutputStream out) throws IOException {
        out.write(message);
        out.flush();
    }

    /** Reads one HTTP message, with a Content-Length or in chunks; returns nothing at the end of the stream. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return new byte[0];
            }
            message.write(b);
            head += (char) b;
        }
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            int length = Integer.parseInt(
                    lower.substring(at + 15, lower.indexOf('\r', at)).trim());
            message.write(in.readNBytes(length));
        } else if (lower.contains("transfer-encoding: chunked")) {
            while (!message.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n")) {
                message.write(in.read());
            }
        }
        return message.toByteArray();
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
