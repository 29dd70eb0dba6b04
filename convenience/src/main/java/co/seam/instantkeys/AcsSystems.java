package co.seam.instantkeys;

/** Access control systems that are connected to the workspace: {@code seam.acs().systems()}. Thread-safe. */
public final class AcsSystems extends AcsSystemsOperations {
    AcsSystems(CallExecutor calls) {
        super(calls);
    }
}
