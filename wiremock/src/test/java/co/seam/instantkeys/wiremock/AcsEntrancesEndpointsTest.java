package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcsEntrancesEndpointsTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void list_withoutAFilter_returnsAllEntrancesOnOnePage() {
        Response response = caller.post("/acs/entrances/list", "{}");

        assertThat(response.texts("acs_entrances", "display_name"))
                .containsExactly(
                        "Main Entrance",
                        "Car Park",
                        "Room 101",
                        "Room 102",
                        "Room 201",
                        "Room 202",
                        "Service Entrance",
                        "Staff Room");
        assertThat(response.texts("acs_entrances", "acs_system_id")).containsOnly(sandbox.acsSystemId());
        assertThat(response.text("pagination.has_next_page")).isEqualTo("false");
        assertThat(response.at("pagination.next_page_cursor").isJsonNull()).isTrue();
        assertThat(response.at("pagination.next_page_url").isJsonNull()).isTrue();
    }

    @Test
    void list_always_showsWhichEntrancesAMobileKeyOpens() {
        Response response = caller.post("/acs/entrances/list", "{}");

        List<String> flags = StreamSupport.stream(
                        response.at("acs_entrances").getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map((JsonObject entrance) -> Objects.toString(entrance.get("can_unlock_with_mobile_key"), "absent"))
                .toList();
        assertThat(flags).containsExactly("true", "true", "true", "true", "true", "true", "false", "absent");
    }

    @Test
    void list_byIds_returnsThose() {
        Response response = caller.post("/acs/entrances/list", """
                {"acs_entrance_ids": ["%s", "0f97b3c5-48da-4e26-91b8-a5d2e6c7f830", "%s"]}
                """.formatted(
                        sandbox.acsEntranceId("Room 202"), sandbox.acsEntranceId("Main Entrance")));

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Main Entrance", "Room 202");
    }

    @Test
    void list_byNoIds_matchesNothing() {
        Response response = caller.post("/acs/entrances/list", "{\"acs_entrance_ids\": []}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.at("acs_entrances").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byTheHotelsSystemAndAccount_returnsAll() {
        String account = caller.post("/acs/entrances/list", "{}").text("acs_entrances.0.connected_account_id");

        Response response = caller.post("/acs/entrances/list", """
                {"acs_system_id": "%s", "connected_account_id": "%s"}
                """.formatted(sandbox.acsSystemId(), account));

        assertThat(response.at("acs_entrances").getAsJsonArray()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acs_system_id",
                "connected_account_id",
                "space_id",
                "location_id",
                "acs_credential_id",
                "access_method_id"
            })
    void list_byAnIdThatDoesNotExist_matchesNothing(String filter) {
        Response response =
                caller.post("/acs/entrances/list", "{\"" + filter + "\": \"6e21d9f7-b04c-4835-a9de-17c5f8b3026d\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.at("acs_entrances").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byAnUnknownCustomer_matchesNothing() {
        Response response = caller.post("/acs/entrances/list", "{\"customer_key\": \"nobody\"}");

        assertThat(response.at("acs_entrances").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byANullLocation_isNotFiltered() {
        Response response = caller.post("/acs/entrances/list", "{\"location_id\": null}");

        assertThat(response.at("acs_entrances").getAsJsonArray()).hasSize(8);
    }

    @Test
    void list_bySearch_searchesTheNamesCaseInsensitively() {
        Response response = caller.post("/acs/entrances/list", "{\"search\": \"ROOM 1\"}");

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Room 101", "Room 102");
    }

    @Test
    void list_byAccessMethod_returnsTheEntrancesOfItsGrant() {
        String method = caller.post("/access_grants/create", """
                        {"user_identity": {}, "acs_entrance_ids": ["%s"],
                         "requested_access_methods": [{"mode": "mobile_key"}]}
                        """.formatted(sandbox.acsEntranceId("Room 102")))
                .text("access_grant.access_method_ids.0");

        Response response = caller.post("/acs/entrances/list", "{\"access_method_id\": \"" + method + "\"}");

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Room 102");
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/acs/entrances/list", """
                {"acs_entrance_ids": "all", "acs_system_id": 1, "connected_account_id": "x", "customer_key": "",
                 "space_id": [], "acs_credential_id": {}, "access_method_id": null, "search": "", "location_id": "x",
                 "limit": 0, "page_cursor": 5}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.message")).startsWith("11 input errors: ");
        assertThat(response.problems("acs_entrance_ids")).containsExactly("Must be an array, not a string");
        assertThat(response.problems("acs_system_id")).containsExactly("Must be a string, not a number");
        assertThat(response.problems("connected_account_id")).containsExactly("Must be a UUID");
        assertThat(response.problems("customer_key")).containsExactly("Must not be empty");
        assertThat(response.problems("space_id")).containsExactly("Must be a string, not an array");
        assertThat(response.problems("acs_credential_id")).containsExactly("Must be a string, not an object");
        assertThat(response.problems("access_method_id")).containsExactly("Must be a string, not null");
        assertThat(response.problems("search")).containsExactly("Must not be empty");
        assertThat(response.problems("location_id")).containsExactly("Must be a UUID");
        assertThat(response.problems("limit")).containsExactly("Must be at least 1");
        assertThat(response.problems("page_cursor")).containsExactly("Must be a string, not a number");
    }

    @Test
    void get_byId_returnsTheEntrance() {
        String room = sandbox.acsEntranceId("Room 101");

        Response response = caller.post("/acs/entrances/get", "{\"acs_entrance_id\": \"" + room + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("acs_entrance.acs_entrance_id")).isEqualTo(room);
        assertThat(response.text("acs_entrance.display_name")).isEqualTo("Room 101");
        assertThat(response.strings("acs_entrance.space_ids")).containsExactly(sandbox.spaceId("First Floor"));
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Response response =
                caller.post("/acs/entrances/get", "{\"acs_entrance_id\": \"6e21d9f7-b04c-4835-a9de-17c5f8b3026d\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("acs_entrance_not_found");
    }

    @Test
    void get_withoutTheId_isRequired() {
        assertThat(caller.post("/acs/entrances/get", "{}").problems("acs_entrance_id"))
                .containsExactly("Required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"space_id", "location_id"})
    void list_bySpace_returnsItsEntrances(String filter) {
        Response response =
                caller.post("/acs/entrances/list", "{\"" + filter + "\": \"" + sandbox.spaceId("Second Floor") + "\"}");

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Room 201", "Room 202");
    }
}
