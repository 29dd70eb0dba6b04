package co.seam.instantkeys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that the API returns in pages, which are fetched as the list is consumed. No request is sent before the first
 * item or page is requested. Each iteration starts again and is independent of others. Immutable and thread-safe; each
 * of its iterators and streams is for one thread.
 *
 * <p>Consuming it can throw {@link SeamException}. Each page is a read, and is retried like any read. If a page has
 * items that cannot be read, nothing is lost unnoticed: iterators and streams of items yield all other items of all
 * pages and then throw {@link SeamResponseException}, unless {@link #onUnreadable} was called. Each {@link Page} has
 * its unreadable items.
 *
 * @param <T> the type of the items
 */
public final class Paginated<T> implements Iterable<T> {
    private final @Nullable String start;
    private final Function<@Nullable String, Page<T>> fetch;
    private final @Nullable Consumer<? super UnreadableItem> handler;

    /**
     * @param start the cursor of the first page to fetch; null for the first page
     * @param fetch fetches the page at a cursor
     */
    Paginated(@Nullable String start, Function<@Nullable String, Page<T>> fetch) {
        this(start, fetch, null);
    }

    private Paginated(
            @Nullable String start,
            Function<@Nullable String, Page<T>> fetch,
            @Nullable Consumer<? super UnreadableItem> handler) {
        this.start = start;
        this.fetch = fetch;
        this.handler = handler;
    }

    /**
     * Returns the same list, whose iterators and streams pass unreadable items to the handler and do not throw because
     * of them.
     *
     * @param handler called before the first item of the page that holds the unreadable one, on the thread that
     *     consumes the list
     */
    public Paginated<T> onUnreadable(Consumer<? super UnreadableItem> handler) {
        Checks.notNull("handler", handler);
        return new Paginated<>(start, fetch, handler);
    }

    /** Iterates over all items of all pages. */
    @Override
    public Iterator<T> iterator() {
        return stream().iterator();
    }

    /** Returns a sequential stream of all items of all pages. */
    public Stream<T> stream() {
        Iterable<Page<T>> pages = () -> new CheckedPages<>(new Pages<>(start, fetch), handler);
        return StreamSupport.stream(pages.spliterator(), false).flatMap(page -> page.getItems().stream());
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
        return new Paginated<>(Checks.notBlank("cursor", cursor), fetch, handler);
    }

    /** Pages whose unreadable items are passed to the handler or, if there is none, reported after the last page. */
    private static final class CheckedPages<T> implements Iterator<Page<T>> {
        private final Pages<T> pages;
        private final @Nullable Consumer<? super UnreadableItem> handler;
        private final List<SeamResponseException> failures = new ArrayList<>();

        CheckedPages(Pages<T> pages, @Nullable Consumer<? super UnreadableItem> handler) {
            this.pages = pages;
            this.handler = handler;
        }

        @Override
        public boolean hasNext() {
            if (!pages.hasNext() && !failures.isEmpty()) {
                throw SeamResponseException.ofAll(failures);
            }
            return pages.hasNext();
        }

        @Override
        public Page<T> next() {
            Page<T> page = pages.next();
            if (handler != null) {
                page.getUnreadable().forEach(handler);
            } else if (page.failure() != null) {
                failures.add(page.failure());
            }
            return page;
        }
    }

    /** Returns the list without the items that do not match. Its pages have the same cursors and unreadable items. */
    Paginated<T> filter(Predicate<T> predicate) {
        return new Paginated<>(start, cursor -> {
            Page<T> page = fetch.apply(cursor);
            return new Page<>(
                    page.getItems().stream().filter(predicate).collect(Collectors.toUnmodifiableList()),
                    page.getNextCursor(),
                    page.failure());
        });
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
