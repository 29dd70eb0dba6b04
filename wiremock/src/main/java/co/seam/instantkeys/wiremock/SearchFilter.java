package co.seam.instantkeys.wiremock;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a {@code search}, which is found whatever its case. */
final class SearchFilter {
    private final @Nullable String text;

    /** Reads {@code search}. */
    SearchFilter(Input input) {
        String search = input.optional("search").nonEmpty();
        text = search == null ? null : lower(search);
    }

    /** True too where nothing is searched for. */
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
