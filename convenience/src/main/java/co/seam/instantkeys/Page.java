package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.Pagination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@link Paginated} list. Immutable.
 *
 * @param <T> what the list holds
 */
public final class Page<T> {
    private final List<T> items;
    private final @Nullable String nextCursor;

    Page(List<T> items, @Nullable Pagination pagination) {
        this.items = items;
        // Without a pagination object, or without a cursor, the list ends here.
        this.nextCursor = pagination != null && pagination.getHasNextPage() ? pagination.getNextPageCursor() : null;
    }

    /** In the server's order; unmodifiable, possibly empty even where pages follow. */
    public List<T> getItems() {
        return items;
    }

    /**
     * Where the next page starts; null on the last page. Opaque, and bound to the parameters of the list: pass it to
     * {@link Paginated#from(String)} of the same list, now or in another process.
     */
    public @Nullable String getNextCursor() {
        return nextCursor;
    }
}
