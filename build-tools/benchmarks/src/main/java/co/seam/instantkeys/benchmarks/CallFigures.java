package co.seam.instantkeys.benchmarks;

import java.util.Locale;

/**
 * What one contender needed for one piece of work, in one slice of time.
 *
 * @param wallNanos median over the calls
 * @param cpuNanos of all Java threads, a call
 * @param bytes allocated by all Java threads, a call
 * @param processCpuNanos the same with the compiler and the collector of garbage
 * @param callsPerSecond of all threads together
 * @param ended threads that ended meanwhile, whose CPU and bytes are missing
 */
record CallFigures(
        int calls,
        double wallNanos,
        double cpuNanos,
        double bytes,
        double processCpuNanos,
        double callsPerSecond,
        long ended) {

    /** By hand: the floor has no JSON library on its class path. */
    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"calls\":%d,\"wallNanos\":%.0f,\"cpuNanos\":%.0f,\"bytes\":%.0f,\"processCpuNanos\":%.0f,"
                        + "\"callsPerSecond\":%.1f,\"ended\":%d}",
                calls,
                wallNanos,
                cpuNanos,
                bytes,
                processCpuNanos,
                callsPerSecond,
                ended);
    }
}
