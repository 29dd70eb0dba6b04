package co.seam.instantkeys;

/**
 * A webhook request that cannot be trusted: not signed with a secret of this webhook, changed on the way, without its
 * headers, too old or too new. Respond with 400 and do nothing else. The message names the check that failed, and
 * quotes nothing of the request.
 */
public final class SeamWebhookSignatureException extends SeamException {
    private static final long serialVersionUID = 1L;

    SeamWebhookSignatureException(String message) {
        super(message, false, null);
    }
}
