package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcsSystemsEndpointsTest {
    private static final String UNKNOWN = "6e21d9f7-b04c-4835-a9de-17c5f8b3026d";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void get_byId_returnsTheHotelsSystem() {
        Response response = caller.post("/acs/systems/get", "{\"acs_system_id\": \"" + sandbox.acsSystemId() + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("acs_system.acs_system_id")).isEqualTo(sandbox.acsSystemId());
        assertThat(response.text("acs_system.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(response.text("acs_system.connected_account_id"))
                .isEqualTo(caller.post("/acs/entrances/list", "{}").text("acs_entrances.0.connected_account_id"));
        assertThat(response.at("acs_system.errors").getAsJsonArray()).isEmpty();
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Response response = caller.post("/acs/systems/get", "{\"acs_system_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("acs_system_not_found");
    }

    @Test
    void get_withoutTheId_isRequired() {
        assertThat(caller.post("/acs/systems/get", "{}").problems("acs_system_id"))
                .containsExactly("Required");
    }

    @Test
    void list_withoutAFilter_returnsTheOnlySystemWithoutPages() {
        Response response = caller.post("/acs/systems/list", "{}");

        assertThat(response.texts("acs_systems", "acs_system_id")).containsExactly(sandbox.acsSystemId());
        assertThat(response.has("pagination")).isFalse();
    }

    @Test
    void list_byAccountAndByPartOfTheNameOrId_findsTheSystem() {
        String account = caller.post("/acs/systems/list", "{}").text("acs_systems.0.connected_account_id");

        assertThat(listed("\"connected_account_id\": \"" + account + "\"")).hasSize(1);
        assertThat(listed("\"search\": \"HARBOUR\"")).hasSize(1);
        assertThat(listed("\"search\": \"" + sandbox.acsSystemId().substring(3, 15) + "\""))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connected_account_id", "customer_key", "search"})
    void list_byAnUnknownValue_matchesNothing(String filter) {
        assertThat(listed("\"" + filter + "\": \"" + UNKNOWN + "\"")).isEmpty();
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/acs/systems/list", """
                {"connected_account_id": "x", "customer_key": "", "search": ""}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("connected_account_id")).containsExactly("Must be a UUID");
        assertThat(response.problems("customer_key")).containsExactly("Must not be empty");
        assertThat(response.problems("search")).containsExactly("Must not be empty");
    }

    private List<String> listed(String filter) {
        return caller.post("/acs/systems/list", "{" + filter + "}").texts("acs_systems", "acs_system_id");
    }
}
