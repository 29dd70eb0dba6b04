package co.seam.instantkeys.wiremock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Generates valid and invalid requests of one operation from its schema in the contract. */
final class RequestSchema {
    private static final Map<String, JsonElement> VALUE_BY_TYPE = new LinkedHashMap<>();

    static {
        VALUE_BY_TYPE.put("string", new JsonPrimitive("text"));
        VALUE_BY_TYPE.put("integer", new JsonPrimitive(7));
        VALUE_BY_TYPE.put("boolean", new JsonPrimitive(true));
        VALUE_BY_TYPE.put("array", new JsonArray());
        VALUE_BY_TYPE.put("object", new JsonObject());
        VALUE_BY_TYPE.put("null", JsonNull.INSTANCE);
    }

    /** Examples of the contract by name, in their order. */
    final Map<String, JsonObject> examples = new LinkedHashMap<>();

    private final Schema<?> root;

    private RequestSchema(MediaType json) {
        root = Contract.resolved(json.getSchema());
        json.getExamples().forEach((name, example) -> examples.put(name, object(example.getValue())));
    }

    static RequestSchema of(String path) {
        return new RequestSchema(Contract.document()
                .getPaths()
                .get(path)
                .getPost()
                .getRequestBody()
                .getContent()
                .get("application/json"));
    }

    /** The first example, with another value of one field. */
    record Variation(String field, String value, JsonObject request) {}

    /** Returns variations of each field with valid values, including those at the bounds. */
    List<Variation> validVariations() {
        List<Variation> variations = new ArrayList<>();
        walk(
                "",
                root,
                (field, schema) -> validValues(schema)
                        .forEach((name, value) -> variations.add(new Variation(field, name, with(field, value)))));
        return variations;
    }

    /** Returns variations of each field with one invalid value for each rule of the contract. */
    List<Variation> invalidVariations() {
        List<Variation> variations = new ArrayList<>();
        required(root).forEach(name -> {
            JsonObject request = firstExample();
            request.remove(name);
            variations.add(new Variation(name, "missing", request));
        });
        walk("", root, (field, schema) -> {
            invalidValues(schema)
                    .forEach((name, value) -> variations.add(new Variation(field, name, with(field, value))));
            required(schema).forEach(name -> {
                JsonObject object = valid(schema).getAsJsonObject();
                object.remove(name);
                variations.add(new Variation(field + "." + name, "missing", with(field, object)));
            });
        });
        return variations;
    }

    private static Map<String, JsonElement> validValues(Schema<?> schema) {
        Map<String, JsonElement> values = new LinkedHashMap<>();
        values.put("valid", valid(schema));
        if (Boolean.TRUE.equals(schema.getNullable())) {
            values.put("null", JsonNull.INSTANCE);
        }
        if (schema.getEnum() != null) {
            schema.getEnum().forEach(value -> values.put(value.toString(), new JsonPrimitive(value.toString())));
        }
        if (schema.getMinLength() != null) {
            values.put("shortest", new JsonPrimitive("1".repeat(schema.getMinLength())));
        }
        if (schema.getMaxLength() != null) {
            values.put("longest", new JsonPrimitive("1".repeat(schema.getMaxLength())));
        }
        if (schema.getMinimum() != null) {
            values.put("smallest", new JsonPrimitive(schema.getMinimum()));
        }
        if (schema.getType().equals("array")) {
            values.put("fewest", items(schema, Objects.requireNonNullElse(schema.getMinItems(), 0)));
        }
        if (schema.getMaxItems() != null) {
            values.put("most", items(schema, schema.getMaxItems()));
        }
        return values;
    }

    private static Map<String, JsonElement> invalidValues(Schema<?> schema) {
        Map<String, JsonElement> values = new LinkedHashMap<>();
        VALUE_BY_TYPE.forEach((type, value) -> {
            boolean allowed =
                    type.equals(schema.getType()) || type.equals("null") && Boolean.TRUE.equals(schema.getNullable());
            if (!allowed) {
                values.put(type, value);
            }
        });
        if (schema.getEnum() != null) {
            values.put("unknown", new JsonPrimitive("no_such_value"));
        }
        if (schema.getFormat() != null && schema.getType().equals("string")) {
            values.put("not " + schema.getFormat(), new JsonPrimitive("any text"));
        }
        if (schema.getPattern() != null) {
            values.put("not " + schema.getPattern(), new JsonPrimitive("wxyz"));
        }
        if (schema.getMinLength() != null) {
            values.put("too short", new JsonPrimitive("1".repeat(schema.getMinLength() - 1)));
        }
        if (schema.getMaxLength() != null) {
            values.put("too long", new JsonPrimitive("1".repeat(schema.getMaxLength() + 1)));
        }
        if (schema.getMinimum() != null) {
            values.put("too small", new JsonPrimitive(schema.getMinimum().subtract(BigDecimal.ONE)));
        }
        if (schema.getType().equals("integer")) {
            values.put("not whole", new JsonPrimitive(1.5));
        }
        if (schema.getMinItems() != null) {
            values.put("too few", items(schema, schema.getMinItems() - 1));
        }
        if (schema.getMaxItems() != null) {
            values.put("too many", items(schema, schema.getMaxItems() + 1));
        }
        return values;
    }

    private static JsonElement valid(Schema<?> schema) {
        if (schema.getEnum() != null) {
            return new JsonPrimitive(schema.getEnum().get(0).toString());
        }
        return switch (schema.getType()) {
            case "array" -> items(schema, Objects.requireNonNullElse(schema.getMinItems(), 1));
            case "object" -> {
                JsonObject object = new JsonObject();
                required(schema).forEach(name -> object.add(name, valid(property(schema, name))));
                yield object;
            }
            case "integer" -> new JsonPrimitive(2);
            default -> new JsonPrimitive(text(schema));
        };
    }

    private static String text(Schema<?> schema) {
        if (schema.getPattern() != null) {
            return "4711"; // the only pattern is that of PIN codes
        }
        return switch (String.valueOf(schema.getFormat())) {
            case "uuid" -> "b1e0c1d6-2d0f-4e57-9a5e-6d7f3c1b8a90";
            case "date-time" -> "2026-07-11T10:00:00Z";
            case "email" -> "somebody@example.com";
            case "uri" -> "https://example.com/somewhere";
            default -> "text";
        };
    }

    private static JsonArray items(Schema<?> array, int size) {
        JsonArray items = new JsonArray();
        for (int i = 0; i < size; i++) {
            items.add(valid(Contract.resolved(array.getItems())));
        }
        return items;
    }

    /** Visits each field and its nested fields; in lists, the first item. */
    private static void walk(String field, Schema<?> schema, BiConsumer<String, Schema<?>> visitor) {
        if (!field.isEmpty()) {
            visitor.accept(field, schema);
        }
        String below = field.isEmpty() ? "" : field + ".";
        if (schema.getProperties() != null) {
            schema.getProperties().keySet().forEach(name -> walk(below + name, property(schema, name), visitor));
        }
        if (schema.getItems() != null) {
            walk(below + "0", Contract.resolved(schema.getItems()), visitor);
        }
    }

    private JsonObject with(String field, JsonElement value) {
        JsonObject request = firstExample();
        put(request, List.of(field.split("\\.")), value);
        return request;
    }

    /** Sets the value, and creates missing objects and lists on its path. */
    private static void put(JsonElement parent, List<String> path, JsonElement value) {
        String name = path.get(0);
        if (path.size() == 1) {
            set(parent, name, value);
            return;
        }
        JsonElement next = get(parent, name);
        if (next == null) {
            next = path.get(1).equals("0") ? new JsonArray() : new JsonObject();
            set(parent, name, next);
        }
        put(next, path.subList(1, path.size()), value);
    }

    private static @Nullable JsonElement get(JsonElement parent, String name) {
        if (parent.isJsonArray()) {
            return parent.getAsJsonArray().isEmpty()
                    ? null
                    : parent.getAsJsonArray().get(0);
        }
        return parent.getAsJsonObject().get(name);
    }

    private static void set(JsonElement parent, String name, JsonElement value) {
        if (parent.isJsonObject()) {
            parent.getAsJsonObject().add(name, value);
        } else if (parent.getAsJsonArray().isEmpty()) {
            parent.getAsJsonArray().add(value);
        } else {
            parent.getAsJsonArray().set(0, value);
        }
    }

    private JsonObject firstExample() {
        return examples.values().iterator().next().deepCopy();
    }

    private static Schema<?> property(Schema<?> schema, String name) {
        return Contract.resolved(schema.getProperties().get(name));
    }

    private static List<String> required(Schema<?> schema) {
        return Objects.requireNonNullElse(schema.getRequired(), List.of());
    }

    private static JsonObject object(Object json) {
        return JsonParser.parseString(json.toString()).getAsJsonObject();
    }
}
