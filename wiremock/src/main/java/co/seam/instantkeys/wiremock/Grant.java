package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import java.util.Set;

/** An access grant with what it remembers and does not show. */
final class Grant {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    final AccessGrant shown;
    final Set<String> acsEntranceIds;

    Grant(int number, AccessGrant shown, Set<String> acsEntranceIds) {
        this.number = number;
        this.shown = shown;
        this.acsEntranceIds = Set.copyOf(acsEntranceIds);
    }
}
