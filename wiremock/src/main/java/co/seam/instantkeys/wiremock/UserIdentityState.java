package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.UserIdentity;

/** A user identity with its position in lists. */
final class UserIdentityState {
    /** Position in the order of creation; never reused after a deletion. */
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
