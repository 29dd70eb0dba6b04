package co.seam.instantkeys.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final FakeTimer timer = new FakeTimer();

    @Test
    void await_oneAfterTheOther_keepsTheInterval() {
        Pace pace = new Pace(timer, INTERVAL, 100);

        for (int i = 0; i < 5; i++) {
            pace.await(1);
        }

        assertThat(timer.now).isEqualTo(START.plus(INTERVAL.multipliedBy(4)));
    }

    @Test
    void await_severalAtOnce_makesTheNextWaitForAll() {
        Pace pace = new Pace(timer, INTERVAL, 100);

        pace.await(4);
        assertThat(timer.now).isEqualTo(START);
        pace.await(1);

        assertThat(timer.now).isEqualTo(START.plus(INTERVAL.multipliedBy(4)));
        assertThat(pace.sent()).isEqualTo(5);
    }

    @Test
    void await_afterAPause_doesNotCatchUp() {
        Pace pace = new Pace(timer, INTERVAL, 100);
        pace.await(1);
        timer.pause(Duration.ofMinutes(1));

        pace.await(1);
        pace.await(1);

        assertThat(timer.now).isEqualTo(START.plus(Duration.ofMinutes(1)).plus(INTERVAL));
    }

    @Test
    void await_moreThanTheLimit_endsTheRun() {
        Pace pace = new Pace(timer, INTERVAL, 3);
        pace.await(2);

        assertThatThrownBy(() -> pace.await(2))
                .isInstanceOf(RunEndedException.class)
                .hasMessageContaining("3 requests");
        assertThat(pace.sent()).isEqualTo(2);
    }

    @Test
    void await_stopped_endsTheRun() {
        Pace pace = new Pace(timer, INTERVAL, 100);
        pace.stop();

        assertThatThrownBy(() -> pace.await(1)).isInstanceOf(RunEndedException.class);
        assertThat(pace.sent()).isZero();
    }

    private static final class FakeTimer implements Timer {
        private Instant now = START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void pause(Duration time) {
            now = now.plus(time);
        }
    }
}
