package co.seam.instantkeys;

/** Entrances, the doors of access control systems: {@code seam.acs().entrances()}. Thread-safe. */
public final class AcsEntrances extends AcsEntrancesOperations {
    AcsEntrances(CallExecutor calls) {
        super(calls);
    }
}
