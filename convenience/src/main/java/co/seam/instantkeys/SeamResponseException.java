package co.seam.instantkeys;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server reported success, but the response is not what the operation promises: not JSON, without the result, with
 * the result of another request, or with a property of the wrong type. {@link #isOutcomeUnknown()} is true for a write,
 * and {@link #getRawBody()} may hold what it issued. If only items of a list are unreadable, {@link #getUnreadable()}
 * has them, and the list yields the others before it throws.
 */
public final class SeamResponseException extends SeamException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String path;
    private final @Nullable String responseKey;
    private final @Nullable String requestId;
    private final String rawBody;
    private final transient List<UnreadableItem> unreadable;

    /** The response without its unreadable items; null if that is not the result either. */
    private final transient @Nullable Object rest;

    SeamResponseException(
            String message,
            int status,
            String path,
            @Nullable String responseKey,
            @Nullable String requestId,
            String rawBody,
            boolean outcomeUnknown,
            @Nullable Throwable cause) {
        this(message, status, path, responseKey, requestId, rawBody, List.of(), null, outcomeUnknown, cause);
    }

    /**
     * @param unreadable items of a list
     * @param rest the response without them
     */
    SeamResponseException(
            String message,
            int status,
            String path,
            @Nullable String responseKey,
            @Nullable String requestId,
            String rawBody,
            List<UnreadableItem> unreadable,
            @Nullable Object rest,
            boolean outcomeUnknown,
            @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
        this.status = status;
        this.path = path;
        this.responseKey = responseKey;
        this.requestId = requestId;
        this.rawBody = rawBody;
        this.unreadable = unreadable;
        this.rest = rest;
    }

    /** Returns one exception for the unreadable items of several pages. */
    static SeamResponseException ofAll(List<SeamResponseException> failures) {
        SeamResponseException first = failures.get(0);
        if (failures.size() == 1) {
            return first;
        }
        List<UnreadableItem> all = failures.stream()
                .flatMap(failure -> failure.getUnreadable().stream())
                .collect(Collectors.toUnmodifiableList());
        return new SeamResponseException(
                all.size() + " items on " + failures.size() + " pages cannot be read; on the first: "
                        + first.getMessage(),
                first.status,
                first.path,
                first.responseKey,
                first.requestId,
                first.rawBody,
                all,
                null,
                first.isOutcomeUnknown(),
                first);
    }

    @Nullable
    Object rest() {
        return rest;
    }

    /** The HTTP status, 200 to 299. */
    public int getStatus() {
        return status;
    }

    /** The path of the operation, such as {@code /access_grants/create}. */
    public String getPath() {
        return path;
    }

    /** The property that should hold the result, such as {@code access_grant}; null if the operation returns none. */
    public @Nullable String getResponseKey() {
        return responseKey;
    }

    /** The id that Seam's support asks for; null if the server sent none. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /**
     * The first 64 KiB of the body as received. If the body was valid JSON without the requested result, it is that
     * JSON, written again. May hold what was issued, secrets included: do not log it.
     */
    public String getRawBody() {
        return rawBody;
    }

    /**
     * The items that could not be read, if the others of the list could; unmodifiable, empty in all other cases and
     * after deserialization.
     */
    public List<UnreadableItem> getUnreadable() {
        return unreadable == null ? List.of() : unreadable;
    }
}
