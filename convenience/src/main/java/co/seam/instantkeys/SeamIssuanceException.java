package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grant exists, but what it promises is not there: not issued in time, failed, or without a link. */
public final class SeamIssuanceException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final String accessGrantId;
    private final transient @Nullable AccessGrant accessGrant;
    private final transient List<AccessMethod> accessMethods;

    SeamIssuanceException(
            String message,
            String accessGrantId,
            @Nullable AccessGrant accessGrant,
            List<AccessMethod> accessMethods,
            @Nullable Throwable cause) {
        super(message, cause);
        this.accessGrantId = accessGrantId;
        this.accessGrant = accessGrant;
        this.accessMethods = accessMethods;
    }

    /** The grant to look at again, or to delete. */
    public String getAccessGrantId() {
        return accessGrantId;
    }

    /** The grant as it was created; null from {@link AccessGrants#awaitIssued}, which was given its id only. */
    public @Nullable AccessGrant getAccessGrant() {
        return accessGrant;
    }

    /** Its access methods as they were last seen; unmodifiable, empty if none were seen. */
    public List<AccessMethod> getAccessMethods() {
        return accessMethods == null ? List.of() : accessMethods; // null after deserialization
    }
}
