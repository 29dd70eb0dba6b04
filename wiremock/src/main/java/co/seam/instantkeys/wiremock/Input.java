package co.seam.instantkeys.wiremock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JSON object of a request, one nested in it, or the query of a request. Reading a field adds a problem if its
 * value is invalid, and {@link #check()} rejects the request with all problems at once. Unknown fields are ignored, as
 * by the API.
 */
final class Input {
    /** URL of the request without its query. */
    final String url;

    final String path;
    /** Whether the values are those of a query: all are strings, null or lists of strings. */
    final boolean isQuery;

    private final String prefix;
    private final JsonObject fields;
    private final ValidationProblems problems;

    private Input(
            String url, String path, boolean isQuery, String prefix, JsonObject fields, ValidationProblems problems) {
        this.url = url;
        this.path = path;
        this.isQuery = isQuery;
        this.prefix = prefix;
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * Reads a query in the form that Seam's own clients send: a list repeats its name, and both null and an empty list
     * have nothing behind the equals sign.
     *
     * @param query without question mark, encoded; may be empty
     * @throws ApiError if it is not valid
     */
    static Input parseQuery(String url, String path, String query) {
        JsonObject fields = new JsonObject();
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (!parts[0].isEmpty()) {
                String text = parts.length == 1 ? "" : decoded(parts[1]);
                JsonElement value = text.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(text);
                add(fields, decoded(parts[0]), value);
            }
        }
        return new Input(url, path, true, "", fields, new ValidationProblems());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // no details: they may quote a secret
            throw new ApiError(400, "invalid_input", "The query is not valid.");
        }
    }

    private static void add(JsonObject fields, String name, JsonElement value) {
        JsonElement before = fields.get(name);
        if (before == null) {
            fields.add(name, value);
        } else {
            JsonArray list = before.isJsonArray() ? before.getAsJsonArray() : new JsonArray();
            if (list != before) {
                list.add(before);
            }
            list.add(value);
            fields.add(name, list);
        }
    }

    /** @throws ApiError if the body is not a JSON object; an empty body counts as an empty object */
    static Input parse(String url, String path, byte[] body) {
        JsonElement json = body.length == 0 ? new JsonObject() : json(new String(body, StandardCharsets.UTF_8));
        ValidationProblems problems = new ValidationProblems();
        if (!json.isJsonObject()) {
            problems.add("", "Must be an object, not " + Field.kind(json));
            problems.check();
        }
        return new Input(url, path, false, "", json.getAsJsonObject(), problems);
    }

    private static JsonElement json(String text) {
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(in);
            if (in.peek() == JsonToken.END_DOCUMENT && !text.isBlank()) { // the parser reads blank text as null
                return json;
            }
        } catch (JsonParseException | IOException e) {
            // no details: the parser's message may quote a secret
        }
        throw new ApiError(400, "invalid_input", "The body is not valid JSON.");
    }

    Field optional(String name) {
        return new Field(this, prefix + name, fields.get(name));
    }

    Field required(String name) {
        Field field = optional(name);
        if (!has(name)) {
            field.addProblem("Required");
        }
        return field;
    }

    boolean has(String name) {
        return fields.has(name);
    }

    boolean hasNull(String name) {
        return fields.get(name) instanceof JsonNull;
    }

    /** Adds a problem for each other field. For requests it is not called: the API ignores unknown fields. */
    void requireOnly(String... names) {
        fields.keySet().stream()
                .filter(name -> !List.of(names).contains(name))
                .forEach(name -> optional(name)
                        .addProblem(
                                names.length == 0
                                        ? "Unknown; no field is expected"
                                        : "Unknown; the names are " + String.join(", ", names)));
    }

    /** Adds a problem unless exactly one of the fields is present. */
    void exactlyOneOf(String subject, String... names) {
        if (Stream.of(names).filter(this::has).count() != 1) {
            addProblem("Name " + subject + " by exactly one of " + enumerate(names));
        }
    }

    /** Adds a problem if none of the fields is present. */
    void atLeastOneOf(String subject, String... names) {
        if (Stream.of(names).noneMatch(this::has)) {
            addProblem("Name " + subject + " by at least one of " + enumerate(names));
        }
    }

    private static String enumerate(String... names) {
        int last = names.length - 1;
        return String.join(", ", List.of(names).subList(0, last)) + " and " + names[last];
    }

    /** Adds a problem of the object as a whole. */
    void addProblem(String message) {
        problems.add(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), message);
    }

    void addProblem(String fieldPath, String message) {
        problems.add(fieldPath, message);
    }

    Input nested(String fieldPath, JsonObject object) {
        return new Input(url, path, isQuery, fieldPath + ".", object, problems);
    }

    /** @throws ApiError if there is any problem, in this object or elsewhere in the request */
    void check() {
        problems.check();
    }

    /** Returns all fields but one as a string that does not depend on their order. */
    String canonicalWithout(String name) {
        TreeMap<String, JsonElement> sorted = new TreeMap<>(fields.asMap());
        sorted.remove(name);
        return sorted.toString();
    }
}
