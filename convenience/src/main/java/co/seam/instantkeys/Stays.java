package co.seam.instantkeys;

import co.seam.instantkeys.StayIssuer.CheckedStay;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of bookings: {@code seam.stays()}. Each stay is one access grant under your own key, its
 * {@code access_grant_key}, which is unique in the workspace. That key makes it safe to call a method again, from any
 * thread or process, whatever happened before: a message that is delivered twice issues one key. Thread-safe.
 *
 * <p>All requests of one call together end with the total timeout; for {@link #issueAll}, those of each stay, and for
 * {@link #list}, those of each page. Writes are sent again where a lookup by the key shows that this is safe, and after
 * a 429, which is waited out within the total timeout.
 */
public final class Stays {
    private final CallExecutor calls;
    private final Duration totalTimeout;
    private final TransportClock clock;

    /** @param totalTimeout of each method; zero for none */
    Stays(CallExecutor calls, Duration totalTimeout, TransportClock clock) {
        this.calls = calls;
        this.totalTimeout = totalTimeout;
        this.clock = clock;
    }

    /**
     * Issues the link for a stay: creates one grant, exactly once per key, and returns the link of its mobile key. If
     * the grant exists and is the requested one, returns it with its link; {@link IssuedStay#isNew()} is false. A grant
     * that is being deleted counts as absent: its end is awaited.
     *
     * <p>The only write is {@code POST /access_grants/create}, which also creates a new guest. Before it, entrances,
     * space keys and the guest's key are looked up, at the same time. A new guest whose {@code user_identity_key}
     * exists is that guest.
     *
     * @throws IllegalArgumentException before anything is created, if an entrance does not exist or reports that no
     *     mobile key unlocks it, or if no space has one of the space keys; the message names them
     * @throws SeamConflictException if another grant has the key, with how it differs; it is left as it is. Also if the
     *     e-mail address or phone number of a new guest belongs to another user identity
     * @throws SeamIssuanceException if the grant exists, but its link, or when that expires, could not be read; carries
     *     the grant
     * @throws SeamTimeoutException also if a grant that is being deleted is still there at the end of the total timeout
     * @throws SeamException if a call fails before the grant exists, or if it is unknown whether the grant exists; call
     *     again to find out
     */
    public IssuedStay issue(StayRequest request) {
        Checks.notNull("request", request);
        return new Invocation().issuer.issue(request);
    }

    /**
     * Issues many stays, eight at a time. The same as {@link #issueAll(Iterator, IssueAllOptions)} with default
     * options.
     */
    public StayResults issueAll(Iterator<StayRequest> requests) {
        return issueAll(requests, IssueAllOptions.builder().build());
    }

    /**
     * Issues many stays, several at a time, each as {@link #issue} does, and yields each result as soon as it is
     * available. Takes requests from the iterator while results are taken, so that both may be of any length. Checks
     * each entrance and each space only once. If the server responds with 429, no stay is started until the time that
     * it asks for is over. While that time is longer than the total timeout, stays end without a request: with a
     * {@link SeamRateLimitException} whose {@code getRetryAfter()} is the time that is left.
     *
     * <p>To resume a run that ended early, run it again: stays that exist are found, and not issued twice. A key that
     * occurs twice in one run yields the same stay twice, or a conflict, as from two callers.
     *
     * <pre>{@code
     * try (StayResults results = seam.stays().issueAll(requests.iterator())) {
     *     while (results.hasNext()) {
     *         StayResult result = results.next();
     *         ...
     *     }
     * }
     * }</pre>
     *
     * @param requests used by one thread at a time, but not always the same one
     * @return close it, or take all results: until then, it occupies threads
     * @throws IllegalStateException if the client is closed
     * @throws java.util.concurrent.RejectedExecutionException if the executor starts no thread
     */
    public StayResults issueAll(Iterator<StayRequest> requests, IssueAllOptions options) {
        Checks.notNull("requests", requests);
        Checks.notNull("options", options);
        CheckedTargets targets = new CheckedTargets();
        Brake brake = new Brake(clock, totalTimeout);
        return new StayResults(
                requests,
                request -> new Invocation(targets, brake).issuer.issue(request),
                brake,
                calls.executor(),
                options,
                clock);
    }

    /**
     * Returns the stay under a key, with its link and the link's expiry. {@code POST /access_grants/get} and
     * {@code POST /instant_keys/list}
     *
     * @throws SeamNotFoundException if there is none, or if it is being deleted
     * @throws SeamIssuanceException if its link, or when that expires, could not be read; carries the grant
     * @throws SeamException if a call fails
     */
    public IssuedStay get(String accessGrantKey) {
        Checks.notBlank("accessGrantKey", accessGrantKey);
        Invocation invocation = new Invocation();
        return invocation.issuer.read(invocation.grants.getLive(accessGrantKey));
    }

    /**
     * Lists the grants whose keys start with a prefix, to compare them with your bookings. Reads all grants of the
     * workspace, page by page, because the API has no such filter. Grants that are being deleted are among them, with
     * the warning {@code being_deleted}. Grants that are created or deleted while the list is read may be missing or
     * occur twice: before you act on a difference, {@link #get} the stay. {@code POST /access_grants/list}
     *
     * @param keyPrefix not blank
     * @return the grants of all pages, fetched as they are consumed; a page may be empty
     */
    public Paginated<AccessGrant> list(String keyPrefix) {
        Checks.notBlank("keyPrefix", keyPrefix);
        return new AccessGrants(calls, totalTimeout, clock)
                .list()
                .filter(grant -> grant.getAccessGrantKey() != null
                        && grant.getAccessGrantKey().startsWith(keyPrefix));
    }

    /**
     * Sets when a stay starts and ends. A link that is valid stays valid; one that has expired is replaced by
     * {@link #newLink}. Sends no write if the stay has these times. {@code POST /access_grants/update}
     *
     * @throws IllegalArgumentException if the end is not after the start
     * @throws SeamNotFoundException if there is no such stay, if it is being deleted, or if another call cancels it
     *     meanwhile
     * @throws SeamIssuanceException if the stay has the times, but it or its link could not be read
     * @throws SeamException if a call fails; if the outcome is unknown, call again
     */
    public IssuedStay changeTimes(String accessGrantKey, Instant startsAt, Instant endsAt) {
        return change(accessGrantKey, startsAt, Objects.requireNonNull(endsAt, "endsAt is null"));
    }

    /**
     * Sets when a stay starts, and lets it go on until it is changed or cancelled. Otherwise the same as
     * {@link #changeTimes}.
     *
     * @throws SeamNotFoundException if there is no such stay, if it is being deleted, or if another call cancels it
     *     meanwhile
     * @throws SeamIssuanceException if the stay has the times, but it or its link could not be read
     * @throws SeamException if a call fails; if the outcome is unknown, call again
     */
    public IssuedStay changeTimesNoEnd(String accessGrantKey, Instant startsAt) {
        return change(accessGrantKey, startsAt, null);
    }

    private IssuedStay change(String accessGrantKey, Instant startsAt, @Nullable Instant endsAt) {
        Checks.notBlank("accessGrantKey", accessGrantKey);
        Checks.notNull("startsAt", startsAt);
        Checks.endAfterStart(startsAt, endsAt);
        Invocation invocation = new Invocation();
        AccessGrant grant = invocation.grants.getLive(accessGrantKey);
        boolean changed = invocation.grants.changeTimes(grant, startsAt, endsAt);
        return changed ? invocation.issuer.readAgain(grant) : invocation.issuer.read(grant);
    }

    /**
     * Creates another link for the guest of a stay, with the use count and branding of the first, for example because
     * that one expired. Links that exist stay as they are. {@code POST /user_identities/generate_instant_key}. Sent at
     * most once: a link has no key of yours that would show whether it exists.
     *
     * @throws SeamNotFoundException if there is no such stay, or if it is being deleted
     * @throws SeamException if a call fails
     */
    public InstantKey newLink(String accessGrantKey) {
        Checks.notBlank("accessGrantKey", accessGrantKey);
        Invocation invocation = new Invocation();
        AccessGrant grant = invocation.grants.getLive(accessGrantKey);
        GenerateInstantKeyRequest.Builder request = GenerateInstantKeyRequest.builder()
                .userIdentityId(grant.getUserIdentityId())
                .maxUseCount(useCount(grant));
        if (grant.getCustomizationProfileId() != null) {
            request.customizationProfileId(grant.getCustomizationProfileId());
        }
        return new UserIdentities(invocation.bounded.executor()).generateInstantKey(request.build());
    }

    private static int useCount(AccessGrant grant) {
        return grant.getRequestedAccessMethods().stream()
                .filter(method -> method.getMode().equals(AccessMethodMode.MOBILE_KEY))
                .map(RequestedAccessMethod::getInstantKeyMaxUseCount)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Defaults.MAX_USE_COUNT);
    }

    /**
     * Revokes a stay: its access ends. {@code POST /access_grants/delete}
     *
     * @return false if there was nothing to revoke: no such stay, or one that is being deleted
     * @throws SeamException if a call fails; if the outcome is unknown, call again
     */
    public boolean cancel(String accessGrantKey) {
        Checks.notBlank("accessGrantKey", accessGrantKey);
        Invocation invocation = new Invocation();
        AccessGrant grant = invocation.grants.find(accessGrantKey);
        if (grant == null || GrantsByKey.isBeingDeleted(grant)) {
            return false;
        }
        invocation.grants.delete(grant);
        return true;
    }

    /**
     * Replaces whatever grant is under the key of the request, for example because the guest moves to another room. The
     * same as {@link #replace(StayRequest, String)} without an expected grant.
     *
     * @throws IllegalArgumentException before anything is revoked; as for {@link #issue}
     * @throws SeamNotFoundException before anything is revoked, if the guest or a space does not exist
     * @throws SeamConflictException if nothing was revoked, because the guest's e-mail address or phone number belongs
     *     to another user identity, or because another call revoked the old grant and issued one of its own
     * @throws SeamReplacementException if the old grant is revoked and the new one is not issued
     * @throws SeamException if a call fails before anything is revoked, or if it is unknown whether the old grant is
     *     revoked; call again
     */
    public IssuedStay replace(StayRequest request) {
        Checks.notNull("request", request);
        return replaceExpected(request, null);
    }

    /**
     * Replaces a grant: checks everything that can be checked, revokes the old grant, waits for its end, and issues the
     * new one. In between the guest has no access. If this is interrupted, even by a crash, calling it again with the
     * same request finishes the job. If the requested grant exists, it is returned; if there is none, it is issued.
     *
     * @param expectedAccessGrantId of the grant to replace; a newer one under the same key is not revoked, so that a
     *     message that is delivered late does not undo it
     * @throws IllegalArgumentException before anything is revoked; as for {@link #issue}
     * @throws SeamNotFoundException before anything is revoked, if the guest or a space does not exist
     * @throws SeamConflictException before anything is revoked, if a grant other than the expected one has the key,
     *     even one that is being deleted, or if the guest's e-mail address or phone number belongs to another user
     *     identity
     * @throws SeamReplacementException if the old grant is revoked and the new one is not issued
     * @throws SeamException if a call fails before anything is revoked, or if it is unknown whether the old grant is
     *     revoked; call again
     */
    public IssuedStay replace(StayRequest request, String expectedAccessGrantId) {
        Checks.notNull("request", request);
        return replaceExpected(request, Checks.notBlank("expectedAccessGrantId", expectedAccessGrantId));
    }

    private IssuedStay replaceExpected(StayRequest request, @Nullable String expectedId) {
        Invocation invocation = new Invocation();
        CheckedStay stay = invocation.issuer.check(request);
        AccessGrant old = invocation.grants.find(request.accessGrantKey());
        if (old == null) {
            invocation.issuer.checkBeforeReplacing(stay);
            return invocation.issuer.issue(stay);
        }
        boolean isLive = !GrantsByKey.isBeingDeleted(old);
        if (isLive && invocation.issuer.isRequested(stay, old)) {
            return invocation.issuer.read(old);
        }
        if (!Echo.matches(expectedId, old.getAccessGrantId())) {
            List<GrantDifference> differences = isLive ? invocation.issuer.differences(stay, old) : null;
            throw unexpected(expectedId, old, differences == null ? List.of() : differences);
        }
        invocation.issuer.checkBeforeReplacing(stay);
        if (isLive) {
            invocation.grants.delete(old);
        }
        try {
            invocation.grants.awaitDeleted(request.accessGrantKey(), old);
            return invocation.issuer.issue(stay);
        } catch (SeamIssuanceException e) { // the new grant exists
            throw e;
        } catch (RuntimeException e) { // a SeamException, or the client was closed, or a supplier of credentials failed
            throw new SeamReplacementException(old, e);
        }
    }

    /** A grant other than the expected one is newer, even if it is being deleted by now. */
    private static SeamConflictException unexpected(
            @Nullable String expectedId, AccessGrant found, List<GrantDifference> differences) {
        return SeamConflictException.withGrant(
                "/access_grants/create",
                found,
                differences,
                "the access_grant_key of this request belongs to grant "
                        + SecretRedactor.quote(found.getAccessGrantId()) + ", which is not the one to be replaced, "
                        + SecretRedactor.quote(String.valueOf(expectedId)) + ", and was not revoked");
    }

    /** One call of a method of this class: everything in it ends at one deadline. */
    private final class Invocation {
        private final BoundedCalls bounded;
        private final StayIssuer issuer;
        private final GrantsByKey grants;

        Invocation() {
            this(new CheckedTargets(), new Brake(clock, totalTimeout));
        }

        /** @param brake shared by the stays of one run */
        Invocation(CheckedTargets targets, Brake brake) {
            bounded = BoundedCalls.start(calls, totalTimeout, clock, brake);
            issuer = new StayIssuer(bounded, targets);
            grants = new GrantsByKey(bounded);
        }
    }
}
