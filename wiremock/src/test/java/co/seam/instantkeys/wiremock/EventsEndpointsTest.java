package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsEndpointsTest {
    private static final String UNKNOWN = "1fae1c02-03fb-4be1-aac0-323879abbc12";

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(Instant.parse("2026-07-03T08:00:00Z"), ZoneOffset.UTC))
            .start();
    private final SandboxClock clock = sandbox.clock();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void events_ofANewGrant_includeThoseOfItsMethods() {
        Response grant = caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"booking-1\"", "code");
        String grantId = grant.text("access_grant.access_grant_id");
        String methodId = grant.text("access_grant.access_method_ids.0");

        Response response = list("");

        assertThat(response.texts("events", "event_type"))
                .containsExactly("access_grant.created", "access_method.created", "access_method.issued");
        assertThat(response.texts("events", "workspace_id")).containsOnly(sandbox.workspaceId());
        assertThat(response.texts("events", "event_id")).doesNotHaveDuplicates();
        assertThat(response.texts("events", "created_at")).containsOnly("2026-07-03T08:00:00Z");
        assertThat(response.text("events.0.access_grant_id")).isEqualTo(grantId);
        assertThat(response.text("events.1.access_method_id")).isEqualTo(methodId);
        assertThat(response.text("events.2.access_method_id")).isEqualTo(methodId);
        assertThat(response.text("events.2.access_grant_ids.0")).isEqualTo(grantId);
        assertThat(response.text("events.2.access_grant_keys.0")).isEqualTo("booking-1");
        assertThat(response.text("events.2.code"))
                .isEqualTo(caller.accessMethod(methodId).text("access_method.code"));
        assertThat(response.has("events.1.code")).isFalse();
    }

    @Test
    void events_ofChangedTimes_haveTheNewOnes() {
        Response grant = caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"booking-1\"", "card");

        caller.post("/access_grants/update", """
                {"access_grant_key": "booking-1", "ends_at": "2026-07-14T11:00:00+02:00"}
                """);

        Response response = list(", \"event_type\": \"access_grant.access_times_changed\"");
        assertThat(response.texts("events", "access_grant_id"))
                .containsExactly(grant.text("access_grant.access_grant_id"));
        assertThat(response.text("events.0.access_grant_key")).isEqualTo("booking-1");
        assertThat(response.text("events.0.starts_at")).isEqualTo("2026-07-03T08:00:00Z");
        assertThat(response.text("events.0.ends_at")).isEqualTo("2026-07-14T09:00:00Z");
    }

    @Test
    void events_ofARemovedEnd_haveNoEnd() {
        caller.createGrantWith(
                "\"user_identity\": {}, \"access_grant_key\": \"booking-1\", \"ends_at\": \"2027-01-01T00:00:00Z\"",
                "card");

        caller.post("/access_grants/update", "{\"access_grant_key\": \"booking-1\", \"ends_at\": null}");

        assertThat(list(", \"event_type\": \"access_grant.access_times_changed\"")
                        .has("events.0.ends_at"))
                .isFalse();
    }

    @Test
    void events_ofADeletedGrant_includeThoseOfItsMethods() {
        String grant = caller.createGrant("card", "mobile_key").text("access_grant.access_grant_id");
        clock.advance(Duration.ofHours(1));

        caller.post("/access_grants/delete", "{\"access_grant_id\": \"" + grant + "\"}");

        assertThat(caller.post("/events/list", "{\"since\": \"2026-07-03T09:00:00Z\"}")
                        .texts("events", "event_type"))
                .containsExactly("access_method.deleted", "access_method.deleted", "access_grant.deleted");
    }

    @Test
    void events_ofADeletedUserIdentity_includeThoseOfItsResources() {
        String guest = caller.createGrant("mobile_key").text("access_grant.user_identity_id");
        caller.generateKey(guest);
        clock.advance(Duration.ofHours(1));

        caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(caller.post("/events/list", "{\"since\": \"2026-07-03T09:00:00Z\"}")
                        .texts("events", "event_type"))
                .containsExactly(
                        "access_method.deleted",
                        "access_grant.deleted",
                        "client_session.deleted",
                        "client_session.deleted");
    }

    @Test
    void events_ofADeletedKey_includeThatOfItsSession() {
        String guest = caller.createUserIdentity();
        Response key =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}");

        caller.post("/instant_keys/delete", "{\"instant_key_id\": \"" + key.text("instant_key.instant_key_id") + "\"}");

        assertThat(list("").texts("events", "client_session_id"))
                .containsExactly(key.text("instant_key.client_session_id"));
    }

    @Test
    void list_since_includesThatTime() {
        caller.createGrant();
        clock.advance(Duration.ofSeconds(1));
        String second = caller.createGrant().text("access_grant.access_grant_id");

        assertThat(caller.post("/events/list", "{\"since\": \"2026-07-03T10:00:01+02:00\"}")
                        .texts("events", "access_grant_id"))
                .containsExactly(second);
        assertThat(caller.post("/events/list", "{\"since\": \"2026-07-03T08:00:01.000001Z\"}")
                        .texts("events", "access_grant_id"))
                .isEmpty();
    }

    @Test
    void list_between_excludesBothTimes() {
        caller.createGrant();
        clock.advance(Duration.ofSeconds(1));
        String second = caller.createGrant().text("access_grant.access_grant_id");
        clock.advance(Duration.ofSeconds(1));
        caller.createGrant();

        assertThat(caller.post("/events/list", """
                                {"between": ["2026-07-03T08:00:00Z", "2026-07-03T08:00:02Z"]}
                                """).texts("events", "access_grant_id"))
                .containsExactly(second);
    }

    @Test
    void list_withoutAPeriod_isRejected() {
        Response response = caller.post("/events/list", "{\"limit\": 10}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("")).containsExactly("Name the period by at least one of since and between");
    }

    @Test
    void list_byTypes_returnsThose() {
        caller.createGrant("card");

        assertThat(caller.eventTypes("\"event_type\": \"access_method.created\""))
                .containsExactly("access_method.created");
        assertThat(caller.eventTypes("\"event_types\": [\"access_method.issued\", \"access_grant.created\"]"))
                .containsExactly("access_grant.created", "access_method.issued");
        assertThat(caller.eventTypes("\"event_types\": []")).isEmpty();
        assertThat(caller.eventTypes("\"event_type\": \"device.low_battery\"")).isEmpty();
    }

    @Test
    void list_byIds_returnsThose() {
        caller.createGrant("card");
        String second = list("").text("events.1.event_id");

        assertThat(list(", \"event_ids\": [\"" + second + "\"]").texts("events", "event_id"))
                .containsExactly(second);
        assertThat(list(", \"event_ids\": []").at("events").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byGrant_returnsTheEventsOfItsMethodsToo() {
        caller.createGrant("card");
        String grant = caller.createGrant("code").text("access_grant.access_grant_id");

        assertThat(list(", \"access_grant_id\": \"" + grant + "\"").texts("events", "event_type"))
                .containsExactly("access_grant.created", "access_method.created", "access_method.issued");
        assertThat(list(", \"access_grant_ids\": [\"" + grant + "\"]").texts("events", "event_type"))
                .hasSize(3);
    }

    @Test
    void list_byMethod_returnsItsEvents() {
        Response grant = caller.createGrant("card", "code");
        String method = grant.text("access_grant.access_method_ids.1");

        assertThat(list(", \"access_method_id\": \"" + method + "\"").texts("events", "access_method_id"))
                .containsExactly(method, method);
        assertThat(list(", \"access_method_ids\": [\"" + method + "\"]").texts("events", "access_method_id"))
                .containsExactly(method, method);
        assertThat(list(", \"access_grant_id\": \"" + method + "\"")
                        .at("events")
                        .getAsJsonArray())
                .as("the id of a method is no id of a grant")
                .isEmpty();
    }

    @Test
    void list_byUserIdentity_returnsItsEventsEvenAfterAMergeOrTheDeletion() {
        String merged = caller.createGrant().text("access_grant.user_identity_id");
        String primary = caller.createGrant().text("access_grant.user_identity_id");
        caller.createGrant();
        caller.post("/user_identities/merge", """
                {"user_identity_id": "%s", "merged_user_identity_ids": ["%s"]}
                """.formatted(primary, merged));

        assertThat(caller.eventTypes("\"user_identity_id\": \"" + primary + "\""))
                .hasSize(2);
        assertThat(caller.eventTypes("\"user_identity_id\": \"" + merged + "\""))
                .hasSize(2);
        caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + primary + "\"}");
        assertThat(caller.eventTypes("\"user_identity_id\": \"" + primary + "\""))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_grant_id",
                "access_method_id",
                "user_identity_id",
                "space_id",
                "customer_key",
                "acs_system_id",
                "acs_entrance_id",
                "acs_credential_id",
                "acs_user_id",
                "acs_access_group_id",
                "acs_encoder_id",
                "device_id",
                "access_code_id",
                "connected_account_id",
                "connect_webview_id"
            })
    void list_byAnUnknownValue_matchesNothing(String filter) {
        caller.createGrant("card");

        assertThat(caller.eventTypes("\"" + filter + "\": \"" + UNKNOWN + "\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_grant_ids",
                "access_method_ids",
                "event_ids",
                "space_ids",
                "acs_system_ids",
                "device_ids",
                "access_code_ids"
            })
    void list_byUnknownIdsOrNone_matchesNothing(String filter) {
        caller.createGrant("card");

        assertThat(caller.eventTypes("\"" + filter + "\": [\"" + UNKNOWN + "\"]"))
                .isEmpty();
        assertThat(caller.eventTypes("\"" + filter + "\": []")).isEmpty();
    }

    @Test
    void list_withLimitAndOffset_returnsThatPart() {
        caller.createGrant("card", "code");

        Response response = list(", \"limit\": 2, \"unstable_offset\": 1");

        assertThat(response.texts("events", "event_type"))
                .containsExactly("access_method.created", "access_method.created");
        assertThat(response.has("pagination")).isFalse();
        assertThat(list(", \"unstable_offset\": 0").at("events").getAsJsonArray())
                .hasSize(5);
    }

    @Test
    void list_withoutALimit_returns500() {
        for (int i = 0; i < 84; i++) {
            caller.createGrant("card", "card", "code"); // 7 events
        }

        assertThat(list("").at("events").getAsJsonArray()).hasSize(500);
        assertThat(list(", \"limit\": 1000").at("events").getAsJsonArray()).hasSize(588);
    }

    @Test
    void list_withEveryFieldInvalid_reportsAll() {
        String tooMany = String.join(", ", Collections.nCopies(101, "\"" + UNKNOWN + "\""));

        Response response = caller.post("/events/list", """
                {"since": "yesterday", "between": ["2026-07-03T08:00:00Z"], "event_type": "door.opened",
                 "event_types": ["door.opened"], "event_ids": ["x"], "access_grant_id": "x",
                 "access_grant_ids": [%1$s], "access_method_id": "x", "access_method_ids": [%1$s],
                 "user_identity_id": "x", "space_id": "x", "space_ids": [%1$s], "customer_key": "",
                 "acs_system_id": "x", "acs_system_ids": "x", "acs_entrance_id": "x", "acs_credential_id": "x",
                 "acs_user_id": "x", "acs_access_group_id": "x", "acs_encoder_id": "x", "device_id": "x",
                 "device_ids": "x", "access_code_id": "x", "access_code_ids": "x", "connected_account_id": "x",
                 "connect_webview_id": "x", "limit": 0, "unstable_offset": -1}
                """.formatted(tooMany));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.message")).startsWith("28 input errors: ");
        assertThat(response.problems("since")).containsExactly("Must be an ISO 8601 date and time with an offset");
        assertThat(response.problems("between")).containsExactly("Must have at least 2 items");
        assertThat(response.problems("event_type"))
                .singleElement()
                .asString()
                .startsWith("Must be one of [access_code.created");
        assertThat(response.problems("event_types.0")).hasSize(1);
        assertThat(response.problems("event_ids.0")).containsExactly("Must be a UUID");
        assertThat(response.problems("access_grant_ids")).containsExactly("Must have at most 100 items");
        assertThat(response.problems("access_method_ids")).containsExactly("Must have at most 100 items");
        assertThat(response.problems("space_ids")).containsExactly("Must have at most 100 items");
        assertThat(response.problems("unstable_offset")).containsExactly("Must be at least 0");
        assertThat(response.at("error.validation_errors").getAsJsonObject().keySet())
                .containsAll(List.of("acs_encoder_id", "connect_webview_id", "customer_key", "limit"));
    }

    @Test
    void list_betweenThreeTimes_isRejected() {
        Response response = caller.post("/events/list", """
                {"between": ["2026-07-03T08:00:00Z", "2026-07-03T08:00:00Z", "2026-07-03T08:00:00Z"]}
                """);

        assertThat(response.problems("between")).containsExactly("Must have at most 2 items");
    }

    @Test
    void get_byId_returnsTheEvent() {
        caller.createGrant("card");
        Response listed = list("");

        Response response = caller.post("/events/get", "{\"event_id\": \"" + listed.text("events.0.event_id") + "\"}");

        assertThat(response.at("event")).isEqualTo(listed.at("events.0"));
    }

    @Test
    void get_byType_returnsTheLatestEvent() {
        caller.createGrant("card", "code");

        Response response = caller.post("/events/get", "{\"event_type\": \"access_method.created\"}");

        assertThat(response.at("event")).isEqualTo(list("").at("events.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_id", "event_type", "device_id"})
    void get_anUnknownEvent_returnsAMessageInstead(String field) {
        caller.createGrant("card");

        Response response = caller.post("/events/get", "{\"" + field + "\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.has("event")).isFalse();
        assertThat(response.text("message")).isNotEmpty();
    }

    @Test
    void get_byNothing_isRejected() {
        Response response = caller.post("/events/get", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(""))
                .containsExactly("Name the event by at least one of event_id, event_type and device_id");
    }

    @Test
    void get_withEveryFieldInvalid_reportsAll() {
        Response response =
                caller.post("/events/get", "{\"event_id\": \"x\", \"event_type\": \"\", \"device_id\": \"x\"}");

        assertThat(response.problems("event_id")).containsExactly("Must be a UUID");
        assertThat(response.problems("event_type")).containsExactly("Must not be empty");
        assertThat(response.problems("device_id")).containsExactly("Must be a UUID");
    }

    private Response list(String filter) {
        return caller.post("/events/list", "{\"since\": \"2000-01-01T00:00:00Z\"" + filter + "}");
    }
}
