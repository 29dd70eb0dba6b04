package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.ClientSessionsApi;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.ClientSessionResponse;
import co.seam.instantkeys.generated.model.GetClientSessionRequest;
import co.seam.instantkeys.generated.model.RevokeClientSessionRequest;

/** Reads and revokes the client sessions behind instant keys: each key names one. Thread-safe. */
public final class ClientSessions {
    private final CallExecutor calls;

    ClientSessions(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one session by its id, including its token, which is a secret. {@code POST /client_sessions/get}
     *
     * @throws SeamNotFoundException if there is no such session
     * @throws SeamException if the call fails
     */
    public ClientSession get(String clientSessionId) {
        return get(GetClientSessionRequest.builder()
                .clientSessionId(Checks.notBlank("clientSessionId", clientSessionId))
                .build());
    }

    /**
     * Returns one session, by its id or by its user identifier key. {@code POST /client_sessions/get}
     *
     * @throws IllegalArgumentException if neither is set
     * @throws SeamNotFoundException if there is no such session
     * @throws SeamException if the call fails
     */
    public ClientSession get(GetClientSessionRequest request) {
        Checks.notNull("request", request);
        Checks.atLeastOne(
                "clientSessionId and userIdentifierKey", request.getClientSessionId(), request.getUserIdentifierKey());
        return calls.execute(api().get(request), ClientSessionResponse::getClientSession);
    }

    /**
     * Revokes a session. The API does not document what happens to the instant key that names it: to revoke the key,
     * delete it. {@code POST /client_sessions/revoke}
     *
     * @throws SeamNotFoundException if there is no such session
     * @throws SeamException if the call fails
     */
    public void revoke(String clientSessionId) {
        calls.execute(api().revoke(RevokeClientSessionRequest.builder()
                .clientSessionId(Checks.notBlank("clientSessionId", clientSessionId))
                .build()));
    }

    private ClientSessionsApi api() {
        return calls.api(ClientSessionsApi.class);
    }
}
