package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of {@code openapi/}, which no validator knows. */
class SeamYamlTest {
    static List<String> paths() {
        return Contract.paths();
    }

    static List<String> schemas() {
        return Contract.names(Contract.schemas());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void path_each_hasOnePostThatIsNamedAndDescribed(String path) {
        JsonNode operation = Contract.operation(path);

        assertThat(Contract.names(Contract.DOCUMENT.path("paths").path(path))).containsExactly("post");
        assertThat(operation.path("tags")).as("tags of %s", path).hasSize(1);
        assertThat(operation.path("x-method-name").asText())
                .as("x-method-name of %s", path)
                .matches("[a-z][A-Za-z]*");
        assertThat(operation.path("summary").asText()).as("summary of %s", path).isNotBlank();
        assertThat(operation.path("description").asText())
                .as("description of %s", path)
                .isNotBlank();
    }

    /** Reads are told by name here, so that a wrong mark in the document is seen. */
    @ParameterizedTest
    @MethodSource("paths")
    void path_read_isRetrySafeAndNoOtherIs(String path) {
        JsonNode retrySafe = Contract.operation(path).path("x-retry-safe");

        assertThat(retrySafe.isBoolean())
                .as("%s has x-retry-safe: true or false", path)
                .isTrue();
        assertThat(retrySafe.asBoolean())
                .as("x-retry-safe of %s", path)
                .isEqualTo(path.matches(".*/(get|list|get_related)"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void path_each_hasExamplesThatItsModelsRead(String path) throws IOException {
        JsonNode requests = Contract.operation(path).at("/requestBody/content/application~1json/examples");
        JsonNode responses = Contract.operation(path).at("/responses/200/content/application~1json/examples");

        assertThat(requests).as("request examples of %s", path).isNotEmpty();
        assertThat(responses).as("response examples of %s", path).isNotEmpty();
        for (JsonNode example : requests) {
            assertIsRead(example.path("value"), Contract.requestSchema(path));
        }
        for (JsonNode example : responses) {
            assertIsRead(example.path("value"), Contract.responseSchema(path));
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void schema_each_isDescribedWithAllItsProperties(String name) {
        JsonNode schema = Contract.schemas().path(name);

        assertThat(schema.path("description").asText())
                .as("description of %s", name)
                .isNotBlank();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            assertThat(Contract.resolve(property.getValue()).path("description").asText())
                    .as("description of %s.%s", name, property.getKey())
                    .isNotBlank();
        }
    }

    /** The facade owns defaults; the generator would send those of the document. */
    @ParameterizedTest
    @MethodSource("schemas")
    void schema_each_hasNoCompositionAndNoDefault(String name) {
        JsonNode schema = Contract.schemas().path(name);

        for (String keyword : List.of("oneOf", "allOf", "anyOf", "not", "discriminator", "default")) {
            assertThat(within(schema)).as("%s without %s", name, keyword).noneMatch(part -> part.has(keyword));
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void schema_each_namesItsObjectsAndEnums(String name) {
        for (JsonNode property : Contract.schemas().path(name).path("properties")) {
            assertThat(within(property))
                    .as("what a property of %s holds itself", name)
                    .noneMatch(part -> part.has("properties") || part.has("enum"));
        }
    }

    /** Such characters end a Javadoc comment, or turn into tags and entities. */
    @Test
    void texts_all_areHarmlessInJavadoc() {
        Map<String, String> texts = new TreeMap<>();
        collectTexts(Contract.DOCUMENT, "", texts);

        assertThat(texts).isNotEmpty();
        texts.forEach((at, text) -> assertThat(text).as(at).doesNotContain("*/", "@", "<", ">", "&", "\\"));
    }

    @Test
    void deviations_all_haveFourWordsAndAReason() {
        assertThat(Deviation.all()).isNotEmpty().allSatisfy(deviation -> {
            assertThat(deviation.at())
                    .matches("(document|operation|request|response|resource) \\S+ \\S+ (missing|extra|required|type"
                            + "|format|nullable|deprecated|default|enum|bounds|open|composition|name|extension|,)+");
            assertThat(deviation.reason()).endsWith(".");
        });
    }

    private static void assertIsRead(JsonNode example, String schema) throws IOException {
        assertThat(Contract.codec(schema).fromJson(example.toString())).isNotNull();
        assertIsDeclared(example, Contract.schemas().path(schema));
    }

    private static void assertIsDeclared(JsonNode value, JsonNode schema) {
        JsonNode resolved = Contract.resolve(schema);
        if (value.isArray()) {
            value.forEach(item -> assertIsDeclared(item, resolved.path("items")));
        } else if (value.isObject() && !resolved.path("additionalProperties").asBoolean()) {
            JsonNode properties = resolved.path("properties");
            assertThat(Contract.names(properties)).as("%s", value).containsAll(Contract.names(value));
            Contract.names(value).forEach(name -> assertIsDeclared(value.path(name), properties.path(name)));
        }
    }

    /** A schema and what is written inside of it, as opposed to referred to. */
    private static List<JsonNode> within(JsonNode schema) {
        List<JsonNode> parts = new ArrayList<>(List.of(schema));
        schema.path("properties").forEach(property -> parts.addAll(within(property)));
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.path(inner).isObject()) {
                parts.addAll(within(schema.path(inner)));
            }
        }
        return parts;
    }

    private static void collectTexts(JsonNode node, String at, Map<String, String> texts) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            String name = child.getKey();
            if (Set.of("title", "summary", "description").contains(name)
                    && child.getValue().isTextual()) {
                texts.put(at + "/" + name, child.getValue().asText());
            } else if (!name.equals("example") && !name.equals("examples")) {
                collectTexts(child.getValue(), at + "/" + name, texts);
            }
        }
    }
}
