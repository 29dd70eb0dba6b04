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
        // assumption: the API does not document whether both may be absent
        input.atLeastOneOf("the session", "client_session_id", "user_identifier_key");
        input.check();
        if (userIdentifierKey != null) { // sessions of instant keys have none, and there are no others
            throw ApiError.notFound("client_session", "user_identifier_key", userIdentifierKey);
        }
        return ClientSessionResponse.builder()
                .clientSession(workspace.clientSession(id).toModel())
                .ok(true)
                .build();
    }

    /** Assumption: the instant key stays, and a second revocation succeeds, since the API documents no rule. */
    Object revoke(Input input) {
        String id = input.required("client_session_id").uuid();
        input.check();
        workspace.clientSession(id).revoke();
        return OkResponse.builder().ok(true).build();
    }
}
