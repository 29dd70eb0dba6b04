package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is moved back and forth. Try other moves with {@code -Dseam.seed=1}. */
class SandboxTimeTravelTest {
    private static final long SEED = Long.getLong("seam.seed", 20261127);
    private static final Instant NOW = Instant.parse("2127-07-13T12:00:00Z");
    private static final Instant START = NOW.plus(Duration.ofHours(3));
    private static final Duration ISSUE_DELAY = Duration.ofMinutes(5);

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .localLinks()
            .window()
            .start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** The link, which ends after two days, ends after the stay or before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void clock_movedBackAndForth_decidesTheStateOfAKeyAtEachTime(int days) {
        Instant end = NOW.plus(Duration.ofDays(days));
        sandbox.issueAfter(ISSUE_DELAY);
        Response grant = caller.createGrantWith(
                "\"user_identity\": {\"full_name\": \"Ada\"}, \"starts_at\": \"" + START + "\", \"ends_at\": \"" + end
                        + "\"",
                "mobile_key");
        String url = grant.text("access_grant.instant_key_url");
        SandboxGuest guest = sandbox.guest(url);
        Instant linkEnds = Instant.parse(caller.post("/instant_keys/get", "{\"instant_key_url\": \"" + url + "\"}")
                .text("instant_key.expires_at"));
        Random random = new Random(SEED);
        boolean issued = false;
        boolean used = false;

        for (int move = 0; move < 60; move++) {
            Instant now = List.of(NOW, NOW.plus(ISSUE_DELAY), START, end, linkEnds)
                    .get(random.nextInt(5))
                    .plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
            sandbox.clock().setTo(now);
            issued |= !now.isBefore(NOW.plus(ISSUE_DELAY));
            KeyState expected = expected(now, end.isBefore(linkEnds) ? end : linkEnds, issued, used);
            String what = "move " + move + " to " + now + ", seed " + SEED;

            assertThat(guest.state()).as(what).isEqualTo(expected);
            assertThat(Page.get(url).body).as(what).contains(expected.message);
            assertThat(Page.get(sandbox.endpoint() + "/__sandbox").status)
                    .as(what)
                    .isEqualTo(200);
            assertThat(caller.accessGrant(grant.text("access_grant.access_grant_id"))
                            .status())
                    .as(what)
                    .isEqualTo(200);
            if (move > 45 && random.nextInt(5) == 0) {
                Throwable rejection = catchThrowable(() -> guest.unlock("Room 101"));
                assertThat(rejection == null).as(what).isEqualTo(expected == KeyState.READY);
                used |= rejection == null;
            }
        }
        assertThat(caller.eventTypes("\"event_type\": \"access_method.issued\""))
                .hasSize(1);
    }

    private static KeyState expected(Instant now, Instant end, boolean issued, boolean used) {
        if (!now.isBefore(end)) {
            return KeyState.EXPIRED;
        }
        if (used) {
            return KeyState.USED_UP;
        }
        if (!issued) {
            return KeyState.NOT_READY;
        }
        return now.isBefore(START) ? KeyState.NOT_STARTED : KeyState.READY;
    }

    /** What is due stays due at its time, and what is done stays done. */
    @Test
    void clock_movedBackDuringADeletion_endsTheDeletionAtItsTimeAndOnce() {
        String id = caller.createGrant("mobile_key").text("access_grant.access_grant_id");
        String body = "{\"access_grant_id\": \"" + id + "\"}";
        sandbox.deleteAfter(Duration.ofMinutes(1));
        caller.post("/access_grants/delete", body);

        sandbox.clock().setTo(NOW.minus(Duration.ofDays(1)));
        assertThat(caller.accessGrant(id).status()).isEqualTo(200);
        caller.post("/access_grants/delete", body);
        sandbox.clock().setTo(NOW.plusSeconds(60).minusNanos(1_000));
        assertThat(caller.accessGrant(id).status()).isEqualTo(200);
        sandbox.clock().setTo(NOW.plusSeconds(60));
        assertThat(caller.accessGrant(id).status()).isEqualTo(404);
        sandbox.clock().setTo(NOW);
        assertThat(caller.accessGrant(id).status()).isEqualTo(404);
        assertThat(caller.eventTypes("\"event_type\": \"access_grant.deleted\""))
                .hasSize(1);
    }

    @Test
    void start_manyWorkspaces_shareNothing() {
        List<SeamSandbox> many =
                IntStream.range(0, 20).mapToObj(i -> SeamSandbox.start()).toList();
        try {
            String key = "\"user_identity\": {\"user_identity_key\": \"ada\"}, \"access_grant_key\": \"booking-7\"";
            for (SeamSandbox one : many) {
                assertThat(new Caller(one).createGrantWith(key, "mobile_key").status())
                        .isEqualTo(200);
            }

            many.get(0).clock().advance(Duration.ofDays(1));
            many.get(1).reset();

            assertThat(many).extracting(SeamSandbox::workspaceId).doesNotHaveDuplicates();
            assertThat(many).extracting(SeamSandbox::apiKey).doesNotHaveDuplicates();
            assertThat(many.get(1).grantsCreatedByKey()).isEmpty();
            for (SeamSandbox one : many.subList(2, 20)) {
                assertThat(one.grantsCreatedByKey())
                        .containsOnlyKeys("booking-7")
                        .containsValue(1);
                assertThat(one.clock().instant()).isBefore(Instant.now().plusSeconds(60));
            }
        } finally {
            many.forEach(SeamSandbox::close);
        }
    }
}
