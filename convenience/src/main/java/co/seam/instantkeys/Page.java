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

    Page(List<T> items, @Nullable String nextCursor) {
        this.items = items;
        this.nextCursor = nextCursor;
    }

    /** The items in the server's order; unmodifiable. May be empty even if more pages follow. */
    public List<T> getItems() {
        return items;
    }

    /**
     * The cursor of the next page; null on the last page. Opaque, and valid only with the same list parameters: pass it
     * to {@link Paginated#from(String)} of the same list, in this process or another.
     */
    public @Nullable String getNextCursor() {
        return nextCursor;
    }
}
