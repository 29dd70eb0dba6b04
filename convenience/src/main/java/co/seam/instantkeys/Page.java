package co.seam.instantkeys;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@link Paginated} list. Immutable.
 *
 * @param <T> the type of the items
 */
public final class Page<T> {
    private final List<T> items;
    private final @Nullable String nextCursor;
    private final @Nullable SeamResponseException failure;

    Page(List<T> items, @Nullable String nextCursor) {
        this(items, nextCursor, null);
    }

    /** @param failure states which items are missing; null if none are */
    Page(List<T> items, @Nullable String nextCursor, @Nullable SeamResponseException failure) {
        this.items = items;
        this.nextCursor = nextCursor;
        this.failure = failure;
    }

    /**
     * The items that could be read, in the server's order; unmodifiable. May be empty even if more pages follow. The
     * others are in {@link #getUnreadable()}.
     */
    public List<T> getItems() {
        return items;
    }

    /** The items that could not be read, in the server's order; unmodifiable, empty in general. */
    public List<UnreadableItem> getUnreadable() {
        return failure == null ? List.of() : failure.getUnreadable();
    }

    @Nullable
    SeamResponseException failure() {
        return failure;
    }

    /**
     * The cursor of the next page; null on the last page. Opaque, and valid only with the same list parameters: pass it
     * to {@link Paginated#from(String)} of the same list, in this process or another.
     */
    public @Nullable String getNextCursor() {
        return nextCursor;
    }
}
