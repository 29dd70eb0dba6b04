package co.seam.instantkeys.consumers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Creates any key for one guest, and has none. Plain sockets: a server of the JDK would be one more module. */
final class StubServer implements AutoCloseable {
    private static final String KEY = "{\"instant_key\": {\"instant_key_id\": \"key-1\","
            + "\"instant_key_url\": \"https://keys.example/1\", \"user_identity_id\": \"guest-1\","
            + "\"client_session_id\": \"session-1\", \"workspace_id\": \"workspace-1\", \"a_new_field\": [1],"
            + "\"created_at\": \"2027-07-13T15:00:00Z\", \"expires_at\": \"2027-07-15T15:00:00Z\"}}";
    private static final String NOT_FOUND = "{\"error\": {\"type\": \"instant_key_not_found\", \"message\": \"none\"}}";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    StubServer() throws IOException {
        Thread thread = new Thread(this::serve, "stub-server");
        thread.setDaemon(true);
        thread.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket connection = socket.accept()) {
                    respond(connection);
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void respond(Socket connection) throws IOException {
        String head = readHead(connection.getInputStream());
        String length = head.replaceAll("(?is).*\ncontent-length: *(\\d+).*", "$1");
        connection.getInputStream().readNBytes(Integer.parseInt(length));
        boolean created = head.startsWith("POST /user_identities/generate_instant_key ");
        String body = created ? KEY : NOT_FOUND;
        String response = "HTTP/1.1 " + (created ? "200 OK" : "404 Not Found")
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        connection.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
