package co.seam.instantkeys.wiremock;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for grants that share a {@code reservation_key}. They apply to the doors that can belong to a reservation;
 * other doors are free. Grants that are being deleted count too.
 *
 * <p>Assumption: a guide of the API has the rules and their statuses, but no error types. These follow its titles.
 */
final class Reservation {
    private final List<AccessGrantState> grants;

    /** @param grants all grants with the key, the first one first */
    Reservation(List<AccessGrantState> grants) {
        this.grants = grants;
    }

    /**
     * Checks whether a grant may join.
     *
     * @param doors those of the grant that can belong to a reservation, at least one
     * @param end null if the grant never ends
     * @return the doors of the reservation, which its first grant determines
     * @throws ApiError if the grant may not join
     */
    Set<String> admit(Set<String> doors, Instant start, @Nullable Instant end) {
        if (grants.isEmpty()) {
            return doors;
        }
        Set<String> established = grants.get(0).reservationDoors;
        if (!established.containsAll(doors)) {
            throw doors.containsAll(established)
                    ? new ApiError(
                            409,
                            "reservation_joiner_entrance_set_conflict",
                            "A grant that joins a reservation opens some or all of its doors, and no further ones that"
                                    + " can belong to a reservation.")
                    : new ApiError(
                            409,
                            "reservation_entrance_change_requires_cleanup",
                            "The doors of a reservation cannot change: delete its grants first.");
        }
        if (!grants.stream().allMatch(grant -> overlap(grant, start, end))) {
            throw new ApiError(
                    409,
                    "reservation_time_frames_must_overlap",
                    "The times of the grants of a reservation must overlap.");
        }
        return established;
    }

    /** The end does not belong to the time of a grant. */
    private static boolean overlap(AccessGrantState grant, Instant start, @Nullable Instant end) {
        return isBefore(start, grant.base.getEndsAt()) && isBefore(grant.base.getStartsAt(), end);
    }

    private static boolean isBefore(Instant start, @Nullable Instant end) {
        return end == null || start.isBefore(end);
    }
}
