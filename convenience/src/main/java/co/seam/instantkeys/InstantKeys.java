package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;

/**
 * Instant keys, the links that open doors. New ones come from {@link UserIdentities#generateInstantKey(String)}, or from a
 * grant with a {@code mobile_key} ({@link AccessGrants#create}). Thread-safe.
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
     * Issues the link for a stay: one grant for the guest, the entrances and the times, and the key that comes with it.
     * Performs exactly one write, {@code POST /access_grants/create}, at most once; a new guest is created by the same
     * request. Before it, a {@code user_identity_key} is looked up and the entrances are checked; after it, the access methods
     * of the grant are read.
     *
     * @throws IllegalArgumentException before anything is created, if an entrance reports that no mobile key unlocks it; the
     *     message names it
     * @throws SeamIssuanceException if the grant exists, but its link or mobile key could not be read; carries the grant
     * @throws SeamException if a call fails before the grant exists, or its outcome is unknown
     */
    public IssuedStay issueForStay(StayRequest request) {
        Checks.notNull("request", request);
        return new StayIssuer(calls, totalTimeout, clock).issue(request);
    }
}
