package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {
    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/ik/\\w+");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

    @TempDir
    private Path folder;

    @Test
    void run_withoutKey_namesTheSandboxFirstAndPrintsLinks() {
        int exitCode = run(List.of(), Map.of());

        assertThat(exitCode).isZero();
        assertThat(text(out).lines().findFirst().orElseThrow()).contains("SEAM_API_KEY is not set", "sandbox");
        assertThat(text(out).split("http://127.0.0.1:[0-9]+/ik/")).hasSizeGreaterThan(2);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void run_withKeep_servesTheGuestsPageUntilEnter() {
        AtomicReference<String> page = new AtomicReference<>("");
        in = new InputStream() {
            @Override
            public int read() throws IOException {
                Matcher link = LINK.matcher(text(out));
                assertThat(link.find()).isTrue();
                assertThat(text(out)).contains(QrCode.of(link.group()).toText(StandardCharsets.UTF_8));
                try (InputStream body = URI.create(link.group()).toURL().openStream()) {
                    page.set(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                return '\n';
            }
        };

        int exitCode = run(List.of("--keep"), Map.of());

        assertThat(exitCode).as(text(err)).isZero();
        assertThat(page.get()).contains("Jane Doe", "Ready.", "Room 101", "1 of 1");
    }

    @Test
    void run_withKeyAndEndpoint_runsThereAndLeavesNothingBehind() {
        try (SeamSandbox sandbox = SeamSandbox.start();
                Seam seam = client(sandbox)) {
            int exitCode = run(List.of(), environment(sandbox));

            assertThat(exitCode).isZero();
            assertThat(text(out)).startsWith("Running for real: Seam{endpoint=" + sandbox.endpoint());
            assertThat(seam.instantKeys().list(ListInstantKeysRequest.builder().build()))
                    .isEmpty();
            assertThat(seam.accessGrants()
                            .list(ListAccessGrantsRequest.builder().build()))
                    .isEmpty();
        }
    }

    @Test
    void run_twiceWithKeep_keepsBoth() {
        try (SeamSandbox sandbox = SeamSandbox.start();
                Seam seam = client(sandbox)) {
            assertThat(run(List.of("--keep"), environment(sandbox))).isZero();
            assertThat(run(List.of("--keep"), environment(sandbox))).isZero();

            assertThat(seam.accessGrants()
                            .list(ListAccessGrantsRequest.builder().build()))
                    .hasSize(2);
        }
    }

    @Test
    void run_rejectedKey_endsWithOneLineAndCode1() {
        try (SeamSandbox sandbox = SeamSandbox.start()) {
            int exitCode =
                    run(List.of(), Map.of("SEAM_API_KEY", "seam_swordfish", "SEAM_ENDPOINT", sandbox.endpoint()));

            assertThat(exitCode).isEqualTo(1);
            assertThat(text(err).lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("401")
                    .doesNotContain("swordfish");
        }
    }

    @Test
    void run_unknownArgument_endsWithOneLineAndCode1() {
        assertThat(run(List.of("--kep"), Map.of())).isEqualTo(1);
        assertThat(text(err).lines()).hasSize(1).first().asString().contains("--kep", "--keep");
    }

    /** Stopped in each call that creates something, and after it: whatever exists then is deleted. */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(
            strings = {
                "/acs/entrances/list",
                "/user_identities/create",
                "/access_grants/create",
                "/user_identities/generate_instant_key",
                "/access_grants/delete"
            })
    void main_interrupted_deletesWhatItCreated(String operation) throws Exception {
        try (SeamSandbox sandbox = SeamSandbox.start();
                Seam seam = client(sandbox)) {
            sandbox.onNext(operation).delay(Duration.ofSeconds(1));
            Process child = child(environment(sandbox));
            while (sandbox.timesProcessed(operation) == 0) {
                assertThat(child.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(1);
            }

            interrupt(child);

            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(128 + 2);
            assertThat(Files.readString(folder.resolve("out"))).contains("Stopping.");
            assertThat(seam.userIdentities().list()).isEmpty();
            assertThat(seam.accessGrants().list()).isEmpty();
            assertThat(seam.instantKeys().list()).isEmpty();
            boolean created = sandbox.timesProcessed("/user_identities/create") > 0;
            assertThat(sandbox.timesProcessed("/user_identities/delete")).isEqualTo(created ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({"C, ##", "C.UTF-8, \u2588\u2588"})
    void main_locale_decidesHowTheCodeIsDrawn(String locale, String module) throws Exception {
        Map<String, String> environment = Map.of("LC_ALL", locale, "SEAM_API_KEY", "");

        assertThat(child(environment).waitFor()).isZero();

        String output = Files.readString(folder.resolve("out"));
        assertThat(output).contains(module);
        assertThat(output.chars().allMatch(character -> character < 128)).isEqualTo(locale.equals("C"));
    }

    private Process child(Map<String, String> environment) throws IOException {
        // a build that runs in the background ignores SIGINT, and its children would too
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Sends what Ctrl-C sends. */
    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private int run(List<String> args, Map<String, String> environment) {
        return Quickstart.run(
                args,
                environment,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
    }

    private static Map<String, String> environment(SeamSandbox sandbox) {
        return Map.of("SEAM_API_KEY", sandbox.apiKey(), "SEAM_ENDPOINT", sandbox.endpoint());
    }

    private static Seam client(SeamSandbox sandbox) {
        return Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .build();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
