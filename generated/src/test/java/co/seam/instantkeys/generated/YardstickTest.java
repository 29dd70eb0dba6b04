package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated code, held against the public OpenAPI document: a body with every field that the document has goes through
 * the codec, and what the model does not know must stand in {@code openapi/deviations.yaml}. Skipped without
 * {@code -Dseam.upstream=}file, since that document is not ours to keep here.
 */
class YardstickTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static JsonNode publicDocument;

    @BeforeAll
    static void openPublicDocument() throws IOException {
        String file = System.getProperty("seam.upstream", "");
        assumeTrue(!file.isEmpty(), "no public OpenAPI document to compare with: pass -Dseam.upstream=<absolute path>");
        publicDocument = new ObjectMapper().readTree(new File(file));
    }

    static List<String> paths() {
        return Contract.paths();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void request_withEachFieldOfThePublicDocument_isAccepted(String path) throws IOException {
        assertThat(undeclared(missingInRequest(path)))
                .as("fields of %s that neither its model nor deviations.yaml knows", path)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void response_withEachFieldOfThePublicDocument_isRead(String path) throws IOException {
        assertThat(undeclared(missingInResponse(path)))
                .as("fields of %s that neither its model nor deviations.yaml knows", path)
                .isEmpty();
    }

    @Test
    void deviations_eachThatIsMissing_isStillMissing() throws IOException {
        Set<Place> missing = missingAroundBodies();
        for (String path : Contract.paths()) {
            missing.addAll(missingInRequest(path));
            missing.addAll(missingInResponse(path));
        }

        assertThat(Deviation.all().stream()
                        .filter(deviation -> deviation.isAbout("missing"))
                        .filter(deviation -> missing.stream().noneMatch(place -> place.isCoveredBy(deviation)))
                        .map(Deviation::at))
                .as("entries of deviations.yaml that match nothing")
                .isEmpty();
    }

    private static List<Place> undeclared(Set<Place> missing) {
        List<Deviation> known =
                Deviation.all().stream().filter(d -> d.isAbout("missing")).toList();
        return missing.stream()
                .filter(place -> known.stream().noneMatch(place::isCoveredBy))
                .toList();
    }

    private static Set<Place> missingInRequest(String path) throws IOException {
        JsonNode schema =
                publicDocument.path("paths").path(path).at("/post/requestBody/content/application~1json/schema");
        return missing(Contract.requestClass(path), schema, new Place("request", path, "."));
    }

    private static Set<Place> missingInResponse(String path) throws IOException {
        JsonNode schema =
                publicDocument.path("paths").path(path).at("/post/responses/200/content/application~1json/schema");
        assertThat(schema.isObject()).as("the public document knows %s", path).isTrue();
        return missing(Contract.responseClass(path), schema, new Place("response", path, "."));
    }

    /** Parts of the document and of its operations, so that their entries can be seen to be stale as well. */
    private static Set<Place> missingAroundBodies() {
        Set<Place> missing = new LinkedHashSet<>();
        for (String path : Contract.paths()) {
            JsonNode ours = Contract.DOCUMENT.path("paths").path(path);
            JsonNode theirs = publicDocument.path("paths").path(path);
            Place place = new Place("operation", path, ".");
            missing.addAll(missingNames(ours, theirs, place));
            missing.addAll(missingNames(ours.path("post"), theirs.path("post"), place));
        }
        missing.addAll(missingNames(
                Contract.DOCUMENT.at("/components/securitySchemes"),
                publicDocument.at("/components/securitySchemes"),
                new Place("document", "-", "securitySchemes")));
        return missing;
    }

    private static List<Place> missingNames(JsonNode ours, JsonNode theirs, Place place) {
        return Contract.names(theirs).stream()
                .filter(name -> !ours.has(name))
                .map(place::property)
                .toList();
    }

    /** The fields of the public schema that a model, read from a body which has them all, knows nothing of. */
    private static Set<Place> missing(Class<?> type, JsonNode schema, Place body) throws IOException {
        Object model = Contract.codec(type).fromJson(example(List.of(schema)).toString());
        Set<Place> missing = new LinkedHashSet<>();
        compare(model, List.of(schema), body, missing);
        return missing;
    }

    private static void compare(Object value, List<JsonNode> schemas, Place at, Set<Place> missing) {
        Place place = schemas.get(0).has("$ref") ? new Place("resource", Contract.reference(schemas.get(0)), ".") : at;
        properties(schemas).forEach((name, property) -> {
            Object child = declared(value, name);
            if (child == null) {
                missing.add(place.property(name));
            } else {
                compare(child, property, place.property(name), missing);
            }
        });
        List<JsonNode> items = items(schemas);
        if (!items.isEmpty()) {
            assertThat(value).as("what was read at %s", place).isInstanceOf(List.class);
            List<?> list = (List<?>) value;
            assertThat(list).as("what was read at %s", place).hasSize(1);
            compare(list.get(0), items, place.items(), missing);
        }
    }

    /** What was read for a field, or null where the model has no getter or no setter for it, or keeps it as raw JSON only. */
    private static Object declared(Object model, String name) {
        if (!model.getClass().getPackageName().startsWith(Contract.class.getPackageName())) {
            return null; // raw JSON, or a text
        }
        try {
            Map<?, ?> unknown = (Map<?, ?>)
                    model.getClass().getMethod("getAdditionalProperties").invoke(model);
            Method getter = method(model.getClass(), "get_" + name, 0);
            Class<?> builder = model.getClass().getMethod("builder").getReturnType();
            if (unknown.containsKey(name) || getter == null || method(builder, name, 1) == null) {
                return null;
            }
            return getter.invoke(model);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(model.getClass() + " is not a generated model", e);
        }
    }

    private static Method method(Class<?> type, String snakeCase, int parameters) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(snakeCase.replace("_", "")))
                .filter(method -> method.getParameterCount() == parameters)
                .findFirst()
                .orElse(null);
    }

    /** A value with every field that any of these schemas has. */
    private static JsonNode example(List<JsonNode> schemas) {
        Map<String, List<JsonNode>> properties = properties(schemas);
        if (!properties.isEmpty()) {
            ObjectNode object = JSON.objectNode();
            properties.forEach((name, property) -> object.set(name, example(property)));
            return object;
        }
        List<JsonNode> items = items(schemas);
        if (!items.isEmpty()) {
            return JSON.arrayNode().add(example(items));
        }
        JsonNode schema = parts(schemas).stream().findFirst().orElse(JSON.objectNode());
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        switch (schema.path("type").asText()) {
            case "string":
                return JSON.textNode("2026-07-13T15:00:00Z"); // whatever its format, or in spite of having none
            case "boolean":
                return JSON.booleanNode(true);
            case "number":
            case "integer":
                return JSON.numberNode(1);
            default:
                return JSON.objectNode();
        }
    }

    private static Map<String, List<JsonNode>> properties(List<JsonNode> schemas) {
        Map<String, List<JsonNode>> properties = new LinkedHashMap<>();
        for (JsonNode part : parts(schemas)) {
            for (Map.Entry<String, JsonNode> property : part.path("properties").properties()) {
                properties
                        .computeIfAbsent(property.getKey(), name -> new ArrayList<>())
                        .add(property.getValue());
            }
        }
        return properties;
    }

    private static List<JsonNode> items(List<JsonNode> schemas) {
        return parts(schemas).stream()
                .filter(part -> part.has("items"))
                .map(part -> part.path("items"))
                .toList();
    }

    /** The schemas themselves, what they refer to and what they are composed of. */
    private static List<JsonNode> parts(List<JsonNode> schemas) {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode schema : schemas) {
            if (schema.has("$ref")) {
                parts.addAll(parts(List.of(
                        publicDocument.path("components").path("schemas").path(Contract.reference(schema)))));
            } else if (schema.isObject()) {
                parts.add(schema);
            }
            for (String composition : List.of("oneOf", "anyOf", "allOf")) {
                schema.path(composition).forEach(variant -> parts.addAll(parts(List.of(variant))));
            }
        }
        return parts;
    }

    /** Where the public document has something, in the words of deviations.yaml. */
    private record Place(String subject, String where, String field) {
        Place property(String name) {
            return new Place(subject, where, field.equals(".") ? name : field + "." + name);
        }

        Place items() {
            return new Place(subject, where, field + "[]");
        }

        boolean isCoveredBy(Deviation deviation) {
            return deviation.covers(subject, where, field);
        }

        @Override
        public String toString() {
            return subject + " " + where + " " + field + " missing";
        }
    }
}
