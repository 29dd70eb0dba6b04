package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The report of {@code upstream}.
 *
 * @param differences that no deviation covers
 * @param stale deviations, or values of them, that cover nothing
 * @param otherOperations that only the public document has, which are no findings
 */
record Findings(List<Difference> differences, List<String> stale, List<String> otherOperations) {
    /** Request fields that only a paginated list has. */
    private static final Set<String> PAGING = Set.of("page_cursor", "limit");

    static Findings of(Document ours, Document theirs, Deviations deviations) {
        Comparison comparison = new Comparison(ours, theirs, deviations.resources());
        Deviations.Result result = deviations.applyTo(comparison.differences());
        return new Findings(
                withPagination(withRenames(result.uncovered())), result.stale(), comparison.otherOperations());
    }

    List<Difference> of(Impact impact) {
        return differences.stream()
                .filter(difference -> difference.impact() == impact)
                .toList();
    }

    boolean isEmpty() {
        return differences.isEmpty() && stale.isEmpty();
    }

    /** Reports a rename where exactly one field was removed and one added that look alike, in the same object. */
    private static List<Difference> withRenames(List<Difference> differences) {
        List<Difference> reported = new ArrayList<>(differences);
        for (Difference removed : differences) {
            List<Difference> added = counterparts(removed, differences);
            if (removed.kind() == ChangeKind.FIELD_REMOVED
                    && added.size() == 1
                    && counterparts(added.get(0), differences).size() == 1) {
                reported.remove(added.get(0));
                String detail = "now " + added.get(0).location().field();
                reported.set(
                        reported.indexOf(removed),
                        Difference.of(ChangeKind.FIELD_RENAMED, removed.location(), Set.of(), detail));
            }
        }
        return reported;
    }

    /**
     * Returns the added fields that a removed one may have become, or the removed ones that an added one may have been.
     */
    private static List<Difference> counterparts(Difference difference, List<Difference> all) {
        return difference.schema() == null
                ? List.of()
                : all.stream()
                        .filter(other -> other.schema() != null)
                        .filter(other -> (other.kind() == ChangeKind.FIELD_REMOVED)
                                != (difference.kind() == ChangeKind.FIELD_REMOVED))
                        .filter(other -> other.location().isSiblingOf(difference.location()))
                        .filter(other -> other.schema().isLike(difference.schema()))
                        .toList();
    }

    /** Reports the new fields of request and response as one change where a list became paginated. */
    private static List<Difference> withPagination(List<Difference> differences) {
        List<Difference> reported = new ArrayList<>(differences);
        for (Difference added : differences) {
            Location location = added.location();
            if (location.subject().equals("response")
                    && location.field().equals("pagination")
                    && added.kind() == ChangeKind.FIELD_ADDED) {
                reported.removeIf(other -> other.location().subject().equals("request")
                        && other.location().where().equals(location.where())
                        && PAGING.contains(other.location().field())
                        && other.kind() == ChangeKind.FIELD_ADDED);
                reported.set(
                        reported.indexOf(added),
                        Difference.of(ChangeKind.PAGINATED, location, Set.of(), added.detail()));
            }
        }
        return reported;
    }
}
