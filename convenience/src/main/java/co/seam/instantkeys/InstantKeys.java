package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;

/**
 * Instant keys, the links that open doors. New ones come from {@link UserIdentities#generateInstantKey(String)}, or
 * from a grant with a {@code mobile_key} ({@link AccessGrants#create}). Thread-safe.
 */
public final class InstantKeys extends InstantKeysOperations {
    private final Duration totalTimeout;
    private final TransportClock clock;

    InstantKeys(CallExecutor calls, Duration totalTimeout, TransportClock clock) {
        super(calls);
        this.totalTimeout = totalTimeout;
        this.clock = clock;
    }

    /**
     * Issues the link for a stay: creates one grant for the guest, the entrances and the times, and returns the link of
     * its mobile key.
     *
     * <p>Before the grant is created, a {@code user_identity_key} is looked up and the entrances are checked;
     * afterwards, the access methods of the grant are read. The only write is {@code POST /access_grants/create}, which
     * also creates a new guest, and it is sent as {@link AccessGrants#create} describes. If the server rejects a new
     * guest whose {@code user_identity_key} another call has just taken, the request is sent once more, for the guest
     * who has that key. All calls together end with the total timeout.
     *
     * @throws IllegalArgumentException before anything is created, if an entrance reports that it cannot be unlocked
     *     with a mobile key; the message names it
     * @throws SeamIssuanceException if the grant exists, but its link or mobile key could not be read; carries the
     *     grant
     * @throws SeamException if a call fails before the grant exists, or if it is unknown whether the grant exists
     */
    public IssuedStay issueForStay(StayRequest request) {
        Checks.notNull("request", request);
        return new StayIssuer(calls, totalTimeout, clock).issue(request);
    }
}
