package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.Envelope;
import co.seam.instantkeys.generated.model.PageRequest;
import co.seam.instantkeys.generated.model.PageResponse;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Base class of operations that are generated into a package of your own, from another document than the contract of
 * this SDK: {@code new Devices(seam)} has the operations of {@code /devices}. Their calls follow the same rules as
 * those of the client: retries, at most once, timeouts, exceptions. Thread-safe.
 *
 * <p>Do not extend it by hand: what it offers to subclasses changes with the generator.
 */
public abstract class SeamOperations {
    private final CallExecutor calls;

    protected SeamOperations(Seam seam) {
        Checks.notNull("seam", seam);
        calls = seam.calls;
    }

    protected final <A> A api(Class<A> apiInterface) {
        return calls.api(apiInterface);
    }

    /** Executes an operation without a result. */
    protected final <R extends Envelope> void execute(Call<R> call) {
        calls.execute(call);
    }

    /** Executes an operation whose result is a part of the response. */
    protected final <R, T> T execute(Call<R> call, Function<R, @Nullable T> result) {
        return calls.execute(call, result);
    }

    /** Executes an operation whose result must belong to the requested resource. */
    protected final <R, T> T execute(Call<R> call, Function<R, @Nullable T> result, Predicate<T> isRequested) {
        return calls.execute(call, result, isRequested);
    }

    /** Executes an operation whose result is a list of models. */
    protected final <R, T> SeamList<T> list(Call<R> call, Function<R, List<T>> items) {
        return calls.list(call, items);
    }

    /** Creates a list in pages. */
    protected final <R extends PageRequest<R>, P extends PageResponse<T>, T> Paginated<T> paginate(
            R request, Function<R, Call<P>> page) {
        return calls.paginate(request, page);
    }

    protected static void notNull(String parameter, @Nullable Object value) {
        Checks.notNull(parameter, value);
    }

    protected static String notBlank(String parameter, String value) {
        return Checks.notBlank(parameter, value);
    }

    protected static void exactlyOne(String names, @Nullable Object... values) {
        Checks.exactlyOne(names, values);
    }

    protected static void atLeastOne(String names, @Nullable Object... values) {
        Checks.atLeastOne(names, values);
    }

    protected static <T> @Nullable List<T> emptyToNull(List<T> list) {
        return Checks.emptyToNull(list);
    }

    protected static void size(String parameter, List<?> list, int min, int max) {
        Checks.size(parameter, list, min, max);
    }

    protected static void range(String parameter, @Nullable Integer value, int min, int max) {
        Checks.range(parameter, value, min, max);
    }

    protected static void length(String parameter, @Nullable String value, int min, int max) {
        Checks.length(parameter, value, min, max);
    }

    protected static void lengths(String parameter, List<String> values, int min, int max) {
        Checks.lengths(parameter, values, min, max);
    }

    protected static void ascending(String parameter, List<Instant> times) {
        Checks.ascending(parameter, times);
    }

    /** Returns whether two ids are the same, or one of them is absent. */
    protected static boolean matches(@Nullable String requested, @Nullable String returned) {
        return Echo.matches(requested, returned);
    }

    /**
     * Returns whether two ids are the same, one of them is absent, or the requested one belongs to a merged resource.
     *
     * @param merged ids that resolve to the returned one too
     */
    protected static boolean matches(@Nullable String requested, @Nullable String returned, List<String> merged) {
        return Echo.matches(requested, returned, merged);
    }
}
