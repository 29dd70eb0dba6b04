package co.seam.instantkeys.examples.arrivals;

import co.seam.instantkeys.IssueAllOptions;
import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.StayProgress;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.StayResult;
import co.seam.instantkeys.StayResults;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Issues the links of a CSV file of bookings: {@code mvn -q -Parrivals -Dexec.args=arrivals.csv}. Writes
 * {@code arrivals-results.csv} beside it. It can be stopped with Ctrl-C and run again: stays that exist are found.
 *
 * <p>Without {@code SEAM_API_KEY} it runs against an embedded sandbox and, if there is no such file, writes one with
 * sample bookings first. The results are in {@code arrivals-sandbox-results.csv} then.
 */
public final class Arrivals {
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;

    private final Seam seam;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean isTerminal;

    /** Released when the results are written. */
    private final CountDownLatch done = new CountDownLatch(1);

    /** Null before the first result. */
    private StayProgress last;

    private Arrivals(Seam seam, PrintStream out, PrintStream err, boolean isTerminal) {
        this.seam = seam;
        this.out = out;
        this.err = err;
        this.isTerminal = isTerminal;
    }

    public static void main(String[] args) {
        int exitCode = run(List.of(args), System.getenv(), System.out, System.err, System.console() != null);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** @return the exit code: 0 if each booking has its link, 1 if not, 2 if the arguments are wrong */
    static int run(
            List<String> args, Map<String, String> environment, PrintStream out, PrintStream err, boolean isTerminal) {
        if (args.size() != 1) {
            err.println("Give one file of bookings: mvn -q -Parrivals -Dexec.args=arrivals.csv");
            return USAGE_ERROR;
        }
        Path file = Path.of(args.get(0));
        try {
            if (!environment.getOrDefault("SEAM_API_KEY", "").isBlank()) {
                try (Seam seam = Seam.builder().fromEnvironment(environment).build()) {
                    out.println("Running for real: " + seam);
                    return new Arrivals(seam, out, err, isTerminal).issue(file, resultPath(file));
                }
            }
            try (SeamSandbox sandbox = SeamSandbox.start();
                    Seam seam = Seam.builder()
                            .apiKey(sandbox.apiKey())
                            .endpoint(sandbox.endpoint())
                            .build()) {
                out.println("SEAM_API_KEY is not set: running against the embedded sandbox, where no door is real.");
                if (Files.notExists(file)) {
                    SampleBookings.write(file);
                    out.println("Wrote " + SampleBookings.COUNT + " sample bookings to " + file);
                }
                // not in the file of real links: a booking that fails would keep one that opens no door
                return new Arrivals(seam, out, err, isTerminal).issue(file, sandboxResultPath(file));
            }
        } catch (SeamException | IllegalArgumentException | IllegalStateException e) {
            err.println("Arrivals failed: " + e.getMessage());
            return FAILED;
        } catch (IOException | UncheckedIOException e) { // the latter from the CSV library, such as on a full disk
            err.println("Arrivals failed: " + e); // the message is a bare path
            return FAILED;
        }
    }

    private int issue(Path file, Path resultPath) throws IOException {
        try {
            BookingFile bookings = BookingFile.read(file, Destinations.of(seam));
            bookings.faults().forEach(err::println);
            List<StayRequest> requests = bookings.requests();
            try (ResultFile resultFile = ResultFile.open(resultPath)) {
                issue(requests, resultFile);
            }
            out.println((last == null ? "No booking" : last.toString()) + "; lines left out: "
                    + bookings.faults().size() + ". The links are in " + resultPath);
            long issued = last == null ? 0 : last.getDone() - last.getFailed();
            return issued == requests.size() && bookings.faults().isEmpty() ? 0 : FAILED;
        } finally {
            done.countDown();
        }
    }

    /** Issues all, or those that are started before the program is stopped, and writes their results. */
    private void issue(List<StayRequest> requests, ResultFile resultFile) throws IOException {
        int size = requests.size();
        int saveInterval = Math.max(100, size / 10);
        try (ProgressDisplay display = isTerminal ? ProgressDisplay.bar(size, err) : ProgressDisplay.lines(size, out);
                StayResults results = seam.stays().issueAll(requests.iterator(), options(size, display))) {
            Thread onStop = new Thread(() -> stop(results));
            Runtime.getRuntime().addShutdownHook(onStop);
            try {
                while (results.hasNext()) {
                    take(results.next(), resultFile, saveInterval);
                }
            } finally {
                removeHook(onStop);
            }
        } finally {
            resultFile.save();
        }
    }

    private void take(StayResult result, ResultFile resultFile, int saveInterval) throws IOException {
        resultFile.put(result);
        if (result.getFailure() != null) {
            err.println(result.getAccessGrantKey() + " " + ResultFile.outcome(result));
        }
        if (last.getDone() % saveInterval == 0) {
            resultFile.save(); // what there is, should the machine fail
        }
    }

    private IssueAllOptions options(int size, ProgressDisplay display) {
        return IssueAllOptions.builder()
                .size(size)
                .onProgress(progress -> {
                    last = progress;
                    display.update(progress);
                })
                .build();
    }

    /** Runs on Ctrl-C: no more stays are started, and those in progress and the file are waited for. */
    private void stop(StayResults results) {
        err.println((isTerminal ? System.lineSeparator() : "") + "Stopping: the stays in progress end first.");
        results.close();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is running
        }
    }

    static Path resultPath(Path file) {
        return resultPath(file, "-results.csv");
    }

    static Path sandboxResultPath(Path file) {
        return resultPath(file, "-sandbox-results.csv");
    }

    private static Path resultPath(Path file, String suffix) {
        String name = file.getFileName().toString();
        String stem = name.endsWith(".csv") ? name.substring(0, name.length() - ".csv".length()) : name;
        return file.resolveSibling(stem + suffix);
    }
}
