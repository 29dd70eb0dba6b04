package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.UserIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user identity with the state that the API does not show. */
final class UserIdentityState {
    /** Position in the order of creation; never reused after a deletion. */
    final int number;

    /** The user identity without what {@link #toModel} derives: its warnings. */
    UserIdentity base;
    /** Set while it is being deleted. */
    @Nullable
    Deletion deletion;

    UserIdentityState(int number, UserIdentity base) {
        this.number = number;
        this.base = base;
    }

    String id() {
        return base.getUserIdentityId();
    }

    /**
     * Returns this user identity, to change it or to give it access.
     *
     * @throws ApiError if it is being deleted
     */
    UserIdentityState requireNotBeingDeleted() {
        if (deletion != null) {
            throw ApiError.beingDeleted("user_identity");
        }
        return this;
    }

    UserIdentity toModel() {
        return deletion == null
                ? base
                : base.toBuilder().warnings(List.of(deletion.warning())).build();
    }
}
