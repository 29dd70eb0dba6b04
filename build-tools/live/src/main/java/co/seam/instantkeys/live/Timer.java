package co.seam.instantkeys.live;

import java.time.Duration;
import java.time.Instant;

/** The time, and how to let it pass. A test replaces both. */
interface Timer {
    Timer SYSTEM = new Timer() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunEndedException("its thread was interrupted");
            }
        }
    };

    Instant now();

    void pause(Duration time);
}
