package co.seam.instantkeys.examples.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program: its files, its output and its exit codes. */
@Timeout(120)
class ArrivalsTest {
    private static final String HEADER = "key,guest,email,doors,spaces,from,until\n";

    @TempDir
    private Path folder;

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void run_twice_findsTheStaysOfTheFirstRun() throws IOException {
        Path file = write(HEADER + line(1) + line(2) + "b3,\"Doe, Jane\",,,First Floor," + times());

        assertThat(run(file)).isZero();
        List<String> first = results(file);
        assertThat(run(file)).isZero();

        assertThat(first).hasSize(4).startsWith("key,outcome,link");
        assertThat(first.subList(1, 4)).allSatisfy(row -> assertThat(row).matches("b\\d,new,https://.+"));
        assertThat(results(file))
                .containsExactlyElementsOf(first.stream()
                        .map(row -> row.replace(",new,", ",existing,"))
                        .toList());
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("b1", 1, "b2", 1, "b3", 1));
        assertThat(text(err)).isEmpty();
        assertThat(text(out))
                .contains("3 of 3 done: 0 new, 3 existing, 0 failed")
                .doesNotContain("https://ik");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void run_resultFile_isForItsOwnerOnly() throws IOException {
        Path file = write(HEADER + line(1));

        run(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Arrivals.resultPath(file))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2); // no temporary file is left
        }
    }

    @Test
    void run_faultyLinesAmongGoodOnes_namesEachAndIssuesTheOthers() throws IOException {
        Path file = write(HEADER + line(1) + "b2,Ada,,Room 999,,bad,bad\n" + line(1) + line(4));

        assertThat(run(file)).isEqualTo(1);

        assertThat(text(err).lines())
                .containsExactly(
                        "line 3, column doors: no door is named \"Room 999\"",
                        "line 4, column key: the same key as in line 2");
        assertThat(text(out)).contains("lines left out: 2");
        assertThat(sandbox.grantsCreatedByKey()).containsOnlyKeys("b1", "b4");
    }

    @Test
    void run_bookingThatTheServerRejects_isInTheResultAndKeepsItsLink() throws IOException {
        Path file = write(HEADER + line(1));
        run(file);
        String link = results(file).get(1).split(",")[2];
        Files.writeString(file, HEADER + line(1).replace("Room 101", "Room 102"));

        assertThat(run(file)).isEqualTo(1);

        assertThat(results(file).get(1)).startsWith("b1,").contains("failed: ").endsWith("," + link);
        assertThat(text(err)).contains("b1 failed: ");
    }

    @Test
    void run_resultFileOfSomethingElse_isNotOverwritten() throws IOException {
        Path file = write(HEADER + line(1));
        Files.writeString(Arrivals.resultPath(file), "a,b\n1,2\n");

        assertThat(run(file)).isEqualTo(1);

        assertThat(text(err)).contains("not a result of this program");
        assertThat(Files.readString(Arrivals.resultPath(file))).isEqualTo("a,b\n1,2\n");
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();
    }

    /** The rows of one would replace those of the other. */
    @Test
    void run_whileAnotherRunHasTheResultFile_endsBeforeAnythingIsIssued() throws IOException {
        Path file = write(HEADER + line(1));
        try (ResultFile other = ResultFile.open(Arrivals.resultPath(file))) {
            assertThat(other).isNotNull();
            assertThat(run(file)).isEqualTo(1);
        }

        assertThat(text(err)).contains("another run is writing it");
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();
        assertThat(run(file)).isZero();
    }

    /** Cut off in the middle of a row, as by a text editor or a full disk. */
    @ParameterizedTest
    @ValueSource(strings = {"b2", "b2,new", "b2,new,https://ik", "b2,\"fai", "b2,new,https://ik.example/1,2"})
    void run_resultFileCutOff_isRejectedOrWrittenAgain(String last) throws IOException {
        Path file = write(HEADER + line(1) + line(2));
        run(file);
        List<String> complete = results(file);
        String cut = complete.get(0) + "\n" + complete.get(1) + "\n" + last;
        Files.writeString(Arrivals.resultPath(file), cut);

        if (run(file) == 0) {
            assertThat(results(file))
                    .containsExactlyElementsOf(complete.stream()
                            .map(row -> row.replace(",new,", ",existing,"))
                            .toList());
        } else {
            assertThat(text(err)).contains("not a result of this program");
            assertThat(Files.readString(Arrivals.resultPath(file))).isEqualTo(cut);
        }
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("b1", 1, "b2", 1));
    }

    @Test
    void run_noFileOrNoArgument_endsWithOneLine() {
        assertThat(run(folder.resolve("missing.csv"))).isEqualTo(1);
        assertThat(text(err).lines()).hasSize(1).first().asString().contains("missing.csv");
        assertThat(Arrivals.run(List.of(), Map.of(), print(out), print(err), false))
                .isEqualTo(2);
    }

    @Test
    void run_withoutKey_writesSampleBookingsAndIssuesThemInTheSandbox() throws IOException {
        Path file = folder.resolve("sample.csv");

        int exitCode = Arrivals.run(List.of(file.toString()), Map.of(), print(out), print(err), false);

        assertThat(exitCode).isZero();
        assertThat(Files.readAllLines(Arrivals.sandboxResultPath(file))).hasSize(SampleBookings.COUNT + 1);
        assertThat(Arrivals.resultPath(file)).doesNotExist();
        assertThat(text(out).lines().filter(line -> line.contains(" of 500 done")))
                .hasSize(11);
        assertThat(text(out)).startsWith("SEAM_API_KEY is not set");
    }

    @Test
    void run_onTerminal_showsABarInPlaceOfLines() throws IOException {
        Path file = write(HEADER + line(1) + line(2));

        int exitCode = Arrivals.run(List.of(file.toString()), environment(), print(out), print(err), true);

        assertThat(exitCode).isZero();
        assertThat(text(err)).contains("Stays", "100%", "2/2");
        assertThat(text(out).lines().filter(line -> line.contains("of 2 done"))).hasSize(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void run_interrupted_writesWhatIsDoneAndIsFinishedByTheNextRun() throws Exception {
        Path file = folder.resolve("arrivals.csv");
        SampleBookings.write(file);
        sandbox.onNext(150, "/access_grants/create").delay(Duration.ofMillis(100)); // enough for the interrupt
        Process child = child(file);
        while (sandbox.timesProcessed("/access_grants/create") < 40) {
            assertThat(child.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }

        interrupt(child);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        int exitCode = child.exitValue();
        List<String> interrupted = results(file);
        int created = sandbox.grantsCreatedByKey().size();
        assertThat(exitCode).isEqualTo(128 + 2);
        assertThat(created).isBetween(40, SampleBookings.COUNT - 1);
        assertThat(interrupted).hasSize(1 + created);
        assertThat(run(file)).isZero();
        assertThat(sandbox.grantsCreatedByKey()).hasSize(SampleBookings.COUNT);
        assertThat(sandbox.grantsCreatedByKey().values()).containsOnly(1);
        assertThat(results(file))
                .hasSize(1 + SampleBookings.COUNT)
                .containsAll(interrupted.stream()
                        .map(row -> row.replace(",new,", ",existing,"))
                        .toList());
    }

    /** As on a full disk: the earlier results stay, and nothing is issued whose link could not be written. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void run_resultsTooLargeForTheDisk_endsWithOneLineAndKeepsTheOldOnes() throws Exception {
        Path file = folder.resolve("arrivals.csv");
        Files.writeString(file, HEADER + line(1));
        String old = IntStream.range(0, 1_000)
                .mapToObj(number -> "old-" + number + ",new,https://ik.example/AAAAAA\n")
                .collect(Collectors.joining("", "key,outcome,link\n", ""));
        Files.writeString(Arrivals.resultPath(file), old);

        Process child = child(file, "sh", "-c", "ulimit -f 8; exec \"$@\"", "sh");
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(child.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("err")))
                .singleElement()
                .asString()
                .startsWith("Arrivals failed: ");
        assertThat(Arrivals.resultPath(file)).content().isEqualTo(old);
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4); // bookings, results, out and err
        }
    }

    private Process child(Path file, String... shell) throws IOException {
        List<String> command = new ArrayList<>(List.of(shell));
        command.addAll(List.of(
                // a build that runs in the background ignores SIGINT, and its children would too
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // a file that may be larger than a test allows
                "-cp",
                System.getProperty("java.class.path"),
                Arrivals.class.getName(),
                file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment());
        return builder.start();
    }

    /** Sends what Ctrl-C sends. */
    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private int run(Path file) {
        return Arrivals.run(List.of(file.toString()), environment(), print(out), print(err), false);
    }

    private Map<String, String> environment() {
        return Map.of("SEAM_API_KEY", sandbox.apiKey(), "SEAM_ENDPOINT", sandbox.endpoint());
    }

    private Path write(String csv) throws IOException {
        return Files.writeString(folder.resolve("bookings.csv"), csv);
    }

    private static List<String> results(Path file) throws IOException {
        return Files.readAllLines(Arrivals.resultPath(file));
    }

    private static String line(int booking) {
        return "b" + booking + ",Ada,ada@example.com,Room 101,," + times();
    }

    private static String times() {
        return "2030-07-13T15:00+02:00,2030-07-16T11:00+02:00\n";
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
