package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A grant on its way from the request into the workspace. */
final class GrantDraft {
    private final Workspace workspace;
    private final UserIdentities userIdentities;
    private final Instant now;
    private final @Nullable String userIdentityId;
    private final @Nullable UserIdentity newUserIdentity;
    private final List<String> acsEntranceIds;
    private final List<String> deviceIds;
    private final List<String> spaceIds;
    private final List<String> spaceKeys;
    private final @Nullable Instant startsAt;
    private final @Nullable Instant endsAt;
    private final @Nullable String name;
    private final @Nullable String accessGrantKey;
    private final @Nullable String reservationKey;
    private final @Nullable String customizationProfileId;
    private final List<RequestedAccessMethod> requested;
    private final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();
    private final Set<String> spaces = new LinkedHashSet<>();

    /** Reads the request; what is wrong with it is noted in the input. */
    GrantDraft(Input input, Workspace workspace, UserIdentities userIdentities) {
        this.workspace = workspace;
        this.userIdentities = userIdentities;
        now = workspace.now();

        userIdentityId = input.optional("user_identity_id").uuid();
        Input person = input.optional("user_identity").object();
        newUserIdentity = person == null ? null : userIdentities.read(person);
        if (input.has("user_identity_id") == input.has("user_identity")) {
            input.refuse("Name the person by exactly one of user_identity_id and user_identity");
        }

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
        spaceKeys = orNone(toSpaceKeys.each(Field::nonEmpty));
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
            input.refuse("Name at least one entrance, device or space");
        }

        startsAt = input.optional("starts_at").instant();
        Field end = input.optional("ends_at").orNull();
        endsAt = end.instant();
        if (endsAt != null && !endsAt.isAfter(now)) {
            end.refuse("Must lie in the future");
        }
        if (endsAt != null && startsAt != null && !endsAt.isAfter(startsAt)) {
            end.refuse("Must lie after starts_at");
        }

        name = input.optional("name").orNull().text();
        accessGrantKey = input.optional("access_grant_key").nonEmpty();
        reservationKey = input.optional("reservation_key").nonEmpty();
        customizationProfileId = input.optional("customization_profile_id").uuid();
        requested = RequestedMethods.read(input, now);
    }

    /** Checks the request against the workspace. */
    void resolve() {
        if (newUserIdentity == null) {
            workspace.userIdentity(userIdentityId);
        }
        acsEntranceIds.forEach(id -> entrances.put(id, workspace.acsEntrance(id)));
        // there are none in the hotel
        deviceIds.forEach(id -> {
            throw Refusal.notFound("device", "device_id", id);
        });
        spaceIds.forEach(id -> spaces.add(workspace.space(id).getSpaceId()));
        spaceKeys.forEach(key -> spaces.add(workspace.spaceByKey(key).getSpaceId()));
        if (newUserIdentity != null) {
            userIdentities.requireUnique(newUserIdentity);
        }
        if (accessGrantKey != null
                && workspace.accessGrants.values().stream()
                        .anyMatch(grant -> accessGrantKey.equals(grant.base.getAccessGrantKey()))) {
            throw Refusal.taken("access_grant_key");
        }
    }

    @SuppressWarnings("deprecation") // location_ids is in every answer of the API
    AccessGrant carryOut() {
        if (newUserIdentity != null) {
            workspace.remember(newUserIdentity);
        }
        // an id of one who was merged leads to the one who remains
        String personId = newUserIdentity != null
                ? newUserIdentity.getUserIdentityId()
                : workspace.userIdentity(userIdentityId).getUserIdentityId();
        List<RequestedAccessMethod> possible = possible();
        AccessGrant.Builder grant = AccessGrant.builder()
                .accessGrantId(Workspace.newId())
                .workspaceId(workspace.id)
                .userIdentityId(personId)
                .displayName(displayName())
                .displayStatus("Access is ready.")
                .createdAt(now)
                .startsAt(startsAt == null ? now : startsAt)
                .accessMethodIds(List.of())
                .requestedAccessMethods(requested)
                .spaceIds(List.copyOf(spaces))
                .locationIds(List.copyOf(spaces))
                .errors(possible.size() == requested.size() ? List.of() : List.of(cannotCreate()))
                .warnings(List.of())
                .pendingMutations(List.of());
        grant = endsAt == null ? grant.endsAtNull() : grant.endsAt(endsAt);
        grant = name == null ? grant.nameNull() : grant.name(name);
        if (accessGrantKey != null) {
            grant.accessGrantKey(accessGrantKey);
        }
        if (reservationKey != null) {
            grant.reservationKey(reservationKey);
        }
        if (customizationProfileId != null) {
            grant.customizationProfileId(customizationProfileId);
        }
        Grant remembered = workspace.remember(grant.build(), entrances.keySet());
        workspace.tell(remembered, "access_grant.created");
        workspace.addMethods(remembered.base, possible);
        return workspace.show(remembered);
    }

    /** Without mobile keys where a door says that none unlocks it. */
    private List<RequestedAccessMethod> possible() {
        boolean noMobileKey = entrances.values().stream()
                .anyMatch(entrance -> Boolean.FALSE.equals(entrance.getCanUnlockWithMobileKey()));
        return requested.stream()
                .filter(method -> !noMobileKey || !method.getMode().equals(AccessMethodMode.MOBILE_KEY))
                .collect(Collectors.toList());
    }

    private ResourceError cannotCreate() {
        return ResourceError.builder()
                .errorCode("cannot_create_requested_access_methods")
                .message("An entrance cannot be unlocked with a mobile key.")
                .createdAt(now)
                .build();
    }

    private String displayName() {
        return name != null
                ? name
                : Stream.concat(
                                entrances.values().stream().map(AcsEntrance::getDisplayName),
                                spaces.stream().map(id -> workspace.space(id).getDisplayName()))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> ids(Field field) {
        return orNone(field.each(Field::uuid));
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
