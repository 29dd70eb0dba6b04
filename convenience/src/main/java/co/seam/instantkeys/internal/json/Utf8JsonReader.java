package co.seam.instantkeys.internal.json;

import co.seam.instantkeys.generated.model.ModelCodecs;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from the bytes of a buffer without consuming them. To the codecs it is a {@link JsonReader}; Gson's own
 * reads chars, creates a {@code String} for every name, and allocates its buffers for each document.
 *
 * <p>{@code docs/decisions/0011-own-json-reader.md} has what it gains, and when to delete it.
 * {@code Utf8JsonReaderTest} compares it with Gson's reader on hundreds of documents split at random places and on
 * thousands of damaged ones. The codecs read through any {@code JsonReader}, so nothing else depends on this class.
 *
 * <p>Charges what it returns against a limit, because JSON of two bytes per value becomes fifty bytes in memory: see
 * {@link #of(Buffer, long)}.
 *
 * <p>Accepts JSON as in RFC 8259 and, like Gson, unescaped control characters in strings. Messages quote nothing but
 * the path. Not thread-safe. {@link #close} returns the reader to a pool; it keeps the names it has read, and no
 * values.
 */
public final class Utf8JsonReader extends JsonReader implements ModelCodecs.TextReader {
    /** Readers that are not in use, of all clients: most have few calls at a time. */
    private static final Deque<Utf8JsonReader> POOL = new ArrayDeque<>();

    private static final int MAX_POOLED = 16;

    /** Nested arrays and objects. Codecs recurse as deep, and a thread's stack is finite. */
    private static final int MAX_DEPTH = 255;

    // Scopes, by what is expected next in them.
    private static final byte DOCUMENT = 0;
    private static final byte END = 1;
    private static final byte FIRST_ELEMENT = 2;
    private static final byte ELEMENT = 3;
    private static final byte FIRST_NAME = 4;
    private static final byte NAME = 5;
    private static final byte VALUE = 6;

    /** The UTF-8 byte order mark, one char per byte. */
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private static final int MAX_NAMES = 500;
    private static final int MAX_NAME_BYTES = 100;
    private static final int MAX_SHARED_BYTES = 100;

    // The memory that a document takes once it is read, in bytes, with compressed pointers. Estimates on the high side.
    private static final int VALUE_BYTES = 48; // a number or the header of a string, and its place in a list or model
    private static final int ARRAY_BYTES = 64;
    private static final int OBJECT_BYTES = 160; // a map with its first table, or a model with a few dozen properties
    private static final int NAME_BYTES = 48; // the entry of a map
    private static final int NEW_NAME_BYTES = 64;

    /** While a string that spans segments is read, up to four copies of it exist. */
    private static final int COPIES = 4;

    /** The longest array that every JVM allows. */
    private static final int MAX_COPY = Integer.MAX_VALUE - 8;

    private static final int NONE = -1;
    private static final byte[] NO_BYTES = {};

    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private boolean open;

    /** The memory that the document may take in total, and what is left of it. */
    private long limit;

    private long left;

    /** A segment of the buffer; where a token spans two segments, a copy of both. */
    private byte[] bytes = NO_BYTES;

    private boolean copied;

    /** Indices into {@link #bytes}: the start of the current token, the next byte, and the end of the data. */
    private int start;

    private int at;
    private int end;

    /** The token that {@link #peek} found; null before it is called. */
    private @Nullable JsonToken next;

    private boolean nextBoolean;

    private final byte[] scopes = new byte[MAX_DEPTH + 1];
    private final @Nullable String[] path = new String[MAX_DEPTH + 1];
    private final int[] indexes = new int[MAX_DEPTH + 1];
    private int depth;

    /** The names of all documents read so far, up to a limit: one API has few. */
    private final Map<String, Name> names = new HashMap<>();

    private final Text text = new Text();

    private final Name noPreviousName = new Name("", NO_BYTES);
    private Name name = noPreviousName;

    private Utf8JsonReader() {
        super(Reader.nullReader());
    }

    /**
     * Returns a reader from the pool, or a new one.
     *
     * @param json must not change until the reader is closed
     */
    public static Utf8JsonReader of(Buffer json) {
        return of(json, Long.MAX_VALUE);
    }

    /**
     * Returns a reader that throws a {@link JsonMemoryException} once what it returned takes too much memory.
     *
     * @param json must not change until the reader is closed
     * @param limit of the memory, in bytes; what is skipped takes none
     */
    public static Utf8JsonReader of(Buffer json, long limit) {
        Utf8JsonReader pooled;
        synchronized (POOL) {
            pooled = POOL.poll();
        }
        Utf8JsonReader reader = pooled == null ? new Utf8JsonReader() : pooled;
        reader.open(json, limit);
        return reader;
    }

    private void open(Buffer json, long memory) {
        json.readUnsafe(cursor);
        limit = memory;
        left = memory;
        open = true;
        start = 0;
        at = 0;
        end = 0;
        next = null;
        depth = 0;
        scopes[0] = DOCUMENT;
        indexes[0] = 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            next = null;
            cursor.close();
            bytes = NO_BYTES;
            copied = false;
            name = noPreviousName;
            text.show(NO_BYTES, 0, 0);
            noPreviousName.forget();
            names.values().forEach(Name::forget);
            Arrays.fill(path, null);
            synchronized (POOL) {
                if (POOL.size() < MAX_POOLED) {
                    POOL.push(this); // last in, first out: its caches are warm
                }
            }
        }
    }

    // ---- bytes ----

    /** The next byte, or NONE at the end of the document. */
    private int peekByte() throws IOException {
        return at < end || nextSegment() ? bytes[at] & 0xFF : NONE;
    }

    /** Skips white space and returns the next byte, or NONE at the end of the document. */
    private int peekNonSpace() throws IOException {
        while (true) {
            while (at < end) {
                byte b = bytes[at];
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xFF;
                }
                at++;
            }
            start = at;
            if (!nextSegment()) {
                return NONE;
            }
        }
    }

    /**
     * Moves on to the next segment; the part of the current token that was in the last one is copied in front of it.
     */
    private boolean nextSegment() throws IOException {
        do {
            if (cursor.offset == cursor.buffer.size() || cursor.next() == -1) {
                return false;
            }
        } while (cursor.end == cursor.start);
        int kept = end - start;
        if (kept == 0) {
            copied = false;
            bytes = cursor.data;
            start = cursor.start;
            at = start;
            end = cursor.end;
            return true;
        }
        int added = cursor.end - cursor.start;
        if ((long) kept + added > limit / COPIES) {
            throw new JsonMemoryException(limit);
        }
        if (!copied || bytes.length - end < added) {
            long length = (long) kept + added;
            if (length > MAX_COPY) {
                throw new MalformedJsonException("a string longer than Java can hold at " + getPath());
            }
            byte[] copy = new byte[(int) Math.min(length + kept, MAX_COPY)];
            System.arraycopy(bytes, start, copy, 0, kept);
            bytes = copy;
            copied = true;
            at -= start;
            start = 0;
            end = kept;
        }
        System.arraycopy(cursor.data, cursor.start, bytes, end, added);
        end += added;
        return true;
    }

    // ---- tokens ----

    @Override
    public JsonToken peek() throws IOException {
        JsonToken token = next;
        if (token == null) {
            if (!open) {
                throw new IllegalStateException("closed");
            }
            token = scanToken();
            next = token;
        }
        return token;
    }

    private JsonToken scanToken() throws IOException {
        if (scopes[depth] == DOCUMENT && peekByte() == 0xEF) {
            scanLiteral(BYTE_ORDER_MARK, JsonToken.END_DOCUMENT);
        }
        int b = peekNonSpace();
        switch (scopes[depth]) {
            case DOCUMENT:
                scopes[0] = END;
                return scanValue(b);
            case END:
                if (b != NONE) {
                    throw syntaxError("the end");
                }
                return JsonToken.END_DOCUMENT;
            case FIRST_ELEMENT:
                scopes[depth] = ELEMENT;
                return b == ']' ? advance(JsonToken.END_ARRAY) : scanValue(b);
            case ELEMENT:
                return b == ']' ? advance(JsonToken.END_ARRAY) : scanValue(expectSeparator(',', b));
            case FIRST_NAME:
                return b == '}' ? advance(JsonToken.END_OBJECT) : scanName(b);
            case NAME:
                return b == '}' ? advance(JsonToken.END_OBJECT) : scanName(expectSeparator(',', b));
            default:
                scopes[depth] = NAME;
                return scanValue(expectSeparator(':', b));
        }
    }

    private JsonToken advance(JsonToken token) {
        at++;
        return token;
    }

    /** Requires a separator and returns the byte that follows it. */
    private int expectSeparator(char expected, int b) throws IOException {
        if (b != expected) {
            throw syntaxError(expected == ',' ? "a comma or the end of the list" : "a colon");
        }
        at++;
        return peekNonSpace();
    }

    private JsonToken scanName(int b) throws IOException {
        if (b != '"') {
            throw syntaxError("a name");
        }
        scopes[depth] = VALUE;
        return advance(JsonToken.NAME);
    }

    private JsonToken scanValue(int b) throws IOException {
        start = at;
        switch (b) {
            case '"':
                return advance(JsonToken.STRING);
            case '{':
                return advance(JsonToken.BEGIN_OBJECT);
            case '[':
                return advance(JsonToken.BEGIN_ARRAY);
            case 't':
                nextBoolean = true;
                return scanLiteral("true", JsonToken.BOOLEAN);
            case 'f':
                nextBoolean = false;
                return scanLiteral("false", JsonToken.BOOLEAN);
            case 'n':
                return scanLiteral("null", JsonToken.NULL);
            default:
                return scanNumber();
        }
    }

    private JsonToken scanLiteral(String text, JsonToken token) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (peekByte() != text.charAt(i)) {
                throw syntaxError("a value");
            }
            at++;
        }
        return token;
    }

    private JsonToken scanNumber() throws IOException {
        skipAnyOf("-");
        if (!skipAnyOf("0")) {
            skipDigits();
        }
        if (skipAnyOf(".")) {
            skipDigits();
        }
        if (skipAnyOf("eE")) {
            skipAnyOf("+-");
            skipDigits();
        }
        return JsonToken.NUMBER;
    }

    /** Skips the next byte if it is one of these characters, and returns whether it was. */
    private boolean skipAnyOf(String characters) throws IOException {
        boolean found = characters.indexOf(peekByte()) >= 0;
        at += found ? 1 : 0;
        return found;
    }

    private void skipDigits() throws IOException {
        boolean any = false;
        for (int b = peekByte(); b >= '0' && b <= '9'; b = peekByte()) {
            any = true;
            at++;
        }
        if (!any) {
            throw syntaxError("a value");
        }
    }

    private IOException syntaxError(String expected) throws IOException {
        String message = "expected " + expected + " at " + getPath();
        return peekByte() == NONE ? new EOFException(message) : new MalformedJsonException(message);
    }

    private void expect(JsonToken expected) throws IOException {
        JsonToken token = peek();
        if (token != expected) {
            throw new IllegalStateException("expected " + expected + " but was " + token + " at path " + getPath());
        }
    }

    private void consume(JsonToken expected) throws IOException {
        expect(expected);
        next = null;
    }

    /** Marks the current value as read. */
    private void finishValue() {
        next = null;
        indexes[depth]++;
    }

    // ---- strings ----

    /** Reads from after the opening quote to after the closing one. */
    private String readString() throws IOException {
        byte[] data = bytes;
        start = at;
        int to = start;
        int bits = 0; // of all bytes: negative if one of them is not ASCII
        for (; to < end; to++) {
            byte b = data[to];
            if (b == '"' || b == '\\') {
                break;
            }
            bits |= b;
        }
        if (to == end || data[to] == '\\') {
            return readSegmentedString();
        }
        at = to + 1;
        Charset charset = bits < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new String(data, start, to - start, charset);
    }

    /** Reads a string with escapes, or one that spans segments. */
    private String readSegmentedString() throws IOException {
        boolean escapes = scanString();
        String text = new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8);
        return escapes ? unescape(text) : text;
    }

    /** Moves on to after the closing quote, and returns whether there are escapes. */
    private boolean scanString() throws IOException {
        start = at;
        boolean escapes = false;
        for (int b = peekByte(); b != '"'; b = peekByte()) {
            if (b == '\\') {
                escapes = true;
                at++;
            }
            if (peekByte() == NONE) {
                throw syntaxError("the end of a string");
            }
            at++;
        }
        at++;
        return escapes;
    }

    private String unescape(String text) throws IOException {
        StringBuilder unescaped = new StringBuilder(text.length());
        int from = 0;
        for (int slash = text.indexOf('\\'); slash >= 0; slash = text.indexOf('\\', from)) {
            unescaped.append(text, from, slash);
            char escape = text.charAt(slash + 1);
            int simple = "\"\\/bfnrt".indexOf(escape);
            from = slash + 2;
            if (simple >= 0) {
                unescaped.append("\"\\/\b\f\n\r\t".charAt(simple));
            } else if (escape == 'u') {
                from += 4;
                unescaped.append(hex(text, from - 4, from));
            } else {
                throw new MalformedJsonException("invalid escape at " + getPath());
            }
        }
        return unescaped.append(text, from, text.length()).toString();
    }

    private char hex(String text, int from, int to) throws IOException {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = i < text.length() ? text.charAt(i) : '"';
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new MalformedJsonException("unicode escape without four hexadecimal digits at " + getPath());
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    // ---- what codecs call ----

    private void charge(long memory) throws JsonMemoryException {
        left -= memory;
        if (left < 0) {
            throw new JsonMemoryException(limit);
        }
    }

    /** Two bytes per character, unless it is ASCII as it stands. */
    private static long bytesOf(String text, int length) {
        return text.length() == length ? length : 2L * text.length();
    }

    @Override
    public void beginObject() throws IOException {
        charge(OBJECT_BYTES);
        consume(JsonToken.BEGIN_OBJECT);
        push(FIRST_NAME);
    }

    @Override
    public void beginArray() throws IOException {
        charge(ARRAY_BYTES);
        consume(JsonToken.BEGIN_ARRAY);
        push(FIRST_ELEMENT);
    }

    private void push(byte scope) throws IOException {
        if (depth == MAX_DEPTH) {
            throw new MalformedJsonException("more than " + MAX_DEPTH + " levels at " + getPath());
        }
        depth++;
        scopes[depth] = scope;
        path[depth] = null;
        indexes[depth] = 0;
    }

    @Override
    public void endObject() throws IOException {
        consume(JsonToken.END_OBJECT);
        pop();
    }

    @Override
    public void endArray() throws IOException {
        consume(JsonToken.END_ARRAY);
        pop();
    }

    private void pop() {
        depth--;
        indexes[depth]++;
    }

    @Override
    public boolean hasNext() throws IOException {
        JsonToken token = peek();
        return token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY && token != JsonToken.END_DOCUMENT;
    }

    @Override
    public String nextName() throws IOException {
        consume(JsonToken.NAME);
        charge(NAME_BYTES);
        Name expected = name.successor;
        name = expected != null && skipIfNext(expected.bytes, 0, expected.bytes.length) ? expected : readName();
        path[depth] = name.text;
        return name.text;
    }

    private Name readName() throws IOException {
        String text = readString();
        Name known = names.get(text);
        if (known == null) {
            charge(NEW_NAME_BYTES + 2 * bytesOf(text, at - 1 - start));
            known = new Name(text, Arrays.copyOfRange(bytes, start, at));
            if (known.bytes.length > MAX_NAME_BYTES) {
                return known;
            }
            if (names.size() == MAX_NAMES) { // full of custom names, which would keep the API's names out for good
                names.clear();
                noPreviousName.successor = null;
            }
            names.put(text, known);
        }
        name.successor = known;
        return known;
    }

    /** Skips these bytes if they are next, and returns whether they were. */
    private boolean skipIfNext(byte[] expected, int from, int to) {
        int after = at + to - from;
        if (after > end || !Arrays.equals(bytes, at, after, expected, from, to)) {
            return false;
        }
        at = after;
        return true;
    }

    /** Returns a string, or a number as its digits. */
    @Override
    public String nextString() throws IOException {
        String text;
        if (peek() == JsonToken.NUMBER) {
            text = digits();
            charge(VALUE_BYTES + text.length());
        } else {
            expect(JsonToken.STRING);
            text = name.value != null && skipIfNext(name.valueBytes, name.valueFrom, name.valueTo)
                    ? name.value
                    : readValue();
            charge(VALUE_BYTES);
        }
        finishValue();
        return text;
    }

    private String readValue() throws IOException {
        String text = readString();
        charge(bytesOf(text, at - 1 - start));
        if (copied || at - start > MAX_SHARED_BYTES) { // remembering it would retain the copy, or save little
            name.forget();
            return text;
        }
        name.value = text;
        name.valueBytes = bytes;
        name.valueFrom = start;
        name.valueTo = at;
        return text;
    }

    /** Creates a string only if it has escapes, is not ASCII or spans segments, which is rare for a timestamp. */
    @Override
    public CharSequence nextText() throws IOException {
        expect(JsonToken.STRING);
        int to = at;
        while (to < end && bytes[to] != '"' && bytes[to] != '\\' && bytes[to] >= 0) {
            to++;
        }
        if (to == end || bytes[to] != '"') {
            return nextString();
        }
        text.show(bytes, at, to);
        at = to + 1;
        charge(VALUE_BYTES);
        finishValue();
        return text;
    }

    private String digits() {
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean nextBoolean() throws IOException {
        expect(JsonToken.BOOLEAN);
        charge(VALUE_BYTES);
        finishValue();
        return nextBoolean;
    }

    @Override
    public void nextNull() throws IOException {
        expect(JsonToken.NULL);
        charge(VALUE_BYTES);
        finishValue();
    }

    /** Accepts a fraction of zero, such as 2.0. If the number is not an integer, it can still be read as a string. */
    @Override
    public long nextLong() throws IOException {
        expect(JsonToken.NUMBER);
        charge(VALUE_BYTES);
        long value = integer(digits());
        finishValue();
        return value;
    }

    private static long integer(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            double value = Double.parseDouble(digits);
            if (value != (long) value) {
                throw e;
            }
            return (long) value;
        }
    }

    @Override
    public int nextInt() {
        throw unsupported();
    }

    @Override
    public double nextDouble() {
        throw unsupported();
    }

    /** Checks the syntax of what it skips, and creates and charges nothing. */
    @Override
    public void skipValue() throws IOException {
        int outer = depth;
        do {
            skipToken();
        } while (depth > outer);
    }

    private void skipToken() throws IOException {
        switch (peek()) {
            case BEGIN_OBJECT:
                next = null;
                push(FIRST_NAME);
                break;
            case BEGIN_ARRAY:
                next = null;
                push(FIRST_ELEMENT);
                break;
            case END_OBJECT:
                endObject();
                break;
            case END_ARRAY:
                endArray();
                break;
            case NAME:
                scanString();
                next = null;
                break;
            case STRING:
                scanString();
                finishValue();
                break;
            default:
                finishValue();
        }
    }

    /** The index in the document at which the value that {@link #peek} found begins. */
    public long valueOffset() {
        return offset(start);
    }

    /** The index in the document of the first byte that was not read yet. */
    public long offset() {
        return offset(at);
    }

    private long offset(int index) {
        return cursor.offset + cursor.end - cursor.start - (end - index);
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("not used by the codecs");
    }

    @Override
    public String getPath() {
        return path(false);
    }

    @Override
    public String getPreviousPath() {
        return path(true);
    }

    private String path(boolean previous) {
        StringBuilder text = new StringBuilder("$");
        for (int i = 1; i <= depth; i++) {
            if (scopes[i] == FIRST_ELEMENT || scopes[i] == ELEMENT) {
                boolean isPrevious = previous && i == depth && indexes[i] > 0;
                text.append('[')
                        .append(isPrevious ? indexes[i] - 1 : indexes[i])
                        .append(']');
            } else {
                text.append('.').append(path[i] == null ? "" : path[i]);
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Utf8JsonReader at " + getPath();
    }

    /** ASCII in the bytes of the document. */
    private static final class Text implements CharSequence {
        private byte[] bytes = NO_BYTES;
        private int from;
        private int to;

        void show(byte[] ascii, int start, int end) {
            bytes = ascii;
            from = start;
            to = end;
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return (char) bytes[from + index];
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return toString().substring(start, end);
        }

        @Override
        public String toString() {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * A property name, with what followed it the last time. Responses of one API keep their order, and the same ids
     * repeat down a list: comparing bytes with the previous name or value is faster than decoding them, and allocates
     * nothing.
     */
    private static final class Name {
        final String text;

        /** The name as in JSON, with the closing quote: equal bytes are an equal name. */
        final byte[] bytes;

        /** The name that came after this one the last time. */
        @Nullable
        Name successor;

        /** The last value of this property in this document. May be a secret: cleared with the document. */
        @Nullable
        String value;

        /** The bytes of that value, with the closing quote. They do not change while the document is read. */
        byte[] valueBytes = NO_BYTES;

        int valueFrom;
        int valueTo;

        Name(String text, byte[] bytes) {
            this.text = text;
            this.bytes = bytes;
        }

        void forget() {
            value = null;
            valueBytes = NO_BYTES;
        }
    }
}
