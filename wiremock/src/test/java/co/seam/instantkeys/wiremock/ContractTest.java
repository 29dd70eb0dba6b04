package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link Caller} validates what every test sends and receives. This test shows that it does, for all operations. */
class ContractTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);
    private final Set<String> succeeded = new LinkedHashSet<>();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void responses_ofEveryOperation_keepTheContract() {
        String guest = ok("/user_identities/create", "{}").text("user_identity.user_identity_id");
        String duplicate = caller.createUserIdentity();
        ok("/user_identities/get", "{'user_identity_id': '%s'}", guest);
        ok("/user_identities/list", "{}");
        ok("/user_identities/update", "{'user_identity_id': '%s', 'full_name': 'Ada'}", guest);
        ok(
                "/user_identities/merge",
                "{'user_identity_id': '%s', 'merged_user_identity_ids': ['%s']}",
                guest,
                duplicate);
        Response key = ok("/user_identities/generate_instant_key", "{'user_identity_id': '%s'}", guest);
        Response grant = ok("/access_grants/create", """
                {'user_identity_id': '%s', 'space_keys': ['first-floor'], 'access_grant_key': 'booking-1',
                 'requested_access_methods': [{'mode': 'code'}, {'mode': 'mobile_key'}]}
                """, guest);
        String grantId = grant.text("access_grant.access_grant_id");
        String methodId = grant.text("access_grant.access_method_ids.1");
        ok("/access_grants/get", "{'access_grant_id': '%s'}", grantId);
        ok("/access_grants/list", "{}");
        ok("/access_grants/update", "{'access_grant_id': '%s', 'ends_at': '2100-01-01T00:00:00Z'}", grantId);
        ok(
                "/access_grants/request_access_methods",
                "{'access_grant_id': '%s', 'requested_access_methods': [{'mode': 'card'}]}",
                grantId);
        ok("/access_grants/get_related", "{'access_grant_ids': ['%s']}", grantId);
        ok("/access_methods/get", "{'access_method_id': '%s'}", methodId);
        ok("/access_methods/list", "{'access_grant_id': '%s'}", grantId);
        ok("/access_methods/get_related", "{'access_method_ids': ['%s']}", methodId);
        ok("/access_methods/delete", "{'access_grant_id': '%s'}", grantId);
        ok("/acs/systems/get", "{'acs_system_id': '%s'}", sandbox.acsSystemId());
        ok("/acs/systems/list", "{}");
        ok("/acs/entrances/get", "{'acs_entrance_id': '%s'}", sandbox.acsEntranceId("Room 101"));
        ok("/acs/entrances/list", "{}");
        ok("/spaces/get", "{'space_id': '%s'}", sandbox.spaceId("First Floor"));
        ok("/spaces/list", "{}");
        ok("/workspaces/get", "{}");
        ok("/client_sessions/get", "{'client_session_id': '%s'}", key.text("instant_key.client_session_id"));
        ok("/client_sessions/revoke", "{'client_session_id': '%s'}", key.text("instant_key.client_session_id"));
        ok("/instant_keys/get", "{'instant_key_id': '%s'}", key.text("instant_key.instant_key_id"));
        ok("/instant_keys/list", "{}");
        ok("/instant_keys/delete", "{'instant_key_id': '%s'}", key.text("instant_key.instant_key_id"));
        ok("/access_grants/delete", "{'access_grant_id': '%s'}", grantId);
        ok("/user_identities/delete", "{'user_identity_id': '%s'}", guest);
        String webhook =
                ok("/webhooks/create", "{'url': 'https://bookings.example/'}").text("webhook.webhook_id");
        ok("/webhooks/get", "{'webhook_id': '%s'}", webhook);
        ok("/webhooks/list", "{}");
        ok("/webhooks/update", "{'webhook_id': '%s', 'event_types': ['access_method.issued']}", webhook);
        ok("/webhooks/delete", "{'webhook_id': '%s'}", webhook);
        Response events = ok("/events/list", "{'since': '2000-01-01T00:00:00Z'}");
        ok("/events/get", "{'event_id': '%s'}", events.text("events.0.event_id"));

        assertThat(succeeded).containsExactlyInAnyOrderElementsOf(Contract.paths());
    }

    @Test
    void response_withoutARequiredField_isCaught() {
        assertThatThrownBy(() -> Contract.requireResponse(
                        "/instant_keys/list", 200, "application/json", "{\"instant_keys\": [{}], \"ok\": true}"))
                .hasMessageContaining("contract of /instant_keys/list")
                .hasMessageContaining("instant_key_url");
    }

    @Test
    void response_withAFieldThatTheContractLacks_isCaught() {
        assertThatThrownBy(() -> Contract.requireResponse(
                        "/user_identities/delete", 200, "application/json", "{\"ok\": true, \"extra\": 1}"))
                .hasMessageContaining("extra");
    }

    @Test
    void errorResponse_thatIsNoEnvelope_isCaught() {
        assertThatThrownBy(() ->
                        Contract.requireResponse("/instant_keys/get", 404, "application/json", "{\"error\": \"none\"}"))
                .hasMessageContaining("contract of /instant_keys/get");
    }

    @Test
    void request_beyondTheContract_isCaught() {
        assertThatThrownBy(() -> caller.post("/instant_keys/list", "{\"brand_new\": 1}"))
                .hasMessageContaining("contract of /instant_keys/list")
                .hasMessageContaining("brand_new");
    }

    private Response ok(String path, String request, Object... values) {
        Response response = caller.post(path, request.replace('\'', '"').formatted(values));
        assertThat(response.status()).as(path).isEqualTo(200);
        succeeded.add(path);
        return response;
    }
}
