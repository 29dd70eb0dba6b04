package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run during which the sandbox is reset, its clock moves and it breaks calls. Then it is run again until it is done. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class IssueAllChaosTest {
    private static final long SEED = Long.getLong("seam.seed", 20261127);
    private static final int MAX_RUNS = 30;
    private static final List<String> PATHS =
            List.of("/access_grants/create", "/access_grants/get", "/acs/entrances/list", "/user_identities/get");

    private final Random random = new Random(SEED);

    int stays() {
        return 60;
    }

    @Test
    void issueAll_chaosAndResets_isCompletedByTheNextRuns() {
        try (SeamSandbox sandbox = SeamSandbox.start();
                Seam seam = Seam.builder()
                        .apiKey(sandbox.apiKey())
                        .endpoint(sandbox.endpoint())
                        .clock(new SandboxTime(sandbox))
                        .build()) {
            int runs = 0;
            boolean complete = false;
            Map<String, String> links = new HashMap<>();
            while (!complete) {
                complete = run(sandbox, seam, links, runs < 3);
                assertThat(++runs).as("seed %d", SEED).isLessThan(MAX_RUNS);
            }

            assertThat(sandbox.grantsCreatedByKey()).hasSize(stays()).containsValue(1);
            assertThat(sandbox.grantsCreatedByKey().values()).containsOnly(1);
            assertThat(seam.userIdentities().list()).hasSize(stays());
            assertThat(seam.accessGrants().list().stream()
                            .map(AccessGrant::getInstantKeyUrl)
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(links.values());
        }
    }

    /** @return whether each stay has its link */
    private boolean run(SeamSandbox sandbox, Seam seam, Map<String, String> links, boolean chaos) {
        int failed = 0;
        int results = 0;
        String door = sandbox.acsEntranceId("Room 101");
        links.clear();
        try (StayResults all = seam.stays()
                .issueAll(
                        IntStream.range(0, stays()).mapToObj(i -> stay(i, door)).iterator())) {
            while (all.hasNext()) {
                StayResult result = all.next();
                results++;
                if (result.getStay() == null) {
                    failed++;
                    // a lost guest or door of a sandbox that was reset is an IllegalArgumentException at most
                    assertThat(result.getFailure())
                            .isInstanceOfAny(SeamException.class, IllegalArgumentException.class);
                } else {
                    links.put(result.getAccessGrantKey(), result.getStay().getInstantKeyUrl());
                }
                if (chaos && random.nextInt(10) == 0) {
                    disturb(sandbox);
                }
            }
        }
        assertThat(results).isEqualTo(stays());
        if (chaos) {
            sandbox.deleteAfter(Duration.ZERO);
            sandbox.issueAfter(Duration.ZERO);
            return false;
        }
        return failed == 0;
    }

    private void disturb(SeamSandbox sandbox) {
        NextCalls next = sandbox.onNext(1 + random.nextInt(5), PATHS.get(random.nextInt(PATHS.size())));
        switch (random.nextInt(8)) {
            case 0 -> next.dropBeforeProcessing();
            case 1 -> next.dropAfterProcessing();
            case 2 -> next.respond(500);
            case 3 -> next.respond(429, Duration.ofSeconds(random.nextInt(200)));
            case 4 -> next.truncateBody();
            case 5 -> sandbox.clock().setTo(sandbox.clock().instant().plusSeconds(random.nextInt(60)));
            case 6 -> sandbox.issueAfter(Duration.ofSeconds(random.nextInt(60)));
            default -> sandbox.reset();
        }
    }

    private static StayRequest stay(int booking, String door) {
        return StayRequest.builder()
                .accessGrantKey("booking-" + booking)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("guest-" + booking)
                        .build())
                .acsEntranceIds(List.of(door))
                .startsAt(Instant.parse("2026-01-01T15:00:00Z"))
                .noEnd()
                .build();
    }
}
