package co.seam.instantkeys.wiremock;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One endpoint: what it does, how often it did, and what goes wrong with its next calls. Thread-safe. */
final class Route {
    private final Operation operation;
    private final Queue<Planned> planned = new ArrayDeque<>();
    private int received;
    private int processed;

    Route(Operation operation) {
        this.operation = operation;
    }

    /** Counts a call, and gives the mishap that is to hit it, which then hits no other. */
    synchronized @Nullable Mishap receive() {
        received++;
        Planned next = planned.peek();
        if (next == null) {
            return null;
        }
        if (--next.callsLeft == 0) {
            planned.remove();
        }
        return next.mishap;
    }

    /** Not under this route's own lock: an operation holds the workspace's. */
    Object process(Input input) {
        Object answer = operation.answer(input);
        synchronized (this) {
            processed++;
        }
        return answer;
    }

    synchronized void plan(int calls, Mishap mishap) {
        planned.add(new Planned(calls, mishap));
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

    private static final class Planned {
        private final Mishap mishap;
        private int callsLeft;

        private Planned(int calls, Mishap mishap) {
            this.callsLeft = calls;
            this.mishap = mishap;
        }
    }
}
