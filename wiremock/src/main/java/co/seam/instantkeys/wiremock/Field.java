package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a request. Each method that reads it returns null if the field is absent. If the value is invalid, it
 * adds a problem to the input, and returns null too. Messages never quote the value, which may be a secret.
 */
final class Field {
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Has upper bounds, so that matching a huge string takes no time. */
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}\\.[^@\\s.]{2,63}");

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern PHONE_SEPARATORS = Pattern.compile("[\\s./()-]");
    private static final Pattern PIN = Pattern.compile("[0-9]{4,9}");
    private static final Pattern NOT_EMPTY = Pattern.compile(".+", Pattern.DOTALL);

    private final Input owner;
    private final String path;
    private final @Nullable JsonElement value;

    Field(Input owner, String path, @Nullable JsonElement value) {
        this.owner = owner;
        this.path = path;
        this.value = value;
    }

    /** Returns the same field, with null counting as absent. */
    Field nullable() {
        return value != null && value.isJsonNull() ? new Field(owner, path, null) : this;
    }

    /** Whether the field is absent or an empty list. */
    boolean isEmpty() {
        return value == null || value.isJsonArray() && value.getAsJsonArray().isEmpty();
    }

    void addProblem(String message) {
        owner.addProblem(path, message);
    }

    @Nullable
    String text() {
        if (value == null) {
            return null;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            addProblem("Must be a string, not " + kind(value));
            return null;
        }
        return value.getAsString();
    }

    @Nullable
    String nonEmpty() {
        return matching(NOT_EMPTY, "Must not be empty");
    }

    /** Returns the id in lower case, since ids are equal whatever their case. */
    @Nullable
    String uuid() {
        String text = matching(UUID, "Must be a UUID");
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    @Nullable
    String email() {
        return matching(EMAIL, "Must be an email address");
    }

    /** Returns the address in lower case. */
    @Nullable
    String normalizedEmail() {
        String email = email();
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    @Nullable
    String phone() {
        return phone(text());
    }

    /** Returns the number without spaces, dots, dashes, slashes and brackets, and with + in place of a leading 00. */
    @Nullable
    String normalizedPhone() {
        String text = text();
        return text == null
                ? null
                : phone(PHONE_SEPARATORS.matcher(text).replaceAll("").replaceFirst("^00", "+"));
    }

    private @Nullable String phone(@Nullable String text) {
        return matching(text, E164, "Must be a phone number in E.164 form, such as +12025550142");
    }

    @Nullable
    String pin() {
        return matching(PIN, "Must be 4 to 9 digits");
    }

    @Nullable
    String url() {
        String text = text();
        try {
            if (text == null || URI.create(text).isAbsolute()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        addProblem("Must be a URL");
        return null;
    }

    @Nullable
    Instant instant() {
        String text = text();
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            addProblem("Must be an ISO 8601 date and time with an offset");
            return null;
        }
    }

    /** Adds a problem for an unknown value: it is an error to a server, unlike to a client. */
    @Nullable
    String oneOf(Collection<?> known) {
        String text = text();
        if (text != null && known.stream().map(Object::toString).noneMatch(text::equals)) {
            addProblem("Must be one of " + known);
            return null;
        }
        return text;
    }

    @Nullable
    AccessMethodMode mode() {
        String text = oneOf(AccessMethodMode.known());
        return text == null ? null : AccessMethodMode.of(text);
    }

    @Nullable
    Boolean bool() {
        if (value == null) {
            return null;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            addProblem("Must be a boolean, not " + kind(value));
            return null;
        }
        return value.getAsBoolean();
    }

    /** Reads a time span. The API has none: only the controls of the sandbox do. */
    @Nullable
    Duration duration() {
        String text = text();
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeException e) {
            addProblem("Must be an ISO 8601 duration, such as PT48H");
            return null;
        }
    }

    @Nullable
    Integer count() {
        return wholeNumber(1);
    }

    /** Reads a whole number of at least {@code min}. */
    @Nullable
    Integer wholeNumber(int min) {
        if (value == null) {
            return null;
        }
        Double number = number(value);
        if (number == null) {
            addProblem("Must be a number, not " + kind(value));
            return null;
        }
        if (number != Math.rint(number)) {
            addProblem("Must be a whole number");
        } else if (number < min) {
            addProblem("Must be at least " + min);
        } else if (number > Integer.MAX_VALUE) {
            addProblem("Must be at most " + Integer.MAX_VALUE);
        } else {
            return number.intValue();
        }
        return null;
    }

    /** Returns null if the value is no number. The API runs on JavaScript: 2.0 is 2, and 1e99 is a number. */
    private @Nullable Double number(JsonElement json) {
        if (!json.isJsonPrimitive() || !json.getAsJsonPrimitive().isNumber() && !owner.isQuery) {
            return null;
        }
        try {
            return json.getAsDouble();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Nullable
    Input object() {
        if (value == null) {
            return null;
        }
        if (!value.isJsonObject()) {
            addProblem("Must be an object, not " + kind(value));
            return null;
        }
        return owner.nested(path, value.getAsJsonObject());
    }

    /** Reads the items of a list, without invalid ones. */
    <T> @Nullable List<T> each(Function<Field, @Nullable T> read) {
        JsonElement list = list();
        if (list == null) {
            return null;
        }
        if (!list.isJsonArray()) {
            addProblem("Must be an array, not " + kind(list));
            return null;
        }
        List<T> items = new ArrayList<>();
        JsonArray array = list.getAsJsonArray();
        for (int i = 0; i < array.size(); i++) {
            T item = read.apply(new Field(owner, path + "." + i, array.get(i)));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /** Returns the same field; adds a problem if it is a list of another size. */
    Field ofSize(int min, int max) {
        JsonElement list = list();
        int size = list != null && list.isJsonArray() ? list.getAsJsonArray().size() : min;
        if (size < min) {
            addProblem("Must have at least " + min + (min == 1 ? " item" : " items"));
        } else if (size > max) {
            addProblem("Must have at most " + max + " items");
        }
        return this;
    }

    /** Returns the value of a field that may be a list. In a query, a list of one item looks like that item. */
    private @Nullable JsonElement list() {
        if (!owner.isQuery || value == null || value.isJsonArray()) {
            return value;
        }
        JsonArray list = new JsonArray();
        if (!value.isJsonNull()) {
            list.add(value);
        }
        return list;
    }

    private @Nullable String matching(Pattern pattern, String message) {
        return matching(text(), pattern, message);
    }

    private @Nullable String matching(@Nullable String text, Pattern pattern, String message) {
        if (text != null && !pattern.matcher(text).matches()) {
            addProblem(message);
            return null;
        }
        return text;
    }

    static String kind(JsonElement json) {
        if (json.isJsonNull()) {
            return "null";
        }
        if (json.isJsonObject()) {
            return "an object";
        }
        if (json.isJsonArray()) {
            return "an array";
        }
        return json.getAsJsonPrimitive().isString()
                ? "a string"
                : json.getAsJsonPrimitive().isBoolean() ? "a boolean" : "a number";
    }
}
