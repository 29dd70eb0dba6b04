package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.Envelope;
import co.seam.instantkeys.generated.model.ModelCodecs;
import co.seam.instantkeys.generated.model.PageRequest;
import co.seam.instantkeys.generated.model.PageResponse;
import co.seam.instantkeys.internal.transport.CallContext;
import co.seam.instantkeys.internal.transport.Transport;
import co.seam.instantkeys.internal.transport.UnreadableResponseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.ResponseBody;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;

/** Executes calls: the one place where a response is unwrapped or becomes an exception. Thread-safe. */
final class CallExecutor {
    private final Supplier<Retrofit> retrofit;
    private final Executor executor;
    private final boolean observed;
    private final Map<Class<?>, Object> apis;
    private final @Nullable Deadline deadline;

    /**
     * @param retrofit asked for at the first call
     * @param executor threads of the client
     * @param observed whether a listener receives how calls end
     */
    CallExecutor(Supplier<Retrofit> retrofit, Executor executor, boolean observed) {
        this(retrofit, executor, observed, new ConcurrentHashMap<>(), null);
    }

    private CallExecutor(
            Supplier<Retrofit> retrofit,
            Executor executor,
            boolean observed,
            Map<Class<?>, Object> apis,
            @Nullable Deadline deadline) {
        this.retrofit = retrofit;
        this.executor = executor;
        this.observed = observed;
        this.apis = apis;
        this.deadline = deadline;
    }

    /** Returns an executor whose calls, with all their attempts, also end at the deadline. */
    CallExecutor until(Deadline end) {
        return new CallExecutor(retrofit, executor, observed, apis, end);
    }

    /** Returns an executor for calls in parallel with those of the calling thread; it may reject them. */
    Executor executor() {
        return executor;
    }

    /**
     * Returns a Retrofit interface. Creates it at its first use: each loads the classes of all its requests, and most
     * programs need only two or three.
     */
    <T> T api(Class<T> apiInterface) {
        Object api = apis.get(apiInterface);
        if (api == null) {
            api = newApi(apiInterface);
            apis.put(apiInterface, api);
        }
        return apiInterface.cast(api);
    }

    /** Returns a Retrofit interface of the caller's choice. */
    <T> T newApi(Class<T> apiInterface) {
        return retrofit.get().create(apiInterface);
    }

    /** Executes an operation whose response holds nothing but {@code ok}. */
    <R extends Envelope> void execute(Call<R> call) {
        execute(call, Envelope::getOk);
    }

    /**
     * Executes an operation.
     *
     * @param result extracts the result from the response; returns null if it is missing
     * @throws SeamException for every failure
     */
    <R, T> T execute(Call<R> call, Function<R, @Nullable T> result) {
        return execute(call, result, value -> true);
    }

    /**
     * Executes an operation.
     *
     * @param isRequested returns whether this is the requested result, and not that of another request
     */
    <R, T> T execute(Call<R> call, Function<R, @Nullable T> result, Predicate<T> isRequested) {
        return report(call, () -> result(call, result, isRequested));
    }

    private <R, T> T result(Call<R> call, Function<R, @Nullable T> result, Predicate<T> isRequested) {
        R body = body(call);
        T value = result.apply(body);
        if (value == null) {
            throw unreadable(call, "missing or null", toJson(body));
        }
        if (!isRequested.test(value)) {
            throw unreadable(call, "of another resource than the requested one", toJson(body));
        }
        return value;
    }

    /**
     * Executes an operation that returns a list of models. An item that cannot be read does not hide the others.
     *
     * @param items extracts the list from the response
     */
    <R, T> SeamList<T> list(Call<R> call, Function<R, List<T>> items) {
        return executeTolerantly(call, (body, failure) -> new SeamList<>(items.apply(body), failure));
    }

    /**
     * Returns the exception for an error response of the raw API.
     *
     * @throws IllegalArgumentException if it is no error response, or not of this SDK
     */
    static SeamApiException toException(Response<?> response) {
        Checks.notNull("response", response);
        if (response.isSuccessful()) {
            throw new IllegalArgumentException("not an error response: HTTP " + response.code());
        }
        return ErrorMapper.fromErrorResponse(CallContext.of(response), text(response));
    }

    /** @param result creates the result from the response, and from the exception for its unreadable items, if any */
    private <R, T> T executeTolerantly(Call<R> call, BiFunction<R, @Nullable SeamResponseException, T> result) {
        try {
            return report(call, () -> result.apply(body(call), null));
        } catch (SeamResponseException e) {
            @SuppressWarnings("unchecked") // it was read by the codec of this response
            R rest = (R) e.rest();
            if (rest == null) {
                throw e;
            }
            return result.apply(rest, e);
        }
    }

    /** Runs a call and, if calls are observed, reports how it ended. */
    private <T> T report(Call<?> call, Supplier<T> run) {
        if (!observed) {
            return run.get();
        }
        CallContext context = CallContext.of(call);
        boolean reports = context.claimReport();
        boolean outcomeUnknown = false;
        try {
            return run.get();
        } catch (SeamException e) {
            outcomeUnknown = e.isOutcomeUnknown();
            throw e;
        } finally {
            if (reports) {
                context.report(outcomeUnknown);
            }
        }
    }

    private <R> R body(Call<R> call) {
        if (deadline != null) {
            Timeout timeout = call.timeout();
            timeout.timeout(deadline.bound(timeout.timeoutNanos()), TimeUnit.NANOSECONDS);
        }
        Response<R> response;
        try {
            response = call.execute();
        } catch (IOException e) {
            throw ErrorMapper.fromIOException(CallContext.of(call), e);
        }
        return body(call, response);
    }

    /** Returns the body of a response, or throws what its failure is to the caller. */
    static <R> R body(Call<R> call, Response<R> response) {
        if (!response.isSuccessful()) {
            throw ErrorMapper.fromErrorResponse(CallContext.of(call), text(response));
        }
        R body = response.body();
        if (body == null) { // 204 and 205, which Retrofit does not convert
            throw unreadable(call, "no body", "");
        }
        return body;
    }

    private static SeamResponseException unreadable(Call<?> call, String reason, String body) {
        return ErrorMapper.fromUnreadableResponse(
                CallContext.of(call), new UnreadableResponseException(reason, body, null));
    }

    /**
     * Returns the JSON of a response, or its beginning, for an exception. It is written again: models lose nothing, and
     * keeping the text of every response would cost memory in each call.
     */
    private static String toJson(Object response) {
        ModelCodecs codecs = ModelCodecs.of(response.getClass());
        @SuppressWarnings("unchecked") // the codec of the model's own class
        TypeAdapter<Object> codec = codecs == null ? null : (TypeAdapter<Object>) codecs.codec(response.getClass());
        Excerpt text = new Excerpt();
        try {
            if (codec != null) {
                codec.write(new JsonWriter(text), response);
            }
        } catch (IOException | UncheckedIOException e) {
            // it is full
        }
        return text.getBuffer().substring(0, Math.min(text.getBuffer().length(), Transport.MAX_ERROR_BYTES));
    }

    /** Accepts little more than an exception keeps: the whole of a large response would not fit into memory once more. */
    private static final class Excerpt extends StringWriter {
        @Override
        public void write(String text, int from, int length) {
            super.write(text, from, length);
            checkLength();
        }

        @Override
        public void write(int character) {
            super.write(character);
            checkLength();
        }

        private void checkLength() {
            if (getBuffer().length() > Transport.MAX_ERROR_BYTES) {
                throw new UncheckedIOException(new IOException("full"));
            }
        }
    }

    /**
     * Creates a list in pages.
     *
     * @param request for the first page to fetch
     * @param page creates the call for one page
     */
    <R extends PageRequest<R>, P extends PageResponse<T>, T> Paginated<T> paginate(
            R request, Function<R, Call<P>> page) {
        return new Paginated<>(
                request.getPageCursor(),
                cursor -> executeTolerantly(
                        page.apply(cursor == null ? request : request.withPageCursor(cursor)),
                        (response, failure) -> new Page<>(response.items(), response.nextPageCursor(), failure)));
    }

    /** Returns the body of an error response, which can still be read afterwards. */
    private static String text(Response<?> response) {
        ResponseBody body = response.errorBody();
        if (body == null) {
            return "";
        }
        try (ResponseBody copy = ResponseBody.create(body.source().peek(), body.contentType(), -1)) {
            return copy.string();
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory has no I/O failures", e);
        }
    }
}
