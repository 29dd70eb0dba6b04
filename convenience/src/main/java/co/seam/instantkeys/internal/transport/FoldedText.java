package co.seam.instantkeys.internal.transport;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text in the form in which it is searched for secrets, with the position of each character in the original. Escapes
 * of URLs, HTML and JSON are decoded, full-width letters are plain, and invisible characters are left out, because
 * servers and proxies escape what they echo.
 */
final class FoldedText {
    /** How many levels of nested escapes are decoded. */
    private static final int MAX_ROUNDS = 3;

    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("apos", "'"),
            Map.entry("colon", ":"),
            Map.entry("equals", "="),
            Map.entry("gt", ">"),
            Map.entry("hyphen", "-"),
            Map.entry("lowbar", "_"),
            Map.entry("lt", "<"),
            Map.entry("nbsp", " "),
            Map.entry("num", "#"),
            Map.entry("period", "."),
            Map.entry("quest", "?"),
            Map.entry("quot", "\""),
            Map.entry("sol", "/"));

    private static final int LONGEST_NAME = 8;

    private final StringBuilder text = new StringBuilder();
    private int[] starts;
    private int[] ends;

    private FoldedText(int capacity) {
        starts = new int[capacity];
        ends = new int[capacity];
    }

    static FoldedText of(String original) {
        FoldedText folded = new FoldedText(original.length());
        for (int i = 0; i < original.length(); i++) {
            folded.append(original.charAt(i), i, i + 1);
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            FoldedText decoded = folded.decoded();
            if (decoded.length() == folded.length()) {
                break;
            }
            folded = decoded;
        }
        return folded.normalized();
    }

    /** Returns this text without its white space. */
    FoldedText dense() {
        FoldedText dense = new FoldedText(length());
        for (int i = 0; i < length(); i++) {
            if (text.charAt(i) != ' ') {
                dense.append(text.charAt(i), starts[i], ends[i]);
            }
        }
        return dense;
    }

    int length() {
        return text.length();
    }

    /** Returns where a character begins in the original. */
    int start(int index) {
        return starts[index];
    }

    /** Returns where a character ends in the original, exclusive. */
    int end(int index) {
        return ends[index];
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void append(char c, int start, int end) {
        if (text.length() == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2 + 8);
            ends = Arrays.copyOf(ends, starts.length);
        }
        starts[text.length()] = start;
        ends[text.length()] = end;
        text.append(c);
    }

    /** Decodes one level of escapes. */
    private FoldedText decoded() {
        FoldedText decoded = new FoldedText(length());
        int i = 0;
        while (i < length()) {
            Escape escape = escape(i);
            String characters = escape == null ? text.substring(i, i + 1) : escape.characters;
            int next = i + (escape == null ? 1 : escape.length);
            for (int k = 0; k < characters.length(); k++) {
                decoded.append(characters.charAt(k), starts[i], ends[next - 1]);
            }
            i = next;
        }
        return decoded;
    }

    /** Returns the escape at an index; null if there is none. */
    private @Nullable Escape escape(int i) {
        switch (text.charAt(i)) {
            case '%':
                return percent(i);
            case '&':
                return entity(i);
            case '\\':
                return backslash(i);
            default:
                return null;
        }
    }

    private @Nullable Escape percent(int i) {
        int lead = hex(i + 1, i + 3);
        if (lead < 0) {
            return null;
        }
        int count = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        byte[] bytes = new byte[count];
        for (int k = 0; k < count; k++) {
            int at = i + 3 * k;
            int value = at < length() && text.charAt(at) == '%' ? hex(at + 1, at + 3) : -1;
            if (value < 0) {
                return null;
            }
            bytes[k] = (byte) value;
        }
        return new Escape(new String(bytes, StandardCharsets.UTF_8), 3 * count);
    }

    private @Nullable Escape entity(int i) {
        if (i + 1 < length() && text.charAt(i + 1) == '#') {
            return numericEntity(i);
        }
        int end = i + 1;
        while (end < length() && end - i <= LONGEST_NAME && isAsciiLetter(text.charAt(end))) {
            end++;
        }
        String named = ENTITIES.get(text.substring(i + 1, end));
        return named == null ? null : new Escape(named, withSemicolon(end) - i);
    }

    /** Returns the character that a number stands for, which may have any number of leading zeros. */
    private @Nullable Escape numericEntity(int i) {
        boolean hexadecimal = i + 2 < length() && Character.toLowerCase(text.charAt(i + 2)) == 'x';
        int radix = hexadecimal ? 16 : 10;
        int start = i + (hexadecimal ? 3 : 2);
        int end = start;
        int codePoint = 0;
        while (end < length() && text.charAt(end) < 128 && Character.digit(text.charAt(end), radix) >= 0) {
            codePoint = codePoint * radix + Character.digit(text.charAt(end), radix);
            if (!Character.isValidCodePoint(codePoint)) {
                return null;
            }
            end++;
        }
        return end == start ? null : new Escape(Character.toString(codePoint), withSemicolon(end) - i);
    }

    private int withSemicolon(int end) {
        return end < length() && text.charAt(end) == ';' ? end + 1 : end;
    }

    private static boolean isAsciiLetter(char c) {
        return c < 128 && Character.isLetter(c);
    }

    private @Nullable Escape backslash(int i) {
        if (i + 1 == length()) {
            return null;
        }
        char next = text.charAt(i + 1);
        if (next == 'u' || next == 'x') {
            int end = i + (next == 'u' ? 6 : 4);
            int value = hex(i + 2, end);
            return value < 0 ? null : new Escape(String.valueOf((char) value), end - i);
        }
        if (next == 'n' || next == 'r' || next == 't') {
            return new Escape(" ", 2);
        }
        return next == '/' || next == '\\' || next == '"' || next == '\'' ? new Escape(String.valueOf(next), 2) : null;
    }

    /** Returns the hexadecimal number in this range of the text; -1 if there is none. */
    private int hex(int from, int to) {
        if (to > length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }

    /** Replaces characters that look like others, and turns all white space into spaces. */
    private FoldedText normalized() {
        FoldedText normalized = new FoldedText(length());
        for (int i = 0; i < length(); i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            if (type == Character.FORMAT) {
                continue;
            }
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || type == Character.CONTROL) {
                normalized.append(' ', starts[i], ends[i]);
            } else if (c == '\u3002') { // a full stop, also in the names of hosts
                normalized.append('.', starts[i], ends[i]);
            } else if (c < 128 || Character.isSurrogate(c)) {
                normalized.append(c, starts[i], ends[i]);
            } else {
                String plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
                for (int k = 0; k < plain.length(); k++) {
                    char one = plain.charAt(k);
                    normalized.append(one == '\u3002' ? '.' : one, starts[i], ends[i]);
                }
            }
        }
        return normalized;
    }

    private static final class Escape {
        final String characters;
        final int length;

        Escape(String characters, int length) {
            this.characters = characters;
            this.length = length;
        }
    }
}
