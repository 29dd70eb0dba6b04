package co.seam.instantkeys.benchmarks;

import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.internal.transport.JsonConverterFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the codecs alone, from and to strings. The floor of reading is a {@link JsonReader} that skips the whole
 * string; this SDK reads bytes, as they come from the wire. Runs in batches and not by time: on a busy machine, a fixed
 * time would end before the code is compiled.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-Xbatch"})
@Warmup(iterations = 24)
@Measurement(iterations = 5)
@State(Scope.Thread)
public class Codecs {
    /**
     * Number of calls for some megabytes. At least 10, so that also the code around the inner loop of a long list is
     * compiled.
     */
    static int batch(Work work) {
        return Math.max(10, 10_000_000 / Bodies.response(work.response).length());
    }

    /** Names of the benchmarks that do this work. The first one is the floor. */
    static List<String> methods(Work work) {
        return work == Work.CREATE_GRANT
                ? List.of("gsonWrite", "seamWrite", "jacksonWrite")
                : List.of("skip", "seam", "gson", "jackson");
    }

    private final Gson gson = GsonClient.gson();
    private final ObjectMapper mapper = JacksonClient.mapper();

    /** JSON to read. */
    @State(Scope.Thread)
    public static class Text {
        @Param({"generate", "keys-100", "keys-10000", "grants-100"})
        String response;

        String json;
        Buffer bytes;
        TypeAdapter<?> codec;
        Class<?> pojo;

        @Setup
        public void setUp() {
            json = Bodies.response(response);
            bytes = new Buffer().writeUtf8(json);
            boolean keys = response.startsWith("keys");
            boolean one = response.equals("generate");
            Class<?> model =
                    one ? InstantKeyResponse.class : keys ? InstantKeysResponse.class : AccessGrantsResponse.class;
            codec = SeamTypeAdapterFactory.adapter(model);
            pojo = one ? Pojos.KeyResponse.class : keys ? Pojos.KeysResponse.class : Pojos.GrantsResponse.class;
        }
    }

    @Benchmark
    public Object skip(Text text) throws IOException {
        JsonReader reader = new JsonReader(new StringReader(text.json));
        reader.skipValue();
        return reader;
    }

    @Benchmark
    public Object seam(Text text) throws IOException {
        return JsonConverterFactory.read(text.codec, text.bytes);
    }

    @Benchmark
    public Object gson(Text text) {
        return gson.fromJson(text.json, text.pojo);
    }

    @Benchmark
    public Object jackson(Text text) throws IOException {
        return mapper.readValue(text.json, text.pojo);
    }

    /** Ends with the bytes to send, where the others end with a text that is still to be encoded. */
    @Benchmark
    public Object seamWrite() throws IOException {
        return JsonConverterFactory.write(
                SeamTypeAdapterFactory.adapter(CreateAccessGrantRequest.class), SeamClient.grant());
    }

    @Benchmark
    public String gsonWrite() {
        return gson.toJson(Pojos.CreateGrantRequest.one());
    }

    @Benchmark
    public String jacksonWrite() throws IOException {
        return mapper.writeValueAsString(Pojos.CreateGrantRequest.one());
    }
}
