package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemResponse;
import co.seam.instantkeys.generated.model.AcsSystemsResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The endpoints below {@code /acs/systems}. */
final class AcsSystemsEndpoints {
    private final Workspace workspace;

    AcsSystemsEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.required("acs_system_id").uuid();
        input.check();
        return AcsSystemResponse.builder()
                .acsSystem(workspace.acsSystem(id))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        String connectedAccountId = input.optional("connected_account_id").uuid();
        SearchFilter search = new SearchFilter(input);
        // the sandbox has no customers: such a filter matches nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        input.check();

        Stream<AcsSystem> matching = workspace.hotel.systems.values().stream()
                .filter(system -> customerKey == null)
                .filter(system ->
                        connectedAccountId == null || connectedAccountId.equals(system.getConnectedAccountId()))
                .filter(system -> search.matches(system.getName(), system.getAcsSystemId()));
        return AcsSystemsResponse.builder()
                .acsSystems(matching.collect(Collectors.toList()))
                .ok(true)
                .build();
    }
}
