package co.seam.instantkeys.reference;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of each that a listing may have. */
public final class Sample<T extends Comparable<T>> extends Hidden<T> implements Function<T, String> {
    public static final int LIMIT = 3;

    public Sample(@Nullable String name, int... numbers) throws IOException {
        throw new IOException(name + numbers.length);
    }

    @Override
    public String apply(T item) {
        return item.toString();
    }

    /** @deprecated for this test */
    @Deprecated
    public <E> @Nullable E old(Set<?> items, byte[] bytes) {
        throw new UnsupportedOperationException(items + Arrays.toString(bytes));
    }

    @Override
    public String toString() {
        return "";
    }

    private void hidden() {}

    public static class Parts {
        private Parts() {}
    }
}
