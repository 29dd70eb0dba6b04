package co.seam.instantkeys.internal.transport;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response with status 2xx that is not what the operation promises. An {@code IOException}, because Retrofit and
 * OkHttp propagate no other exceptions.
 */
public final class UnreadableResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String body;
    private final transient List<Item> items;
    private final transient @Nullable Object rest;

    /**
     * @param reason holds nothing of the body
     * @param body as it was received, or its beginning; may hold secrets
     */
    public UnreadableResponseException(String reason, String body, @Nullable Exception cause) {
        this(reason, body, cause, List.of(), null);
    }

    /**
     * @param items of a list that cannot be read
     * @param rest the response without them
     */
    UnreadableResponseException(
            String reason, String body, @Nullable Exception cause, List<Item> items, @Nullable Object rest) {
        super(reason, cause);
        this.body = body;
        this.items = items;
        this.rest = rest;
    }

    /** The body as it was received, or its beginning; may hold secrets. */
    public String body() {
        return body;
    }

    /** The items of a list that cannot be read, if all else can; otherwise empty. */
    public List<Item> items() {
        return items;
    }

    /** The response without the unreadable items; null if there are none. */
    public @Nullable Object rest() {
        return rest;
    }

    /** An item of a list that cannot be read. */
    public static final class Item {
        private final String json;
        private final String reason;

        Item(String json, String reason) {
            this.json = json;
            this.reason = reason;
        }

        /** As it was received, or its beginning; may hold secrets. */
        public String json() {
            return json;
        }

        /** What is wrong with it, and where; holds no values. */
        public String reason() {
            return reason;
        }
    }
}
