package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Responses that differ from the contract: 10,000 random mutations of the examples in {@code openapi/seam.yaml}. A
 * codec must read what servers are known to send. For damaged JSON, it returns a model or throws one of its two
 * documented exceptions.
 */
class ToleranceTest {
    /** By schema: every response, and every object that a response may contain. */
    private static final Map<String, List<JsonNode>> EXAMPLES = examples();

    private static final int BODIES_PER_SCHEMA_AND_TEST = 5_000 / EXAMPLES.size() + 1;

    private static final List<Mutation> TOLERATED = Arrays.stream(Mutation.values())
            .filter(mutation -> mutation.isTolerated)
            .toList();

    static Set<String> schemas() {
        return EXAMPLES.keySet();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void read_examples_returnsModels(String schema) {
        assertThat(EXAMPLES.get(schema)).as("examples of %s", schema).isNotEmpty();
        for (JsonNode example : EXAMPLES.get(schema)) {
            assertThat(problem(schema, example.toString()))
                    .as("%s: %s", schema, example)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void read_mutationsThatServersMake_returnsModels(String schema) {
        Random random = new Random(schema.hashCode());
        for (int i = 0; i < BODIES_PER_SCHEMA_AND_TEST; i++) {
            JsonNode body = anyOf(EXAMPLES.get(schema), random).deepCopy();
            Set<Mutation> applied = mutate(body, schema, TOLERATED, random);

            assertThat(problem(schema, body.toString()))
                    .as("%s after %s: %s", schema, applied, body)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void read_damagedJson_returnsAModelOrThrowsADocumentedException(String schema) {
        Random random = new Random(schema.hashCode());
        for (int i = 0; i < BODIES_PER_SCHEMA_AND_TEST; i++) {
            JsonNode body = anyOf(EXAMPLES.get(schema), random).deepCopy();
            Set<Mutation> applied = mutate(body, schema, List.of(Mutation.values()), random);
            String text = random.nextInt(4) == 0 ? damaged(body.toString(), random) : body.toString();

            Throwable problem = problem(schema, text);
            if (!(problem instanceof JsonParseException) && !(problem instanceof IOException)) {
                assertThat(problem).as("%s after %s: %s", schema, applied, text).isNull();
            }
        }
    }

    @Test
    void read_unknownPropertyNestedTooDeep_throwsADocumentedException() {
        String json = "{\"ok\": true, \"new\": " + "[".repeat(1_000_000);

        assertThat(problem("ok_response", json)).isInstanceOf(IOException.class);
    }

    @Test
    void mutate_allSchemas_appliesEveryMutation() {
        Random random = new Random(1);
        Set<Mutation> applied = EnumSet.noneOf(Mutation.class);
        EXAMPLES.forEach((schema, examples) -> {
            for (Mutation mutation : Mutation.values()) {
                JsonNode body = anyOf(examples, random).deepCopy();
                if (mutation.apply(body, Contract.schemas().path(schema), random)) {
                    applied.add(mutation);
                }
            }
        });

        assertThat(applied).containsExactlyInAnyOrder(Mutation.values());
    }

    /** Returns null if the codec reads a model, and reads an equal one after writing it; else what went wrong. */
    private static Throwable problem(String schema, String json) {
        TypeAdapter<Object> codec = Contract.codec(schema);
        Object model;
        try {
            model = codec.fromJson(json);
        } catch (Exception | StackOverflowError e) {
            return e;
        }
        try {
            Object again = codec.fromJson(codec.toJson(model));
            return model.equals(again) ? null : new AssertionError("written as " + again);
        } catch (Exception | StackOverflowError e) {
            return new AssertionError("what was written cannot be read", e);
        }
    }

    /** Applies one to three mutations. */
    private static Set<Mutation> mutate(JsonNode body, String schema, List<Mutation> mutations, Random random) {
        Set<Mutation> applied = EnumSet.noneOf(Mutation.class);
        int attempts = 1 + random.nextInt(3);
        for (int i = 0; i < attempts || applied.isEmpty(); i++) {
            Mutation mutation = anyOf(mutations, random);
            if (mutation.apply(body, Contract.schemas().path(schema), random)) {
                applied.add(mutation);
            }
        }
        return applied;
    }

    /** Truncates the JSON, or replaces a character. */
    private static String damaged(String json, Random random) {
        int at = random.nextInt(json.length());
        String marks = "{}[]\":,\\-.0e#\u0000";
        return json.substring(0, at)
                + (random.nextBoolean() ? "" : marks.charAt(random.nextInt(marks.length())) + json.substring(at + 1));
    }

    private static Map<String, List<JsonNode>> examples() {
        List<JsonNode> contents = new ArrayList<>();
        Contract.paths().forEach(path -> contents.add(Contract.operation(path).at("/responses/200/content")));
        Contract.DOCUMENT.at("/components/responses").forEach(response -> contents.add(response.path("content")));
        Map<String, List<JsonNode>> examples = new TreeMap<>();
        for (JsonNode content : contents) {
            JsonNode json = content.path("application/json");
            collect(json.path("schema"), json.path("examples").findValues("value"), examples);
        }
        return examples;
    }

    private static void collect(JsonNode schema, List<JsonNode> values, Map<String, List<JsonNode>> examples) {
        JsonNode resolved = Contract.resolve(schema);
        if (resolved.path("type").asText().equals("array")) {
            List<JsonNode> items = new ArrayList<>();
            values.forEach(value -> value.forEach(items::add));
            collect(resolved.path("items"), items, examples);
        } else if (resolved.has("properties")) {
            List<JsonNode> objects = values.stream().filter(JsonNode::isObject).toList();
            examples.computeIfAbsent(Contract.reference(schema), name -> new ArrayList<>())
                    .addAll(objects);
            for (Map.Entry<String, JsonNode> property :
                    resolved.path("properties").properties()) {
                List<JsonNode> children = objects.stream()
                        .map(object -> object.path(property.getKey()))
                        .toList();
                collect(property.getValue(), children, examples);
            }
        }
    }

    private static <T> T anyOf(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
