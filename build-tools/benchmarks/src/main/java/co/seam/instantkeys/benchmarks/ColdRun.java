package co.seam.instantkeys.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** A fresh JVM that makes a client and one call, from the first line of main to the parsed key. Then it tells, and ends. */
final class ColdRun {
    private ColdRun() {}

    /**
     * @param nanos from the first line of main to the parsed key
     * @param millisSinceJvm from when the JVM began
     * @param cpuNanos of the whole process, its compiler included, from when the JVM began
     */
    record Figures(long nanos, long millisSinceJvm, long cpuNanos, int classes) {}

    /** @param args contender, port */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        Object key = Contender.valueOf(args[0])
                .client(Contender.okHttp(), Integer.parseInt(args[1]), Work.GENERATE)
                .call();
        long nanos = System.nanoTime() - start;
        long end = System.currentTimeMillis();

        if (key == null) {
            throw new IllegalStateException("no key was read");
        }
        // only now: the management classes are no part of a cold start
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        long sinceJvm = end - ManagementFactory.getRuntimeMXBean().getStartTime();
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        System.out.println("{\"nanos\":" + nanos + ",\"millisSinceJvm\":" + sinceJvm + ",\"cpuNanos\":" + cpu
                + ",\"classes\":" + classes + "}");
        System.exit(0);
    }
}
