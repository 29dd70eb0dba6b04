package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void pages_followedByTheirCursors_haveEachItemOnce() {
        Response first = caller.post("/acs/entrances/list", "{\"limit\": 3}");
        Response second = caller.post("/acs/entrances/list", """
                {"limit": 3, "page_cursor": "%s"}
                """.formatted(first.text("pagination.next_page_cursor")));
        Response third = caller.post("/acs/entrances/list", """
                {"limit": 3, "page_cursor": "%s"}
                """.formatted(second.text("pagination.next_page_cursor")));

        assertThat(first.texts("acs_entrances", "display_name"))
                .containsExactly("Main Entrance", "Car Park", "Room 101");
        assertThat(second.texts("acs_entrances", "display_name")).containsExactly("Room 102", "Room 201", "Room 202");
        assertThat(third.texts("acs_entrances", "display_name")).containsExactly("Service Entrance", "Staff Room");
        assertThat(first.text("pagination.has_next_page")).isEqualTo("true");
        assertThat(first.text("pagination.next_page_url"))
                .isEqualTo(sandbox.endpoint() + "/acs/entrances/list?next_page_cursor="
                        + first.text("pagination.next_page_cursor"));
        assertThat(third.text("pagination.has_next_page")).isEqualTo("false");
        assertThat(third.at("pagination.next_page_cursor").isJsonNull()).isTrue();
    }

    @Test
    void page_withTheLastItem_hasNoNext() {
        Response response = caller.post("/acs/entrances/list", "{\"limit\": 8}");

        assertThat(response.at("acs_entrances").getAsJsonArray()).hasSize(8);
        assertThat(response.text("pagination.has_next_page")).isEqualTo("false");
    }

    @Test
    void cursor_null_getsTheFirstPage() {
        Response response = caller.post("/acs/entrances/list", "{\"limit\": 1, \"page_cursor\": null}");

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Main Entrance");
    }

    @Test
    void cursor_withTheSameParametersInAnotherOrder_isAccepted() {
        String cursor = caller.post("/acs/entrances/list", "{\"limit\": 1, \"search\": \"room\"}")
                .text("pagination.next_page_cursor");

        Response response = caller.post("/acs/entrances/list", """
                {"search": "room", "page_cursor": "%s", "limit": 1}
                """.formatted(cursor));

        assertThat(response.texts("acs_entrances", "display_name")).containsExactly("Room 102");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"limit\": 2,",
                "{\"limit\": 1, \"search\": \"room\",",
                "{\"limit\": 1, \"location_id\": null,"
            })
    void cursor_withOtherParameters_isMismatched(String otherParameters) {
        String cursor = caller.post("/acs/entrances/list", "{\"limit\": 1}").text("pagination.next_page_cursor");

        Response response =
                caller.post("/acs/entrances/list", otherParameters + "\"page_cursor\": \"" + cursor + "\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("mismatched_page_parameters");
    }

    @Test
    void cursor_ofAnotherList_isMismatched() {
        String cursor = caller.post("/acs/entrances/list", "{\"limit\": 1}").text("pagination.next_page_cursor");

        Response response = caller.post("/access_grants/list", "{\"limit\": 1, \"page_cursor\": \"" + cursor + "\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("mismatched_page_parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "eyJwYWdlIjoyfQ", "not base64!", "OTk5OTk5OTk5OTk5OTphYmM"})
    void cursor_malformed_isRejected(String cursor) {
        Response response = caller.post("/acs/entrances/list", "{\"page_cursor\": \"" + cursor + "\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems("page_cursor")).containsExactly("Must be a cursor of an earlier page");
    }

    @Test
    void pages_whenTheItemsOfOneAreDeleted_skipNothing() {
        String request = """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [], "name": "%s"}
                """;
        for (String name : List.of("A", "B", "C", "D")) {
            caller.post("/access_grants/create", request.formatted(sandbox.acsEntranceId("Room 101"), name));
        }
        Response first = caller.post("/access_grants/list", "{\"limit\": 2}");

        for (String id : first.texts("access_grants", "access_grant_id")) {
            caller.post("/access_grants/delete", "{\"access_grant_id\": \"" + id + "\"}");
        }
        Response second = caller.post("/access_grants/list", """
                {"limit": 2, "page_cursor": "%s"}
                """.formatted(first.text("pagination.next_page_cursor")));

        assertThat(first.texts("access_grants", "name")).containsExactly("A", "B");
        assertThat(second.texts("access_grants", "name")).containsExactly("C", "D");
    }

    @Test
    void accessGrants_beyond500_areOnASecondPage() {
        for (int i = 0; i < 501; i++) {
            caller.post("/access_grants/create", """
                    {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": []}
                    """.formatted(sandbox.acsEntranceId("Main Entrance")));
        }

        Response first = caller.post("/access_grants/list", "{}");
        Response second = caller.post("/access_grants/list", """
                {"page_cursor": "%s"}
                """.formatted(first.text("pagination.next_page_cursor")));

        assertThat(first.at("access_grants").getAsJsonArray()).hasSize(500);
        assertThat(second.at("access_grants").getAsJsonArray()).hasSize(1);
        assertThat(second.texts("access_grants", "access_grant_id"))
                .doesNotContainAnyElementsOf(first.texts("access_grants", "access_grant_id"));
    }

    @Test
    @Timeout(60)
    void accessGrants_1200InPagesOf500_areAllListedOnce() {
        for (int i = 0; i < 1_200; i++) {
            caller.createGrant();
        }
        Instant start = Instant.now();

        List<String> ids = new ArrayList<>();
        Response page = caller.post("/access_grants/list", "{\"limit\": 500}");
        ids.addAll(page.texts("access_grants", "access_grant_id"));
        while (page.at("pagination.has_next_page").getAsBoolean()) {
            page = caller.post("/access_grants/list", """
                    {"limit": 500, "page_cursor": "%s"}
                    """.formatted(page.text("pagination.next_page_cursor")));
            ids.addAll(page.texts("access_grants", "access_grant_id"));
        }

        assertThat(ids).hasSize(1_200).doesNotHaveDuplicates();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
}
