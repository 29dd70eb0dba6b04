package co.seam.instantkeys.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** Measures CPU time and allocated bytes, since its creation, of all Java threads but the one that reads it. */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final long[] NEW = {0, 0};

    private final Map<Long, long[]> before;
    private final long startedBefore;
    private final long processBefore;

    Meter() {
        startedBefore = THREADS.getTotalStartedThreadCount();
        before = threads();
        processBefore = SYSTEM.getProcessCpuTime();
    }

    /**
     * @param processCpuNanos including the compiler and the garbage collector, to check the sum over the threads
     * @param ended threads that ended meanwhile, whose CPU time and bytes are missing from the sums
     */
    record Reading(long cpuNanos, long bytes, long processCpuNanos, long ended) {}

    Reading read() {
        long process = SYSTEM.getProcessCpuTime() - processBefore;
        Map<Long, long[]> after = threads();
        long ended = THREADS.getTotalStartedThreadCount() - startedBefore;
        long cpu = 0;
        long bytes = 0;
        for (Map.Entry<Long, long[]> thread : after.entrySet()) {
            long[] now = thread.getValue();
            long[] then = before.getOrDefault(thread.getKey(), NEW);
            ended -= then == NEW ? 1 : 0;
            cpu += now[0] - then[0];
            bytes += now[1] - then[1];
        }
        for (Long thread : before.keySet()) {
            ended += after.containsKey(thread) ? 0 : 1;
        }
        return new Reading(cpu, bytes, process, ended);
    }

    static long currentThreadCpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static Map<Long, long[]> threads() {
        long[] ids = THREADS.getAllThreadIds();
        long[] cpu = THREADS.getThreadCpuTime(ids);
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, long[]> threads = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != Thread.currentThread().getId() && bytes[i] >= 0) {
                threads.put(ids[i], new long[] {cpu[i], bytes[i]});
            }
        }
        return threads;
    }
}
