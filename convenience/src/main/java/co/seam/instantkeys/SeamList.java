package co.seam.instantkeys;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list that the API returns in one response. Unmodifiable and thread-safe.
 *
 * <p>If the response has items that cannot be read, nothing is lost unnoticed: iterators and streams yield the other
 * items and then throw {@link SeamResponseException}, and methods that need the whole list, such as {@code size} and
 * {@code contains}, throw it at once. {@link #onUnreadable} returns the list without those items.
 *
 * @param <T> the type of the items
 */
public final class SeamList<T> extends AbstractList<T> {
    private final List<T> readable;
    private final @Nullable SeamResponseException failure;

    /** @param failure states which items are missing; null if none are */
    SeamList(List<T> readable, @Nullable SeamResponseException failure) {
        this.readable = readable;
        this.failure = failure;
    }

    /**
     * Returns the readable items, after passing each of the others to the handler.
     *
     * @param handler called on this thread before this method returns
     */
    public List<T> onUnreadable(Consumer<? super UnreadableItem> handler) {
        getUnreadable().forEach(handler);
        return readable;
    }

    /** The items that could not be read, in the server's order; unmodifiable, empty in general. */
    public List<UnreadableItem> getUnreadable() {
        return failure == null ? List.of() : failure.getUnreadable();
    }

    /** Returns the readable item at an index. */
    @Override
    public T get(int index) {
        if (failure != null && index >= readable.size()) {
            throw failure;
        }
        return readable.get(index);
    }

    /** @throws SeamResponseException if an item could not be read */
    @Override
    public int size() {
        requireAll();
        return readable.size();
    }

    /** @throws SeamResponseException if an item could not be read */
    @Override
    public boolean contains(@Nullable Object item) {
        requireAll();
        return readable.contains(item);
    }

    private void requireAll() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Iterator<T> iterator() {
        Iterator<T> items = readable.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (items.hasNext()) {
                    return true;
                }
                requireAll();
                return false;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no item after the last");
                }
                return items.next();
            }
        };
    }

    @Override
    public Spliterator<T> spliterator() {
        return failure == null
                ? readable.spliterator()
                : Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public String toString() {
        return failure == null ? readable.toString() : readable + " and " + getUnreadable();
    }
}
