package co.seam.instantkeys.live;

import java.util.List;

/**
 * The checks of one table of {@code docs/assumptions.md}, in its order.
 *
 * @param title the heading above the table
 */
record Section(String title, List<Check> checks) {
    /** All of them, in the order of the document. */
    static final List<Section> ALL = List.of(
            KeyChecks.SECTION,
            ProcessingChecks.SECTION,
            GrantChecks.SECTION,
            GuestChecks.SECTION,
            DeletionChecks.SECTION,
            ReservationChecks.SECTION,
            WebhookChecks.SECTION,
            ResponseChecks.SECTION);
}
