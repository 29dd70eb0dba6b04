package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An access grant between its request and its creation: read, then resolved, then committed. */
final class GrantDraft {
    private final Input input;
    private final Workspace workspace;
    private final UserIdentitiesEndpoints userIdentities;
    private final Instant now;
    private final @Nullable String userIdentityId;
    private final @Nullable UserIdentity newUserIdentity;
    private final List<String> acsEntranceIds;
    private final List<String> deviceIds;
    private final List<String> spaceIds;
    private final List<String> spaceKeys;
    private final Instant startsAt;
    private final @Nullable Instant endsAt;
    private final @Nullable String name;
    private final @Nullable String accessGrantKey;
    private final @Nullable String reservationKey;
    private final @Nullable String customizationProfileId;
    private final List<AccessMethodInput> methods;
    private final Set<AcsEntrance> entrances = new LinkedHashSet<>();
    private final Set<Space> spaces = new LinkedHashSet<>();
    private @Nullable UserIdentityState userIdentity;
    private Set<String> reservationDoors = Set.of();

    /** Reads the request; problems are added to the input. */
    GrantDraft(Input input, Workspace workspace, UserIdentitiesEndpoints userIdentities) {
        this.input = input;
        this.workspace = workspace;
        this.userIdentities = userIdentities;
        now = workspace.now();

        userIdentityId = input.optional("user_identity_id").uuid();
        Input details = input.optional("user_identity").object();
        newUserIdentity = details == null ? null : userIdentities.read(details);
        input.exactlyOneOf("the person", "user_identity_id", "user_identity");

        Field toEntrances = input.optional("acs_entrance_ids");
        Field toDevices = input.optional("device_ids");
        Field toSpaces = input.optional("space_ids");
        Field toSpaceKeys = input.optional("space_keys");
        Field toLocations = input.optional("location_ids");
        List<Field> targets = new ArrayList<>(List.of(toEntrances, toDevices, toSpaces, toSpaceKeys, toLocations));
        acsEntranceIds = ids(toEntrances);
        deviceIds = ids(toDevices);
        spaceIds = ids(toSpaces);
        spaceIds.addAll(ids(toLocations));
        spaceKeys = orEmpty(toSpaceKeys.each(Field::nonEmpty));
        Input location = input.optional("location").object();
        if (location != null) {
            location.optional("name").text();
            Field locationEntrances = location.optional("acs_entrance_ids");
            Field locationDevices = location.optional("device_ids");
            acsEntranceIds.addAll(ids(locationEntrances));
            deviceIds.addAll(ids(locationDevices));
            targets.addAll(List.of(locationEntrances, locationDevices));
        }
        if (targets.stream().allMatch(Field::isEmpty)) {
            input.addProblem("Name at least one entrance, device or space");
        }

        Instant start = input.optional("starts_at").instant();
        Field end = input.optional("ends_at").nullable();
        endsAt = end.instant();
        if (endsAt != null && !endsAt.isAfter(now)) {
            end.addProblem("Must lie in the future");
        }
        if (endsAt != null && start != null && !endsAt.isAfter(start)) {
            end.addProblem("Must lie after starts_at");
        }
        startsAt = start == null ? now : start;

        name = input.optional("name").nullable().text();
        accessGrantKey = input.optional("access_grant_key").nonEmpty();
        reservationKey = input.optional("reservation_key").nonEmpty();
        customizationProfileId = input.optional("customization_profile_id").uuid();
        methods = AccessMethodInput.readAll(input.required("requested_access_methods"));
    }

    /** Checks the request against the workspace, without a change to it. */
    void resolve() {
        if (newUserIdentity == null) {
            userIdentity = workspace.userIdentity(userIdentityId).requireNotBeingDeleted();
        }
        acsEntranceIds.forEach(id -> entrances.add(workspace.acsEntrance(id)));
        // the sandbox has no devices
        deviceIds.forEach(id -> {
            throw ApiError.notFound("device", "device_id", id);
        });
        spaceIds.forEach(id -> spaces.add(workspace.space(id)));
        spaceKeys.forEach(key -> spaces.add(workspace.spaceByKey(key)));
        if (newUserIdentity != null) {
            userIdentities.requireUnique(newUserIdentity);
        }
        if (accessGrantKey != null
                && workspace.accessGrants.values().stream()
                        .anyMatch(grant -> accessGrantKey.equals(grant.base.getAccessGrantKey()))) {
            throw ApiError.alreadyExists("access_grant_key");
        }
        if (reservationKey != null) {
            reservationDoors = join(reservationKey);
        }
    }

    /** Returns the doors of the reservation. */
    private Set<String> join(String key) {
        Set<String> doors = allEntrances()
                .filter(entrance -> Boolean.TRUE.equals(entrance.getCanBelongToReservation()))
                .map(AcsEntrance::getAcsEntranceId)
                .collect(Collectors.toSet());
        if (doors.isEmpty()) {
            input.optional("reservation_key").addProblem("None of the doors can belong to a reservation");
            input.check();
        }
        return new Reservation(workspace.grantsOf(key)).admit(doors, startsAt, endsAt);
    }

    private Stream<AcsEntrance> allEntrances() {
        return Stream.concat(entrances.stream(), spaces.stream().flatMap(workspace.hotel::entrancesIn))
                .distinct();
    }

    @SuppressWarnings("deprecation") // location_ids is in every response of the API
    AccessGrantState commit() {
        if (newUserIdentity != null) {
            userIdentity = workspace.add(newUserIdentity);
        }
        String defaultName = Stream.concat(
                        spaces.stream().map(Space::getDisplayName),
                        entrances.stream().map(AcsEntrance::getDisplayName))
                .collect(Collectors.joining(", "));
        AccessGrant.Builder base = AccessGrant.builder()
                .accessGrantId(workspace.ids.uuid())
                .workspaceId(workspace.id)
                .userIdentityId(Objects.requireNonNull(userIdentity, "resolve() has not been called")
                        .id())
                .displayName(name == null ? defaultName : name)
                .createdAt(now)
                .startsAt(startsAt)
                .accessMethodIds(List.of())
                .requestedAccessMethods(List.of())
                .spaceIds(spaces.stream().map(Space::getSpaceId).collect(Collectors.toList()))
                .locationIds(List.of())
                .errors(List.of())
                .warnings(List.of())
                .pendingMutations(List.of());
        base = endsAt == null ? base.endsAtNull() : base.endsAt(endsAt);
        base = name == null ? base.nameNull() : base.name(name);
        if (accessGrantKey != null) {
            base.accessGrantKey(accessGrantKey);
        }
        if (reservationKey != null) {
            base.reservationKey(reservationKey);
        }
        if (customizationProfileId != null) {
            base.customizationProfileId(customizationProfileId);
        }
        List<String> entranceIds =
                allEntrances().map(AcsEntrance::getAcsEntranceId).collect(Collectors.toList());
        AccessGrantState grant = workspace.add(base.build(), entranceIds, reservationDoors, defaultName);
        workspace.issuer.createAll(grant, methods);
        return grant;
    }

    private static List<String> ids(Field field) {
        return orEmpty(field.each(Field::uuid));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
