package co.seam.instantkeys.benchmarks;

import java.io.IOException;

/** One way to do one piece of work. */
interface Client {
    /** One call. Returns what it read: a key, a grant, or a List of them; of the floor, how many bytes it dropped. */
    Object call() throws IOException;
}
