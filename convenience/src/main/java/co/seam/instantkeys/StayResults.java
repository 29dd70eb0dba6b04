package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@link Stays#issueAll}, in the order in which they are done. The stays are issued while the results are
 * taken: if nobody takes them, it pauses, so that memory does not grow with the number of requests. Thread-safe, but
 * meant for one thread.
 *
 * <p>If the iterator of the requests throws, the results of what was started come first; then {@link #hasNext()} throws
 * the same.
 */
public final class StayResults implements Iterator<StayResult>, AutoCloseable {
    private final Iterator<StayRequest> requests;
    private final BiFunction<StayRequest, Brake, IssuedStay> issue;
    private final IssueAllOptions options;
    private final TransportClock clock;
    private final Brake brake;
    private final long start;

    private final Queue<StayResult> done = new ArrayDeque<>();
    private int workers;
    private boolean closed;
    private @Nullable RuntimeException broken;
    private boolean isTaking;
    private long issued;
    private long existing;
    private long failed;

    /** @param issue issues one stay */
    StayResults(
            Iterator<StayRequest> requests,
            BiFunction<StayRequest, Brake, IssuedStay> issue,
            Executor executor,
            IssueAllOptions options,
            TransportClock clock) {
        this.requests = requests;
        this.issue = issue;
        this.options = options;
        this.clock = clock;
        this.brake = new Brake(clock);
        this.start = clock.nanoTime();
        start(options.executor == null ? executor : options.executor);
    }

    private void start(Executor executor) {
        for (int i = 0; i < options.concurrency; i++) {
            synchronized (this) {
                workers++;
            }
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                onWorkerEnd();
                if (i == 0) {
                    throw e;
                }
                return; // those that were started do the work
            }
        }
    }

    /** Issues one stay after the other, until there are no more requests. */
    private void work() {
        try {
            StayRequest request = take();
            while (request != null) {
                StayResult result;
                try {
                    brake.await();
                    result = StayResult.of(request, issue.apply(request, brake));
                } catch (RuntimeException e) {
                    result = StayResult.failed(request, e);
                } catch (Error e) {
                    put(StayResult.failed(request, new IllegalStateException("the call failed: " + e, e)));
                    throw e;
                }
                put(result);
                request = take();
            }
        } finally {
            onWorkerEnd();
        }
    }

    /** Returns the next request once there is room for its result; null if there is none. */
    private @Nullable StayRequest take() {
        synchronized (this) {
            while (!closed && broken == null && (isTaking || done.size() >= options.concurrency)) {
                if (!isAwaited()) {
                    return null;
                }
            }
            if (closed || broken != null) {
                return null;
            }
            isTaking = true; // the iterator may block, and is for one thread at a time
        }
        StayRequest next = null;
        RuntimeException failure = null;
        try {
            if (requests.hasNext()) {
                next = requests.next();
                Checks.notNull("a request", next);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        synchronized (this) {
            isTaking = false;
            if (failure != null) {
                broken = failure;
            }
            notifyAll();
        }
        return failure == null ? next : null;
    }

    /** Waits for a change. Returns false if the thread was interrupted, which ends the worker. */
    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private boolean isAwaited() {
        try {
            wait();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void put(StayResult result) {
        done.add(result);
        notifyAll();
    }

    private synchronized void onWorkerEnd() {
        workers--;
        notifyAll();
    }

    /**
     * Returns whether there is another result, and waits for it.
     *
     * @throws RuntimeException what the iterator of the requests threw, after all results
     * @throws IllegalStateException if the thread is interrupted while it waits; its interrupt flag stays set
     */
    @Override
    public synchronized boolean hasNext() {
        while (done.isEmpty() && workers > 0) {
            if (!isAwaited()) {
                throw new IllegalStateException("interrupted while waiting for a result; close() ends the run");
            }
        }
        if (done.isEmpty() && broken != null) {
            throw broken;
        }
        return !done.isEmpty();
    }

    @Override
    public StayResult next() {
        StayResult result;
        StayProgress progress;
        synchronized (this) {
            if (!hasNext()) {
                throw new NoSuchElementException("no result after the last");
            }
            result = done.remove();
            notifyAll();
            count(result);
            progress = new StayProgress(
                    issued, existing, failed, Duration.ofNanos(clock.nanoTime() - start), options.size);
        }
        options.onProgress.accept(progress);
        return result;
    }

    private void count(StayResult result) {
        IssuedStay stay = result.getStay();
        if (stay == null) {
            failed++;
        } else if (stay.isNew()) {
            issued++;
        } else {
            existing++;
        }
    }

    /**
     * Returns the requests that were not started. After {@link #close()}, these are all that have no result.
     *
     * @throws IllegalStateException before {@code close()}
     */
    public synchronized Iterator<StayRequest> notStarted() {
        if (!closed) {
            throw new IllegalStateException("still running: call close() first");
        }
        return requests;
    }

    /**
     * Starts no more stays, and waits until those that were started have ended. Their results can still be taken.
     */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        boolean interrupted = false;
        while (workers > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
