package co.seam.instantkeys;

import java.time.Duration;

/** The values that apply if the caller sets none. The configuration table of the README repeats them. */
final class Defaults {
    static final String ENDPOINT = "https://connect.getseam.com";

    /**
     * A link that works once. Sent although it is the server's default today: a key must not widen by a server's
     * change.
     */
    static final int MAX_USE_COUNT = 1;

    /** The timeout of one attempt, from connecting to the last byte of the response. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The timeout of a call: all attempts and the delays between them. */
    static final Duration TOTAL_TIMEOUT = Duration.ofMinutes(2);

    /** How often a read is retried. */
    static final int MAX_RETRIES = 2;

    /** The largest response that is read, in bytes after decompression. */
    static final long MAX_RESPONSE_BYTES = 64L << 20;

    /** The upper limit of {@code maxResponseBytes}: the length of the longest String. */
    static final long LARGEST_RESPONSE_BYTES = Integer.MAX_VALUE - 8;

    /** How many stays a bulk run issues at the same time. */
    static final int CONCURRENT_STAYS = 8;

    /** The upper limit of {@code concurrency}: each stay has a thread and up to two connections. */
    static final int MAX_CONCURRENT_STAYS = 1_000;

    private Defaults() {}
}
