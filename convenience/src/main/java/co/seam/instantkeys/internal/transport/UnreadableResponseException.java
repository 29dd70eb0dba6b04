package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A response with status 2xx that is not what the operation promises. An {@code IOException}, because Retrofit and
 * OkHttp propagate no other exceptions.
 */
public final class UnreadableResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String body;

    /**
     * @param reason holds nothing of the body
     * @param body as it was received, or its beginning; may hold secrets
     */
    public UnreadableResponseException(String reason, String body, @Nullable Exception cause) {
        super(reason, cause);
        this.body = body;
    }

    /** The body as it was received, or its beginning; may hold secrets. */
    public String body() {
        return body;
    }
}
