package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stays#replace} revoked the old grant, but did not issue the new one: the guest has no key. The cause states
 * why, and {@link #isOutcomeUnknown()} whether the new grant may exist nevertheless. In either case, calling
 * {@code replace} again with the same request finishes the job.
 */
public final class SeamReplacementException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable AccessGrant revokedAccessGrant;

    SeamReplacementException(AccessGrant revoked, RuntimeException cause) {
        super(
                "Grant " + SecretRedactor.quote(revoked.getAccessGrantId())
                        + " was revoked, but the new one was not issued (" + cause.getMessage()
                        + "): call replace again",
                cause instanceof SeamException && ((SeamException) cause).isOutcomeUnknown(),
                cause);
        this.revokedAccessGrant = revoked;
    }

    /** The grant that was revoked, as it was before; null after deserialization. */
    public @Nullable AccessGrant getRevokedAccessGrant() {
        return revokedAccessGrant;
    }
}
