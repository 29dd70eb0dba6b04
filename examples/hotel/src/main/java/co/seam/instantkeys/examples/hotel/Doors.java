package co.seam.instantkeys.examples.hotel;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.AcsEntrance;
import java.util.List;
import org.springframework.stereotype.Component;

/** The doors of the hotel that open with a phone. They are read from Seam once, when somebody first asks for them. */
@Component
class Doors {
    private final Seam seam;
    private volatile List<AcsEntrance> doors = List.of();

    Doors(Seam seam) {
        this.seam = seam;
    }

    /** Reads the doors of the first access system that has any, since a key is for the doors of one system. */
    private List<AcsEntrance> all() {
        if (doors.isEmpty()) {
            List<AcsEntrance> unlockable = seam.acs().entrances().list().stream()
                    .filter(door -> Boolean.TRUE.equals(door.getCanUnlockWithMobileKey()))
                    .toList();
            doors = unlockable.stream()
                    .filter(door ->
                            door.getAcsSystemId().equals(unlockable.get(0).getAcsSystemId()))
                    .toList();
        }
        return doors;
    }

    List<Room> rooms() {
        return all().stream()
                .filter(door -> !isCommon(door))
                .map(door -> new Room(door.getAcsEntranceId(), door.getDisplayName()))
                .toList();
    }

    /** Returns the ids of the doors that every guest may open, such as the main entrance. */
    List<String> commonIds() {
        return all().stream()
                .filter(Doors::isCommon)
                .map(AcsEntrance::getAcsEntranceId)
                .toList();
    }

    private static boolean isCommon(AcsEntrance door) {
        return Boolean.FALSE.equals(door.getCanBelongToReservation());
    }

    /** Returns the name of a door without a call: it is known once the arrivals have been shown. */
    String name(String acsEntranceId) {
        return doors.stream()
                .filter(door -> door.getAcsEntranceId().equals(acsEntranceId))
                .map(AcsEntrance::getDisplayName)
                .findFirst()
                .orElse("A door");
    }
}
