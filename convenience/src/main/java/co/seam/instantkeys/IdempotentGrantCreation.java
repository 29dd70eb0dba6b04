package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one grant. With an {@code access_grant_key}, which is unique in the workspace, it happens exactly
 * once: sending the request again cannot create a second grant, and a lookup by the key finds the first.
 */
final class IdempotentGrantCreation {
    private static final Pattern DUPLICATE = Pattern.compile("(?i)access_grant_key|duplicate|already");

    private final AccessGrants grants;
    private final GrantsByKey byKey;
    private final CreateAccessGrantRequest request;
    private final BoundedCalls calls;

    IdempotentGrantCreation(CreateAccessGrantRequest request, BoundedCalls calls) {
        this.grants = new AccessGrants(calls);
        this.byKey = new GrantsByKey(calls);
        this.request = request;
        this.calls = calls;
    }

    AccessGrant create() {
        String key = request.getAccessGrantKey();
        if (key == null) {
            return grants.createOnce(request);
        }
        return new KeyedWrite<>(
                        () -> grants.createOnce(request), () -> find(key), IdempotentGrantCreation::isDuplicate, calls)
                .send();
    }

    /**
     * Returns whether an error response means that the key is taken. The API does not document the status of that
     * error.
     */
    static boolean isDuplicate(SeamException e) {
        return e instanceof SeamConflictException
                || (e instanceof SeamInvalidInputException
                        && DUPLICATE
                                .matcher(((SeamInvalidInputException) e).getRawBody())
                                .find());
    }

    /**
     * Returns the requested grant if it exists. One that is being deleted is an earlier one and counts as absent.
     *
     * @throws SeamConflictException if a grant that differs from the request has the key
     */
    private @Nullable AccessGrant find(String key) {
        AccessGrant found = byKey.find(key);
        if (found == null || GrantsByKey.isBeingDeleted(found)) {
            return null;
        }
        List<GrantDifference> differences = byKey.differences(request, found);
        if (differences == null) {
            return null;
        }
        if (!differences.isEmpty()) {
            throw conflict(found, differences, "use another key, or read that grant");
        }
        return found;
    }

    /** @param remedy the end of the message */
    static SeamConflictException conflict(AccessGrant found, List<GrantDifference> differences, String remedy) {
        return SeamConflictException.withGrant(
                GrantsByKey.CREATE,
                found,
                differences,
                "the access_grant_key of this request" + key(found) + " belongs to grant "
                        + SecretRedactor.quote(found.getAccessGrantId()) + ", which differs in "
                        + differences.stream()
                                .map(difference -> difference.getKind().name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ": " + remedy);
    }

    private static String key(AccessGrant grant) {
        return grant.getAccessGrantKey() == null ? "" : ", " + SecretRedactor.quote(grant.getAccessGrantKey()) + ",";
    }
}
