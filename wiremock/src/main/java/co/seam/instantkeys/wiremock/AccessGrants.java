package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantBatchResponse;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The endpoints below {@code /access_grants}. */
final class AccessGrants {
    private final Workspace workspace;
    private final UserIdentities userIdentities;

    AccessGrants(Workspace workspace, UserIdentities userIdentities) {
        this.workspace = workspace;
        this.userIdentities = userIdentities;
    }

    Object create(Input input) {
        GrantDraft draft = new GrantDraft(input, workspace, userIdentities);
        input.check();
        // everything that can refuse comes before anything that changes: a refused grant leaves no person behind
        draft.resolve();
        AccessGrant grant = draft.carryOut();
        return AccessGrantResponse.builder().accessGrant(grant).ok(true).build();
    }

    Object list(Input input) {
        List<String> ids = input.optional("access_grant_ids").each(Field::uuid);
        String key = input.optional("access_grant_key").orNull().nonEmpty();
        boolean withoutKey = input.hasNull("access_grant_key");
        String reservationKey = input.optional("reservation_key").nonEmpty();
        String userIdentityId = input.optional("user_identity_id").uuid();
        String acsSystemId = input.optional("acs_system_id").uuid();
        String acsEntranceId = input.optional("acs_entrance_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        String locationId = input.optional("location_id").uuid();
        // none of these is part of the sandbox: they match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String deviceId = input.optional("device_id").uuid();
        String accessCodeId = input.optional("access_code_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();

        List<Grant> matching = workspace.accessGrants.values().stream()
                .filter(grant -> customerKey == null && deviceId == null && accessCodeId == null)
                .filter(grant -> acsEntranceId == null || grant.reachableEntranceIds.contains(acsEntranceId))
                .filter(grant -> acsSystemId == null || reaches(grant, acsSystemId))
                .filter(grant -> ids == null || ids.contains(grant.base.getAccessGrantId()))
                .filter(grant -> key == null || key.equals(grant.base.getAccessGrantKey()))
                .filter(grant -> !withoutKey || grant.base.getAccessGrantKey() == null)
                .filter(grant -> reservationKey == null || reservationKey.equals(grant.base.getReservationKey()))
                .filter(grant -> userIdentityId == null || userIdentityId.equals(grant.base.getUserIdentityId()))
                .filter(grant -> spaceId == null || grant.base.getSpaceIds().contains(spaceId))
                .filter(grant -> locationId == null || grant.base.getSpaceIds().contains(locationId))
                .collect(Collectors.toList());
        Paging.Page<Grant> page = paging.cut(matching, grant -> grant.number);
        return AccessGrantsResponse.builder()
                .accessGrants(page.items.stream().map(workspace::show).collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    Object get(Input input) {
        Grant grant = one(input);
        return AccessGrantResponse.builder()
                .accessGrant(workspace.show(grant))
                .ok(true)
                .build();
    }

    /** Times that change revoke the access methods and issue them again. */
    Object update(Input input) {
        String id = input.optional("access_grant_id").uuid();
        String key = input.optional("access_grant_key").nonEmpty();
        input.requireOneOf("access_grant_id", "access_grant_key");
        String name = input.optional("name").orNull().text();
        Instant startsAt = input.optional("starts_at").instant();
        Field end = input.optional("ends_at").orNull();
        Instant endsAt = end.instant();
        if (endsAt != null && !endsAt.isAfter(workspace.now())) {
            end.refuse("Must lie in the future");
        }
        input.check();
        Grant grant = id != null ? workspace.accessGrant(id) : workspace.accessGrantByKey(key);
        Instant start = startsAt == null ? grant.base.getStartsAt() : startsAt;
        Instant finish = input.has("ends_at") ? endsAt : grant.base.getEndsAt();
        if (finish != null && !finish.isAfter(start)) {
            end.refuse("Must lie after starts_at");
        }
        input.check();

        AccessGrant.Builder changed = grant.base.toBuilder().startsAt(start);
        changed = finish == null ? changed.endsAtNull() : changed.endsAt(finish);
        if (input.has("name")) {
            changed = name == null ? changed.nameNull() : changed.name(name).displayName(name);
        }
        Grant after = grant.with(changed.build());
        workspace.accessGrants.put(grant.base.getAccessGrantId(), after);
        boolean timesChanged =
                !start.equals(grant.base.getStartsAt()) || !Objects.equals(finish, grant.base.getEndsAt());
        if (timesChanged) {
            workspace.tell(after, "access_grant.access_times_changed");
            workspace.methodsOf(after).forEach(this::reissue);
        }
        return OkResponse.builder().ok(true).build();
    }

    private void reissue(Method method) {
        workspace.tell(method, "access_method.revoked");
        Method again = method.issuedFrom(workspace.now().plus(workspace.issueAfter));
        workspace.accessMethods.put(method.base.getAccessMethodId(), again);
        workspace.tell(again, "access_method.reissued");
    }

    Object delete(Input input) {
        String accessGrantId = input.required("access_grant_id").uuid();
        input.check();
        workspace.forget(workspace.accessGrant(accessGrantId));
        return OkResponse.builder().ok(true).build();
    }

    Object requestAccessMethods(Input input) {
        String accessGrantId = input.required("access_grant_id").uuid();
        List<RequestedAccessMethod> requested = RequestedMethods.read(input, workspace.now());
        Field field = input.optional("requested_access_methods");
        if (input.has("requested_access_methods") && field.isEmpty()) {
            field.refuse("Must hold at least one");
        }
        input.check();
        Grant grant = workspace.accessGrant(accessGrantId);
        List<RequestedAccessMethod> all = new ArrayList<>(grant.base.getRequestedAccessMethods());
        all.addAll(requested);
        Grant after =
                grant.with(grant.base.toBuilder().requestedAccessMethods(all).build());
        workspace.accessGrants.put(grant.base.getAccessGrantId(), after);
        workspace.addMethods(after.base, requested);
        return AccessGrantResponse.builder()
                .accessGrant(workspace.show(after))
                .ok(true)
                .build();
    }

    Object getRelated(Input input) {
        List<String> ids = input.optional("access_grant_ids").each(Field::uuid);
        List<String> keys = input.optional("access_grant_keys").each(Field::text);
        Related<AccessGrantRelatedResource> related =
                new Related<>(input, AccessGrantRelatedResource::of, AccessGrantRelatedResource.known());
        input.check();
        List<Grant> grants = workspace.accessGrants.values().stream()
                .filter(grant -> (ids != null && ids.contains(grant.base.getAccessGrantId()))
                        || (keys != null && keys.contains(grant.base.getAccessGrantKey())))
                .collect(Collectors.toList());
        AccessGrantBatch.Builder batch = AccessGrantBatch.builder();
        if (related.wants(AccessGrantRelatedResource.USER_IDENTITIES)) {
            batch.userIdentities(
                    related.distinct(grants, grant -> List.of(workspace.userIdentity(grant.base.getUserIdentityId()))));
        }
        if (related.wants(AccessGrantRelatedResource.ACS_ENTRANCES)) {
            batch.acsEntrances(related.distinct(
                    grants,
                    grant -> related.all(
                            workspace.hotel.entrances.values(),
                            entrance -> grant.reachableEntranceIds.contains(entrance.getAcsEntranceId()))));
        }
        if (related.wants(AccessGrantRelatedResource.ACS_SYSTEMS)) {
            batch.acsSystems(related.distinct(
                    grants,
                    grant -> grant.reachableEntranceIds.isEmpty() ? List.of() : List.of(workspace.hotel.system)));
        }
        if (related.wants(AccessGrantRelatedResource.SPACES)) {
            batch.spaces(related.distinct(
                    grants,
                    grant -> related.all(
                            workspace.hotel.spaces.values(),
                            space -> grant.base.getSpaceIds().contains(space.getSpaceId()))));
        }
        if (related.wants(AccessGrantRelatedResource.ACCESS_METHODS)) {
            Instant now = workspace.now();
            batch.accessMethods(related.distinct(
                    grants,
                    grant -> workspace.methodsOf(grant).stream()
                            .map(method -> method.show(now))
                            .collect(Collectors.toList())));
        }
        return AccessGrantBatchResponse.builder().batch(batch.build()).ok(true).build();
    }

    private Grant one(Input input) {
        String id = input.optional("access_grant_id").uuid();
        String key = input.optional("access_grant_key").nonEmpty();
        input.requireOneOf("access_grant_id", "access_grant_key");
        input.check();
        return id != null ? workspace.accessGrant(id) : workspace.accessGrantByKey(key);
    }

    private boolean reaches(Grant grant, String acsSystemId) {
        return grant.reachableEntranceIds.stream()
                .anyMatch(id -> workspace.acsEntrance(id).getAcsSystemId().equals(acsSystemId));
    }
}
