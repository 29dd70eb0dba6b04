package co.seam.instantkeys.hostile;

import co.seam.instantkeys.hostile.SandboxClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's end of a keep-alive connection of HTTP/1.1. */
final class Http1Connection {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)\r\nAuthorization: *([^\r]+)");

    private final HostileServer server;
    private final InputStream in;
    private final Socket socket;
    private final Socket raw;
    private boolean muted;

    Http1Connection(HostileServer server, InputStream in, Socket socket, Socket raw) {
        this.server = server;
        this.in = in;
        this.socket = socket;
        this.raw = raw;
    }

    /** Serves one request after the other until the client closes the connection. */
    void serve() throws IOException, InterruptedException {
        for (String head = SandboxClient.head(in); head != null; head = SandboxClient.head(in)) {
            ServerLog.Entry entry = server.log().add(head.split(" ", 3)[1]);
            Matcher length = LENGTH.matcher(head);
            int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
            byte[] body = body(entry, expected);
            if (body.length < expected) {
                entry.note("body cut");
                return;
            }
            if (!muted) {
                Matcher authorization = AUTHORIZATION.matcher(head);
                server.handle(new Http1Exchange(entry, authorization.find() ? authorization.group(1) : "none"));
            }
        }
    }

    /** Logs what was received, even if the connection breaks in the middle. */
    private byte[] body(ServerLog.Entry entry, int length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            while (body.size() < length) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                body.write(b);
            }
        } finally {
            entry.body = body.toString(StandardCharsets.UTF_8);
        }
        return body.toByteArray();
    }

    private final class Http1Exchange implements Exchange {
        private final ServerLog.Entry entry;
        private final String authorization;

        Http1Exchange(ServerLog.Entry entry, String authorization) {
            this.entry = entry;
            this.authorization = authorization;
        }

        @Override
        public ServerLog.Entry entry() {
            return entry;
        }

        @Override
        public String authorization() {
            return authorization;
        }

        @Override
        public boolean isHttp2() {
            return false;
        }

        @Override
        public boolean accept() {
            return true;
        }

        @Override
        public byte[] encode(Response response) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Whatever\r\n");
            response.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Content-Length: ").append(response.body().length).append("\r\n\r\n");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(response.body());
            return bytes.toByteArray();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            socket.getOutputStream().write(bytes, offset, length);
            socket.getOutputStream().flush();
        }

        @Override
        public int headLength(byte[] encoded) {
            return new String(encoded, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        }

        @Override
        public void earlyHints() throws IOException {
            write("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void drop() throws IOException {
            socket.close();
        }

        @Override
        public void reset() throws IOException {
            raw.setSoLinger(true, 0);
            raw.close();
        }

        @Override
        public void halfClose() throws IOException {
            raw.shutdownOutput();
        }

        @Override
        public void mute() {
            muted = true;
        }

        @Override
        public void resetStream(int errorCode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void refuse(boolean withGoAway) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void goAway() {
            throw new UnsupportedOperationException();
        }
    }
}
