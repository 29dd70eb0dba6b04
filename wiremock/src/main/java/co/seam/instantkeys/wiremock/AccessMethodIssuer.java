package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.ResourceWarning;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates access methods, and issues them when they are due and can be delivered. */
final class AccessMethodIssuer {
    private static final Map<AccessMethodMode, String> METHOD_NAMES = Map.of(
            AccessMethodMode.CODE, "PIN Code Credential",
            AccessMethodMode.CARD, "Card Credential",
            AccessMethodMode.MOBILE_KEY, "Mobile Key Credential",
            AccessMethodMode.CLOUD_KEY, "Cloud Key Credential");

    private final Workspace workspace;
    /** Access methods that are due and cannot be delivered. */
    private final Set<AccessMethodState> undelivered = new LinkedHashSet<>();

    AccessMethodIssuer(Workspace workspace) {
        this.workspace = workspace;
    }

    void clear() {
        undelivered.clear();
    }

    void createAll(AccessGrantState grant, List<AccessMethodInput> requests) {
        requests.forEach(request -> create(grant, request));
        workspace.settle();
    }

    private void create(AccessGrantState grant, AccessMethodInput request) {
        Instant now = workspace.now();
        String profile = grant.base.getCustomizationProfileId();
        String name = METHOD_NAMES.getOrDefault(request.mode, request.mode + " credential");
        AccessMethod.Builder base = AccessMethod.builder()
                .accessMethodId(workspace.ids.uuid())
                .workspaceId(workspace.id)
                .mode(request.mode)
                .displayName(name)
                .createdAt(now)
                .errors(List.of())
                .warnings(List.of())
                .pendingMutations(List.of());
        RequestedAccessMethod.Builder requested = RequestedAccessMethod.builder()
                .mode(request.mode)
                .displayName(name)
                .createdAt(now);
        if (profile != null) {
            base.customizationProfileId(profile);
        }
        if (noEntranceSupports(request.mode, grant)) {
            grant.requested.add(requested.createdAccessMethodIds(List.of()).build());
            recordCreationError(grant);
            return;
        }
        InstantKey key = null;
        if (request.mode.equals(AccessMethodMode.CODE)) {
            base.code(request.code == null ? workspace.ids.pin() : request.code);
            if (request.code != null) {
                requested.code(request.code);
            }
        } else if (request.mode.equals(AccessMethodMode.MOBILE_KEY)) {
            requested.instantKeyMaxUseCount(request.useCount);
            key = workspace.issueKey(grant.base.getUserIdentityId(), profile, request.useCount, true);
        }
        AccessMethodState method =
                new AccessMethodState(workspace.nextNumber(), grant, base.build(), idOf(key), nextIssue());
        grant.requested.add(
                requested.createdAccessMethodIds(List.of(method.id())).build());
        grant.methods.add(method);
        workspace.accessMethods.put(method.id(), method);
        workspace.events.record("access_method.created", now, method);
        scheduleIssue(method);
    }

    private Instant nextIssue() {
        return workspace.now().plus(workspace.behavior().issueDelay());
    }

    private void scheduleIssue(AccessMethodState method) {
        workspace.schedule.add(method.issueAt, at -> issue(method));
    }

    /**
     * The API documents that a mobile key needs an entrance with {@code can_unlock_with_mobile_key}, and no rule for
     * other modes.
     */
    private boolean noEntranceSupports(AccessMethodMode mode, AccessGrantState grant) {
        return mode.equals(AccessMethodMode.MOBILE_KEY)
                && workspace
                        .entrancesOf(grant)
                        .allMatch(entrance -> Boolean.FALSE.equals(entrance.getCanUnlockWithMobileKey()));
    }

    /** Assumption: the API documents this error, but not its cause. */
    private void recordCreationError(AccessGrantState grant) {
        String message = "None of the doors can be unlocked with a mobile key.";
        grant.creationError = ResourceError.builder()
                .errorCode("cannot_create_requested_access_methods")
                .message(message)
                .createdAt(workspace.now())
                .build();
        workspace.events.recordCreationError(grant, message);
    }

    private static @Nullable String idOf(@Nullable InstantKey key) {
        return key == null ? null : key.getInstantKeyId();
    }

    /**
     * Revokes issued methods, to issue them again with the new times of the grant. Pending ones keep their due time.
     */
    void reissue(AccessGrantState grant, AccessGrant before) {
        if (grant.methods.stream().noneMatch(AccessMethodState::isBeingUpdated)) {
            grant.timesChange = new TimesChange(workspace.now(), before);
        }
        for (AccessMethodState method : grant.methods) {
            if (method.isIssued && method.deletion == null) {
                workspace.events.record("access_method.revoked", workspace.now(), method);
                method.isIssued = false;
                method.issueAt = nextIssue();
                scheduleIssue(method);
            }
        }
        workspace.settle();
    }

    /** Issues the methods whose user identity has got the address or number that was missing. */
    void issueDeliverable() {
        for (AccessMethodState method : List.copyOf(undelivered)) {
            if (method.deletion != null) {
                undelivered.remove(method);
            } else if (missingContacts(method).isEmpty()) {
                undelivered.remove(method);
                method.issueAt = workspace.now();
                issue(method);
            }
        }
    }

    private void issue(AccessMethodState method) {
        if (method.deletion != null) {
            return;
        }
        if (!missingContacts(method).isEmpty()) {
            undelivered.add(method);
            return;
        }
        method.isIssued = true;
        workspace.events.recordIssued(method);
        method.wasIssuedBefore = true;
    }

    /** Returns a warning for each address or number without which the access system cannot deliver the method. */
    List<ResourceWarning> missingContacts(AccessMethodState method) {
        if (!method.isMobileKey()) {
            return List.of();
        }
        Behavior behavior = workspace.behavior();
        UserIdentity guest = workspace.userIdentityOf(method.grant).base;
        List<ResourceWarning> missing = new ArrayList<>();
        if (behavior.deliversByEmail && guest.getEmailAddress() == null) {
            missing.add(missing("email_address", "The mobile key is sent to an email address", method));
        }
        if (behavior.deliversByPhone && guest.getPhoneNumber() == null) {
            missing.add(missing("phone_number", "The mobile key is sent to a phone number", method));
        }
        return missing;
    }

    private static ResourceWarning missing(String property, String delivery, AccessMethodState method) {
        return ResourceWarning.builder()
                .warningCode("user_identity_missing_" + property)
                .message(delivery + ", and the user identity has none.")
                .createdAt(method.base.getCreatedAt())
                .build();
    }
}
