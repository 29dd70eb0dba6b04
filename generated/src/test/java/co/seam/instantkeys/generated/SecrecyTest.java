package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No {@code toString()} shows what {@code openapi/seam.yaml} marks as secret. {@code lint} checks the marks. */
class SecrecyTest {
    private static final OpenAPI CONTRACT = new OpenAPIV3Parser().read(System.getProperty("seam.openapi"));

    private static final String MARKER = "swordfish";

    static Stream<Map.Entry<String, Schema<?>>> schemas() {
        Map<String, Schema<?>> schemas = new TreeMap<>();
        CONTRACT.getComponents().getSchemas().forEach((name, schema) -> schemas.put(name, schema));
        return schemas.entrySet().stream().filter(schema -> schema.getValue().getProperties() != null);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void toString_secretsSet_showsNone(Map.Entry<String, Schema<?>> schema) throws Exception {
        StringBuilder json = new StringBuilder("{");
        boolean[] secret = {false};
        schema.getValue().getProperties().forEach((name, property) -> {
            boolean required = schema.getValue().getRequired() != null
                    && schema.getValue().getRequired().contains(name);
            if (isSecret(property)) {
                secret[0] = true;
                append(json, name, '"' + MARKER + '"');
            } else if (required) {
                append(json, name, example(property));
            }
        });
        append(json, "undeclared", "{\"nested\": \"" + MARKER + "\"}");

        Object model = read(schema.getKey(), json.append('}').toString());

        assertThat(model.toString())
                .contains("undeclared")
                .doesNotContain(MARKER)
                .doesNotContain("nested");
        if (secret[0]) {
            assertThat(model.toString()).contains("***");
        }
    }

    private static boolean isSecret(Schema<?> property) {
        return property.getExtensions() != null
                && Boolean.TRUE.equals(property.getExtensions().get("x-sensitive"));
    }

    private static void append(StringBuilder json, String name, String value) {
        json.append(json.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
    }

    /** Returns any value of the property's type. */
    private static String example(Schema<?> property) {
        Schema<?> schema = property;
        if (schema.get$ref() != null) {
            String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            schema = CONTRACT.getComponents().getSchemas().get(name);
            if (schema.getProperties() != null) {
                StringBuilder json = new StringBuilder("{");
                Schema<?> resolved = schema;
                resolved.getProperties().forEach((child, childSchema) -> {
                    if (resolved.getRequired() != null && resolved.getRequired().contains(child)) {
                        append(json, child, isSecret(childSchema) ? '"' + MARKER + '"' : example(childSchema));
                    }
                });
                return json.append('}').toString();
            }
        }
        switch (String.valueOf(schema.getType())) {
            case "array":
                return "[]";
            case "boolean":
                return "true";
            case "integer":
                return "1";
            case "object":
                return "{}";
            default:
                return "date-time".equals(schema.getFormat()) ? "\"2026-07-13T15:00:00Z\"" : "\"text\"";
        }
    }

    private static Object read(String schema, String json) throws ClassNotFoundException, IOException {
        StringBuilder name = new StringBuilder();
        for (String word : schema.split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        TypeAdapter<?> adapter =
                SeamTypeAdapterFactory.adapter(Class.forName("co.seam.instantkeys.generated.model." + name));
        return adapter.read(new JsonReader(new StringReader(json)));
    }
}
