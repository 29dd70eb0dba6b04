package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest calls of the API, for people to look at. Bounded: it holds no bodies and no secrets. Thread-safe. */
final class CallLog {
    private static final int CAPACITY = 200;

    private final Deque<Call> calls = new ArrayDeque<>();

    /** Adds a call that has just arrived. */
    synchronized Call add(String method, String path, String requestId) {
        if (calls.size() == CAPACITY) {
            calls.removeFirst();
        }
        String shown = GuestPage.serves(path) ? GuestPage.PREFIX + "***" : path;
        Call call = new Call(method, shown, requestId, Instant.now());
        calls.addLast(call);
        return call;
    }

    synchronized void clear() {
        calls.clear();
    }

    /** Returns a copy, latest first. */
    synchronized List<Call> latestFirst() {
        List<Call> copy = new ArrayList<>();
        calls.descendingIterator().forEachRemaining(copy::add);
        return copy;
    }

    static final class Call {
        final String method;
        final String path;
        final String requestId;
        /** By the clock of this machine, as in the logs of the caller. */
        final Instant at;

        private volatile boolean isProcessed;
        private volatile boolean isEnded;
        private volatile int status;

        private Call(String method, String path, String requestId, Instant at) {
            this.method = method;
            this.path = path;
            this.requestId = requestId;
            this.at = at;
        }

        void markProcessed() {
            isProcessed = true;
        }

        void end(ResponseDefinition response) {
            status = response.getFault() == null ? response.getStatus() : 0;
            isEnded = true;
        }

        /** Whether the operation ran, even if the response did not arrive. */
        boolean isProcessed() {
            return isProcessed;
        }

        /** Returns the status of the response; null if there is none: not yet, or because of an injected fault. */
        @Nullable
        Integer status() {
            return isEnded && status > 0 ? status : null;
        }
    }
}
