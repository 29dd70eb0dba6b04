package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.CallObserver;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt or a call ended. Holds no secret. Immutable. */
public final class SeamCallEvent {
    private final CallObserver.Record event;

    SeamCallEvent(CallObserver.Record event) {
        this.event = event;
    }

    /** The path of the operation, such as {@code /access_grants/create}. */
    public String getOperation() {
        return event.path();
    }

    /** The number of the attempt, from 1; for a call, that of its last attempt. */
    public int getAttempt() {
        return event.attempt();
    }

    /** The HTTP status; 0 if there was no response. */
    public int getStatus() {
        return event.status();
    }

    /** The id that Seam's support asks for, also of a success; null if the server sent none. */
    public @Nullable String getRequestId() {
        return event.requestId();
    }

    /** How long the attempt took; for a call, all its attempts and the waits between them. */
    public Duration getDuration() {
        return event.duration();
    }

    /** Whether the server may have processed a write although the caller has no usable result. */
    public boolean isOutcomeUnknown() {
        return event.isOutcomeUnknown();
    }

    @Override
    public String toString() {
        return event.path() + " attempt " + event.attempt() + ": "
                + (event.status() == 0 ? "no response" : "HTTP " + event.status())
                + (event.requestId() == null ? "" : " [request id " + SecretRedactor.quote(event.requestId()) + "]")
                + " in "
                + event.duration().toMillis() + " ms" + (event.isOutcomeUnknown() ? ", outcome unknown" : "");
    }
}
