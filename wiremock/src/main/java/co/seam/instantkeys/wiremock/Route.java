package co.seam.instantkeys.wiremock;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One endpoint: its operation, the counts of its calls, and the faults planned for the next ones. Thread-safe. */
final class Route {
    private final Operation operation;
    private final Queue<PlannedFault> planned = new ArrayDeque<>();
    private int received;
    private int processed;

    Route(Operation operation) {
        this.operation = operation;
    }

    /** Counts a call, and takes the fault that is planned for it, if any. */
    synchronized @Nullable InjectedFault receive() {
        received++;
        PlannedFault next = planned.peek();
        if (next == null) {
            return null;
        }
        if (--next.callsLeft == 0) {
            planned.remove();
        }
        return next.fault;
    }

    /** Runs the operation without this route's own lock: the caller holds the workspace's. */
    Object process(Input input) {
        Object response = operation.execute(input);
        synchronized (this) {
            processed++;
        }
        return response;
    }

    synchronized void plan(int calls, InjectedFault fault) {
        planned.add(new PlannedFault(calls, fault));
    }

    synchronized int timesReceived() {
        return received;
    }

    synchronized int timesProcessed() {
        return processed;
    }

    synchronized void reset() {
        planned.clear();
        received = 0;
        processed = 0;
    }

    private static final class PlannedFault {
        private final InjectedFault fault;
        private int callsLeft;

        private PlannedFault(int calls, InjectedFault fault) {
            this.callsLeft = calls;
            this.fault = fault;
        }
    }
}
