package co.seam.instantkeys.reference;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Sample} inherits. */
abstract class Hidden<T> {
    public final Set<@Nullable T> inherited(List<? extends T> items) {
        throw new UnsupportedOperationException(items.toString());
    }

    void notVisible() {}
}
