package co.seam.instantkeys;

import java.time.Duration;

/** Every value that is used where the caller says nothing. The README's configuration table repeats them. */
final class Defaults {
    static final String ENDPOINT = "https://connect.getseam.com";

    /** A link that works once. Sent even though the server defaults to it today: a key must not widen by a server's change. */
    static final int MAX_USE_COUNT = 1;

    /** One attempt, from connecting to the last byte of the answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** All attempts of a read, and the waits between them. */
    static final Duration TOTAL_TIMEOUT = Duration.ofMinutes(2);

    /** The largest answer that is read, in bytes, after decompression. */
    static final long MAX_RESPONSE_BYTES = 64L << 20;

    /** What may be set in its place: no text is longer. */
    static final long LARGEST_RESPONSE_BYTES = Integer.MAX_VALUE - 8;

    private Defaults() {}
}
