package co.seam.instantkeys.spec.upstream;

import java.util.Set;
import java.util.TreeSet;

/**
 * @param words of the public document at that place, such as the type or the values of an enum that {@code seam.yaml} does
 *     not have; none where the place says it all
 * @param detail for people; may be empty
 * @param shape of a field that is there on one side only; else null
 */
public record Difference(ChangeKind change, Location place, Set<String> words, String detail, EffectiveSchema shape) {
    static Difference of(ChangeKind change, Location place, Set<String> words, String detail) {
        return new Difference(change, place, words, detail, null);
    }

    static Difference ofField(ChangeKind change, Location place, Set<String> words, EffectiveSchema shape) {
        return new Difference(change, place, words, shape.toString(), shape);
    }

    Impact impact() {
        return change.impact(place);
    }

    /** How an entry of {@code deviations.yaml} names it. */
    String at() {
        return place + " " + change.aspect;
    }

    public String text() {
        return change.words + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** What is left of it when some of its words are known. */
    Difference without(Set<String> known) {
        Set<String> left = new TreeSet<>(words);
        left.removeAll(known);
        boolean isLessThanKnown = change == ChangeKind.COMPOSED && !words.containsAll(known);
        if (left.size() == words.size() || isLessThanKnown) {
            return this;
        }
        ChangeKind rest = change == ChangeKind.ENUM_ADDED
                ? ChangeKind.ENUM_GROWN
                : change == ChangeKind.COMPOSED ? ChangeKind.WIDENED : change;
        return of(rest, place, left, String.join(", ", left));
    }
}
