package co.seam.instantkeys.live;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response. Only {@link #summary()} of it may be printed: its body may hold links, tokens and PINs.
 *
 * @param body empty if it is not a JSON object
 * @param requestId of the header
 */
record Reply(
        String path,
        int status,
        JsonObject body,
        @Nullable String requestId,
        @Nullable String retryAfter) {
    /** A type that could be something else, such as a token, is not shown. */
    private static final Pattern TYPE = Pattern.compile("(?!seam_)[a-z][a-z_]{2,79}");

    boolean isOk() {
        return status / 100 == 2;
    }

    /** @throws NotTestableException if it is an error response */
    Reply requireOk() {
        if (!isOk()) {
            throw new NotTestableException(path + ": " + summary());
        }
        return this;
    }

    /**
     * Returns the resource of a response.
     *
     * @throws NotTestableException if it has none
     */
    JsonObject resource(String name) {
        if (!requireOk().body.has(name) || !body.get(name).isJsonObject()) {
            throw new NotTestableException(path + ": the response has no " + name);
        }
        return body.getAsJsonObject(name);
    }

    /** @throws NotTestableException if it is an error response */
    List<JsonObject> resources(String name) {
        return Json.objects(requireOk().body, name);
    }

    /** Returns the object {@code error}; empty if there is none. */
    JsonObject error() {
        return body.has("error") && body.get("error").isJsonObject() ? body.getAsJsonObject("error") : new JsonObject();
    }

    /** Returns the type of the error; empty if there is none. */
    String type() {
        String type = Json.textOrNull(error(), "type");
        return type == null ? "" : type;
    }

    /** Returns the status and the type of the error, if any. */
    String summary() {
        String type = type();
        return status + (TYPE.matcher(type).matches() ? " " + type : type.isEmpty() ? "" : " (of another type)");
    }

    @Override
    public String toString() {
        return path + ": " + summary();
    }
}
