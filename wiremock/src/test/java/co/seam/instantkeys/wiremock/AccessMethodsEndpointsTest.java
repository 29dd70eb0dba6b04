package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessMethodsEndpointsTest {
    private static final String UNKNOWN = "d59e04c8-2f7b-4163-9ac0-b7e8f1326d4a";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void get_aMobileKey_returnsItsLinkAndToken() {
        Response grant = caller.createGrantWith("""
                "user_identity": {}, "customization_profile_id": "3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4"
                """, "mobile_key");

        Response response = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("access_method.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(response.text("access_method.mode")).isEqualTo("mobile_key");
        assertThat(response.text("access_method.display_name")).isEqualTo("Mobile Key Credential");
        assertThat(response.text("access_method.display_status")).isNotEmpty();
        assertThat(response.text("access_method.customization_profile_id"))
                .isEqualTo("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4");
        assertThat(response.text("access_method.instant_key_url"))
                .isEqualTo(grant.text("access_grant.instant_key_url"));
        assertThat(response.text("access_method.client_session_token"))
                .isEqualTo(grant.text("access_grant.client_session_token"));
        assertThat(response.has("access_method.code")).isFalse();
        for (String field : List.of("errors", "warnings", "pending_mutations")) {
            assertThat(response.at("access_method." + field).getAsJsonArray()).isEmpty();
        }
    }

    @Test
    void get_eachOfTwoMobileKeys_hasAKeyOfItsOwn() {
        Response grant = caller.createGrant("mobile_key", "mobile_key");

        List<String> links = caller.post(
                        "/access_methods/list", """
                        {"access_grant_id": "%s"}
                        """.formatted(grant.text("access_grant.access_grant_id")))
                .texts("access_methods", "instant_key_url");

        assertThat(links)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(
                        caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_url"));
    }

    @Test
    void get_aCode_returnsTheRequestedOne() {
        Response grant = caller.post("/access_grants/create", """
                {"user_identity": {}, "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "code", "code": "640271"}]}
                """.formatted(sandbox.acsEntranceId("Staff Room")));

        Response response = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));

        assertThat(response.text("access_method.code")).isEqualTo("640271");
        assertThat(response.has("access_method.instant_key_url")).isFalse();
    }

    @Test
    void get_aCodeWithoutARequestedOne_returnsAGeneratedOne() {
        Response grant = caller.createGrant("code");

        Response response = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));

        assertThat(response.text("access_method.code")).matches("[0-9]{6}");
        assertThat(grant.has("access_grant.requested_access_methods.0.code"))
                .as("no code was requested")
                .isFalse();
    }

    @Test
    void get_aMobileKeyWhoseInstantKeyWasDeleted_hasNoLink() {
        String method = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");

        caller.post("/instant_keys/delete", """
                {"instant_key_id": "%s"}
                """.formatted(
                        caller.post("/instant_keys/list", "{}").text("instant_keys.0.instant_key_id")));

        assertThat(caller.accessMethod(method).has("access_method.instant_key_url"))
                .isFalse();
        assertThat(caller.accessMethod(method).has("access_method.client_session_token"))
                .isFalse();
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Response response = caller.accessMethod(UNKNOWN);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("access_method_not_found");
        assertThat(response.text("error.data.access_method_id")).isEqualTo(UNKNOWN);
    }

    @Test
    void get_withoutTheId_isRequired() {
        assertThat(caller.post("/access_methods/get", "{}").problems("access_method_id"))
                .containsExactly("Required");
    }

    @Test
    void list_byGrantOrItsKeyOrEntrance_returnsTheMethodsInOrder() {
        Response one = caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"one\"", "code", "card");
        Response two = caller.createGrant("card");
        List<String> ofOne = ids(one);

        assertThat(listed("\"access_grant_id\": \"" + one.text("access_grant.access_grant_id") + "\""))
                .containsExactlyElementsOf(ofOne);
        assertThat(listed("\"access_grant_key\": \"one\"")).containsExactlyElementsOf(ofOne);
        assertThat(listed("\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Room 101") + "\""))
                .containsExactly(ofOne.get(0), ofOne.get(1), ids(two).get(0));
        assertThat(listed("\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Room 102") + "\""))
                .isEmpty();
    }

    @Test
    void list_narrowedBySpace_returnsTheMethodsOfGrantsForThatSpace() {
        String space = sandbox.spaceId("First Floor");
        String room = sandbox.acsEntranceId("Room 101");
        caller.createGrant("card");
        Response ofSpace = caller.post("/access_grants/create", """
                {"user_identity": {}, "space_ids": ["%s"], "requested_access_methods": [{"mode": "card"}]}
                """.formatted(space));

        assertThat(listed("\"acs_entrance_id\": \"" + room + "\", \"space_id\": \"" + space + "\""))
                .containsExactlyElementsOf(ids(ofSpace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"device_id", "access_code_id", "space_id"})
    void list_narrowedByAnUnknownId_matchesNothing(String filter) {
        String grant = caller.createGrant("card").text("access_grant.access_grant_id");

        assertThat(listed("\"access_grant_id\": \"" + grant + "\", \"" + filter + "\": \"" + UNKNOWN + "\""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_grant_id", "access_grant_key", "acs_entrance_id"})
    void list_byAnUnknownValue_matchesNothing(String filter) {
        caller.createGrant("card");

        assertThat(listed("\"" + filter + "\": \"" + UNKNOWN + "\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"space_id\": \"d59e04c8-2f7b-4163-9ac0-b7e8f1326d4a\", \"limit\": 3}"})
    void list_withoutARequiredFilter_isRejected(String request) {
        Response response = caller.post("/access_methods/list", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly(
                        "Name the methods by at least one of access_grant_id, access_grant_key and acs_entrance_id");
    }

    @Test
    void list_inPages_returnsEachOnce() {
        Response grant = caller.createGrant("card", "code", "mobile_key");
        String filter = "\"access_grant_id\": \"" + grant.text("access_grant.access_grant_id") + "\", \"limit\": 2";

        Response first = caller.post("/access_methods/list", "{" + filter + "}");
        Response second = caller.post(
                "/access_methods/list",
                "{" + filter + ", \"page_cursor\": \"" + first.text("pagination.next_page_cursor") + "\"}");

        assertThat(first.texts("access_methods", "mode")).containsExactly("card", "code");
        assertThat(second.texts("access_methods", "mode")).containsExactly("mobile_key");
        assertThat(second.text("pagination.has_next_page")).isEqualTo("false");
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/access_methods/list", """
                {"access_grant_id": "x", "access_grant_key": "", "acs_entrance_id": "x", "device_id": "x",
                 "space_id": "x", "access_code_id": "x", "limit": 0, "page_cursor": "x"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "_errors",
                        "access_grant_id",
                        "access_grant_key",
                        "acs_entrance_id",
                        "device_id",
                        "space_id",
                        "access_code_id",
                        "limit",
                        "page_cursor");
    }

    @Test
    void delete_byMethod_deletesThatOneOnly() {
        Response grant = caller.createGrant("card", "mobile_key");
        String card = ids(grant).get(0);
        String mobileKey = ids(grant).get(1);

        Response response = caller.post("/access_methods/delete", "{\"access_method_id\": \"" + card + "\"}");

        Response left = caller.accessGrant(grant.text("access_grant.access_grant_id"));
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(caller.accessMethod(card).status()).isEqualTo(404);
        assertThat(ids(left)).containsExactly(mobileKey);
        assertThat(left.at("access_grant.requested_access_methods.0.created_access_method_ids")
                        .getAsJsonArray())
                .isEmpty();
        assertThat(left.text("access_grant.requested_access_methods.1.created_access_method_ids.0"))
                .isEqualTo(mobileKey);
    }

    @Test
    void delete_oneOfTwoMobileKeys_showsTheLinkOfTheOtherOnTheGrant() {
        Response grant = caller.createGrant("mobile_key", "mobile_key");

        caller.post(
                "/access_methods/delete",
                "{\"access_method_id\": \"" + ids(grant).get(0) + "\"}");

        assertThat(caller.accessGrant(grant.text("access_grant.access_grant_id"))
                        .text("access_grant.instant_key_url"))
                .isEqualTo(caller.accessMethod(ids(grant).get(1)).text("access_method.instant_key_url"));
    }

    @Test
    void delete_aMobileKey_leavesTheInstantKey() {
        Response grant = caller.createGrant("mobile_key");

        caller.post(
                "/access_methods/delete",
                "{\"access_method_id\": \"" + ids(grant).get(0) + "\"}");

        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_url"))
                .containsExactly(grant.text("access_grant.instant_key_url"));
    }

    @Test
    void delete_byGrant_deletesAllOfItsMethodsAndLeavesTheGrant() {
        Response grant = caller.createGrant("card", "code");
        Response other = caller.createGrant("card");
        String id = grant.text("access_grant.access_grant_id");

        caller.post("/access_methods/delete", "{\"access_grant_id\": \"" + id + "\"}");

        assertThat(ids(caller.accessGrant(id))).isEmpty();
        assertThat(ids(caller.accessGrant(other.text("access_grant.access_grant_id"))))
                .hasSize(1);
    }

    @Test
    void delete_byReservation_deletesTheMethodsOfAllItsGrants() {
        String reservation = "\"user_identity\": {}, \"reservation_key\": \"%s\"";
        Response one = caller.createGrantWith(reservation.formatted("booking-1"), "card");
        Response two = caller.createGrantWith(reservation.formatted("booking-1"), "card", "code");
        Response other = caller.createGrantWith(reservation.formatted("booking-2"), "card");

        caller.post("/access_methods/delete", "{\"reservation_key\": \"booking-1\"}");

        assertThat(listed("\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Room 101") + "\""))
                .containsExactlyElementsOf(ids(other));
        assertThat(ids(caller.accessGrant(one.text("access_grant.access_grant_id"))))
                .isEmpty();
        assertThat(ids(caller.accessGrant(two.text("access_grant.access_grant_id"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "access_method_id, access_method_not_found",
        "access_grant_id, access_grant_not_found",
        "reservation_key, access_grant_not_found"
    })
    void delete_ofAnUnknownResource_isNotFound(String field, String type) {
        caller.createGrant("card");

        Response response = caller.post("/access_methods/delete", "{\"" + field + "\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo(type);
        assertThat(response.text("error.data." + field)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"access_method_id\": \"d59e04c8-2f7b-4163-9ac0-b7e8f1326d4a\", \"reservation_key\": \"booking-1\"}"
            })
    void delete_byNoneOrSeveral_isRejected(String request) {
        Response response = caller.post("/access_methods/delete", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the methods by exactly one of access_method_id, access_grant_id and"
                        + " reservation_key");
    }

    @Test
    void getRelated_withoutInclude_returnsEveryKind() {
        Response grant = caller.post("/access_grants/create", """
                {"user_identity": {}, "space_keys": ["first-floor"],
                 "requested_access_methods": [{"mode": "mobile_key"}, {"mode": "card"}]}
                """);

        Response response = related("");

        assertThat(response.at("batch").getAsJsonObject().keySet())
                .as("related to no methods")
                .containsExactlyInAnyOrder(
                        "access_methods",
                        "access_grants",
                        "instant_keys",
                        "client_sessions",
                        "spaces",
                        "acs_entrances",
                        "acs_credentials",
                        "devices");
        Response all = caller.post("/access_methods/get_related", """
                {"access_method_ids": ["%s", "%s"]}
                """.formatted(
                        ids(grant).get(0), ids(grant).get(1)));
        assertThat(all.texts("batch.access_methods", "access_method_id")).containsExactlyElementsOf(ids(grant));
        assertThat(all.at("batch.access_grants.0")).isEqualTo(grant.at("access_grant"));
        assertThat(all.at("batch.access_grants").getAsJsonArray())
                .as("without duplicates")
                .hasSize(1);
        assertThat(all.texts("batch.instant_keys", "instant_key_url"))
                .containsExactly(grant.text("access_grant.instant_key_url"));
        assertThat(all.texts("batch.client_sessions", "token"))
                .containsExactly(grant.text("access_grant.client_session_token"));
        assertThat(all.texts("batch.client_sessions", "client_session_id"))
                .isEqualTo(all.texts("batch.instant_keys", "client_session_id"));
        assertThat(all.texts("batch.spaces", "space_key")).containsExactly("first-floor");
        assertThat(all.texts("batch.acs_entrances", "display_name")).containsExactly("Room 101", "Room 102");
        assertThat(all.at("batch.acs_credentials").getAsJsonArray()).isEmpty();
        assertThat(all.at("batch.devices").getAsJsonArray()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "include": ["instant_keys"]                                               | instant_keys
            "include": ["instant_keys", "spaces"], "exclude": ["spaces"]              | instant_keys
            "exclude": ["instant_keys", "client_sessions", "spaces", "acs_entrances", "acs_credentials", "devices", \
            "access_grants"]                                                          | access_methods
            """)
    void getRelated_withIncludeOrExclude_returnsTheSelectedKindsOnly(String choice, String kind) {
        Response response = related(choice + ",");

        assertThat(response.at("batch").getAsJsonObject().keySet()).containsExactly(kind);
    }

    @Test
    void getRelated_ofUnknownMethods_isEmpty() {
        caller.createGrant("card");

        Response response =
                caller.post("/access_methods/get_related", "{\"access_method_ids\": [\"" + UNKNOWN + "\"]}");

        assertThat(response.at("batch.access_methods").getAsJsonArray()).isEmpty();
        assertThat(response.at("batch.access_grants").getAsJsonArray()).isEmpty();
    }

    @Test
    void getRelated_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/access_methods/get_related", """
                {"include": ["doors"], "exclude": "spaces"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("access_method_ids")).containsExactly("Required");
        assertThat(response.problems("include.0")).singleElement().asString().startsWith("Must be one of [");
        assertThat(response.problems("exclude")).containsExactly("Must be an array, not a string");
    }

    private Response related(String choice) {
        return caller.post("/access_methods/get_related", "{" + choice + "\"access_method_ids\": []}");
    }

    private List<String> listed(String filter) {
        return caller.post("/access_methods/list", "{" + filter + "}").texts("access_methods", "access_method_id");
    }

    private static List<String> ids(Response grant) {
        return grant.strings("access_grant.access_method_ids");
    }
}
