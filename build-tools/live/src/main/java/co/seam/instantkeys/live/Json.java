package co.seam.instantkeys.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as it is on the wire. The checks use no models: a model would hide what they are to find out,
 * such as whether a field is there.
 */
final class Json {
    private Json() {}

    /** Returns the fields of a request. A value may be a {@link com.google.gson.JsonNull}. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** Returns what {@link #fields} takes. */
    static Object[] namesAndValues(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                .toArray();
    }

    static @Nullable String textOrNull(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || !value.isJsonPrimitive() ? null : value.getAsString();
    }

    /** @throws NotTestableException if there is none */
    static String text(JsonObject object, String name) {
        String text = textOrNull(object, name);
        if (text == null) {
            throw new NotTestableException("a response has no " + name);
        }
        return text;
    }

    /** @throws NotTestableException if there is none */
    static Instant time(JsonObject object, String name) {
        return Instant.parse(text(object, name));
    }

    /** Returns null if the field is absent, or anything else than a boolean. */
    static @Nullable Boolean flag(JsonObject object, String name) {
        String text = textOrNull(object, name);
        return "true".equals(text) || "false".equals(text) ? Boolean.valueOf(text) : null;
    }

    /** Returns nothing if the field is absent. */
    static List<JsonObject> objects(JsonObject object, String name) {
        return elements(object, name).stream()
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** Returns nothing if the field is absent. */
    static List<String> texts(JsonObject object, String name) {
        return elements(object, name).stream()
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .toList();
    }

    private static List<JsonElement> elements(JsonObject object, String name) {
        JsonElement list = object.get(name);
        return list == null || !list.isJsonArray()
                ? List.of()
                : StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                        .toList();
    }
}
