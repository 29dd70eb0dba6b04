package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AcsEntrance;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Picks from a list of doors. What a door does not say counts as no: {@code unlockableWithMobileKey()} passes the doors that
 * say they can be.
 */
public final class EntranceFilters {
    private EntranceFilters() {}

    /** Says that a mobile key unlocks it: what an instant key needs. */
    public static Predicate<AcsEntrance> unlockableWithMobileKey() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithMobileKey());
    }

    /** Says that a card unlocks it. */
    public static Predicate<AcsEntrance> unlockableWithCard() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithCard());
    }

    /** Says that a PIN unlocks it. */
    public static Predicate<AcsEntrance> unlockableWithCode() {
        return door -> Boolean.TRUE.equals(door.getCanUnlockWithCode());
    }

    /** Says that it can belong to a reservation: some systems then want a {@code reservation_key} on the grant. */
    public static Predicate<AcsEntrance> canBelongToReservation() {
        return door -> Boolean.TRUE.equals(door.getCanBelongToReservation());
    }

    /** Has this text in its display name, in any case. */
    public static Predicate<AcsEntrance> nameContains(String text) {
        String wanted = Checks.notBlank("text", text).toLowerCase(Locale.ROOT);
        return door -> door.getDisplayName().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** By display name, regardless of case. */
    public static Comparator<AcsEntrance> byName() {
        return Comparator.comparing(AcsEntrance::getDisplayName, String.CASE_INSENSITIVE_ORDER);
    }
}
