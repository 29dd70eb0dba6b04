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
import org.junit.jupiter.params.provider.ValueSource;

/** When access methods are issued. */
class AccessMethodIssuerTest {
    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(Instant.parse("2026-07-03T08:00:00Z"), ZoneOffset.UTC))
            .start();
    private final SandboxClock clock = sandbox.clock();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "card", "mobile_key", "cloud_key"})
    void method_withoutADelay_isIssuedAtOnce(String mode) {
        Response grant = caller.createGrant(mode);

        Response method = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));
        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is ready.");
        assertThat(method.text("access_method.is_issued")).isEqualTo("true");
        assertThat(method.text("access_method.issued_at")).isEqualTo("2026-07-03T08:00:00Z");
    }

    @Test
    void method_beforeItsDelayIsOver_isNotIssuedButHasItsLink() {
        sandbox.issueAfter(Duration.ofSeconds(10));
        Response grant = caller.createGrant("mobile_key");
        clock.advance(Duration.ofSeconds(10).minusNanos(1000));

        Response method = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));

        assertThat(method.text("access_method.is_issued")).isEqualTo("false");
        assertThat(method.at("access_method.issued_at").isJsonNull()).isTrue();
        assertThat(method.text("access_method.instant_key_url")).isEqualTo(grant.text("access_grant.instant_key_url"));
        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is being set up.");
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .isEmpty();
    }

    @Test
    void method_onceItsDelayIsOver_isIssuedWithThatTime() {
        sandbox.issueAfter(Duration.ofSeconds(10));
        String method = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");
        clock.advance(Duration.ofHours(1));

        Response response = caller.accessMethod(method);
        Response events = caller.post("/events/list", """
                {"since": "2026-07-03T08:00:00Z", "event_type": "access_method.issued"}
                """);

        assertThat(response.text("access_method.is_issued")).isEqualTo("true");
        assertThat(response.text("access_method.issued_at")).isEqualTo("2026-07-03T08:00:10Z");
        assertThat(events.texts("events", "access_method_id")).containsExactly(method);
        assertThat(events.texts("events", "occurred_at")).containsExactly("2026-07-03T08:00:10Z");
    }

    @Test
    void methods_dueInAnotherOrder_areIssuedInThatOrder() {
        sandbox.issueAfter(Duration.ofMinutes(2));
        String slow = caller.createGrant("card").text("access_grant.access_method_ids.0");
        sandbox.issueAfter(Duration.ofMinutes(1));
        String fast = caller.createGrant("card").text("access_grant.access_method_ids.0");
        clock.advance(Duration.ofMinutes(3));

        Response events = caller.post("/events/list", """
                {"since": "2026-07-03T08:00:00Z", "event_type": "access_method.issued"}
                """);

        assertThat(events.texts("events", "access_method_id")).containsExactly(fast, slow);
    }

    @Test
    void delay_whenChanged_doesNotAffectEarlierRequests() {
        sandbox.issueAfter(Duration.ofMinutes(1));
        String before = caller.createGrant("card").text("access_grant.access_method_ids.0");
        sandbox.issueAfter(Duration.ZERO);
        String after = caller.createGrant("card").text("access_grant.access_method_ids.0");

        assertThat(caller.accessMethod(before).text("access_method.is_issued")).isEqualTo("false");
        assertThat(caller.accessMethod(after).text("access_method.is_issued")).isEqualTo("true");
    }

    @Test
    void delay_afterReset_isZero() {
        sandbox.issueAfter(Duration.ofDays(1));
        caller.createGrant("card");

        sandbox.reset();

        String method = caller.createGrant("card").text("access_grant.access_method_ids.0");
        assertThat(caller.accessMethod(method).text("access_method.is_issued")).isEqualTo("true");
        clock.advance(Duration.ofDays(2));
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .hasSize(1);
    }

    @Test
    void delay_forEver_neverEnds() {
        sandbox.issueAfter(ChronoUnit.FOREVER.getDuration());
        String method = caller.createGrant("card").text("access_grant.access_method_ids.0");
        clock.advance(Duration.ofDays(36_500));

        assertThat(caller.accessMethod(method).text("access_method.is_issued")).isEqualTo("false");
    }

    @Test
    void delay_negative_isRejected() {
        assertThatThrownBy(() -> sandbox.issueAfter(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
    }

    @Test
    void method_whenTheTimesOfItsGrantChange_isIssuedAgainAfterTheDelay() {
        Response grant = caller.createGrant("code");
        String method = grant.text("access_grant.access_method_ids.0");
        sandbox.issueAfter(Duration.ofMinutes(1));
        clock.advance(Duration.ofHours(1));

        prolong(grant);
        Response meanwhile = caller.accessMethod(method);
        clock.advance(Duration.ofMinutes(1));
        Response afterwards = caller.accessMethod(method);

        assertThat(meanwhile.text("access_method.is_issued")).isEqualTo("false");
        assertThat(meanwhile.at("access_method.issued_at").isJsonNull()).isTrue();
        assertThat(afterwards.text("access_method.is_issued")).isEqualTo("true");
        assertThat(afterwards.text("access_method.issued_at")).isEqualTo("2026-07-03T09:01:00Z");
        assertThat(afterwards.text("access_method.code")).isEqualTo(meanwhile.text("access_method.code"));
        assertThat(caller.eventTypes("\"access_method_id\": \"" + method + "\""))
                .containsExactly(
                        "access_method.created",
                        "access_method.issued",
                        "access_method.revoked",
                        "access_method.reissued");
    }

    @Test
    void times_whileTheyChange_arePendingOnTheGrantAndItsMethods() {
        Response grant = caller.createGrant("card", "mobile_key");
        String grantId = grant.text("access_grant.access_grant_id");
        List<String> methods = grant.strings("access_grant.access_method_ids");
        sandbox.issueAfter(Duration.ofMinutes(1));
        clock.advance(Duration.ofHours(1));

        prolong(grant);
        Response meanwhile = caller.accessGrant(grantId);
        Response method = caller.accessMethod(methods.get(1));

        assertThat(meanwhile.text("access_grant.display_status")).isEqualTo("Access times are being changed.");
        assertThat(meanwhile.text("access_grant.warnings.0.warning_code")).isEqualTo("updating_access_times");
        assertThat(meanwhile.strings("access_grant.warnings.0.access_method_ids"))
                .isEqualTo(methods);
        String mutation = "access_grant.pending_mutations.0.";
        assertThat(meanwhile.text(mutation + "mutation_code")).isEqualTo("updating_access_times");
        assertThat(meanwhile.text(mutation + "created_at")).isEqualTo("2026-07-03T09:00:00Z");
        assertThat(meanwhile.strings(mutation + "access_method_ids")).isEqualTo(methods);
        assertThat(meanwhile.at(mutation + "from"))
                .hasToString("{\"starts_at\":\"2026-07-03T08:00:00Z\",\"ends_at\":null}");
        assertThat(meanwhile.at(mutation + "to"))
                .hasToString("{\"starts_at\":\"2026-07-03T08:00:00Z\",\"ends_at\":\"2026-08-01T00:00:00Z\"}");
        assertThat(method.text("access_method.warnings.0.warning_code")).isEqualTo("updating_access_times");
        assertThat(method.at("access_method.pending_mutations.0.from")).isEqualTo(meanwhile.at(mutation + "from"));
        assertThat(method.at("access_method.pending_mutations.0.to")).isEqualTo(meanwhile.at(mutation + "to"));
    }

    @Test
    void times_onceChanged_areNoLongerPending() {
        Response grant = caller.createGrant("card");
        sandbox.issueAfter(Duration.ofMinutes(1));
        prolong(grant);
        clock.advance(Duration.ofMinutes(1));

        Response response = caller.accessGrant(grant.text("access_grant.access_grant_id"));
        Response method = caller.accessMethod(grant.text("access_grant.access_method_ids.0"));

        assertThat(response.text("access_grant.display_status")).isEqualTo("Access is ready.");
        assertThat(response.at("access_grant.warnings").getAsJsonArray()).isEmpty();
        assertThat(response.at("access_grant.pending_mutations").getAsJsonArray())
                .isEmpty();
        assertThat(method.at("access_method.warnings").getAsJsonArray()).isEmpty();
        assertThat(method.at("access_method.pending_mutations").getAsJsonArray())
                .isEmpty();
    }

    @Test
    void times_changedAgainWhilePending_showTheOldestAndTheNewest() {
        Response grant = caller.createGrant("card");
        sandbox.issueAfter(Duration.ofMinutes(1));
        prolong(grant);
        caller.post("/access_grants/update", """
                {"access_grant_id": "%s", "ends_at": "2026-09-01T00:00:00Z"}
                """.formatted(grant.text("access_grant.access_grant_id")));

        Response response = caller.accessGrant(grant.text("access_grant.access_grant_id"));

        assertThat(response.at("access_grant.pending_mutations.0.from.ends_at").isJsonNull())
                .isTrue();
        assertThat(response.text("access_grant.pending_mutations.0.to.ends_at")).isEqualTo("2026-09-01T00:00:00Z");
    }

    @Test
    void times_changedBeforeTheFirstIssue_areNotPending() {
        sandbox.issueAfter(Duration.ofMinutes(1));
        Response grant = caller.createGrant("card");
        prolong(grant);

        Response response = caller.accessGrant(grant.text("access_grant.access_grant_id"));

        assertThat(response.text("access_grant.display_status")).isEqualTo("Access is being set up.");
        assertThat(response.at("access_grant.pending_mutations").getAsJsonArray())
                .isEmpty();
    }

    @Test
    void method_notYetIssuedWhenTheTimesOfItsGrantChange_isIssuedOnceAsPlanned() {
        sandbox.issueAfter(Duration.ofMinutes(1));
        Response grant = caller.createGrant("card");
        String method = grant.text("access_grant.access_method_ids.0");
        clock.advance(Duration.ofSeconds(30));

        prolong(grant);
        clock.advance(Duration.ofSeconds(30));

        assertThat(caller.accessMethod(method).text("access_method.issued_at")).isEqualTo("2026-07-03T08:01:00Z");
        assertThat(caller.eventTypes("\"access_method_id\": \"" + method + "\""))
                .containsExactly("access_method.created", "access_method.issued");
    }

    @Test
    void method_deletedBeforeItIsIssued_isNeverIssued() {
        sandbox.issueAfter(Duration.ofMinutes(1));
        String method = caller.createGrant("card").text("access_grant.access_method_ids.0");

        caller.post("/access_methods/delete", "{\"access_method_id\": \"" + method + "\"}");
        clock.advance(Duration.ofHours(1));

        assertThat(caller.eventTypes("\"access_method_id\": \"" + method + "\""))
                .containsExactly("access_method.created", "access_method.deleted");
    }

    private void prolong(Response grant) {
        caller.post("/access_grants/update", """
                {"access_grant_id": "%s", "ends_at": "2026-08-01T00:00:00Z"}
                """.formatted(grant.text("access_grant.access_grant_id")));
    }
}
