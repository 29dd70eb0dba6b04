package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AccessGrantsApi;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantBatchResponse;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.DeleteAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.RequestAccessMethodsRequest;
import co.seam.instantkeys.generated.model.UpdateAccessGrantRequest;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Creates and manages access grants: who may open which entrances, from when to when, by what means. Thread-safe. */
public final class AccessGrants {
    private final CallExecutor calls;
    private final AccessMethods accessMethods;
    private final Duration totalTimeout;
    private final TransportClock clock;

    AccessGrants(CallExecutor calls, AccessMethods accessMethods, Duration totalTimeout, TransportClock clock) {
        this.calls = calls;
        this.accessMethods = accessMethods;
        this.totalTimeout = totalTimeout;
        this.clock = clock;
    }

    /**
     * Creates an access grant. {@code POST /access_grants/create}
     *
     * <p>Sent at most once. With an {@code access_grant_key}, which is unique in the workspace, the grant is created
     * exactly once: after an unknown outcome, it is looked up by its key and returned if it exists. Only if it does
     * not, the request is sent again, at most two more times.
     *
     * <p>Each requested {@code mobile_key} comes with an instant key. If there is exactly one, its link is
     * {@code getInstantKeyUrl()} of the result. A mobile key without {@code instant_key_max_use_count} is sent with 1.
     *
     * @throws IllegalArgumentException before any request, if the grant would open nothing or does not end after its
     *     start, if both an existing and a new user identity or neither are set, or if an access method has a PIN or
     *     use count that its mode does not allow
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the {@code access_grant_key} is taken; also
     *     if, after an unknown outcome, the lookup finds a grant that differs from the request
     * @throws SeamException if the call fails
     */
    public AccessGrant create(CreateAccessGrantRequest request) {
        Checks.notNull("request", request);
        AccessGrantValidator.check(request);
        CreateAccessGrantRequest complete = request.toBuilder()
                .requestedAccessMethods(AccessGrantValidator.withDefaults(request.getRequestedAccessMethods()))
                .build();
        return new IdempotentGrantCreation(this, complete, totalTimeout, clock).create();
    }

    AccessGrant createOnce(CreateAccessGrantRequest request) {
        return calls.execute(api().create(request), AccessGrantResponse::getAccessGrant);
    }

    /**
     * Returns one grant by its id. {@code POST /access_grants/get}
     *
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public AccessGrant get(String accessGrantId) {
        return get(GetAccessGrantRequest.builder()
                .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                .build());
    }

    /**
     * Returns one grant by your own key. {@code POST /access_grants/get}
     *
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public AccessGrant getByKey(String accessGrantKey) {
        return get(GetAccessGrantRequest.builder()
                .accessGrantKey(Checks.notBlank("accessGrantKey", accessGrantKey))
                .build());
    }

    /**
     * Returns one grant, by its id or by your own key. {@code POST /access_grants/get}
     *
     * @throws IllegalArgumentException if not exactly one of them is set
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public AccessGrant get(GetAccessGrantRequest request) {
        Checks.notNull("request", request);
        Checks.exactlyOne("accessGrantId and accessGrantKey", request.getAccessGrantId(), request.getAccessGrantKey());
        return calls.execute(api().get(request), AccessGrantResponse::getAccessGrant);
    }

    /**
     * Lists the grants that match all filters; without a filter, all of the workspace. {@code POST /access_grants/list}
     *
     * @param request {@code limit} is the page size, {@code page_cursor} the page to start from
     */
    public Paginated<AccessGrant> list(ListAccessGrantsRequest request) {
        Checks.notNull("request", request);
        return calls.paginate(
                request.getPageCursor(),
                cursor -> api().list(
                                cursor == null
                                        ? request
                                        : request.toBuilder().pageCursor(cursor).build()),
                AccessGrantsResponse::getAccessGrants,
                AccessGrantsResponse::getPagination);
    }

    /**
     * Updates what {@code change} sets and leaves the rest as it is: {@code update(id, grant -> grant.endsAt(later))},
     * or {@code grant -> grant.endsAtNull()} for no end. Sent at most once. {@code POST /access_grants/update}
     *
     * <p>New times revoke the access methods and issue them again. A link that has not expired keeps working, with the
     * new times; if it has expired, generate another.
     *
     * @throws IllegalArgumentException if both times are set and the end is not after the start
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public void update(String accessGrantId, Consumer<UpdateAccessGrantRequest.Builder> change) {
        UpdateAccessGrantRequest.Builder request =
                UpdateAccessGrantRequest.builder().accessGrantId(Checks.notBlank("accessGrantId", accessGrantId));
        change.accept(request);
        update(request.build());
    }

    /**
     * Updates a grant as {@link #update(String, Consumer)} does, by its id or by your own key.
     *
     * @throws IllegalArgumentException if not exactly one of them is set, or if both times are set and the end is not
     *     after the start
     */
    public void update(UpdateAccessGrantRequest request) {
        Checks.notNull("request", request);
        Checks.exactlyOne("accessGrantId and accessGrantKey", request.getAccessGrantId(), request.getAccessGrantKey());
        Checks.endAfterStart(request.getStartsAt(), request.getEndsAt());
        calls.execute(api().update(request));
    }

    /**
     * Deletes a grant and its access methods, and so ends the access. {@code POST /access_grants/delete}
     *
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public void delete(String accessGrantId) {
        calls.execute(api().delete(DeleteAccessGrantRequest.builder()
                .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                .build()));
    }

    /**
     * Requests additional access methods for a grant. Sent at most once.
     * {@code POST /access_grants/request_access_methods}
     *
     * @param methods at least one; a mobile key without a use count is sent with 1
     * @throws IllegalArgumentException if there are none, or one has a PIN or use count that its mode does not allow
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public AccessGrant requestAccessMethods(String accessGrantId, List<NewAccessMethod> methods) {
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("methods is empty");
        }
        AccessGrantValidator.check(methods);
        return calls.execute(
                api().requestAccessMethods(RequestAccessMethodsRequest.builder()
                        .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                        .requestedAccessMethods(AccessGrantValidator.withDefaults(methods))
                        .build()),
                AccessGrantResponse::getAccessGrant);
    }

    /**
     * Returns what is related to some grants, in one call: user identities, entrances, spaces, access methods.
     * {@code POST /access_grants/get_related}
     *
     * @throws SeamException if the call fails
     */
    public AccessGrantBatch getRelated(GetRelatedAccessGrantsRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().getRelated(request), AccessGrantBatchResponse::getBatch);
    }

    /**
     * Returns the instant keys of a grant, with their ids and expiry. {@code POST /access_methods/list} and
     * {@code POST /access_methods/get_related}
     *
     * @return empty if the grant has no mobile key
     * @throws SeamException if a call fails
     */
    public List<InstantKey> instantKeys(String accessGrantId) {
        return accessMethods.instantKeys(accessGrantId);
    }

    /**
     * Waits until every access method of a grant is issued. You need not wait to hand out the link: only the credential
     * behind it takes a moment on real hardware. Polls {@code POST /access_methods/list}; a poll that fails is
     * repeated. Interrupting the thread ends the wait and keeps the interrupt flag set.
     *
     * @param timeout for the whole wait, including the requests
     * @return the methods, all issued; a {@code delay_in_issuing} that is still reported is among their warnings
     * @throws SeamIssuanceException if a method reports {@code failed_to_issue}, the timeout ends or the thread is
     *     interrupted; carries the methods in their last known state
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if repeating the poll would not help, for example after 401
     */
    public List<AccessMethod> awaitIssued(String accessGrantId, Duration timeout) {
        return new IssuancePoller(accessMethods, Checks.notBlank("accessGrantId", accessGrantId), timeout, clock)
                .await();
    }

    private AccessGrantsApi api() {
        return calls.api(AccessGrantsApi.class);
    }
}
