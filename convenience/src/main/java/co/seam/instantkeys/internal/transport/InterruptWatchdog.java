package co.seam.instantkeys.internal.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls whose thread was interrupted: a thread that is blocked in a socket read does not notice by itself. One
 * daemon thread for all clients checks the threads that are in a call, as long as there are any.
 */
final class InterruptWatchdog implements Runnable {
    private static final long PERIOD_MILLIS = 25;

    /** About two seconds, so that a program with a call now and then does not start a thread for each. */
    private static final int IDLE_PERIODS = 80;

    private static final Map<TransportCall, Thread> WATCHED = new ConcurrentHashMap<>();
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private InterruptWatchdog() {}

    /** Lets an interrupt of the current thread end the call, until {@link #unwatch}. */
    static void watch(TransportCall call) {
        WATCHED.put(call, Thread.currentThread());
        startIfNeeded();
    }

    static void unwatch(TransportCall call) {
        WATCHED.remove(call);
    }

    private static void startIfNeeded() {
        if (RUNNING.get() || !RUNNING.compareAndSet(false, true)) {
            return;
        }
        boolean started = false;
        try {
            DaemonThread.start("seam-instant-keys-interrupts", new InterruptWatchdog());
            started = true;
        } finally {
            if (!started) {
                RUNNING.set(false); // or no thread would ever be started again
            }
        }
    }

    @Override
    public void run() {
        try {
            watchUntilIdle();
        } finally {
            RUNNING.set(false);
            // A call that came after the last check found the flag still set and started no thread.
            if (!WATCHED.isEmpty()) {
                startIfNeeded();
            }
        }
    }

    private static void watchUntilIdle() {
        for (int idle = 0; idle < IDLE_PERIODS; idle = WATCHED.isEmpty() ? idle + 1 : 0) {
            interruptCalls();
            try {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                return; // the next call starts another thread
            }
        }
    }

    private static void interruptCalls() {
        try {
            WATCHED.forEach((call, thread) -> {
                if (thread.isInterrupted()) {
                    interrupt(call);
                }
            });
        } catch (Throwable e) {
            // Memory is short, for example. The calls of the whole JVM depend on this thread: it tries again.
        }
    }

    /** A call that cannot be ended, whatever it throws, must not end the watch over the others. */
    private static void interrupt(TransportCall call) {
        try {
            call.interrupt();
        } catch (Throwable e) {
            WATCHED.remove(call);
        }
    }
}
