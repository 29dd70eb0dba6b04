package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ClientSession;
import org.jspecify.annotations.Nullable;

/** The client session behind an instant key. */
final class ClientSessionState {
    /** Without the token. */
    ClientSession base;

    private @Nullable String token;

    ClientSessionState(ClientSession base, String token) {
        this.base = base;
        this.token = token;
    }

    /** None once the session is revoked. */
    @Nullable
    String token() {
        return token;
    }

    /** That a session stays readable, and only its token goes, is a guess: the API documents neither. */
    void revoke() {
        token = null;
    }

    ClientSession toModel() {
        return token == null ? base : base.toBuilder().token(token).build();
    }
}
