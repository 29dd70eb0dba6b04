package co.seam.instantkeys.wiremock;

import java.util.Map;

/** Every endpoint that the sandbox serves: those of openapi/seam.yaml, no more and no less. */
final class Routes {
    private Routes() {}

    static Map<String, Operation> of(Workspace workspace) {
        InstantKeys instantKeys = new InstantKeys(workspace);
        UserIdentities userIdentities = new UserIdentities(workspace);
        AccessGrants accessGrants = new AccessGrants(workspace, userIdentities);
        AcsEntrances acsEntrances = new AcsEntrances(workspace);
        return Map.ofEntries(
                Map.entry("/instant_keys/list", instantKeys::list),
                Map.entry("/instant_keys/get", instantKeys::get),
                Map.entry("/instant_keys/delete", instantKeys::delete),
                Map.entry("/user_identities/create", userIdentities::create),
                Map.entry("/user_identities/delete", userIdentities::delete),
                Map.entry("/user_identities/generate_instant_key", userIdentities::generateInstantKey),
                Map.entry("/access_grants/create", accessGrants::create),
                Map.entry("/access_grants/list", accessGrants::list),
                Map.entry("/access_grants/delete", accessGrants::delete),
                Map.entry("/acs/entrances/list", acsEntrances::list));
    }
}
