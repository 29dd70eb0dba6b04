package co.seam.instantkeys;

import org.jspecify.annotations.Nullable;

/**
 * The root of what a call can throw, once its arguments have passed the local checks ({@link IllegalArgumentException}).
 * Unchecked. Its messages hold no secret and are fit for a log.
 */
public class SeamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SeamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
