package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;

/** The calls of one method: however many there are, they end at one deadline. Thread-safe. */
final class BoundedCalls {
    private final CallExecutor calls;
    private final Deadline deadline;
    private final TransportClock clock;
    private final Brake brake;

    private BoundedCalls(CallExecutor calls, Deadline deadline, TransportClock clock, Brake brake) {
        this.calls = calls.until(deadline);
        this.deadline = deadline;
        this.clock = clock;
        this.brake = brake;
    }

    /** @param totalTimeout from now on; zero for none */
    static BoundedCalls start(CallExecutor calls, Duration totalTimeout, TransportClock clock) {
        return start(calls, totalTimeout, clock, new Brake(clock, totalTimeout));
    }

    /** @param brake holds others back while the server asks for fewer requests */
    static BoundedCalls start(CallExecutor calls, Duration totalTimeout, TransportClock clock, Brake brake) {
        return new BoundedCalls(calls, Deadline.after(totalTimeout, clock), clock, brake);
    }

    CallExecutor executor() {
        return calls;
    }

    TransportClock clock() {
        return clock;
    }

    /** Returns whether more than this time is left. */
    boolean hasTimeFor(Duration time) {
        return deadline.hasTimeFor(time);
    }

    /** Waits. Ends early if the thread is interrupted, and leaves its flag set. */
    void pause(Duration time) {
        try {
            clock.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps others from starting, because the server asks for fewer requests. */
    void holdOthers(Duration time) {
        brake.hold(time);
    }
}
