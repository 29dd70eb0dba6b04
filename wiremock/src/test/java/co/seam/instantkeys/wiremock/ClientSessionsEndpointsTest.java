package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSessionsEndpointsTest {
    private static final String UNKNOWN = "e86f30b7-4a1d-49c5-a7f2-06d8c95be143";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void get_theSessionOfAKey_returnsItWithItsToken() {
        Response key = keyOf(caller.createUserIdentity());

        Response response = session("get", key);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("client_session.client_session_id"))
                .isEqualTo(key.text("instant_key.client_session_id"));
        assertThat(response.text("client_session.token")).matches("seam_cst1[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");
        assertThat(response.text("client_session.user_identity_id"))
                .isEqualTo(key.text("instant_key.user_identity_id"));
        assertThat(response.text("client_session.user_identity_ids.0"))
                .isEqualTo(key.text("instant_key.user_identity_id"));
        assertThat(response.text("client_session.created_at")).isEqualTo(key.text("instant_key.created_at"));
        assertThat(response.text("client_session.expires_at")).isEqualTo(key.text("instant_key.expires_at"));
        assertThat(response.at("client_session.user_identifier_key").isJsonNull())
                .isTrue();
    }

    @Test
    void get_ofTwoKeys_returnsDistinctTokens() {
        String guest = caller.createUserIdentity();

        assertThat(session("get", keyOf(guest)).text("client_session.token"))
                .isNotEqualTo(session("get", keyOf(guest)).text("client_session.token"));
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Response response = caller.post("/client_sessions/get", "{\"client_session_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("client_session_not_found");
    }

    @Test
    void get_byAUserIdentifierKey_isNotFound() {
        Response response = caller.post("/client_sessions/get", "{\"user_identifier_key\": \"app-user-1\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.data.user_identifier_key")).isEqualTo("app-user-1");
    }

    @Test
    void get_byNothing_isRejected() {
        assertThat(caller.post("/client_sessions/get", "{}").problems(""))
                .containsExactly("Name the session by at least one of client_session_id and user_identifier_key");
    }

    @Test
    void get_theSessionOfADeletedKey_isNotFound() {
        Response key = keyOf(caller.createUserIdentity());

        caller.post("/instant_keys/delete", "{\"instant_key_id\": \"" + key.text("instant_key.instant_key_id") + "\"}");

        assertThat(session("get", key).status()).isEqualTo(404);
    }

    @Test
    void revoke_aSession_removesItsTokenAndLeavesTheKey() {
        Response key = keyOf(caller.createUserIdentity());

        Response response = session("revoke", key);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(session("get", key).has("client_session.token")).isFalse();
        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id"))
                .containsExactly(key.text("instant_key.instant_key_id"));
    }

    @Test
    void revoke_theSessionOfAMobileKey_removesTheTokenFromMethodAndGrant() {
        Response grant = caller.createGrant("mobile_key");
        Response key = caller.post("/instant_keys/list", "{}");

        caller.post("/client_sessions/revoke", """
                {"client_session_id": "%s"}
                """.formatted(key.text("instant_keys.0.client_session_id")));

        Response method = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));
        assertThat(method.has("access_method.client_session_token")).isFalse();
        assertThat(method.has("access_method.instant_key_url")).isTrue();
        assertThat(caller.accessGrant(grant.text("access_grant.access_grant_id"))
                        .has("access_grant.client_session_token"))
                .isFalse();
    }

    @Test
    void revoke_twice_succeeds() {
        Response key = keyOf(caller.createUserIdentity());
        session("revoke", key);

        assertThat(session("revoke", key).status()).isEqualTo(200);
    }

    @Test
    void revoke_anUnknownId_isNotFound() {
        Response response = caller.post("/client_sessions/revoke", "{\"client_session_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("client_session_not_found");
    }

    @Test
    void revoke_withoutTheId_isRequired() {
        assertThat(caller.post("/client_sessions/revoke", "{}").problems("client_session_id"))
                .containsExactly("Required");
    }

    private Response keyOf(String guest) {
        return caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}");
    }

    private Response session(String operation, Response key) {
        return caller.post("/client_sessions/" + operation, """
                {"client_session_id": "%s"}
                """.formatted(key.text("instant_key.client_session_id")));
    }
}
