package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsEntranceResponse;
import co.seam.instantkeys.generated.model.AcsEntrancesResponse;
import java.util.List;
import java.util.stream.Collectors;

/** The endpoints below {@code /acs/entrances}. */
final class AcsEntrancesEndpoints {
    private final Workspace workspace;

    AcsEntrancesEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.required("acs_entrance_id").uuid();
        input.check();
        return AcsEntranceResponse.builder()
                .acsEntrance(workspace.acsEntrance(id))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        List<String> ids = input.optional("acs_entrance_ids").each(Field::uuid);
        String acsSystemId = input.optional("acs_system_id").uuid();
        String connectedAccountId = input.optional("connected_account_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        String locationId = input.optional("location_id").nullable().uuid();
        String accessMethodId = input.optional("access_method_id").uuid();
        SearchFilter search = new SearchFilter(input);
        // the sandbox has no customers and no credentials: such filters match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String acsCredentialId = input.optional("acs_credential_id").uuid();
        Paging paging = Paging.of(input, 900);
        input.check();

        List<AcsEntrance> matching = workspace.hotel.entrances.values().stream()
                .filter(entrance -> customerKey == null && acsCredentialId == null)
                .filter(entrance -> ids == null || ids.contains(entrance.getAcsEntranceId()))
                .filter(entrance -> acsSystemId == null || acsSystemId.equals(entrance.getAcsSystemId()))
                .filter(entrance ->
                        connectedAccountId == null || connectedAccountId.equals(entrance.getConnectedAccountId()))
                .filter(entrance -> spaceId == null || entrance.getSpaceIds().contains(spaceId))
                .filter(entrance -> locationId == null || entrance.getSpaceIds().contains(locationId))
                .filter(entrance -> accessMethodId == null || opens(accessMethodId, entrance))
                .filter(entrance -> search.matches(entrance.getDisplayName()))
                .collect(Collectors.toList());
        Paging.Page<AcsEntrance> page =
                paging.page(matching, entrance -> workspace.hotel.number(entrance.getAcsEntranceId()));
        return AcsEntrancesResponse.builder()
                .acsEntrances(page.items)
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    private boolean opens(String accessMethodId, AcsEntrance entrance) {
        AccessMethodState method = workspace.accessMethods.get(accessMethodId);
        return method != null && method.grant.acsEntranceIds.contains(entrance.getAcsEntranceId());
    }
}
