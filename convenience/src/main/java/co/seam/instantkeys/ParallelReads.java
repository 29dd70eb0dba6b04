package co.seam.instantkeys;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Independent reads that run in parallel. Not thread-safe. */
final class ParallelReads {
    private final Executor executor;
    private final List<FutureTask<Void>> reads = new ArrayList<>();

    /** @param executor runs all reads but the first, which the calling thread runs */
    ParallelReads(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable read) {
        reads.add(new FutureTask<>(read, null));
    }

    /**
     * Runs all reads and returns when they have ended.
     *
     * @throws SeamException or {@link IllegalArgumentException}: the failure of the first read that failed, in the
     *     order in which they were added; the others are cancelled
     */
    void run() {
        try {
            reads.stream().skip(1).forEach(this::start);
            // Run here what no thread of the executor has started yet: all of them may be busy.
            reads.forEach(FutureTask::run);
            for (FutureTask<Void> read : reads) {
                read.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (RuntimeException) e.getCause(); // a Runnable throws no others
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SeamConnectionException(
                    "interrupted while reads were in progress; nothing was written", "", false, e);
        } finally {
            reads.forEach(read -> read.cancel(true));
        }
    }

    private void start(FutureTask<Void> read) {
        try {
            executor.execute(read);
        } catch (RejectedExecutionException e) {
            // the calling thread runs it
        }
    }
}
