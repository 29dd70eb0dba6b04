package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.PendingMutation;
import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of a grant's times that has not reached the doors yet, and how the API shows it meanwhile. */
final class TimesChange {
    private static final String CODE = "updating_access_times";

    private final Instant acceptedAt;
    private final AccessGrant before;

    TimesChange(Instant acceptedAt, AccessGrant before) {
        this.acceptedAt = acceptedAt;
        this.before = before;
    }

    ResourceWarning.Builder warning() {
        return ResourceWarning.builder()
                .warningCode(CODE)
                .message("The access times are being changed.")
                .createdAt(acceptedAt);
    }

    PendingMutation.Builder mutation(AccessGrant now) {
        return PendingMutation.builder()
                .mutationCode(CODE)
                .message("The new access times are on their way.")
                .createdAt(acceptedAt)
                .putAdditionalProperty("from", times(before))
                .putAdditionalProperty("to", times(now));
    }

    private static Map<String, @Nullable Object> times(AccessGrant grant) {
        Instant end = grant.getEndsAt();
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        times.put("starts_at", grant.getStartsAt().toString());
        times.put("ends_at", end == null ? null : end.toString());
        return times;
    }
}
