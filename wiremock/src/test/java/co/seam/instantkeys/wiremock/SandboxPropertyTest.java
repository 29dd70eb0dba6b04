package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.wiremock.Caller.Response;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxPropertyTest {
    private static final String LAKESIDE = """
            {
              "name": "Lakeside",
              "time_zone": "America/Chicago",
              "spaces": [{"space_key": "suites", "name": "Suites", "acs_entrances": ["Room 1", "Room 2"]}],
              "acs_systems": [
                {"name": "Main building", "acs_entrances": [
                  {"display_name": "Front Door", "can_unlock_with_mobile_key": null, "can_unlock_with_card": false,
                   "can_unlock_with_code": true, "can_belong_to_reservation": false},
                  {"display_name": "Room 1"}]},
                {"name": "Annex", "acs_entrances": [{"display_name": "Room 2"}]}
              ],
              "user_identities": [{"user_identity_key": "porter", "full_name": "Night Porter"}, {}]
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void rooms_300_areInTheSandbox() {
        try (SeamSandbox sandbox = SeamSandbox.builder()
                .property(SandboxProperty.builder().rooms(300).build())
                .start()) {
            Caller caller = new Caller(sandbox);

            Response first = caller.post("/acs/entrances/list", "{\"limit\": 200}");
            Response rest = caller.post(
                    "/acs/entrances/list",
                    "{\"limit\": 200, \"page_cursor\": \"" + first.text("pagination.next_page_cursor") + "\"}");

            List<String> names = Stream.of(first, rest)
                    .flatMap(page -> page.texts("acs_entrances", "display_name").stream())
                    .toList();
            assertThat(names)
                    .hasSize(300)
                    .doesNotHaveDuplicates()
                    .startsWith("Room 101")
                    .endsWith("Room 400");
            assertThat(first.at("acs_entrances.0.can_unlock_with_mobile_key").getAsBoolean())
                    .isTrue();
            assertThat(first.at("acs_entrances.0.can_belong_to_reservation").getAsBoolean())
                    .isTrue();
            assertThat(rest.texts("acs_entrances", "acs_entrance_id")).contains(sandbox.acsEntranceId("Room 400"));
        }
    }

    @Test
    void json_withEachPart_isInTheSandbox() throws Exception {
        try (SeamSandbox sandbox =
                SeamSandbox.builder().property(read(LAKESIDE)).start()) {
            Caller caller = new Caller(sandbox);

            Response systems = caller.post("/acs/systems/list", "{}");
            assertThat(systems.texts("acs_systems", "name")).containsExactly("Main building", "Annex");
            assertThat(systems.text("acs_systems.1.location.time_zone")).isEqualTo("America/Chicago");
            assertThat(systems.text("acs_systems.0.acs_system_id")).isEqualTo(sandbox.acsSystemId());

            Response entrances = caller.post("/acs/entrances/list", "{}");
            assertThat(entrances.texts("acs_entrances", "display_name"))
                    .containsExactly("Front Door", "Room 1", "Room 2");
            assertThat(entrances.text("acs_entrances.2.acs_system_id"))
                    .isEqualTo(systems.text("acs_systems.1.acs_system_id"));
            assertThat(entrances.has("acs_entrances.0.can_unlock_with_mobile_key"))
                    .isFalse();
            assertThat(entrances.at("acs_entrances.0.can_unlock_with_card").getAsBoolean())
                    .isFalse();
            assertThat(entrances.at("acs_entrances.0.can_unlock_with_code").getAsBoolean())
                    .isTrue();
            for (String ofRoom :
                    List.of("can_belong_to_reservation", "can_unlock_with_mobile_key", "can_unlock_with_card")) {
                assertThat(entrances.at("acs_entrances.1." + ofRoom).getAsBoolean())
                        .as(ofRoom)
                        .isTrue();
            }
            assertThat(entrances.at("acs_entrances.1.can_unlock_with_code").getAsBoolean())
                    .isFalse();
            assertThat(caller.post("/acs/entrances/list", "{\"space_id\": \"" + sandbox.spaceId("Suites") + "\"}")
                            .texts("acs_entrances", "display_name"))
                    .containsExactly("Room 1", "Room 2");
            assertThat(caller.post("/spaces/get", "{\"space_key\": \"suites\"}").text("space.name"))
                    .isEqualTo("Suites");
            assertThat(caller.post("/workspaces/get", "{}").text("workspace.company_name"))
                    .isEqualTo("Lakeside");
        }
    }

    @Test
    void json_inTheGuide_isThatOfTheSnippetBeforeIt() throws Exception {
        String guide = Files.readString(Path.of(System.getProperty("seam.root"), "docs", "guides", "testing.md"));
        String json = guide.split("```json\n", 2)[1].split("```", 2)[0];

        SandboxProperty property = read(json);

        assertThat(property).hasToString("SandboxProperty[Lakeside, entrances: 3]");
        assertThat(property.systems).containsOnlyKeys("Main building", "Annex");
        assertThat(property.spaces.get(0).entranceNames).containsExactly("Room 1", "Room 2");
        assertThat(property.userIdentities.get(0).getUserIdentityKey()).isEqualTo("porter");
    }

    @Test
    void people_afterAReset_areThereAgainWithTheirIds() throws Exception {
        try (SeamSandbox sandbox =
                SeamSandbox.builder().property(read(LAKESIDE)).start()) {
            Caller caller = new Caller(sandbox);
            Response before = caller.post("/user_identities/list", "{}");
            caller.post(
                    "/user_identities/delete",
                    "{\"user_identity_id\": \"" + before.text("user_identities.0.user_identity_id") + "\"}");
            caller.createUserIdentity();

            sandbox.reset();

            Response after = caller.post("/user_identities/list", "{}");
            assertThat(after.at("user_identities")).isEqualTo(before.at("user_identities"));
            assertThat(after.texts("user_identities", "display_name"))
                    .containsExactly("Night Porter", after.text("user_identities.1.user_identity_id"));
            assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"porter\"}")
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void grant_acrossSystems_issuesAKey() throws Exception {
        try (SeamSandbox sandbox =
                SeamSandbox.builder().property(read(LAKESIDE)).start()) {
            Response grant = new Caller(sandbox).post("/access_grants/create", """
                    {"user_identity": {}, "requested_access_methods": [{"mode": "mobile_key"}],
                     "acs_entrance_ids": ["%s", "%s"]}
                    """.formatted(
                            sandbox.acsEntranceId("Room 1"), sandbox.acsEntranceId("Room 2")));

            assertThat(grant.text("access_grant.instant_key_url")).startsWith("http");
        }
    }

    @Test
    void property_startedTwice_yieldsSandboxesThatShareNoId() {
        SandboxProperty property = SandboxProperty.builder()
                .room("Room 1")
                .userIdentity(
                        CreateUserIdentityRequest.builder().fullName("Jane Doe").build())
                .build();

        try (SeamSandbox one = SeamSandbox.builder().property(property).start();
                SeamSandbox other = SeamSandbox.builder().property(property).start()) {
            assertThat(one.acsEntranceId("Room 1")).isNotEqualTo(other.acsEntranceId("Room 1"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Lakeside"               | 5                         | Must be a string, not a number for "name"
            America/Chicago          | Nowhere                   | Must be a time zone, such as Europe/Paris for "time_zone"
            "time_zone"              | "timezone"                | Unknown; the names are name, time_zone, acs_systems, spaces, user_identities for "timezone"
            {"display_name": "Room 1"} | {"name": "Room 1"}      | Required for "acs_systems.0.acs_entrances.1.display_name"
            {"display_name": "Room 1"} | "Room 1"                | Must be an object, not a string for "acs_systems.0.acs_entrances.1"
            "display_name": "Room 2" | "display_name": "Room 1"  | Invalid: two entrances are named Room 1 for "acs_systems.1.acs_entrances.0"
            "display_name": "Room 2" | "display_name": " "       | Invalid: display_name of an entrance is blank for "acs_systems.1.acs_entrances.0"
            "can_unlock_with_card": false | "can_unlock_with_card": "no" | Must be a boolean, not a string for "acs_systems.0.acs_entrances.0.can_unlock_with_card"
            "Annex"                  | "Main building"           | Invalid: two systems are named Main building for "acs_systems.1"
            [{"display_name": "Room 2"}] | []                    | Must have at least 1 item for "acs_systems.1.acs_entrances"
            "acs_entrances": ["Room 1", | "acs_entrances": ["Room 9", | Invalid: the space Suites has an unknown entrance: Room 9 for "spaces.0"
            "full_name": "Night Porter" | "phone_number": "911"  | Must be a phone number in E.164 form, such as +12025550142 for "user_identities.0.phone_number"
            {}]                      | {"user_identity_key": "porter"}] | Invalid: two people have the same user_identity_key for "user_identities.1"
            "user_identities": [     | "user_identities": [1,    | Must be an object, not a number for "user_identities.0"
            """)
    void json_invalid_isReportedWithPlaceAndReason(String text, String replacement, String problem) throws Exception {
        assertThat(LAKESIDE).contains(text);

        assertThatThrownBy(() -> read(LAKESIDE.replace(text, replacement)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("hotel.json") + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void json_withSeveralProblems_isReportedWithAllOfThem() {
        assertThatThrownBy(() -> read(LAKESIDE.replace("\"Lakeside\"", "5").replace("\"Annex\"", "6")))
                .hasMessageContaining("2 input errors")
                .hasMessageContaining("\"name\"")
                .hasMessageContaining("\"acs_systems.1.name\"");
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "'{\n\"name\": \"A\",\n', 3", "'{\n  name: 1}', 2", "'{}\n{}', 2", "'[\n1,\n]', 3"})
    void json_malformed_isReportedWithItsLine(String text, int line) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("hotel.json") + ": not valid JSON, line " + line);
    }

    @Test
    void json_inAMissingFile_cannotBeRead() {
        assertThatThrownBy(() -> SandboxProperty.fromJson(folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    static List<Consumer<SandboxProperty.Builder>> invalidSteps() {
        return List.of(
                property -> property.name(" "),
                property -> property.rooms(0),
                property -> property.room("Room 1").rooms(1).rooms(1),
                property -> property.room("Room 1").system("Annex"),
                property -> property.space("a", "A", "Room 1"),
                property -> property.room("Room 1").space("a", "A", "Room 1", "Room 1"),
                property -> property.space("a", "A").space("a", "B"),
                property -> property.space("a", "A").space("b", "A"),
                property -> property.userIdentity(CreateUserIdentityRequest.builder()
                        .emailAddress("nobody")
                        .build()),
                property -> property.userIdentity(CreateUserIdentityRequest.builder()
                        .acsSystemIds(List.of())
                        .build()),
                SandboxProperty.Builder::build);
    }

    @ParameterizedTest
    @MethodSource("invalidSteps")
    void builder_withAnInvalidStep_rejectsIt(Consumer<SandboxProperty.Builder> step) {
        assertThatThrownBy(() -> step.accept(SandboxProperty.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("nobody");
    }

    @Test
    void builder_usedAfterBuild_doesNotChangeTheProperty() {
        SandboxProperty.Builder builder = SandboxProperty.builder().timeZone(ZoneId.of("Asia/Tokyo"));
        SandboxProperty property = builder.room("Room 1").build();

        builder.name("Other").room("Room 2");

        assertThat(property).hasToString("SandboxProperty[Harbour House, entrances: 1]");
    }

    private SandboxProperty read(String json) throws Exception {
        return SandboxProperty.fromJson(Files.writeString(folder.resolve("hotel.json"), json));
    }
}
