package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.IssuedStay;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A guest who arrives, and the key of the stay. In your application, this is a row of the table of bookings.
 *
 * @param stay what the latest call returned; null without a key. Its text form masks the link
 * @param inDoubt whether the latest call failed, so that there may be a key that the hotel does not know
 */
record Arrival(
        String number,
        String guest,
        Room room,
        LocalDate from,
        LocalDate until,
        @Nullable IssuedStay stay,
        boolean inDoubt) {

    Arrival(String number, String guest, Room room, LocalDate from, LocalDate until) {
        this(number, guest, room, from, until, null, false);
    }

    Arrival with(@Nullable IssuedStay newStay) {
        return new Arrival(number, guest, room, from, until, newStay, false);
    }

    Arrival inDoubt(@Nullable IssuedStay lastStay) {
        return new Arrival(number, guest, room, from, until, lastStay, true);
    }

    Arrival to(Room newRoom) {
        return new Arrival(number, guest, newRoom, from, until, stay, inDoubt);
    }

    Arrival until(LocalDate newUntil) {
        return new Arrival(number, guest, room, from, newUntil, stay, inDoubt);
    }
}
