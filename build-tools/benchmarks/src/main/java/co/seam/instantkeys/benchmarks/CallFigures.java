package co.seam.instantkeys.benchmarks;

import java.util.Locale;

/**
 * Costs of one {@link Work} with one contender, in one slice of time.
 *
 * @param wallNanos median over the calls
 * @param cpuNanos per call, of all Java threads
 * @param bytes per call, allocated by all Java threads
 * @param processCpuNanos per call, including the compiler and the garbage collector
 * @param callsPerSecond of all threads together
 * @param ended threads that ended meanwhile, whose CPU time and bytes are missing
 */
record CallFigures(
        int calls,
        double wallNanos,
        double cpuNanos,
        double bytes,
        double processCpuNanos,
        double callsPerSecond,
        long ended) {

    /** Writes JSON without a library, since the floor has none on its class path. */
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
