package co.seam.instantkeys.live;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HeaderMap;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Url;

/**
 * The server under test. Each request goes through the transport of the client, without its models, its checks and its
 * retries, which would hide what the server does.
 */
final class Server {
    private static final MediaType JSON = MediaType.get("application/json");
    /** Nulls are sent: {@code ends_at: null} is a value. */
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private static final int MAX_ATTEMPTS_AFTER_429 = 4;
    private static final Duration PAUSE_AFTER_429 = Duration.ofSeconds(5);
    private static final int LONGEST_RETRY_AFTER = 60;
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final Operations operations;
    private final Timer timer;
    private final Pace pace;
    private final Seen seen;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    Server(Seam seam, Timer timer, Pace pace, Seen seen) {
        operations = seam.api(Operations.class);
        this.timer = timer;
        this.pace = pace;
        this.seen = seen;
    }

    /** @throws NotTestableException if there is no response, or one that does not depend on the request: 429, 5xx */
    Reply post(String path, Map<String, ?> fields) {
        return post(path, fields, Map.of());
    }

    Reply post(String path, Map<String, ?> fields, Map<String, String> headers) {
        return send(path, () -> operations.post(relative(path), headers, body(fields)), null);
    }

    /**
     * Creates something under a key that nothing else has. If the response is a 429, looks it up before it sends the
     * request again.
     */
    Reply create(String path, Map<String, ?> fields, Supplier<Reply> lookup) {
        return send(path, () -> operations.post(relative(path), Map.of(), body(fields)), lookup);
    }

    Reply put(String path, Map<String, ?> fields) {
        return send(path, () -> operations.put(relative(path), body(fields)), null);
    }

    /** @param query without the parameter that Seam's own clients add to each query */
    Reply get(String path, String query) {
        return send(path, () -> operations.get(relative(path) + strict(query)), null);
    }

    /** @param query without the parameter that Seam's own clients add to each query */
    Reply delete(String path, String query) {
        return send(path, () -> operations.delete(relative(path) + strict(query)), null);
    }

    /** Sends the same request that many times, at once. */
    List<Reply> postAtOnce(int times, String path, Map<String, ?> fields) {
        pace.await(times);
        List<CompletableFuture<Reply>> replies = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> sendOnce(path, operations.post(relative(path), Map.of(), body(fields))),
                        task -> new Thread(task, "live-at-once").start()))
                .limit(times)
                .toList();
        try {
            return replies.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException ? (RuntimeException) e.getCause() : e;
        }
    }

    private Reply send(String path, Supplier<Call<ResponseBody>> call, @Nullable Supplier<Reply> lookup) {
        for (int attempt = 1; ; attempt++) {
            pace.await(1);
            Reply reply = sendOnce(path, call.get());
            boolean isLimited = reply.status() == 429;
            if (reply.status() >= 500 || (isLimited && attempt == MAX_ATTEMPTS_AFTER_429)) {
                throw new NotTestableException(reply.toString());
            }
            if (!isLimited) {
                return reply;
            }
            timer.pause(pauseAfter(reply));
            if (lookup != null) {
                boolean isFound = lookup.get().isOk();
                seen.addLookupAfter429(isFound);
                if (isFound) {
                    throw new NotTestableException(reply + ", although it was processed");
                }
            }
        }
    }

    private static Duration pauseAfter(Reply limited) {
        String seconds = limited.retryAfter();
        return seconds != null && seconds.matches("[0-9]{1,4}")
                ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), LONGEST_RETRY_AFTER))
                : PAUSE_AFTER_429;
    }

    private Reply sendOnce(String path, Call<ResponseBody> call) {
        try {
            Response<ResponseBody> response = call.execute();
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                Reply reply = new Reply(
                        path,
                        response.code(),
                        object(body == null ? "" : body.string()),
                        response.headers().get("seam-request-id"),
                        response.headers().get("Retry-After"));
                failuresInARow.set(0);
                seen.add(reply);
                return reply;
            }
        } catch (IOException | SeamException e) {
            String failure = path + ": no response (" + e.getClass().getSimpleName() + ")";
            if (failuresInARow.incrementAndGet() == MAX_FAILURES_IN_A_ROW) {
                throw new RunEndedException(failure + ", for the third time in a row");
            }
            throw new NotTestableException(failure);
        }
    }

    private static JsonObject object(String body) {
        try {
            JsonElement json = JsonParser.parseString(body);
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    private static RequestBody body(Map<String, ?> fields) {
        return RequestBody.create(GSON.toJson(fields), JSON);
    }

    /** Keeps a path prefix of the endpoint. */
    private static String relative(String path) {
        return path.substring(1);
    }

    private static String strict(String query) {
        return query.isEmpty() ? "" : "?" + query + "&_strict=true";
    }

    /** Any operation, by its path. */
    interface Operations {
        @GET
        Call<ResponseBody> get(@Url String pathAndQuery);

        @POST
        Call<ResponseBody> post(@Url String path, @HeaderMap Map<String, String> headers, @Body RequestBody body);

        @PUT
        Call<ResponseBody> put(@Url String path, @Body RequestBody body);

        @DELETE
        Call<ResponseBody> delete(@Url String pathAndQuery);
    }
}
