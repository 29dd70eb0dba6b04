package co.seam.instantkeys;

/**
 * Instant keys, the links that open doors. New ones come from {@link UserIdentities#generateInstantKey(String)}, or
 * from a grant with a {@code mobile_key} ({@link AccessGrants#create}). Thread-safe.
 */
public final class InstantKeys extends InstantKeysOperations {
    InstantKeys(CallExecutor calls) {
        super(calls);
    }
}
