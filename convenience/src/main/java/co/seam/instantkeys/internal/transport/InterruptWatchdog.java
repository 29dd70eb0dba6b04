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
        Thread thread = new Thread(null, new InterruptWatchdog(), "seam-instant-keys-interrupts", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // or it would keep a web application from being unloaded
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                RUNNING.set(false); // or no thread would ever be started again
            }
        }
    }

    @Override
    public void run() {
        for (int idle = 0; idle < IDLE_PERIODS; idle = WATCHED.isEmpty() ? idle + 1 : 0) {
            WATCHED.forEach((call, thread) -> {
                if (thread.isInterrupted()) {
                    interrupt(call);
                }
            });
            try {
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            } catch (InterruptedException e) {
                break; // the next call starts another thread
            }
        }
        RUNNING.set(false);
        // A call that came after the last check found the flag still set and started no thread.
        if (!WATCHED.isEmpty() && RUNNING.compareAndSet(false, true)) {
            run();
        }
    }

    /** Ends a call. If that fails, the other calls are still watched. */
    private static void interrupt(TransportCall call) {
        try {
            call.interrupt();
        } catch (RuntimeException e) {
            WATCHED.remove(call);
        }
    }
}
