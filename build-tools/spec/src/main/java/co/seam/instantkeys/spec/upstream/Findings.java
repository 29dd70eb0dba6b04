package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code upstream} has to tell: differences that nobody intended yet, and what else may be of use. */
record Findings(List<Difference> differences, List<String> stale, List<String> otherOperations) {
    /** Fields that a request has for pages only. */
    private static final Set<String> PAGING = Set.of("page_cursor", "limit");

    static Findings of(Document ours, Document theirs, Deviations deviations) {
        Comparison comparison = new Comparison(ours, theirs, deviations.resources());
        Deviations.Held held = deviations.hold(comparison.differences());
        return new Findings(withPagination(withRenames(held.uncovered())), held.stale(), comparison.otherOperations());
    }

    List<Difference> of(Impact impact) {
        return differences.stream()
                .filter(difference -> difference.impact() == impact)
                .toList();
    }

    boolean isEmpty() {
        return differences.isEmpty() && stale.isEmpty();
    }

    /** Of an object's fields, one went and one came, they look the same, and there is no other that could be meant. */
    private static List<Difference> withRenames(List<Difference> differences) {
        List<Difference> told = new ArrayList<>(differences);
        for (Difference gone : differences) {
            List<Difference> news = counterparts(gone, differences);
            if (gone.change() == ChangeKind.FIELD_GONE
                    && news.size() == 1
                    && counterparts(news.get(0), differences).size() == 1) {
                told.remove(news.get(0));
                String detail = "now " + news.get(0).place().field();
                told.set(told.indexOf(gone), Difference.of(ChangeKind.FIELD_RENAMED, gone.place(), Set.of(), detail));
            }
        }
        return told;
    }

    /** What came next to what went, or the other way round. */
    private static List<Difference> counterparts(Difference difference, List<Difference> all) {
        return difference.shape() == null
                ? List.of()
                : all.stream()
                        .filter(other -> other.shape() != null)
                        .filter(other -> (other.change() == ChangeKind.FIELD_GONE)
                                != (difference.change() == ChangeKind.FIELD_GONE))
                        .filter(other -> other.place().isNextTo(difference.place()))
                        .filter(other -> other.shape().isLike(difference.shape()))
                        .toList();
    }

    /** Of a list that came to have pages, the fields in request and answer are one change. */
    private static List<Difference> withPagination(List<Difference> differences) {
        List<Difference> told = new ArrayList<>(differences);
        for (Difference added : differences) {
            Location place = added.place();
            if (place.subject().equals("response")
                    && place.field().equals("pagination")
                    && added.change() == ChangeKind.FIELD_ADDED) {
                told.removeIf(other -> other.place().subject().equals("request")
                        && other.place().where().equals(place.where())
                        && PAGING.contains(other.place().field())
                        && other.change() == ChangeKind.FIELD_ADDED);
                told.set(told.indexOf(added), Difference.of(ChangeKind.PAGINATED, place, Set.of(), added.detail()));
            }
        }
        return told;
    }
}
