package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.Pagination;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.transport.CallContext;
import co.seam.instantkeys.internal.transport.JsonConverterFactory.UnreadableResponseException;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;

/** The one place where an answer is unwrapped or becomes an exception. */
final class CallExecutor {
    private final ErrorMapper errors;
    private final Retrofit retrofit;
    private final Map<Class<?>, Object> apis = new ConcurrentHashMap<>();

    CallExecutor(ErrorMapper errors, Retrofit retrofit) {
        this.errors = errors;
        this.retrofit = retrofit;
    }

    /** Made when it is first asked for: each loads the classes of all requests in it, and most programs need two or three. */
    <T> T api(Class<T> wireInterface) {
        Object api = apis.get(wireInterface);
        if (api == null) {
            api = retrofit.create(wireInterface);
            apis.put(wireInterface, api);
        }
        return wireInterface.cast(api);
    }

    /** For an operation that answers with nothing but {@code ok}. */
    void execute(Call<OkResponse> call) {
        execute(call, OkResponse::getOk);
    }

    /** @throws SeamException whatever goes wrong from here on */
    <A, T> T execute(Call<A> call, Function<A, @Nullable T> resource) {
        Response<A> response;
        try {
            response = call.execute();
        } catch (IOException e) {
            throw errors.fromIOException(CallContext.of(call), e);
        }
        if (!response.isSuccessful()) {
            throw errors.fromErrorResponse(CallContext.of(call), text(response.errorBody()));
        }
        A answer = response.body();
        if (answer == null) { // 204 and 205, which Retrofit does not convert
            throw unreadable(call, "no body", "");
        }
        T result = resource.apply(answer);
        if (result == null) {
            throw unreadable(call, "it is missing", rewritten(answer));
        }
        return result;
    }

    private SeamResponseException unreadable(Call<?> call, String reason, String body) {
        return errors.fromUnreadableResponse(CallContext.of(call), new UnreadableResponseException(reason, body, null));
    }

    /** Nothing of it was lost in reading it, and to keep every answer for this case would cost all of them. */
    private static String rewritten(Object answer) {
        @SuppressWarnings("unchecked") // the codec of the model's own class
        TypeAdapter<Object> codec = (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(answer.getClass());
        return codec == null ? "" : codec.toJson(answer);
    }

    /**
     * A list in pages.
     *
     * @param start null for the first page
     * @param page the call for the page at a cursor
     */
    <A, T> Paginated<T> paginate(
            @Nullable String start,
            Function<@Nullable String, Call<A>> page,
            Function<A, List<T>> items,
            Function<A, @Nullable Pagination> pagination) {
        return new Paginated<>(start, cursor -> {
            A answer = execute(page.apply(cursor), identity -> identity);
            return new Page<>(items.apply(answer), pagination.apply(answer));
        });
    }

    private static String text(@Nullable ResponseBody body) {
        try {
            return body == null ? "" : body.string();
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory cannot fail", e);
        }
    }
}
