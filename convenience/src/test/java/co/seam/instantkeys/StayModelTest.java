package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of the verbs with random faults, checked against a map of what should exist. Run more of them with
 * {@code -Dseam.sequences=10000}, others with {@code -Dseam.seed=1}.
 */
class StayModelTest {
    private static final long SEED = Long.getLong("seam.seed", 20261126);
    private static final int STEPS = 8;
    private static final Instant START = Instant.parse("2030-05-01T15:00:00Z");
    private static final List<String> KEYS = List.of("booking-1", "booking-2");
    private static final List<String> ROOMS = List.of("Room 101", "Room 102", "Room 201");
    private static final List<String> GUESTS = List.of("ada", "bob");
    private static final List<String> PATHS = List.of(
            "/access_grants/create",
            "/access_grants/get",
            "/access_grants/update",
            "/access_grants/delete",
            "/access_grants/get_related",
            "/acs/entrances/list",
            "/user_identities/get",
            "/instant_keys/list");

    /** What one key should open, for whom and when. */
    private record Stay(String room, String guest, int days) {}

    @Test
    void verbs_randomSequencesWithFaults_leaveWhatTheModelHas() {
        int sequences = Integer.getInteger("seam.sequences", sequences());
        Random random = new Random(SEED);
        Map<String, Integer> outcomes = new HashMap<>();
        try (SeamSandbox sandbox = SeamSandbox.start();
                Seam faulty = client(sandbox);
                Seam observer = client(sandbox)) {
            for (int sequence = 0; sequence < sequences; sequence++) {
                sandbox.reset();
                sandbox.deleteAfter(Duration.ofSeconds(random.nextInt(3) * 3L));
                Map<String, Stay> model = new HashMap<>();
                for (int step = 0; step < STEPS; step++) {
                    plan(sandbox, random);
                    String what = "sequence " + sequence + ", step " + step + ", seed " + SEED;
                    String outcome = new Step(sandbox, faulty, observer, model, random, what).run();
                    outcomes.merge(outcome, 1, Integer::sum);
                }
            }
        }
        // the test would not see much if calls rarely met a fault, or rarely survived one
        assertThat(outcomes.keySet())
                .contains("ISSUE ok", "REPLACE ok", "CANCEL ok", "CHANGE ok", "ISSUE SeamConflictException");
    }

    int sequences() {
        return 50;
    }

    /** Makes none to three of the next requests fail. */
    private static void plan(SeamSandbox sandbox, Random random) {
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            NextCalls next = sandbox.onNext(PATHS.get(random.nextInt(PATHS.size())));
            switch (random.nextInt(5)) {
                case 0 -> next.dropBeforeProcessing();
                case 1 -> next.dropAfterProcessing();
                case 2 -> next.truncateBody();
                case 3 -> next.respond(500);
                default -> next.respond(429, Duration.ofSeconds(1));
            }
        }
    }

    private static Seam client(SeamSandbox sandbox) {
        return Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .clock(new SandboxTime(sandbox))
                .build();
    }

    /** One verb with random arguments. */
    private static final class Step {
        private final SeamSandbox sandbox;
        private final Seam faulty;
        private final Seam observer;
        private final Map<String, Stay> model;
        private final String what;
        private final String key;
        private final Stay wanted;
        private final int verb;

        Step(SeamSandbox sandbox, Seam faulty, Seam observer, Map<String, Stay> model, Random random, String what) {
            this.sandbox = sandbox;
            this.faulty = faulty;
            this.observer = observer;
            this.model = model;
            this.what = what;
            key = KEYS.get(random.nextInt(KEYS.size()));
            wanted = new Stay(
                    ROOMS.get(random.nextInt(ROOMS.size())),
                    GUESTS.get(random.nextInt(GUESTS.size())),
                    1 + random.nextInt(2));
            verb = random.nextInt(5);
        }

        String run() {
            Stay before = model.get(key);
            String name =
                    List.of("ISSUE", "ISSUE", "REPLACE", "CANCEL", "CHANGE").get(verb);
            Set<Stay> allowed = new HashSet<>();
            String outcome = "ok";
            try {
                allowed.add(call(before));
            } catch (SeamException e) {
                outcome = e.getClass().getSimpleName();
                allowed.add(before);
                if (e.isOutcomeUnknown() || e instanceof SeamIssuanceException) {
                    allowed.add(after(before));
                }
                if (verb == 2) { // a replacement that stopped in between
                    allowed.add(null);
                    allowed.add(wanted);
                }
                if (verb == 4 || verb == 3) { // done, and then a read failed
                    allowed.add(after(before));
                }
            }
            Stay now = observed(key);
            assertThat(allowed)
                    .as("%s: %s %s %s after %s", what, name, key, wanted, before)
                    .contains(now);
            remember(now);
            for (String one : KEYS) {
                assertThat(observed(one)).as(what).isEqualTo(model.get(one));
            }
            return name + " " + outcome;
        }

        private void remember(Stay now) {
            if (now == null) {
                model.remove(key);
            } else {
                model.put(key, now);
            }
        }

        /** What is under the key if the verb was processed. */
        private Stay after(Stay before) {
            return switch (verb) {
                case 0, 1 -> before == null ? wanted : before;
                case 2 -> wanted;
                case 3 -> null;
                default -> before == null ? null : new Stay(before.room, before.guest, wanted.days);
            };
        }

        /** Calls the verb, checks its result, and returns what is under the key now. */
        private Stay call(Stay before) {
            Stays stays = faulty.stays();
            switch (verb) {
                case 0, 1 -> {
                    try {
                        IssuedStay issued = stays.issue(request());
                        assertThat(before == null || before.equals(wanted))
                                .as(what)
                                .isTrue();
                        // true as well if a fault hid that the grant had existed
                        assertThat(issued.isNew() || before != null).as(what).isTrue();
                    } catch (SeamConflictException e) {
                        assertThat(before).as(what).isNotNull().isNotEqualTo(wanted);
                        throw e;
                    }
                }
                case 2 ->
                    assertThat(stays.replace(request()).getAccessGrant().getAccessGrantKey())
                            .as(what)
                            .isEqualTo(key);
                case 3 -> assertThat(stays.cancel(key)).as(what).isEqualTo(before != null);
                default -> {
                    try {
                        stays.changeTimes(key, START, START.plus(Duration.ofDays(wanted.days)));
                    } catch (SeamNotFoundException e) {
                        assertThat(before).as(what).isNull();
                        throw e;
                    }
                }
            }
            return after(before);
        }

        private StayRequest request() {
            return StayRequest.builder()
                    .accessGrantKey(key)
                    .newUser(NewUserIdentity.builder()
                            .userIdentityKey(wanted.guest)
                            .build())
                    .acsEntranceIds(List.of(sandbox.acsEntranceId(wanted.room)))
                    .startsAt(START)
                    .endsAt(START.plus(Duration.ofDays(wanted.days)))
                    .build();
        }

        /** What the server has under a key, of which there must not be two. No fault is planned for these reads. */
        private Stay observed(String one) {
            List<AccessGrant> grants = observer.accessGrants().list().stream()
                    .filter(grant -> Objects.equals(grant.getAccessGrantKey(), one))
                    .filter(grant -> !GrantsByKey.isBeingDeleted(grant))
                    .toList();
            assertThat(grants).as(what).hasSizeLessThan(2);
            if (grants.isEmpty()) {
                return null;
            }
            AccessGrant grant = grants.get(0);
            String guest = observer.userIdentities().list().stream()
                    .filter(identity -> identity.getUserIdentityId().equals(grant.getUserIdentityId()))
                    .findFirst()
                    .orElseThrow()
                    .getUserIdentityKey();
            String room = ROOMS.stream()
                    .filter(name -> observer
                            .accessGrants()
                            .list(ListAccessGrantsRequest.builder()
                                    .acsEntranceId(sandbox.acsEntranceId(name))
                                    .build())
                            .stream()
                            .anyMatch(grant::equals))
                    .findFirst()
                    .orElseThrow();
            return new Stay(room, guest, (int)
                    Duration.between(grant.getStartsAt(), grant.getEndsAt()).toDays());
        }
    }
}
