package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdentitiesEndpointsTest {
    private static final String UNKNOWN = "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6";

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(Instant.parse("2026-07-03T08:41:12.530417Z"), ZoneOffset.UTC))
            .start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void create_withEveryField_returnsTheUserIdentity() {
        Response response = caller.post("/user_identities/create", """
                {"user_identity_key": "guest-1", "full_name": "Amara Okafor", "email_address": "amara@example.com",
                 "phone_number": "+12025550142", "acs_system_ids": ["%s"]}
                """.formatted(sandbox.acsSystemId()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("user_identity.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(response.text("user_identity.user_identity_key")).isEqualTo("guest-1");
        assertThat(response.text("user_identity.full_name")).isEqualTo("Amara Okafor");
        assertThat(response.text("user_identity.display_name")).isEqualTo("Amara Okafor");
        assertThat(response.text("user_identity.email_address")).isEqualTo("amara@example.com");
        assertThat(response.text("user_identity.phone_number")).isEqualTo("+12025550142");
        assertThat(response.text("user_identity.created_at")).isEqualTo("2026-07-03T08:41:12.530417Z");
        assertThat(response.at("user_identity.acs_user_ids").getAsJsonArray()).hasSize(1);
        assertThat(response.at("user_identity.errors").getAsJsonArray()).isEmpty();
        assertThat(response.at("user_identity.warnings").getAsJsonArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", """
        {"user_identity_key": null, "full_name": null, "email_address": null, "phone_number": null}"""})
    void create_withoutFields_returnsNulls(String request) {
        Response response = caller.post("/user_identities/create", request);

        assertThat(response.at("user_identity.user_identity_key").isJsonNull()).isTrue();
        assertThat(response.at("user_identity.full_name").isJsonNull()).isTrue();
        assertThat(response.at("user_identity.email_address").isJsonNull()).isTrue();
        assertThat(response.at("user_identity.phone_number").isJsonNull()).isTrue();
        assertThat(response.text("user_identity.display_name")).isNotEmpty();
    }

    @Test
    void create_twiceWithoutFields_createsTwoUserIdentities() {
        assertThat(caller.createUserIdentity()).isNotEqualTo(caller.createUserIdentity());
    }

    @ParameterizedTest
    @CsvSource({"user_identity_key, guest-1", "email_address, amara@example.com", "phone_number, +12025550142"})
    void create_withAValueInUse_isAConflict(String parameter, String value) {
        String request = "{\"" + parameter + "\": \"" + value + "\"}";
        caller.post("/user_identities/create", request);

        Response response = caller.post("/user_identities/create", request);

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo(parameter + "_already_exists");
        assertThat(response.text("error.message")).contains(parameter).doesNotContain(value);
    }

    @Test
    void create_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/user_identities/create", """
                {"user_identity_key": "", "full_name": 7, "email_address": "amara", "phone_number": "555",
                 "acs_system_ids": ["%s", "no-uuid", null]}
                """.formatted(sandbox.acsSystemId()));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.text("error.message")).startsWith("6 input errors: ");
        assertThat(response.problems("")).isEmpty();
        assertThat(response.problems("user_identity_key")).containsExactly("Must not be empty");
        assertThat(response.problems("full_name")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("email_address")).containsExactly("Must be an email address");
        assertThat(response.problems("phone_number")).singleElement().asString().contains("E.164");
        assertThat(response.problems("acs_system_ids")).isEmpty();
        assertThat(response.problems("acs_system_ids.1")).containsExactly("Must be a UUID");
        assertThat(response.problems("acs_system_ids.2")).containsExactly("Must be a string, not null");
        assertThat(response.has("error.validation_errors.acs_system_ids.0")).isFalse();
    }

    @Test
    void create_inAnUnknownAccessSystem_isNotFoundAndCreatesNothing() {
        Response response = caller.post("/user_identities/create", """
                {"user_identity_key": "guest-1", "acs_system_ids": ["6e21d9f7-b04c-4835-a9de-17c5f8b3026d"]}
                """);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("acs_system_not_found");
        assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void delete_aUserIdentity_deletesItsOwnGrantsAndKeysOnly() {
        String grant = """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """;
        String guest = caller.createUserIdentity();
        String other = caller.createUserIdentity();
        caller.post("/access_grants/create", grant.formatted(guest, sandbox.acsEntranceId("Room 101")));
        caller.post("/access_grants/create", grant.formatted(other, sandbox.acsEntranceId("Room 101")));
        caller.generateKey(guest);

        Response response = caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(caller.post("/access_grants/list", "{}").texts("access_grants", "user_identity_id"))
                .containsExactly(other);
        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "user_identity_id"))
                .containsExactly(other);
        assertThat(caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void delete_anUnknownId_isNotFound() {
        Response response = caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("user_identity_not_found");
    }

    @Test
    void delete_withoutTheId_isRequired() {
        Response response = caller.post("/user_identities/delete", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("user_identity_id")).containsExactly("Required");
    }

    @Test
    void generateInstantKey_always_returnsAKeyFor48Hours() {
        String guest = caller.createUserIdentity();

        Response response = caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": 4,
                 "customization_profile_id": "3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4"}
                """.formatted(guest));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("instant_key.user_identity_id")).isEqualTo(guest);
        assertThat(response.text("instant_key.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(response.text("instant_key.instant_key_url")).matches("https://ik\\.seam\\.co/[A-HJKMNP-Z2-9]{6}");
        assertThat(response.text("instant_key.created_at")).isEqualTo("2026-07-03T08:41:12.530417Z");
        assertThat(response.text("instant_key.expires_at")).isEqualTo("2026-07-05T08:41:12.530417Z");
        assertThat(response.text("instant_key.customization_profile_id"))
                .isEqualTo("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4");
        assertThat(response.has("instant_key.client_session_id")).isTrue();
    }

    @Test
    void generateInstantKey_withTheIdAlone_isAccepted() {
        Response response = caller.post(
                "/user_identities/generate_instant_key",
                "{\"user_identity_id\": \"" + caller.createUserIdentity() + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.has("instant_key.customization_profile_id")).isFalse();
    }

    @Test
    void generateInstantKey_withTheIdInUpperCase_findsTheUserIdentity() {
        String guest = caller.createUserIdentity();

        Response response = caller.post(
                "/user_identities/generate_instant_key",
                "{\"user_identity_id\": \"" + guest.toUpperCase(Locale.ROOT) + "\"}");

        assertThat(response.text("instant_key.user_identity_id")).isEqualTo(guest);
    }

    @Test
    void generateInstantKey_forAnUnknownId_isNotFound() {
        Response response =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("user_identity_not_found");
        assertThat(response.text("error.data.user_identity_id")).isEqualTo(UNKNOWN);
    }

    @Test
    void generateInstantKey_withoutTheId_isRequired() {
        Response response = caller.post("/user_identities/generate_instant_key", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("user_identity_id")).containsExactly("Required");
        assertThat(response.text("error.message")).isEqualTo("Required for \"user_identity_id\"");
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
    void generateInstantKey_withABadUseCount_isRejected(String count, String problem) {
        Response response = caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": %s}
                """.formatted(UNKNOWN, count));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("max_use_count")).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2.0", "1e2", "2147483647"})
    void generateInstantKey_withAWholeUseCountInAnyForm_isAccepted(String count) {
        Response response = caller.postBeyondContract(
                "/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": %s}
                """.formatted(caller.createUserIdentity(), count));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void get_byIdOrKey_findsTheUserIdentity() {
        Response created = caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}");

        Response byId = get("user_identity_id", created.text("user_identity.user_identity_id"));
        Response byKey = get("user_identity_key", "guest-1");

        assertThat(byId.body).isEqualTo(created.body);
        assertThat(byKey.body).isEqualTo(created.body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_identity_id", "user_identity_key"})
    void get_anUnknownIdOrKey_isNotFound(String field) {
        Response response = get(field, UNKNOWN);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("user_identity_not_found");
        assertThat(response.text("error.data." + field)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email_address\": \"amara@example.com\"}",
                "{\"user_identity_id\": \"9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6\", \"user_identity_key\": \"guest-1\"}"
            })
    void get_byNeitherOrBoth_isRejected(String request) {
        Response response = caller.post("/user_identities/get", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the person by exactly one of user_identity_id and user_identity_key");
    }

    @Test
    void list_withoutAFilter_returnsAllInOrderOfCreationInPages() {
        String first = caller.createUserIdentity();
        String second = caller.createUserIdentity();
        String third = caller.createUserIdentity();

        Response page = caller.post("/user_identities/list", "{\"limit\": 2}");
        Response next = caller.post("/user_identities/list", """
                {"limit": 2, "page_cursor": "%s"}
                """.formatted(page.text("pagination.next_page_cursor")));

        assertThat(page.texts("user_identities", "user_identity_id")).containsExactly(first, second);
        assertThat(next.texts("user_identities", "user_identity_id")).containsExactly(third);
    }

    @Test
    void list_byIds_returnsThose() {
        caller.createUserIdentity();
        String second = caller.createUserIdentity();

        assertThat(listed("\"user_identity_ids\": [\"" + second + "\", \"" + UNKNOWN + "\"]"))
                .containsExactly(second);
        assertThat(listed("\"user_identity_ids\": []")).isEmpty();
    }

    @Test
    void list_bySearch_searchesNameEmailPhoneAndId() {
        String ada = create("\"full_name\": \"Ada Lovelace\"");
        String bob = create("\"email_address\": \"bob@Example.com\"");
        String cleo = create("\"phone_number\": \"+12025550142\"");
        create("\"user_identity_key\": \"lovelace\"");

        assertThat(listed("\"search\": \"LOVE\"")).containsExactly(ada);
        assertThat(listed("\"search\": \"bob@example\"")).containsExactly(bob);
        assertThat(listed("\"search\": \"5550142\"")).containsExactly(cleo);
        assertThat(listed("\"search\": \"" + ada.substring(2, 20) + "\"")).containsExactly(ada);
        assertThat(listed("\"search\": \"nobody\"")).isEmpty();
    }

    @Test
    void list_byCreationTime_returnsEarlierOnes() {
        String guest = caller.createUserIdentity();

        assertThat(listed("\"created_before\": \"2026-07-03T08:41:12.530418Z\""))
                .containsExactly(guest);
        assertThat(listed("\"created_before\": \"2026-07-03T08:41:12.530417Z\""))
                .isEmpty();
    }

    @Test
    void list_byACredentialManager_matchesNothing() {
        caller.createUserIdentity();

        assertThat(listed("\"credential_manager_acs_system_id\": \"" + sandbox.acsSystemId() + "\""))
                .isEmpty();
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/user_identities/list", """
                {"user_identity_ids": [1], "search": "", "created_before": "x", "credential_manager_acs_system_id": "x",
                 "limit": 0, "page_cursor": "x"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "_errors",
                        "user_identity_ids",
                        "search",
                        "created_before",
                        "credential_manager_acs_system_id",
                        "limit",
                        "page_cursor");
    }

    @Test
    void update_withSomeFields_changesTheseOnly() {
        String guest = create("\"full_name\": \"Ada\", \"email_address\": \"ada@example.com\"");

        Response response = update(guest, "\"full_name\": \"Ada Lovelace\", \"phone_number\": \"+12025550142\"");

        Response changed = get("user_identity_id", guest);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(changed.text("user_identity.full_name")).isEqualTo("Ada Lovelace");
        assertThat(changed.text("user_identity.display_name")).isEqualTo("Ada Lovelace");
        assertThat(changed.text("user_identity.phone_number")).isEqualTo("+12025550142");
        assertThat(changed.text("user_identity.email_address")).isEqualTo("ada@example.com");
    }

    @Test
    void update_withNulls_removesTheValues() {
        String guest = create("""
                "user_identity_key": "guest-1", "full_name": "Ada", "email_address": "ada@example.com",
                "phone_number": "+12025550142"
                """);

        update(guest, """
                "user_identity_key": null, "full_name": null, "email_address": null, "phone_number": null
                """);

        Response changed = get("user_identity_id", guest);
        assertThat(changed.at("user_identity.user_identity_key").isJsonNull()).isTrue();
        assertThat(changed.at("user_identity.full_name").isJsonNull()).isTrue();
        assertThat(changed.at("user_identity.email_address").isJsonNull()).isTrue();
        assertThat(changed.at("user_identity.phone_number").isJsonNull()).isTrue();
        assertThat(changed.text("user_identity.display_name")).isEqualTo(guest);
        assertThat(get("user_identity_key", "guest-1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"user_identity_key, guest-1", "email_address, amara@example.com", "phone_number, +12025550142"})
    void update_toAValueInUse_isAConflictAndChangesNothing(String parameter, String value) {
        String taken = "\"" + parameter + "\": \"" + value + "\"";
        String owner = create(taken);
        String other = caller.createUserIdentity();

        Response response = update(other, "\"full_name\": \"Ada\", " + taken);

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo(parameter + "_already_exists");
        assertThat(get("user_identity_id", other).at("user_identity.full_name").isJsonNull())
                .isTrue();
        assertThat(update(owner, taken).status()).as("the owner keeps it").isEqualTo(200);
    }

    @Test
    void update_anUnknownId_isNotFound() {
        assertThat(update(UNKNOWN, "\"full_name\": \"Ada\"").text("error.type")).isEqualTo("user_identity_not_found");
    }

    @Test
    void update_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/user_identities/update", """
                {"user_identity_key": "", "full_name": "", "email_address": "x", "phone_number": "x"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("user_identity_id")).containsExactly("Required");
        assertThat(response.problems("user_identity_key")).containsExactly("Must not be empty");
        assertThat(response.problems("full_name")).containsExactly("Must not be empty");
        assertThat(response.problems("email_address")).containsExactly("Must be an email address");
        assertThat(response.problems("phone_number")).hasSize(1);
    }

    @Test
    void delete_aUserIdentity_deletesItsMethodsAndSessionsToo() {
        Response grant = caller.createGrant("mobile_key");
        Response keys = caller.post("/instant_keys/list", "{}");

        caller.post("/user_identities/delete", """
                {"user_identity_id": "%s"}
                """.formatted(grant.text("access_grant.user_identity_id")));

        assertThat(caller.accessMethod(grant.text("access_grant.access_method_ids.0"))
                        .status())
                .isEqualTo(404);
        assertThat(caller.post("/client_sessions/get", """
                                {"client_session_id": "%s"}
                                """.formatted(keys.text("instant_keys.0.client_session_id")))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void merge_byIds_deletesTheMergedOneAndResolvesItsIdAndKeyToThePrimaryOne() {
        String primary = create("\"user_identity_key\": \"guest-1\"");
        String merged = create("\"user_identity_key\": \"walk-in-1\"");

        Response response = merge(primary, merged);

        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(listed("\"limit\": 10")).containsExactly(primary);
        assertThat(listed("\"user_identity_ids\": [\"" + merged + "\"]")).containsExactly(primary);
        Response guest = get("user_identity_id", merged);
        assertThat(guest.text("user_identity.user_identity_id")).isEqualTo(primary);
        assertThat(guest.strings("user_identity.merged_user_identity_ids")).containsExactly(merged);
        assertThat(guest.strings("user_identity.merged_user_identity_keys")).containsExactly("walk-in-1");
        assertThat(get("user_identity_key", "walk-in-1").body).isEqualTo(guest.body);
        assertThat(get("user_identity_key", "guest-1").body).isEqualTo(guest.body);
    }

    @Test
    void merge_byKeys_mergesAllOfThem() {
        String primary = create("\"user_identity_key\": \"guest-1\"");
        String one = create("\"user_identity_key\": \"walk-in-1\"");
        String two = create("\"user_identity_key\": \"walk-in-2\"");

        caller.post("/user_identities/merge", """
                {"user_identity_key": "guest-1", "merged_user_identity_keys": ["walk-in-1", "walk-in-2"]}
                """);

        assertThat(get("user_identity_id", primary).strings("user_identity.merged_user_identity_ids"))
                .containsExactly(one, two);
    }

    @Test
    void merge_twice_changesNothingTheSecondTime() {
        String primary = caller.createUserIdentity();
        String merged = caller.createUserIdentity();
        merge(primary, merged);
        Response before = get("user_identity_id", primary);

        Response response = merge(primary, merged);

        assertThat(response.status()).isEqualTo(200);
        assertThat(get("user_identity_id", primary).body).isEqualTo(before.body);
    }

    @Test
    void merge_ofAnEarlierPrimaryOne_resolvesAllMergedIdsToTheLast() {
        String first = caller.createUserIdentity();
        String second = caller.createUserIdentity();
        String third = caller.createUserIdentity();
        merge(second, first);

        merge(third, second);

        assertThat(get("user_identity_id", first).text("user_identity.user_identity_id"))
                .isEqualTo(third);
        assertThat(get("user_identity_id", third).strings("user_identity.merged_user_identity_ids"))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void merge_ofAUserIdentityWithAccess_movesGrantsKeysSessionsAndAccounts() {
        String primary = caller.createUserIdentity();
        Response withAccount = caller.post("/user_identities/create", """
                {"acs_system_ids": ["%s"]}
                """.formatted(sandbox.acsSystemId()));
        String merged = withAccount.text("user_identity.user_identity_id");
        String grant = caller.createGrantWith("\"user_identity_id\": \"" + merged + "\"", "mobile_key")
                .text("access_grant.access_grant_id");

        merge(primary, merged);

        Response keys = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + merged + "\"}");
        assertThat(keys.texts("instant_keys", "user_identity_id")).containsExactly(primary);
        assertThat(caller.accessGrant(grant).text("access_grant.user_identity_id"))
                .isEqualTo(primary);
        assertThat(caller.post("/access_grants/list", "{\"user_identity_id\": \"" + merged + "\"}")
                        .texts("access_grants", "access_grant_id"))
                .containsExactly(grant);
        Response session =
                caller.post("/client_sessions/get", """
                {"client_session_id": "%s"}
                """.formatted(keys.text("instant_keys.0.client_session_id")));
        assertThat(session.text("client_session.user_identity_id")).isEqualTo(primary);
        assertThat(session.strings("client_session.user_identity_ids")).containsExactly(primary);
        assertThat(get("user_identity_id", primary).at("user_identity.acs_user_ids"))
                .isEqualTo(withAccount.at("user_identity.acs_user_ids"));
    }

    @Test
    void merge_afterwards_newGrantsForTheMergedIdBelongToThePrimaryOne() {
        String primary = caller.createUserIdentity();
        String merged = caller.createUserIdentity();
        merge(primary, merged);

        Response grant = caller.createGrantWith("\"user_identity_id\": \"" + merged + "\"");

        assertThat(grant.text("access_grant.user_identity_id")).isEqualTo(primary);
    }

    @Test
    void merge_afterwards_theMergedKeyStaysInUseAndTheEmailAddressIsFree() {
        String primary = caller.createUserIdentity();
        merge(primary, create("\"user_identity_key\": \"walk-in-1\", \"email_address\": \"ada@example.com\""));

        assertThat(caller.post("/user_identities/create", "{\"user_identity_key\": \"walk-in-1\"}")
                        .status())
                .isEqualTo(409);
        assertThat(caller.post("/user_identities/create", "{\"email_address\": \"ada@example.com\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void merge_withAnUnknownId_isNotFoundAndMergesNone() {
        String primary = caller.createUserIdentity();
        String other = caller.createUserIdentity();

        Response response = caller.post("/user_identities/merge", """
                {"user_identity_id": "%s", "merged_user_identity_ids": ["%s", "%s"]}
                """.formatted(primary, other, UNKNOWN));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.data.user_identity_id")).isEqualTo(UNKNOWN);
        assertThat(listed("\"limit\": 10")).containsExactly(primary, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", """
                {"user_identity_id": "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6", "merged_user_identity_keys": ["a"]}""", """
                {"user_identity_key": "a", "merged_user_identity_ids": ["9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6"]}"""})
    void merge_byNeitherOrMixed_isRejected(String request) {
        Response response = caller.post("/user_identities/merge", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("")).containsExactly("Name all people by id, or all by key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"user_identity_id": "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6"} | merged_user_identity_ids  | Required
            {"merged_user_identity_keys": ["a"]}                         | user_identity_key         | Required
            {"user_identity_key": "a", "merged_user_identity_keys": []}  | merged_user_identity_keys \
            | Must have at least 1 item
            """)
    void merge_withoutARequiredField_isRejected(String request, String field, String problem) {
        Response response = caller.post("/user_identities/merge", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(field)).containsExactly(problem);
    }

    @Test
    void merge_of21_isRejectedAndOf20IsAccepted() {
        String keys = "{\"user_identity_key\": \"primary\", \"merged_user_identity_keys\": [%s]}";
        create("\"user_identity_key\": \"primary\"");
        List<String> names = IntStream.range(0, 21)
                .mapToObj(i -> "guest-" + i)
                .peek(key -> create("\"user_identity_key\": \"" + key + "\""))
                .map(key -> "\"" + key + "\"")
                .toList();

        Response tooMany = caller.post("/user_identities/merge", keys.formatted(String.join(", ", names)));
        Response most = caller.post("/user_identities/merge", keys.formatted(String.join(", ", names.subList(0, 20))));

        assertThat(tooMany.problems("merged_user_identity_keys")).containsExactly("Must have at most 20 items");
        assertThat(most.status()).isEqualTo(200);
        assertThat(listed("\"limit\": 10")).hasSize(2);
    }

    private String create(String fields) {
        return caller.post("/user_identities/create", "{" + fields + "}").text("user_identity.user_identity_id");
    }

    private Response get(String field, String value) {
        return caller.post("/user_identities/get", "{\"" + field + "\": \"" + value + "\"}");
    }

    private Response update(String id, String changes) {
        return caller.post("/user_identities/update", "{\"user_identity_id\": \"" + id + "\", " + changes + "}");
    }

    private Response merge(String primary, String merged) {
        return caller.post("/user_identities/merge", """
                {"user_identity_id": "%s", "merged_user_identity_ids": ["%s"]}
                """.formatted(primary, merged));
    }

    private List<String> listed(String filter) {
        return caller.post("/user_identities/list", "{" + filter + "}").texts("user_identities", "user_identity_id");
    }
}
