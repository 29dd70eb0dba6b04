package co.seam.instantkeys.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;

/** OkHttp and Jackson databind, with plain objects. */
final class JacksonClient extends HttpJson {
    private final ObjectMapper mapper = mapper();

    JacksonClient(OkHttpClient okHttp, String endpoint, Work work) {
        super(okHttp, endpoint, work);
    }

    static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // Reads to the end, as Gson does. Otherwise Jackson closes the body after the last bracket. Over
                // HTTP/2,
                // that resets the stream, and the next request waits up to 40 ms for the acknowledgement.
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
    }

    @Override
    String write(Object request) throws IOException {
        return mapper.writeValueAsString(request);
    }

    @Override
    <T> T read(ResponseBody body, Class<T> type) throws IOException {
        return mapper.readValue(body.byteStream(), type);
    }
}
