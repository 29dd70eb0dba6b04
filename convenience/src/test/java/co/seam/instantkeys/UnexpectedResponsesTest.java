package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import co.seam.instantkeys.generated.model.GetRelatedAccessMethodsRequest;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the examples of {@code openapi/seam.yaml}, damaged at random, over real sockets. Each becomes a model, or a
 * {@link SeamResponseException} that holds the body as it was sent.
 */
class UnexpectedResponsesTest {
    private static final int BODIES_PER_OPERATION = 100;

    /** As in the examples of the contract. */
    private static final String GUEST = "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6";

    private static final String EVENT = "9fa45ff9-58a2-4dc7-bb1c-e1431f35b40e";

    private static final Map<String, Function<Seam, Object>> OPERATIONS = Map.of(
            "/user_identities/generate_instant_key",
            seam -> seam.userIdentities().generateInstantKey(GUEST),
            "/access_grants/list",
            seam -> seam.accessGrants()
                    .list(ListAccessGrantsRequest.builder().build())
                    .firstPage(),
            "/access_methods/list",
            seam -> seam.accessMethods().list("grant").firstPage(),
            "/access_methods/get_related",
            seam -> seam.accessMethods()
                    .getRelated(GetRelatedAccessMethodsRequest.builder()
                            .accessMethodIds(List.of("method"))
                            .build()),
            "/events/get",
            seam -> seam.events().get(EVENT));

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    static Set<String> paths() {
        return new TreeSet<>(OPERATIONS.keySet());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void success_damagedAtRandom_isAModelOrKeepsTheBody(String path) throws IOException {
        Random random = new Random(path.hashCode());
        List<JsonNode> examples = examples(path);
        int models = 0;
        try (Seam seam = Seam.builder()
                .apiKey("seam_test1_swordfish")
                .endpoint(server.baseUrl())
                .build()) {
            for (int i = 0; i < BODIES_PER_OPERATION; i++) {
                String body = damaged(examples.get(random.nextInt(examples.size())), random);
                server.resetAll();
                server.stubFor(post(anyUrl()).willReturn(ok(body)));
                try {
                    assertThat(OPERATIONS.get(path).apply(seam)).isNotNull();
                    models++;
                } catch (SeamResponseException e) {
                    if (e.getMessage().contains("another resource")) { // its id is damaged
                        assertThat(fields(e.getRawBody()))
                                .containsOnlyKeys(fields(body).keySet());
                    } else if (e.getMessage().contains("missing or null")) {
                        assertThat(fields(e.getRawBody())).isEqualTo(fields(body)); // written again from the model
                    } else {
                        assertThat(e.getRawBody()).isEqualTo(body);
                    }
                    assertThat(getStackTrace(e)).doesNotContain("ik.seam.co");
                } catch (RuntimeException e) {
                    throw new AssertionError("on reading " + body, e);
                }
            }
        }
        assertThat(models).as("some damage is tolerated and some is not").isBetween(10, BODIES_PER_OPERATION - 10);
    }

    /** The properties that are not null, as text. */
    private static Map<String, String> fields(String body) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        new ObjectMapper().readTree(body).properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(
                        field.getKey(),
                        field.getValue().isValueNode()
                                ? field.getValue().asText()
                                : field.getValue().toString());
            }
        });
        return fields;
    }

    private static List<JsonNode> examples(String path) throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(new File(System.getProperty("seam.openapi")));
        return document.path("paths")
                .path(path)
                .at("/post/responses/200/content/application~1json/examples")
                .findValues("value");
    }

    /** A copy with a property removed, set to null, replaced or added, or without its end. */
    private static String damaged(JsonNode example, Random random) {
        JsonNode body = example.deepCopy();
        List<ObjectNode> objects = new ArrayList<>();
        collectObjects(body, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0:
                object.remove(name);
                break;
            case 1:
                object.putNull(name);
                break;
            case 2:
                object.set(name, anything(random));
                break;
            case 3:
                object.set("new", anything(random));
                break;
            default:
                return body.toString()
                        .substring(0, random.nextInt(body.toString().length()));
        }
        return body.toString();
    }

    private static void collectObjects(JsonNode node, List<ObjectNode> objects) {
        if (node.isObject() && !node.isEmpty()) {
            objects.add((ObjectNode) node);
        }
        node.forEach(child -> collectObjects(child, objects));
    }

    private static JsonNode anything(Random random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> values = List.of(
                json.textNode("\u9375\ud83d\udddd"),
                json.numberNode(7.5),
                json.booleanNode(false),
                json.arrayNode().add(json.nullNode()).add(1),
                json.objectNode().put("a", "b"));
        return values.get(random.nextInt(values.size()));
    }
}
