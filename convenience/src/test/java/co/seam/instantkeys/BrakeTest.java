package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.internal.transport.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrakeTest {
    private final FakeClock clock = new FakeClock();
    private final Brake brake = new Brake(clock, Duration.ZERO);

    @Test
    void await_neverHeld_doesNotWait() {
        brake.await();

        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void await_heldTwice_waitsForTheLaterEnd() {
        brake.hold(Duration.ofSeconds(7));
        brake.hold(Duration.ofSeconds(5));
        clock.pass(Duration.ofSeconds(1));
        brake.await();
        brake.await();

        assertThat(clock.waits()).containsExactly(6_000L);
    }

    @Test
    void await_heldForLongerLater_waitsForThat() {
        brake.hold(Duration.ofSeconds(5));
        brake.hold(Duration.ofSeconds(7));
        brake.await();

        assertThat(clock.waits()).containsExactly(7_000L);
    }

    @Test
    void await_heldForAnyTime_waitsADayAtMost() {
        brake.hold(Duration.ofSeconds(Long.MAX_VALUE));
        brake.await();

        assertThat(clock.waits()).containsExactly(Duration.ofDays(1).toMillis());
    }

    @Test
    void await_heldForTheLongestWait_waits() {
        Brake impatient = new Brake(clock, Duration.ofSeconds(5));
        impatient.hold(Duration.ofSeconds(5));

        assertThat(impatient.tooLong()).isNull();
        impatient.await();

        assertThat(clock.waits()).containsExactly(5_000L);
    }

    @Test
    void await_heldForTooLong_doesNotWaitUntilLessIsLeft() {
        Brake impatient = new Brake(clock, Duration.ofSeconds(5));
        impatient.hold(Duration.ofSeconds(7));

        assertThat(impatient.tooLong()).isEqualTo(Duration.ofSeconds(7));
        impatient.await();
        assertThat(clock.waits()).isEmpty();

        clock.pass(Duration.ofSeconds(2));
        assertThat(impatient.tooLong()).isNull();
        impatient.await();
        assertThat(clock.waits()).containsExactly(5_000L);
    }

    @Test
    void await_released_doesNotWait() {
        brake.hold(Duration.ofSeconds(5));
        brake.release();
        brake.await();

        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void await_interrupted_returnsWithTheFlagSet() {
        brake.hold(Duration.ofSeconds(5));
        Thread.currentThread().interrupt();
        brake.await();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(clock.waits()).isEmpty();
    }
}
