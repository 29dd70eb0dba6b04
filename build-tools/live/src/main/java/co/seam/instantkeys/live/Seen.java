package co.seam.instantkeys.live;

import java.util.ArrayList;
import java.util.List;

/** What the responses of a run have shown besides what their checks looked for. Thread-safe. */
final class Seen {
    private final List<Reply> errors = new ArrayList<>();
    private int unprocessedAfter429;
    private int processedAfter429;

    synchronized void add(Reply reply) {
        if (reply.status() >= 400 && reply.status() < 500) { // others may come from a proxy
            errors.add(reply);
        }
    }

    /** Adds that a create got a 429, and whether a lookup found what it was to create. */
    synchronized void addLookupAfter429(boolean isFound) {
        if (isFound) {
            processedAfter429++;
        } else {
            unprocessedAfter429++;
        }
    }

    synchronized List<Reply> errors() {
        return List.copyOf(errors);
    }

    synchronized int unprocessedAfter429() {
        return unprocessedAfter429;
    }

    synchronized int processedAfter429() {
        return processedAfter429;
    }
}
