package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that {@code openapi/seam.yaml} declares exists in Java. */
class FieldsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static List<String> paths() {
        return Contract.paths();
    }

    static List<String> objects() {
        return Contract.names(Contract.schemas()).stream()
                .filter(name -> Contract.schemas().path(name).has("properties"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void request_examplesOfTheContract_areRead(String path) throws IOException {
        JsonNode examples = Contract.operation(path).at("/requestBody/content/application~1json/examples");

        assertThat(examples).as("request examples of %s", path).isNotEmpty();
        for (JsonNode example : examples) {
            JsonNode body = example.path("value");
            assertThat(Contract.codec(Contract.requestClass(path)).fromJson(body.toString()))
                    .as("%s", body)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void model_bodyWithAllProperties_hasThem(String schema) throws Exception {
        JsonNode properties = Contract.schemas().path(schema).path("properties");

        Object model = Contract.codec(schema).fromJson(body(properties).toString());

        assertThat((Map<?, ?>)
                        model.getClass().getMethod("getAdditionalProperties").invoke(model))
                .as("properties that %s does not declare", schema)
                .isEmpty();
        for (String field : Contract.names(properties)) {
            Object value = method(model.getClass(), "get_" + field, 0).invoke(model);
            assertThat(value).as("%s.%s", schema, field).isNotNull().isNotEqualTo(List.of());
            assertThat(method(model.getClass().getMethod("builder").getReturnType(), field, 1))
                    .isNotNull();
        }
    }

    private static ObjectNode body(JsonNode properties) {
        ObjectNode body = JSON.objectNode();
        properties.properties().forEach(property -> body.set(property.getKey(), value(property.getValue())));
        return body;
    }

    private static JsonNode value(JsonNode schema) {
        JsonNode resolved = Contract.resolve(schema);
        if (resolved.has("enum")) {
            return resolved.path("enum").path(0);
        }
        switch (resolved.path("type").asText()) {
            case "string":
                return JSON.textNode("2026-07-13T15:00:00Z"); // whatever its format
            case "boolean":
                return JSON.booleanNode(true);
            case "number":
            case "integer":
                return JSON.numberNode(1);
            case "array":
                return JSON.arrayNode().add(value(resolved.path("items")));
            default:
                return body(resolved.path("properties"));
        }
    }

    private static Method method(Class<?> type, String snakeCase, int parameters) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(snakeCase.replace("_", "")))
                .filter(method -> method.getParameterCount() == parameters)
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has nothing for " + snakeCase));
    }
}
