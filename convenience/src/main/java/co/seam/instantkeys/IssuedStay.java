package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;

/** What {@link InstantKeys#issueForStay} made. Immutable. */
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

    /** The link for the guest, good to be sent at once. A secret: who holds it opens the door. */
    public String getInstantKeyUrl() {
        return instantKeyUrl;
    }

    /**
     * The mobile key of that link. The credential may come a moment after the link: {@code getIsIssued()}, and
     * {@link AccessGrants#awaitIssued} to wait for it.
     */
    public AccessMethod getAccessMethod() {
        return accessMethod;
    }

    /** Ids only; never the link. */
    @Override
    public String toString() {
        return "IssuedStay{accessGrantId=" + accessGrant.getAccessGrantId() + ", accessMethodId="
                + accessMethod.getAccessMethodId() + ", instantKeyUrl=***}";
    }
}
