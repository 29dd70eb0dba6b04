package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventType;
import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxGuestTest {
    private static final Instant CHECK_IN = Instant.parse("2127-07-13T15:00:00Z");

    private final SeamSandbox sandbox =
            SeamSandbox.builder().clock(Clock.fixed(CHECK_IN, ZoneOffset.UTC)).start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void unlock_readyKey_countsAUseAndRecordsTheEvent() {
        Response grant = grant(2, "");
        SandboxGuest guest = guest(grant);
        SandboxWebhook webhook = sandbox.webhooks().collect();

        Event event = guest.unlock("Room 101");

        assertThat(guest.usesLeft()).isEqualTo(1);
        assertThat(guest.state()).isEqualTo(KeyState.READY);
        assertThat(event.getEventType()).isEqualTo(EventType.LOCK_UNLOCKED);
        assertThat(event.getOccurredAt()).isEqualTo(CHECK_IN);
        assertThat(event.getAcsEntranceId()).isEqualTo(sandbox.acsEntranceId("Room 101"));
        String guestId = grant.text("access_grant.user_identity_id");
        for (String filter : List.of(
                "\"user_identity_id\": \"" + guestId + "\", \"event_type\": \"lock.unlocked\"",
                "\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Room 101") + "\"",
                "\"acs_system_id\": \"" + sandbox.acsSystemId() + "\"",
                "\"acs_system_ids\": [\"" + sandbox.acsSystemId() + "\"]",
                "\"connected_account_id\": \"" + event.getConnectedAccountId() + "\"")) {
            assertThat(caller.eventTypes(filter)).as(filter).containsExactly("lock.unlocked");
        }
        assertThat(caller.eventTypes("\"acs_entrance_id\": \"" + sandbox.acsEntranceId("Room 102") + "\""))
                .isEmpty();
        sandbox.webhooks().await(Duration.ofSeconds(30));
        assertThat(webhook.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.event().getEventId()).isEqualTo(event.getEventId()));
    }

    @Test
    void unlock_usedUp_isRejectedAndCountsNothing() {
        SandboxGuest guest = guest(grant(1, ""));
        guest.unlock("Room 101");

        assertRejected(guest, "Room 101", KeyState.USED_UP);

        assertThat(guest.usesLeft()).isZero();
        assertThat(guest.state()).isEqualTo(KeyState.USED_UP);
        assertThat(caller.eventTypes("\"event_type\": \"lock.unlocked\"")).hasSize(1);
    }

    @Test
    void unlock_notIssuedYet_isRejectedUntilItIs() {
        sandbox.issueAfter(Duration.ofSeconds(10));
        SandboxGuest guest = guest(grant(1, ""));

        assertRejected(guest, "Room 101", KeyState.NOT_READY);
        sandbox.clock().advance(Duration.ofSeconds(10));

        assertThat(guest.unlock("Room 101")).isNotNull();
    }

    @Test
    void unlock_beforeTheStart_isRejectedUntilThen() {
        SandboxGuest guest = guest(grant(1, ", \"starts_at\": \"2127-07-13T16:00:00Z\""));

        assertRejected(guest, "Room 101", KeyState.NOT_STARTED);
        sandbox.clock().advance(Duration.ofHours(1));

        assertThat(guest.unlock("Room 101")).isNotNull();
    }

    @Test
    void unlock_fromTheEndOn_isRejectedEvenIfUsedUp() {
        SandboxGuest guest = guest(grant(1, ", \"ends_at\": \"2127-07-13T16:00:00Z\""));
        guest.unlock("Room 101");

        sandbox.clock().advance(Duration.ofHours(1));

        assertRejected(guest, "Room 101", KeyState.EXPIRED);
        assertThat(guest.state()).isEqualTo(KeyState.EXPIRED);
    }

    @Test
    void unlock_linkExpiresBeforeTheStay_isRejected() {
        SandboxGuest guest = guest(grant(1, ""));

        sandbox.clock().advance(Duration.ofHours(48));

        assertRejected(guest, "Room 101", KeyState.EXPIRED);
    }

    @Test
    void unlock_afterTheTimesChanged_followsTheNewTimes() {
        Response grant = grant(1, "");
        SandboxGuest guest = guest(grant);

        caller.post("/access_grants/update", """
                {"access_grant_id": "%s", "starts_at": "2127-07-13T17:00:00Z"}
                """.formatted(grant.text("access_grant.access_grant_id")));

        assertRejected(guest, "Room 101", KeyState.NOT_STARTED);
    }

    @Test
    void unlock_whateverWasDeleted_isRejected() {
        Response grant = grant(1, "");
        assertRevokedBy(grant, "/access_grants/delete", "access_grant_id", "access_grant.access_grant_id");
        grant = grant(1, "");
        assertRevokedBy(grant, "/access_methods/delete", "access_method_id", "access_grant.access_method_ids.0");
        grant = grant(1, "");
        assertRevokedBy(grant, "/user_identities/delete", "user_identity_id", "access_grant.user_identity_id");
        Response key = key(grant(1, ""), 1);
        assertRevokedBy(key, "/instant_keys/delete", "instant_key_id", "instant_key.instant_key_id");
        key = key(grant(1, ""), 1);
        assertRevokedBy(key, "/client_sessions/revoke", "client_session_id", "instant_key.client_session_id");
    }

    @Test
    void unlock_whileBeingDeleted_isRejected() {
        sandbox.deleteAfter(Duration.ofSeconds(10));

        assertRevokedBy(grant(1, ""), "/access_grants/delete", "access_grant_id", "access_grant.access_grant_id");
    }

    @Test
    void unlock_oneMoreKeyOfThePerson_opensTheDoorsOfTheGrantsWithItsOwnUses() {
        Response grant = grant(1, "");
        SandboxGuest first = guest(grant);
        SandboxGuest second = sandbox.guest(key(grant, 2).text("instant_key.instant_key_url"));

        second.unlock("Room 101");
        second.unlock("Room 101");

        assertRejected(second, "Room 101", KeyState.USED_UP);
        assertThat(first.usesLeft()).isEqualTo(1);
    }

    @Test
    void unlock_keyOfAPersonWithoutGrant_isNotReady() {
        String guestId = caller.createUserIdentity();
        Response key =
                caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guestId + "\"}");

        SandboxGuest guest = sandbox.guest(key.text("instant_key.instant_key_url"));

        assertThat(guest.state()).isEqualTo(KeyState.NOT_READY);
        assertThat(guest.doors()).isEmpty();
        assertThat(guest.usesLeft()).isEqualTo(1);
    }

    @Test
    void unlock_mergedPerson_opensTheDoorsOfBoth() {
        String primary = caller.createUserIdentity();
        Response grant = grant(1, "");

        caller.post("/user_identities/merge", """
                {"user_identity_id": "%s", "merged_user_identity_ids": ["%s"]}
                """.formatted(primary, grant.text("access_grant.user_identity_id")));

        assertThat(guest(grant).unlock("Room 101")).isNotNull();
    }

    @Test
    void unlock_unknownLink_isRejectedAndLinksOfOtherHostsAreUnknown() {
        String url = grant(1, "").text("access_grant.instant_key_url");
        for (String unknown : List.of("https://ik.seam.co/AAAAAA", url.replace("ik.seam.co", "ik.example"), "", "/")) {
            SandboxGuest guest = sandbox.guest(unknown);

            assertRejected(guest, "Room 101", KeyState.UNKNOWN_LINK);
            assertThat(guest.usesLeft()).isZero();
        }
    }

    @Test
    void unlock_afterReset_isUnknown() {
        SandboxGuest guest = guest(grant(1, ""));

        sandbox.reset();

        assertRejected(guest, "Room 101", KeyState.UNKNOWN_LINK);
    }

    @Test
    void unlock_otherDoors_areRejectedWithTheReason() {
        SandboxGuest guest = guest(grant(5, "", "Room 101", "Service Entrance", "Staff Room"));

        assertThat(guest.doors()).containsExactly("Room 101", "Service Entrance", "Staff Room");
        assertRejected(guest, "Room 102", KeyState.DOOR_NOT_GRANTED);
        assertRejected(guest, "Service Entrance", KeyState.DOOR_WITHOUT_MOBILE_KEY);
        assertThat(guest.state("Staff Room")).isEqualTo(KeyState.READY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guest.unlock("Room 404"))
                .withMessageContaining("no entrance is named Room 404; the names are Main Entrance");
        assertThat(guest.usesLeft()).isEqualTo(5);
    }

    @Test
    void unlock_codeOnly_doesNotOpen() {
        Response grant = caller.createGrantWith("\"user_identity\": {}", "code");
        Response key = key(grant, 1);

        assertRejected(sandbox.guest(key.text("instant_key.instant_key_url")), "Room 101", KeyState.DOOR_NOT_GRANTED);
    }

    @Test
    void unlock_byManyAtOnce_neverExceedsTheUses() throws Exception {
        SandboxGuest guest = guest(grant(3, ""));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> taps = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                taps.add(threads.submit(() -> {
                    try {
                        return guest.unlock("Room 101") != null;
                    } catch (UnlockRejectedException e) {
                        return false;
                    }
                }));
            }
            int unlocked = 0;
            for (Future<Boolean> tap : taps) {
                unlocked += tap.get() ? 1 : 0;
            }

            assertThat(unlocked).isEqualTo(3);
            assertThat(caller.eventTypes("\"event_type\": \"lock.unlocked\"")).hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void toString_always_hidesTheLink() {
        SandboxGuest guest = guest(grant(1, ""));
        Response keys = caller.post("/instant_keys/list", "{}");
        String code = keys.text("instant_keys.0.instant_key_url").replaceFirst(".*/", "");

        assertThat(guest.toString())
                .contains(keys.text("instant_keys.0.instant_key_id"))
                .doesNotContain(code);
        assertThat(sandbox.guest("https://ik.seam.co/SECRET").toString()).doesNotContain("SECRET");
    }

    @Test
    void customizationProfile_ofAKey_isInItsResponses() {
        String profileId = sandbox.addCustomizationProfile(
                InstantKeyCustomization.builder().primaryColor("#0a7").build());

        Response grant = grant(1, ", \"customization_profile_id\": \"" + profileId + "\"");
        Response keys = caller.post("/instant_keys/list", "{}");

        assertThat(grant.status()).isEqualTo(200);
        assertThat(keys.text("instant_keys.0.customization.primary_color")).isEqualTo("#0a7");
    }

    private void assertRevokedBy(Response created, String path, String idName, String id) {
        String url = created.has("access_grant")
                ? created.text("access_grant.instant_key_url")
                : created.text("instant_key.instant_key_url");
        assertThat(sandbox.guest(url).state()).isEqualTo(KeyState.READY);

        Response deleted = caller.post(path, "{\"" + idName + "\": \"" + created.text(id) + "\"}");

        assertThat(deleted.status()).as(deleted.body.toString()).isEqualTo(200);
        assertRejected(sandbox.guest(url), "Room 101", KeyState.REVOKED);
        assertThat(sandbox.guest(url).state()).isEqualTo(KeyState.REVOKED);
    }

    private static void assertRejected(SandboxGuest guest, String door, KeyState state) {
        assertThat(guest.state(door)).isEqualTo(state);
        UnlockRejectedException e = catchThrowableOfType(UnlockRejectedException.class, () -> guest.unlock(door));
        assertThat(e.state()).isEqualTo(state);
        assertThat(e).hasMessageStartingWith(door + " stays locked (" + state + "). ");
    }

    private SandboxGuest guest(Response grant) {
        return sandbox.guest(grant.text("access_grant.instant_key_url"));
    }

    private Response key(Response grant, int uses) {
        return caller.post("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": %d}
                """.formatted(
                        grant.text("access_grant.user_identity_id"), uses));
    }

    private Response grant(int uses, String more, String... doors) {
        List<String> ids = (doors.length == 0 ? List.of("Room 101") : List.of(doors))
                .stream().map(door -> "\"" + sandbox.acsEntranceId(door) + "\"").toList();
        return caller.post("/access_grants/create", """
                {"acs_entrance_ids": %s, "user_identity": {"full_name": "Jane Doe"}, "requested_access_methods":
                 [{"mode": "mobile_key", "instant_key_max_use_count": %d}] %s}
                """.formatted(ids, uses, more));
    }
}
