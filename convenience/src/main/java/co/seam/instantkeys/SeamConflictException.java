package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import org.jspecify.annotations.Nullable;

/**
 * The request conflicts with something that exists. Either the server reports it (status 409), for example for a key
 * that must be unique in the workspace; or the SDK found, after an unknown outcome, another grant under the
 * {@code access_grant_key} of the request. In the second case there is no status, type or body, and
 * {@link #getExistingAccessGrant()} returns that grant.
 */
public final class SeamConflictException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable AccessGrant existingAccessGrant;

    SeamConflictException(ApiErrorDetails error) {
        this(error, null);
    }

    private SeamConflictException(ApiErrorDetails error, @Nullable AccessGrant existingAccessGrant) {
        super(error);
        this.existingAccessGrant = existingAccessGrant;
    }

    /** Creates a conflict that the server did not report. */
    static SeamConflictException withGrant(String path, AccessGrant existing, String message) {
        return new SeamConflictException(new ApiErrorDetails(0, path, null, null, "", null, message, false), existing);
    }

    /** The grant that differs from the requested one; null if the server reported the conflict. */
    public @Nullable AccessGrant getExistingAccessGrant() {
        return existingAccessGrant;
    }
}
