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
            "(.*_)?(pin|code|otp|api_key|private_key)s?|.*(token|secret|password|passcode|passphrase).*|authorization"
                    + "|instant_key_url");

    /** Codes that name a kind of problem or change, a place, a language or the like, and open nothing. */
    private static final Pattern NOT_SECRET =
            Pattern.compile("(.*_)?(error|warning|mutation|status|reason|country|region"
                    + "|area|calling|dialing|postal|post|zip|currency|language|locale|time_zone)_codes?");

    /** A boolean is none: it only states whether a door opens with a code. */
    private static final Set<String> SECRET_TYPES = Set.of("string", "integer", "number", "object");

    /** What identifies or reaches a person, and the free texts in requests that may. */
    private static final Pattern PERSONAL = Pattern.compile(
            "(.*_)?(name|e?mail|email_address|phone|phone_number|address|birth_?date|date_of_birth|search)e?s?");

    /** Property of errors and warnings with a text of the server, which may quote anything. */
    private static final String SERVER_TEXT = "message";

    private static final Pattern COUNT = Pattern.compile("limit|(.*_)?(count|offset)");

    private static final Pattern READ = Pattern.compile(".*/(get|list|get_related|list_[^/]+)");

    private NamingHeuristics() {}

    /**
     * Returns whether the property is a secret. A code is; whether a door opens with one ({@code can_unlock_with_code})
     * is not.
     */
    public static boolean isSecret(String name, JsonNode property) {
        JsonNode value = property.has("items") ? property.get("items") : property;
        return SECRET_TYPES.contains(value.path("type").asText())
                && SECRET.matcher(name).matches()
                && !NOT_SECRET.matcher(name).matches();
    }

    /** Returns whether the property is a text in which the server may quote a secret. */
    public static boolean mayQuoteSecrets(String name) {
        return name.equals(SERVER_TEXT);
    }

    /** Returns whether the property may say who a person is. */
    public static boolean isPersonal(String name) {
        return PERSONAL.matcher(name).matches();
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
