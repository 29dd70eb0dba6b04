package co.seam.instantkeys.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemClockTest {
    @Test
    void schedule_wokenUpWhileTheTaskRuns_runsItOnce() throws Exception {
        SystemClock clock = new SystemClock();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runnable early = clock.schedule(1, () -> {
            runs.incrementAndGet();
            begun.countDown();
            awaitUninterrupted(woken);
            ended.countDown();
        });
        begun.await();

        early.run();

        woken.countDown();
        ended.await();
        clock.close();
        assertThat(runs).hasValue(1);
    }

    @Test
    void schedule_wokenUp_runsAtOnceAndNotAgain() {
        SystemClock clock = new SystemClock();
        AtomicInteger runs = new AtomicInteger();
        Runnable early = clock.schedule(TimeUnit.HOURS.toNanos(1), runs::incrementAndGet);

        early.run();
        early.run();
        clock.close();

        assertThat(runs).hasValue(1);
    }

    @Test
    void close_taskScheduled_runsItNow() throws Exception {
        SystemClock clock = new SystemClock();
        CountDownLatch ran = new CountDownLatch(1);
        clock.schedule(TimeUnit.HOURS.toNanos(1), ran::countDown);

        clock.close();

        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> clock.schedule(1, ran::countDown)).isInstanceOf(RejectedExecutionException.class);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
