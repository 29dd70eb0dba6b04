package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.UserIdentity;

/** A user identity. */
final class UserIdentityState {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    UserIdentity model;

    UserIdentityState(int number, UserIdentity model) {
        this.number = number;
        this.model = model;
    }

    String id() {
        return model.getUserIdentityId();
    }
}
