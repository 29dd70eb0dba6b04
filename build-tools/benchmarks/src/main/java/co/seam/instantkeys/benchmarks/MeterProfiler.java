package co.seam.instantkeys.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Reports CPU time and bytes of an operation to JMH, whose own score is wall time: meaningless on a busy machine. */
public final class MeterProfiler implements InternalProfiler {
    static final String CPU = "cpu";
    static final String BYTES = "bytes";

    private Meter meter;

    @Override
    public String getDescription() {
        return "CPU and bytes of all threads";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        meter = new Meter();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Meter.Reading used = meter.read();
        double operations = iteration.getBatchSize();
        return List.of(
                new ScalarResult(CPU, used.cpuNanos() / operations, "ns/op", AggregationPolicy.AVG),
                new ScalarResult(BYTES, used.bytes() / operations, "B/op", AggregationPolicy.AVG));
    }
}
