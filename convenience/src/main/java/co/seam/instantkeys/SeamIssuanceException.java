package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grant exists, but is not ready for use: an access method is late or failed, or there is no link. The outcome
 * is known: {@link #getAccessGrantId()} names the grant.
 */
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
        super(message, false, cause);
        this.accessGrantId = accessGrantId;
        this.accessGrant = accessGrant;
        this.accessMethods = accessMethods;
    }

    /** The id of the grant, to read it again or to delete it. */
    public String getAccessGrantId() {
        return accessGrantId;
    }

    /**
     * The grant as it was created; null if {@link AccessGrants#awaitIssued} threw the exception, because it knows only
     * the id.
     */
    public @Nullable AccessGrant getAccessGrant() {
        return accessGrant;
    }

    /** The access methods of the grant in their last known state; unmodifiable, empty if none are known. */
    public List<AccessMethod> getAccessMethods() {
        return accessMethods == null ? List.of() : accessMethods; // null after deserialization
    }
}
