package co.seam.instantkeys;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.CannedResponse;
import co.seam.instantkeys.RawServer.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connection of HTTP/2, as far as small requests and responses need it. Does not read the headers of requests. */
final class RawHttp2 {
    /* Error codes, RFC 9113 section 7 */
    static final int NO_ERROR = 0;
    static final int INTERNAL_ERROR = 2;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final short MAX_CONCURRENT_STREAMS = 3;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final RawServer server;
    private final DataInputStream in;
    private final Socket socket;
    private final Socket raw;

    /** Requests that were not received completely yet. */
    private final Map<Integer, Incoming> incoming = new HashMap<>();

    RawHttp2(RawServer server, InputStream in, Socket socket, Socket raw) {
        this.server = server;
        this.in = new DataInputStream(in);
        this.socket = socket;
        this.raw = raw;
    }

    /** Resets the stream; the connection stays open. */
    static Behavior resetStream(int errorCode) {
        return client -> client.write(frame(RST_STREAM, 0, ((Stream) client).id, ints(errorCode)));
    }

    /** Accepts no new streams, and states that those above this id were not processed. */
    static Behavior goAway(int lastStreamId) {
        return client -> client.write(frame(GOAWAY, 0, 0, ints(lastStreamId, NO_ERROR)));
    }

    /** Sends a response of this status before the actual one, such as 103. */
    static Behavior interim(int status) {
        return client -> {
            Stream stream = (Stream) client;
            client.write(frame(HEADERS, END_HEADERS, stream.id, stream.headers(CannedResponse.of(status, ""))));
        };
    }

    /** Serves all requests concurrently until the client closes the connection. */
    void serve() throws IOException {
        in.readNBytes(PREFACE.length());
        write(frame(SETTINGS, 0, 0, settings()));
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            // the client closed the connection
        }
    }

    private byte[] settings() {
        int limit = server.streamLimit();
        return limit == 0
                ? new byte[0]
                : ByteBuffer.allocate(6)
                        .putShort(MAX_CONCURRENT_STREAMS)
                        .putInt(limit)
                        .array();
    }

    private void read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int streamId = in.readInt();
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        switch (lengthAndType & 0xff) {
            case SETTINGS:
                if ((flags & ACK) == 0) {
                    write(frame(SETTINGS, ACK, 0, new byte[0]));
                }
                break;
            case PING:
                if ((flags & ACK) == 0) {
                    write(frame(PING, ACK, 0, payload));
                }
                break;
            case HEADERS:
                incoming.put(streamId, new Incoming(server.arrived()));
                end(streamId, flags);
                break;
            case DATA:
                incoming.get(streamId).body.writeBytes(payload);
                if (payload.length > 0) { // bodies are small, but together they fill the window of the connection
                    write(frame(WINDOW_UPDATE, 0, 0, ints(payload.length)));
                }
                end(streamId, flags);
                break;
            default: // of no importance for the responses
        }
    }

    private void end(int streamId, int flags) {
        if ((flags & END_STREAM) != 0) {
            server.handleAsync(new Stream(streamId, incoming.remove(streamId)));
        }
    }

    private void write(byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
    }

    private static byte[] frame(int type, int flags, int streamId, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
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

    private static final class Incoming {
        final int number;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Incoming(int number) {
            this.number = number;
        }
    }

    private final class Stream extends Exchange {
        private final int id;

        Stream(int id, Incoming request) {
            super(request.number, request.body.toString(StandardCharsets.UTF_8), socket, raw);
            this.id = id;
        }

        @Override
        byte[] bytes(CannedResponse response) {
            return join(
                    frame(HEADERS, END_HEADERS, id, headers(response)), frame(DATA, END_STREAM, id, response.body()));
        }

        @Override
        List<byte[]> pieces(CannedResponse response) {
            List<byte[]> pieces = new ArrayList<>();
            pieces.add(frame(HEADERS, END_HEADERS, id, headers(response)));
            for (byte b : response.body()) {
                pieces.add(frame(DATA, 0, id, new byte[] {b}));
            }
            pieces.add(frame(DATA, END_STREAM, id, new byte[0]));
            return pieces;
        }

        /**
         * Encodes headers in the simplest form of HPACK: literals of at most 126 characters, not indexed or compressed.
         */
        private byte[] headers(CannedResponse response) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(0x08); // the name at index 8 of the static table: ":status"
            literal(block, String.valueOf(response.status()));
            for (String header : response.headers()) {
                String[] parts = header.split(": ", 2);
                block.write(0x00);
                literal(block, parts[0].toLowerCase(Locale.ROOT));
                literal(block, parts[1]);
            }
            return block.toByteArray();
        }

        private void literal(ByteArrayOutputStream block, String text) {
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        private byte[] join(byte[] first, byte[] second) {
            return ByteBuffer.allocate(first.length + second.length)
                    .put(first)
                    .put(second)
                    .array();
        }
    }
}
