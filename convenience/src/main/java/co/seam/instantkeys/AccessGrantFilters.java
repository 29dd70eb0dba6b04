package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Filters and orders for lists of grants: {@code grants.stream().filter(activeAt(now).and(withMobileKey()))}. The
 * current time is always an argument.
 */
public final class AccessGrantFilters {
    private AccessGrantFilters() {}

    /** Matches grants that have started and not yet ended at this time. The start is inclusive, the end exclusive. */
    public static Predicate<AccessGrant> activeAt(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return grant -> !grant.getStartsAt().isAfter(time) && !endingBy(grant, time);
    }

    /** Matches grants that end before this time. Grants without an end do not match. */
    public static Predicate<AccessGrant> endingBefore(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return grant -> grant.getEndsAt() != null && grant.getEndsAt().isBefore(time);
    }

    /** Matches grants for which a mobile key was requested, whether or not it is issued. */
    public static Predicate<AccessGrant> withMobileKey() {
        return grant -> grant.getRequestedAccessMethods().stream()
                .anyMatch(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY));
    }

    /**
     * Matches grants that have a link. A grant has one if it has exactly one mobile key; with several, each access
     * method has its own link.
     */
    public static Predicate<AccessGrant> withInstantKeyUrl() {
        return grant -> grant.getInstantKeyUrl() != null;
    }

    /** Matches grants with an error or a warning. */
    public static Predicate<AccessGrant> withProblems() {
        return grant -> !grant.getErrors().isEmpty() || !grant.getWarnings().isEmpty();
    }

    /** Matches grants of this reservation. */
    public static Predicate<AccessGrant> forReservation(String reservationKey) {
        Checks.notBlank("reservationKey", reservationKey);
        return grant -> reservationKey.equals(grant.getReservationKey());
    }

    /** Orders by end, soonest first; grants without an end come last. */
    public static Comparator<AccessGrant> soonestToEnd() {
        return Comparator.comparing(AccessGrant::getEndsAt, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private static boolean endingBy(AccessGrant grant, Instant time) {
        return grant.getEndsAt() != null && !grant.getEndsAt().isAfter(time);
    }
}
