package co.seam.instantkeys.benchmarks;

import java.io.IOException;

/** A contender's implementation of one {@link Work}. */
interface Client {
    /**
     * Performs one call. Returns what it read: a key, a grant or a list of them, or for the floor the number of bytes.
     */
    Object call() throws IOException;
}
