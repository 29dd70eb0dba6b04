package co.seam.instantkeys.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Which properties are secret, told by name. The tests of the generated code decide it on their own. */
final class Secrets {
    /** Tokens, secrets, PINs by whatever name; the links that open doors. */
    private static final Pattern SECRET = Pattern.compile(
            "(.*_)?(token|secret|password|pin|code|private_key)|.*(token|secret|password).*|instant_key_url");

    /** Codes that name a kind of thing and open nothing. */
    private static final Set<String> NOT_SECRET = Set.of("error_code", "warning_code", "mutation_code");

    private Secrets() {}

    static boolean isSecret(String name, JsonNode property) {
        return Composition.type(property).equals("string")
                && SECRET.matcher(name).matches()
                && !NOT_SECRET.contains(name);
    }
}
