package co.seam.instantkeys.internal.transport;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is created once, when it is first needed. Thread-safe. */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> create;
    private volatile @Nullable T value;

    public Lazy(Supplier<T> create) {
        this.create = create;
    }

    @Override
    public T get() {
        T created = value;
        return created == null ? create() : created;
    }

    private synchronized T create() {
        T created = value;
        if (created == null) {
            created = create.get();
            value = created;
        }
        return created;
    }

    boolean isCreated() {
        return value != null;
    }
}
