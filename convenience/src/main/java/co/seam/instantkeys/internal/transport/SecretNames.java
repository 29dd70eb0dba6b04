package co.seam.instantkeys.internal.transport;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes a secret by the name of its JSON property, word by word: {@code pin} is one in {@code door_pin} and
 * {@code doorPin}, but not in {@code shipping}. The names may be of servers and versions that the contract does not
 * know.
 */
final class SecretNames {
    private static final Set<String> SECRETS = Set.of(
            "authorization",
            "bearer",
            "cookie",
            "jwt",
            "otp",
            "passcode",
            "passphrase",
            "passwd",
            "password",
            "pin",
            "pwd",
            "secret",
            "token",
            "totp");

    /** Names without a separator, and names of more than one word. */
    private static final Pattern JOINED = Pattern.compile(
            ".*(api|private)key|instantkey(url|link)|.+(token|secret|password|passphrase)|(door|lock|user)pin"
                    + "|(access|door|entry|gate|key|lock|pass|pin)code");

    /** Qualifiers of codes that open nothing. */
    private static final Set<String> HARMLESS_CODES = Set.of(
            "area",
            "calling",
            "country",
            "currency",
            "dialing",
            "error",
            "exit",
            "http",
            "language",
            "locale",
            "mutation",
            "post",
            "postal",
            "reason",
            "region",
            "response",
            "result",
            "source",
            "state",
            "status",
            "warning",
            "zip",
            "zone");

    /** Endings of names that describe a secret and are not secret themselves. */
    private static final Set<String> ATTRIBUTES =
            Set.of("at", "count", "expires", "format", "id", "ids", "length", "name", "required", "type");

    private static final Pattern WORD_ENDS =
            Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private SecretNames() {}

    /** Returns whether a property of this name holds a secret. */
    static boolean isSecret(String name) {
        String[] words = words(name);
        if (words.length == 0 || ATTRIBUTES.contains(words[words.length - 1])) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (isSecret(words, i)) {
                return true;
            }
        }
        return JOINED.matcher(String.join("", words)).matches();
    }

    /** Returns whether a value that follows this in a text is a secret: its last word names one. */
    static boolean endsInSecret(String text) {
        String[] words = words(text);
        return words.length > 0
                && (isSecret(words, words.length - 1)
                        || JOINED.matcher(words[words.length - 1]).matches()
                        || text.toLowerCase(Locale.ROOT).matches(".*(api|private)[ _-]?key"));
    }

    /** Returns whether values under this name are often no secrets, such as the code of an error. */
    static boolean isAmbiguous(String name) {
        String[] words = words(name);
        return words.length > 0 && isCode(words[words.length - 1]);
    }

    private static boolean isSecret(String[] words, int i) {
        if (isCode(words[i])) {
            return i == 0 || !HARMLESS_CODES.contains(words[i - 1]);
        }
        String singular = words[i].endsWith("s") ? words[i].substring(0, words[i].length() - 1) : words[i];
        return SECRETS.contains(words[i]) || SECRETS.contains(singular);
    }

    private static boolean isCode(String word) {
        return word.equals("code") || word.equals("codes");
    }

    /** The first is empty if the name begins with a separator. */
    private static String[] words(String name) {
        return WORD_ENDS
                .splitAsStream(name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }
}
