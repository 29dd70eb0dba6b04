package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request conflicts with something that exists. Nothing was created or changed. Either the server reports the
 * conflict (status 409), for example for a key that must be unique in the workspace; or the SDK detected it, and names
 * what the request conflicts with:
 *
 * <ul>
 *   <li>another grant under the {@code access_grant_key} of the request: {@link #getExistingAccessGrant()} and
 *       {@link #getDifferences()};
 *   <li>a user identity that has the e-mail address or phone number of the new guest:
 *       {@link #getExistingUserIdentityId()}.
 * </ul>
 *
 * <p>A conflict that the SDK detected has no status, type or body.
 */
public final class SeamConflictException extends SeamApiException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable AccessGrant existingAccessGrant;
    private final transient List<GrantDifference> differences;
    private final @Nullable String existingUserIdentityId;

    SeamConflictException(ApiErrorDetails error) {
        this(error, null, List.of(), null);
    }

    private SeamConflictException(
            ApiErrorDetails error,
            @Nullable AccessGrant existingAccessGrant,
            List<GrantDifference> differences,
            @Nullable String existingUserIdentityId) {
        super(error);
        this.existingAccessGrant = existingAccessGrant;
        this.differences = List.copyOf(differences);
        this.existingUserIdentityId = existingUserIdentityId;
    }

    /** Creates a conflict with a grant, which the server did not report. */
    static SeamConflictException withGrant(
            String path, AccessGrant existing, List<GrantDifference> differences, String message) {
        return new SeamConflictException(details(path, message), existing, differences, null);
    }

    /** Creates a conflict with a user identity, which the server did not report, or not by its id. */
    static SeamConflictException withUserIdentity(String path, String userIdentityId, String message) {
        return new SeamConflictException(details(path, message), null, List.of(), userIdentityId);
    }

    private static ApiErrorDetails details(String path, String message) {
        return new ApiErrorDetails(0, path, null, null, "", null, message, false);
    }

    /** The grant that exists; null if the conflict is with something else, or is reported by the server alone. */
    public @Nullable AccessGrant getExistingAccessGrant() {
        return existingAccessGrant;
    }

    /**
     * All the ways in which the existing grant differs from the requested one; {@link GrantDifference.Kind#OTHER} is
     * among them if not everything could be compared. Unmodifiable; empty if there is no existing grant, or if it is
     * being deleted, which only {@link Stays#replace} reports as a conflict.
     */
    public List<GrantDifference> getDifferences() {
        return differences == null ? List.of() : differences; // null after deserialization
    }

    /**
     * The id of the user identity that has the e-mail address or phone number of the new guest; null if the conflict is
     * with something else, or is reported by the server alone.
     */
    public @Nullable String getExistingUserIdentityId() {
        return existingUserIdentityId;
    }
}
