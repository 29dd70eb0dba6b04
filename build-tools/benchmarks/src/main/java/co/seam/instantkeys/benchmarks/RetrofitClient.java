package co.seam.instantkeys.benchmarks;

import java.io.IOException;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.POST;

/** Retrofit with its usual Gson converter, for the same plain objects. */
final class RetrofitClient implements Client {
    private static final String TOKEN = "Bearer " + Contender.API_KEY;

    private final Api api;
    private final Work work;

    RetrofitClient(OkHttpClient okHttp, String endpoint, Work work) {
        this.work = work;
        api = api(okHttp, endpoint);
    }

    static Api api(OkHttpClient okHttp, String endpoint) {
        return new Retrofit.Builder()
                .baseUrl(endpoint)
                .client(okHttp)
                .addConverterFactory(GsonConverterFactory.create(GsonClient.gson()))
                .build()
                .create(Api.class);
    }

    @Override
    public Object call() throws IOException {
        switch (work) {
            case GENERATE:
                return body(api.generate(TOKEN, Pojos.GenerateRequest.one())).instantKey;
            case CREATE_GRANT:
                return body(api.create(TOKEN, Pojos.CreateGrantRequest.one())).accessGrant;
            case GRANTS_100:
                return body(api.grants(TOKEN, new Pojos.ListRequest())).accessGrants;
            default:
                return body(api.keys(TOKEN, new Pojos.ListRequest())).instantKeys;
        }
    }

    static <T> T body(Call<T> call) throws IOException {
        Response<T> response = call.execute();
        if (!response.isSuccessful()) {
            throw new IOException("status " + response.code());
        }
        return response.body();
    }

    interface Api {
        @POST("user_identities/generate_instant_key")
        Call<Pojos.KeyResponse> generate(@Header("Authorization") String token, @Body Pojos.GenerateRequest request);

        @POST("access_grants/create")
        Call<Pojos.GrantResponse> create(@Header("Authorization") String token, @Body Pojos.CreateGrantRequest request);

        @POST("access_grants/list")
        Call<Pojos.GrantsResponse> grants(@Header("Authorization") String token, @Body Pojos.ListRequest request);

        @POST("instant_keys/list")
        Call<Pojos.KeysResponse> keys(@Header("Authorization") String token, @Body Pojos.ListRequest request);

        @POST("acs/entrances/list")
        Call<Pojos.EntrancesResponse> entrances(
                @Header("Authorization") String token, @Body Pojos.EntrancesRequest request);

        @POST("user_identities/get")
        Call<Pojos.UserIdentityResponse> findGuest(
                @Header("Authorization") String token, @Body Pojos.UserIdentityRequest request);

        @POST("user_identities/create")
        Call<Pojos.UserIdentityResponse> createGuest(
                @Header("Authorization") String token, @Body Pojos.UserIdentityRequest request);
    }
}
