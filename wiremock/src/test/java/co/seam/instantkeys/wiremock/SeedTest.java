package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seed repeats every response, to the letter. */
class SeedTest {
    private static final SeamSandbox.Builder SEVEN = seeded(7);

    @Test
    void seed_sameSeedAndCalls_yieldTheSameResponsesAndTokens() {
        try (SeamSandbox one = SEVEN.start();
                SeamSandbox other = SEVEN.start()) {
            assertThat(responses(one)).isEqualTo(responses(other));
            assertThat(one.apiKey()).isEqualTo(other.apiKey());
            assertThat(one.personalAccessToken()).isEqualTo(other.personalAccessToken());
            assertThat(one.workspaceId()).isEqualTo(other.workspaceId());
            assertThat(one.acsEntranceId("Room 101")).isEqualTo(other.acsEntranceId("Room 101"));
            assertThat(one.spaceId("First Floor")).isEqualTo(other.spaceId("First Floor"));
        }
    }

    @Test
    void seed_another_yieldsOtherResponsesAndTokens() {
        try (SeamSandbox one = SEVEN.start();
                SeamSandbox other = seeded(8).start()) {
            assertThat(responses(one)).doesNotContainAnyElementsOf(responses(other));
            assertThat(one.apiKey()).isNotEqualTo(other.apiKey());
            assertThat(one.acsEntranceId("Room 101")).isNotEqualTo(other.acsEntranceId("Room 101"));
        }
    }

    @Test
    void seed_afterReset_repeatsTheResponses() {
        try (SeamSandbox sandbox = SEVEN.start()) {
            List<String> before = responses(sandbox);

            sandbox.reset();

            assertThat(responses(sandbox)).isEqualTo(before);
        }
    }

    @Test
    void seed_readsInBetween_changeNoIdOfCreatedResources() {
        try (SeamSandbox one = SEVEN.start();
                SeamSandbox other = SEVEN.start()) {
            Caller reader = new Caller(other);
            reader.post("/instant_keys/list", "{}");
            reader.post("/acs/entrances/list", "{}");

            assertThat(reader.createUserIdentity()).isEqualTo(new Caller(one).createUserIdentity());
        }
    }

    @Test
    void ids_ofASeed_areDistinct() {
        Ids ids = Ids.seeded(7, "test");

        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            drawn.add(ids.uuid());
        }

        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(drawn)
                .allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void noSeed_afterReset_repeatsNoId() {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            Caller caller = new Caller(sandbox);
            String before = caller.createUserIdentity();

            sandbox.reset();

            assertThat(caller.createUserIdentity()).isNotEqualTo(before);
        }
    }

    private static SeamSandbox.Builder seeded(long seed) {
        return SeamSandbox.builder()
                .seed(seed)
                .clock(Clock.fixed(Instant.parse("2026-07-03T08:00:00Z"), ZoneOffset.UTC));
    }

    /** Returns the responses to calls that generate ids, links, PINs, tokens, cursors and request ids of every kind. */
    private static List<String> responses(SeamSandbox sandbox) {
        Caller caller = new Caller(sandbox);
        Response grant = caller.createGrant("mobile_key", "code", "card");
        String guest = grant.text("access_grant.user_identity_id");
        return List.of(
                        grant,
                        caller.post(
                                "/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}"),
                        caller.post(
                                "/user_identities/create", "{\"acs_system_ids\": [\"" + sandbox.acsSystemId() + "\"]}"),
                        caller.post("/user_identities/list", "{\"limit\": 1}"),
                        caller.post("/instant_keys/list", "{}"),
                        caller.post(
                                "/access_methods/list",
                                "{\"access_grant_id\": \"" + grant.text("access_grant.access_grant_id") + "\"}"),
                        caller.post("/events/list", "{\"since\": \"2026-01-01T00:00:00Z\"}"),
                        caller.post("/instant_keys/get", "{}"))
                .stream()
                .map(response -> response.header("seam-request-id")
                        + response.http.body().replace(sandbox.endpoint(), ""))
                .toList();
    }
}
