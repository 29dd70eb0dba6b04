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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/ik/\\w+");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

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
                assertThat(text(out)).contains(QrCode.of(link.group()).toText());
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

    private int run(List<String> args, Map<String, String> environment) {
        return Quickstart.run(
                args,
                environment,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
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
