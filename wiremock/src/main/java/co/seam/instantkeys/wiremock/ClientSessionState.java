package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ClientSession;
import org.jspecify.annotations.Nullable;

/** The client session behind an instant key. */
final class ClientSessionState {
    /** The session without its token. */
    ClientSession base;

    private @Nullable String token;

    ClientSessionState(ClientSession base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Returns the token, or null after the session was revoked. */
    @Nullable
    String token() {
        return token;
    }

    /** Removes the token. Assumption: a revoked session stays readable, since the API documents no rule. */
    void revoke() {
        token = null;
    }

    ClientSession toModel() {
        return token == null ? base : base.toBuilder().token(token).build();
    }
}
