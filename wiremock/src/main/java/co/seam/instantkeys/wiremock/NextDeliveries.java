package co.seam.instantkeys.wiremock;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Changes how the next messages are delivered, one for each event and webhook. It affects their first attempts; a
 * repetition after a failure is an ordinary one. If several changes are planned, they take effect in the order in which
 * they were planned.
 */
public final class NextDeliveries {
    private final Consumer<DeliveryFault> plan;

    NextDeliveries(Consumer<DeliveryFault> plan) {
        this.plan = plan;
    }

    /** Delivers each message twice, with the same id. */
    public void duplicate() {
        plan.accept(new DeliveryFault(2, Duration.ZERO, Duration.ZERO, false));
    }

    /**
     * Delivers each message late, and thus after those that follow it.
     *
     * @param time real time, regardless of the sandbox's clock
     * @throws IllegalArgumentException if it is negative
     */
    public void delay(Duration time) {
        plan.accept(new DeliveryFault(1, Behavior.bounded("time", time), Duration.ZERO, false));
    }

    /** Signs each message with another secret. */
    public void signWrongly() {
        plan.accept(new DeliveryFault(1, Duration.ZERO, Duration.ZERO, true));
    }

    /**
     * Signs each message as if it had been sent in the past. Verifiers reject what is older than five minutes.
     *
     * @throws IllegalArgumentException if the age is negative
     */
    public void signWithAge(Duration age) {
        plan.accept(new DeliveryFault(1, Duration.ZERO, Behavior.bounded("age", age), false));
    }

    /** How one message is delivered. */
    static final class DeliveryFault {
        static final DeliveryFault NONE = new DeliveryFault(1, Duration.ZERO, Duration.ZERO, false);

        final int copies;
        final Duration delay;
        final Duration age;
        final boolean isSignedWrongly;

        private DeliveryFault(int copies, Duration delay, Duration age, boolean isSignedWrongly) {
            this.copies = copies;
            this.delay = delay;
            this.age = age;
            this.isSignedWrongly = isSignedWrongly;
        }
    }
}
