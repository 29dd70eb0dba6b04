package co.seam.instantkeys;

/**
 * Receives the outcome of each attempt and each call of a client, for metrics and tracing. Set it with
 * {@link Seam.Builder#callListener}.
 *
 * <p>Runs on one thread, which the clients that are derived by {@link Seam#with} share, in the order in which attempts
 * and calls end. It runs after the fact: a listener that throws or blocks changes no outcome and delays no call. While
 * it blocks, up to 10,000 events wait; further ones are dropped.
 */
public interface SeamCallListener {
    /** An attempt ended. A write has one attempt, a read may have more. */
    default void onAttempt(SeamCallEvent attempt) {}

    /** A call ended. Comes after the events of its attempts. */
    default void onCall(SeamCallEvent call) {}
}
