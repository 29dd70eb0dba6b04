package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import retrofit2.http.POST;

/** The contract, {@code openapi/seam.yaml}, and the classes generated from it. */
final class Contract {
    static final JsonNode DOCUMENT = yaml(Path.of(System.getProperty("seam.openapi")));

    private static final String SCHEMAS = "#/components/schemas/";

    private Contract() {}

    private static JsonNode yaml(Path file) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> paths() {
        return names(DOCUMENT.path("paths"));
    }

    static JsonNode operation(String path) {
        return DOCUMENT.path("paths").path(path).path("post");
    }

    static JsonNode schemas() {
        return DOCUMENT.path("components").path("schemas");
    }

    /** Returns the schema itself, or the one it refers to. */
    static JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? schemas().path(reference(schema)) : schema;
    }

    /** Returns the name of the schema that {@code $ref} refers to. */
    static String reference(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        assertThat(reference).startsWith(SCHEMAS);
        return reference.substring(SCHEMAS.length());
    }

    /** Returns the parameter type of the method for the path. */
    static Class<?> requestClass(String path) {
        return method(path).getParameterTypes()[0];
    }

    /** Returns the codec of the class generated from a schema. */
    static TypeAdapter<Object> codec(String schema) {
        return codec(type("model." + pascal(schema)));
    }

    @SuppressWarnings("unchecked")
    static TypeAdapter<Object> codec(Class<?> type) {
        return (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(type);
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Method method(String path) {
        Class<?> api = type("api." + pascal(operation(path).path("tags").path(0).asText()) + "Api");
        return Arrays.stream(api.getMethods())
                .filter(method -> method.getAnnotation(POST.class).value().equals(path.substring(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(api + " has no method for " + path));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(Contract.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("not generated: " + name, e);
        }
    }

    /** Returns {@code AccessGrant} for {@code access_grant}. */
    static String pascal(String snake) {
        StringBuilder name = new StringBuilder();
        for (String word : snake.split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    /** Returns {@code accessGrant} for {@code access_grant}. */
    static String camel(String snake) {
        String pascal = pascal(snake);
        return Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }
}
