package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemResponse;
import co.seam.instantkeys.generated.model.AcsSystemsResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The endpoints below {@code /acs/systems}. */
final class AcsSystems {
    private final Workspace workspace;

    AcsSystems(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.required("acs_system_id").uuid();
        input.check();
        AcsSystem system = workspace.hotel.system;
        if (!system.getAcsSystemId().equals(id)) {
            throw Refusal.notFound("acs_system", "acs_system_id", String.valueOf(id));
        }
        return AcsSystemResponse.builder().acsSystem(system).ok(true).build();
    }

    Object list(Input input) {
        String connectedAccountId = input.optional("connected_account_id").uuid();
        String search = input.optional("search").nonEmpty();
        // the hotel has no customers: matches nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        input.check();
        List<AcsSystem> systems = Stream.of(workspace.hotel.system)
                .filter(system -> customerKey == null)
                .filter(system ->
                        connectedAccountId == null || connectedAccountId.equals(system.getConnectedAccountId()))
                .filter(system -> search == null
                        || system.getAcsSystemId().contains(search)
                        || system.getName().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toList());
        return AcsSystemsResponse.builder().acsSystems(systems).ok(true).build();
    }
}
