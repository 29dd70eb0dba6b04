package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An access method of one grant. */
final class AccessMethodState {
    /** Position in the order of creation; never reused after a deletion. */
    final int number;

    final AccessGrantState grant;
    /** The access method without what {@link #toModel} derives: whether it is issued, and its link. */
    final AccessMethod base;
    /**
     * Set for a mobile key. The instant key belongs to the user identity, and can be deleted before or after the
     * method.
     */
    final @Nullable String instantKeyId;

    /** Time when it is due, or was issued. */
    Instant issueAt;

    boolean isIssued;
    boolean wasIssuedBefore;
    /** Set while it is being deleted. */
    @Nullable
    Deletion deletion;

    AccessMethodState(
            int number, AccessGrantState grant, AccessMethod base, @Nullable String instantKeyId, Instant issueAt) {
        this.number = number;
        this.grant = grant;
        this.base = base;
        this.instantKeyId = instantKeyId;
        this.issueAt = issueAt;
    }

    String id() {
        return base.getAccessMethodId();
    }

    boolean isMobileKey() {
        return base.getMode().equals(AccessMethodMode.MOBILE_KEY);
    }

    /** Whether it was issued with old times of the grant, and is not yet issued with the new ones. */
    boolean isBeingUpdated() {
        return wasIssuedBefore && !isIssued;
    }

    private String status() {
        if (deletion != null) {
            return "The access method is being removed.";
        }
        return isIssued ? "The access method is ready." : "The access method is being set up.";
    }

    AccessMethod toModel(Workspace workspace) {
        AccessMethod.Builder model = base.toBuilder().isIssued(isIssued).displayStatus(status());
        model = isIssued ? model.issuedAt(issueAt) : model.issuedAtNull();
        List<ResourceWarning> warnings = new ArrayList<>();
        if (deletion != null) {
            warnings.add(deletion.warning());
        }
        TimesChange change = grant.timesChange;
        if (change != null && isBeingUpdated()) {
            warnings.add(change.warning().build());
            model.pendingMutations(List.of(change.mutation(grant.base).build()));
        }
        if (!isIssued) {
            workspace.issuer.missingContacts(this).forEach(warnings::add);
        }
        model.warnings(warnings);
        InstantKey key = workspace.keyOf(this);
        if (key != null) {
            model.instantKeyUrl(key.getInstantKeyUrl());
            String token = workspace.sessionOf(key).token();
            if (token != null) {
                model.clientSessionToken(token);
            }
        }
        return model.build();
    }
}
