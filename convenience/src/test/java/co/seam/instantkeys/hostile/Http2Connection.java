package co.seam.instantkeys.hostile;

import co.seam.instantkeys.hostile.SandboxClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Hpack;
import okio.Buffer;

/** The server's end of a connection of HTTP/2, as far as small requests and responses need it. */
final class Http2Connection {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final int REFUSED_STREAM = 7;
    private static final int FRAME_HEAD = 9;

    private final HostileServer server;
    private final DataInputStream in;
    private final Socket socket;
    private final Socket raw;
    private final Buffer headerBlock = new Buffer();
    private final Hpack.Reader headers = new Hpack.Reader(headerBlock, 4096);

    /** Requests that were not received completely yet. */
    private final Map<Integer, Incoming> incoming = new HashMap<>();

    private volatile boolean muted;

    /** The last stream that the server accepted, and the last one that it may accept. */
    private int accepted;

    private int limit = Integer.MAX_VALUE;

    Http2Connection(HostileServer server, InputStream in, Socket socket, Socket raw) {
        this.server = server;
        this.in = new DataInputStream(in);
        this.socket = socket;
        this.raw = raw;
    }

    /** Serves all requests concurrently until the client closes the connection. */
    void serve() throws IOException {
        in.readNBytes(PREFACE.length());
        write(frame(SETTINGS, 0, 0, new byte[0]));
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            // the client closed the connection
        }
    }

    private void read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int streamId = in.readInt();
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        switch (lengthAndType & 0xff) {
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    write(frame(SETTINGS, ACK, 0, new byte[0]));
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    write(frame(PING, ACK, 0, payload));
                }
            }
            case HEADERS -> {
                incoming.put(streamId, new Incoming(headers(payload)));
                end(streamId, flags);
            }
            case DATA -> {
                incoming.get(streamId).add(payload);
                if (payload.length > 0) { // bodies are small, but together they fill the window of the connection
                    write(frame(WINDOW_UPDATE, 0, 0, ints(payload.length)));
                }
                end(streamId, flags);
            }
            default -> {} // of no importance for the responses
        }
    }

    private Map<String, String> headers(byte[] block) throws IOException {
        headerBlock.write(block);
        headers.readHeaders();
        Map<String, String> byName = new HashMap<>();
        for (Header header : headers.getAndResetHeaderList()) {
            byName.put(header.name.utf8(), header.value.utf8());
        }
        return byName;
    }

    private void end(int streamId, int flags) {
        if ((flags & END_STREAM) != 0) {
            Incoming request = incoming.remove(streamId);
            if (!muted) {
                server.handleAsync(new Http2Exchange(streamId, request));
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (socket) {
            if (!muted) {
                socket.getOutputStream().write(bytes, offset, length);
                socket.getOutputStream().flush();
            }
        }
    }

    private static byte[] frame(int type, int flags, int streamId, byte[] payload) {
        return ByteBuffer.allocate(FRAME_HEAD + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(streamId)
                .put(payload)
                .array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private final class Incoming {
        final ServerLog.Entry entry;
        final String authorization;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Incoming(Map<String, String> headers) {
            entry = server.log().add(headers.get(":path"));
            authorization = headers.getOrDefault("authorization", "none");
        }

        void add(byte[] bytes) {
            body.writeBytes(bytes);
            entry.body = body.toString(StandardCharsets.UTF_8);
        }
    }

    private final class Http2Exchange implements Exchange {
        private final int id;
        private final Incoming request;

        Http2Exchange(int id, Incoming request) {
            this.id = id;
            this.request = request;
        }

        @Override
        public ServerLog.Entry entry() {
            return request.entry;
        }

        @Override
        public String authorization() {
            return request.authorization;
        }

        @Override
        public boolean isHttp2() {
            return true;
        }

        @Override
        public boolean accept() {
            synchronized (Http2Connection.this) {
                if (muted || id > limit) {
                    return false;
                }
                accepted = Math.max(accepted, id);
                return true;
            }
        }

        /** Encodes headers in the simplest form of HPACK: short literals, neither indexed nor compressed. */
        @Override
        public byte[] encode(Response response) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(frame(HEADERS, END_HEADERS, id, head(response.status(), response.headers())));
            bytes.writeBytes(frame(DATA, END_STREAM, id, response.body()));
            return bytes.toByteArray();
        }

        private byte[] head(int status, Map<String, String> headers) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(0x08); // the name at index 8 of the static table: ":status"
            literal(block, String.valueOf(status));
            headers.forEach((name, value) -> {
                block.write(0x00);
                literal(block, name.toLowerCase(Locale.ROOT));
                literal(block, value);
            });
            return block.toByteArray();
        }

        private void literal(ByteArrayOutputStream block, String text) {
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Http2Connection.this.write(bytes, offset, length);
        }

        @Override
        public int headLength(byte[] encoded) {
            return FRAME_HEAD + (ByteBuffer.wrap(encoded).getInt() >>> 8);
        }

        @Override
        public void earlyHints() throws IOException {
            write(frame(HEADERS, END_HEADERS, id, head(103, Map.of())));
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
        public void resetStream(int errorCode) throws IOException {
            write(frame(RST_STREAM, 0, id, ints(errorCode)));
        }

        @Override
        public void refuse(boolean withGoAway) throws IOException {
            int last;
            synchronized (Http2Connection.this) {
                last = accepted;
                if (withGoAway && last < id) {
                    limit = Math.min(limit, last);
                }
            }
            if (withGoAway && last < id) {
                write(frame(GOAWAY, 0, 0, ints(last, 0)));
            } else {
                resetStream(REFUSED_STREAM);
            }
        }

        @Override
        public void goAway() throws IOException {
            write(frame(GOAWAY, 0, 0, ints(Integer.MAX_VALUE, 0)));
        }
    }
}
