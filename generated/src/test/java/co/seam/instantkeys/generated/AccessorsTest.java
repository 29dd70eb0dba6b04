package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Getters, setters and codecs find a property by its index: tries each one, on each model, with distinct values. */
class AccessorsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Makes every value distinct. */
    private static int serial;

    static List<String> schemas() {
        return Contract.names(Contract.schemas()).stream()
                .filter(name -> Contract.schemas().path(name).has("properties"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void getter_ofEachProperty_returnsWhatWasRead(String schema) throws Exception {
        ObjectNode json = complete(Contract.schemas().path(schema));

        Object model = Contract.codec(schema).fromJson(json.toString());

        for (Map.Entry<String, JsonNode> property : json.properties()) {
            Object value = call(model, "get_" + property.getKey());
            assertThat(tree(value)).as(property.getKey()).isEqualTo(property.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void setter_ofEachProperty_buildsAnEqualModel(String schema) throws Exception {
        ObjectNode json = complete(Contract.schemas().path(schema));
        Object model = Contract.codec(schema).fromJson(json.toString());
        Object builder = model.getClass().getMethod("builder").invoke(null);

        for (String property : Contract.names(json)) {
            call(builder, property, call(model, "get_" + property));
        }
        Object built = call(builder, "build");

        assertThat(built).isEqualTo(model).hasSameHashCodeAs(model).hasToString(model.toString());
        assertThat(tree(built)).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void explicitNull_ofEachNullableProperty_isReadBuiltAndWritten(String schema) throws Exception {
        ObjectNode json = complete(Contract.schemas().path(schema));
        Object model = Contract.codec(schema).fromJson(json.toString());

        for (Map.Entry<String, JsonNode> property :
                Contract.schemas().path(schema).path("properties").properties()) {
            if (property.getValue().path("nullable").asBoolean()) {
                String name = property.getKey();
                ObjectNode withNull = json.deepCopy();
                withNull.putNull(name);

                Object read = Contract.codec(schema).fromJson(withNull.toString());
                Object built = call(call(call(model, "toBuilder"), name + "_null"), "build");

                assertThat(built).isEqualTo(read).isNotEqualTo(model);
                assertThat(tree(built)).isEqualTo(withNull);
                assertThat(call(read, "is_" + name + "_null")).isEqualTo(true);
                assertThat(call(model, "is_" + name + "_null")).isEqualTo(false);
                assertThat(read.toString()).contains("=null");
            }
        }
    }

    /** Returns an object with all properties, each with a distinct value. */
    private static ObjectNode complete(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            object.set(property.getKey(), value(Contract.resolve(property.getValue())));
        }
        return object;
    }

    private static JsonNode value(JsonNode schema) {
        serial++;
        if (schema.has("properties")) {
            return complete(schema);
        }
        switch (schema.path("type").asText()) {
            case "array":
                return JSON.arrayNode().add(value(Contract.resolve(schema.path("items"))));
            case "boolean":
                return JSON.booleanNode(serial % 2 == 0);
            case "integer":
            case "number":
                return JSON.numberNode(serial);
            case "string":
                return JSON.textNode(
                        schema.path("format").asText().equals("date-time")
                                ? Instant.ofEpochSecond(serial).toString()
                                : "text " + serial);
            default:
                return JSON.objectNode().put("raw", "text " + serial);
        }
    }

    /** Returns a Java value as JSON. */
    private static JsonNode tree(Object value) throws IOException {
        if (value instanceof Collection) {
            ArrayNode array = JSON.arrayNode();
            for (Object element : (Collection<?>) value) {
                array.add(tree(element));
            }
            return array;
        }
        if (value.getClass().getPackage().equals(SeamTypeAdapterFactory.class.getPackage())) {
            return MAPPER.readTree(Contract.codec(value.getClass()).toJson(value));
        }
        if (value instanceof Boolean || value instanceof Number) {
            return MAPPER.readTree(value.toString());
        }
        if (value instanceof Map) {
            return MAPPER.valueToTree(value);
        }
        return JSON.textNode(value.toString());
    }

    private static Object call(Object target, String snakeCase, Object... arguments) throws Exception {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(snakeCase.replace("_", "")))
                .filter(method -> method.getParameterCount() == arguments.length && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new AssertionError(target.getClass() + " has no " + snakeCase))
                .invoke(target, arguments);
    }
}
