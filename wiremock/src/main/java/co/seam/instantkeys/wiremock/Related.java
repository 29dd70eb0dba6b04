package co.seam.instantkeys.wiremock;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code include} and {@code exclude} of a batch: without either, all of it. */
final class Related<R> {
    private final @Nullable List<R> include;
    private final @Nullable List<R> exclude;

    Related(Input input, Function<String, R> of, List<R> known) {
        include = input.optional("include").each(field -> field.oneOf(of, known));
        exclude = input.optional("exclude").each(field -> field.oneOf(of, known));
    }

    boolean wants(R resource) {
        return (include == null || include.contains(resource)) && (exclude == null || !exclude.contains(resource));
    }

    <S, T> List<T> distinct(List<S> sources, Function<S, List<T>> related) {
        Set<T> all = new LinkedHashSet<>();
        sources.forEach(source -> all.addAll(related.apply(source)));
        return List.copyOf(all);
    }

    <T> List<T> all(Collection<T> items, Predicate<T> belongs) {
        return items.stream().filter(belongs).collect(Collectors.toList());
    }
}
