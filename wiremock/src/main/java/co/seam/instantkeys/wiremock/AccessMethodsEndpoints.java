package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethodBatch;
import co.seam.instantkeys.generated.model.AccessMethodBatchResponse;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.AccessMethodResponse;
import co.seam.instantkeys.generated.model.AccessMethodsResponse;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.OkResponse;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The endpoints below {@code /access_methods}. */
final class AccessMethodsEndpoints {
    private final Workspace workspace;

    AccessMethodsEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.required("access_method_id").uuid();
        input.check();
        return AccessMethodResponse.builder()
                .accessMethod(workspace.accessMethod(id).toModel(workspace))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        String grantId = input.optional("access_grant_id").uuid();
        String grantKey = input.optional("access_grant_key").nonEmpty();
        String acsEntranceId = input.optional("acs_entrance_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        // the sandbox has neither: such filters match nothing
        String deviceId = input.optional("device_id").uuid();
        String accessCodeId = input.optional("access_code_id").uuid();
        input.atLeastOneOf("the methods", "access_grant_id", "access_grant_key", "acs_entrance_id");
        Paging paging = Paging.of(input, 500);
        input.check();

        List<AccessMethodState> matching = workspace.accessMethods.values().stream()
                .filter(method -> deviceId == null && accessCodeId == null)
                .filter(method -> grantId == null || grantId.equals(method.grant.id()))
                .filter(method -> grantKey == null || grantKey.equals(method.grant.base.getAccessGrantKey()))
                .filter(method -> acsEntranceId == null || method.grant.acsEntranceIds.contains(acsEntranceId))
                .filter(method ->
                        spaceId == null || method.grant.base.getSpaceIds().contains(spaceId))
                .collect(Collectors.toList());
        Paging.Page<AccessMethodState> page = paging.page(matching, method -> method.number);
        return AccessMethodsResponse.builder()
                .accessMethods(page.items.stream()
                        .map(method -> method.toModel(workspace))
                        .collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    /** The grants stay, and so do the instant keys, which belong to the user identity. */
    Object delete(Input input) {
        String id = input.optional("access_method_id").uuid();
        String grantId = input.optional("access_grant_id").uuid();
        String reservationKey = input.optional("reservation_key").nonEmpty();
        input.exactlyOneOf("the methods", "access_method_id", "access_grant_id", "reservation_key");
        input.check();
        Stream<AccessMethodState> methods;
        if (id != null) {
            methods = Stream.of(workspace.accessMethod(id));
        } else if (grantId != null) {
            methods = workspace.accessGrant(grantId).methods.stream();
        } else {
            methods = grantsOf(String.valueOf(reservationKey)).stream().flatMap(grant -> grant.methods.stream());
        }
        workspace.deletions.delete(methods.collect(Collectors.toList()));
        return OkResponse.builder().ok(true).build();
    }

    /** Assumption: a reservation without grants is an error, so that a mistyped key does not go unnoticed. */
    private List<AccessGrantState> grantsOf(String reservationKey) {
        List<AccessGrantState> grants = workspace.grantsOf(reservationKey);
        if (grants.isEmpty()) {
            throw ApiError.notFound("access_grant", "reservation_key", reservationKey);
        }
        return grants;
    }

    Object getRelated(Input input) {
        List<String> ids = input.required("access_method_ids").each(Field::uuid);
        IncludeFilter include = new IncludeFilter(input, AccessMethodRelatedResource.known());
        input.check();

        List<AccessMethodState> methods = workspace.accessMethods.values().stream()
                .filter(method -> ids != null && ids.contains(method.id()))
                .collect(Collectors.toList());
        Supplier<Stream<AccessGrantState>> grants = () -> methods.stream().map(method -> method.grant);
        Supplier<Stream<InstantKey>> keys =
                () -> methods.stream().map(workspace::keyOf).filter(Objects::nonNull);
        AccessMethodBatch.Builder batch = AccessMethodBatch.builder();
        include.ifIncluded(
                "access_methods", methods.stream().map(method -> method.toModel(workspace)), batch::accessMethods);
        include.ifIncluded("access_grants", grants.get().map(grant -> grant.toModel(workspace)), batch::accessGrants);
        include.ifIncluded("instant_keys", keys.get(), batch::instantKeys);
        include.ifIncluded(
                "client_sessions",
                keys.get().map(key -> workspace.sessionOf(key).toModel()),
                batch::clientSessions);
        include.ifIncluded("spaces", grants.get().flatMap(workspace::spacesOf), batch::spaces);
        include.ifIncluded("acs_entrances", grants.get().flatMap(workspace::entrancesOf), batch::acsEntrances);
        // the sandbox has none of these
        include.ifIncluded("acs_credentials", Stream.empty(), batch::acsCredentials);
        include.ifIncluded("devices", Stream.empty(), batch::devices);
        return AccessMethodBatchResponse.builder().batch(batch.build()).ok(true).build();
    }
}
