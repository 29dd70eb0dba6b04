package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of stays issued by a JVM with a small heap, while the network and the server fail. */
@Tag("slow")
class BulkIT {
    private static final int STAYS = 10_000;
    private static final int MAX_RUNS = 20;

    /** More calls of one operation than the runs send. */
    private static final int PLANNED_CALLS = 6 * STAYS;

    private final SeamSandbox sandbox = SeamSandbox.start();

    /** The program that runs in the other JVM. */
    static final class Program {
        private Program() {}

        /**
         * Issues all stays, again and again, until none fails. Prints a line from time to time, and one for each run.
         */
        public static void main(String[] args) {
            int stays = Integer.parseInt(args[3]);
            try (Seam seam = Seam.builder().endpoint(args[0]).apiKey(args[1]).build()) {
                boolean complete = false;
                for (int run = 1; !complete && run <= MAX_RUNS; run++) {
                    complete = issue(seam.stays(), args[2], stays);
                }
            }
        }

        private static boolean issue(Stays stays, String entranceId, int number) {
            IssueAllOptions options = IssueAllOptions.builder().concurrency(128).build();
            int done = 0;
            int failed = 0;
            int unknown = 0;
            int conflicts = 0;
            try (StayResults results = stays.issueAll(
                    IntStream.rangeClosed(1, number)
                            .mapToObj(booking -> stay(booking, entranceId))
                            .iterator(),
                    options)) {
                while (results.hasNext()) {
                    RuntimeException failure = results.next().getFailure();
                    failed += failure == null ? 0 : 1;
                    unknown += failure instanceof SeamException && ((SeamException) failure).isOutcomeUnknown() ? 1 : 0;
                    conflicts += failure instanceof SeamConflictException ? 1 : 0;
                    if (++done % 200 == 0) {
                        System.out.println("done " + done);
                    }
                }
            }
            System.out.println("run: " + done + " results, " + failed + " failed, " + unknown + " unknown, " + conflicts
                    + " conflicts");
            return failed == 0;
        }

        private static StayRequest stay(int booking, String entranceId) {
            return StayRequest.builder()
                    .accessGrantKey("booking-" + booking)
                    .newUser(NewUserIdentity.builder()
                            .userIdentityKey("guest-" + booking)
                            .fullName("Ada")
                            .build())
                    .acsEntranceIds(List.of(entranceId))
                    .startsAt(Instant.parse("2030-05-01T15:00:00Z"))
                    .noEnd()
                    .build();
        }
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void issueAll_tenThousandStaysOverALossyNetwork_createsEachExactlyOnce() throws Exception {
        Random random = new Random(17);
        plan("/access_grants/create", random, 0.05, 0.5);
        plan("/access_grants/get", random, 0, 0);
        plan("/user_identities/get", random, 0, 0);

        List<String> runs = new ArrayList<>();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        sandbox.endpoint(),
                        sandbox.apiKey(),
                        sandbox.acsEntranceId("Room 101"),
                        String.valueOf(STAYS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("run: ")) {
                    runs.add(line);
                }
            }
        } finally {
            child.destroyForcibly();
        }

        System.out.println("Runs until no result was unknown: " + runs);
        assertThat(runs)
                .isNotEmpty()
                .allSatisfy(run ->
                        assertThat(run).startsWith("run: " + STAYS + " results").endsWith(" 0 conflicts"));
        assertThat(runs.get(runs.size() - 1)).contains(" 0 failed, 0 unknown");
        Map<String, Integer> created = sandbox.grantsCreatedByKey();
        assertThat(created).hasSize(STAYS);
        assertThat(created.values()).containsOnly(1);
        assertThat(sandbox.timesReceived("/access_grants/create")).isBetween(STAYS, PLANNED_CALLS);
    }

    /** Plans a fault, or none, for each of the next calls of an operation. */
    private void plan(String path, Random random, double limited, double lost) {
        for (int call = 0; call < PLANNED_CALLS; call++) {
            NextCalls next = sandbox.onNext(path);
            double drawn = random.nextDouble();
            if (drawn < 0.01) {
                next.respond(500);
            } else if (drawn < 0.01 + limited) {
                next.respond(429, Duration.ofSeconds(1));
            } else if (drawn < 0.01 + limited + lost) {
                next.dropAfterProcessing();
            } else {
                next.delay(Duration.ZERO);
            }
        }
    }
}
