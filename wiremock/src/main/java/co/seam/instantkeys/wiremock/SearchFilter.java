package co.seam.instantkeys.wiremock;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Filter by the {@code search} of a request, case-insensitive. */
final class SearchFilter {
    private final @Nullable String text;

    /** Reads {@code search}. */
    SearchFilter(Input input) {
        String search = input.optional("search").nonEmpty();
        text = search == null ? null : lower(search);
    }

    /** Whether any of the texts contains the search text, or the request has none. */
    boolean matches(@Nullable String... texts) {
        return text == null
                || Stream.of(texts)
                        .filter(Objects::nonNull)
                        .anyMatch(candidate -> lower(candidate).contains(text));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
