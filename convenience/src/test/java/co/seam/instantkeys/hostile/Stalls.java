package co.seam.instantkeys.hostile;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Notices when the machine lets threads wait, so that a busy machine does not look like a call that hangs. */
final class Stalls implements AutoCloseable {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private record Stall(long start, long nanos) {}

    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::watch, "hostile-stalls");

    Stalls() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        long last = System.nanoTime();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(PERIOD_NANOS);
                long now = System.nanoTime();
                if (now - last > 3 * PERIOD_NANOS) {
                    stalls.add(new Stall(last, now - last));
                }
                last = now;
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** The time that threads waited for the machine between two points in time. */
    long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(stalls.stream()
                .filter(stall -> stall.start + stall.nanos > from && stall.start < to)
                .mapToLong(Stall::nanos)
                .sum());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
