package co.seam.instantkeys.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All contenders do the same work: one that reads less than the others would win. */
class ContenderTest {
    private final OkHttpClient okHttp = Contender.okHttp();

    @ParameterizedTest
    @EnumSource(Work.class)
    void call_floor_readsEveryByte(Work work) throws Exception {
        try (ServerSocket server = LoopbackServer.start()) {
            Object dropped = Contender.OKHTTP
                    .client(okHttp, Address.plain(server.getLocalPort()).origin(), work)
                    .call();

            assertThat(dropped)
                    .isEqualTo((long) Bodies.response(work.response).getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    void call_otherContenders_readEveryFieldOfEveryItem(Work work) throws Exception {
        JsonElement sent = items(work);
        try (ServerSocket server = LoopbackServer.start()) {
            for (Contender contender : List.of(Contender.GSON, Contender.JACKSON, Contender.RETROFIT, Contender.SEAM)) {
                Object read = contender
                        .client(okHttp, Address.plain(server.getLocalPort()).origin(), work)
                        .call();

                assertThat(written(contender, read)).as(contender.title).isEqualTo(sent);
            }
        }
    }

    /** Returns the content of the response, without its envelope. */
    private static JsonElement items(Work work) {
        JsonObject response =
                JsonParser.parseString(Bodies.response(work.response)).getAsJsonObject();
        JsonElement items = response.entrySet().iterator().next().getValue();
        assertThat(items.isJsonArray() ? items.getAsJsonArray().size() : 1).isEqualTo(work.items);
        return items;
    }

    private static JsonElement written(Contender contender, Object read) throws Exception {
        if (contender == Contender.JACKSON) {
            ObjectMapper mapper = JacksonClient.mapper();
            return JsonParser.parseString(mapper.writeValueAsString(read));
        }
        Gson gson = contender == Contender.SEAM
                ? new GsonBuilder()
                        .registerTypeAdapterFactory(new SeamTypeAdapterFactory())
                        .create()
                : GsonClient.gson();
        return gson.toJsonTree(read);
    }
}
