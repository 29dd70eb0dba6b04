package co.seam.instantkeys.internal.transport;

import java.util.concurrent.CountDownLatch;

/** The clock and the waits of the transport. Tests replace them and wait for nothing. Thread-safe. */
public interface TransportClock {
    /**
     * Returns the time in nanoseconds, comparable only with other times of this clock, like {@link System#nanoTime()}.
     */
    long nanoTime();

    /** Waits on the calling thread until the time is over or the latch is open. */
    void await(long nanos, CountDownLatch wakeUp) throws InterruptedException;

    /** Waits on the calling thread until the time is over. */
    default void sleep(long nanos) throws InterruptedException {
        await(nanos, new CountDownLatch(1));
    }

    /**
     * Runs the task on another thread once the time is over.
     *
     * @return a handle that runs the task now, unless it has already begun
     * @throws java.util.concurrent.RejectedExecutionException if the clock is closed
     */
    Runnable schedule(long nanos, Runnable task);

    /** Accepts no further tasks, and runs those that are scheduled now. */
    void close();
}
