package co.seam.instantkeys;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the ids and keys in a response with those of its request. A response that names others belongs to another
 * request.
 */
final class Echo {
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Echo() {}

    /** Returns whether the two are the same, or one of them is absent. */
    static boolean matches(@Nullable String requested, @Nullable String returned) {
        return requested == null
                || returned == null
                || requested.equals(returned)
                || canonical(requested).equals(canonical(returned));
    }

    /** @param merged ids or keys that resolve to the returned one too */
    static boolean matches(@Nullable String requested, @Nullable String returned, List<String> merged) {
        return matches(requested, returned) || merged.stream().anyMatch(one -> matches(requested, one));
    }

    /** Returns an id as it is compared: a UUID is the same in upper and lower case. */
    static String canonical(String id) {
        return UUID.matcher(id).matches() ? id.toLowerCase(Locale.ROOT) : id;
    }
}
