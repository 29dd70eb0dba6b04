package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.internal.transport.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void bound_timeLeft_isTheShorterTime() {
        Deadline deadline = Deadline.after(Duration.ofNanos(10), clock);
        clock.pass(Duration.ofNanos(4));

        assertThat(deadline.bound(5)).isEqualTo(5);
        assertThat(deadline.bound(7)).isEqualTo(6);
        assertThat(deadline.bound(0)).as("a call without a timeout").isEqualTo(6);
    }

    @Test
    void bound_noTimeLeft_isNotUnbounded() {
        Deadline deadline = Deadline.after(Duration.ofNanos(10), clock);
        clock.pass(Duration.ofNanos(10));

        assertThat(deadline.bound(0)).isEqualTo(1);
        assertThat(deadline.nanosLeft()).isZero();
    }

    @Test
    void bound_noTimeout_isThatOfTheCall() {
        Deadline none = Deadline.after(Duration.ZERO, clock);
        clock.pass(Duration.ofDays(1));

        assertThat(none.bound(5)).isEqualTo(5);
        assertThat(none.bound(0)).isZero();
        assertThat(none.hasTimeFor(Duration.ofDays(300))).isTrue();
    }

    @Test
    void hasTimeFor_allThatIsLeft_isFalse() {
        Deadline deadline = Deadline.after(Duration.ofNanos(10), clock);

        assertThat(deadline.hasTimeFor(Duration.ofNanos(9))).isTrue();
        assertThat(deadline.hasTimeFor(Duration.ofNanos(10))).isFalse();
    }
}
