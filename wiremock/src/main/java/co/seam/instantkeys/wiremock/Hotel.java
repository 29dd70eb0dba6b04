package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemExternalType;
import co.seam.instantkeys.generated.model.AcsSystemLocation;
import co.seam.instantkeys.generated.model.ConnectedAccount;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sandbox starts with: a workspace with the access systems, entrances, spaces and people of a property. Never
 * changes.
 */
final class Hotel {
    final String name;
    final String workspaceId;
    final ConnectedAccount connectedAccount;
    final Map<String, AcsSystem> systems = new LinkedHashMap<>();
    final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();
    final Map<String, Space> spaces = new LinkedHashMap<>();
    final List<UserIdentity> userIdentities = new ArrayList<>();
    private final Ids ids;
    private final Instant createdAt;
    private final Map<String, Integer> numbers = new HashMap<>();

    Hotel(SandboxProperty property, Ids ids, Instant createdAt) {
        this.ids = ids;
        this.createdAt = createdAt;
        name = property.name;
        workspaceId = ids.uuid();
        connectedAccount = ConnectedAccount.builder()
                .connectedAccountId(ids.uuid())
                .displayName(name)
                .createdAt(createdAt)
                .build();
        property.systems.forEach((systemName, doors) -> {
            AcsSystem system = system(
                    String.valueOf(connectedAccount.getConnectedAccountId()), systemName, property.timeZone.getId());
            systems.put(system.getAcsSystemId(), system);
            doors.forEach(door -> addEntrance(system, door));
        });
        property.spaces.forEach(this::addSpace);
        property.userIdentities.forEach(person -> userIdentities.add(withIds(person)));
    }

    /** Without a name of its own, a person is displayed by the id. */
    private UserIdentity withIds(UserIdentity person) {
        String id = ids.uuid();
        return person.toBuilder()
                .userIdentityId(id)
                .workspaceId(workspaceId)
                .createdAt(createdAt)
                .displayName(person.getDisplayName().isEmpty() ? id : person.getDisplayName())
                .build();
    }

    /** The one that was added first. */
    AcsSystem firstSystem() {
        return systems.values().iterator().next();
    }

    @SuppressWarnings("deprecation") // the old names are in every response of the API
    private AcsSystem system(String connectedAccountId, String systemName, String timeZone) {
        String type = "Visionline site";
        return AcsSystem.builder()
                .acsSystemId(ids.uuid())
                .workspaceId(workspaceId)
                .connectedAccountId(connectedAccountId)
                .connectedAccountIds(List.of(connectedAccountId))
                .name(systemName)
                .externalType(AcsSystemExternalType.VISIONLINE_SYSTEM)
                .externalTypeDisplayName(type)
                .systemType(AcsSystemExternalType.VISIONLINE_SYSTEM.getValue())
                .systemTypeDisplayName(type)
                .createdAt(createdAt)
                .location(AcsSystemLocation.builder().timeZone(timeZone).build())
                .isCredentialManager(false)
                .defaultCredentialManagerAcsSystemIdNull()
                .imageUrl("https://cdn.example.com/systems/visionline.png")
                .imageAltText("Logo of the lock maker")
                .visionlineMetadata(
                        Map.of("system_id", name.toLowerCase(Locale.ROOT).replace(' ', '-')))
                .errors(List.of())
                .warnings(List.of())
                .build();
    }

    private void addEntrance(AcsSystem system, AcsEntrance door) {
        AcsEntrance.Builder entrance = door.toBuilder()
                .acsEntranceId(ids.uuid())
                .acsSystemId(system.getAcsSystemId())
                .connectedAccountId(String.valueOf(system.getConnectedAccountId()))
                .createdAt(createdAt);
        if (door.getVisionlineMetadata() == null) {
            entrance.visionlineMetadata(Map.of("door_name", door.getDisplayName(), "door_category", category(door)));
        }
        AcsEntrance built = entrance.build();
        numbers.put(built.getAcsEntranceId(), numbers.size());
        entrances.put(built.getAcsEntranceId(), built);
    }

    private static String category(AcsEntrance door) {
        if (Boolean.TRUE.equals(door.getCanBelongToReservation())) {
            return "guest";
        }
        return Boolean.TRUE.equals(door.getCanUnlockWithCode()) ? "staff" : "common";
    }

    private void addSpace(SandboxProperty.PropertySpace added) {
        Space space = Space.builder()
                .spaceId(ids.uuid())
                .workspaceId(workspaceId)
                .spaceKey(added.key)
                .name(added.name)
                .displayName(added.name)
                .createdAt(createdAt)
                .deviceCount(0)
                .acsEntranceCount(added.entranceNames.size())
                .build();
        numbers.put(space.getSpaceId(), numbers.size());
        spaces.put(space.getSpaceId(), space);
        entrances.replaceAll((id, entrance) -> added.entranceNames.contains(entrance.getDisplayName())
                ? entrance.toBuilder()
                        .spaceIds(Stream.concat(entrance.getSpaceIds().stream(), Stream.of(space.getSpaceId()))
                                .collect(Collectors.toList()))
                        .build()
                : entrance);
    }

    /** Returns the number of an entrance or a space, by which lists are in order. */
    int number(String id) {
        return numbers.getOrDefault(id, -1);
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
