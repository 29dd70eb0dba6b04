package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AcsEntrance;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Filters and orders for lists of entrances. An ability that is not reported counts as absent:
 * {@code unlockableWithMobileKey()} matches only entrances that are reported as unlockable with a mobile key.
 */
public final class EntranceFilters {
    private EntranceFilters() {}

    /** Matches entrances that a mobile key unlocks, which an instant key requires. */
    public static Predicate<AcsEntrance> unlockableWithMobileKey() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithMobileKey());
    }

    /** Matches entrances that a card unlocks. */
    public static Predicate<AcsEntrance> unlockableWithCard() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithCard());
    }

    /** Matches entrances that a PIN code unlocks. */
    public static Predicate<AcsEntrance> unlockableWithCode() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithCode());
    }

    /**
     * Matches entrances that can belong to a reservation. Some systems then require the grant to have a
     * {@code reservation_key}.
     */
    public static Predicate<AcsEntrance> canBelongToReservation() {
        return door -> Boolean.TRUE.equals(door.getCanBelongToReservation());
    }

    /** Matches entrances whose display name contains the text, regardless of case. */
    public static Predicate<AcsEntrance> nameContains(String text) {
        String wanted = Checks.notBlank("text", text).toLowerCase(Locale.ROOT);
        return door -> door.getDisplayName().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** Orders by display name, regardless of case. */
    public static Comparator<AcsEntrance> byName() {
        return Comparator.comparing(AcsEntrance::getDisplayName, String.CASE_INSENSITIVE_ORDER);
    }
}
