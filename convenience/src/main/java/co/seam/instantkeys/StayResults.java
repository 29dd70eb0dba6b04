package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@link Stays#issueAll}, in the order of completion. Stays are issued while results are taken: if
 * nobody takes them, the run pauses, so that memory does not grow with the number of requests. Thread-safe, but meant
 * for one thread.
 *
 * <p>If the iterator of the requests throws, or a call throws an {@link Error}, the results of the stays that were
 * started come first; then {@link #hasNext()} throws the same. If a thread of the caller's executor is interrupted, the
 * run ends in the same way, with an {@link IllegalStateException}.
 */
public final class StayResults implements Iterator<StayResult>, AutoCloseable {
    private final Iterator<StayRequest> requests;
    private final Function<StayRequest, IssuedStay> issue;
    private final IssueAllOptions options;
    private final TransportClock clock;
    private final Brake brake;
    private final long start;

    private final Queue<StayResult> done = new ArrayDeque<>();
    private volatile @Nullable Thread starter;
    private int queuedWorkers;
    private int activeWorkers;
    private boolean isTaking;

    /** Whether no more requests are taken: there are none left, or the run was closed or broken off. */
    private boolean ended;

    private boolean closed;
    private @Nullable Throwable broken;
    private long issued;
    private long existing;
    private long failed;

    /**
     * @param issue issues one stay
     * @param brake that the calls of {@code issue} use
     */
    StayResults(
            Iterator<StayRequest> requests,
            Function<StayRequest, IssuedStay> issue,
            Brake brake,
            Executor executor,
            IssueAllOptions options,
            TransportClock clock) {
        this.requests = requests;
        this.issue = issue;
        this.options = options;
        this.clock = clock;
        this.brake = brake;
        this.start = clock.nanoTime();
        start(options.executor == null ? executor : options.executor);
    }

    private void start(Executor executor) {
        starter = Thread.currentThread();
        for (int i = 0; i < options.concurrency; i++) {
            synchronized (this) {
                queuedWorkers++;
            }
            try {
                executor.execute(this::work);
            } catch (RuntimeException e) {
                synchronized (this) {
                    queuedWorkers--;
                }
                if (i == 0) {
                    throw e;
                }
                break; // those that were started do the work
            }
        }
        starter = null;
    }

    /** Issues one stay after the other, until there are no more requests. */
    private void work() {
        if (Thread.currentThread() == starter) { // nobody could take the results meanwhile
            throw new RejectedExecutionException("the executor runs tasks on the calling thread");
        }
        synchronized (this) {
            queuedWorkers--;
            activeWorkers++;
        }
        try {
            for (StayRequest request = take(); request != null; request = take()) {
                put(issue(request));
            }
        } catch (Throwable e) {
            breakOff(e);
        } finally {
            synchronized (this) {
                activeWorkers--;
                notifyAll();
            }
        }
    }

    private StayResult issue(StayRequest request) {
        Duration tooLong = brake.tooLong();
        if (tooLong != null) {
            return StayResult.failed(request, SeamRateLimitException.notSent(GrantsByKey.CREATE, tooLong));
        }
        try {
            return StayResult.of(request, issue.apply(request));
        } catch (SeamRateLimitException e) { // of a read: writes hold the brake themselves
            if (e.getRetryAfter() != null) {
                brake.hold(e.getRetryAfter());
            }
            return StayResult.failed(request, e);
        } catch (RuntimeException e) {
            return StayResult.failed(request, e);
        } catch (Error e) {
            breakOff(e);
            return StayResult.failed(request, new IllegalStateException("the call failed: " + e, e));
        }
    }

    /** Returns the next request once there is room for its result and the brake is released; null if there is none. */
    private @Nullable StayRequest take() {
        synchronized (this) {
            while (!ended && (isTaking || done.size() >= options.concurrency)) {
                if (!awaitChange()) {
                    break;
                }
            }
            if (ended || isInterrupted()) {
                return null;
            }
            isTaking = true; // the iterator may block, and is for one thread at a time
        }
        try {
            brake.await();
            if (isEnded() || isInterrupted()) {
                return null;
            }
            if (!requests.hasNext()) {
                end();
                return null;
            }
            StayRequest next = requests.next();
            Checks.notNull("a request", next);
            return next;
        } finally {
            synchronized (this) {
                isTaking = false;
                notifyAll();
            }
        }
    }

    /** Breaks the run off if the thread was interrupted: otherwise every remaining stay would fail. */
    private boolean isInterrupted() {
        if (!Thread.currentThread().isInterrupted()) {
            return false;
        }
        breakOff(
                new IllegalStateException("a thread of the run was interrupted; close() reports what was not started"));
        return true;
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void breakOff(Throwable cause) {
        if (broken == null) {
            broken = cause;
        }
        end();
    }

    /** Waits for a change. Returns false if the thread was interrupted; its flag stays set. */
    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private boolean awaitChange() {
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

    /**
     * Returns whether there is another result, and waits for it.
     *
     * @throws RuntimeException or {@link Error}: what the iterator of the requests threw, after all results
     * @throws IllegalStateException if the thread is interrupted while it waits; its interrupt flag stays set. After
     *     all results, if a thread that issues stays was interrupted
     */
    @Override
    public synchronized boolean hasNext() {
        while (done.isEmpty() && (activeWorkers > 0 || (queuedWorkers > 0 && !ended))) {
            if (!awaitChange()) {
                throw new IllegalStateException("interrupted while waiting for a result; close() ends the run");
            }
        }
        if (done.isEmpty() && broken instanceof Error) {
            throw (Error) broken;
        }
        if (done.isEmpty() && broken != null) {
            throw broken instanceof RuntimeException
                    ? (RuntimeException) broken
                    : new IllegalStateException("the iterator threw a checked exception", broken);
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
     * Starts no more stays, and waits until those that were started have ended. Their results can still be taken. If
     * the iterator of the requests blocks, so does this, until the iterator returns.
     */
    @Override
    public synchronized void close() {
        closed = true;
        end();
        brake.release();
        boolean interrupted = false;
        while (activeWorkers > 0) {
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
