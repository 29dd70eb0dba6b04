package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.ResourceWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An access grant with the state that the API does not show. */
final class AccessGrantState {
    /** Position in the order of creation; never reused after a deletion. */
    final int number;

    /** The grant without what {@link #toModel} derives: its access methods, status and link. */
    AccessGrant base;
    /** All entrances that the grant opens, including those of its spaces. */
    final List<String> acsEntranceIds;
    /** Display name while the grant has no name. */
    final String defaultName;

    final List<RequestedAccessMethod> requested = new ArrayList<>();
    /** Access methods that were created and not deleted. */
    final List<AccessMethodState> methods = new ArrayList<>();
    /** Why a requested access method was not created. */
    @Nullable
    ResourceError creationError;
    /** Latest change of the access times. */
    @Nullable
    TimesChange timesChange;
    /** Set while it is being deleted. */
    @Nullable
    Deletion deletion;
    /** Doors of the reservation to which the grant belongs; empty if it belongs to none. */
    final Set<String> reservationDoors;

    AccessGrantState(
            int number,
            AccessGrant base,
            List<String> acsEntranceIds,
            Set<String> reservationDoors,
            String defaultName) {
        this.number = number;
        this.base = base;
        this.acsEntranceIds = List.copyOf(acsEntranceIds);
        this.reservationDoors = Set.copyOf(reservationDoors);
        this.defaultName = defaultName;
    }

    String id() {
        return base.getAccessGrantId();
    }

    /**
     * Returns this grant, to change it.
     *
     * @throws ApiError if it is being deleted
     */
    AccessGrantState requireNotBeingDeleted() {
        if (deletion != null) {
            throw ApiError.beingDeleted("access_grant");
        }
        return this;
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
        List<ResourceWarning> warnings = new ArrayList<>();
        if (deletion != null) {
            warnings.add(deletion.warning());
        }
        if (timesChange != null && !beingUpdated.isEmpty()) {
            String ids = "access_method_ids";
            warnings.add(timesChange
                    .warning()
                    .putAdditionalProperty(ids, beingUpdated)
                    .build());
            model.pendingMutations(List.of(timesChange
                    .mutation(base)
                    .putAdditionalProperty(ids, beingUpdated)
                    .build()));
        }
        model.warnings(warnings);
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
        if (deletion != null) {
            return "Access is being removed.";
        }
        if (creationError != null) {
            return "Some access could not be created.";
        }
        if (!beingUpdated.isEmpty()) {
            return "Access times are being changed.";
        }
        return methods.stream().allMatch(method -> method.isIssued) ? "Access is ready." : "Access is being set up.";
    }
}
