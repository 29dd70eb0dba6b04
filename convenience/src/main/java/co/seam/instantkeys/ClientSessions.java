package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.ClientSessionsApi;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.ClientSessionResponse;
import co.seam.instantkeys.generated.model.GetClientSessionRequest;
import co.seam.instantkeys.generated.model.RevokeClientSessionRequest;

/** The sessions behind instant keys: each key names one. Thread-safe. */
public final class ClientSessions {
    private final CallExecutor calls;

    ClientSessions(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * One session, its token included, which is a secret. {@code POST /client_sessions/get}
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
     * One session by its id or its user identifier key. {@code POST /client_sessions/get}
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
     * Ends a session. What becomes of the instant key that names it is not documented: to end a key, delete the key.
     * {@code POST /client_sessions/revoke}
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
