package co.seam.instantkeys.live;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program in a JVM of its own, which is ended while it runs. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LiveProcessTest {
    private final SeamSandbox sandbox = SeamSandbox.start();

    @TempDir
    private Path folder;

    private Process program;

    @AfterEach
    void close() {
        program.destroyForcibly();
        sandbox.close();
    }

    /** A signal as Ctrl-C is one; {@code destroy} sends another one, to which the JVM reacts in the same way. */
    @Test
    @DisabledOnOs(OS.WINDOWS) // where it kills
    void main_stoppedBySignal_deletesWhatItCreated() throws Exception {
        start();
        awaitGrants();

        program.destroy();

        assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Others.everything(sandbox)).as(output()).isEmpty();
        assertThat(output()).contains("Stopping", "The run ended early: it was stopped", "Deleted: ", "user_identity");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void main_killed_isTidiedUpByTheNextRun() throws Exception {
        start();
        awaitGrants();
        program.destroyForcibly().waitFor();
        assertThat(Others.everything(sandbox)).isNotEmpty();
        int before = sandbox.timesProcessed("/access_grants/create");

        start();
        awaitGrants(before);
        program.destroy();

        assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output()).contains("Deleted what an earlier run left: ");
        assertThat(Others.everything(sandbox)).as(output()).isEmpty();
    }

    private void start() throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        java.environment().put("SEAM_API_KEY", sandbox.apiKey());
        java.environment().put("SEAM_ENDPOINT", sandbox.endpoint());
        program = java.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void awaitGrants() throws Exception {
        awaitGrants(0);
    }

    /** Waits until the program has created more grants than that. */
    private void awaitGrants(int number) throws Exception {
        while (sandbox.timesProcessed("/access_grants/create") <= number) {
            assertThat(program.isAlive()).as(output()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** The program at a pace at which it needs a few seconds. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Live.main(Duration.ofMillis(30));
        }
    }
}
