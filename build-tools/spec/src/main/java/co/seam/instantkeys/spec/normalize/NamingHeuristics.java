package co.seam.instantkeys.spec.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the names of this API tell: the rule by which a curated document is checked, and any other is normalised. The
 * tests of the generated code decide on their own what is secret.
 */
public final class NamingHeuristics {
    /** Tokens, secrets, PINs by whatever name; the links that open doors. */
    private static final Pattern SECRET = Pattern.compile(
            "(.*_)?(pin|code|api_key|private_key)s?|.*(token|secret|password|passcode).*|instant_key_url");

    /** Codes that name a kind of thing and open nothing. */
    private static final Set<String> NOT_SECRET = Set.of("error_code", "warning_code", "mutation_code");

    private static final Pattern COUNT = Pattern.compile("limit|(.*_)?(count|offset)");

    private static final Pattern READ = Pattern.compile(".*/(get|list|get_related|list_[^/]+)");

    private NamingHeuristics() {}

    /** Whether a door opens with a code ({@code can_unlock_with_code}) is no secret; the code is. */
    public static boolean isSecret(String name, JsonNode property) {
        JsonNode text = property.has("items") ? property.get("items") : property;
        return text.path("type").asText().equals("string")
                && SECRET.matcher(name).matches()
                && !NOT_SECRET.contains(name.replaceFirst("s$", ""));
    }

    /** A number that never has a fraction, also where the document says {@code number}. */
    public static boolean isCount(String name, JsonNode property) {
        return property.path("type").asText().equals("number")
                && COUNT.matcher(name).matches();
    }

    /** An operation that changes nothing, and so may be sent twice. */
    public static boolean isRead(String path) {
        return READ.matcher(path).matches();
    }
}
