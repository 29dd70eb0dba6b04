package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Email addresses and phone numbers in a form of the server's own. */
class ContactsTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email_address | Jane.Doe@Example.COM | jane.doe@example.com
            phone_number  | +1 (202) 555-0142    | +12025550142
            phone_number  | 0044 20 7946.0018    | +442079460018
            phone_number  | +49/30/1234567       | +49301234567
            """)
    void create_normalizing_storesTheFormOfTheServer(String property, String sent, String stored) {
        sandbox.normalizeContacts(true);

        Response guest = create(property, sent);
        Response grant = caller.createGrantWith("\"user_identity\": {\"" + property + "\": \"" + sent + "\"}", "card");

        assertThat(guest.text("user_identity." + property)).isEqualTo(stored);
        assertThat(guest.text("user_identity.display_name")).isEqualTo(stored);
        assertThat(grant.status()).isEqualTo(409);
        assertThat(grant.text("error.type")).isEqualTo(property + "_already_exists");
    }

    @Test
    void update_normalizing_comparesTheFormOfTheServer() {
        sandbox.normalizeContacts(true);
        create("email_address", "jane@example.com");
        String other = caller.createUserIdentity();

        Response taken = update(other, "JANE@example.com");
        Response free = update(other, "JOHN@example.com");

        assertThat(taken.text("error.type")).isEqualTo("email_address_already_exists");
        assertThat(free.status()).isEqualTo(200);
        assertThat(caller.post("/user_identities/get", "{\"user_identity_id\": \"" + other + "\"}")
                        .text("user_identity.email_address"))
                .isEqualTo("john@example.com");
    }

    @Test
    void create_byDefault_storesAndComparesWhatWasSent() {
        Response lower = create("email_address", "jane@example.com");
        Response upper = create("email_address", "JANE@example.com");
        Response again = create("email_address", "JANE@example.com");
        Response spaced = create("phone_number", "+1 202 555 0142");

        assertThat(lower.status()).isEqualTo(200);
        assertThat(upper.text("user_identity.email_address")).isEqualTo("JANE@example.com");
        assertThat(again.text("error.type")).isEqualTo("email_address_already_exists");
        assertThat(spaced.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"555-0142", "+1 202 CALL-NOW", "", "()"})
    void create_normalizingWhatIsNoPhoneNumber_isInvalid(String phone) {
        sandbox.normalizeContacts(true);

        assertThat(create("phone_number", phone).problems("phone_number")).hasSize(1);
    }

    @Test
    void reset_afterTheSwitch_undoesIt() {
        sandbox.normalizeContacts(true);

        sandbox.reset();

        assertThat(create("email_address", "JANE@example.com").text("user_identity.email_address"))
                .isEqualTo("JANE@example.com");
    }

    private Response create(String property, String value) {
        return caller.post("/user_identities/create", "{\"" + property + "\": \"" + value + "\"}");
    }

    private Response update(String id, String email) {
        return caller.post(
                "/user_identities/update",
                "{\"user_identity_id\": \"" + id + "\", \"email_address\": \"" + email + "\"}");
    }
}
