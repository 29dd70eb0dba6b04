package co.seam.instantkeys.spring;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API can be used with the credentials of the application: a small read, at most one per period, however
 * often and by however many threads it is checked. Uses no class of Spring Boot, whose generations 3 and 4 differ.
 * Thread-safe.
 */
final class SeamHealth {
    /** Callers such as Kubernetes give up after a few seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Seam seam;
    private final Duration cacheFor;
    private final Clock clock;
    /** Not a monitor: a virtual thread that waits in one keeps its carrier, up to Java 23. */
    private final Lock lock = new ReentrantLock();

    private @Nullable Result last;

    SeamHealth(Seam seam, Duration cacheFor, Clock clock) {
        this.seam = seam.with(
                settings -> settings.timeout(TIMEOUT).totalTimeout(TIMEOUT).maxRetries(0));
        this.cacheFor = cacheFor;
        this.clock = clock;
    }

    Result check() {
        lock.lock();
        try {
            Result result = last;
            Instant now = clock.instant();
            if (result == null || !now.isBefore(result.checkedAt().plus(cacheFor))) {
                result = new Result(now, failure());
                last = result;
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SeamException failure() {
        try {
            seam.workspaces().get();
            return null;
        } catch (SeamException e) {
            return e;
        }
    }

    /** @param failure null if the call succeeded; its message has no secret */
    record Result(Instant checkedAt, @Nullable SeamException failure) {}
}
