package co.seam.instantkeys;

/**
 * A webhook request that is authentic, but whose body is no event. Nothing is lost: {@link #getRawBody()} has all of
 * it. Respond with a 2xx status to end the delivery, or with a 5xx to receive the message again. Has no cause: that of
 * a parser may quote the body.
 */
public final class SeamWebhookPayloadException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final String messageId;
    private final byte[] rawBody;

    /** @param reason quotes nothing of the body */
    SeamWebhookPayloadException(String messageId, byte[] rawBody, String reason) {
        super("the webhook request is authentic, but its body is not a Seam event: " + reason, false, null);
        this.messageId = messageId;
        this.rawBody = rawBody.clone();
    }

    /** The id of the message, the same in every attempt to deliver it. */
    public String getMessageId() {
        return messageId;
    }

    /** A copy of the body as received. May hold secrets: do not log it. */
    public byte[] getRawBody() {
        return rawBody.clone();
    }
}
