package co.seam.instantkeys;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import okio.Buffer;

/**
 * Reads a buffer as text and leaves it as it is: of a text that turns out not to be what was promised the beginning is told.
 * A String of the whole would cost twice its size.
 */
final class Utf8Reader extends Reader {
    private static final int NONE = -1;

    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private boolean ended;

    /** The second half of a character whose first half was all there was room for. */
    private int pending = NONE;

    /** @param text not to be changed until this is closed */
    Utf8Reader(Buffer text) {
        text.readUnsafe(cursor);
    }

    @Override
    public int read(char[] chars, int offset, int length) {
        if (pending != NONE) {
            chars[offset] = (char) pending;
            pending = NONE;
            return 1;
        }
        if (length == 1) {
            char[] two = new char[2];
            int count = decode(CharBuffer.wrap(two));
            chars[offset] = two[0];
            pending = count == 2 ? two[1] : NONE;
            return Math.min(count, 1);
        }
        return decode(CharBuffer.wrap(chars, offset, length));
    }

    private int decode(CharBuffer out) {
        int before = out.position();
        while (true) {
            decoder.decode(bytes, out, ended);
            if (out.position() > before) {
                return out.position() - before;
            }
            if (ended) {
                return -1;
            }
            next();
        }
    }

    /** Goes on to the next segment; what is left of the last one is the beginning of a character that ends in this one. */
    private void next() {
        ended = cursor.next() == -1;
        int length = ended ? 0 : cursor.end - cursor.start;
        if (!bytes.hasRemaining() && !ended) {
            bytes = ByteBuffer.wrap(cursor.data, cursor.start, length);
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes.remaining() + length).put(bytes);
        if (!ended) {
            joined.put(cursor.data, cursor.start, length);
        }
        bytes = joined.flip();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
