package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An access grant with what it remembers and does not show. */
final class AccessGrantState {
    /** Counts up, and is not used again after a deletion. */
    final int number;

    /** Without what came of it: its methods, its status and its link. */
    AccessGrant base;
    /** Those of its spaces included. */
    final List<String> acsEntranceIds;
    /** What to call the grant while it has no name. */
    final String defaultName;

    final List<RequestedAccessMethod> requested = new ArrayList<>();
    /** Those that were not deleted. */
    final List<AccessMethodState> methods = new ArrayList<>();
    /** Why a method that was requested does not exist. */
    @Nullable
    ResourceError creationError;
    /** The last one. */
    @Nullable
    TimesChange timesChange;

    AccessGrantState(int number, AccessGrant base, List<String> acsEntranceIds, String defaultName) {
        this.number = number;
        this.base = base;
        this.acsEntranceIds = List.copyOf(acsEntranceIds);
        this.defaultName = defaultName;
    }

    String id() {
        return base.getAccessGrantId();
    }

    AccessGrant toModel(Workspace workspace) {
        List<String> methodIds = methods.stream().map(AccessMethodState::id).collect(Collectors.toList());
        List<String> beingUpdated = methods.stream()
                .filter(AccessMethodState::isBeingUpdated)
                .map(AccessMethodState::id)
                .collect(Collectors.toList());
        AccessGrant.Builder model = base.toBuilder()
                .displayStatus(status(beingUpdated))
                .accessMethodIds(methodIds)
                .requestedAccessMethods(requested.stream()
                        .map(request -> request.toBuilder()
                                .createdAccessMethodIds(request.getCreatedAccessMethodIds().stream()
                                        .filter(methodIds::contains)
                                        .collect(Collectors.toList()))
                                .build())
                        .collect(Collectors.toList()));
        if (creationError != null) {
            model.errors(List.of(creationError));
        }
        if (timesChange != null && !beingUpdated.isEmpty()) {
            String ids = "access_method_ids";
            model.warnings(List.of(timesChange
                    .warning()
                    .putAdditionalProperty(ids, beingUpdated)
                    .build()));
            model.pendingMutations(List.of(timesChange
                    .mutation(base)
                    .putAdditionalProperty(ids, beingUpdated)
                    .build()));
        }
        List<AccessMethodState> mobileKeys =
                methods.stream().filter(AccessMethodState::isMobileKey).collect(Collectors.toList());
        if (mobileKeys.size() == 1) { // with several, each access method has its own link
            AccessMethod mobileKey = mobileKeys.get(0).toModel(workspace);
            String url = mobileKey.getInstantKeyUrl();
            if (url != null) {
                model.instantKeyUrl(url);
            }
            String token = mobileKey.getClientSessionToken();
            if (token != null) {
                model.clientSessionToken(token);
            }
        }
        return model.build();
    }

    private String status(List<String> beingUpdated) {
        if (creationError != null) {
            return "Some access could not be created.";
        }
        if (!beingUpdated.isEmpty()) {
            return "Access times are being changed.";
        }
        return methods.stream().allMatch(method -> method.isIssued) ? "Access is ready." : "Access is being set up.";
    }
}
