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
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Who may open which doors, from when to when, and by what means. Thread-safe. */
public final class AccessGrants {
    private final CallExecutor calls;
    private final AccessMethods accessMethods;
    private final Duration totalTimeout;

    AccessGrants(CallExecutor calls, AccessMethods accessMethods, Duration totalTimeout) {
        this.calls = calls;
        this.accessMethods = accessMethods;
        this.totalTimeout = totalTimeout;
    }

    /**
     * Lets a person through doors. {@code POST /access_grants/create}
     *
     * <p>Sent at most once. With an {@code access_grant_key}, which is unique in the workspace, exactly once: after an unknown
     * outcome the key is looked up, the grant that exists is returned, and only if there is none it is sent again, twice at
     * most.
     *
     * <p>Each {@code mobile_key} it asks for comes with an instant key; if it asks for one, the link is
     * {@code getInstantKeyUrl()} of the result. An unset {@code instant_key_max_use_count} of a mobile key is sent as 1.
     *
     * @throws IllegalArgumentException before any request, if the request targets nothing, ends before it starts, names both
     *     a known and a new person or neither, or asks for an access method with a PIN or use count that its mode does not have
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the {@code access_grant_key} is taken; also if
     *     after an unknown outcome there is a grant under that key for another person, other doors or another time
     * @throws SeamException if the call fails
     */
    public AccessGrant create(CreateAccessGrantRequest request) {
        Checks.notNull("request", request);
        AccessGrantValidator.check(request);
        CreateAccessGrantRequest complete = request.toBuilder()
                .requestedAccessMethods(AccessGrantValidator.withDefaults(request.getRequestedAccessMethods()))
                .build();
        return new IdempotentGrantCreation(this, complete, totalTimeout).create();
    }

    AccessGrant createOnce(CreateAccessGrantRequest request) {
        return calls.execute(api().create(request), AccessGrantResponse::getAccessGrant);
    }

    /**
     * One grant by id. {@code POST /access_grants/get}
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
     * One grant by your own key. {@code POST /access_grants/get}
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
     * One grant by its id or by your own key. {@code POST /access_grants/get}
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
     * All grants that match; with nothing set, those of the whole workspace. {@code POST /access_grants/list}
     *
     * @param request its {@code limit} is the size of a page, its {@code page_cursor} where to start
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
     * Changes what {@code change} sets and leaves the rest: {@code update(id, grant -> grant.endsAt(later))}, or
     * {@code grant -> grant.endsAtNull()} for a grant that never ends. Sent at most once. {@code POST /access_grants/update}
     *
     * <p>New times revoke the access methods and issue them again. A link that has not expired follows by itself; for one
     * that has, generate another.
     *
     * @throws IllegalArgumentException if the end is not after the start
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
     * As {@link #update(String, Consumer)}, for a grant by its id or by your own key.
     *
     * @throws IllegalArgumentException if not exactly one of them is set, or the end is not after the start
     */
    public void update(UpdateAccessGrantRequest request) {
        Checks.notNull("request", request);
        Checks.exactlyOne("accessGrantId and accessGrantKey", request.getAccessGrantId(), request.getAccessGrantKey());
        Checks.endAfterStart(request.getStartsAt(), request.getEndsAt());
        calls.execute(api().update(request));
    }

    /**
     * Takes the access back: all access methods of the grant go with it. {@code POST /access_grants/delete}
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
     * More ways to open the doors of a grant. Sent at most once. {@code POST /access_grants/request_access_methods}
     *
     * @param methods at least one; a mobile key without a use count is sent with 1
     * @throws IllegalArgumentException if there are none, or one has a PIN or use count that its mode does not have
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
     * What belongs to some grants, in one answer: people, doors, spaces, access methods. {@code POST /access_grants/get_related}
     *
     * @throws SeamException if the call fails
     */
    public AccessGrantBatch getRelated(GetRelatedAccessGrantsRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().getRelated(request), AccessGrantBatchResponse::getBatch);
    }

    /**
     * The instant keys that came with a grant, whole: with their ids and expiry. {@code POST /access_methods/list} and
     * {@code POST /access_methods/get_related}
     *
     * @return empty if the grant has no mobile key
     * @throws SeamException if a call fails
     */
    public List<InstantKey> instantKeys(String accessGrantId) {
        return accessMethods.instantKeys(accessGrantId);
    }

    /**
     * Waits until every access method of a grant is issued. The link of a grant may be handed out before; the credential
     * behind it can take moments on real hardware. Polls {@code POST /access_methods/list}; a failed poll is repeated.
     * Interrupting the thread ends the wait and keeps the flag.
     *
     * @param timeout of the whole, time on the wire included
     * @return the methods, all issued; a {@code delay_in_issuing} that is still reported is among their warnings
     * @throws SeamIssuanceException if a method reports {@code failed_to_issue} or the time is up; carries the methods as
     *     they were
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if it cannot be asked for, for example 401
     */
    public List<AccessMethod> awaitIssued(String accessGrantId, Duration timeout) {
        return new IssuancePoller(accessMethods, Checks.notBlank("accessGrantId", accessGrantId), timeout).await();
    }

    private AccessGrantsApi api() {
        return calls.api(AccessGrantsApi.class);
    }
}
