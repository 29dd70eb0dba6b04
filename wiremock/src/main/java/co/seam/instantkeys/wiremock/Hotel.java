package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The access system that every sandbox begins with. Never changes. */
final class Hotel {
    final String acsSystemId = Workspace.newId();
    final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();
    private final String connectedAccountId = Workspace.newId();

    Hotel(Instant createdAt) {
        add("Main Entrance", "common", true, createdAt);
        add("Car Park", "common", true, createdAt);
        add("Room 101", "guest", true, createdAt);
        add("Room 102", "guest", true, createdAt);
        add("Room 201", "guest", true, createdAt);
        add("Room 202", "guest", true, createdAt);
        add("Service Entrance", "staff", false, createdAt);
        // the API leaves the flag out where a system does not report it, and clients must cope
        add("Staff Room", "staff", null, createdAt);
    }

    private void add(String name, String category, @Nullable Boolean canUnlockWithMobileKey, Instant createdAt) {
        AcsEntrance.Builder entrance = AcsEntrance.builder()
                .acsEntranceId(Workspace.newId())
                .acsSystemId(acsSystemId)
                .connectedAccountId(connectedAccountId)
                .displayName(name)
                .createdAt(createdAt)
                .spaceIds(List.of())
                .canBelongToReservation(category.equals("guest"))
                .canUnlockWithCard(true)
                .canUnlockWithCode(category.equals("staff"))
                .visionlineMetadata(Map.of("door_name", name, "door_category", category))
                .errors(List.of())
                .warnings(List.of());
        if (canUnlockWithMobileKey != null) {
            entrance.canUnlockWithMobileKey(canUnlockWithMobileKey);
        }
        AcsEntrance built = entrance.build();
        entrances.put(built.getAcsEntranceId(), built);
    }

    int number(AcsEntrance entrance) {
        return List.copyOf(entrances.keySet()).indexOf(entrance.getAcsEntranceId());
    }

    AcsEntrance entranceNamed(String displayName) {
        return entrances.values().stream()
                .filter(entrance -> entrance.getDisplayName().equals(displayName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no entrance is named " + displayName + "; there are "
                        + entrances.values().stream()
                                .map(AcsEntrance::getDisplayName)
                                .collect(Collectors.joining(", "))));
    }
}
