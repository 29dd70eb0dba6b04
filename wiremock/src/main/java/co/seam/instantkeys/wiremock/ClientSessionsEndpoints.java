package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ClientSessionResponse;
import co.seam.instantkeys.generated.model.OkResponse;

/** The endpoints below {@code /client_sessions}. */
final class ClientSessionsEndpoints {
    private final Workspace workspace;

    ClientSessionsEndpoints(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.optional("client_session_id").uuid();
        String userIdentifierKey = input.optional("user_identifier_key").nonEmpty();
        // what the API does with neither is not documented
        input.atLeastOneOf("the session", "client_session_id", "user_identifier_key");
        input.check();
        if (userIdentifierKey != null) { // the sessions behind instant keys have none, and there are no others
            throw ApiError.notFound("client_session", "user_identifier_key", userIdentifierKey);
        }
        return ClientSessionResponse.builder()
                .clientSession(workspace.clientSession(id).toModel())
                .ok(true)
                .build();
    }

    /** The instant key stays, since nothing is documented of it; a second revocation changes nothing. */
    Object revoke(Input input) {
        String id = input.required("client_session_id").uuid();
        input.check();
        workspace.clientSession(id).revoke();
        return OkResponse.builder().ok(true).build();
    }
}
