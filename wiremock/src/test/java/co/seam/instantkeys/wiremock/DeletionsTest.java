package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is being deleted, and what it blocks meanwhile. */
class DeletionsTest {
    private static final Instant START = Instant.parse("2026-07-03T08:00:00Z");
    private static final Duration DELAY = Duration.ofSeconds(5);

    /** With a seed: after a reset, the next grant has the id of the one before. */
    private final SeamSandbox sandbox = SeamSandbox.builder()
            .seed(7)
            .clock(Clock.fixed(START, ZoneOffset.UTC))
            .start();

    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void grant_withoutADelay_isGoneAtOnce() {
        Response created = createBooking();

        delete(created);

        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(404);
        assertThat(createBooking().status()).isEqualTo(200);
    }

    @Test
    void grant_beforeItsDelayIsOver_hasTheWarningLikeItsMethods() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        sandbox.clock().advance(Duration.ofMinutes(1));

        assertThat(delete(created).status()).isEqualTo(200);
        sandbox.clock().advance(DELAY.minusNanos(1_000));

        Response grant = caller.accessGrant(id(created));
        assertThat(grant.texts("access_grant.warnings", "warning_code")).containsExactly("being_deleted");
        assertThat(grant.text("access_grant.warnings.0.created_at")).isEqualTo("2026-07-03T08:01:00Z");
        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is being removed.");
        assertThat(grant.strings("access_grant.access_method_ids"))
                .isEqualTo(created.strings("access_grant.access_method_ids"));
        Response method = caller.accessMethod(methodId(created));
        assertThat(method.texts("access_method.warnings", "warning_code")).containsExactly("being_deleted");
        assertThat(method.text("access_method.display_status")).isEqualTo("The access method is being removed.");
        assertThat(caller.post("/access_grants/list", "{}").texts("access_grants", "access_grant_id"))
                .containsExactly(id(created));
        assertThat(deletionEvents()).isEmpty();
    }

    @Test
    void grant_onceItsDelayIsOver_isGoneWithTheTimeOfItsEnd() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        delete(created);
        sandbox.clock().advance(Duration.ofHours(1));

        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(404);
        assertThat(caller.accessMethod(methodId(created)).status()).isEqualTo(404);
        Response events = caller.post("/events/list", """
                {"since": "2000-01-01T00:00:00Z", "event_types": ["access_grant.deleted", "access_method.deleted"]}
                """);
        assertThat(events.texts("events", "event_type"))
                .containsExactly("access_method.deleted", "access_grant.deleted");
        assertThat(events.texts("events", "occurred_at")).containsOnly("2026-07-03T08:00:05Z");
    }

    @Test
    void create_withTheKeyOfADyingGrant_isRejectedUntilThatIsGone() {
        sandbox.deleteAfter(DELAY);
        delete(createBooking());

        Response early = createBooking();
        sandbox.clock().advance(DELAY);
        Response late = createBooking();

        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text("error.type")).isEqualTo("access_grant_key_already_exists");
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.at("access_grant.warnings").getAsJsonArray()).isEmpty();
    }

    @Test
    void create_inTheReservationOfADyingGrant_keepsItsDoorsUntilThatIsGone() {
        sandbox.deleteAfter(DELAY);
        delete(caller.createGrantWith("\"user_identity\": {}, \"reservation_key\": \"stay-1\"", "mobile_key"));
        String otherRoom = """
                {"user_identity": {}, "reservation_key": "stay-1", "acs_entrance_ids": ["%s"],
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(sandbox.acsEntranceId("Room 202"));

        Response early = caller.post("/access_grants/create", otherRoom);
        sandbox.clock().advance(DELAY);
        Response late = caller.post("/access_grants/create", otherRoom);

        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text("error.type")).isEqualTo("reservation_entrance_change_requires_cleanup");
        assertThat(late.status()).isEqualTo(200);
    }

    @Test
    void delete_ofADyingGrant_succeedsAndKeepsTheTimeOfItsEnd() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        delete(created);
        sandbox.clock().advance(DELAY.minusSeconds(1));
        sandbox.deleteAfter(Duration.ZERO);

        assertThat(delete(created).status()).isEqualTo(200);
        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(200);
        sandbox.clock().advance(Duration.ofSeconds(1));

        assertThat(delete(created).status()).isEqualTo(404);
        assertThat(deletionEvents()).containsExactly("access_method.deleted", "access_grant.deleted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /access_grants/update                 | "ends_at": "2127-01-01T00:00:00Z"
            /access_grants/request_access_methods | "requested_access_methods": [{"mode": "card"}]
            """)
    void change_ofADyingGrant_isRejected(String path, String field) {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        delete(created);
        Response before = caller.accessGrant(id(created));

        Response response = caller.post(path, "{\"access_grant_id\": \"" + id(created) + "\", " + field + "}");

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo("access_grant_being_deleted");
        assertThat(caller.accessGrant(id(created)).body).isEqualTo(before.body);
    }

    @Test
    void method_thatIsDeleted_hasTheWarningAndTheGrantHasNone() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();

        caller.post("/access_methods/delete", "{\"access_method_id\": \"" + methodId(created) + "\"}");

        assertThat(caller.accessMethod(methodId(created)).texts("access_method.warnings", "warning_code"))
                .containsExactly("being_deleted");
        assertThat(caller.accessGrant(id(created)).at("access_grant.warnings").getAsJsonArray())
                .isEmpty();
        sandbox.clock().advance(DELAY);
        assertThat(caller.accessMethod(methodId(created)).status()).isEqualTo(404);
        assertThat(caller.accessGrant(id(created)).strings("access_grant.access_method_ids"))
                .isEmpty();
    }

    @Test
    void method_whoseGrantIsDeletedLater_keepsTheTimeOfItsOwnEnd() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        caller.post("/access_methods/delete", "{\"access_method_id\": \"" + methodId(created) + "\"}");
        sandbox.clock().advance(Duration.ofSeconds(3));
        delete(created);
        sandbox.clock().advance(Duration.ofSeconds(2));

        assertThat(caller.accessMethod(methodId(created)).status()).isEqualTo(404);
        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(200);
        sandbox.clock().advance(Duration.ofSeconds(3));
        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(404);
        assertThat(deletionEvents()).containsExactly("access_method.deleted", "access_grant.deleted");
    }

    @Test
    void method_whoseGrantIsGoneFirst_endsOnce() {
        sandbox.deleteAfter(DELAY);
        Response created = createBooking();
        caller.post("/access_methods/delete", "{\"access_method_id\": \"" + methodId(created) + "\"}");
        sandbox.deleteAfter(Duration.ZERO);
        delete(created);
        sandbox.clock().advance(DELAY);

        assertThat(deletionEvents()).containsExactly("access_method.deleted", "access_grant.deleted");
    }

    @Test
    void method_thatIsDueWhileItIsDeleted_isNotIssued() {
        sandbox.deleteAfter(DELAY);
        sandbox.issueAfter(Duration.ofSeconds(1));
        Response created = createBooking();
        delete(created);
        sandbox.clock().advance(Duration.ofSeconds(2));

        Response method = caller.accessMethod(methodId(created));

        assertThat(method.text("access_method.is_issued")).isEqualTo("false");
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .isEmpty();
    }

    @Test
    void updateOfTimes_withADyingMethod_leavesItAlone() {
        Response created = caller.createGrant("mobile_key", "card");
        sandbox.deleteAfter(DELAY);
        String dying = methodId(created);
        caller.post("/access_methods/delete", "{\"access_method_id\": \"" + dying + "\"}");

        caller.post(
                "/access_grants/update",
                "{\"access_grant_id\": \"" + id(created) + "\", \"ends_at\": \"2127-01-01T00:00:00Z\"}");

        assertThat(caller.accessMethod(dying).texts("access_method.warnings", "warning_code"))
                .containsExactly("being_deleted");
        assertThat(caller.eventTypes("\"access_method_id\": \"" + dying + "\""))
                .doesNotContain("access_method.revoked");
    }

    @Test
    void userIdentity_beforeItsDelayIsOver_isDyingWithItsGrantsAndMethods() {
        Response created = caller.createGrantWith(
                "\"user_identity\": {\"user_identity_key\": \"guest-1\", \"email_address\": \"jane@example.com\"}",
                "mobile_key");
        String guest = created.text("access_grant.user_identity_id");
        sandbox.deleteAfter(DELAY);

        caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(caller.post("/user_identities/get", "{\"user_identity_key\": \"guest-1\"}")
                        .texts("user_identity.warnings", "warning_code"))
                .containsExactly("being_deleted");
        assertThat(caller.accessGrant(id(created)).texts("access_grant.warnings", "warning_code"))
                .containsExactly("being_deleted");
        assertThat(caller.accessMethod(methodId(created)).texts("access_method.warnings", "warning_code"))
                .containsExactly("being_deleted");
        assertThat(caller.post("/user_identities/create", "{\"email_address\": \"jane@example.com\"}")
                        .text("error.type"))
                .isEqualTo("email_address_already_exists");
        assertThat(instantKeys()).hasSize(1);
        sandbox.clock().advance(DELAY);
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_id"))
                .isEmpty();
        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(404);
        assertThat(caller.accessMethod(methodId(created)).status()).isEqualTo(404);
        assertThat(instantKeys()).isEmpty();
    }

    @Test
    void userIdentity_whoseDyingGrantEndsLater_takesItAlong() {
        Response created = createBooking();
        sandbox.deleteAfter(DELAY);
        delete(created);
        sandbox.deleteAfter(Duration.ZERO);

        caller.post(
                "/user_identities/delete",
                "{\"user_identity_id\": \"" + created.text("access_grant.user_identity_id") + "\"}");

        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(404);
        sandbox.clock().advance(DELAY);
        assertThat(deletionEvents()).containsExactly("access_method.deleted", "access_grant.deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user_identities/update|{'user_identity_id': '%s', 'full_name': 'Jane'}",
                "/user_identities/generate_instant_key|{'user_identity_id': '%s'}",
                "/user_identities/merge|{'user_identity_id': '%s', 'merged_user_identity_ids': ['OTHER']}",
                "/user_identities/merge|{'user_identity_id': 'OTHER', 'merged_user_identity_ids': ['%s']}",
                "/access_grants/create|{'user_identity_id': '%s', 'requested_access_methods': [],"
                        + " 'space_keys': ['first-floor']}"
            })
    void change_ofADyingUserIdentity_isRejected(String call) {
        String dying = caller.createUserIdentity();
        String other = caller.createUserIdentity();
        sandbox.deleteAfter(DELAY);
        caller.post("/user_identities/delete", "{\"user_identity_id\": \"" + dying + "\"}");
        String[] parts = call.replace('\'', '"').replace("OTHER", other).split("\\|");

        Response response = caller.post(parts[0], parts[1].formatted(dying));

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.text("error.type")).isEqualTo("user_identity_being_deleted");
    }

    @Test
    void reset_whileAGrantIsDying_forgetsItAndTheDelay() {
        sandbox.deleteAfter(DELAY);
        Response before = createBooking();
        delete(before);

        sandbox.reset();
        Response next = createBooking();
        sandbox.clock().advance(DELAY);

        assertThat(id(next)).isEqualTo(id(before));

        assertThat(caller.accessGrant(id(next)).status()).isEqualTo(200);
        delete(next);
        assertThat(caller.accessGrant(id(next)).status()).isEqualTo(404);
    }

    @Test
    void deleteAfter_extremeDelays_areRejectedOrServed() {
        assertThatThrownBy(() -> sandbox.deleteAfter(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.000000001S");
        sandbox.deleteAfter(ChronoUnit.FOREVER.getDuration());
        Response created = createBooking();

        assertThat(delete(created).status()).isEqualTo(200);
        assertThat(caller.accessGrant(id(created)).status()).isEqualTo(200);
    }

    private Response createBooking() {
        return caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"booking-1\"", "mobile_key");
    }

    private Response delete(Response created) {
        return caller.post("/access_grants/delete", "{\"access_grant_id\": \"" + id(created) + "\"}");
    }

    private List<String> deletionEvents() {
        return caller.eventTypes("\"event_types\": [\"access_grant.deleted\", \"access_method.deleted\"]");
    }

    private List<String> instantKeys() {
        return caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id");
    }

    private static String id(Response created) {
        return created.text("access_grant.access_grant_id");
    }

    private static String methodId(Response created) {
        return created.text("access_grant.access_method_ids.0");
    }
}
