package co.seam.instantkeys.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests to the sandbox, over kept connections, exactly as often as it is asked to. Thread-safe. */
final class SandboxClient implements AutoCloseable {
    record Response(int status, Map<String, String> headers, byte[] body) {}

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3})");
    private static final Pattern TYPE = Pattern.compile("(?i)\r\nContent-Type: *([^\r]+)");

    private final int port;
    private final Queue<Socket> idle = new ConcurrentLinkedQueue<>();

    SandboxClient(int port) {
        this.port = port;
    }

    Response post(String path, String authorization, String body) throws IOException {
        Socket socket = idle.poll();
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
                        + "Authorization: " + authorization + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        socket.getOutputStream().write(request.toByteArray());
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String head = head(in);
        byte[] responseBody = chunks(in);
        idle.add(socket);
        return new Response(
                Integer.parseInt(find(STATUS, head)), Map.of("Content-Type", find(TYPE, head)), responseBody);
    }

    private static String find(Pattern pattern, String head) {
        Matcher matcher = pattern.matcher(head);
        if (!matcher.find()) {
            throw new IllegalStateException("the sandbox sent " + head);
        }
        return matcher.group(1);
    }

    /** Reads a body as the sandbox sends it. */
    private static byte[] chunks(DataInputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.readByte(); c != '\n'; c = (char) in.readByte()) {
            line.append(c);
        }
        return line.toString().trim();
    }

    /** Reads the head of an HTTP/1.1 message; null at the end of the stream. */
    static String head(InputStream in) throws IOException {
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

    @Override
    public void close() {
        for (Socket socket = idle.poll(); socket != null; socket = idle.poll()) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
