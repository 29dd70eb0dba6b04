package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Compares our effective schemas with theirs, field by field. */
final class SchemaComparison {
    /** Formats that have a Java type of their own. */
    private static final Set<String> TYPED_FORMATS = Set.of("date-time", "int64");

    private final Predicate<String> isShared;
    private final Consumer<Difference> found;

    /** For each of our resources, the schemas that it was compared with. */
    private final Map<EffectiveSchema, Set<EffectiveSchema>> compared = new IdentityHashMap<>();

    /**
     * @param isShared whether a schema of this name is the same resource in both documents
     * @param found takes each difference; may get the same one several times
     */
    SchemaComparison(Predicate<String> isShared, Consumer<Difference> found) {
        this.isShared = isShared;
        this.found = found;
    }

    void compare(EffectiveSchema ours, EffectiveSchema theirs, Location at) {
        Location location = at;
        if (isResource(ours, at)) {
            location = Location.resource(ours.name());
            if (!compared.computeIfAbsent(ours, schema -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(theirs)) {
                return;
            }
        }
        compareDeprecation(ours.deprecated(), theirs.deprecated(), location);
        if (!ours.types().equals(theirs.types())) {
            addTypeChange(ours.type(), ours.types(), theirs.type(), theirs.types(), location);
            if (!ours.isNumber() || !theirs.isNumber()) {
                return; // their content is not comparable
            }
        }
        compareFormat(ours, theirs, location);
        compareValues(ours, theirs, location);
        compareBounds(ours, theirs, location);
        compareOpenness(ours.open(), theirs.open(), location);
        compareFields(ours, theirs, location);
        if (!location.isInResponse()) {
            compareChoiceAndDefault(ours, theirs, location);
        }
        compareItems(ours.items(), theirs.items(), location.items());
    }

    /** @param ours null if it is not a list, or if its items may be anything; the same for {@code theirs} */
    private void compareItems(EffectiveSchema ours, EffectiveSchema theirs, Location location) {
        if (ours != null && theirs != null) {
            compareNull(ours, theirs, false, location);
            compare(ours, theirs, location);
        } else if (ours != null || theirs != null) {
            addTypeChange(
                    ours == null ? "anything" : ours.type(),
                    ours == null ? Set.of() : ours.types(),
                    theirs == null ? "anything" : theirs.type(),
                    theirs == null ? Set.of() : theirs.types(),
                    location);
        }
    }

    private void addTypeChange(
            String ours, Set<String> ourTypes, String theirs, Set<String> theirTypes, Location location) {
        if (!ours.equals(theirs)) {
            add(typeChange(ourTypes, theirTypes), location, Set.of(theirs), became(ours, theirs));
        }
    }

    private static ChangeKind typeChange(Set<String> ours, Set<String> theirs) {
        if (includes(ours, theirs)) {
            return ChangeKind.TYPE_NARROWED;
        }
        return includes(theirs, ours) ? ChangeKind.TYPE_WIDENED : ChangeKind.TYPE_CHANGED;
    }

    /** Returns whether each value of the one type is a value of the other; no type at all stands for anything. */
    private static boolean includes(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty()
                || !narrow.isEmpty()
                        && narrow.stream()
                                .allMatch(type ->
                                        wide.contains(type) || type.equals("integer") && wide.contains("number"));
    }

    /**
     * Returns whether it is a resource of a response. Its differences are reported once, under its name, and not at
     * each location that refers to it.
     */
    private boolean isResource(EffectiveSchema ours, Location at) {
        return at.isInResponse() && !at.field().equals(".") && isShared.test(ours.name());
    }

    private void compareFields(EffectiveSchema ours, EffectiveSchema theirs, Location object) {
        for (String name : union(ours.fields().keySet(), theirs.fields().keySet())) {
            Location location = object.field(name);
            EffectiveSchema ourField = ours.fields().get(name);
            EffectiveSchema theirField = theirs.fields().get(name);
            boolean required = theirs.required().contains(name);
            if (ourField == null) {
                found.accept(Difference.ofField(added(location, required), location, Set.of(name), theirField));
            } else if (theirField == null) {
                boolean isPromised = ours.required().contains(name);
                ChangeKind kind = isPromised ? ChangeKind.FIELD_REMOVED : ChangeKind.OPTIONAL_FIELD_REMOVED;
                found.accept(Difference.ofField(kind, location, Set.of(), ourField));
            } else {
                boolean isPromised = ours.required().contains(name);
                compareRequired(isPromised, required, ourField.isList(), location);
                compareNull(ourField, theirField, isPromised && !ourField.isList(), location);
                compare(ourField, theirField, location);
            }
        }
        if (!object.isInResponse()) {
            for (String name : without(
                    theirs.required(),
                    union(ours.fields().keySet(), theirs.fields().keySet()))) {
                add(ChangeKind.REQUIRED_FIELD_ADDED, object.field(name), Set.of(name), name);
            }
        }
    }

    static ChangeKind added(Location location, boolean required) {
        return required && !location.isInResponse() ? ChangeKind.REQUIRED_FIELD_ADDED : ChangeKind.FIELD_ADDED;
    }

    void compareRequired(boolean ours, boolean theirs, boolean isList, Location location) {
        if (ours && !theirs) {
            ChangeKind kind =
                    isList && location.isInResponse() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL;
            add(kind, location, Set.of("optional"), "");
        } else if (theirs && !ours) {
            add(ChangeKind.MADE_REQUIRED, location, Set.of("required"), "");
        }
    }

    /** @param isPromised whether generated code relies on a value */
    void compareNull(EffectiveSchema ours, EffectiveSchema theirs, boolean isPromised, Location location) {
        if (ours.types().isEmpty() || theirs.types().isEmpty()) {
            return; // anything includes null
        }
        if (theirs.nullable() && !ours.nullable()) {
            boolean readsAsAbsent = location.isInResponse() && !isPromised;
            add(readsAsAbsent ? ChangeKind.OPTIONAL_MADE_NULLABLE : ChangeKind.MADE_NULLABLE, location, Set.of(), "");
        } else if (ours.nullable() && !theirs.nullable()) {
            add(ChangeKind.MADE_NON_NULLABLE, location, Set.of(), "");
        }
    }

    void compareDeprecation(boolean ours, boolean theirs, Location location) {
        if (ours != theirs) {
            add(theirs ? ChangeKind.DEPRECATED : ChangeKind.UNDEPRECATED, location, Set.of(), "");
        }
    }

    private void compareFormat(EffectiveSchema ours, EffectiveSchema theirs, Location location) {
        if (ours.formats().equals(theirs.formats())) {
            return;
        }
        ChangeKind kind = formatChange(ours.formats(), theirs.formats());
        add(kind, location, Set.of(theirs.format()), became(ours.format(), theirs.format()));
    }

    private static ChangeKind formatChange(Collection<String> ours, Collection<String> theirs) {
        if (ours.stream().anyMatch(TYPED_FORMATS::contains)) {
            return ChangeKind.TYPED_FORMAT_REMOVED;
        }
        if (theirs.stream().anyMatch(TYPED_FORMATS::contains)) {
            return ChangeKind.TYPED_FORMAT_ADDED;
        }
        if (ours.isEmpty()) {
            return ChangeKind.FORMAT_ADDED;
        }
        return theirs.isEmpty() ? ChangeKind.FORMAT_REMOVED : ChangeKind.FORMAT_CHANGED;
    }

    private void compareValues(EffectiveSchema ours, EffectiveSchema theirs, Location location) {
        if (location.isInResponse() && ours.types().equals(Set.of("boolean"))) {
            return; // Java has no type for a boolean that is always true
        }
        Set<String> added = without(theirs.values(), ours.values());
        Set<String> removed = without(ours.values(), theirs.values());
        if (ours.values().isEmpty() && !added.isEmpty()) {
            add(ChangeKind.ENUM_ADDED, location, added, String.join(", ", added));
        } else if (theirs.values().isEmpty() && !removed.isEmpty()) {
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

    private void compareBounds(EffectiveSchema ours, EffectiveSchema theirs, Location location) {
        for (String keyword : union(ours.bounds().keySet(), theirs.bounds().keySet())) {
            String ourBound = ours.bounds().get(keyword);
            String theirBound = theirs.bounds().get(keyword);
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

    private void compareOpenness(String ours, String theirs, Location location) {
        if (!ours.equals(theirs)) {
            boolean isOpened = ours.isEmpty() || theirs.equals("anything");
            String value = theirs.isEmpty() ? "nothing" : theirs;
            add(
                    isOpened ? ChangeKind.OPENED : ChangeKind.CLOSED,
                    location,
                    Set.of(value),
                    became(ours.isEmpty() ? "nothing" : ours, value));
        }
    }

    private void compareChoiceAndDefault(EffectiveSchema ours, EffectiveSchema theirs, Location location) {
        if (!ours.choice().equals(theirs.choice())) {
            if (theirs.choice().isEmpty()) {
                add(ChangeKind.CHOICE_REMOVED, location, Set.of("none"), became(ours.choice(), "none"));
            } else {
                boolean isWider = Choice.isWider(ours.choice(), theirs.choice());
                add(
                        isWider ? ChangeKind.CHOICE_WIDENED : ChangeKind.CHOICE_REQUIRED,
                        location,
                        Choice.sets(theirs.choice()),
                        theirs.choice());
            }
        }
        if (!ours.byDefault().equals(theirs.byDefault())) {
            String value = theirs.byDefault().isEmpty() ? "none" : theirs.byDefault();
            boolean isNull = Set.of("", "null").containsAll(List.of(ours.byDefault(), theirs.byDefault()));
            add(
                    isNull ? ChangeKind.DEFAULT_NULL : ChangeKind.DEFAULT_CHANGED,
                    location,
                    Set.of(value),
                    became(ours.byDefault().isEmpty() ? "none" : ours.byDefault(), value));
        }
    }

    static String became(String ours, String theirs) {
        return ours + " -> " + theirs;
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
