package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.UserIdentity;

/** A user identity. */
final class UserIdentityState {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    UserIdentity shown;

    UserIdentityState(int number, UserIdentity shown) {
        this.number = number;
        this.shown = shown;
    }

    String id() {
        return shown.getUserIdentityId();
    }
}
