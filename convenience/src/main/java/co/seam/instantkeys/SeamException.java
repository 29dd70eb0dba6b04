package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.SecretRedactor;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that a call throws once its arguments have passed the local checks
 * ({@link IllegalArgumentException}, {@link NullPointerException}). Unchecked. Messages are one line of at most 4,000
 * characters, and mask what can be known to be a secret, so they can be logged: the client's credentials, tokens,
 * links, and what the request or the response has under the name of a secret.
 */
public class SeamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    SeamException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(SecretRedactor.message(message), cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /**
     * Returns whether the server may have processed the request although the caller has no usable result: the
     * connection broke after the request was sent, the response is unreadable, a write got a 3xx, 408 or 5xx status, or
     * an interceptor of your own read the body of a write and may have sent it by other means. Check before you send a
     * write again: look up a grant by its {@code access_grant_key}, or list the instant keys of the user identity.
     *
     * <p>False means that a write was certainly not processed, or that the exception carries its result
     * ({@link SeamIssuanceException}). A read can always be repeated.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
