package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stay that exists: its grant and the link for the guest. Returned by {@link Stays}. Immutable. */
public final class IssuedStay {
    private final AccessGrant accessGrant;
    private final String instantKeyUrl;
    private final @Nullable Instant linkExpiresAt;
    private final boolean isNew;

    IssuedStay(AccessGrant accessGrant, String instantKeyUrl, @Nullable Instant linkExpiresAt, boolean isNew) {
        this.accessGrant = accessGrant;
        this.instantKeyUrl = instantKeyUrl;
        this.linkExpiresAt = linkExpiresAt;
        this.isNew = isNew;
    }

    public AccessGrant getAccessGrant() {
        return accessGrant;
    }

    /**
     * The link for the guest, which can be sent at once. A secret: whoever has it can open the doors. The credential
     * behind it may be issued a moment later; {@link AccessGrants#awaitIssued} waits for it.
     */
    public String getInstantKeyUrl() {
        return instantKeyUrl;
    }

    /**
     * When the link expires, which is often before the stay ends. {@link Stays#newLink} creates another. Null for a
     * stay that is new, because the response to its creation does not state it ({@link Stays#get} does); and if the
     * server lists no such link any more.
     */
    public @Nullable Instant getLinkExpiresAt() {
        return linkExpiresAt;
    }

    /**
     * Whether this call created the grant. After a lost response, it is true although another call may have created the
     * grant: nothing shows which of the two it was.
     */
    public boolean isNew() {
        return isNew;
    }

    /** Shows ids, but not the link. */
    @Override
    public String toString() {
        return "IssuedStay{accessGrantId=" + SecretRedactor.quote(accessGrant.getAccessGrantId()) + ", isNew=" + isNew
                + ", linkExpiresAt=" + linkExpiresAt + ", instantKeyUrl=***}";
    }
}
