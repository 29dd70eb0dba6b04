package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.Event;
import java.time.Instant;

/** An event from a webhook request that {@link SeamWebhook} verified. Immutable. */
public final class WebhookEvent {
    private final String messageId;
    private final Instant attemptedAt;
    private final Event event;

    WebhookEvent(String messageId, Instant attemptedAt, Event event) {
        this.messageId = messageId;
        this.attemptedAt = attemptedAt;
        this.event = event;
    }

    /**
     * The id of the message, the same in every attempt to deliver it. Keep the ids of the messages that you have
     * processed for at least 28 hours, the time over which Seam spreads its attempts, and skip a message whose id you
     * have. If two webhooks lead to your endpoint, compare {@link Event#getEventId()} instead: it is the same in the
     * messages of both.
     */
    public String getMessageId() {
        return messageId;
    }

    /**
     * When this attempt to deliver the message was made, in whole seconds. The event itself occurred earlier:
     * {@code getEvent().getOccurredAt()}.
     */
    public Instant getAttemptedAt() {
        return attemptedAt;
    }

    /** The event. It may arrive after one that occurred later. */
    public Event getEvent() {
        return event;
    }

    /** Masks the secrets of the event. */
    @Override
    public String toString() {
        return "WebhookEvent{messageId=" + messageId + ", attemptedAt=" + attemptedAt + ", event=" + event + "}";
    }
}
