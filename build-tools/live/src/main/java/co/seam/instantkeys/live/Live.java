package co.seam.instantkeys.live;

import co.seam.instantkeys.Seam;
import com.google.gson.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tests each line of {@code docs/assumptions.md} on a real server: {@code mvn -q -Plive -pl build-tools/live}, with the
 * API key of a sandbox workspace in {@code SEAM_API_KEY}. The document states how.
 *
 * <p>It deletes what it created, in the end or on Ctrl-C, and what an earlier run left behind. All of that has names
 * with a {@link Mark}; it changes nothing else.
 */
public final class Live {
    /** Exit code if an assumption does not hold. */
    static final int DOES_NOT_HOLD = 1;

    /** Exit code if the run could not start, or ended early, or left something behind. */
    static final int INCOMPLETE = 2;

    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(250);
    private static final int MAX_REQUESTS = 800;
    /** On top of the others. */
    private static final int MAX_REQUESTS_OF_CLEAN_UP = 600;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MINUTES_TO_CLEAN_UP = 4;

    private final Map<String, String> environment;
    private final Timer timer;
    private final Duration betweenRequests;
    private final PrintStream out;
    private final PrintStream err;
    private final Pace pace;
    private final CountDownLatch ended = new CountDownLatch(1);

    Live(
            Map<String, String> environment,
            Timer timer,
            Duration betweenRequests,
            int maxRequests,
            PrintStream out,
            PrintStream err) {
        this.environment = environment;
        this.timer = timer;
        this.betweenRequests = betweenRequests;
        this.out = out;
        this.err = err;
        pace = new Pace(timer, betweenRequests, maxRequests);
    }

    public static void main(String[] args) {
        main(BETWEEN_REQUESTS);
    }

    static void main(Duration betweenRequests) {
        Live live = new Live(
                System.getenv(),
                Timer.SYSTEM,
                betweenRequests,
                MAX_REQUESTS,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err));
        Runtime.getRuntime().addShutdownHook(new Thread(live::stop, "live-stop"));
        int exitCode = live.run();
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Ends the run, if there is one, and waits until it has deleted what it created. */
    private void stop() {
        if (ended.getCount() > 0) {
            err.println("Stopping; please wait until everything is deleted.");
            pace.stop();
            try {
                if (!ended.await(MINUTES_TO_CLEAN_UP, TimeUnit.MINUTES)) {
                    err.println("Not everything is deleted; the next run will do it.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return the exit code */
    int run() {
        try {
            String apiKey = variable("SEAM_API_KEY");
            if (apiKey == null) {
                throw new IllegalArgumentException("SEAM_API_KEY is not set: set it to the API key of a workspace that"
                        + " Seam's Console calls a sandbox workspace");
            }
            Seam.Builder settings = Seam.builder().apiKey(apiKey).maxRetries(0).timeout(TIMEOUT);
            String endpoint = variable("SEAM_ENDPOINT");
            if (endpoint != null) {
                settings.endpoint(endpoint);
            }
            try (Seam seam = settings.build()) {
                return run(seam);
            }
        } catch (IllegalArgumentException | NotTestableException | RunEndedException e) {
            err.println("Nothing was tested: " + e.getMessage());
            return INCOMPLETE;
        } finally {
            ended.countDown();
        }
    }

    private @Nullable String variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? null : value;
    }

    private int run(Seam seam) {
        Seen seen = new Seen();
        Mark mark = new Mark();
        Workspace workspace = new Workspace(new Server(seam, timer, pace, seen), seen, timer, mark);
        requireSandbox(workspace);
        out.println("Testing the assumptions on a sandbox workspace with " + seam + ".");
        out.println("What is created there has names that begin with " + mark + " and is deleted in the end.");
        cleanUp(seam, mark, "Deleted what an earlier run left");

        Report report = new Report();
        boolean isComplete = false;
        boolean isClean = false;
        try {
            isComplete = runChecks(workspace, report);
        } finally {
            isClean = cleanUp(seam, mark, "Deleted");
        }
        report.print(out);
        out.println("Requests: " + pace.sent() + ", and those of the deletions.");
        if (!isComplete || !isClean) {
            return INCOMPLETE;
        }
        return report.has(Verdict.Outcome.DOES_NOT_HOLD) ? DOES_NOT_HOLD : 0;
    }

    private static void requireSandbox(Workspace workspace) {
        JsonObject read = workspace.server.post("/workspaces/get", Map.of()).resource("workspace");
        if (!Boolean.TRUE.equals(Json.flag(read, "is_sandbox"))) {
            throw new IllegalArgumentException("the API key is not that of a sandbox workspace: is_sandbox is not true."
                    + " Nothing but the workspace itself was read");
        }
    }

    /** @return whether nothing is left */
    private boolean cleanUp(Seam seam, Mark mark, String done) {
        Seen ignored = new Seen(); // the verdicts are about the checks
        // a limit of its own: what was created must go, even if the requests of the run are used up or it was stopped
        Pace ownPace = new Pace(timer, betweenRequests, MAX_REQUESTS_OF_CLEAN_UP);
        Server server = new Server(seam, timer, ownPace, ignored);
        CleanUp cleanUp = new CleanUp(server, new Workspace(server, ignored, timer, mark));
        boolean isClean = cleanUp.run();
        if (!cleanUp.deleted().isEmpty()) {
            out.println(done + ": " + cleanUp.deleted() + ".");
        }
        if (!isClean) {
            err.println("Not everything could be deleted; the next run will try again: " + cleanUp.failures());
        }
        return isClean;
    }

    /** @return whether all of them ran */
    private boolean runChecks(Workspace workspace, Report report) {
        List<Check> checks = Section.ALL.stream()
                .flatMap(section -> section.checks().stream())
                .toList();
        Stream<Check> inOrder = Stream.concat(
                checks.stream().filter(check -> !check.isLast()),
                checks.stream().filter(Check::isLast));
        try {
            inOrder.forEach(check -> report.add(check, verdict(check, workspace)));
            return true;
        } catch (RunEndedException e) {
            err.println("The run ended early: " + e.getMessage());
            return false;
        }
    }

    private static Verdict verdict(Check check, Workspace workspace) {
        try {
            return check.test().run(workspace);
        } catch (RunEndedException e) {
            throw e;
        } catch (NotTestableException e) {
            return Verdict.notTestable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // its message may quote the response
            return Verdict.notTestable("the check failed with " + e.getClass().getSimpleName());
        }
    }

    /** Writes UTF-8, whatever the terminal's own encoding is. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
