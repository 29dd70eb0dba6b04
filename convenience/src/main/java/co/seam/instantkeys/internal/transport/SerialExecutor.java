package co.seam.instantkeys.internal.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks one after the other on a daemon thread, which ends when it is idle. Drops tasks if too many wait. */
public final class SerialExecutor implements Executor {
    private static final long IDLE_SECONDS = 1;

    private final ThreadPoolExecutor executor;

    /** @param capacity how many tasks may wait */
    public SerialExecutor(String name, int capacity) {
        executor = new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(capacity),
                task -> DaemonThread.create(name, task),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
