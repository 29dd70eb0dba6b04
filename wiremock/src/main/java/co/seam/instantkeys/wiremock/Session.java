package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.ClientSession;
import org.jspecify.annotations.Nullable;

/** The client session behind an instant key. */
final class Session {
    /** Without the token. */
    ClientSession terms;

    private @Nullable String token;

    Session(ClientSession terms, String token) {
        this.terms = terms;
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

    ClientSession shown() {
        return token == null ? terms : terms.toBuilder().token(token).build();
    }
}
