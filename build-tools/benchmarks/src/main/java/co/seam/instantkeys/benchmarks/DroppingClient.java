package co.seam.instantkeys.benchmarks;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Okio;
import okio.Sink;

/** The floor: a prepared request, and a response body that is read and discarded. */
final class DroppingClient implements Client {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient okHttp;
    private final Request request;
    private final Sink nowhere = Okio.blackhole();

    DroppingClient(OkHttpClient okHttp, String endpoint, Work work) {
        this.okHttp = okHttp;
        request = new Request.Builder()
                .url(endpoint + work.path())
                .header("Authorization", "Bearer " + Contender.API_KEY)
                .post(RequestBody.create(work.request(), JSON))
                .build();
    }

    @Override
    public Object call() throws IOException {
        try (Response response = okHttp.newCall(request).execute()) {
            return response.body().source().readAll(nowhere);
        }
    }
}
