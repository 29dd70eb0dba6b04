package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import java.util.Set;

/** An access grant with what it remembers and does not show. */
final class Grant {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    /** But for what its access methods add to it: see {@link Workspace#show(Grant)}. */
    final AccessGrant base;

    /** Named by the grant. */
    final Set<String> acsEntranceIds;

    /** Named by the grant, or in one of its spaces. */
    final Set<String> reachableEntranceIds;

    Grant(int number, AccessGrant base, Set<String> acsEntranceIds, Set<String> reachableEntranceIds) {
        this.number = number;
        this.base = base;
        this.acsEntranceIds = Set.copyOf(acsEntranceIds);
        this.reachableEntranceIds = Set.copyOf(reachableEntranceIds);
    }

    Grant with(AccessGrant changed) {
        return new Grant(number, changed, acsEntranceIds, reachableEntranceIds);
    }
}
