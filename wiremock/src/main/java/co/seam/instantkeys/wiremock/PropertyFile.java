package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link SandboxProperty} from JSON, and reports all problems at once, each with its place in the file. */
final class PropertyFile {
    private static final int MANY = Integer.MAX_VALUE;
    private static final Pattern LINE = Pattern.compile(" at line (\\d+) ");

    private final SandboxProperty.Builder property = SandboxProperty.builder();

    private PropertyFile() {}

    static SandboxProperty read(Path file) {
        try {
            byte[] json = Files.readAllBytes(file);
            requireJson(new String(json, StandardCharsets.UTF_8));
            return new PropertyFile().read(Input.parse("", "", json));
        } catch (ApiError error) {
            throw new IllegalArgumentException(file + ": " + error.detail.getMessage(), error);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Finds the line of a problem, which {@link Input} does not report. */
    private static void requireJson(String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        try {
            in.skipValue();
            in.peek();
        } catch (JsonParseException | IllegalStateException | IOException e) {
            Matcher line = LINE.matcher(in.toString());
            throw new ApiError(400, "invalid_input", "not valid JSON" + (line.find() ? ", line " + line.group(1) : ""));
        }
    }

    private SandboxProperty read(Input file) {
        file.requireOnly("name", "time_zone", "acs_systems", "spaces", "user_identities");
        String name = file.optional("name").nonEmpty();
        if (name != null) {
            attempt(file.optional("name"), () -> property.name(name));
        }
        String timeZone = file.optional("time_zone").text();
        if (timeZone != null) {
            attempt(file.optional("time_zone"), () -> property.timeZone(ZoneId.of(timeZone)));
        }
        file.required("acs_systems").ofSize(1, MANY).each(this::system);
        file.optional("spaces").each(this::space);
        file.optional("user_identities").each(this::userIdentity);
        file.check();
        return property.build();
    }

    private @Nullable Void system(Field field) {
        Input system = field.object();
        if (system != null) {
            system.requireOnly("name", "acs_entrances");
            String name = system.required("name").nonEmpty();
            if (name != null) {
                attempt(field, () -> property.system(name));
            }
            system.required("acs_entrances").ofSize(1, MANY).each(this::entrance);
        }
        return null;
    }

    private @Nullable Void entrance(Field field) {
        Input entrance = field.object();
        if (entrance != null) {
            entrance.requireOnly(
                    "display_name",
                    "can_unlock_with_mobile_key",
                    "can_unlock_with_card",
                    "can_unlock_with_code",
                    "can_belong_to_reservation");
            String name = entrance.required("display_name").nonEmpty();
            Consumer<AcsEntrance.Builder> abilities = door -> {
                ability(entrance, "can_unlock_with_mobile_key", true, door::canUnlockWithMobileKey);
                ability(entrance, "can_unlock_with_card", true, door::canUnlockWithCard);
                ability(entrance, "can_unlock_with_code", false, door::canUnlockWithCode);
                ability(entrance, "can_belong_to_reservation", true, door::canBelongToReservation);
            };
            if (name != null) {
                attempt(field, () -> property.entrance(name, abilities));
            }
        }
        return null;
    }

    /** @param ofRoom value if the field is absent */
    private static void ability(Input entrance, String name, boolean ofRoom, Consumer<Boolean> ability) {
        Boolean value = entrance.has(name) ? entrance.optional(name).nullable().bool() : Boolean.valueOf(ofRoom);
        if (value != null) {
            ability.accept(value);
        }
    }

    private @Nullable Void space(Field field) {
        Input space = field.object();
        if (space != null) {
            space.requireOnly("space_key", "name", "acs_entrances");
            String key = space.required("space_key").nonEmpty();
            String name = space.required("name").nonEmpty();
            List<String> entrances = space.required("acs_entrances").each(Field::text);
            if (key != null && name != null && entrances != null) {
                attempt(field, () -> property.space(key, name, entrances.toArray(new String[0])));
            }
        }
        return null;
    }

    private @Nullable Void userIdentity(Field field) {
        Input person = field.object();
        if (person != null) {
            person.requireOnly("user_identity_key", "full_name", "email_address", "phone_number");
            attempt(field, () -> property.add(SandboxProperty.Builder.read(person)));
        }
        return null;
    }

    private static void attempt(Field field, Runnable add) {
        try {
            add.run();
        } catch (DateTimeException e) {
            field.addProblem("Must be a time zone, such as Europe/Paris");
        } catch (IllegalArgumentException e) {
            field.addProblem("Invalid: " + e.getMessage());
        }
    }
}
