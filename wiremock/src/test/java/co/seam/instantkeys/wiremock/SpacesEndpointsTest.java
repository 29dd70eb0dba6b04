package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpacesEndpointsTest {
    private static final String UNKNOWN = "87f5c2ea-0d93-4b1e-a6f8-4e2d9b70c135";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void get_byIdOrKey_findsTheSpace() {
        String id = sandbox.spaceId("Second Floor");

        Response byId = caller.post("/spaces/get", "{\"space_id\": \"" + id + "\"}");
        Response byKey = caller.post("/spaces/get", "{\"space_key\": \"second-floor\"}");

        assertThat(byId.text("space.space_id")).isEqualTo(id);
        assertThat(byId.text("space.workspace_id")).isEqualTo(sandbox.workspaceId());
        assertThat(byId.text("space.space_key")).isEqualTo("second-floor");
        assertThat(byId.text("space.name")).isEqualTo("Second Floor");
        assertThat(byId.text("space.display_name")).isEqualTo("Second Floor");
        assertThat(byId.text("space.acs_entrance_count")).isEqualTo("2");
        assertThat(byId.text("space.device_count")).isEqualTo("0");
        assertThat(byKey.body).isEqualTo(byId.body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "space_id": "%s"  | space_id
            "space_key": "%s" | space_key
            """)
    void get_anUnknownIdOrKey_isNotFound(String field, String name) {
        Response response = caller.post("/spaces/get", "{" + field.formatted(UNKNOWN) + "}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("space_not_found");
        assertThat(response.text("error.data." + name)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"space_id\": \"87f5c2ea-0d93-4b1e-a6f8-4e2d9b70c135\", \"space_key\": \"first-floor\"}"
            })
    void get_byNeitherOrBoth_isRejected(String request) {
        Response response = caller.post("/spaces/get", request);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("")).containsExactly("Name the space by exactly one of space_id and space_key");
    }

    @Test
    void list_withoutAFilter_returnsBothOnOnePage() {
        Response response = caller.post("/spaces/list", "{}");

        assertThat(response.texts("spaces", "name")).containsExactly("First Floor", "Second Floor");
        assertThat(response.text("pagination.has_next_page")).isEqualTo("false");
    }

    @Test
    void list_inPages_returnsEachOnce() {
        Response first = caller.post("/spaces/list", "{\"limit\": 1}");
        Response second = caller.post("/spaces/list", """
                {"limit": 1, "page_cursor": "%s"}
                """.formatted(first.text("pagination.next_page_cursor")));

        assertThat(first.texts("spaces", "name")).containsExactly("First Floor");
        assertThat(second.texts("spaces", "name")).containsExactly("Second Floor");
        assertThat(second.text("pagination.has_next_page")).isEqualTo("false");
    }

    @Test
    void list_byKeySearchOrAccount_returnsMatchingSpaces() {
        String account = caller.post("/acs/systems/list", "{}").text("acs_systems.0.connected_account_id");

        assertThat(listed("\"space_key\": \"first-floor\"")).containsExactly("First Floor");
        assertThat(listed("\"search\": \"SECOND\"")).containsExactly("Second Floor");
        assertThat(listed("\"connected_account_id\": \"" + account + "\"")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "space_key",
                "customer_key",
                "search",
                "connected_account_id",
                "parent_space_id",
                "parent_space_key"
            })
    void list_byAnUnknownValue_matchesNothing(String filter) {
        assertThat(listed("\"" + filter + "\": \"" + UNKNOWN + "\"")).isEmpty();
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        Response response = caller.post("/spaces/list", """
                {"space_key": "", "customer_key": "", "search": 1, "connected_account_id": "x", "parent_space_id": "x",
                 "parent_space_key": "", "limit": 0, "page_cursor": "x"}
                """);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsExactlyInAnyOrder(
                        "_errors",
                        "space_key",
                        "customer_key",
                        "search",
                        "connected_account_id",
                        "parent_space_id",
                        "parent_space_key",
                        "limit",
                        "page_cursor");
    }

    private List<String> listed(String filter) {
        return caller.post("/spaces/list", "{" + filter + "}").texts("spaces", "name");
    }
}
