package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/** Picks from a list of grants: {@code grants.stream().filter(activeAt(now).and(withMobileKey()))}. The time is always an argument. */
public final class AccessGrantFilters {
    private AccessGrantFilters() {}

    /** Begun, and not ended: the start counts in, the end does not. A grant without end is active from its start on. */
    public static Predicate<AccessGrant> activeAt(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return grant -> !grant.getStartsAt().isAfter(time) && !endingBy(grant, time);
    }

    /** Ends before this time; never a grant without end. */
    public static Predicate<AccessGrant> endingBefore(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return grant -> grant.getEndsAt() != null && grant.getEndsAt().isBefore(time);
    }

    /** Asks for a mobile key, issued or not. */
    public static Predicate<AccessGrant> withMobileKey() {
        return grant -> grant.getRequestedAccessMethods().stream()
                .anyMatch(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY));
    }

    /** Carries a link: it asks for exactly one mobile key. The links of the others are on their access methods. */
    public static Predicate<AccessGrant> withInstantKeyUrl() {
        return grant -> grant.getInstantKeyUrl() != null;
    }

    /** Carries an error or a warning. */
    public static Predicate<AccessGrant> withProblems() {
        return grant -> !grant.getErrors().isEmpty() || !grant.getWarnings().isEmpty();
    }

    /** Of this reservation. */
    public static Predicate<AccessGrant> forReservation(String reservationKey) {
        Checks.notBlank("reservationKey", reservationKey);
        return grant -> reservationKey.equals(grant.getReservationKey());
    }

    /** The one that ends first comes first; those without end come last. */
    public static Comparator<AccessGrant> soonestToEnd() {
        return Comparator.comparing(AccessGrant::getEndsAt, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private static boolean endingBy(AccessGrant grant, Instant time) {
        return grant.getEndsAt() != null && !grant.getEndsAt().isAfter(time);
    }
}
