package co.seam.instantkeys.internal.transport;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real time. Tasks wait on one daemon thread per client, which starts with the first task and ends when it is idle:
 * the JDK's shared delay thread would keep the context class loader of whoever used it first.
 */
public final class SystemClock implements TransportClock {
    private static final long IDLE_SECONDS = 1;

    private @Nullable ScheduledThreadPoolExecutor scheduler;
    private boolean closed;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void await(long nanos, CountDownLatch wakeUp) throws InterruptedException {
        boolean ignored = wakeUp.await(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Runnable schedule(long nanos, Runnable task) {
        ScheduledFuture<?> scheduled = scheduler().schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> {
            if (scheduled.cancel(false)) {
                task.run();
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (scheduler != null) {
            scheduler.shutdown();
        }
    }

    /** Created when it is first needed: most clients have no asynchronous retries. */
    private synchronized ScheduledThreadPoolExecutor scheduler() {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        if (scheduler == null) {
            scheduler =
                    new ScheduledThreadPoolExecutor(1, task -> DaemonThread.create("seam-instant-keys-retries", task));
            scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            scheduler.allowCoreThreadTimeOut(true);
            scheduler.setRemoveOnCancelPolicy(true);
        }
        return scheduler;
    }
}
