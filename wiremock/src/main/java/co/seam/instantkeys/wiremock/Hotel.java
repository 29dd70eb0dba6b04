package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemExternalType;
import co.seam.instantkeys.generated.model.AcsSystemLocation;
import co.seam.instantkeys.generated.model.ConnectedAccount;
import co.seam.instantkeys.generated.model.Space;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every sandbox starts with: a workspace with the access system, entrances and spaces of a hotel. Never changes.
 */
final class Hotel {
    private static final String NAME = "Harbour House";

    final String workspaceId;
    final ConnectedAccount connectedAccount;
    final AcsSystem acsSystem;
    final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();
    final Map<String, Space> spaces = new LinkedHashMap<>();
    private final Ids ids;
    private final Instant createdAt;

    Hotel(Ids ids, Instant createdAt) {
        this.ids = ids;
        this.createdAt = createdAt;
        workspaceId = ids.uuid();
        connectedAccount = ConnectedAccount.builder()
                .connectedAccountId(ids.uuid())
                .displayName(NAME)
                .createdAt(createdAt)
                .build();
        acsSystem = system(String.valueOf(connectedAccount.getConnectedAccountId()));
        addEntrance("Main Entrance", "common", true);
        addEntrance("Car Park", "common", true);
        addEntrance("Room 101", "guest", true);
        addEntrance("Room 102", "guest", true);
        addEntrance("Room 201", "guest", true);
        addEntrance("Room 202", "guest", true);
        addEntrance("Service Entrance", "staff", false);
        // the API omits the flag if a system does not report it, and clients must tolerate that
        addEntrance("Staff Room", "staff", null);
        addSpace("First Floor", "Room 101", "Room 102");
        addSpace("Second Floor", "Room 201", "Room 202");
    }

    @SuppressWarnings("deprecation") // the old names are in every response of the API
    private AcsSystem system(String connectedAccountId) {
        String type = "Visionline site";
        return AcsSystem.builder()
                .acsSystemId(ids.uuid())
                .workspaceId(workspaceId)
                .connectedAccountId(connectedAccountId)
                .connectedAccountIds(List.of(connectedAccountId))
                .name(NAME + " locks")
                .externalType(AcsSystemExternalType.VISIONLINE_SYSTEM)
                .externalTypeDisplayName(type)
                .systemType(AcsSystemExternalType.VISIONLINE_SYSTEM.getValue())
                .systemTypeDisplayName(type)
                .createdAt(createdAt)
                .location(
                        AcsSystemLocation.builder().timeZone("Europe/Stockholm").build())
                .isCredentialManager(false)
                .defaultCredentialManagerAcsSystemIdNull()
                .imageUrl("https://cdn.example.com/systems/visionline.png")
                .imageAltText("Logo of the lock maker")
                .visionlineMetadata(Map.of("system_id", "harbour-house"))
                .errors(List.of())
                .warnings(List.of())
                .build();
    }

    private void addEntrance(String name, String category, @Nullable Boolean canUnlockWithMobileKey) {
        AcsEntrance.Builder entrance = AcsEntrance.builder()
                .acsEntranceId(ids.uuid())
                .acsSystemId(acsSystem.getAcsSystemId())
                .connectedAccountId(String.valueOf(acsSystem.getConnectedAccountId()))
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

    private void addSpace(String name, String... entranceNames) {
        Space space = Space.builder()
                .spaceId(ids.uuid())
                .workspaceId(workspaceId)
                .spaceKey(name.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .name(name)
                .displayName(name)
                .createdAt(createdAt)
                .deviceCount(0)
                .acsEntranceCount(entranceNames.length)
                .build();
        spaces.put(space.getSpaceId(), space);
        Arrays.stream(entranceNames)
                .map(this::entranceNamed)
                .map(entrance -> entrance.toBuilder()
                        .spaceIds(List.of(space.getSpaceId()))
                        .build())
                .forEach(entrance -> entrances.put(entrance.getAcsEntranceId(), entrance));
    }

    int number(AcsEntrance entrance) {
        return List.copyOf(entrances.keySet()).indexOf(entrance.getAcsEntranceId());
    }

    int number(Space space) {
        return List.copyOf(spaces.keySet()).indexOf(space.getSpaceId());
    }

    Stream<AcsEntrance> entrancesIn(Space space) {
        return entrances.values().stream()
                .filter(entrance -> entrance.getSpaceIds().contains(space.getSpaceId()));
    }

    AcsEntrance entranceNamed(String displayName) {
        return named(displayName, "entrance", entrances, AcsEntrance::getDisplayName);
    }

    Space spaceNamed(String displayName) {
        return named(displayName, "space", spaces, Space::getDisplayName);
    }

    private static <T> T named(String wanted, String kind, Map<String, T> all, Function<T, String> name) {
        return all.values().stream()
                .filter(item -> name.apply(item).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + kind + " is named " + wanted
                        + "; the names are " + all.values().stream().map(name).collect(Collectors.joining(", "))));
    }
}
