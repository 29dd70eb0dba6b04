package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxClockTest {
    private static final Instant START = Instant.parse("2026-07-03T08:00:00Z");

    private final SeamSandbox sandbox =
            SeamSandbox.builder().clock(Clock.fixed(START, ZoneOffset.UTC)).start();
    private final SandboxClock clock = sandbox.clock();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void key_whenTheClockPasses48Hours_expiresAndStaysListed() {
        String key = caller.generateKey(caller.createUserIdentity());
        Response created = caller.post("/instant_keys/get", "{\"instant_key_id\": \"" + key + "\"}");
        Instant expiresAt = Instant.parse(created.text("instant_key.expires_at"));

        clock.advance(Duration.ofHours(48).minusNanos(1_000));
        assertThat(clock.instant()).isBefore(expiresAt);
        clock.advance(Duration.ofNanos(1_000));
        assertThat(clock.instant()).isEqualTo(expiresAt);

        assertThat(caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id"))
                .containsExactly(key);
    }

    @Test
    void createdAt_afterMoves_isTheTimeOfTheClock() {
        clock.setTo(Instant.parse("2031-01-01T00:00:00Z"));
        clock.advance(Duration.ofMinutes(90));

        Response guest = caller.post("/user_identities/create", "{}");

        assertThat(guest.text("user_identity.created_at")).isEqualTo("2031-01-01T01:30:00Z");
    }

    @Test
    void isIssued_whenTheClockPassesTheDelay_becomesTrue() {
        sandbox.issueAfter(Duration.ofMinutes(5));
        String method = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");
        assertThat(caller.accessMethod(method).text("access_method.is_issued")).isEqualTo("false");

        clock.advance(Duration.ofMinutes(5));

        assertThat(caller.accessMethod(method).text("access_method.is_issued")).isEqualTo("true");
    }

    @Test
    void setTo_thePast_keepsIssuedMethodsIssued() {
        sandbox.issueAfter(Duration.ofMinutes(5));
        String method = caller.createGrant("card").text("access_grant.access_method_ids.0");
        clock.advance(Duration.ofMinutes(5));
        caller.accessMethod(method);

        clock.setTo(START);

        assertThat(caller.accessMethod(method).text("access_method.is_issued")).isEqualTo("true");
    }

    @Test
    void reset_afterMoves_returnsToTheBaseClock() {
        clock.advance(Duration.ofDays(1));

        sandbox.reset();

        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void instant_withTheDefaultClock_followsTheSystemClock() {
        try (SeamSandbox running = SeamSandbox.start()) {
            running.clock().advance(Duration.ofDays(1));

            Instant earliest = Instant.now().plus(Duration.ofDays(1)).minusNanos(1_000);
            Instant shown = running.clock().instant();
            Instant latest = Instant.now().plus(Duration.ofDays(1));

            assertThat(shown).isBetween(earliest, latest);
        }
    }

    @Test
    void advance_byANegativeTime_isRejected() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S")
                .hasMessageContaining("setTo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P3000000D", "PT9223372036854775807.999999999S"})
    void advance_beyondTheYear9999_isRejectedAndChangesNothing(Duration time) {
        assertThatThrownBy(() -> clock.advance(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9999");

        assertThat(clock.instant()).isEqualTo(START);
        assertThat(caller.createUserIdentity()).isNotEmpty();
    }

    @Test
    void setTo_aTimeThatJsonCannotExpress_isRejectedAndChangesNothing() {
        for (Instant time : List.of(Instant.MIN, Instant.parse("+10000-01-01T00:00:00Z"), Instant.MAX)) {
            assertThatThrownBy(() -> clock.setTo(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9999");
        }

        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void withZone_afterAMove_followsIt() {
        Clock inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(Duration.ofHours(1));

        assertThat(inTokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(inTokyo.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    }
}
