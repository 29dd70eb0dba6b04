package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.RawServer.CannedResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each response is read in the charset of its own content type, whatever came before it. */
@Timeout(60)
class CharsetTest {
    private static final String SPACE =
            "{\"space\":{\"space_id\":\"s\",\"workspace_id\":\"w\",\"name\":\"Caf\u00e9\",\"display_name\":\"C\","
                    + "\"created_at\":\"2026-07-01T08:00:00Z\"},\"ok\":true}";

    @Test
    void responses_ofDifferentCharsets_areEachReadInTheirOwn() throws Exception {
        List<String> types = List.of(
                "application/json",
                "application/json; charset=utf-16",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json",
                "text/plain; charset=nonsense",
                "application/json; charset=utf-8");
        try (RawServer server = RawServer.start(
                        types.stream().map(type -> respond(responseIn(type))).toArray(RawServer.Behavior[]::new));
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .build()) {
            Stream<String> names =
                    types.stream().map(type -> seam.spaces().get("s").getName());

            assertThat(names).containsOnly("Caf\u00e9");
        }
    }

    @Test
    void responses_replacedByAnInterceptor_areReadInTheCharsetOfTheBody() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        OkHttpClient replacing = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    MediaType utf16 = MediaType.get("application/json; charset=utf-16");
                    return calls.getAndIncrement() % 2 == 0
                            ? chain.proceed(chain.request())
                            : chain.proceed(chain.request())
                                    .newBuilder()
                                    .body(ResponseBody.create(SPACE, utf16))
                                    .build();
                })
                .build();
        try (RawServer server = RawServer.start(respond(responseIn("application/json")));
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .httpClient(replacing)
                        .build()) {
            for (int i = 0; i < 4; i++) {
                assertThat(seam.spaces().get("s").getName()).isEqualTo("Caf\u00e9");
            }
        }
    }

    private static CannedResponse responseIn(String type) {
        MediaType mediaType = MediaType.get(type);
        Charset charset = mediaType.charset(StandardCharsets.UTF_8);
        return new CannedResponse(200, List.of("Content-Type: " + type), SPACE.getBytes(charset), false);
    }
}
