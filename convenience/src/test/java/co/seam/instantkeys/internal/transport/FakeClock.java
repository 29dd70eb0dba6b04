package co.seam.instantkeys.internal.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock that does not wait: each wait moves it forward. Records the waits. Thread-safe.
 *
 * <p>A request gets the time that is left on this clock as its timeout, but its socket measures that in real time. So a
 * test that does not want timeouts leaves every request some seconds on this clock.
 */
public final class FakeClock implements TransportClock {
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private final long shortestWait;
    private volatile long now = 1;

    /** A clock on which a wait takes exactly as long as requested. */
    public FakeClock() {
        this(Duration.ZERO);
    }

    /** A clock on which every wait takes at least this long, as on a busy machine. */
    public FakeClock(Duration shortestWait) {
        this.shortestWait = shortestWait.toNanos();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void await(long nanos, CountDownLatch wakeUp) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        passWait(nanos);
    }

    @Override
    public Runnable schedule(long nanos, Runnable task) {
        passWait(nanos);
        task.run();
        return () -> {};
    }

    @Override
    public void close() {}

    /** The waits so far, in milliseconds, as they were requested. */
    public List<Long> waits() {
        return List.copyOf(waits);
    }

    /** Moves the clock forward, without a wait. */
    public synchronized void pass(Duration time) {
        now += time.toNanos();
    }

    private synchronized void passWait(long nanos) {
        now += Math.max(nanos, shortestWait);
        waits.add(TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
