package co.seam.instantkeys.internal.json;

import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Encodes the text of a request as it is written. A {@code StringWriter} locks on every write, which took a third of
 * the time to write a request, and its text would have to be copied twice. Not thread-safe.
 */
public final class Utf8Writer extends Writer {
    private static final int MAX_BYTES_OF_A_CHARACTER = 4;

    private byte[] bytes;
    private int length;

    /** The first half of a surrogate pair, until the other half is written; 0 if there is none. */
    private char high;

    /** @param usualLength of the text, in bytes; it may be longer */
    public Utf8Writer(int usualLength) {
        bytes = new byte[usualLength];
    }

    @Override
    public void write(int c) throws CharacterCodingException {
        reserve(1);
        encode((char) c);
    }

    @Override
    public void write(String text, int offset, int count) throws CharacterCodingException {
        reserve(count);
        for (int i = offset; i < offset + count; i++) {
            encode(text.charAt(i));
        }
    }

    @Override
    public void write(char[] text, int offset, int count) throws CharacterCodingException {
        reserve(count);
        for (int i = offset; i < offset + count; i++) {
            encode(text[i]);
        }
    }

    @Override
    public void flush() {
        // all is in memory
    }

    @Override
    public void close() {
        // all is in memory
    }

    /**
     * Returns the array that holds the text, followed by unused bytes.
     *
     * @throws CharacterCodingException if the text ends with half of a surrogate pair
     */
    public byte[] bytes() throws CharacterCodingException {
        requirePair(high == 0);
        return bytes;
    }

    /** Returns the length of the text, in bytes. */
    public int length() {
        return length;
    }

    /** Only saves copies: {@link #encodeLong} makes room, too, because a character may take more than a byte. */
    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private void encode(char c) throws CharacterCodingException {
        if (c < 0x80 && high == 0 && length < bytes.length) {
            bytes[length++] = (byte) c;
        } else {
            encodeLong(c);
        }
    }

    private void encodeLong(char c) throws CharacterCodingException {
        reserve(MAX_BYTES_OF_A_CHARACTER);
        requirePair((high != 0) == Character.isLowSurrogate(c));
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else if (high != 0) {
            int character = Character.toCodePoint(high, c);
            high = 0;
            bytes[length++] = (byte) (0xf0 | character >> 18);
            continuation(character >> 12);
            continuation(character >> 6);
            continuation(character);
        } else if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | c >> 6);
            continuation(c);
        } else {
            bytes[length++] = (byte) (0xe0 | c >> 12);
            continuation(c >> 6);
            continuation(c);
        }
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private static void requirePair(boolean isPair) throws CharacterCodingException {
        if (!isPair) {
            throw new CharacterCodingException();
        }
    }
}
