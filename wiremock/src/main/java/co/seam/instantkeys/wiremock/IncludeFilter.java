package co.seam.instantkeys.wiremock;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Selects the kinds of resources that a {@code get_related} returns. */
final class IncludeFilter {
    private final @Nullable List<String> included;
    private final @Nullable List<String> excluded;

    /** Reads {@code include} and {@code exclude}. */
    IncludeFilter(Input input, Collection<?> known) {
        included = input.optional("include").each(kind -> kind.oneOf(known));
        excluded = input.optional("exclude").each(kind -> kind.oneOf(known));
    }

    /**
     * Passes the resources of one kind to the setter, without duplicates, if the request selects that kind. Assumption:
     * a kind that is both included and excluded is excluded.
     */
    <T> void ifIncluded(String kind, Stream<T> resources, Function<List<T>, ?> setter) {
        boolean wanted = included == null || included.contains(kind);
        if (wanted && (excluded == null || !excluded.contains(kind))) {
            setter.apply(resources.distinct().collect(Collectors.toList()));
        }
    }
}
