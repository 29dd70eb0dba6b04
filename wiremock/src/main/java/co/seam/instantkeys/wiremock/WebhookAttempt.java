package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt of the sandbox to deliver one event to one webhook. Immutable. */
public final class WebhookAttempt {
    private final Event event;
    private final Map<String, String> headers;
    private final byte[] body;
    private final @Nullable Integer status;
    private final boolean isDelivered;

    /** @param status of the response; null if there was none */
    WebhookAttempt(
            Event event, Map<String, String> headers, byte[] body, @Nullable Integer status, boolean isDelivered) {
        this.event = event;
        this.headers = headers;
        this.body = body;
        this.status = status;
        this.isDelivered = isDelivered;
    }

    /** Event in the body, with its times by the clock of the sandbox. */
    public Event event() {
        return event;
    }

    /** Value of the header {@code svix-id}: the same in all attempts to deliver the event. */
    public String messageId() {
        return String.valueOf(headers.get("svix-id"));
    }

    /** Signature headers of the request, by their names in lower case: {@code svix-id} and two others. Unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** A copy of the body of the request: the JSON of the event. May hold secrets, such as PIN codes. */
    public byte[] body() {
        return body.clone();
    }

    /** HTTP status of the target's response; null if it sent none, and if the attempt was collected instead of sent. */
    public @Nullable Integer status() {
        return status;
    }

    /** Whether the target responded with a 2xx status, or the attempt was collected. */
    public boolean isDelivered() {
        return isDelivered;
    }

    /** Contains the id of the message, the type of the event and the status, never the body. */
    @Override
    public String toString() {
        return "WebhookAttempt[" + messageId() + ", " + event.getEventType() + ", status=" + status + "]";
    }
}
