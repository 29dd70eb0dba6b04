package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.internal.transport.SecretRedactor;

/** The result of {@link InstantKeys#issueForStay}. Immutable. */
public final class IssuedStay {
    private final AccessGrant accessGrant;
    private final String instantKeyUrl;
    private final AccessMethod accessMethod;

    IssuedStay(AccessGrant accessGrant, String instantKeyUrl, AccessMethod accessMethod) {
        this.accessGrant = accessGrant;
        this.instantKeyUrl = instantKeyUrl;
        this.accessMethod = accessMethod;
    }

    public AccessGrant getAccessGrant() {
        return accessGrant;
    }

    /** The link for the guest, which can be sent at once. A secret: whoever has it can open the doors. */
    public String getInstantKeyUrl() {
        return instantKeyUrl;
    }

    /**
     * The mobile key behind the link. Its credential may be issued a moment later ({@code getIsIssued()});
     * {@link AccessGrants#awaitIssued} waits for it.
     */
    public AccessMethod getAccessMethod() {
        return accessMethod;
    }

    /** Shows ids, but not the link. */
    @Override
    public String toString() {
        return "IssuedStay{accessGrantId=" + SecretRedactor.quote(accessGrant.getAccessGrantId()) + ", accessMethodId="
                + SecretRedactor.quote(accessMethod.getAccessMethodId()) + ", instantKeyUrl=***}";
    }
}
