package co.seam.instantkeys.spec.upstream;

import java.util.Set;
import java.util.TreeSet;

/**
 * One difference between two documents, such as the contract and the public document.
 *
 * @param values what the public document has at that location and the contract has not, such as a type or enum values;
 *     empty where the location says it all
 * @param detail for the reader of the report; may be empty
 * @param schema of a field that only one of the documents has; else null
 * @param texts for a text that changed; else null
 */
public record Difference(
        ChangeKind kind,
        Location location,
        Set<String> values,
        String detail,
        EffectiveSchema schema,
        TextChange texts) {
    static Difference of(ChangeKind kind, Location location, Set<String> values, String detail) {
        return new Difference(kind, location, values, detail, null, null);
    }

    static Difference ofField(ChangeKind kind, Location location, Set<String> values, EffectiveSchema schema) {
        return new Difference(kind, location, values, schema.toString(), schema, null);
    }

    static Difference ofText(Location location, TextChange texts) {
        return new Difference(ChangeKind.TEXT_CHANGED, location, Set.of(), "", null, texts);
    }

    public Impact impact() {
        return kind.impact(location);
    }

    /** Returns location and aspect, as an entry of {@code deviations.yaml} would name them. */
    public String at() {
        return location + " " + kind.aspect;
    }

    public String text() {
        return kind.label + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** Returns the difference at another location. */
    Difference at(Location other) {
        return new Difference(kind, other, values, detail, schema, texts);
    }

    /** Returns what remains of this difference where some of its values are known. */
    Difference without(Set<String> known) {
        Set<String> left = new TreeSet<>(values);
        left.removeAll(known);
        if (kind == ChangeKind.CHOICE_REQUIRED) {
            return Choice.isWider(known, values)
                    ? of(ChangeKind.CHOICE_WIDENED, location, left, String.join(", ", left))
                    : this;
        }
        if (left.size() == values.size()) {
            return this;
        }
        ChangeKind rest = kind == ChangeKind.ENUM_ADDED ? ChangeKind.ENUM_VALUES_ADDED : kind;
        return of(rest, location, left, String.join(", ", left));
    }
}
