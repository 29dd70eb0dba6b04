package co.seam.instantkeys.wiremock;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** What the sandbox does later. Nothing runs in the background: whatever is due runs before the next operation. */
final class Schedule {
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing((Task task) -> task.at).thenComparing(task -> task.number));
    private int lastNumber;

    /** @param action gets the time for which it was scheduled, which may be long before it runs */
    void add(Instant at, Consumer<Instant> action) {
        tasks.add(new Task(at, ++lastNumber, action));
    }

    /** Runs the tasks that are due, in the order of their times; among equal times, in the order of their addition. */
    void runUntil(Instant now) {
        while (!tasks.isEmpty() && !tasks.element().at.isAfter(now)) {
            Task task = tasks.remove();
            task.action.accept(task.at);
        }
    }

    void clear() {
        tasks.clear();
        lastNumber = 0;
    }

    private static final class Task {
        private final Instant at;
        private final int number;
        private final Consumer<Instant> action;

        private Task(Instant at, int number, Consumer<Instant> action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }
    }
}
