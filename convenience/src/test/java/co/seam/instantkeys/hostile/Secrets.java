package co.seam.instantkeys.hostile;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tokens, PINs and links that exist. No text for logs may hold one. Thread-safe. */
final class Secrets {
    private static final Pattern LINK = Pattern.compile("ik\\.seam\\.co/(\\w+)");
    private static final Pattern WORD = Pattern.compile("\\w{6,}");

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    void add(String secret) {
        known.add(secret);
    }

    /** Adds the links in a response. */
    void addLinks(String response) {
        LINK.matcher(response).results().map(match -> match.group(1)).forEach(known::add);
    }

    /** The first secret in a text, if there is one. */
    Optional<String> in(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(known::contains)
                .findFirst();
    }

    /** All that a logger would print of an exception. */
    static String print(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return e + "\n" + text;
    }
}
