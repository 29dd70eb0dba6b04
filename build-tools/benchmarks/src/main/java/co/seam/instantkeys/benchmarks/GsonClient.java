package co.seam.instantkeys.benchmarks;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;

/** OkHttp and Gson, with plain objects by reflection. */
final class GsonClient extends HttpJson {
    private final Gson gson = gson();

    GsonClient(OkHttpClient okHttp, String endpoint, Work work) {
        super(okHttp, endpoint, work);
    }

    static Gson gson() {
        return new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                .registerTypeAdapter(Instant.class, new InstantAdapter().nullSafe())
                .create();
    }

    @Override
    String write(Object request) {
        return gson.toJson(request);
    }

    @Override
    <T> T read(ResponseBody body, Class<T> type) {
        return gson.fromJson(body.charStream(), type);
    }

    /** The usual adapter, without optimization. */
    private static final class InstantAdapter extends TypeAdapter<Instant> {
        @Override
        public Instant read(JsonReader in) throws IOException {
            return Instant.parse(in.nextString());
        }

        @Override
        public void write(JsonWriter out, Instant value) throws IOException {
            out.value(value.toString());
        }
    }
}
