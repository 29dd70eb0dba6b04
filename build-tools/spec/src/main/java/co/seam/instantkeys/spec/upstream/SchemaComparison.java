package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Compares schemas of ours with theirs, field by field. */
final class SchemaComparison {
    /** Those that the generator has a Java type of its own for. */
    private static final Set<String> TYPED_FORMATS = Set.of("date-time", "int64");

    private final Predicate<String> isShared;
    private final Consumer<Difference> found;
    /** What was compared already, per resource of ours. */
    private final Map<EffectiveSchema, Set<EffectiveSchema>> compared = new IdentityHashMap<>();

    /**
     * @param isShared whether a schema of this name is the same resource in both documents
     * @param found takes each difference; the same one may come several times
     */
    SchemaComparison(Predicate<String> isShared, Consumer<Difference> found) {
        this.isShared = isShared;
        this.found = found;
    }

    void compare(EffectiveSchema our, EffectiveSchema their, Location at) {
        Location place = at;
        if (isResource(our, at)) {
            place = Location.resource(our.name());
            if (!compared.computeIfAbsent(our, shape -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(their)) {
                return;
            }
        }
        compareDeprecation(our.deprecated(), their.deprecated(), place);
        if (!our.types().equals(their.types())) {
            add(ChangeKind.RETYPED, place, Set.of(their.type()), became(our.type(), their.type()));
            if (!our.isNumber() || !their.isNumber()) {
                return; // nothing within is comparable
            }
        }
        compareFormat(our, their, place);
        compareValues(our, their, place);
        compareBounds(our, their, place);
        compareOpenness(our.open(), their.open(), place);
        compareFields(our, their, place);
        if (!place.isInAnswer()) {
            compareDemands(our, their, place);
        }
        compareItems(our.items(), their.items(), place.items());
    }

    /** Null for what is no list, or one of anything. */
    private void compareItems(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (our != null && their != null) {
            compareNull(our, their, false, place);
            compare(our, their, place);
        } else if (our != null || their != null) {
            String word = their == null ? "anything" : their.type();
            add(ChangeKind.RETYPED, place, Set.of(word), became(our == null ? "anything" : our.type(), word));
        }
    }

    /** What an answer holds under a name that both have is told once, and not at each place that refers to it. */
    private boolean isResource(EffectiveSchema our, Location at) {
        return at.isInAnswer() && !at.field().equals(".") && isShared.test(our.name());
    }

    private void compareFields(EffectiveSchema our, EffectiveSchema their, Location object) {
        for (String name : union(our.fields().keySet(), their.fields().keySet())) {
            Location place = object.field(name);
            EffectiveSchema ourField = our.fields().get(name);
            EffectiveSchema theirField = their.fields().get(name);
            boolean required = their.required().contains(name);
            if (ourField == null) {
                found.accept(Difference.ofField(added(place, required), place, Set.of(name), theirField));
            } else if (theirField == null) {
                found.accept(Difference.ofField(ChangeKind.FIELD_GONE, place, Set.of(), ourField));
            } else {
                boolean promised = our.required().contains(name);
                compareRequired(promised, required, ourField.isList(), place);
                compareNull(ourField, theirField, promised && !ourField.isList(), place);
                compare(ourField, theirField, place);
            }
        }
        if (!object.isInAnswer()) {
            for (String name : without(
                    their.required(),
                    union(our.fields().keySet(), their.fields().keySet()))) {
                add(ChangeKind.FIELD_DEMANDED, object.field(name), Set.of(name), name);
            }
        }
    }

    static ChangeKind added(Location place, boolean required) {
        return required && !place.isInAnswer() ? ChangeKind.FIELD_DEMANDED : ChangeKind.FIELD_ADDED;
    }

    void compareRequired(boolean our, boolean their, boolean list, Location place) {
        if (our && !their) {
            ChangeKind change = list && place.isInAnswer() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL;
            add(change, place, Set.of("optional"), "");
        } else if (their && !our) {
            add(ChangeKind.MADE_REQUIRED, place, Set.of("mandatory"), "");
        }
    }

    /** @param promised whether generated code relies on a value */
    void compareNull(EffectiveSchema our, EffectiveSchema their, boolean promised, Location place) {
        if (their.nullable() && !our.nullable()) {
            boolean borne = place.isInAnswer() && !promised;
            add(borne ? ChangeKind.ABSENT_MADE_NULLABLE : ChangeKind.MADE_NULLABLE, place, Set.of(), "");
        } else if (our.nullable() && !their.nullable()) {
            add(ChangeKind.NULL_GONE, place, Set.of(), "");
        }
    }

    void compareDeprecation(boolean our, boolean their, Location place) {
        if (our != their) {
            add(their ? ChangeKind.DEPRECATED : ChangeKind.REINSTATED, place, Set.of(), "");
        }
    }

    private void compareFormat(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (our.formats().equals(their.formats())) {
            return;
        }
        boolean typed = our.formats().stream().anyMatch(TYPED_FORMATS::contains);
        boolean becomesTyped = their.formats().stream().anyMatch(TYPED_FORMATS::contains);
        ChangeKind change = typed
                ? ChangeKind.TYPED_FORMAT_LOST
                : becomesTyped
                        ? ChangeKind.TYPED_FORMAT_GAINED
                        : our.formats().isEmpty()
                                ? ChangeKind.FORMAT_GAINED
                                : their.formats().isEmpty() ? ChangeKind.FORMAT_LOST : ChangeKind.FORMAT_CHANGED;
        add(change, place, Set.of(their.format()), became(our.format(), their.format()));
    }

    private void compareValues(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (place.isInAnswer() && our.types().equals(Set.of("boolean"))) {
            return; // Java has no narrower one
        }
        Set<String> grown = without(their.values(), our.values());
        Set<String> shrunk = without(our.values(), their.values());
        if (our.values().isEmpty() && !grown.isEmpty()) {
            add(ChangeKind.ENUM_ADDED, place, grown, String.join(", ", grown));
        } else if (their.values().isEmpty() && !shrunk.isEmpty()) {
            add(ChangeKind.ENUM_GONE, place, Set.of(), "");
        } else {
            if (!grown.isEmpty()) {
                add(ChangeKind.ENUM_GROWN, place, grown, String.join(", ", grown));
            }
            if (!shrunk.isEmpty()) {
                add(ChangeKind.ENUM_SHRUNK, place, Set.of(), String.join(", ", shrunk));
            }
        }
    }

    private void compareBounds(EffectiveSchema our, EffectiveSchema their, Location place) {
        for (String keyword : union(our.bounds().keySet(), their.bounds().keySet())) {
            String ourBound = our.bounds().get(keyword);
            String theirBound = their.bounds().get(keyword);
            boolean tighter = Bounds.isTighter(keyword, ourBound, theirBound);
            if (tighter || Bounds.isTighter(keyword, theirBound, ourBound)) {
                String word = theirBound == null ? "no " + keyword : keyword + " " + theirBound;
                add(
                        tighter ? ChangeKind.TIGHTENED : ChangeKind.LOOSENED,
                        place,
                        Set.of(word),
                        became(ourBound == null ? "none" : ourBound, word));
            }
        }
    }

    private void compareOpenness(String our, String their, Location place) {
        if (!our.equals(their)) {
            boolean opened = our.isEmpty() || their.equals("anything");
            String word = their.isEmpty() ? "nothing" : their;
            add(
                    opened ? ChangeKind.OPENED : ChangeKind.CLOSED,
                    place,
                    Set.of(word),
                    became(our.isEmpty() ? "nothing" : our, word));
        }
    }

    private void compareDemands(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (!our.choice().equals(their.choice())) {
            String word = their.choice().isEmpty() ? "none" : their.choice();
            add(ChangeKind.COMPOSED, place, Set.of(word.split(" [|] ")), word);
        }
        if (!our.byDefault().equals(their.byDefault())) {
            String word = their.byDefault().isEmpty() ? "none" : their.byDefault();
            add(
                    ChangeKind.DEFAULT_CHANGED,
                    place,
                    Set.of(word),
                    became(our.byDefault().isEmpty() ? "none" : our.byDefault(), word));
        }
    }

    static String became(String our, String their) {
        return our + " -> " + their;
    }

    static Set<String> union(Collection<String> a, Collection<String> b) {
        Set<String> union = new LinkedHashSet<>(a);
        union.addAll(b);
        return union;
    }

    private static Set<String> without(Set<String> all, Collection<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void add(ChangeKind change, Location place, Set<String> words, String detail) {
        found.accept(Difference.of(change, place, words, detail));
    }
}
