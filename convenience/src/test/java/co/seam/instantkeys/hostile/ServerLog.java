package co.seam.instantkeys.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** What reached the server, and what became of it: the witness of all invariants. Thread-safe. */
final class ServerLog {
    /** One request whose head was received. */
    static final class Entry {
        final String path;

        /** As far as it was received. */
        volatile String body = "";

        /** What the sandbox responded; 0 if the request was not processed. */
        volatile int status;

        volatile String response = "";

        /** The faults of this request. */
        private final Queue<String> notes = new ConcurrentLinkedQueue<>();

        Entry(String path) {
            this.path = path;
        }

        void note(String note) {
            notes.add(note);
        }

        /** Whether the server did what the request asks for. */
        boolean isProcessed() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return path + (status == 0 ? ", not processed" : ", processed with " + status) + " " + notes;
        }
    }

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    Entry add(String path) {
        Entry entry = new Entry(path);
        entries.add(entry);
        return entry;
    }

    List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** The requests to this path whose body holds the marker. */
    List<Entry> entries(String path, String marker) {
        return entries.stream()
                .filter(entry -> entry.path.equals(path) && entry.body.contains(marker))
                .toList();
    }

    Stream<Entry> processed(String path) {
        return entries.stream().filter(entry -> entry.path.equals(path) && entry.isProcessed());
    }
}
