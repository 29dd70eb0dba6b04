package co.seam.instantkeys.internal.json;

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
 * Reads the JSON in a buffer where it lies, and leaves it as it is: of a text that turns out not to be what was promised the
 * beginning is told. Codecs see a JsonReader like any other. Gson's own reads chars, makes a String of every name it meets,
 * and brings its buffers along for each text: a quarter of the time of a list and of the memory of a call.
 *
 * <p>Takes JSON as RFC 8259 has it, and control characters in strings, which Gson takes too. Messages quote nothing but the
 * path. Not thread-safe; {@link #close} gives it back for the next text. Nothing of a text is kept beyond that but its names.
 */
public final class Utf8JsonReader extends JsonReader {
    /** Made readers that nobody uses; each client would need its own otherwise, and most have few calls at a time. */
    private static final Deque<Utf8JsonReader> SPARE = new ArrayDeque<>();

    private static final int MAX_SPARE = 16;

    /** Arrays in arrays and so on. Codecs go down as deep, and a thread's stack ends somewhere. */
    private static final int MAX_DEPTH = 255;

    // What the reader is in, by what comes next there.
    private static final byte DOCUMENT = 0;
    private static final byte END = 1;
    private static final byte FIRST_ELEMENT = 2;
    private static final byte ELEMENT = 3;
    private static final byte FIRST_NAME = 4;
    private static final byte NAME = 5;
    private static final byte VALUE = 6;

    /** As bytes. */
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private static final int MAX_NAMES = 500;
    private static final int MAX_NAME_BYTES = 100;
    private static final int MAX_SHARED_BYTES = 100;

    /** The longest array of every JVM. */
    private static final int MAX_COPY = Integer.MAX_VALUE - 8;

    private static final int NONE = -1;
    private static final byte[] NOTHING = {};

    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private boolean open;

    /** A segment of the buffer or, where a token goes over the border of two, a copy of both. */
    private byte[] bytes = NOTHING;

    private boolean copied;

    /** In bytes: where the token begins that is being read, how far that came, and how far it can come. */
    private int start;

    private int at;
    private int end;

    /** What {@link #peek} found; null if it has not looked. */
    private @Nullable JsonToken next;

    private boolean nextBoolean;

    private final byte[] scopes = new byte[MAX_DEPTH + 1];
    private final @Nullable String[] path = new String[MAX_DEPTH + 1];
    private final int[] indexes = new int[MAX_DEPTH + 1];
    private int depth;

    /** Of all texts that were read, up to a number: those of one API are few. */
    private final Map<String, Name> names = new HashMap<>();

    private final Name noName = new Name("", NOTHING);
    private Name name = noName;

    private Utf8JsonReader() {
        super(Reader.nullReader());
    }

    /** @param text not to be changed until this is closed */
    public static Utf8JsonReader of(Buffer text) {
        Utf8JsonReader spare;
        synchronized (SPARE) {
            spare = SPARE.poll();
        }
        Utf8JsonReader reader = spare == null ? new Utf8JsonReader() : spare;
        reader.open(text);
        return reader;
    }

    private void open(Buffer text) {
        text.readUnsafe(cursor);
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
            bytes = NOTHING;
            copied = false;
            name = noName;
            noName.forget();
            names.values().forEach(Name::forget);
            Arrays.fill(path, null);
            synchronized (SPARE) {
                if (SPARE.size() < MAX_SPARE) {
                    SPARE.push(this); // the last one used is the first to be used again
                }
            }
        }
    }

    // ---- bytes ----

    /** The byte that comes next, or NONE at the end. */
    private int look() throws IOException {
        return at < end || more() ? bytes[at] & 0xFF : NONE;
    }

    /** The first byte that comes next and is not white space, or NONE at the end. */
    private int lookBeyondSpace() throws IOException {
        while (true) {
            while (at < end) {
                byte b = bytes[at];
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xFF;
                }
                at++;
            }
            start = at;
            if (!more()) {
                return NONE;
            }
        }
    }

    /** Goes on to the next segment, and takes along what the token has in this one. */
    private boolean more() throws IOException {
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
        if (!copied || bytes.length - end < added) {
            long length = (long) kept + added;
            if (length > MAX_COPY) {
                throw new MalformedJsonException("a text longer than Java can hold at " + getPath());
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
            token = find();
            next = token;
        }
        return token;
    }

    private JsonToken find() throws IOException {
        if (scopes[depth] == DOCUMENT && look() == 0xEF) {
            literal(BYTE_ORDER_MARK, JsonToken.END_DOCUMENT);
        }
        int b = lookBeyondSpace();
        switch (scopes[depth]) {
            case DOCUMENT:
                scopes[0] = END;
                return value(b);
            case END:
                if (b != NONE) {
                    throw malformed("the end");
                }
                return JsonToken.END_DOCUMENT;
            case FIRST_ELEMENT:
                scopes[depth] = ELEMENT;
                return b == ']' ? found(JsonToken.END_ARRAY) : value(b);
            case ELEMENT:
                return b == ']' ? found(JsonToken.END_ARRAY) : value(beyond(',', b));
            case FIRST_NAME:
                return b == '}' ? found(JsonToken.END_OBJECT) : name(b);
            case NAME:
                return b == '}' ? found(JsonToken.END_OBJECT) : name(beyond(',', b));
            default:
                scopes[depth] = NAME;
                return value(beyond(':', b));
        }
    }

    private JsonToken found(JsonToken token) {
        at++;
        return token;
    }

    /** What follows the character, which has to be there. */
    private int beyond(char expected, int b) throws IOException {
        if (b != expected) {
            throw malformed(expected == ',' ? "a comma or the end of the list" : "a colon");
        }
        at++;
        return lookBeyondSpace();
    }

    private JsonToken name(int b) throws IOException {
        if (b != '"') {
            throw malformed("a name");
        }
        scopes[depth] = VALUE;
        return found(JsonToken.NAME);
    }

    private JsonToken value(int b) throws IOException {
        start = at;
        switch (b) {
            case '"':
                return found(JsonToken.STRING);
            case '{':
                return found(JsonToken.BEGIN_OBJECT);
            case '[':
                return found(JsonToken.BEGIN_ARRAY);
            case 't':
                nextBoolean = true;
                return literal("true", JsonToken.BOOLEAN);
            case 'f':
                nextBoolean = false;
                return literal("false", JsonToken.BOOLEAN);
            case 'n':
                return literal("null", JsonToken.NULL);
            default:
                return number();
        }
    }

    private JsonToken literal(String text, JsonToken token) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (look() != text.charAt(i)) {
                throw malformed("a value");
            }
            at++;
        }
        return token;
    }

    private JsonToken number() throws IOException {
        skip('-', '-');
        if (!skip('0', '0')) {
            skipDigits();
        }
        if (skip('.', '.')) {
            skipDigits();
        }
        if (skip('e', 'E')) {
            skip('+', '-');
            skipDigits();
        }
        return JsonToken.NUMBER;
    }

    private boolean skip(char one, char other) throws IOException {
        int b = look();
        boolean is = b == one || b == other;
        at += is ? 1 : 0;
        return is;
    }

    private void skipDigits() throws IOException {
        boolean any = false;
        for (int b = look(); b >= '0' && b <= '9'; b = look()) {
            any = true;
            at++;
        }
        if (!any) {
            throw malformed("a value");
        }
    }

    private IOException malformed(String expected) throws IOException {
        String message = "expected " + expected + " at " + getPath();
        return look() == NONE ? new EOFException(message) : new MalformedJsonException(message);
    }

    private void expect(JsonToken expected) throws IOException {
        JsonToken token = peek();
        if (token != expected) {
            throw new IllegalStateException("expected " + expected + " but was " + token + " at path " + getPath());
        }
    }

    private void take(JsonToken expected) throws IOException {
        expect(expected);
        next = null;
    }

    /** A whole value. */
    private void taken() {
        next = null;
        indexes[depth]++;
    }

    // ---- strings ----

    /** Goes from behind the opening quote, where the token begins, to behind the closing one. */
    private String string() throws IOException {
        byte[] data = bytes;
        start = at;
        int to = start;
        int all = 0;
        for (; to < end; to++) {
            byte b = data[to];
            if (b == '"' || b == '\\') {
                break;
            }
            all |= b;
        }
        if (to == end || data[to] == '\\') {
            return unusualString();
        }
        at = to + 1;
        Charset charset = all < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new String(data, start, to - start, charset);
    }

    /** One with escapes, or that goes over the border of a segment. */
    private String unusualString() throws IOException {
        boolean escapes = false;
        for (int b = look(); b != '"'; b = look()) {
            if (b == '\\') {
                escapes = true;
                at++;
            }
            if (look() == NONE) {
                throw malformed("the end of a string");
            }
            at++;
        }
        String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
        at++;
        return escapes ? unescaped(text) : text;
    }

    private String unescaped(String text) throws IOException {
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
                throw new MalformedJsonException("an escape that JSON does not have at " + getPath());
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
                throw new MalformedJsonException("an escape without four digits at " + getPath());
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    // ---- what codecs call ----

    @Override
    public void beginObject() throws IOException {
        take(JsonToken.BEGIN_OBJECT);
        enter(FIRST_NAME);
    }

    @Override
    public void beginArray() throws IOException {
        take(JsonToken.BEGIN_ARRAY);
        enter(FIRST_ELEMENT);
    }

    private void enter(byte scope) throws IOException {
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
        take(JsonToken.END_OBJECT);
        leave();
    }

    @Override
    public void endArray() throws IOException {
        take(JsonToken.END_ARRAY);
        leave();
    }

    private void leave() {
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
        take(JsonToken.NAME);
        Name guess = name.next;
        name = guess != null && comes(guess.bytes, 0, guess.bytes.length) ? guess : otherName();
        path[depth] = name.text;
        return name.text;
    }

    private Name otherName() throws IOException {
        String text = string();
        Name known = names.get(text);
        if (known == null) {
            known = new Name(text, Arrays.copyOfRange(bytes, start, at));
            if (known.bytes.length > MAX_NAME_BYTES) {
                return known;
            }
            if (names.size() == MAX_NAMES) { // somebody's own, which would keep those of the API out for good
                names.clear();
                noName.next = null;
            }
            names.put(text, known);
        }
        name.next = known;
        return known;
    }

    /** Whether these bytes come next; if so, goes on behind them. */
    private boolean comes(byte[] expected, int from, int to) {
        int behind = at + to - from;
        if (behind > end || !Arrays.equals(bytes, at, behind, expected, from, to)) {
            return false;
        }
        at = behind;
        return true;
    }

    /** Of a number its digits. */
    @Override
    public String nextString() throws IOException {
        String text;
        if (peek() == JsonToken.NUMBER) {
            text = digits();
        } else {
            expect(JsonToken.STRING);
            text = name.value != null && comes(name.valueIn, name.valueFrom, name.valueTo) ? name.value : otherValue();
        }
        taken();
        return text;
    }

    private String otherValue() throws IOException {
        String text = string();
        if (copied || at - start > MAX_SHARED_BYTES) { // to remember it would keep the copy, or save little
            name.forget();
            return text;
        }
        name.value = text;
        name.valueIn = bytes;
        name.valueFrom = start;
        name.valueTo = at;
        return text;
    }

    private String digits() {
        return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean nextBoolean() throws IOException {
        expect(JsonToken.BOOLEAN);
        taken();
        return nextBoolean;
    }

    @Override
    public void nextNull() throws IOException {
        expect(JsonToken.NULL);
        taken();
    }

    /** A number with a fraction that is zero is one too. One that is none can still be read as a string. */
    @Override
    public long nextLong() throws IOException {
        expect(JsonToken.NUMBER);
        long value = integer(digits());
        taken();
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
        throw unused();
    }

    @Override
    public double nextDouble() {
        throw unused();
    }

    @Override
    public void skipValue() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the codecs of the models never ask for it");
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

    /**
     * Texts of one API keep an order, and down a list the same ids come again: to compare a name with the one that came next
     * the last time, and a value with the last one of its name, is quicker than to read them, and takes no memory.
     */
    private static final class Name {
        final String text;

        /** As it stands in JSON, with the closing quote: what is the same there is the same text. */
        final byte[] bytes;

        @Nullable
        Name next;

        /** The last one of this text; it may be secret, and goes with the text. */
        @Nullable
        String value;

        /** Where that stands, with the closing quote. Nothing is changed there while the text is read. */
        byte[] valueIn = NOTHING;

        int valueFrom;
        int valueTo;

        Name(String text, byte[] bytes) {
            this.text = text;
            this.bytes = bytes;
        }

        void forget() {
            value = null;
            valueIn = NOTHING;
        }
    }
}
