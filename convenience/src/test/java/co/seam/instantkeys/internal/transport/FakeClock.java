package co.seam.instantkeys.internal.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A clock that waits for nothing: each wait moves it on. Keeps the waits. */
public final class FakeClock implements TransportClock {
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private volatile long now = 1;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void await(long nanos, CountDownLatch wakeUp) {
        pass(nanos);
    }

    @Override
    public Runnable schedule(long nanos, Runnable task) {
        pass(nanos);
        task.run();
        return () -> {};
    }

    @Override
    public void close() {}

    /** The waits so far, in milliseconds. */
    public List<Long> waits() {
        return List.copyOf(waits);
    }

    synchronized void pass(long nanos) {
        now += nanos;
        waits.add(TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
