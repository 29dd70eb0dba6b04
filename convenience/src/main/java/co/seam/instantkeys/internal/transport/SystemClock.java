package co.seam.instantkeys.internal.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The real time. Tasks wait on one daemon thread per client, which starts with the first task and ends when it is idle:
 * the JDK's shared delay thread would keep the context class loader of whoever used it first.
 */
public final class SystemClock implements TransportClock {
    private static final long IDLE_SECONDS = 1;

    private final Set<Task> pending = ConcurrentHashMap.newKeySet();
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
    public synchronized Runnable schedule(long nanos, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        Task scheduled = new Task(task);
        pending.add(scheduled);
        scheduled.timer = scheduler().schedule(scheduled, nanos, TimeUnit.NANOSECONDS);
        return scheduled;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (scheduler != null) {
            for (Task task : pending) {
                task.stopTimer();
                scheduler.execute(task); // on the scheduler's thread: a task runs code of the caller
            }
            scheduler.shutdown();
        }
    }

    /** Created when it is first needed: most clients have no asynchronous retries. */
    private ScheduledThreadPoolExecutor scheduler() {
        if (scheduler == null) {
            scheduler =
                    new ScheduledThreadPoolExecutor(1, task -> DaemonThread.create("seam-instant-keys-retries", task));
            scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            scheduler.allowCoreThreadTimeOut(true);
            scheduler.setRemoveOnCancelPolicy(true);
        }
        return scheduler;
    }

    /** Runs once: when its time is over, or when it is woken up. */
    private final class Task implements Runnable {
        private final Runnable task;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile @Nullable ScheduledFuture<?> timer;

        Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                pending.remove(this);
                stopTimer();
                task.run();
            }
        }

        void stopTimer() {
            ScheduledFuture<?> current = timer;
            if (current != null) {
                boolean ignored = current.cancel(false);
            }
        }
    }
}
