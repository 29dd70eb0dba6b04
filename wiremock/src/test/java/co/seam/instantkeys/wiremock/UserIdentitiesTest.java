package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Answer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdentitiesTest {
    private static final String NOBODY = "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6";

    private final SeamSandbox sandbox =
            SeamSandbox.start(Clock.fixed(Instant.parse("2026-07-03T08:41:12.530417Z"), ZoneOffset.UTC));
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void create_withEverything_answersThePerson() {
        Answer answer = caller.post("/user_identities/create", """
                {"user_identity_key": "guest-1", "full_name": "Amara Okafor", "email_address": "amara@example.com",
                 "phone_number": "+12025550142", "acs_system_ids": ["%s"]}
                """.formatted(sandbox.acsSystemId()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("user_identity.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(answer.text("user_identity.user_identity_key")).isEqualTo("guest-1");
        assertThat(answer.text("user_identity.full_name")).isEqualTo("Amara Okafor");
        assertThat(answer.text("user_identity.display_name")).isEqualTo("Amara Okafor");
        assertThat(answer.text("user_identity.email_address")).isEqualTo("amara@example.com");
        assertThat(answer.text("user_identity.phone_number")).isEqualTo("+12025550142");
        assertThat(answer.text("user_identity.created_at")).isEqualTo("2026-07-03T08:41:12.530417Z");
        assertThat(answer.at("user_identity.acs_user_ids").getAsJsonArray()).hasSize(1);
        assertThat(answer.at("user_identity.errors").getAsJsonArray()).isEmpty();
        assertThat(answer.at("user_identity.warnings").getAsJsonArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", """
        {"user_identity_key": null, "full_name": null, "email_address": null, "phone_number": null}"""})
    void create_withoutAnything_answersNulls(String request) {
        Answer answer = caller.post("/user_identities/create", request);

        assertThat(answer.at("user_identity.user_identity_key").isJsonNull()).isTrue();
        assertThat(answer.at("user_identity.full_name").isJsonNull()).isTrue();
        assertThat(answer.at("user_identity.email_address").isJsonNull()).isTrue();
        assertThat(answer.at("user_identity.phone_number").isJsonNull()).isTrue();
        assertThat(answer.text("user_identity.display_name")).isNotEmpty();
    }

    @Test
    void create_twiceWithoutAnything_makesTwoPeople() {
        assertThat(caller.createPerson()).isNotEqualTo(caller.createPerson());
    }

    @ParameterizedTest
    @CsvSource({"user_identity_key, guest-1", "email_address, amara@example.com", "phone_number, +12025550142"})
    void create_withAValueThatIsTaken_isAConflict(String parameter, String value) {
        String request = "{\"" + parameter + "\": \"" + value + "\"}";
        caller.post("/user_identities/create", request);

        Answer answer = caller.post("/user_identities/create", request);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("error.type")).isEqualTo(parameter + "_already_exists");
        assertThat(answer.text("error.message")).contains(parameter).doesNotContain(value);
    }

    @Test
    void create_withEveryFieldWrong_namesThemAll() {
        Answer answer = caller.post("/user_identities/create", """
                {"user_identity_key": "", "full_name": 7, "email_address": "amara", "phone_number": "555",
                 "acs_system_ids": ["%s", "no-uuid", null]}
                """.formatted(sandbox.acsSystemId()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error.type")).isEqualTo("invalid_input");
        assertThat(answer.text("error.message")).startsWith("6 input errors: ");
        assertThat(answer.problems("")).isEmpty();
        assertThat(answer.problems("user_identity_key")).containsExactly("Must not be empty");
        assertThat(answer.problems("full_name")).containsExactly("Must be a string, not a number");
        assertThat(answer.problems("email_address")).containsExactly("Must be an email address");
        assertThat(answer.problems("phone_number")).singleElement().asString().contains("E.164");
        assertThat(answer.problems("acs_system_ids")).isEmpty();
        assertThat(answer.problems("acs_system_ids.1")).containsExactly("Must be a UUID");
        assertThat(answer.problems("acs_system_ids.2")).containsExactly("Must be a string, not null");
        assertThat(answer.has("error.validation_errors.acs_system_ids.0")).isFalse();
    }

    @Test
    void create_inAnUnknownAccessSystem_isNotFoundAndMakesNobody() {
        Answer answer = caller.post("/user_identities/create", """
                {"user_identity_key": "guest-1", "acs_system_ids": ["6e21d9f7-b04c-4835-a9de-17c5f8b3026d"]}
                """);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("acs_system_not_found");
        assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void delete_aPerson_takesTheirGrantsAndKeysAndNobodyElses() {
        String grant = """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """;
        String guest = caller.createPerson();
        String other = caller.createPerson();
        caller.post("/access_grants/create", grant.formatted(guest, sandbox.acsEntranceId("Room 101")));
        caller.post("/access_grants/create", grant.formatted(other, sandbox.acsEntranceId("Room 101")));
        caller.generateKey(guest);

        Answer answer = caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body).hasToString("{\"ok\":true}");
        assertThat(caller.post("/access_grants/list", "{}").texts("access_grants", "user_identity_id"))
                .containsExactly(other);
        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "user_identity_id"))
                .containsExactly(other);
        assertThat(caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void delete_nobody_isNotFound() {
        Answer answer = caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + NOBODY + "\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("user_identity_not_found");
    }

    @Test
    void delete_withoutTheId_isRequired() {
        Answer answer = caller.post("/user_identities/delete", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems("user_identity_id")).containsExactly("Required");
    }

    @Test
    void generateInstantKey_forAPerson_answersAKeyFor48Hours() {
        String person = caller.createPerson();

        Answer answer = caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": 4,
                 "customization_profile_id": "3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4"}
                """.formatted(person));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("instant_key.user_identity_id")).isEqualTo(person);
        assertThat(answer.text("instant_key.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(answer.text("instant_key.instant_key_url")).matches("https://ik\\.seam\\.co/[A-HJKMNP-Z2-9]{6}");
        assertThat(answer.text("instant_key.created_at")).isEqualTo("2026-07-03T08:41:12.530417Z");
        assertThat(answer.text("instant_key.expires_at")).isEqualTo("2026-07-05T08:41:12.530417Z");
        assertThat(answer.text("instant_key.customization_profile_id"))
                .isEqualTo("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4");
        assertThat(answer.has("instant_key.client_session_id")).isTrue();
    }

    @Test
    void generateInstantKey_withTheIdAlone_isEnough() {
        Answer answer = caller.post(
                "/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + caller.createPerson() + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("instant_key.customization_profile_id")).isFalse();
    }

    @Test
    void generateInstantKey_withTheIdInUpperCase_findsThePerson() {
        String person = caller.createPerson();

        Answer answer = caller.post(
                "/user_identities/generate_instant_key",
                "{\"user_identity_id\": \"" + person.toUpperCase(Locale.ROOT) + "\"}");

        assertThat(answer.text("instant_key.user_identity_id")).isEqualTo(person);
    }

    @Test
    void generateInstantKey_forNobody_isNotFound() {
        Answer answer =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + NOBODY + "\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("user_identity_not_found");
        assertThat(answer.text("error.data.user_identity_id")).isEqualTo(NOBODY);
    }

    @Test
    void generateInstantKey_withoutTheId_isRequired() {
        Answer answer = caller.post("/user_identities/generate_instant_key", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems("user_identity_id")).containsExactly("Required");
        assertThat(answer.text("error.message")).isEqualTo("Required for \"user_identity_id\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0            | Must be at least 1
            -3           | Must be at least 1
            1.5          | Must be a whole number
            1e999        | Must be at most 2147483647
            2147483648   | Must be at most 2147483647
            "1"          | Must be a number, not a string
            null         | Must be a number, not null
            true         | Must be a number, not a boolean
            [1]          | Must be a number, not an array
            {}           | Must be a number, not an object
            """)
    void generateInstantKey_withABadUseCount_isRefused(String count, String problem) {
        Answer answer = caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": %s}
                """.formatted(NOBODY, count));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems("max_use_count")).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2.0", "1e2", "2147483647"})
    void generateInstantKey_withAWholeUseCountInAnyForm_isAccepted(String count) {
        Answer answer =
                caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": %s}
                """.formatted(caller.createPerson(), count));

        assertThat(answer.status()).isEqualTo(200);
    }
}
