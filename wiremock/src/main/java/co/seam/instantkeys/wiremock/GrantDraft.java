package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A grant on its way from the request into the workspace. */
final class GrantDraft {
    private static final Map<AccessMethodMode, String> METHOD_NAMES = Map.of(
            AccessMethodMode.CODE, "PIN Code Credential",
            AccessMethodMode.CARD, "Card Credential",
            AccessMethodMode.MOBILE_KEY, "Mobile Key Credential",
            AccessMethodMode.CLOUD_KEY, "Cloud Key Credential");

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
    private final List<RequestedAccessMethod> requested = new ArrayList<>();
    private final Map<String, AcsEntrance> entrances = new LinkedHashMap<>();

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
        List<Input> methods = input.required("requested_access_methods").each(Field::object);
        if (methods != null) {
            methods.forEach(this::readMethod);
        }
    }

    private void readMethod(Input input) {
        AccessMethodMode mode = input.required("mode").mode();
        Field code = input.optional("code");
        String pin = code.pin();
        Field useCount = input.optional("instant_key_max_use_count");
        Integer count = useCount.count();
        if (mode == null) {
            return;
        }
        RequestedAccessMethod.Builder method = RequestedAccessMethod.builder()
                .mode(mode)
                .displayName(METHOD_NAMES.getOrDefault(mode, mode + " credential"))
                .createdAt(now)
                .createdAccessMethodIds(List.of(Workspace.newId()));
        if (input.has("code") && !mode.equals(AccessMethodMode.CODE)) {
            code.refuse("Only for mode code");
        }
        if (pin != null) {
            method.code(pin);
        }
        if (mode.equals(AccessMethodMode.MOBILE_KEY)) {
            method.instantKeyMaxUseCount(count == null ? 1 : count);
        } else if (input.has("instant_key_max_use_count")) {
            useCount.refuse("Only for mode mobile_key");
        }
        requested.add(method.build());
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
        spaceIds.forEach(id -> {
            throw Refusal.notFound("space", "space_id", id);
        });
        spaceKeys.forEach(key -> {
            throw Refusal.notFound("space", "space_key", key);
        });
        if (newUserIdentity != null) {
            userIdentities.requireUnique(newUserIdentity);
        }
        if (accessGrantKey != null
                && workspace.accessGrants.values().stream()
                        .anyMatch(grant -> accessGrantKey.equals(grant.shown.getAccessGrantKey()))) {
            throw Refusal.taken("access_grant_key");
        }
    }

    @SuppressWarnings("deprecation") // location_ids is in every answer of the API
    AccessGrant carryOut() {
        String personId = userIdentityId;
        if (newUserIdentity != null) {
            personId = newUserIdentity.getUserIdentityId();
            workspace.userIdentities.put(personId, newUserIdentity);
        }
        AccessGrant.Builder grant = AccessGrant.builder()
                .accessGrantId(Workspace.newId())
                .workspaceId(workspace.id)
                .userIdentityId(personId)
                .displayName(displayName())
                .displayStatus("Access is ready.")
                .createdAt(now)
                .startsAt(startsAt == null ? now : startsAt)
                .accessMethodIds(requested.stream()
                        .flatMap(method -> method.getCreatedAccessMethodIds().stream())
                        .collect(Collectors.toList()))
                .requestedAccessMethods(requested)
                .spaceIds(List.of())
                .locationIds(List.of())
                .errors(List.of())
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
        List<InstantKey> keys = issueKeys(personId);
        if (keys.size() == 1) { // with several, each access method has its own
            grant.instantKeyUrl(keys.get(0).getInstantKeyUrl());
            grant.clientSessionToken(workspace.newClientSessionToken());
        }
        AccessGrant built = grant.build();
        workspace.remember(built, entrances.keySet());
        return built;
    }

    private List<InstantKey> issueKeys(String personId) {
        return requested.stream()
                .filter(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY))
                .map(method -> workspace.issueKey(personId, customizationProfileId))
                .collect(Collectors.toList());
    }

    private String displayName() {
        return name == null
                ? entrances.values().stream().map(AcsEntrance::getDisplayName).collect(Collectors.joining(", "))
                : name;
    }

    private static List<String> ids(Field field) {
        return orNone(field.each(Field::uuid));
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
