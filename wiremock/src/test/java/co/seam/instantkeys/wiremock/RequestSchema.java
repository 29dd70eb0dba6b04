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

/** What the contract says of the request of one operation, turned into requests that keep it and requests that do not. */
final class RequestSchema {
    private static final Map<String, JsonElement> OF_EACH_TYPE = new LinkedHashMap<>();

    static {
        OF_EACH_TYPE.put("string", new JsonPrimitive("text"));
        OF_EACH_TYPE.put("integer", new JsonPrimitive(7));
        OF_EACH_TYPE.put("boolean", new JsonPrimitive(true));
        OF_EACH_TYPE.put("array", new JsonArray());
        OF_EACH_TYPE.put("object", new JsonObject());
        OF_EACH_TYPE.put("null", JsonNull.INSTANCE);
    }

    /** The examples of the contract by their names, the first one first. */
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

    /** The first example, with another value at one place. */
    record Variation(String place, String value, JsonObject request) {}

    /** At each field values that the contract allows, among them all that are just within bounds. */
    List<Variation> kept() {
        List<Variation> kept = new ArrayList<>();
        walk(
                "",
                root,
                (place, schema) -> right(schema)
                        .forEach((name, value) -> kept.add(new Variation(place, name, with(place, value)))));
        return kept;
    }

    /** At each field one value of every kind that the contract does not allow there. */
    List<Variation> broken() {
        List<Variation> broken = new ArrayList<>();
        required(root).forEach(name -> {
            JsonObject request = firstExample();
            request.remove(name);
            broken.add(new Variation(name, "missing", request));
        });
        walk("", root, (place, schema) -> {
            wrong(schema).forEach((name, value) -> broken.add(new Variation(place, name, with(place, value))));
            required(schema).forEach(name -> {
                JsonObject object = valid(schema).getAsJsonObject();
                object.remove(name);
                broken.add(new Variation(place + "." + name, "missing", with(place, object)));
            });
        });
        return broken;
    }

    private static Map<String, JsonElement> right(Schema<?> schema) {
        Map<String, JsonElement> right = new LinkedHashMap<>();
        right.put("valid", valid(schema));
        if (Boolean.TRUE.equals(schema.getNullable())) {
            right.put("null", JsonNull.INSTANCE);
        }
        if (schema.getEnum() != null) {
            schema.getEnum().forEach(value -> right.put(value.toString(), new JsonPrimitive(value.toString())));
        }
        if (schema.getMinLength() != null) {
            right.put("shortest", new JsonPrimitive("1".repeat(schema.getMinLength())));
        }
        if (schema.getMaxLength() != null) {
            right.put("longest", new JsonPrimitive("1".repeat(schema.getMaxLength())));
        }
        if (schema.getMinimum() != null) {
            right.put("smallest", new JsonPrimitive(schema.getMinimum()));
        }
        if (schema.getType().equals("array")) {
            right.put("fewest", items(schema, Objects.requireNonNullElse(schema.getMinItems(), 0)));
        }
        if (schema.getMaxItems() != null) {
            right.put("most", items(schema, schema.getMaxItems()));
        }
        return right;
    }

    private static Map<String, JsonElement> wrong(Schema<?> schema) {
        Map<String, JsonElement> wrong = new LinkedHashMap<>();
        OF_EACH_TYPE.forEach((type, value) -> {
            boolean allowed =
                    type.equals(schema.getType()) || type.equals("null") && Boolean.TRUE.equals(schema.getNullable());
            if (!allowed) {
                wrong.put(type, value);
            }
        });
        if (schema.getEnum() != null) {
            wrong.put("unknown", new JsonPrimitive("no_such_value"));
        }
        if (schema.getFormat() != null && schema.getType().equals("string")) {
            wrong.put("not " + schema.getFormat(), new JsonPrimitive("any text"));
        }
        if (schema.getPattern() != null) {
            wrong.put("not " + schema.getPattern(), new JsonPrimitive("wxyz"));
        }
        if (schema.getMinLength() != null) {
            wrong.put("too short", new JsonPrimitive("1".repeat(schema.getMinLength() - 1)));
        }
        if (schema.getMaxLength() != null) {
            wrong.put("too long", new JsonPrimitive("1".repeat(schema.getMaxLength() + 1)));
        }
        if (schema.getMinimum() != null) {
            wrong.put("too small", new JsonPrimitive(schema.getMinimum().subtract(BigDecimal.ONE)));
        }
        if (schema.getType().equals("integer")) {
            wrong.put("not whole", new JsonPrimitive(1.5));
        }
        if (schema.getMinItems() != null) {
            wrong.put("too few", items(schema, schema.getMinItems() - 1));
        }
        if (schema.getMaxItems() != null) {
            wrong.put("too many", items(schema, schema.getMaxItems() + 1));
        }
        return wrong;
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

    /** Visits each field, and what is in it; of a list the first item. */
    private static void walk(String place, Schema<?> schema, BiConsumer<String, Schema<?>> visitor) {
        if (!place.isEmpty()) {
            visitor.accept(place, schema);
        }
        String below = place.isEmpty() ? "" : place + ".";
        if (schema.getProperties() != null) {
            schema.getProperties().keySet().forEach(name -> walk(below + name, property(schema, name), visitor));
        }
        if (schema.getItems() != null) {
            walk(below + "0", Contract.resolved(schema.getItems()), visitor);
        }
    }

    private JsonObject with(String place, JsonElement value) {
        JsonObject request = firstExample();
        put(request, List.of(place.split("\\.")), value);
        return request;
    }

    /** Makes the objects and lists on the way where there are none. */
    private static void put(JsonElement parent, List<String> way, JsonElement value) {
        String name = way.get(0);
        if (way.size() == 1) {
            set(parent, name, value);
            return;
        }
        JsonElement next = get(parent, name);
        if (next == null) {
            next = way.get(1).equals("0") ? new JsonArray() : new JsonObject();
            set(parent, name, next);
        }
        put(next, way.subList(1, way.size()), value);
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
