package co.seam.instantkeys.spec.adopt;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;

import co.seam.instantkeys.spec.normalize.Naming;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Creates examples for flat schemas. A field gets the value that an existing example has for a field of the same name,
 * if it fits.
 */
final class Examples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Limits objects within objects: one may contain itself. */
    private static final int MAX_DEPTH = 6;

    /** Limits objects that others require: one that requires itself has no example. */
    private static final int MAX_REQUIRED_DEPTH = 30;

    private final JsonNode schemas;

    /** The first value of each field name in the existing examples that is neither null nor empty. */
    private final Map<String, JsonNode> known = new HashMap<>();

    Examples(JsonNode examples, JsonNode schemas) {
        this.schemas = schemas;
        examples.findValues("value").forEach(this::remember);
    }

    /** Returns the required fields; if there are none, one field. */
    ObjectNode ofRequest(String name) {
        JsonNode schema = schemas.path(name);
        ObjectNode example = JSON.objectNode();
        for (String field : Composition.texts(schema.path(REQUIRED))) {
            example.set(field, value(field, schema.path(PROPERTIES).path(field), 0));
        }
        if (example.isEmpty() && schema.has(PROPERTIES)) {
            String field = schema.path(PROPERTIES).fieldNames().next();
            example.set(field, value(field, schema.path(PROPERTIES).path(field), 0));
        }
        return example;
    }

    /** Returns all fields. */
    ObjectNode ofResponse(String name) {
        return object(schemas.path(name), 0);
    }

    /** Returns a value for one field. */
    JsonNode of(String field, JsonNode schema) {
        return value(field, schema, 0);
    }

    private void remember(JsonNode example) {
        example.properties().forEach(field -> {
            if (!field.getValue().isNull()
                    && !(field.getValue().isContainerNode() && field.getValue().isEmpty())) {
                known.putIfAbsent(field.getKey(), field.getValue());
            }
        });
        example.forEach(this::remember);
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = Composition.texts(schema.path(REQUIRED));
        schema.path(PROPERTIES).properties().forEach(field -> {
            if (depth < MAX_DEPTH || depth < MAX_REQUIRED_DEPTH && required.contains(field.getKey())) {
                object.set(field.getKey(), value(field.getKey(), field.getValue(), depth));
            }
        });
        return object;
    }

    private JsonNode value(String field, JsonNode property, int depth) {
        JsonNode schema = resolved(property);
        JsonNode same = known.get(field);
        if (same != null && fits(same, schema)) {
            return same.deepCopy();
        }
        switch (Composition.type(schema)) {
            case "object":
                return object(schema, depth + 1);
            case "array":
                ArrayNode array = JSON.arrayNode();
                return depth < MAX_DEPTH
                        ? array.add(value(Naming.singular(field), schema.path(ITEMS), depth + 1))
                        : array;
            case "boolean":
                return JSON.booleanNode(true);
            case "integer":
            case "number":
                return JSON.numberNode(schema.path("minimum").asInt(1));
            case "string":
                return JSON.textNode(text(field, schema));
            default:
                return JSON.objectNode();
        }
    }

    private boolean fits(JsonNode value, JsonNode schema) {
        switch (Composition.type(schema)) {
            case "object":
                boolean isKnown = schema.path(PROPERTIES).size() > 0;
                for (String name : Composition.texts(schema.path(REQUIRED))) {
                    isKnown &= value.has(name);
                }
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    isKnown &= schema.path(PROPERTIES).has(field.getKey()) || Composition.isOpen(schema);
                }
                return value.isObject() && isKnown;
            case "array":
                return value.isArray() && value.size() == 1 && fits(value.get(0), resolved(schema.path(ITEMS)));
            case "boolean":
                return value.isBoolean();
            case "integer":
                return value.isInt();
            case "number":
                return value.isNumber();
            case "string":
                return value.isTextual()
                        && (!schema.has(ENUM)
                                || Composition.texts(schema.get(ENUM)).contains(value.textValue()));
            default:
                return false;
        }
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? schemas.path(Document.schemaName(schema)) : schema;
    }

    private static String text(String field, JsonNode schema) {
        if (schema.has(ENUM)) {
            return schema.get(ENUM).get(0).textValue();
        }
        switch (schema.path("format").asText()) {
            case "uuid":
                return UUID.nameUUIDFromBytes(field.getBytes(StandardCharsets.UTF_8))
                        .toString();
            case "date-time":
                return "2026-07-03T08:41:12.530417Z";
            case "date":
                return "2026-07-03";
            case "uri":
                return "https://example.com/" + field;
            case "email":
                return "guest@example.com";
            default:
                return field.replace('_', ' ');
        }
    }
}
