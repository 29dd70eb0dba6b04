package co.seam.instantkeys.wiremock;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of resources that a {@code get_related} is to bring. */
final class IncludeFilter {
    private final @Nullable List<String> included;
    private final @Nullable List<String> excluded;

    /** Reads {@code include} and {@code exclude}. */
    IncludeFilter(Input input, Collection<?> known) {
        included = input.optional("include").each(kind -> kind.oneOf(known));
        excluded = input.optional("exclude").each(kind -> kind.oneOf(known));
    }

    /**
     * Puts the resources of one kind into the batch, each once. A kind that was not asked for stays absent; what is both
     * included and excluded counts as excluded, which is a guess.
     */
    <T> void ifIncluded(String kind, Stream<T> resources, Function<List<T>, ?> setter) {
        boolean wanted = included == null || included.contains(kind);
        if (wanted && (excluded == null || !excluded.contains(kind))) {
            setter.apply(resources.distinct().collect(Collectors.toList()));
        }
    }
}
