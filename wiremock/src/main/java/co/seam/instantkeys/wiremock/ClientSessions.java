package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.ClientSessionResponse;
import co.seam.instantkeys.generated.model.OkResponse;

/** The endpoints below {@code /client_sessions}. */
final class ClientSessions {
    private final Workspace workspace;

    ClientSessions(Workspace workspace) {
        this.workspace = workspace;
    }

    Object get(Input input) {
        String id = input.optional("client_session_id").uuid();
        String key = input.optional("user_identifier_key").nonEmpty();
        input.requireAnyOf("client_session_id", "user_identifier_key");
        input.check();
        if (id == null) { // sessions of instant keys have no such key
            throw Refusal.notFound("client_session", "user_identifier_key", String.valueOf(key));
        }
        ClientSession session = workspace.clientSession(id);
        return ClientSessionResponse.builder().clientSession(session).ok(true).build();
    }

    /** What becomes of the key of the session is not documented: it stays. */
    Object revoke(Input input) {
        String id = input.required("client_session_id").uuid();
        input.check();
        workspace.clientSessions.remove(workspace.clientSession(id).getClientSessionId());
        return OkResponse.builder().ok(true).build();
    }
}
