package co.seam.instantkeys.wiremock;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JSON object of a request, or one inside it. Its fields are read one by one; what is wrong with any is noted, and
 * {@link #check()} refuses with all of it at once. Fields that nobody reads are ignored, as the API does.
 */
final class Input {
    /** Address of the request without its query. */
    final String url;

    final String path;
    private final String prefix;
    private final JsonObject fields;
    private final ValidationProblems problems;

    private Input(String url, String path, String prefix, JsonObject fields, ValidationProblems problems) {
        this.url = url;
        this.path = path;
        this.prefix = prefix;
        this.fields = fields;
        this.problems = problems;
    }

    /** @throws ApiError if the body is not a JSON object; an empty body counts as an empty object */
    static Input parse(String url, String path, byte[] body) {
        JsonElement json = body.length == 0 ? new JsonObject() : json(new String(body, StandardCharsets.UTF_8));
        ValidationProblems problems = new ValidationProblems();
        if (!json.isJsonObject()) {
            problems.add("", "Must be an object, not " + Field.kind(json));
            problems.check();
        }
        return new Input(url, path, "", json.getAsJsonObject(), problems);
    }

    private static JsonElement json(String text) {
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(in);
            if (in.peek() == JsonToken.END_DOCUMENT && !text.isBlank()) { // to the parser, blank text is a null
                return json;
            }
        } catch (JsonParseException | IOException e) {
            // no detail: the parser's text may quote a secret
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

    /** Notes it if the request names the thing by none of the fields, or by more than one. */
    void exactlyOneOf(String subject, String... names) {
        if (Stream.of(names).filter(this::has).count() != 1) {
            addProblem("Name " + subject + " by exactly one of " + enumerate(names));
        }
    }

    /** Notes it if the request names the thing by none of the fields. */
    void atLeastOneOf(String subject, String... names) {
        if (Stream.of(names).noneMatch(this::has)) {
            addProblem("Name " + subject + " by at least one of " + enumerate(names));
        }
    }

    private static String enumerate(String... names) {
        int last = names.length - 1;
        return String.join(", ", List.of(names).subList(0, last)) + " and " + names[last];
    }

    /** Notes what is wrong with the object as a whole. */
    void addProblem(String message) {
        problems.add(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), message);
    }

    void addProblem(String fieldPath, String message) {
        problems.add(fieldPath, message);
    }

    Input nested(String fieldPath, JsonObject object) {
        return new Input(url, path, fieldPath + ".", object, problems);
    }

    /** @throws ApiError if anything is wrong with the request, in this object or elsewhere in it */
    void check() {
        problems.check();
    }

    /** All fields but one as text that does not depend on their order. */
    String canonicalWithout(String name) {
        TreeMap<String, JsonElement> sorted = new TreeMap<>(fields.asMap());
        sorted.remove(name);
        return sorted.toString();
    }
}
