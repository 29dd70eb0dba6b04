package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodBatch;
import co.seam.instantkeys.generated.model.AccessMethodBatchResponse;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.AccessMethodResponse;
import co.seam.instantkeys.generated.model.AccessMethodsResponse;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.OkResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The endpoints below {@code /access_methods}. */
final class AccessMethods {
    private final Workspace workspace;

    AccessMethods(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.required("access_method_id").uuid();
        input.check();
        return AccessMethodResponse.builder()
                .accessMethod(workspace.accessMethod(id).show(workspace.now()))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        String grantId = input.optional("access_grant_id").uuid();
        String grantKey = input.optional("access_grant_key").nonEmpty();
        String entranceId = input.optional("acs_entrance_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        input.requireAnyOf("access_grant_id", "access_grant_key", "acs_entrance_id");
        // neither is part of the sandbox: they match nothing
        String deviceId = input.optional("device_id").uuid();
        String accessCodeId = input.optional("access_code_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();

        if (grantId != null) {
            workspace.accessGrant(grantId);
        }
        Instant now = workspace.now();
        List<Method> matching = workspace.accessMethods.values().stream()
                .filter(method -> deviceId == null && accessCodeId == null)
                .filter(method -> grantId == null || grantId.equals(method.accessGrantId))
                .filter(method ->
                        grantKey == null || grantKey.equals(grant(method).base.getAccessGrantKey()))
                .filter(method ->
                        entranceId == null || grant(method).reachableEntranceIds.contains(entranceId))
                .filter(method ->
                        spaceId == null || grant(method).base.getSpaceIds().contains(spaceId))
                .collect(Collectors.toList());
        Paging.Page<Method> page = paging.cut(matching, method -> method.number);
        return AccessMethodsResponse.builder()
                .accessMethods(
                        page.items.stream().map(method -> method.show(now)).collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    Object delete(Input input) {
        String id = input.optional("access_method_id").uuid();
        String grantId = input.optional("access_grant_id").uuid();
        String reservationKey = input.optional("reservation_key").nonEmpty();
        input.requireOneOf("access_method_id", "access_grant_id", "reservation_key");
        input.check();
        List<Method> deleted;
        if (id != null) {
            deleted = List.of(workspace.accessMethod(id));
        } else if (grantId != null) {
            deleted = workspace.methodsOf(workspace.accessGrant(grantId));
        } else {
            deleted = workspace.accessMethods.values().stream()
                    .filter(method -> String.valueOf(reservationKey)
                            .equals(grant(method).base.getReservationKey()))
                    .collect(Collectors.toList());
        }
        deleted.forEach(workspace::forget);
        return OkResponse.builder().ok(true).build();
    }

    Object getRelated(Input input) {
        List<String> ids = input.required("access_method_ids").each(Field::uuid);
        Related<AccessMethodRelatedResource> related =
                new Related<>(input, AccessMethodRelatedResource::of, AccessMethodRelatedResource.known());
        input.check();
        Instant now = workspace.now();
        List<Method> methods = workspace.accessMethods.values().stream()
                .filter(method -> ids != null && ids.contains(method.base.getAccessMethodId()))
                .collect(Collectors.toList());
        List<AccessMethod> shown =
                methods.stream().map(method -> method.show(now)).collect(Collectors.toList());
        AccessMethodBatch.Builder batch = AccessMethodBatch.builder();
        if (related.wants(AccessMethodRelatedResource.ACCESS_METHODS)) {
            batch.accessMethods(shown);
        }
        if (related.wants(AccessMethodRelatedResource.ACCESS_GRANTS)) {
            batch.accessGrants(related.distinct(methods, method -> List.of(workspace.show(grant(method)))));
        }
        if (related.wants(AccessMethodRelatedResource.ACS_ENTRANCES)) {
            batch.acsEntrances(related.distinct(
                    methods,
                    method -> related.all(
                            workspace.hotel.entrances.values(),
                            entrance -> grant(method).reachableEntranceIds.contains(entrance.getAcsEntranceId()))));
        }
        if (related.wants(AccessMethodRelatedResource.SPACES)) {
            batch.spaces(related.distinct(
                    methods,
                    method -> related.all(
                            workspace.hotel.spaces.values(),
                            space -> grant(method).base.getSpaceIds().contains(space.getSpaceId()))));
        }
        List<InstantKey> keys = related.all(
                workspace.instantKeys.values(),
                key -> methods.stream().anyMatch(method -> key.getInstantKeyId().equals(method.instantKeyId)));
        if (related.wants(AccessMethodRelatedResource.INSTANT_KEYS)) {
            batch.instantKeys(keys);
        }
        if (related.wants(AccessMethodRelatedResource.CLIENT_SESSIONS)) {
            batch.clientSessions(related.all(
                    workspace.clientSessions.values(),
                    session -> keys.stream()
                            .anyMatch(key -> session.getClientSessionId().equals(key.getClientSessionId()))));
        }
        return AccessMethodBatchResponse.builder().batch(batch.build()).ok(true).build();
    }

    private Grant grant(Method method) {
        return workspace.accessGrant(method.accessGrantId);
    }
}
