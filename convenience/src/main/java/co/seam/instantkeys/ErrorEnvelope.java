package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the API's error envelope as far as it goes: a body that was cut off, or broken later on, has an error too. */
final class ErrorEnvelope {
    private static final String ERROR = "error";

    /** An escape that was cut off. It follows an even number of backslashes. */
    private static final Pattern CUT_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\(?:u[0-9a-fA-F]{0,3})?$");

    private ErrorEnvelope() {}

    /** Returns the error; null if the body has none, because it is anything else than the envelope. */
    static @Nullable ErrorDetail read(String body) {
        JsonObject envelope = new JsonObject();
        collect(CUT_ESCAPE.matcher(body).replaceFirst("$1") + '"', envelope); // ends a text that was cut off
        JsonElement error = envelope.get(ERROR);
        return error instanceof JsonObject ? detail((JsonObject) error) : null;
    }

    private static @Nullable ErrorDetail detail(JsonObject error) {
        for (String name : List.of("type", "message", "request_id")) {
            if (error.has(name) && !error.get(name).isJsonPrimitive()) {
                error.remove(name); // of the wrong type: the others are worth keeping
            }
        }
        TypeAdapter<ErrorDetail> codec = Objects.requireNonNull(SeamTypeAdapterFactory.adapter(ErrorDetail.class));
        return error.isEmpty() ? null : codec.fromJsonTree(error);
    }

    private static void collect(String body, JsonObject envelope) {
        try {
            collectObject(new JsonReader(new StringReader(body)), envelope);
        } catch (IOException | IllegalStateException e) {
            return; // cut off, not JSON, or not an object
        }
    }

    private static void collectObject(JsonReader in, JsonObject object) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            JsonElement value = begin(in);
            object.add(name, value); // before it is complete, so that what was read of it is kept
            finish(in, value);
        }
        in.endObject();
    }

    private static JsonElement begin(JsonReader in) throws IOException {
        switch (in.peek()) {
            case BEGIN_OBJECT:
                return new JsonObject();
            case BEGIN_ARRAY:
                return new JsonArray();
            case STRING:
            case NUMBER: // as its text: no property that is used is a number
                return new JsonPrimitive(in.nextString());
            case BOOLEAN:
                return new JsonPrimitive(in.nextBoolean());
            default:
                in.nextNull();
                return JsonNull.INSTANCE;
        }
    }

    private static void finish(JsonReader in, JsonElement value) throws IOException {
        if (value instanceof JsonObject) {
            collectObject(in, (JsonObject) value);
        } else if (value instanceof JsonArray) {
            in.beginArray();
            while (in.hasNext()) {
                JsonElement element = begin(in);
                ((JsonArray) value).add(element);
                finish(in, element);
            }
            in.endArray();
        }
    }
}
