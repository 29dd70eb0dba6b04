package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An access method with what it remembers and does not show. */
final class Method {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    final String accessGrantId;

    /** But for whether it is issued, which the clock decides. */
    final AccessMethod base;

    final Instant issuedFrom;

    /** Of a mobile key. */
    final @Nullable String instantKeyId;

    Method(int number, String accessGrantId, AccessMethod base, Instant issuedFrom, @Nullable String instantKeyId) {
        this.number = number;
        this.accessGrantId = accessGrantId;
        this.base = base;
        this.issuedFrom = issuedFrom;
        this.instantKeyId = instantKeyId;
    }

    Method issuedFrom(Instant later) {
        return new Method(number, accessGrantId, base, later, instantKeyId);
    }

    AccessMethod show(Instant now) {
        boolean issued = !now.isBefore(issuedFrom);
        AccessMethod.Builder shown = base.toBuilder().isIssued(issued);
        return (issued ? shown.issuedAt(issuedFrom) : shown.issuedAtNull()).build();
    }
}
