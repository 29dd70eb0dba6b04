package co.seam.instantkeys;

import co.seam.instantkeys.SeamConverterFactory.UnreadableException;
import java.io.IOException;
import java.util.function.Function;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;

/** The one place where an answer is unwrapped or becomes an exception. */
final class Calls {
    private final ErrorMapper errors;

    Calls(ErrorMapper errors) {
        this.errors = errors;
    }

    /** For an operation that answers with nothing but {@code ok}. */
    void execute(Call<?> call) {
        execute(call, answer -> answer);
    }

    /** @throws SeamException whatever goes wrong from here on */
    <A, T> T execute(Call<A> call, Function<A, T> resource) {
        Response<A> response;
        try {
            response = call.execute();
        } catch (UnreadableException e) {
            throw errors.unreadable(exchange(call), e);
        } catch (IOException e) {
            throw errors.connection(exchange(call), e);
        }
        if (!response.isSuccessful()) {
            throw errors.refused(exchange(call), text(response.errorBody()));
        }
        A answer = response.body();
        if (answer == null) { // 204 and 205, which Retrofit does not convert
            throw errors.unreadable(exchange(call), new UnreadableException("no body", "", null));
        }
        return resource.apply(answer);
    }

    private static String text(@Nullable ResponseBody body) {
        try {
            return body == null ? "" : body.string();
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory cannot fail", e);
        }
    }

    private static Exchange exchange(Call<?> call) {
        Exchange exchange = call.request().tag(Exchange.class);
        if (exchange == null) {
            throw new IllegalStateException(
                    "not a call of Transport: " + call.request().url().encodedPath());
        }
        return exchange;
    }
}
