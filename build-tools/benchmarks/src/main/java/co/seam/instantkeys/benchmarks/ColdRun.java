package co.seam.instantkeys.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** A fresh JVM that creates a client and performs one call. Prints {@link Figures} as JSON, and exits. */
final class ColdRun {
    private ColdRun() {}

    /**
     * @param nanos from the first line of main to the parsed key
     * @param millisSinceJvm from the start of the JVM
     * @param cpuNanos of the whole process, including its compiler, from the start of the JVM
     */
    record Figures(long nanos, long millisSinceJvm, long cpuNanos, int classes) {}

    /** @param args contender, origin of the server, and the certificate to trust */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        Object key = Contender.valueOf(args[0])
                .client(Contender.okHttp(args[2]), args[1], Work.GENERATE)
                .call();
        long nanos = System.nanoTime() - start;
        long end = System.currentTimeMillis();

        if (key == null) {
            throw new IllegalStateException("no key was read");
        }
        // read at the end only, since loading the management classes is no part of a cold start
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        long sinceJvm = end - ManagementFactory.getRuntimeMXBean().getStartTime();
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        System.out.println("{\"nanos\":" + nanos + ",\"millisSinceJvm\":" + sinceJvm + ",\"cpuNanos\":" + cpu
                + ",\"classes\":" + classes + "}");
        System.exit(0);
    }
}
