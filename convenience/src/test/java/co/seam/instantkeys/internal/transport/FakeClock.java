package co.seam.instantkeys.internal.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock that waits for nothing: each wait moves it on. Keeps the waits. Thread-safe.
 *
 * <p>The timeout of a request is what is left on this clock, but sockets measure it in real time. A test that wants no
 * timeout lets the clock stand well before the deadline whenever a request is sent.
 */
public final class FakeClock implements TransportClock {
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private final long shortestWait;
    private volatile long now = 1;

    /** A clock on which a wait takes exactly as long as it should. */
    public FakeClock() {
        this(Duration.ZERO);
    }

    /** A clock on which every wait takes at least this long, as on a machine with much else to do. */
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

    /** The waits so far, in milliseconds, as they were asked for. */
    public List<Long> waits() {
        return List.copyOf(waits);
    }

    /** Moves the clock on, without a wait. */
    public synchronized void pass(Duration time) {
        now += time.toNanos();
    }

    private synchronized void passWait(long nanos) {
        now += Math.max(nanos, shortestWait);
        waits.add(TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
