package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
    private static final String GUEST = "9b7e2f34-61c8-4d5f-8a10-7e3bd94c02f6";

    private final Ids ids = Ids.seeded(1, "test");
    private final Workspace workspace = new Workspace(
            new SandboxClock(Clock.systemUTC()),
            new Hotel(SandboxProperty.SMALL_HOTEL, Ids.random(), Instant.EPOCH),
            ids,
            ids,
            Set.of());

    @Test
    void issueKey_whenARandomLinkRepeats_createsAnother() {
        ids.restart();
        String first = workspace.issueKey(GUEST, null, 1, false).getInstantKeyUrl();
        ids.restart();
        String second = workspace.issueKey(GUEST, null, 1, false).getInstantKeyUrl();

        assertThat(second).startsWith("https://ik.seam.co/").isNotEqualTo(first);
    }

    @Test
    void issueKey_whenTheLinkOfADeletedKeyRepeats_createsAnother() {
        ids.restart();
        InstantKey first = workspace.issueKey(GUEST, null, 1, false);
        workspace.remove(first, Instant.EPOCH);
        ids.restart();
        String second = workspace.issueKey(GUEST, null, 1, false).getInstantKeyUrl();

        assertThat(second).isNotEqualTo(first.getInstantKeyUrl());
    }

    @Test
    void links_ofDeletedKeysInALongRun_areTheLatestOnes() {
        InstantKey kept = workspace.issueKey(GUEST, null, 1, false);
        InstantKey first = issueAndRemoveKey();
        InstantKey second = issueAndRemoveKey();
        for (int i = 0; i < GuestKeys.MAX_DELETED - 1; i++) {
            issueAndRemoveKey();
        }

        assertThat(workspace.guestKeys.instantKeyId(kept.getInstantKeyUrl())).isNotNull();
        assertThat(workspace.guestKeys.instantKeyId(first.getInstantKeyUrl())).isNull();
        assertThat(workspace.guestKeys.instantKeyId(second.getInstantKeyUrl())).isNotNull();
    }

    private InstantKey issueAndRemoveKey() {
        InstantKey key = workspace.issueKey(GUEST, null, 1, false);
        workspace.remove(key, Instant.EPOCH);
        return key;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messages_thatWaitInALongRun_areTheLatestOnes(boolean isHolding) {
        workspace.webhooks().collect();
        if (isHolding) {
            workspace.webhooks().hold();
        } else {
            workspace.webhooks().onNext(SandboxWebhooks.MAX_WAITING + 100).delay(Duration.ofDays(1));
        }
        for (int i = 0; i < SandboxWebhooks.MAX_WAITING + 100; i++) {
            issueAndRemoveKey();
        }

        assertThat(workspace.webhooks().waiting()).isEqualTo(SandboxWebhooks.MAX_WAITING);
        workspace.webhooks().clear();
        assertThat(workspace.webhooks().waiting()).isZero();
    }

    @Test
    void events_inALongRun_areTheLatestOnes() {
        for (int i = 0; i <= EventLog.MAX_EVENTS; i++) {
            InstantKey key = workspace.issueKey(GUEST, null, 1, false);
            workspace.remove(key, Instant.ofEpochSecond(i));
        }

        assertThat(workspace.events.entries())
                .hasSize(EventLog.MAX_EVENTS)
                .extracting(entry -> entry.event.getCreatedAt())
                .startsWith(Instant.ofEpochSecond(1))
                .endsWith(Instant.ofEpochSecond(EventLog.MAX_EVENTS));
    }
}
