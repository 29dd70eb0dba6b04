package co.seam.instantkeys.spec.upstream;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sets of fields of which a request needs one, as text: {@code kind | name+size}. If it needs one of several such
 * choices at once, they are separated by semicolons.
 */
final class Choice {
    private Choice() {}

    /** Returns the sets of fields, such as {@code name+size}. */
    static Set<String> sets(String choice) {
        return new LinkedHashSet<>(List.of(choice.split(" [|] |; ")));
    }

    /** Returns whether every request that satisfies ours satisfies theirs. */
    static boolean isWider(String ours, String theirs) {
        List<String> ourChoices = List.of(ours.split("; "));
        return List.of(theirs.split("; ")).stream()
                .allMatch(their -> ourChoices.stream().anyMatch(our -> isWider(sets(our), sets(their))));
    }

    /** Returns whether each set of ours is enough for one of theirs. */
    static boolean isWider(Collection<String> ours, Collection<String> theirs) {
        return !ours.contains("")
                && ours.stream()
                        .allMatch(our ->
                                theirs.stream().anyMatch(their -> fields(our).containsAll(fields(their))));
    }

    private static List<String> fields(String set) {
        return List.of(set.split("[+]"));
    }
}
