package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code upstream} reports.
 *
 * @param differences that no deviation covers, and what is new since the last comparison
 * @param stale deviations, or values of them, that cover nothing
 * @param hints for the reader, about the document as a whole
 */
public record Findings(List<Difference> differences, List<String> stale, List<String> hints) {
    /** Request fields that only a paginated list has. */
    private static final Set<String> PAGING = Set.of("page_cursor", "limit");

    /** Compares the contract with the public document. */
    public static Findings of(Document ours, Document theirs, Deviations deviations) {
        Comparison comparison = new Comparison(ours, theirs, deviations.resources());
        Deviations.Result result = deviations.applyTo(comparison.differences());
        boolean isForeign = comparison.hasNoOperationOfOurs();
        return new Findings(
                merged(result.uncovered()),
                isForeign ? List.of() : result.stale(), // not one entry could cover anything
                isForeign
                        ? List.of("None of the operations of " + ours.name() + " is in " + theirs.name()
                                + ": is it Seam's public document?")
                        : List.of());
    }

    /** Returns what no deviation covers, each difference by itself. */
    public static List<Difference> uncovered(Document ours, Document theirs, Deviations deviations) {
        return deviations
                .applyTo(new Comparison(ours, theirs, deviations.resources()).differences())
                .uncovered();
    }

    /** Reports differences that are one change as one. */
    public static List<Difference> merged(List<Difference> differences) {
        return withPagination(withRenames(differences));
    }

    /** Returns these findings with what is new since an earlier version. */
    public Findings and(List<Difference> news) {
        List<Difference> all = new ArrayList<>(differences);
        all.addAll(news);
        return new Findings(all, stale, hints);
    }

    public List<FindingGroup> groups() {
        return Arrays.stream(Impact.values())
                .flatMap(impact -> groups(impact).stream())
                .toList();
    }

    public List<FindingGroup> groups(Impact impact) {
        return FindingGroup.of(differences.stream()
                .filter(difference -> difference.impact() == impact)
                .toList());
    }

    /** Returns the number of findings, each by itself. */
    public int count() {
        return differences.size() + stale.size();
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    /** Returns the worst impact of all differences. */
    public Optional<Impact> worst() {
        return differences.stream().map(Difference::impact).min(Impact::compareTo);
    }

    /** Returns the exit code for the worst finding. */
    public int exitCode() {
        return worst().map(Impact::exitCode).orElse(stale.isEmpty() ? 0 : 1);
    }

    /** Reports a rename where exactly one field was removed and one added that look alike, in the same object. */
    private static List<Difference> withRenames(List<Difference> differences) {
        List<Difference> reported = new ArrayList<>(differences);
        for (Difference removed : differences) {
            List<Difference> added = counterparts(removed, differences);
            if (isRemoved(removed)
                    && added.size() == 1
                    && counterparts(added.get(0), differences).size() == 1) {
                reported.remove(added.get(0));
                String detail = "now " + added.get(0).location().field();
                ChangeKind kind = removed.kind() == ChangeKind.FIELD_REMOVED
                        ? ChangeKind.FIELD_RENAMED
                        : ChangeKind.OPTIONAL_FIELD_RENAMED;
                reported.set(reported.indexOf(removed), Difference.of(kind, removed.location(), Set.of(), detail));
            }
        }
        return reported;
    }

    private static boolean isRemoved(Difference difference) {
        return difference.kind() == ChangeKind.FIELD_REMOVED || difference.kind() == ChangeKind.OPTIONAL_FIELD_REMOVED;
    }

    /**
     * Returns the added fields that a removed one may have become, or the removed ones that an added one may have been.
     */
    private static List<Difference> counterparts(Difference difference, List<Difference> all) {
        return difference.schema() == null
                ? List.of()
                : all.stream()
                        .filter(other -> other.schema() != null)
                        .filter(other -> isRemoved(other) != isRemoved(difference))
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
