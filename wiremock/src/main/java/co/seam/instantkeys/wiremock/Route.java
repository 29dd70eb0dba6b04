package co.seam.instantkeys.wiremock;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: its HTTP methods, its operation, the counts of its calls, and the faults planned for the next ones.
 * Thread-safe.
 */
final class Route {
    /** POST and, for most operations, another one. */
    final List<String> methods;

    private final Operation operation;
    private final Queue<PlannedFault> planned = new ArrayDeque<>();
    private int received;
    private int processed;

    Route(String path, Operation operation) {
        this.operation = operation;
        methods = methods(path);
    }

    /** Returns the methods of the API's public document. It lacks webhooks: theirs are those of Seam's own clients. */
    private static List<String> methods(String path) {
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "get":
            case "list":
            case "get_related":
                return List.of("GET", "POST");
            case "update":
                return List.of(path.startsWith("/webhooks/") ? "PUT" : "PATCH", "POST");
            case "delete":
                return List.of("DELETE", "POST");
            default:
                return List.of("POST");
        }
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
