package co.seam.instantkeys.wiremock;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The endpoints of the sandbox: exactly those of {@code openapi/seam.yaml}. */
final class Routes {
    private final Map<String, Route> byPath = new TreeMap<>();

    Routes(Workspace workspace) {
        operations(workspace).forEach((path, operation) -> byPath.put(path, new Route(path, operation)));
    }

    Set<String> paths() {
        return byPath.keySet();
    }

    @Nullable
    Route find(String path) {
        return byPath.get(path);
    }

    /** @throws IllegalArgumentException if there is no such path; the message lists the paths */
    Route get(String path) {
        Route route = byPath.get(path);
        if (route == null) {
            throw new IllegalArgumentException(
                    "no operation has the path " + path + "; the paths are " + String.join(", ", byPath.keySet()));
        }
        return route;
    }

    void reset() {
        byPath.values().forEach(Route::reset);
    }

    private static Map<String, Operation> operations(Workspace workspace) {
        InstantKeysEndpoints instantKeys = new InstantKeysEndpoints(workspace);
        UserIdentitiesEndpoints userIdentities = new UserIdentitiesEndpoints(workspace);
        AccessGrantsEndpoints accessGrants = new AccessGrantsEndpoints(workspace, userIdentities);
        AccessMethodsEndpoints accessMethods = new AccessMethodsEndpoints(workspace);
        AcsSystemsEndpoints acsSystems = new AcsSystemsEndpoints(workspace);
        AcsEntrancesEndpoints acsEntrances = new AcsEntrancesEndpoints(workspace);
        SpacesEndpoints spaces = new SpacesEndpoints(workspace);
        WorkspacesEndpoints workspaces = new WorkspacesEndpoints(workspace);
        ClientSessionsEndpoints clientSessions = new ClientSessionsEndpoints(workspace);
        EventsEndpoints events = new EventsEndpoints(workspace);
        WebhooksEndpoints webhooks = new WebhooksEndpoints(workspace);
        return Map.ofEntries(
                Map.entry("/instant_keys/list", instantKeys::list),
                Map.entry("/instant_keys/get", instantKeys::get),
                Map.entry("/instant_keys/delete", instantKeys::delete),
                Map.entry("/user_identities/create", userIdentities::create),
                Map.entry("/user_identities/get", userIdentities::get),
                Map.entry("/user_identities/list", userIdentities::list),
                Map.entry("/user_identities/update", userIdentities::update),
                Map.entry("/user_identities/delete", userIdentities::delete),
                Map.entry("/user_identities/generate_instant_key", userIdentities::generateInstantKey),
                Map.entry("/user_identities/merge", userIdentities::merge),
                Map.entry("/access_grants/create", accessGrants::create),
                Map.entry("/access_grants/get", accessGrants::get),
                Map.entry("/access_grants/list", accessGrants::list),
                Map.entry("/access_grants/update", accessGrants::update),
                Map.entry("/access_grants/delete", accessGrants::delete),
                Map.entry("/access_grants/request_access_methods", accessGrants::requestAccessMethods),
                Map.entry("/access_grants/get_related", accessGrants::getRelated),
                Map.entry("/access_methods/get", accessMethods::get),
                Map.entry("/access_methods/list", accessMethods::list),
                Map.entry("/access_methods/delete", accessMethods::delete),
                Map.entry("/access_methods/get_related", accessMethods::getRelated),
                Map.entry("/acs/systems/get", acsSystems::get),
                Map.entry("/acs/systems/list", acsSystems::list),
                Map.entry("/acs/entrances/get", acsEntrances::get),
                Map.entry("/acs/entrances/list", acsEntrances::list),
                Map.entry("/spaces/get", spaces::get),
                Map.entry("/spaces/list", spaces::list),
                Map.entry("/workspaces/get", workspaces::get),
                Map.entry("/client_sessions/get", clientSessions::get),
                Map.entry("/client_sessions/revoke", clientSessions::revoke),
                Map.entry("/events/get", events::get),
                Map.entry("/events/list", events::list),
                Map.entry("/webhooks/create", webhooks::create),
                Map.entry("/webhooks/get", webhooks::get),
                Map.entry("/webhooks/list", webhooks::list),
                Map.entry("/webhooks/update", webhooks::update),
                Map.entry("/webhooks/delete", webhooks::delete));
    }
}
