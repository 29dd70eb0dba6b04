package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.TransportClock;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** The time of a sandbox: a wait moves its clock, and takes no time. */
final class SandboxTime implements TransportClock {
    private final SeamSandbox sandbox;

    SandboxTime(SeamSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public long nanoTime() {
        Instant now = sandbox.clock().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void await(long nanos, CountDownLatch wakeUp) {
        sandbox.clock().advance(Duration.ofNanos(nanos));
    }

    @Override
    public Runnable schedule(long nanos, Runnable task) {
        task.run();
        return () -> {};
    }

    @Override
    public void close() {}
}
