package co.seam.instantkeys.internal.transport;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The only way for text from outside to get into a message: masks secrets, makes it one line and limits its length.
 * Servers echo what they were sent, their texts become part of exception messages, and messages end up in logs.
 *
 * <p>Masks what can be recognized as a secret: the token of the client; text with the shape of a token or of a link
 * that opens doors; values that the request or the response has under the name of a secret; and what follows such a
 * name in the text. Each is recognized even if it is escaped, in other letter case, or broken by white space.
 */
public final class SecretRedactor {
    private static final String MASK = "***";

    /** The maximum length of a text in a message, in characters. */
    private static final int MAX_LINE = 500;

    /** The maximum length of the message of another library's exception. */
    private static final int MAX_FAILURE = 2_000;

    /** The maximum length of a whole message. */
    private static final int MAX_MESSAGE = 4_000;

    /** A longer text is cut before it is searched. */
    private static final int MAX_INPUT = 16 << 10;

    /** A shorter value is not masked: it would match half of any text. */
    private static final int SHORTEST = 3;

    /** A shorter value is masked only as a word or number of its own, and only without white space in it. */
    private static final int DISTINCTIVE = 8;

    /** The shortest number that is masked if it has white space in it. */
    private static final int SHORTEST_SPACED = 6;

    /** Properties whose values are texts about the request. */
    private static final Set<String> TEXTS = Set.of("_errors", "validation_errors");

    // Servers choose the texts: a repetition that gives characters back takes their number squared, and one of groups
    // takes a part of the stack for each.

    /** A URL in parts: what comes before the path, the path, and the query and fragment. Matches any text. */
    private static final Pattern URL =
            Pattern.compile("(?is)\\s*+(?:(?:[a-z]++:)?\\s*+//[^/?#]*+|[^/?#.]*+\\.[^/?#]*+(?=/))?+([^?#]*+)([?#].*)?");

    private static final String DOT = "\\s{0,3}[\\[(]?\\.[\\])]?\\s{0,3}";

    private static final String SLASH = "\\s{0,3}[/\\\\]+\\s{0,3}";

    /** A link that opens a door: of Seam, or of a sandbox, which may have any host. */
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?:\\s{0,3}[/\\\\]*\\s{0,3})?"
            + "(?:[^\\s/\"'<>@]{1,64}@)?(?:(?:ik\\.seam\\.co|(?<![a-z0-9])ik" + DOT + "seam" + DOT
            + "co)\\b\\.?(?::[0-9]{1,5})?(?:" + SLASH + ")?"
            + "|(?:[\\w.:\\[\\]-]{1,255}+|(?<![/\\\\]))[/\\\\]++\\s{0,3}ik" + SLASH + ")([^\\s\"'<>)}\\]]*)");

    /** Tokens have a digit; names such as {@code seam_bridge_disconnected} and {@code SEAM_API_KEY} have none. */
    private static final Pattern TOKEN = Pattern.compile("(?i:seam_)(?![A-Z_]{1,200}\\b)(?=\\w{0,200}[0-9A-Z])[\\w-]+"
            + "|(?<![A-Za-z0-9])ey[JI][\\w-]{4,}[\\w.-]*"
            + "|(?i:authorization)[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?(?:(?i:basic|bearer|digest|token)\\s{1,3})?[^\\s\"',;]+"
            + "|(?i:bearer)\\s{1,3}(?=\\S{0,200}[0-9._-])[\\w.~+/=-]{6,}"
            + "|(?i:basic)\\s{1,3}(?=\\S{0,200}[0-9=])[A-Za-z0-9+/]{8,}=*");

    /** A name and its value, as in JSON or a form. */
    private static final Pattern NAMED = Pattern.compile("(?<![\\w-])((?:\\p{L}{1,40}[ _-])?\\p{L}[\\w-]{0,60})"
            + "[\"']?\\s{0,3}[:=]\\s{0,3}(?:\"([^\"]*)\"|'([^']*)'|(\\{[^{}]*\\}|\\[[^\\[\\]]*\\])"
            + "|([^\\s\"'&,;<>{}\\[\\]()]+))");

    /** A number, or several, after the name of one. */
    private static final Pattern NUMBERED = Pattern.compile("(?i)(?<!\\p{L})"
            + "((?:\\p{L}{1,40}[ _-])?(?:\\p{L}{0,40}codes?|pins?|otps?))[\"')]?\\s{0,3}(?:is|was|of|no\\.?|number)?"
            + "\\s{0,3}[\"'(#]{0,3}([0-9]{4,9}(?![0-9])(?:\\s{0,3}(?:,|and|or|&|/)\\s{0,3}[0-9]{4,9}(?![0-9]))*+)");

    /** An id or a time, whose digits are no PIN. */
    private static final Pattern ID_OR_TIME = Pattern.compile(
            "(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:t[0-9:.]{5,})?");

    private static final Pattern YEAR = Pattern.compile("(?:19|20)[0-9]{2}");

    private static final Pattern BEFORE_YEAR = Pattern.compile("(?i)(?:[0-9]{1,2}[./-][0-9]{1,2}[./-]|\\b"
            + "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?[ -](?:[0-9]{1,2}(?:st|nd|rd|th)?,? )?)$");

    private static final Pattern AFTER_YEAR = Pattern.compile("^[./-][0-9]{1,2}(?:[./-][0-9]{1,2}|\\b)");

    /** The maximum length of a date. */
    private static final int DATE = 24;

    /** Breaks a line, or changes the direction in which it is read. */
    private static final Pattern CONTROL = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\uFFF9-\\uFFFB]");

    private static final SecretRedactor NO_CALL = new SecretRedactor();

    /** The secrets in the form in which they are searched for: folded, in lower case, with and without white space. */
    private final Set<String> values = new HashSet<>();

    /** The secrets of which a part is masked too. */
    private final Set<String> divisible = new HashSet<>();

    private SecretRedactor() {}

    /**
     * @param token of the client
     * @param request the body whose secret properties are masked; null for none
     */
    public SecretRedactor(String token, @Nullable RequestBody request) {
        this(token, request, "");
    }

    /**
     * @param token of the client
     * @param request the body whose secret properties are masked; null for none
     * @param response the body whose secret properties are masked too, as far as it is JSON; empty for none
     */
    public SecretRedactor(String token, @Nullable RequestBody request, String response) {
        addDivisible(token);
        if (request != null) {
            collect(request);
        }
        collect(response, true);
    }

    /** Masks a text of no particular call, makes it one line and limits its length. */
    public static String quote(String text) {
        return NO_CALL.line(text);
    }

    /** Does the same for a whole message, whose parts from outside were already limited. */
    public static String message(String text) {
        return NO_CALL.line(text, MAX_MESSAGE);
    }

    /** Masks a text, makes it one line and limits its length. */
    public String line(String text) {
        return line(text, MAX_LINE);
    }

    /** Masks a text, makes it one line and limits its length to this many characters. */
    String line(String text, int maxLength) {
        boolean isCut = text.length() > MAX_INPUT;
        String masked =
                mask(isCut ? withoutLastWord(text.substring(0, MAX_INPUT)) : text); // half a secret is not recognized
        String line = CONTROL.matcher(masked).replaceAll(" ");
        int end = line.length() <= maxLength || line.codePointCount(0, line.length()) <= maxLength
                ? line.length()
                : line.offsetByCodePoints(0, maxLength);
        return isCut || end < line.length() ? line.substring(0, end) + "..." : line;
    }

    private static String withoutLastWord(String text) {
        int end = text.length();
        while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? text : text.substring(0, end);
    }

    /**
     * Returns the failure itself or, if it, a cause or a suppressed exception shows a secret or is not one line, a
     * masked copy without causes and suppressed exceptions.
     */
    public @Nullable Throwable mask(@Nullable Throwable failure) {
        if (failure == null || !shows(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return failure;
        }
        IOException copy = copy(failure);
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** Keeps the types by which timeouts, interrupts and untrusted certificates are recognized. */
    private IOException copy(Throwable failure) {
        if (failure instanceof CallInterruptedException) {
            return new CallInterruptedException(null);
        }
        String message = line(String.valueOf(failure.getMessage()), MAX_FAILURE);
        if (failure instanceof InterruptedIOException) {
            return new InterruptedIOException(message);
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return new SSLPeerUnverifiedException(message);
        }
        return failure instanceof SSLException
                ? new SSLException(message)
                : new IOException(line(failure.toString(), MAX_FAILURE));
    }

    private boolean shows(@Nullable Throwable link, Set<Throwable> seen) {
        return link != null
                && seen.add(link)
                && (!line(link.toString(), MAX_FAILURE).equals(link.toString())
                        || shows(link.getCause(), seen)
                        || Stream.of(link.getSuppressed()).anyMatch(suppressed -> shows(suppressed, seen)));
    }

    private String mask(String text) {
        FoldedText folded = FoldedText.of(text);
        BitSet masked = new BitSet(text.length());
        Set<String> divisibleHere = maskShapes(folded, masked);
        String lower = folded.toString().toLowerCase(Locale.ROOT);
        FoldedText dense = folded.dense();
        String denseLower = dense.toString().toLowerCase(Locale.ROOT);
        if (lower.length() == folded.length() && denseLower.length() == dense.length()) {
            BitSet idsAndTimes = idsAndTimes(lower);
            BitSet denseIdsAndTimes = idsAndTimes(denseLower);
            for (String value : values) {
                maskValue(value, lower, folded, idsAndTimes, masked);
                if (value.length() >= SHORTEST_SPACED) {
                    maskValue(value, denseLower, dense, denseIdsAndTimes, masked);
                }
            }
            divisibleHere.addAll(divisible);
            maskParts(divisibleHere, denseLower, dense, masked);
        }
        return masked.isEmpty() ? text : withMasks(text, masked);
    }

    private static String withMasks(String text, BitSet masked) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int start = masked.nextSetBit(0); start >= 0; start = masked.nextSetBit(from)) {
            result.append(text, from, start).append(MASK);
            from = masked.nextClearBit(start);
        }
        return result.append(text, from, text.length()).toString();
    }

    /** @return the codes of links in the text, which may occur in it again */
    private static Set<String> maskShapes(FoldedText folded, BitSet masked) {
        String text = folded.toString();
        Set<String> codes = new HashSet<>();
        for (Matcher link = LINK.matcher(text); link.find(); ) {
            set(folded, link.start(), link.end(), masked);
            String code = dense(link.group(1)).replaceFirst("[/?#].*", "");
            if (code.length() >= DISTINCTIVE) {
                codes.add(code);
            }
        }
        for (Matcher token = TOKEN.matcher(text); token.find(); ) {
            set(folded, token.start(), token.end(), masked);
        }
        for (Matcher named = NAMED.matcher(text); named.find(); ) {
            if (SecretNames.endsInSecret(named.group(1))) {
                for (int group = 2; group <= named.groupCount(); group++) {
                    String value = named.group(group);
                    // without quotes, it may be a word about the secret, as in "pin: required"
                    if (value != null && (group < named.groupCount() || hasDigit(value))) {
                        set(folded, named.start(group), named.end(group), masked);
                    }
                }
            }
        }
        for (Matcher numbered = NUMBERED.matcher(text); numbered.find(); ) {
            if (SecretNames.endsInSecret(numbered.group(1))) {
                set(folded, numbered.start(2), numbered.end(2), masked);
            }
        }
        return codes;
    }

    private static void maskValue(String value, String lower, FoldedText folded, BitSet idsAndTimes, BitSet masked) {
        for (int i = lower.indexOf(value); i >= 0; i = lower.indexOf(value, i + 1)) {
            int end = i + value.length();
            boolean isOther = continues(lower, i - 1, i)
                    || continues(lower, end - 1, end)
                    || idsAndTimes.get(i)
                    || isYear(lower, i, end);
            if (value.length() >= DISTINCTIVE || !isOther) {
                set(folded, i, end, masked);
            }
        }
    }

    private static BitSet idsAndTimes(String text) {
        BitSet found = new BitSet();
        for (Matcher one = ID_OR_TIME.matcher(text); one.find(); ) {
            found.set(one.start(), one.end());
        }
        return found;
    }

    /** Returns whether two adjacent characters belong to the same word or number. */
    private static boolean continues(String text, int left, int right) {
        if (left < 0 || right >= text.length()) {
            return false;
        }
        char a = text.charAt(left);
        char b = text.charAt(right);
        return (Character.isDigit(a) && Character.isDigit(b)) || (Character.isLetter(a) && Character.isLetter(b));
    }

    /** Returns whether a number is the year of a date. */
    private static boolean isYear(String text, int start, int end) {
        return YEAR.matcher(text.substring(start, end)).matches()
                && (AFTER_YEAR
                                .matcher(text.substring(end, Math.min(text.length(), end + DATE)))
                                .find()
                        || BEFORE_YEAR
                                .matcher(text.substring(Math.max(0, start - DATE), start))
                                .find());
    }

    /** Masks each part of a value that is long enough to be recognized. Searches once for all parts of a length. */
    private static void maskParts(Set<String> values, String lower, FoldedText folded, BitSet masked) {
        Map<Integer, Set<String>> partsByLength = new HashMap<>();
        for (String value : values) {
            int length = Math.min(DISTINCTIVE, Math.max(SHORTEST_SPACED, value.length() * 2 / 3));
            Set<String> parts = partsByLength.computeIfAbsent(length, any -> new HashSet<>());
            for (int i = 0; i + length <= value.length(); i++) {
                parts.add(value.substring(i, i + length));
            }
        }
        partsByLength.forEach((length, parts) -> {
            for (int i = 0; i + length <= lower.length(); i++) {
                if (parts.contains(lower.substring(i, i + length))) {
                    set(folded, i, i + length, masked);
                }
            }
        });
    }

    private static void set(FoldedText folded, int start, int end, BitSet masked) {
        if (end > start) {
            masked.set(folded.start(start), folded.end(end - 1));
        }
    }

    private void collect(RequestBody request) {
        Buffer json = new Buffer();
        try {
            request.writeTo(json);
        } catch (IOException e) {
            return; // a body of the caller's own on the raw API, which the call could not send either
        }
        collect(json.readUtf8(), false);
    }

    /** Collects from as much of the text as is JSON: other text has no properties by which to recognize secrets. */
    private void collect(String json, boolean isResponse) {
        try {
            collect(new JsonReader(new StringReader(json)), "", false, isResponse);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // cut off, or no JSON
        }
    }

    /** @param isSecret whether this is the value of a secret property, or part of it */
    private void collect(JsonReader in, String name, boolean isSecret, boolean isResponse) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.BEGIN_OBJECT) {
            in.beginObject();
            while (in.hasNext()) {
                String child = in.nextName();
                boolean isText = isResponse && TEXTS.contains(child);
                collect(in, child, !isText && (isSecret || SecretNames.isSecret(child)), isResponse);
            }
            in.endObject();
        } else if (token == JsonToken.BEGIN_ARRAY) {
            in.beginArray();
            while (in.hasNext()) {
                collect(in, name, isSecret, isResponse);
            }
            in.endArray();
        } else if (token == JsonToken.STRING) {
            String value = in.nextString();
            // in a response, "code" may also be the code of an error
            if (isSecret && !(isResponse && SecretNames.isAmbiguous(name) && !hasDigit(value))) {
                addSecret(value);
            } else {
                addLinks(value);
            }
        } else if (token == JsonToken.NUMBER) {
            String value = in.nextString();
            if (isSecret) {
                addNumber(value);
            }
        } else {
            in.skipValue();
        }
    }

    private void addNumber(String value) {
        add(value);
        BigDecimal number = new BigDecimal(value);
        if (Math.abs(number.scale()) <= MAX_LINE) {
            add(number.toPlainString());
            add(number.stripTrailingZeros().toPlainString());
        }
    }

    private void addSecret(String value) {
        add(value);
        boolean isRandom = hasDigit(value) && value.chars().anyMatch(Character::isLetter);
        if (value.contains("/")) {
            addLink(value);
        } else if (isRandom && value.strip().chars().noneMatch(Character::isWhitespace)) {
            addDivisible(value);
        }
    }

    private void addLinks(String value) {
        if (value.length() <= MAX_INPUT) {
            for (Matcher link = LINK.matcher(FoldedText.of(value).toString()); link.find(); ) {
                addLink(link.group());
            }
        }
    }

    /**
     * Adds what is secret in a link: the last and the longest segment of its path, which may be the same, its fragment
     * and the values of its query.
     */
    private void addLink(String link) {
        Matcher parts = URL.matcher(FoldedText.of(link).toString());
        if (!parts.matches()) {
            return;
        }
        String last = "";
        String longest = "";
        for (String segment : parts.group(1).split("[/\\\\]", -1)) {
            last = segment.isBlank() ? last : segment;
            longest = segment.length() > longest.length() ? segment : longest;
        }
        addDivisible(last);
        addDivisible(longest);
        if (parts.group(2) != null) {
            for (String parameter : parts.group(2).split("[?#&]", -1)) {
                addDivisible(parameter.substring(parameter.indexOf('=') + 1));
            }
        }
    }

    private void addDivisible(String value) {
        add(value);
        if (dense(value).length() >= DISTINCTIVE) {
            divisible.add(dense(value));
            encodings(ByteString.encodeUtf8(value)).forEach(encoded -> divisible.add(dense(encoded)));
        }
    }

    /** Returns the hexadecimal form, and the three Base64 forms: after a text of 3n, 3n + 1 and 3n + 2 bytes. */
    private static List<String> encodings(ByteString value) {
        List<String> encodings = new ArrayList<>(List.of(value.hex()));
        Buffer text = new Buffer();
        for (int before = 0; before < 3; before++) {
            ByteString bytes = text.clone().write(value).readByteString();
            // without the characters that also depend on the text before and after
            encodings.add(bytes.base64().substring((before * 8 + 5) / 6, bytes.size() * 8 / 6));
            text.writeByte(0);
        }
        return encodings;
    }

    private void add(String value) {
        FoldedText folded = FoldedText.of(value);
        for (FoldedText form : List.of(folded, folded.dense())) {
            String lower = form.toString().strip().toLowerCase(Locale.ROOT);
            if (lower.length() >= SHORTEST) {
                values.add(lower);
            }
        }
    }

    private static String dense(String value) {
        return FoldedText.of(value).dense().toString().toLowerCase(Locale.ROOT);
    }

    private static boolean hasDigit(String value) {
        return value.chars().anyMatch(Character::isDigit);
    }
}
