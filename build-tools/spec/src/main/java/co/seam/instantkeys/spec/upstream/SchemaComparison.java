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

/** Compares effective schemas of ours with theirs, field by field. */
final class SchemaComparison {
    /** Formats that have a Java type of their own. */
    private static final Set<String> TYPED_FORMATS = Set.of("date-time", "int64");

    private final Predicate<String> isShared;
    private final Consumer<Difference> found;

    /** For each resource of ours, the schemas that it was compared with. */
    private final Map<EffectiveSchema, Set<EffectiveSchema>> compared = new IdentityHashMap<>();

    /**
     * @param isShared whether a schema of this name is the same resource in both documents
     * @param found takes each difference; may get the same one several times
     */
    SchemaComparison(Predicate<String> isShared, Consumer<Difference> found) {
        this.isShared = isShared;
        this.found = found;
    }

    void compare(EffectiveSchema our, EffectiveSchema their, Location at) {
        Location location = at;
        if (isResource(our, at)) {
            location = Location.resource(our.name());
            if (!compared.computeIfAbsent(our, schema -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(their)) {
                return;
            }
        }
        compareDeprecation(our.deprecated(), their.deprecated(), location);
        if (!our.types().equals(their.types())) {
            add(ChangeKind.TYPE_CHANGED, location, Set.of(their.type()), became(our.type(), their.type()));
            if (!our.isNumber() || !their.isNumber()) {
                return; // their content is not comparable
            }
        }
        compareFormat(our, their, location);
        compareValues(our, their, location);
        compareBounds(our, their, location);
        compareOpenness(our.open(), their.open(), location);
        compareFields(our, their, location);
        if (!location.isInResponse()) {
            compareChoiceAndDefault(our, their, location);
        }
        compareItems(our.items(), their.items(), location.items());
    }

    /** @param our null if it is not a list, or if its items may be anything; so for {@code their} */
    private void compareItems(EffectiveSchema our, EffectiveSchema their, Location location) {
        if (our != null && their != null) {
            compareNull(our, their, false, location);
            compare(our, their, location);
        } else if (our != null || their != null) {
            String value = their == null ? "anything" : their.type();
            add(ChangeKind.TYPE_CHANGED, location, Set.of(value), became(our == null ? "anything" : our.type(), value));
        }
    }

    /**
     * Returns whether it is a resource of a response. Its differences are reported once, under its name, and not at
     * each location that refers to it.
     */
    private boolean isResource(EffectiveSchema our, Location at) {
        return at.isInResponse() && !at.field().equals(".") && isShared.test(our.name());
    }

    private void compareFields(EffectiveSchema our, EffectiveSchema their, Location object) {
        for (String name : union(our.fields().keySet(), their.fields().keySet())) {
            Location location = object.field(name);
            EffectiveSchema ourField = our.fields().get(name);
            EffectiveSchema theirField = their.fields().get(name);
            boolean required = their.required().contains(name);
            if (ourField == null) {
                found.accept(Difference.ofField(added(location, required), location, Set.of(name), theirField));
            } else if (theirField == null) {
                found.accept(Difference.ofField(ChangeKind.FIELD_REMOVED, location, Set.of(), ourField));
            } else {
                boolean isPromised = our.required().contains(name);
                compareRequired(isPromised, required, ourField.isList(), location);
                compareNull(ourField, theirField, isPromised && !ourField.isList(), location);
                compare(ourField, theirField, location);
            }
        }
        if (!object.isInResponse()) {
            for (String name : without(
                    their.required(),
                    union(our.fields().keySet(), their.fields().keySet()))) {
                add(ChangeKind.REQUIRED_FIELD_ADDED, object.field(name), Set.of(name), name);
            }
        }
    }

    static ChangeKind added(Location location, boolean required) {
        return required && !location.isInResponse() ? ChangeKind.REQUIRED_FIELD_ADDED : ChangeKind.FIELD_ADDED;
    }

    void compareRequired(boolean our, boolean their, boolean isList, Location location) {
        if (our && !their) {
            ChangeKind kind =
                    isList && location.isInResponse() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL;
            add(kind, location, Set.of("optional"), "");
        } else if (their && !our) {
            add(ChangeKind.MADE_REQUIRED, location, Set.of("required"), "");
        }
    }

    /** @param isPromised whether generated code relies on a value */
    void compareNull(EffectiveSchema our, EffectiveSchema their, boolean isPromised, Location location) {
        if (their.nullable() && !our.nullable()) {
            boolean readsAsAbsent = location.isInResponse() && !isPromised;
            add(readsAsAbsent ? ChangeKind.OPTIONAL_MADE_NULLABLE : ChangeKind.MADE_NULLABLE, location, Set.of(), "");
        } else if (our.nullable() && !their.nullable()) {
            add(ChangeKind.MADE_NON_NULLABLE, location, Set.of(), "");
        }
    }

    void compareDeprecation(boolean our, boolean their, Location location) {
        if (our != their) {
            add(their ? ChangeKind.DEPRECATED : ChangeKind.UNDEPRECATED, location, Set.of(), "");
        }
    }

    private void compareFormat(EffectiveSchema our, EffectiveSchema their, Location location) {
        if (our.formats().equals(their.formats())) {
            return;
        }
        boolean isTyped = our.formats().stream().anyMatch(TYPED_FORMATS::contains);
        boolean becomesTyped = their.formats().stream().anyMatch(TYPED_FORMATS::contains);
        ChangeKind kind = isTyped
                ? ChangeKind.TYPED_FORMAT_REMOVED
                : becomesTyped
                        ? ChangeKind.TYPED_FORMAT_ADDED
                        : our.formats().isEmpty()
                                ? ChangeKind.FORMAT_ADDED
                                : their.formats().isEmpty() ? ChangeKind.FORMAT_REMOVED : ChangeKind.FORMAT_CHANGED;
        add(kind, location, Set.of(their.format()), became(our.format(), their.format()));
    }

    private void compareValues(EffectiveSchema our, EffectiveSchema their, Location location) {
        if (location.isInResponse() && our.types().equals(Set.of("boolean"))) {
            return; // Java has no type for a boolean that is always true
        }
        Set<String> added = without(their.values(), our.values());
        Set<String> removed = without(our.values(), their.values());
        if (our.values().isEmpty() && !added.isEmpty()) {
            add(ChangeKind.ENUM_ADDED, location, added, String.join(", ", added));
        } else if (their.values().isEmpty() && !removed.isEmpty()) {
            add(ChangeKind.ENUM_REMOVED, location, Set.of(), "");
        } else {
            if (!added.isEmpty()) {
                add(ChangeKind.ENUM_VALUES_ADDED, location, added, String.join(", ", added));
            }
            if (!removed.isEmpty()) {
                add(ChangeKind.ENUM_VALUES_REMOVED, location, Set.of(), String.join(", ", removed));
            }
        }
    }

    private void compareBounds(EffectiveSchema our, EffectiveSchema their, Location location) {
        for (String keyword : union(our.bounds().keySet(), their.bounds().keySet())) {
            String ourBound = our.bounds().get(keyword);
            String theirBound = their.bounds().get(keyword);
            boolean isTighter = Bounds.isTighter(keyword, ourBound, theirBound);
            if (isTighter || Bounds.isTighter(keyword, theirBound, ourBound)) {
                String value = theirBound == null ? "no " + keyword : keyword + " " + theirBound;
                add(
                        isTighter ? ChangeKind.BOUND_TIGHTENED : ChangeKind.BOUND_LOOSENED,
                        location,
                        Set.of(value),
                        became(ourBound == null ? "none" : ourBound, value));
            }
        }
    }

    private void compareOpenness(String our, String their, Location location) {
        if (!our.equals(their)) {
            boolean isOpened = our.isEmpty() || their.equals("anything");
            String value = their.isEmpty() ? "nothing" : their;
            add(
                    isOpened ? ChangeKind.OPENED : ChangeKind.CLOSED,
                    location,
                    Set.of(value),
                    became(our.isEmpty() ? "nothing" : our, value));
        }
    }

    private void compareChoiceAndDefault(EffectiveSchema our, EffectiveSchema their, Location location) {
        if (!our.choice().equals(their.choice())) {
            String value = their.choice().isEmpty() ? "none" : their.choice();
            add(ChangeKind.CHOICE_REQUIRED, location, Set.of(value.split(" [|] ")), value);
        }
        if (!our.byDefault().equals(their.byDefault())) {
            String value = their.byDefault().isEmpty() ? "none" : their.byDefault();
            add(
                    ChangeKind.DEFAULT_CHANGED,
                    location,
                    Set.of(value),
                    became(our.byDefault().isEmpty() ? "none" : our.byDefault(), value));
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

    private void add(ChangeKind kind, Location location, Set<String> values, String detail) {
        found.accept(Difference.of(kind, location, values, detail));
    }
}
