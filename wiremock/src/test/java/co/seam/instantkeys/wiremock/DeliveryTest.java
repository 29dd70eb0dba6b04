package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mobile keys of access systems that send them to an email address or a phone number. */
class DeliveryTest {
    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(Instant.parse("2026-07-03T08:00:00Z"), ZoneOffset.UTC))
            .start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"email_address, jane@example.com", "phone_number, +12025550142"})
    void mobileKey_withoutTheContact_isNotIssuedUntilAnUpdateAddsIt(String property, String contact) {
        deliverBy(property);
        Response grant = caller.createGrant("mobile_key");
        String methodId = grant.text("access_grant.access_method_ids.0");
        sandbox.clock().advance(Duration.ofHours(1));

        Response before = caller.accessMethod(methodId);
        caller.post("/user_identities/update", """
                {"user_identity_id": "%s", "%s": "%s"}
                """.formatted(
                        grant.text("access_grant.user_identity_id"), property, contact));
        sandbox.clock().advance(Duration.ofHours(1));
        Response after = caller.accessMethod(methodId);

        assertThat(before.texts("access_method.warnings", "warning_code"))
                .containsExactly("user_identity_missing_" + property);
        assertThat(before.text("access_method.warnings.0.created_at")).isEqualTo("2026-07-03T08:00:00Z");
        assertThat(before.text("access_method.is_issued")).isEqualTo("false");
        assertThat(before.text("access_method.instant_key_url")).isEqualTo(grant.text("access_grant.instant_key_url"));
        assertThat(after.at("access_method.warnings").getAsJsonArray()).isEmpty();
        assertThat(after.text("access_method.is_issued")).isEqualTo("true");
        assertThat(after.text("access_method.issued_at")).isEqualTo("2026-07-03T09:00:00Z");
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .hasSize(1);
    }

    @Test
    void mobileKey_withBothContacts_isIssued() {
        sandbox.deliverByEmail(true);
        sandbox.deliverByPhone(true);

        Response grant = caller.createGrantWith(
                "\"user_identity\": {\"email_address\": \"jane@example.com\", \"phone_number\": \"+12025550142\"}",
                "mobile_key");

        Response method = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));
        assertThat(method.text("access_method.is_issued")).isEqualTo("true");
        assertThat(method.at("access_method.warnings").getAsJsonArray()).isEmpty();
    }

    @Test
    void mobileKey_withoutEitherContact_hasBothWarningsUntilDeliveryNeedsNone() {
        sandbox.deliverByEmail(true);
        sandbox.deliverByPhone(true);
        String methodId = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");

        Response before = caller.accessMethod(methodId);
        sandbox.deliverByEmail(false);
        Response between = caller.accessMethod(methodId);
        sandbox.deliverByPhone(false);
        Response after = caller.accessMethod(methodId);

        assertThat(before.texts("access_method.warnings", "warning_code"))
                .containsExactly("user_identity_missing_email_address", "user_identity_missing_phone_number");
        assertThat(between.texts("access_method.warnings", "warning_code"))
                .containsExactly("user_identity_missing_phone_number");
        assertThat(between.text("access_method.is_issued")).isEqualTo("false");
        assertThat(after.text("access_method.is_issued")).isEqualTo("true");
    }

    @Test
    void otherMethods_withoutTheContact_areIssued() {
        sandbox.deliverByEmail(true);

        Response grant = caller.createGrant("code", "card", "cloud_key");

        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is ready.");
    }

    @Test
    void mobileKey_issuedBeforeTheSwitch_staysIssuedWithoutAWarning() {
        String methodId = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");

        sandbox.deliverByEmail(true);

        Response method = caller.accessMethod(methodId);
        assertThat(method.text("access_method.is_issued")).isEqualTo("true");
        assertThat(method.at("access_method.warnings").getAsJsonArray()).isEmpty();
    }

    @Test
    void mobileKey_deletedBeforeItsDelivery_isNeverIssued() {
        sandbox.deliverByEmail(true);
        Response grant = caller.createGrant("mobile_key");
        caller.post(
                "/user_identities/delete",
                "{\"user_identity_id\": \"" + grant.text("access_grant.user_identity_id") + "\"}");

        sandbox.deliverByEmail(false);

        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .isEmpty();
    }

    @Test
    void reset_afterTheSwitches_undoesThem() {
        sandbox.deliverByEmail(true);
        sandbox.deliverByPhone(true);
        caller.createGrant("mobile_key");

        sandbox.reset();

        Response grant = caller.createGrant("mobile_key");
        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is ready.");
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .hasSize(1);
    }

    private void deliverBy(String property) {
        if (property.equals("email_address")) {
            sandbox.deliverByEmail(true);
        } else {
            sandbox.deliverByPhone(true);
        }
    }
}
