package co.seam.instantkeys.live;

import java.time.Duration;
import java.time.Instant;

/** Limits how many requests are sent, and how fast. Thread-safe. */
final class Pace {
    private final Timer timer;
    private final Duration interval;
    private final int limit;
    private int sent;
    private Instant next = Instant.MIN;
    private volatile boolean isStopped;

    /**
     * @param interval between two requests, at least
     * @param limit of requests, in all
     */
    Pace(Timer timer, Duration interval, int limit) {
        this.timer = timer;
        this.interval = interval;
        this.limit = limit;
    }

    /** Lets no further request pass. */
    void stop() {
        isStopped = true;
    }

    /**
     * Waits until that many requests may be sent at once.
     *
     * @throws RunEndedException if they may not
     */
    synchronized void await(int requests) {
        if (sent + requests > limit) {
            throw new RunEndedException("its " + limit + " requests are used up");
        }
        Instant now = timer.now();
        if (now.isBefore(next)) {
            timer.pause(Duration.between(now, next));
            now = next;
        }
        if (isStopped) {
            throw new RunEndedException("it was stopped");
        }
        sent += requests;
        next = now.plus(interval.multipliedBy(requests));
    }

    /** Number of requests that were sent. */
    synchronized int sent() {
        return sent;
    }
}
