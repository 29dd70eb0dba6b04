package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.generated.model.UserIdentity;
import com.google.gson.TypeAdapter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A hotel, or another property, for {@link SeamSandbox.Builder#property}: access systems with entrances, spaces, and
 * people that the sandbox knows from the start. Only its names are given; the sandbox chooses the ids.
 *
 * <pre>{@code
 * SandboxProperty property = SandboxProperty.builder()
 *         .name("Lakeside")
 *         .timeZone(ZoneId.of("America/Chicago"))
 *         .entrance("Front Door", door -> door.canUnlockWithMobileKey(true).canUnlockWithCode(true))
 *         .rooms(300) // Room 101 to Room 400
 *         .space("suites", "Suites", "Room 101", "Room 102")
 *         .build();
 * }</pre>
 *
 * <p>Immutable. {@link #fromJson} reads one from a file.
 */
public final class SandboxProperty {
    static final SandboxProperty SMALL_HOTEL = builder()
            .entrance("Main Entrance", door -> common(door))
            .entrance("Car Park", door -> common(door))
            .room("Room 101")
            .room("Room 102")
            .room("Room 201")
            .room("Room 202")
            .entrance("Service Entrance", door -> staff(door).canUnlockWithMobileKey(false))
            // the API omits the flag if a system does not report it, and clients must tolerate that
            .entrance("Staff Room", door -> staff(door))
            .space("first-floor", "First Floor", "Room 101", "Room 102")
            .space("second-floor", "Second Floor", "Room 201", "Room 202")
            .build();

    final String name;
    final ZoneId timeZone;
    /** Entrances by the name of their system. Their ids are empty. */
    final Map<String, List<AcsEntrance>> systems;

    final List<PropertySpace> spaces;
    /** Their ids are empty. */
    final List<UserIdentity> userIdentities;

    private SandboxProperty(Builder builder) {
        name = builder.name;
        timeZone = builder.timeZone;
        Map<String, List<AcsEntrance>> copies = new LinkedHashMap<>();
        builder.systems.forEach((system, entrances) -> copies.put(system, List.copyOf(entrances)));
        if (copies.isEmpty()) {
            copies.put(name + " locks", List.copyOf(builder.entrances));
        }
        systems = Collections.unmodifiableMap(copies);
        spaces = List.copyOf(builder.spaces);
        userIdentities = List.copyOf(builder.userIdentities);
    }

    private static AcsEntrance.Builder common(AcsEntrance.Builder door) {
        return door.canUnlockWithMobileKey(true)
                .canUnlockWithCard(true)
                .canUnlockWithCode(false)
                .canBelongToReservation(false);
    }

    private static AcsEntrance.Builder staff(AcsEntrance.Builder door) {
        return door.canUnlockWithCard(true).canUnlockWithCode(true).canBelongToReservation(false);
    }

    static AcsEntrance.Builder guest(AcsEntrance.Builder door) {
        return common(door).canBelongToReservation(true);
    }

    /** Returns a builder of a property that has a name and a time zone, those of the small hotel, and nothing else. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a property from a JSON file in UTF-8. The names are those of the API; the guide to testing has an example.
     *
     * <ul>
     *   <li>The object has {@code acs_systems} and, if wanted, {@code name}, {@code time_zone}, {@code spaces} and
     *       {@code user_identities}.
     *   <li>A system has {@code name} and {@code acs_entrances}.
     *   <li>An entrance has {@code display_name} and, if wanted, {@code can_unlock_with_mobile_key},
     *       {@code can_unlock_with_card}, {@code can_unlock_with_code} and {@code can_belong_to_reservation}. Those
     *       that are missing are as in {@link Builder#room}; {@code null} is not reported by the API.
     *   <li>A space has {@code space_key}, {@code name} and, in {@code acs_entrances}, the names of its entrances.
     *   <li>A user identity has any of {@code user_identity_key}, {@code full_name}, {@code email_address} and
     *       {@code phone_number}.
     * </ul>
     *
     * @throws IllegalArgumentException if the file is not valid; the message has each problem and its place, such as
     *     {@code acs_systems.0.acs_entrances.7.display_name}
     * @throws UncheckedIOException if the file cannot be read
     */
    public static SandboxProperty fromJson(Path file) {
        return PropertyFile.read(file);
    }

    /** Contains the name and the number of entrances. */
    @Override
    public String toString() {
        return "SandboxProperty[" + name + ", entrances: "
                + systems.values().stream().mapToInt(List::size).sum() + "]";
    }

    /** Part of the property that has entrances in common. */
    static final class PropertySpace {
        final String key;
        final String name;
        final List<String> entranceNames;

        private PropertySpace(String key, String name, List<String> entranceNames) {
            this.key = key;
            this.name = name;
            this.entranceNames = entranceNames;
        }
    }

    /** Builder of a property. Each method rejects what is invalid, or occurs twice. Not thread-safe. */
    public static final class Builder {
        private static final int FIRST_ROOM = 101;

        private String name = "Harbour House";
        private ZoneId timeZone = ZoneId.of("Europe/Stockholm");
        private final Map<String, List<AcsEntrance>> systems = new LinkedHashMap<>();
        private final List<PropertySpace> spaces = new ArrayList<>();
        private final List<UserIdentity> userIdentities = new ArrayList<>();
        private final Set<String> entranceNames = new HashSet<>();
        /** Those of the last system, or of the only one. */
        private List<AcsEntrance> entrances = new ArrayList<>();

        private Builder() {}

        /** Sets the name of the property. The default is {@code "Harbour House"}. */
        public Builder name(String value) {
            name = requireText("name", value);
            return this;
        }

        /** Sets the time zone of its access systems. The default is Europe/Stockholm. */
        public Builder timeZone(ZoneId value) {
            timeZone = Objects.requireNonNull(value, "timeZone");
            return this;
        }

        /**
         * Adds an access system, to which the entrances belong that are added after it. Without this, there is one
         * system for all, with a name that starts with that of the property.
         */
        public Builder system(String systemName) {
            requireText("name of a system", systemName);
            if (systems.isEmpty() && !entrances.isEmpty()) {
                throw new IllegalArgumentException(
                        "add the system " + systemName + " before its entrances: some have no system yet");
            }
            if (systems.containsKey(systemName)) {
                throw new IllegalArgumentException("two systems are named " + systemName);
            }
            entrances = new ArrayList<>();
            systems.put(systemName, entrances);
            return this;
        }

        /**
         * Adds an entrance.
         *
         * @param displayName unique in the property, such as {@code "Front Door"}
         * @param abilities sets what it can be unlocked with, and whether it can belong to a reservation; what it does
         *     not set is not reported by the API. Ids, names and times that it sets are replaced.
         */
        public Builder entrance(String displayName, Consumer<AcsEntrance.Builder> abilities) {
            requireText("display_name of an entrance", displayName);
            if (!entranceNames.add(displayName)) {
                throw new IllegalArgumentException("two entrances are named " + displayName);
            }
            AcsEntrance.Builder entrance =
                    AcsEntrance.builder().errors(List.of()).warnings(List.of());
            abilities.accept(entrance);
            entrances.add(entrance.acsEntranceId("")
                    .acsSystemId("")
                    .connectedAccountId("")
                    .displayName(displayName)
                    .createdAt(Instant.EPOCH)
                    .spaceIds(List.of())
                    .build());
            return this;
        }

        /** Adds an entrance for guests: it can be unlocked with a mobile key or a card, and belong to a reservation. */
        public Builder room(String displayName) {
            return entrance(displayName, SandboxProperty::guest);
        }

        /**
         * Adds that many rooms: {@code "Room 101"}, {@code "Room 102"} and so on.
         *
         * @throws IllegalArgumentException if {@code count} is less than 1, or if there is a room with such a name
         */
        public Builder rooms(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("count is less than 1: " + count);
            }
            for (int i = 0; i < count; i++) {
                room("Room " + (FIRST_ROOM + i));
            }
            return this;
        }

        /**
         * Adds a space.
         *
         * @param spaceKey {@code space_key}, unique in the property
         * @param spaceName unique in the property
         * @param displayNames entrances of the space, which were added before; each may belong to several spaces
         */
        public Builder space(String spaceKey, String spaceName, String... displayNames) {
            requireText("space_key of a space", spaceKey);
            requireText("name of a space", spaceName);
            for (PropertySpace other : spaces) {
                if (other.key.equals(spaceKey)) {
                    throw new IllegalArgumentException("two spaces have the space_key " + spaceKey);
                }
                if (other.name.equals(spaceName)) {
                    throw new IllegalArgumentException("two spaces are named " + spaceName);
                }
            }
            Set<String> names = new HashSet<>();
            for (String displayName : displayNames) {
                if (!entranceNames.contains(displayName)) {
                    throw new IllegalArgumentException(
                            "the space " + spaceName + " has an unknown entrance: " + displayName);
                }
                if (!names.add(displayName)) {
                    throw new IllegalArgumentException(
                            "the space " + spaceName + " has an entrance twice: " + displayName);
                }
            }
            spaces.add(new PropertySpace(spaceKey, spaceName, List.of(displayNames)));
            return this;
        }

        /**
         * Adds a person that the sandbox knows from the start, and again after a reset, with the same id.
         *
         * @param person without {@code acs_system_ids}
         * @throws IllegalArgumentException if the API would reject the request, for itself or for a key, address or
         *     number that another person has; the message does not contain the person's data
         */
        public Builder userIdentity(CreateUserIdentityRequest person) {
            TypeAdapter<CreateUserIdentityRequest> codec =
                    Objects.requireNonNull(SeamTypeAdapterFactory.adapter(CreateUserIdentityRequest.class));
            try {
                Input input = Input.parse("", "", codec.toJson(person).getBytes(StandardCharsets.UTF_8));
                input.requireOnly("user_identity_key", "full_name", "email_address", "phone_number");
                UserIdentity read = read(input);
                input.check();
                return add(read);
            } catch (ApiError error) {
                throw new IllegalArgumentException("invalid person: " + error.detail.getMessage(), error);
            }
        }

        /** Adds a problem to the input if the API would reject it. */
        static UserIdentity read(Input person) {
            return new UserIdentityInput(person, false).applyTo(UserIdentitiesEndpoints.blank("", "", Instant.EPOCH));
        }

        Builder add(UserIdentity person) {
            requireUnique("user_identity_key", person, UserIdentity::getUserIdentityKey);
            requireUnique("email_address", person, UserIdentity::getEmailAddress);
            requireUnique("phone_number", person, UserIdentity::getPhoneNumber);
            userIdentities.add(person);
            return this;
        }

        private void requireUnique(String field, UserIdentity person, Function<UserIdentity, @Nullable String> value) {
            String wanted = value.apply(person);
            if (wanted != null && userIdentities.stream().map(value).anyMatch(wanted::equals)) {
                throw new IllegalArgumentException("two people have the same " + field);
            }
        }

        /**
         * Builds the property.
         *
         * @throws IllegalArgumentException if it has no entrance
         */
        public SandboxProperty build() {
            if (entranceNames.isEmpty()) {
                throw new IllegalArgumentException("the property has no entrance");
            }
            return new SandboxProperty(this);
        }

        static String requireText(String what, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(what + " is blank");
            }
            return value;
        }
    }
}
