package co.seam.instantkeys.spec.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Derives from names of this API what is a secret, a count or a read. {@code lint} checks the contract by these rules,
 * and {@code normalize} applies them to any other document. The tests of the generated code have their own list of
 * secrets.
 */
public final class NamingHeuristics {
    /** Tokens, secrets, PINs under any name, and links that open doors. */
    private static final Pattern SECRET = Pattern.compile(
            "(.*_)?(pin|code|api_key|private_key)s?|.*(token|secret|password|passcode).*|instant_key_url");

    /** Codes that identify a kind of problem or change and open nothing. */
    private static final Set<String> NOT_SECRET = Set.of("error_code", "warning_code", "mutation_code");

    private static final Pattern COUNT = Pattern.compile("limit|(.*_)?(count|offset)");

    private static final Pattern READ = Pattern.compile(".*/(get|list|get_related|list_[^/]+)");

    private NamingHeuristics() {}

    /**
     * Returns whether the property is a secret. A code is; whether a door opens with one ({@code can_unlock_with_code})
     * is not.
     */
    public static boolean isSecret(String name, JsonNode property) {
        JsonNode value = property.has("items") ? property.get("items") : property;
        return value.path("type").asText().equals("string")
                && SECRET.matcher(name).matches()
                && !NOT_SECRET.contains(name.replaceFirst("s$", ""));
    }

    /** Returns whether the number never has a fraction, although the document says {@code number}. */
    public static boolean isCount(String name, JsonNode property) {
        return property.path("type").asText().equals("number")
                && COUNT.matcher(name).matches();
    }

    /** Returns whether the operation is a read, which may be sent twice. */
    public static boolean isRead(String path) {
        return READ.matcher(path).matches();
    }
}
