package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seam's own JavaScript client follows the guide against the sandbox: the program {@code guide.mjs}. Skipped where
 * there is no Node.js, or where npm cannot install the client.
 */
@Tag("slow")
@Timeout(600)
class OfficialClientIT {
    private static final String CLIENT = "seam@1.245.0";
    private static final Path GUIDE =
            Path.of(System.getProperty("seam.root"), "wiremock", "src", "test", "js", "guide.mjs");

    private final Path folder = Path.of(System.getProperty("seam.root"), "wiremock", "target", "official-client");

    @Test
    void guide_withTheJavaScriptClient_passes() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
        Files.copy(GUIDE, folder.resolve("guide.mjs"), StandardCopyOption.REPLACE_EXISTING);
        assumeTrue(run(Map.of(), "node", "--version").succeeded, "no Node.js on this machine");
        Run install = run(
                Map.of(), "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", CLIENT);
        assumeTrue(install.succeeded, () -> "npm cannot install " + CLIENT + ": " + install.printed);

        try (SeamSandbox sandbox = SeamSandbox.start()) {
            Run guide = run(
                    Map.of(
                            "SANDBOX_ENDPOINT", sandbox.endpoint(),
                            "SANDBOX_API_KEY", sandbox.apiKey(),
                            "SANDBOX_TOKEN", sandbox.personalAccessToken(),
                            "SANDBOX_WORKSPACE", sandbox.workspaceId()),
                    "node",
                    "guide.mjs");

            System.out.println(CLIENT + ":\n" + guide.printed);
            assertThat(guide.succeeded).as(guide.printed).isTrue();
            assertThat(guide.printed).contains("passed: entrances").contains("passed: delete");
            assertThat(sandbox.wireMock().getAllServeEvents())
                    .extracting(event -> event.getRequest().getMethod().getName())
                    .contains("GET", "POST", "PATCH", "PUT", "DELETE");
        }
    }

    /** Runs a program in the folder; one that does not exist fails. */
    private Run run(Map<String, String> environment, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        program.environment().putAll(environment);
        Process process;
        try {
            process = program.start();
        } catch (IOException e) {
            return new Run(false, e.getMessage());
        }
        try {
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            return new Run(ended && process.exitValue() == 0, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static final class Run {
        private final boolean succeeded;
        private final String printed;

        private Run(boolean succeeded, String printed) {
            this.succeeded = succeeded;
            this.printed = printed;
        }
    }
}
