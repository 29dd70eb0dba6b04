package co.seam.instantkeys;

import co.seam.instantkeys.RawServer.CannedResponse;
import co.seam.instantkeys.RawServer.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A keep-alive connection of HTTP/1.1. */
final class RawHttp1 {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

    private final RawServer server;
    private final InputStream in;
    private final Socket socket;
    private final Socket raw;

    RawHttp1(RawServer server, InputStream in, Socket socket, Socket raw) {
        this.server = server;
        this.in = in;
        this.socket = socket;
        this.raw = raw;
    }

    /** Serves one request after the other until the client closes the connection. */
    void serve() throws IOException, InterruptedException {
        for (String head = head(); head != null; head = head()) {
            int number = server.arrived();
            Matcher length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            server.handle(new Request(number, new String(body, StandardCharsets.UTF_8)));
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private final class Request extends Exchange {
        Request(int number, String body) {
            super(number, body, socket, raw);
        }

        @Override
        byte[] bytes(CannedResponse response) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Whatever\r\n");
            response.headers().forEach(header -> head.append(header).append("\r\n"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (response.chunked()) {
                text(bytes, head + "Transfer-Encoding: chunked\r\n\r\n");
                int half = response.body().length / 2;
                chunk(bytes, response.body(), 0, half);
                chunk(bytes, response.body(), half, response.body().length - half);
                text(bytes, "0\r\n\r\n");
            } else {
                text(bytes, head + "Content-Length: " + response.body().length + "\r\n\r\n");
                bytes.writeBytes(response.body());
            }
            return bytes.toByteArray();
        }

        private void chunk(ByteArrayOutputStream bytes, byte[] body, int from, int length) {
            if (length > 0) { // an empty chunk would be the end
                text(bytes, Integer.toHexString(length) + "\r\n");
                bytes.write(body, from, length);
                text(bytes, "\r\n");
            }
        }

        private void text(ByteArrayOutputStream bytes, String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        List<byte[]> pieces(CannedResponse response) {
            List<byte[]> pieces = new ArrayList<>();
            for (byte b : bytes(response)) {
                pieces.add(new byte[] {b});
            }
            return pieces;
        }
    }
}
