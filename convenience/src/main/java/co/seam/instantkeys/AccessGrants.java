package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.RequestAccessMethodsRequest;
import co.seam.instantkeys.generated.model.UpdateAccessGrantRequest;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Access grants: who may open which entrances, from when to when, and by what means. Thread-safe. */
public final class AccessGrants extends AccessGrantsOperations {
    private final AccessMethods accessMethods;
    private final TransportClock clock;
    private final Supplier<BoundedCalls> callsOfCreation;

    /** @param totalTimeout of each creation; zero for none */
    AccessGrants(CallExecutor calls, Duration totalTimeout, TransportClock clock) {
        this(calls, clock, () -> BoundedCalls.start(calls, totalTimeout, clock));
    }

    /** @param bounded executes all calls of this object, which end at its deadline */
    AccessGrants(BoundedCalls bounded) {
        this(bounded.executor(), bounded.clock(), () -> bounded);
    }

    private AccessGrants(CallExecutor calls, TransportClock clock, Supplier<BoundedCalls> callsOfCreation) {
        super(calls);
        this.accessMethods = new AccessMethods(calls);
        this.clock = clock;
        this.callsOfCreation = callsOfCreation;
    }

    /**
     * Creates an access grant. {@code POST /access_grants/create}
     *
     * <p>Sent at most once, unless the request has an {@code access_grant_key}. The key is unique in the workspace, so
     * there is never a second grant: after an unknown outcome, the grant is looked up by its key, and returned if it
     * exists; otherwise the request is sent again, at most two more times. If the request was certainly not processed,
     * it is sent again without a lookup. After a 429, it is sent again once the time that the server asks for is over.
     * All of this ends with the total timeout.
     *
     * <p>Each requested {@code mobile_key} comes with an instant key. If there is exactly one,
     * {@code getInstantKeyUrl()} of the result is its link. A mobile key without a use count is sent with
     * {@code instant_key_max_use_count} 1.
     *
     * @throws IllegalArgumentException before any request, if the grant would open nothing, if it ends before it
     *     starts, if both or neither of {@code userIdentityId} and {@code userIdentity} are set, or if an access method
     *     has a PIN or use count that its mode does not allow
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the {@code access_grant_key} is taken; also
     *     if, after an unknown outcome, the grant under that key differs from the request
     * @throws SeamException if the call fails
     */
    @Override
    public AccessGrant create(CreateAccessGrantRequest request) {
        Checks.notNull("request", request);
        AccessGrantValidator.check(request);
        CreateAccessGrantRequest complete = request.toBuilder()
                .requestedAccessMethods(AccessGrantValidator.withDefaults(request.getRequestedAccessMethods()))
                .build();
        return new IdempotentGrantCreation(complete, callsOfCreation.get()).create();
    }

    AccessGrant createOnce(CreateAccessGrantRequest request) {
        return calls.execute(
                api().create(request), AccessGrantResponse::getAccessGrant, grant -> isFor(request, grant));
    }

    private boolean isFor(CreateAccessGrantRequest request, AccessGrant grant) {
        return Echo.matches(request.getAccessGrantKey(), grant.getAccessGrantKey())
                && (request.getUserIdentityId() == null
                        || new UserIdentities(calls)
                                .isOrMergedInto(request.getUserIdentityId(), grant.getUserIdentityId()));
    }

    /**
     * Updates a grant with the properties that {@code change} sets, and leaves the rest as it is:
     * {@code update(id, grant -> grant.endsAt(later))}, or {@code grant -> grant.endsAtNull()} for access without an
     * end. {@code POST /access_grants/update}. Sent at most once.
     *
     * @throws IllegalArgumentException if the id is blank, or the end is not after the start
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
     * The same as {@link #update(String, Consumer)}, for a grant identified by id or by your own key.
     *
     * @throws IllegalArgumentException if not exactly one of {@code accessGrantId} and {@code accessGrantKey} is set,
     *     or the end is not after the start
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    @Override
    public void update(UpdateAccessGrantRequest request) {
        Checks.notNull("request", request);
        Checks.endAfterStart(request.getStartsAt(), request.getEndsAt());
        super.update(request);
    }

    /**
     * Requests additional access methods for a grant. {@code POST /access_grants/request_access_methods}. Sent at most
     * once.
     *
     * @param methods at least one; a mobile key without a use count is sent with 1
     * @throws IllegalArgumentException if there are none, or if one has a PIN or use count that its mode does not allow
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public AccessGrant requestAccessMethods(String accessGrantId, List<NewAccessMethod> methods) {
        return requestAccessMethods(RequestAccessMethodsRequest.builder()
                .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                .requestedAccessMethods(methods)
                .build());
    }

    /**
     * The same as {@link #requestAccessMethods(String, List)}.
     *
     * @throws IllegalArgumentException if there are none, or if one has a PIN or use count that its mode does not allow
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    @Override
    public AccessGrant requestAccessMethods(RequestAccessMethodsRequest request) {
        Checks.notNull("request", request);
        List<NewAccessMethod> methods = request.getRequestedAccessMethods();
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("requestedAccessMethods is empty");
        }
        AccessGrantValidator.check(methods);
        return super.requestAccessMethods(request.toBuilder()
                .requestedAccessMethods(AccessGrantValidator.withDefaults(methods))
                .build());
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
     * Waits until every access method of a grant is issued. The link can be handed out before that; on real hardware,
     * the credential behind it may take a moment longer. Polls {@code POST /access_methods/list}, and continues after a
     * poll that fails. Interrupting the thread ends the wait and keeps the interrupt flag.
     *
     * @param timeout of the whole wait, including its calls
     * @return the access methods, all issued; their warnings may still include {@code delay_in_issuing}
     * @throws SeamIssuanceException if a method reports {@code failed_to_issue}, if it cannot be delivered because the
     *     guest has no e-mail address or phone number, if the timeout expires, or if the thread is interrupted; carries
     *     the methods in their last known state
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if a poll fails with an error that another poll would get too, such as 401
     */
    public List<AccessMethod> awaitIssued(String accessGrantId, Duration timeout) {
        return new IssuancePoller(calls, Checks.notBlank("accessGrantId", accessGrantId), timeout, clock).await();
    }
}
