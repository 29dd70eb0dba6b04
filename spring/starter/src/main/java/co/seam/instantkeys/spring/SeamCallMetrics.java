package co.seam.instantkeys.spring;

import co.seam.instantkeys.SeamCallEvent;
import co.seam.instantkeys.SeamCallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Measures each call. The tags have few values: no ids, and operations of the API only. */
final class SeamCallMetrics implements SeamCallListener {
    private final MeterRegistry registry;

    SeamCallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onCall(SeamCallEvent call) {
        Timer.builder("seam.calls")
                .description("Calls of the Seam API, with all their attempts")
                .tag("operation", call.getOperation())
                .tag("outcome", outcome(call))
                .tag("status", call.getStatus() == 0 ? "none" : String.valueOf(call.getStatus()))
                .tag("attempts", String.valueOf(call.getAttempt()))
                .register(registry)
                .record(call.getDuration());
        if (call.isOutcomeUnknown()) {
            Counter.builder("seam.calls.outcome.unknown")
                    .description("Writes that the server may have processed, without a usable result")
                    .tag("operation", call.getOperation())
                    .register(registry)
                    .increment();
        }
    }

    private static String outcome(SeamCallEvent call) {
        if (call.isOutcomeUnknown()) {
            return "unknown";
        }
        return call.getStatus() / 100 == 2 ? "success" : "failure";
    }
}
