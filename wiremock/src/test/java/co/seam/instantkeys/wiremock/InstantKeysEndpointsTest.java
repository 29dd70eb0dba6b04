package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantKeysEndpointsTest {
    private static final String UNKNOWN = "2ad1c6e0-7f95-4c2b-8e64-91b03fd7a58c";

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void list_withoutAFilter_returnsAllInOrderOfCreation() {
        String first = caller.generateKey(caller.createUserIdentity());
        String second = caller.generateKey(caller.createUserIdentity());

        Response response = caller.post("/instant_keys/list", "{}");

        assertThat(response.texts("instant_keys", "instant_key_id")).containsExactly(first, second);
        assertThat(response.has("pagination")).isFalse();
    }

    @Test
    void list_byUserIdentity_returnsItsKeysOnly() {
        String guest = caller.createUserIdentity();
        String key = caller.generateKey(guest);
        caller.generateKey(caller.createUserIdentity());

        Response response = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(response.texts("instant_keys", "instant_key_id")).containsExactly(key);
    }

    @Test
    void list_byAnUnknownUserIdentity_isEmpty() {
        caller.generateKey(caller.createUserIdentity());

        Response response = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.at("instant_keys").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byAMalformedId_isRejected() {
        Response response = caller.post("/instant_keys/list", "{\"user_identity_id\": \"guest-1\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("user_identity_id")).containsExactly("Must be a UUID");
    }

    @Test
    void get_byIdOrUrlOrBoth_findsTheKey() {
        Response generated = caller.post(
                "/user_identities/generate_instant_key",
                "{\"user_identity_id\": \"" + caller.createUserIdentity() + "\"}");
        caller.generateKey(caller.createUserIdentity());
        String id = generated.text("instant_key.instant_key_id");
        String url = generated.text("instant_key.instant_key_url");

        Response byId = caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + id + "\"}");
        Response byUrl = caller.post("/instant_keys/get", "{\"instant_key_url\": \"" + url + "\"}");
        Response byBoth = caller.post(
                "/instant_keys/get", "{\"instant_key_id\": \"" + id + "\", \"instant_key_url\": \"" + url + "\"}");

        assertThat(byId.body).isEqualTo(generated.body);
        assertThat(byUrl.body).isEqualTo(generated.body);
        assertThat(byBoth.body).isEqualTo(generated.body);
    }

    @Test
    void get_byTheIdOfOneAndTheUrlOfAnother_isNotFound() {
        String guest = caller.createUserIdentity();
        String one = caller.generateKey(guest);
        Response other =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}");

        Response response =
                caller.post("/instant_keys/get", """
                {"instant_key_id": "%s", "instant_key_url": "%s"}
                """.formatted(one, other.text("instant_key.instant_key_url")));

        assertThat(response.status()).isEqualTo(404);
    }

    @Test
    void get_byNeitherIdNorUrl_isRejectedForTheWholeRequest() {
        Response response = caller.post("/instant_keys/get", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems("")).containsExactly("Name the key by instant_key_id or instant_key_url");
    }

    @ParameterizedTest
    @CsvSource({
        "instant_key_id, seam, Must be a UUID",
        "instant_key_url, H7QK2M, Must be a URL",
        "instant_key_url, 'https://ik.seam.co/H7 QK', Must be a URL"
    })
    void get_byAMalformedValue_isRejectedWithoutQuotingIt(String parameter, String value, String problem) {
        Response response = caller.post("/instant_keys/get", "{\"" + parameter + "\": \"" + value + "\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems(parameter)).containsExactly(problem);
        assertThat(response.problems("")).isEmpty();
        assertThat(response.text("error.message")).doesNotContain(value);
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Response response = caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + UNKNOWN + "\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("instant_key_not_found");
        assertThat(response.text("error.data.instant_key_id")).isEqualTo(UNKNOWN);
    }

    @Test
    void get_anUnknownUrl_isNotFoundWithoutQuotingIt() {
        Response response = caller.post("/instant_keys/get", "{\"instant_key_url\": \"https://ik.seam.co/H7QK2M\"}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("instant_key_not_found");
        assertThat(response.http.body()).doesNotContain("H7QK2M");
    }

    @Test
    void delete_aKey_deletesThatOneOnly() {
        String guest = caller.createUserIdentity();
        String one = caller.generateKey(guest);
        String other = caller.generateKey(guest);

        Response response = caller.post("/instant_keys/delete", "{\"instant_key_id\": \"" + one + "\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body).hasToString("{\"ok\":true}");
        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id"))
                .containsExactly(other);
        assertThat(caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + one + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void delete_aDeletedKey_isNotFound() {
        String key = "{\"instant_key_id\": \"" + caller.generateKey(caller.createUserIdentity()) + "\"}";
        caller.post("/instant_keys/delete", key);

        Response response = caller.post("/instant_keys/delete", key);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("instant_key_not_found");
    }

    @Test
    void delete_withoutAnId_isRequired() {
        Response response = caller.post("/instant_keys/delete", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problems("instant_key_id")).containsExactly("Required");
    }
}
