package co.seam.instantkeys.internal.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Receives the outcome of attempts and calls, on threads of the caller and of OkHttp. Must not throw or block. */
public interface CallObserver {
    /** An attempt ended. */
    void onAttempt(Record attempt);

    /** A call ended. The record is that of the last attempt, with the duration of the whole call. */
    void onCall(Record call);

    /** How an attempt or a call ended. Holds no secret. */
    final class Record {
        private final String path;
        private final int attempt;
        private final int status;
        private final @Nullable String requestId;
        private final Duration duration;
        private final boolean outcomeUnknown;

        public Record(
                String path,
                int attempt,
                int status,
                @Nullable String requestId,
                Duration duration,
                boolean outcomeUnknown) {
            this.path = path;
            this.attempt = attempt;
            this.status = status;
            this.requestId = requestId;
            this.duration = duration;
            this.outcomeUnknown = outcomeUnknown;
        }

        Record with(Duration total, boolean unknown) {
            return new Record(path, attempt, status, requestId, total, unknown);
        }

        public String path() {
            return path;
        }

        /** From 1. */
        public int attempt() {
            return attempt;
        }

        /** 0 if there was no response. */
        public int status() {
            return status;
        }

        public @Nullable String requestId() {
            return requestId;
        }

        public Duration duration() {
            return duration;
        }

        public boolean isOutcomeUnknown() {
            return outcomeUnknown;
        }
    }
}
