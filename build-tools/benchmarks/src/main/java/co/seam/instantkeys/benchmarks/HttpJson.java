package co.seam.instantkeys.benchmarks;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Common code of the hand-written clients on OkHttp. */
abstract class HttpJson implements Client {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient okHttp;
    private final String url;
    private final Work work;

    HttpJson(OkHttpClient okHttp, String endpoint, Work work) {
        this.okHttp = okHttp;
        this.url = endpoint + work.path();
        this.work = work;
    }

    abstract String write(Object request) throws IOException;

    abstract <T> T read(ResponseBody body, Class<T> type) throws IOException;

    @Override
    public final Object call() throws IOException {
        switch (work) {
            case GENERATE:
                return post(Pojos.GenerateRequest.one(), Pojos.KeyResponse.class).instantKey;
            case CREATE_GRANT:
                return post(Pojos.CreateGrantRequest.one(), Pojos.GrantResponse.class).accessGrant;
            case GRANTS_100:
                return post(new Pojos.ListRequest(), Pojos.GrantsResponse.class).accessGrants;
            default:
                return post(new Pojos.ListRequest(), Pojos.KeysResponse.class).instantKeys;
        }
    }

    private <T> T post(Object request, Class<T> type) throws IOException {
        Request post = new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer " + Contender.API_KEY)
                .post(RequestBody.create(write(request), JSON))
                .build();
        try (Response response = okHttp.newCall(post).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("status " + response.code());
            }
            return read(response.body(), type);
        }
    }
}
