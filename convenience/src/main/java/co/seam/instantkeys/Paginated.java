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
 * A list that the API hands out in pages, fetched as it is consumed: no request before the first item or page is asked for.
 * Each iteration starts anew and shares nothing with others. Immutable and thread-safe; iterators and streams of it are
 * for one thread.
 *
 * <p>Whatever consumes it can throw {@link SeamException}; a page is a read and is retried as such.
 *
 * @param <T> what the list holds
 */
public final class Paginated<T> implements Iterable<T> {
    private final @Nullable String start;
    private final Function<@Nullable String, Page<T>> fetch;

    /**
     * @param start null for the first page
     * @param fetch the page at a cursor
     */
    Paginated(@Nullable String start, Function<@Nullable String, Page<T>> fetch) {
        this.start = start;
        this.fetch = fetch;
    }

    /** Every item of every page. */
    @Override
    public Iterator<T> iterator() {
        return stream().iterator();
    }

    /** Every item of every page; sequential. */
    public Stream<T> stream() {
        return StreamSupport.stream(pages().spliterator(), false).flatMap(page -> page.getItems().stream());
    }

    /** Page by page. */
    public Iterable<Page<T>> pages() {
        return () -> new Pages<>(start, fetch);
    }

    /** The page where this list starts, with one request. */
    public Page<T> firstPage() {
        return fetch.apply(start);
    }

    /**
     * The rest of the same list.
     *
     * @param cursor {@link Page#getNextCursor()} of a page of a list with the same parameters, page size included; with any
     *     other the server refuses ({@link SeamInvalidInputException})
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
            Page<T> page = fetch.apply(cursor); // if this fails, the same page is asked for next time
            String next = page.getNextCursor();
            if (next != null && (next.equals(cursor) || !seen.add(next))) {
                throw new SeamException(
                        "The server handed out the same page cursor twice; stopped, as it would never end", null);
            }
            cursor = next;
            more = next != null;
            return page;
        }
    }
}
