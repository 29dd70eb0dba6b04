package co.seam.instantkeys;

import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that the API returns in pages, which are fetched as the list is consumed. No request is sent before the first
 * item or page is requested. Each iteration starts again and is independent of others. Immutable and thread-safe; each
 * of its iterators and streams is for one thread.
 *
 * <p>Consuming it can throw {@link SeamException}. Each page is a read, and is retried like any read.
 *
 * @param <T> the type of the items
 */
public final class Paginated<T> implements Iterable<T> {
    private final @Nullable String start;
    private final Function<@Nullable String, Page<T>> fetch;

    /**
     * @param start the cursor of the first page to fetch; null for the first page
     * @param fetch fetches the page at a cursor
     */
    Paginated(@Nullable String start, Function<@Nullable String, Page<T>> fetch) {
        this.start = start;
        this.fetch = fetch;
    }

    /** Iterates over all items of all pages. */
    @Override
    public Iterator<T> iterator() {
        return stream().iterator();
    }

    /** Returns a sequential stream of all items of all pages. */
    public Stream<T> stream() {
        return StreamSupport.stream(pages().spliterator(), false).flatMap(page -> page.getItems().stream());
    }

    /** Returns the pages of the list. */
    public Iterable<Page<T>> pages() {
        return () -> new Pages<>(start, fetch);
    }

    /** Returns the first page, with one request. */
    public Page<T> firstPage() {
        return fetch.apply(start);
    }

    /**
     * Returns the list from the page at this cursor on.
     *
     * @param cursor {@link Page#getNextCursor()} of a list with the same parameters, including the page size; with
     *     other parameters, the server rejects it ({@link SeamInvalidInputException})
     */
    public Paginated<T> from(String cursor) {
        return new Paginated<>(Checks.notBlank("cursor", cursor), fetch);
    }

    private static final class Pages<T> implements Iterator<Page<T>> {
        private final Function<@Nullable String, Page<T>> fetch;
        private final Set<String> seen = new HashSet<>();
        private @Nullable String cursor;
        private boolean more = true;

        Pages(@Nullable String start, Function<@Nullable String, Page<T>> fetch) {
            this.cursor = start;
            this.fetch = fetch;
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public Page<T> next() {
            if (!more) {
                throw new NoSuchElementException("no page after the last");
            }
            Page<T> page = fetch.apply(cursor); // if it fails, next() fetches the same page again
            String next = page.getNextCursor();
            if (next != null && (next.equals(cursor) || !seen.add(next))) {
                throw new SeamException(
                        "The server returned the same page cursor twice: stopped, because the list would never end",
                        false,
                        null);
            }
            cursor = next;
            more = next != null;
            return page;
        }
    }
}
