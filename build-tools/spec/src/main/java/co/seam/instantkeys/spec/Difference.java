package co.seam.instantkeys.spec;

import java.util.Set;
import java.util.TreeSet;

/**
 * @param words of the public document at that place, such as the type or the values of an enum that {@code seam.yaml} does
 *     not have; none where the place says it all
 * @param detail for people; may be empty
 * @param shape of a field that is there on one side only; else null
 */
record Difference(Change change, Place place, Set<String> words, String detail, Shape shape) {
    static Difference of(Change change, Place place, Set<String> words, String detail) {
        return new Difference(change, place, words, detail, null);
    }

    static Difference ofField(Change change, Place place, Set<String> words, Shape shape) {
        return new Difference(change, place, words, shape.toString(), shape);
    }

    Impact impact() {
        return change.impact(place);
    }

    /** How an entry of {@code deviations.yaml} names it. */
    String at() {
        return place + " " + change.aspect;
    }

    String text() {
        return change.words + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** What is left of it when some of its words are known. */
    Difference without(Set<String> known) {
        Set<String> left = new TreeSet<>(words);
        left.removeAll(known);
        boolean isLessThanKnown = change == Change.COMPOSED && !words.containsAll(known);
        if (left.size() == words.size() || isLessThanKnown) {
            return this;
        }
        Change rest =
                change == Change.ENUM_ADDED ? Change.ENUM_GROWN : change == Change.COMPOSED ? Change.WIDENED : change;
        return of(rest, place, left, String.join(", ", left));
    }
}
