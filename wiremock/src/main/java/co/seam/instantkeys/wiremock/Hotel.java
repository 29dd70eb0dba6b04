package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemExternalType;
import co.seam.instantkeys.generated.model.AcsSystemLocation;
import co.seam.instantkeys.generated.model.Space;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The access system that every sandbox begins with, its doors, and the spaces they are in. Never changes. */
final class Hotel {
    final String acsSystemId = Workspace.newId();
    final AcsSystem system;
    final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();
    final Map<String, Space> spaces = new LinkedHashMap<>();
    private final String connectedAccountId = Workspace.newId();
    private final String workspaceId;
    private final Instant createdAt;

    @SuppressWarnings("deprecation") // the API still sends connected_account_ids
    Hotel(String workspaceId, Instant createdAt) {
        this.workspaceId = workspaceId;
        this.createdAt = createdAt;
        system = AcsSystem.builder()
                .acsSystemId(acsSystemId)
                .workspaceId(workspaceId)
                .connectedAccountId(connectedAccountId)
                .connectedAccountIds(List.of(connectedAccountId))
                .name("Harbour House")
                .externalType(AcsSystemExternalType.of("visionline_system"))
                .externalTypeDisplayName("Visionline")
                .createdAt(createdAt)
                .location(AcsSystemLocation.builder().timeZone("Europe/Lisbon").build())
                .isCredentialManager(false)
                .imageUrl("https://cdn.example.com/harbour-house.png")
                .imageAltText("Harbour House")
                .errors(List.of())
                .warnings(List.of())
                .build();
        String lobby = add("lobby", "Lobby", 2);
        String firstFloor = add("first-floor", "First floor", 2);
        add("Main Entrance", "common", true, lobby);
        add("Car Park", "common", true, lobby);
        add("Room 101", "guest", true, firstFloor);
        add("Room 102", "guest", true, firstFloor);
        add("Room 201", "guest", true, null);
        add("Room 202", "guest", true, null);
        add("Service Entrance", "staff", false, null);
        // the API leaves the flag out where a system does not report it, and clients must cope
        add("Staff Room", "staff", null, null);
    }

    private String add(String key, String name, int entrances) {
        Space space = Space.builder()
                .spaceId(Workspace.newId())
                .workspaceId(workspaceId)
                .spaceKey(key)
                .name(name)
                .displayName(name)
                .createdAt(createdAt)
                .deviceCount(0)
                .acsEntranceCount(entrances)
                .build();
        spaces.put(space.getSpaceId(), space);
        return space.getSpaceId();
    }

    private void add(String name, String category, @Nullable Boolean canUnlockWithMobileKey, @Nullable String spaceId) {
        AcsEntrance.Builder entrance = AcsEntrance.builder()
                .acsEntranceId(Workspace.newId())
                .acsSystemId(acsSystemId)
                .connectedAccountId(connectedAccountId)
                .displayName(name)
                .createdAt(createdAt)
                .spaceIds(spaceId == null ? List.of() : List.of(spaceId))
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

    int number(Space space) {
        return List.copyOf(spaces.keySet()).indexOf(space.getSpaceId());
    }

    /** Doors in a space. */
    List<String> entrancesIn(String spaceId) {
        return entrances.values().stream()
                .filter(entrance -> entrance.getSpaceIds().contains(spaceId))
                .map(AcsEntrance::getAcsEntranceId)
                .collect(Collectors.toList());
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
