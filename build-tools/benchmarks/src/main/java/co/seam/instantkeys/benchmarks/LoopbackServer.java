package co.seam.instantkeys.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server on loopback, in a process of its own, with prepared responses: plain HTTP/1.1, and HTTP/1.1 and HTTP/2 over
 * TLS with a certificate made at the start. It uses keep-alive, TCP_NODELAY and one thread for each connection.
 * HTTP/1.1 requests allocate nothing, so that no garbage collection here disturbs the measurement.
 *
 * <p>{@code POST /keys-100/...} returns {@link Bodies#response} of {@code keys-100}, whatever follows.
 * {@code POST /pages-N/...} returns N grants in pages of {@link Bodies#PAGE}. The cursor of a page is its number.
 */
final class LoopbackServer {
    private static final String PAGES = "pages-";
    private static final byte[] CURSOR = ascii("\"page_cursor\":\"");
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] END_OF_HEADERS = ascii("\r\n\r\n");
    private static final int PREFIX = "POST /".length();

    private static final Map<String, byte[]> RESPONSES = new ConcurrentHashMap<>();
    private static final Map<String, byte[]> BODIES = new ConcurrentHashMap<>();
    private static final byte[] GRANTS_OF_ONE_PAGE = ascii(Bodies.beforeGrants(Bodies.PAGE));

    private LoopbackServer() {}

    /**
     * Prints the port of each {@link Wire}, and the file of the certificate. Exits at the end of its input, which is
     * when the process that started it exits.
     */
    public static void main(String[] args) throws IOException {
        for (Work work : Work.values()) {
            response(work.response);
        }
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        Path file = Files.createTempFile("benchmarks", ".pem");
        file.toFile().deleteOnExit();
        Files.writeString(file, certificate.certificatePem());
        System.out.println(start().getLocalPort());
        System.out.println(start(certificate, false).getLocalPort());
        System.out.println(start(certificate, true).getLocalPort());
        System.out.println(file);
        while (System.in.read() >= 0) {
            // no input is expected
        }
        System.exit(0);
    }

    /** Starts a server in this process, which runs until the socket is closed. */
    static ServerSocket start() throws IOException {
        ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        daemon(() -> accept(server, false));
        return server;
    }

    private static ServerSocket start(HeldCertificate certificate, boolean http2) throws IOException {
        SSLServerSocket server = (SSLServerSocket) new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {http2 ? "h2" : "http/1.1"});
        server.setSSLParameters(parameters);
        daemon(() -> accept(server, http2));
        return server;
    }

    private static void accept(ServerSocket server, boolean http2) {
        while (true) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket, http2));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void serve(Socket socket, boolean http2) {
        try {
            socket.setTcpNoDelay(true);
            if (http2) {
                Http2Server.serve((SSLSocket) socket);
                return;
            }
        } catch (IOException e) {
            return; // the client has closed the connection
        }
        try (socket) {
            new Connection(socket).run();
        } catch (IOException e) {
            // the client has closed the connection
        }
    }

    private static void daemon(Runnable action) {
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] response(String name) {
        return RESPONSES.computeIfAbsent(name, LoopbackServer::render);
    }

    static byte[] body(String name) {
        return BODIES.computeIfAbsent(name, key -> ascii(Bodies.response(key)));
    }

    private static byte[] render(String name) {
        byte[] body = body(name);
        byte[] head = head(body.length);
        byte[] response = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, response, head.length, body.length);
        return response;
    }

    private static byte[] head(int length) {
        return ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nseam-request-id: "
                + Bodies.USER + "\r\nContent-Length: " + length + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Connection {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] request = new byte[64 << 10];
        private final ByteArrayOutputStream page = new ByteArrayOutputStream();
        private int length;

        /** Response name of the last request. The next one usually has the same. */
        private byte[] name = {};

        private byte[] response = {};

        Connection(Socket socket) throws IOException {
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void run() throws IOException {
            while (true) {
                length = 0;
                int body = find(END_OF_HEADERS, 0) + END_OF_HEADERS.length;
                int end = body + number(find(CONTENT_LENGTH, 0) + CONTENT_LENGTH.length);
                while (length < end) {
                    read();
                }
                respond(body);
            }
        }

        private void respond(int body) throws IOException {
            int end = PREFIX;
            while (request[end] != '/') {
                end++;
            }
            if (!Arrays.equals(request, PREFIX, end, name, 0, name.length)) {
                name = Arrays.copyOfRange(request, PREFIX, end);
                String requested = new String(name, StandardCharsets.US_ASCII);
                response = requested.startsWith(PAGES) ? null : LoopbackServer.response(requested);
            }
            if (response == null) {
                writePage(body);
            } else {
                out.write(response);
            }
        }

        private void writePage(int body) throws IOException {
            int total = number(PREFIX + PAGES.length());
            int cursor = indexOf(CURSOR, body);
            int number = cursor < 0 ? 0 : number(cursor + CURSOR.length);
            boolean last = (number + 1) * Bodies.PAGE >= total;
            byte[] rest = ascii(Bodies.afterGrants(last ? null : String.valueOf(number + 1)));
            page.reset();
            page.write(head(GRANTS_OF_ONE_PAGE.length + rest.length));
            page.write(GRANTS_OF_ONE_PAGE);
            page.write(rest);
            page.writeTo(out);
        }

        /** Reads until the text is found, and returns its index. */
        private int find(byte[] text, int from) throws IOException {
            int at = indexOf(text, from);
            while (at < 0) {
                read();
                at = indexOf(text, from);
            }
            return at;
        }

        private void read() throws IOException {
            int count = in.read(request, length, request.length - length);
            if (count <= 0) {
                throw new EOFException();
            }
            length += count;
        }

        /** Searches case-insensitively; returns a negative value if the text is not found. */
        private int indexOf(byte[] text, int from) {
            for (int start = from; start <= length - text.length; start++) {
                int i = 0;
                while (i < text.length && (text[i] == request[start + i] || text[i] == (request[start + i] | 0x20))) {
                    i++;
                }
                if (i == text.length) {
                    return start;
                }
            }
            return -1;
        }

        private int number(int at) {
            int value = 0;
            int start = request[at] == ' ' ? at + 1 : at;
            for (int i = start; request[i] >= '0' && request[i] <= '9'; i++) {
                value = value * 10 + (request[i] - '0');
            }
            return value;
        }
    }
}
