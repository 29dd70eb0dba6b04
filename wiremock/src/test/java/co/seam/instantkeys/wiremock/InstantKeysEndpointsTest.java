package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Answer;
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
    void list_withoutAFilter_listsAllInOrderOfCreation() {
        String first = caller.generateKey(caller.createPerson());
        String second = caller.generateKey(caller.createPerson());

        Answer answer = caller.post("/instant_keys/list", "{}");

        assertThat(answer.texts("instant_keys", "instant_key_id")).containsExactly(first, second);
        assertThat(answer.has("pagination")).isFalse();
    }

    @Test
    void list_ofAPerson_listsNobodyElsesKeys() {
        String guest = caller.createPerson();
        String key = caller.generateKey(guest);
        caller.generateKey(caller.createPerson());

        Answer answer = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(answer.texts("instant_keys", "instant_key_id")).containsExactly(key);
    }

    @Test
    void list_ofAnUnknownPerson_isEmpty() {
        caller.generateKey(caller.createPerson());

        Answer answer = caller.post("/instant_keys/list", "{\"user_identity_id\": \"" + UNKNOWN + "\"}");

        assertThat(answer.at("instant_keys").getAsJsonArray()).isEmpty();
    }

    @Test
    void list_byAnIdThatIsNoUuid_isRefused() {
        Answer answer = caller.post("/instant_keys/list", "{\"user_identity_id\": \"guest-1\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems("user_identity_id")).containsExactly("Must be a UUID");
    }

    @Test
    void get_byIdOrUrlOrBoth_findsTheKeyThatWasGenerated() {
        Answer generated = caller.post(
                "/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + caller.createPerson() + "\"}");
        caller.generateKey(caller.createPerson());
        String id = generated.text("instant_key.instant_key_id");
        String url = generated.text("instant_key.instant_key_url");

        Answer byId = caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + id + "\"}");
        Answer byUrl = caller.post("/instant_keys/get", "{\"instant_key_url\": \"" + url + "\"}");
        Answer byBoth = caller.post(
                "/instant_keys/get", "{\"instant_key_id\": \"" + id + "\", \"instant_key_url\": \"" + url + "\"}");

        assertThat(byId.body).isEqualTo(generated.body);
        assertThat(byUrl.body).isEqualTo(generated.body);
        assertThat(byBoth.body).isEqualTo(generated.body);
    }

    @Test
    void get_byTheIdOfOneAndTheUrlOfAnother_isNotFound() {
        String guest = caller.createPerson();
        String one = caller.generateKey(guest);
        Answer other =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}");

        Answer answer = caller.post("/instant_keys/get", """
                {"instant_key_id": "%s", "instant_key_url": "%s"}
                """.formatted(one, other.text("instant_key.instant_key_url")));

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void get_byNeitherIdNorUrl_isRefusedForTheWholeRequest() {
        Answer answer = caller.post("/instant_keys/get", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error.type")).isEqualTo("invalid_input");
        assertThat(answer.problems("")).containsExactly("Name the key by instant_key_id or instant_key_url");
    }

    @ParameterizedTest
    @CsvSource({
        "instant_key_id, seam, Must be a UUID",
        "instant_key_url, H7QK2M, Must be a URL",
        "instant_key_url, 'https://ik.seam.co/H7 QK', Must be a URL"
    })
    void get_byAMalformedValue_isRefusedWithoutQuotingIt(String parameter, String value, String problem) {
        Answer answer = caller.post("/instant_keys/get", "{\"" + parameter + "\": \"" + value + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems(parameter)).containsExactly(problem);
        assertThat(answer.problems("")).isEmpty();
        assertThat(answer.text("error.message")).doesNotContain(value);
    }

    @Test
    void get_anUnknownId_isNotFound() {
        Answer answer = caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + UNKNOWN + "\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("instant_key_not_found");
        assertThat(answer.text("error.data.instant_key_id")).isEqualTo(UNKNOWN);
    }

    @Test
    void get_anUnknownUrl_isNotFoundWithoutQuotingIt() {
        Answer answer = caller.post("/instant_keys/get", "{\"instant_key_url\": \"https://ik.seam.co/H7QK2M\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("instant_key_not_found");
        assertThat(answer.response.body()).doesNotContain("H7QK2M");
    }

    @Test
    void delete_aKey_takesThatOneOnly() {
        String guest = caller.createPerson();
        String one = caller.generateKey(guest);
        String other = caller.generateKey(guest);

        Answer answer = caller.post("/instant_keys/delete", "{\"instant_key_id\": \"" + one + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body).hasToString("{\"ok\":true}");
        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id"))
                .containsExactly(other);
        assertThat(caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + one + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void delete_aKeyThatIsGone_isNotFound() {
        String key = "{\"instant_key_id\": \"" + caller.generateKey(caller.createPerson()) + "\"}";
        caller.post("/instant_keys/delete", key);

        Answer answer = caller.post("/instant_keys/delete", key);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("error.type")).isEqualTo("instant_key_not_found");
    }

    @Test
    void delete_withoutAnId_isRequired() {
        Answer answer = caller.post("/instant_keys/delete", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems("instant_key_id")).containsExactly("Required");
    }
}
