package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessGrantsEndpointsTest {
    private static final String UNKNOWN = "a6d83f19-5e72-4b0c-8f4d-3c91e7b02da5";

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(Instant.parse("2026-07-03T08:00:00Z"), ZoneOffset.UTC))
            .start();
    private final Caller caller = new Caller(sandbox);
    private final String mainEntrance = sandbox.acsEntranceId("Main Entrance");
    private final String room101 = sandbox.acsEntranceId("Room 101");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void create_withOneMobileKey_returnsTheGrantWithItsLink() {
        String guest = caller.createUserIdentity();

        Response response = caller.post("/access_grants/create", """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s", "%s"],
                 "access_grant_key": "booking-1-room-101", "reservation_key": "booking-1", "name": "Room 101, Okafor",
                 "customization_profile_id": "3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4",
                 "starts_at": "2026-07-10T15:00:00+02:00", "ends_at": "2026-07-14T09:00:00Z",
                 "requested_access_methods": [{"mode": "mobile_key", "instant_key_max_use_count": 2}]}
                """.formatted(guest, mainEntrance, room101));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("access_grant.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(response.text("access_grant.user_identity_id")).isEqualTo(guest);
        assertThat(response.text("access_grant.access_grant_key")).isEqualTo("booking-1-room-101");
        assertThat(response.text("access_grant.reservation_key")).isEqualTo("booking-1");
        assertThat(response.text("access_grant.name")).isEqualTo("Room 101, Okafor");
        assertThat(response.text("access_grant.display_name")).isEqualTo("Room 101, Okafor");
        assertThat(response.text("access_grant.display_status")).isNotEmpty();
        assertThat(response.text("access_grant.created_at")).isEqualTo("2026-07-03T08:00:00Z");
        assertThat(response.text("access_grant.starts_at")).isEqualTo("2026-07-10T13:00:00Z");
        assertThat(response.text("access_grant.ends_at")).isEqualTo("2026-07-14T09:00:00Z");
        assertThat(response.text("access_grant.customization_profile_id"))
                .isEqualTo("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4");
        assertThat(response.text("access_grant.requested_access_methods.0.mode"))
                .isEqualTo("mobile_key");
        assertThat(response.text("access_grant.requested_access_methods.0.instant_key_max_use_count"))
                .isEqualTo("2");
        assertThat(response.at("access_grant.requested_access_methods.0.created_access_method_ids"))
                .isEqualTo(response.at("access_grant.access_method_ids"));
        assertThat(response.at("access_grant.access_method_ids").getAsJsonArray())
                .hasSize(1);
        assertThat(response.text("access_grant.instant_key_url")).startsWith("https://ik.seam.co/");
        assertThat(response.text("access_grant.client_session_token")).startsWith("seam_cst1");
        for (String list : List.of("space_ids", "location_ids", "errors", "warnings", "pending_mutations")) {
            assertThat(response.at("access_grant." + list).getAsJsonArray())
                    .as(list)
                    .isEmpty();
        }
    }

    @Test
    void create_withOneMobileKey_createsAnInstantKeyOfTheUserIdentity() {
        String guest = caller.createUserIdentity();
        Response grant = caller.post("/access_grants/create", """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s"],
                 "customization_profile_id": "3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4",
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(guest, room101));
        String url = grant.text("access_grant.instant_key_url");

        Response byUrl = caller.post("/instant_keys/get", "{\"instant_key_url\": \"" + url + "\"}");
        Response ofGuest = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(byUrl.text("instant_key.user_identity_id")).isEqualTo(guest);
        assertThat(byUrl.text("instant_key.expires_at")).isEqualTo("2026-07-05T08:00:00Z");
        assertThat(byUrl.text("instant_key.customization_profile_id"))
                .isEqualTo("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4");
        assertThat(ofGuest.texts("instant_keys", "instant_key_url")).containsExactly(url);
    }

    @Test
    void create_withTwoMobileKeys_createsTwoKeysAndShowsNoLink() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}, {"mode": "mobile_key"}]}
                """.formatted(room101));

        assertThat(response.has("access_grant.instant_key_url")).isFalse();
        assertThat(response.has("access_grant.client_session_token")).isFalse();
        assertThat(response.at("access_grant.access_method_ids").getAsJsonArray())
                .hasSize(2);
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(2);
    }

    @Test
    void create_withEveryModeOnce_showsTheLinkOfTheMobileKey() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [
                   {"mode": "code", "code": "640271"}, {"mode": "card"}, {"mode": "mobile_key"}, {"mode": "cloud_key"}]}
                """.formatted(room101));

        assertThat(response.texts("access_grant.requested_access_methods", "display_name"))
                .containsExactly(
                        "PIN Code Credential", "Card Credential", "Mobile Key Credential", "Cloud Key Credential");
        assertThat(response.text("access_grant.requested_access_methods.0.code"))
                .isEqualTo("640271");
        assertThat(response.has("access_grant.requested_access_methods.0.instant_key_max_use_count"))
                .isFalse();
        assertThat(response.text("access_grant.requested_access_methods.2.instant_key_max_use_count"))
                .isEqualTo("1");
        assertThat(response.has("access_grant.requested_access_methods.2.code")).isFalse();
        assertThat(response.has("access_grant.instant_key_url")).isTrue();
    }

    @Test
    void create_withoutMobileKey_createsNoInstantKey() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [{"mode": "card"}]}
                """.formatted(room101));

        assertThat(response.has("access_grant.instant_key_url")).isFalse();
        assertThat(response.has("access_grant.client_session_token")).isFalse();
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .isEmpty();
    }

    @Test
    void create_withRequiredFieldsOnly_startsNowAndNeverEnds() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s", "%s"], "requested_access_methods": []}
                """.formatted(mainEntrance, room101));

        assertThat(response.text("access_grant.starts_at")).isEqualTo("2026-07-03T08:00:00Z");
        assertThat(response.at("access_grant.ends_at").isJsonNull()).isTrue();
        assertThat(response.at("access_grant.name").isJsonNull()).isTrue();
        assertThat(response.text("access_grant.display_name")).isEqualTo("Main Entrance, Room 101");
        assertThat(response.has("access_grant.access_grant_key")).isFalse();
        assertThat(response.has("access_grant.reservation_key")).isFalse();
    }

    @Test
    void create_withANewUserIdentity_createsTheUserIdentity() {
        String guest =
                caller.post("/access_grants/create", """
                        {"user_identity": {"full_name": "Jonas", "user_identity_key": "cleaner-93"},
                         "acs_entrance_ids": ["%s"], "requested_access_methods": []}
                        """.formatted(room101)).text("access_grant.user_identity_id");

        assertThat(caller.generateKey(guest)).isNotEmpty();
        assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"cleaner-93\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void create_withANewUserIdentityWhoseKeyIsInUse_isAConflict() {
        caller.post("/user_identities/create", "{\"user_identity_key\": \"cleaner-93\"}");

        Response response = caller.post("/access_grants/create", """
                {"user_identity": {"user_identity_key": "cleaner-93"}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": []}
                """.formatted(room101));

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo("user_identity_key_already_exists");
    }

    @Test
    void create_withAGrantKeyInUse_isAConflictAndLeavesNothingBehind() {
        String request = """
                {"user_identity": {"user_identity_key": "%s"}, "access_grant_key": "booking-1",
                 "acs_entrance_ids": ["%s"], "requested_access_methods": [{"mode": "mobile_key"}]}
                """;
        caller.post("/access_grants/create", request.formatted("first", room101));

        Response response = caller.post("/access_grants/create", request.formatted("second", room101));

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo("access_grant_key_already_exists");
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
        assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"second\"}")
                        .status())
                .as("the user identity of the rejected grant does not exist")
                .isEqualTo(200);
    }

    @Test
    void create_withoutUserIdentity_isRejectedForTheWholeRequest() {
        Response response = caller.post("/access_grants/create", """
                {"acs_entrance_ids": ["%s"], "requested_access_methods": []}
                """.formatted(room101));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the person by exactly one of user_identity_id and user_identity");
    }

    @Test
    void create_withTwoUserIdentities_isRejectedForTheWholeRequest() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity_id": "%s", "user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": []}
                """.formatted(caller.createUserIdentity(), room101));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the person by exactly one of user_identity_id and user_identity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"acs_entrance_ids\": [], \"device_ids\": [], \"space_ids\": [], \"space_keys\": [],",
                "\"location_ids\": [],",
                "\"location\": {\"name\": \"Harbour House\", \"acs_entrance_ids\": []},"
            })
    void create_withoutEntranceDeviceOrSpace_isRejectedForTheWholeRequest(String places) {
        Response response = caller.post(
                "/access_grants/create", "{" + places + "\"user_identity\": {}, \"requested_access_methods\": []}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("")).containsExactly("Name at least one entrance, device or space");
    }

    @Test
    void create_withTheDeprecatedLocation_opensItsEntrances() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "location": {"acs_entrance_ids": ["%s"]}, "requested_access_methods": []}
                """.formatted(room101));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("access_grant.display_name")).isEqualTo("Room 101");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "acs_entrance_ids": ["%s"]               | acs_entrance_not_found
            "device_ids": ["%s"]                     | device_not_found
            "space_ids": ["%s"]                      | space_not_found
            "location_ids": ["%s"]                   | space_not_found
            "space_keys": ["%s"]                     | space_not_found
            "location": {"acs_entrance_ids": ["%s"]} | acs_entrance_not_found
            "location": {"device_ids": ["%s"]}       | device_not_found
            """)
    void create_forAnUnknownEntranceDeviceOrSpace_isNotFound(String place, String type) {
        Response response = caller.post(
                "/access_grants/create",
                "{\"user_identity\": {}, \"requested_access_methods\": [], " + place.formatted(UNKNOWN) + "}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo(type);
    }

    @Test
    void create_forAnUnknownUserIdentity_isNotFound() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s"], "requested_access_methods": []}
                """.formatted(UNKNOWN, room101));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("user_identity_not_found");
        assertThat(response.text("error.data.user_identity_id")).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-07-03T07:59:59Z | Must lie in the future
            2026-07-03T08:00:00Z | Must lie in the future
            2026-07-10T12:59:59Z | Must lie after starts_at
            2026-07-10T13:00:00Z | Must lie after starts_at
            2026-07-10T14:00:00  | Must be an ISO 8601 date and time with an offset
            tomorrow             | Must be an ISO 8601 date and time with an offset
            """)
    void create_withABadEnd_isRejected(String endsAt, String problem) {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [],
                 "starts_at": "2026-07-10T13:00:00Z", "ends_at": "%s"}
                """.formatted(room101, endsAt));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems("ends_at")).contains(problem);
    }

    @Test
    void create_forAnEntranceWithoutMobileKeys_createsAGrantWithAnErrorInsteadOfAKey() {
        Response response =
                caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}, {"mode": "card"}]}
                """.formatted(sandbox.acsEntranceId("Service Entrance")));

        assertThat(response.status()).as("the API documents no error response").isEqualTo(200);
        assertThat(response.texts("access_grant.errors", "error_code"))
                .containsExactly("cannot_create_requested_access_methods");
        assertThat(response.text("access_grant.display_status")).isEqualTo("Some access could not be created.");
        assertThat(response.strings("access_grant.access_method_ids")).hasSize(1);
        assertThat(response.strings("access_grant.requested_access_methods.0.created_access_method_ids"))
                .isEmpty();
        assertThat(response.has("access_grant.instant_key_url")).isFalse();
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .isEmpty();
        Response events = caller.post("/events/list", """
                {"since": "2000-01-01T00:00:00Z",
                 "event_type": "access_grant.could_not_create_requested_access_methods"}
                """);
        assertThat(events.texts("events", "access_grant_id"))
                .containsExactly(response.text("access_grant.access_grant_id"));
        assertThat(events.text("events.0.error_message")).isEqualTo(response.text("access_grant.errors.0.message"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Room 101", "Staff Room"})
    void create_withOneEntranceThatMaySupportMobileKeys_createsTheKey(String entrance) {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s", "%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(
                        sandbox.acsEntranceId("Service Entrance"), sandbox.acsEntranceId(entrance)));

        assertThat(response.at("access_grant.errors").getAsJsonArray()).isEmpty();
        assertThat(response.text("access_grant.instant_key_url")).startsWith("https://");
    }

    @Test
    void create_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {"user_identity_key": "", "full_name": [], "email_address": 1, "phone_number": "x"},
                 "acs_entrance_ids": ["x", 7], "device_ids": "all", "space_ids": {}, "space_keys": [""],
                 "location_ids": [true], "location": {"name": 1, "acs_entrance_ids": ["x"], "device_ids": [null]},
                 "starts_at": null, "ends_at": 5, "name": 5, "access_grant_key": "", "reservation_key": null,
                 "customization_profile_id": "x",
                 "requested_access_methods": [
                   {"mode": "fax"},
                   {"mode": "code", "code": "123"},
                   "mobile_key",
                   {"mode": "mobile_key", "code": "1234", "instant_key_max_use_count": 0},
                   {"mode": "card", "instant_key_max_use_count": 1},
                   {"mode": "code", "code": "12345678٣"},
                   {}]}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.message")).startsWith("27 input errors: ");
        assertThat(response.problems("")).isEmpty();
        assertThat(response.problems("user_identity.user_identity_key")).containsExactly("Must not be empty");
        assertThat(response.problems("user_identity.full_name")).containsExactly("Must be a string, not an array");
        assertThat(response.problems("user_identity.email_address")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("user_identity.phone_number")).hasSize(1);
        assertThat(response.problems("acs_entrance_ids.0")).containsExactly("Must be a UUID");
        assertThat(response.problems("acs_entrance_ids.1")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("device_ids")).containsExactly("Must be an array, not a string");
        assertThat(response.problems("space_ids")).containsExactly("Must be an array, not an object");
        assertThat(response.problems("space_keys.0")).containsExactly("Must not be empty");
        assertThat(response.problems("location_ids.0")).containsExactly("Must be a string, not a boolean");
        assertThat(response.problems("location.name")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("location.acs_entrance_ids.0")).containsExactly("Must be a UUID");
        assertThat(response.problems("location.device_ids.0")).containsExactly("Must be a string, not null");
        assertThat(response.problems("starts_at")).containsExactly("Must be a string, not null");
        assertThat(response.problems("ends_at")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("name")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("access_grant_key")).containsExactly("Must not be empty");
        assertThat(response.problems("reservation_key")).containsExactly("Must be a string, not null");
        assertThat(response.problems("customization_profile_id")).containsExactly("Must be a UUID");
        assertThat(response.problems("requested_access_methods.0.mode"))
                .containsExactly("Must be one of " + AccessMethodMode.known());
        assertThat(response.problems("requested_access_methods.1.code")).containsExactly("Must be 4 to 9 digits");
        assertThat(response.problems("requested_access_methods.2")).containsExactly("Must be an object, not a string");
        assertThat(response.problems("requested_access_methods.3.code")).containsExactly("Only for mode code");
        assertThat(response.problems("requested_access_methods.3.instant_key_max_use_count"))
                .containsExactly("Must be at least 1");
        assertThat(response.problems("requested_access_methods.4.instant_key_max_use_count"))
                .containsExactly("Only for mode mobile_key");
        assertThat(response.problems("requested_access_methods.5.code")).containsExactly("Must be 4 to 9 digits");
        assertThat(response.problems("requested_access_methods.6.mode")).containsExactly("Required");
    }

    @Test
    void create_withoutFields_reportsEachMissingField() {
        Response response = caller.post("/access_grants/create", "{}");

        assertThat(response.problems("")).hasSize(2);
        assertThat(response.problems("requested_access_methods")).containsExactly("Required");
        assertThat(response.text("error.message"))
                .isEqualTo("3 input errors: Name the person by exactly one of user_identity_id and user_identity; "
                        + "Name at least one entrance, device or space; Required for \"requested_access_methods\"");
    }

    @Test
    void create_withABadPin_neverQuotesIt() {
        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "card", "code": "640271"}, {"mode": "code", "code": "secret"}]}
                """.formatted(room101));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.http.body()).doesNotContain("640271", "secret");
    }

    @Test
    void list_withoutAFilter_returnsAllInOrderOfCreation() {
        String first = grant("\"access_grant_key\": \"one\"");
        String second = grant("\"access_grant_key\": \"two\"");

        Response response = caller.post("/access_grants/list", "{}");

        assertThat(response.texts("access_grants", "access_grant_id")).containsExactly(first, second);
        assertThat(response.text("pagination.has_next_page")).isEqualTo("false");
    }

    @Test
    void list_always_showsTheGrantAsItWasCreated() {
        Response created = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(room101));

        Response listed = caller.post("/access_grants/list", "{}");

        assertThat(listed.at("access_grants.0")).isEqualTo(created.at("access_grant"));
    }

    @Test
    void list_byIds_returnsThose() {
        grant("\"name\": \"one\"");
        String second = grant("\"name\": \"two\"");

        assertThat(listed("\"access_grant_ids\": [\"" + second + "\", \"" + UNKNOWN + "\"]"))
                .containsExactly(second);
        assertThat(listed("\"access_grant_ids\": []")).isEmpty();
    }

    @Test
    void list_byKey_returnsTheGrantOfThatKey() {
        String keyed = grant("\"access_grant_key\": \"booking-1\"");
        String keyless = grant("\"name\": \"without a key\"");

        assertThat(listed("\"access_grant_key\": \"booking-1\"")).containsExactly(keyed);
        assertThat(listed("\"access_grant_key\": null")).containsExactly(keyless);
        assertThat(listed("\"access_grant_key\": \"booking-2\"")).isEmpty();
    }

    @Test
    void list_byReservation_returnsItsGrants() {
        String one = grant("\"reservation_key\": \"booking-1\"");
        String two = grant("\"reservation_key\": \"booking-1\"");
        grant("\"reservation_key\": \"booking-2\"");

        assertThat(listed("\"reservation_key\": \"booking-1\"")).containsExactly(one, two);
    }

    @Test
    void list_bySearch_matchesPartsOfNamesKeysIdsAndContacts() {
        Response created = caller.createGrantWith("""
                "user_identity": {"full_name": "Amara Okafor", "email_address": "amara@example.com",
                 "phone_number": "+2348012345678"},
                "name": "Honeymoon", "access_grant_key": "booking-7-room-101", "reservation_key": "stay-44"
                """, "card");
        grant("\"access_grant_key\": \"other-1\"");
        String id = created.text("access_grant.access_grant_id");
        String guest = created.text("access_grant.user_identity_id");

        for (String part :
                List.of("HONEY", "booking-7-", "stay-4", id.substring(0, 13), guest, "okafor", "amara@", "8012345")) {
            assertThat(listed("\"search\": \"" + part + "\"")).as(part).containsExactly(id);
        }
    }

    @Test
    void list_byUserIdentity_returnsItsGrants() {
        grant("\"name\": \"someone else's\"");
        Response own = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": []}
                """.formatted(room101));

        assertThat(listed("\"user_identity_id\": \"" + own.text("access_grant.user_identity_id") + "\""))
                .containsExactly(own.text("access_grant.access_grant_id"));
    }

    @Test
    void list_byEntranceOrSystem_returnsTheGrantsThatReachIt() {
        String grant = grant("\"name\": \"Room 101\"");

        assertThat(listed("\"acs_entrance_id\": \"" + room101 + "\"")).containsExactly(grant);
        assertThat(listed("\"acs_entrance_id\": \"" + mainEntrance + "\"")).isEmpty();
        assertThat(listed("\"acs_system_id\": \"" + sandbox.acsSystemId() + "\""))
                .containsExactly(grant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_identity_id",
                "acs_system_id",
                "acs_entrance_id",
                "device_id",
                "space_id",
                "location_id",
                "access_code_id",
                "customer_key",
                "reservation_key",
                "search"
            })
    void list_byAnUnknownValue_matchesNothing(String filter) {
        grant("\"name\": \"one\"");

        assertThat(listed("\"" + filter + "\": \"" + UNKNOWN + "\"")).isEmpty();
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/access_grants/list", """
                {"access_grant_ids": ["x"], "access_grant_key": "", "reservation_key": "", "user_identity_id": "x",
                 "search": "", "customer_key": "", "acs_system_id": "x", "acs_entrance_id": "x", "device_id": "x", "space_id": "x",
                 "access_code_id": "x", "location_id": null, "limit": 1.5, "page_cursor": "x"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "_errors",
                        "access_grant_ids",
                        "access_grant_key",
                        "reservation_key",
                        "user_identity_id",
                        "search",
                        "customer_key",
                        "acs_system_id",
                        "acs_entrance_id",
                        "device_id",
                        "space_id",
                        "access_code_id",
                        "location_id",
                        "limit",
                        "page_cursor");
        assertThat(response.problems("access_grant_ids.0")).containsExactly("Must be a UUID");
        assertThat(response.problems("limit")).containsExactly("Must be a whole number");
    }

    @Test
    void delete_aGrant_deletesThatOneOnlyAndLeavesTheInstantKeys() {
        String one =
                caller.post("/access_grants/create", """
                        {"user_identity": {}, "acs_entrance_ids": ["%s"],
                         "requested_access_methods": [{"mode": "mobile_key"}]}
                        """.formatted(room101)).text("access_grant.access_grant_id");
        String other = grant("\"name\": \"other\"");

        Response response = caller.post("/access_grants/delete", "{\"access_grant_id\": \"" + one + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(listed("\"limit\": 10")).containsExactly(other);
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
    }

    @Test
    void delete_aDeletedGrant_isNotFound() {
        String grant = "{\"access_grant_id\": \"" + grant("\"name\": \"one\"") + "\"}";
        caller.post("/access_grants/delete", grant);

        Response response = caller.post("/access_grants/delete", grant);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("access_grant_not_found");
    }

    @Test
    void delete_aGrant_freesItsKey() {
        String grant = grant("\"access_grant_key\": \"booking-1\"");

        caller.post("/access_grants/delete", "{\"access_grant_id\": \"" + grant + "\"}");

        assertThat(grant("\"access_grant_key\": \"booking-1\"")).isNotEqualTo(grant);
    }

    @Test
    void delete_withoutAnId_isRequired() {
        Response response = caller.post("/access_grants/delete", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("access_grant_id")).containsExactly("Required");
    }

    /** Creates a grant for Room 101 and a new user identity, and returns its id. */
    private String grant(String fields) {
        return caller.post("/access_grants/create", """
                        {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [], %s}
                        """.formatted(room101, fields))
                .text("access_grant.access_grant_id");
    }

    private List<String> listed(String filter) {
        return caller.post("/access_grants/list", "{" + filter + "}").texts("access_grants", "access_grant_id");
    }

    @Test
    void create_forASpace_opensItsEntrances() {
        String space = sandbox.spaceId("First Floor");

        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "space_ids": ["%s"], "space_keys": ["first-floor", "second-floor"],
                 "acs_entrance_ids": ["%s", "%s"], "requested_access_methods": []}
                """.formatted(space, mainEntrance, room101));

        String grant = response.text("access_grant.access_grant_id");
        assertThat(response.strings("access_grant.space_ids")).containsExactly(space, sandbox.spaceId("Second Floor"));
        assertThat(response.text("access_grant.display_name"))
                .isEqualTo("First Floor, Second Floor, Main Entrance, Room 101");
        for (String entrance : List.of("Room 101", "Room 202", "Main Entrance")) {
            assertThat(listed("\"acs_entrance_id\": \"" + sandbox.acsEntranceId(entrance) + "\""))
                    .as(entrance)
                    .containsExactly(grant);
        }
        assertThat(listed("\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Car Park") + "\""))
                .isEmpty();
        assertThat(listed("\"space_id\": \"" + space + "\"")).containsExactly(grant);
        assertThat(listed("\"location_id\": \"" + space + "\"")).containsExactly(grant);
    }

    @Test
    void create_withTheDeprecatedLocationIds_isForThoseSpaces() {
        String space = sandbox.spaceId("Second Floor");

        Response response = caller.post("/access_grants/create", """
                {"user_identity": {}, "location_ids": ["%s"], "requested_access_methods": []}
                """.formatted(space));

        assertThat(response.strings("access_grant.space_ids")).containsExactly(space);
    }

    @Test
    void list_bySpace_excludesGrantsForItsEntrancesOnly() {
        grant("\"name\": \"Room 101\"");

        assertThat(listed("\"space_id\": \"" + sandbox.spaceId("First Floor") + "\""))
                .isEmpty();
    }

    @Test
    void get_byIdOrKey_findsTheGrant() {
        Response created = caller.createGrantWith(
                "\"user_identity\": {}, \"access_grant_key\": \"booking-1\"", "code", "mobile_key");

        Response byId = caller.accessGrant(created.text("access_grant.access_grant_id"));
        Response byKey = caller.post("/access_grants/get", "{\"access_grant_key\": \"booking-1\"}");

        assertThat(byId.body).isEqualTo(created.body);
        assertThat(byKey.body).isEqualTo(created.body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "update"})
    void getAndUpdate_ofAnUnknownGrant_areNotFound(String operation) {
        for (String field : List.of("access_grant_id", "access_grant_key")) {
            Response response = caller.post("/access_grants/" + operation, "{\"" + field + "\": \"" + UNKNOWN + "\"}");

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text("error.type")).isEqualTo("access_grant_not_found");
            assertThat(response.text("error.data." + field)).isEqualTo(UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "update"})
    void getAndUpdate_byNeitherOrBoth_areRejected(String operation) {
        for (String request :
                List.of("{}", "{\"access_grant_id\": \"" + UNKNOWN + "\", \"access_grant_key\": \"booking-1\"}")) {
            Response response = caller.post("/access_grants/" + operation, request);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.problems(""))
                    .containsExactly("Name the grant by exactly one of access_grant_id and access_grant_key");
        }
    }

    @Test
    void update_theEnd_changesTheEndOnly() {
        String grant = stay();

        Response response = update(grant, "\"ends_at\": \"2026-07-15T11:00:00+02:00\"");

        Response moved = caller.accessGrant(grant);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(moved.text("access_grant.starts_at")).isEqualTo("2026-07-10T13:00:00Z");
        assertThat(moved.text("access_grant.ends_at")).isEqualTo("2026-07-15T09:00:00Z");
        assertThat(moved.text("access_grant.name")).isEqualTo("Stay");
    }

    @Test
    void update_theEndToNull_removesIt() {
        String grant = stay();

        update(grant, "\"ends_at\": null");

        assertThat(caller.accessGrant(grant).at("access_grant.ends_at").isJsonNull())
                .isTrue();
    }

    @Test
    void update_theStart_changesTheStartOnly() {
        String grant = stay();

        update(grant, "\"starts_at\": \"2026-07-11T13:00:00Z\"");

        assertThat(caller.accessGrant(grant).text("access_grant.starts_at")).isEqualTo("2026-07-11T13:00:00Z");
        assertThat(caller.accessGrant(grant).text("access_grant.ends_at")).isEqualTo("2026-07-14T09:00:00Z");
    }

    @Test
    void update_theName_showsItAndReissuesNothing() {
        String grant = stay();

        update(grant, "\"name\": \"Honeymoon\"");

        assertThat(caller.accessGrant(grant).text("access_grant.name")).isEqualTo("Honeymoon");
        assertThat(caller.accessGrant(grant).text("access_grant.display_name")).isEqualTo("Honeymoon");
        assertThat(caller.eventTypes("\"access_grant_id\": \"" + grant + "\""))
                .containsExactly("access_grant.created", "access_method.created", "access_method.issued");
    }

    @Test
    void update_theNameToNull_removesIt() {
        String grant = stay();

        update(grant, "\"name\": null");

        assertThat(caller.accessGrant(grant).at("access_grant.name").isJsonNull())
                .isTrue();
        assertThat(caller.accessGrant(grant).text("access_grant.display_name")).isEqualTo("Room 101");
    }

    @Test
    void update_toTheSameTimes_reissuesNothing() {
        String grant = stay();

        update(grant, "\"starts_at\": \"2026-07-10T13:00:00Z\", \"ends_at\": \"2026-07-14T09:00:00Z\"");

        assertThat(caller.eventTypes("\"access_grant_id\": \"" + grant + "\"")).hasSize(3);
    }

    @Test
    void update_theTimes_keepsTheLink() {
        String grant = stay();
        Response before = caller.accessGrant(grant);

        update(grant, "\"ends_at\": null");

        assertThat(caller.accessGrant(grant).text("access_grant.instant_key_url"))
                .isEqualTo(before.text("access_grant.instant_key_url"));
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
    }

    @Test
    void update_byKey_changesThatGrant() {
        String grant = grant("\"access_grant_key\": \"booking-1\"");

        caller.post("/access_grants/update", "{\"access_grant_key\": \"booking-1\", \"name\": \"Honeymoon\"}");

        assertThat(caller.accessGrant(grant).text("access_grant.name")).isEqualTo("Honeymoon");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "ends_at": "2026-07-10T13:00:00Z"   | ends_at   | Must lie after starts_at
            "starts_at": "2026-07-14T09:00:00Z" | starts_at | Must lie before ends_at
            "starts_at": "2026-07-20T13:00:00Z", "ends_at": "2026-07-20T13:00:00Z" \
                                                | ends_at   | Must lie after starts_at
            "ends_at": "tomorrow"               | ends_at   | Must be an ISO 8601 date and time with an offset
            "starts_at": null                   | starts_at | Must be a string, not null
            "name": 5                           | name      | Must be a string, not a number
            """)
    void update_toInvalidValues_isRejectedAndChangesNothing(String change, String field, String problem) {
        String grant = stay();
        Response before = caller.accessGrant(grant);

        Response response = update(grant, change);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems(field)).containsExactly(problem);
        assertThat(caller.accessGrant(grant).body).isEqualTo(before.body);
    }

    @Test
    void update_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/access_grants/update", """
                {"access_grant_id": "x", "access_grant_key": "", "name": 1, "starts_at": 1, "ends_at": 1}
                """);

        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "_errors", "access_grant_id", "access_grant_key", "name", "starts_at", "ends_at");
        assertThat(response.problems("")).hasSize(1);
    }

    @Test
    void delete_aGrant_deletesItsMethods() {
        Response grant = caller.createGrant("card", "mobile_key");

        caller.post("/access_grants/delete", """
                {"access_grant_id": "%s"}
                """.formatted(grant.text("access_grant.access_grant_id")));

        for (String method : grant.strings("access_grant.access_method_ids")) {
            assertThat(caller.accessMethod(method).status()).isEqualTo(404);
        }
    }

    @Test
    void requestAccessMethods_ofAGrant_addsThem() {
        Response grant = caller.createGrant("code");
        String code = grant.text("access_grant.access_method_ids.0");

        Response response = request(grant, "{\"mode\": \"mobile_key\", \"instant_key_max_use_count\": 3}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.strings("access_grant.access_method_ids"))
                .hasSize(2)
                .first()
                .isEqualTo(code);
        assertThat(response.texts("access_grant.requested_access_methods", "mode"))
                .containsExactly("code", "mobile_key");
        assertThat(response.text("access_grant.requested_access_methods.1.instant_key_max_use_count"))
                .isEqualTo("3");
        assertThat(response.text("access_grant.requested_access_methods.1.created_access_method_ids.0"))
                .isEqualTo(response.text("access_grant.access_method_ids.1"));
        assertThat(response.has("access_grant.instant_key_url")).isTrue();
        assertThat(caller.accessGrant(grant.text("access_grant.access_grant_id")).body)
                .isEqualTo(response.body);
    }

    @Test
    void requestAccessMethods_forASecondMobileKey_removesTheLinkFromTheGrant() {
        Response grant = caller.createGrant("mobile_key");

        Response response = request(grant, "{\"mode\": \"mobile_key\"}");

        assertThat(grant.has("access_grant.instant_key_url")).isTrue();
        assertThat(response.has("access_grant.instant_key_url")).isFalse();
        assertThat(response.has("access_grant.client_session_token")).isFalse();
    }

    @Test
    void requestAccessMethods_ofNone_isRejected() {
        Response response = request(caller.createGrant("card"), "");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("requested_access_methods")).containsExactly("Must have at least 1 item");
    }

    @Test
    void requestAccessMethods_ofAnUnknownGrant_isNotFound() {
        Response response = caller.post("/access_grants/request_access_methods", """
                {"access_grant_id": "%s", "requested_access_methods": [{"mode": "card"}]}
                """.formatted(UNKNOWN));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("access_grant_not_found");
    }

    @Test
    void requestAccessMethods_withEveryFieldInvalid_reportsAll() {
        Response nothing = caller.post("/access_grants/request_access_methods", "{}");
        Response wrong = caller.post("/access_grants/request_access_methods", """
                {"access_grant_id": "x",
                 "requested_access_methods": [{"mode": "fax"}, {"mode": "card", "code": "1234"}]}
                """);

        assertThat(nothing.problems("access_grant_id")).containsExactly("Required");
        assertThat(nothing.problems("requested_access_methods")).containsExactly("Required");
        assertThat(wrong.problems("access_grant_id")).containsExactly("Must be a UUID");
        assertThat(wrong.problems("requested_access_methods.0.mode")).hasSize(1);
        assertThat(wrong.problems("requested_access_methods.1.code")).containsExactly("Only for mode code");
    }

    @Test
    void getRelated_withoutInclude_returnsEveryKind() {
        Response grant = caller.post("/access_grants/create", """
                {"user_identity": {"full_name": "Ada"}, "access_grant_key": "booking-1", "space_keys": ["first-floor"],
                 "acs_entrance_ids": ["%s", "%s"], "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(mainEntrance, room101));
        grant("\"name\": \"not asked for\"");

        Response response = caller.post(
                "/access_grants/get_related", """
                {"access_grant_ids": ["%s", "%s"], "access_grant_keys": ["booking-1", "booking-2"]}
                """.formatted(grant.text("access_grant.access_grant_id"), UNKNOWN));

        assertThat(response.at("batch").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "access_methods",
                        "user_identities",
                        "spaces",
                        "acs_entrances",
                        "acs_systems",
                        "acs_access_groups",
                        "devices",
                        "connected_accounts");
        assertThat(response.texts("batch.access_methods", "access_method_id"))
                .isEqualTo(grant.strings("access_grant.access_method_ids"));
        assertThat(response.texts("batch.user_identities", "full_name")).containsExactly("Ada");
        assertThat(response.texts("batch.spaces", "space_key")).containsExactly("first-floor");
        assertThat(response.texts("batch.acs_entrances", "display_name"))
                .containsExactly("Main Entrance", "Room 101", "Room 102");
        assertThat(response.texts("batch.acs_systems", "acs_system_id")).containsExactly(sandbox.acsSystemId());
        assertThat(response.texts("batch.connected_accounts", "connected_account_id"))
                .containsExactly(response.text("batch.acs_systems.0.connected_account_id"));
        assertThat(response.at("batch.acs_access_groups").getAsJsonArray()).isEmpty();
        assertThat(response.at("batch.devices").getAsJsonArray()).isEmpty();
    }

    @Test
    void getRelated_byIdsAlone_returnsTheirResources() {
        Response grant = caller.createGrant("card");
        caller.createGrant("card");

        Response response =
                caller.post("/access_grants/get_related", """
                {"access_grant_ids": ["%s"], "include": ["access_methods"]}
                """.formatted(grant.text("access_grant.access_grant_id")));

        assertThat(response.texts("batch.access_methods", "access_method_id"))
                .isEqualTo(grant.strings("access_grant.access_method_ids"));
    }

    @Test
    void getRelated_byKeysAlone_returnsTheirResources() {
        grant("\"access_grant_key\": \"booking-1\"");

        Response response = caller.post("/access_grants/get_related", """
                {"access_grant_keys": ["booking-1"], "include": ["acs_entrances"]}
                """);

        assertThat(response.texts("batch.acs_entrances", "display_name")).containsExactly("Room 101");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "include": ["spaces"]                                         | spaces
            "include": ["spaces", "devices"], "exclude": ["devices"]      | spaces
            "exclude": ["access_methods", "user_identities", "acs_entrances", "acs_systems", "acs_access_groups", \
            "devices", "connected_accounts"]                              | spaces
            """)
    void getRelated_withIncludeOrExclude_returnsTheSelectedKindsOnly(String choice, String kind) {
        Response response = caller.post("/access_grants/get_related", "{\"access_grant_ids\": [], " + choice + "}");

        assertThat(response.at("batch").getAsJsonObject().keySet()).containsExactly(kind);
    }

    @Test
    void getRelated_ofNoGrants_isRejected() {
        Response response = caller.post("/access_grants/get_related", "{\"include\": [\"doors\"]}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the grants by at least one of access_grant_ids and access_grant_keys");
        assertThat(response.problems("include.0")).hasSize(1);
    }

    /** Creates a grant with a mobile key, from 10 to 14 July, and returns its id. */
    private String stay() {
        return caller.createGrantWith("""
                        "user_identity": {}, "name": "Stay", "starts_at": "2026-07-10T13:00:00Z",
                        "ends_at": "2026-07-14T09:00:00Z"
                        """, "mobile_key").text("access_grant.access_grant_id");
    }

    private Response update(String grant, String changes) {
        return caller.post("/access_grants/update", "{\"access_grant_id\": \"" + grant + "\", " + changes + "}");
    }

    private Response request(Response grant, String method) {
        return caller.post("/access_grants/request_access_methods", """
                {"access_grant_id": "%s", "requested_access_methods": [%s]}
                """.formatted(
                        grant.text("access_grant.access_grant_id"), method));
    }
}
