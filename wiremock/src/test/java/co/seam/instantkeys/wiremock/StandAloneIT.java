package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as its users do, and calls it with curl. */
@Timeout(120)
class StandAloneIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** Exit status after SIGTERM: 128 plus the signal's number. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path anyDirectory;

    private Path errors;
    private Process program;
    private List<String> printed;

    @BeforeEach
    void start() throws Exception {
        launch("--seed", "7", "--webhook-url", "http://127.0.0.1:9/");
    }

    private void launch(String... options) throws IOException {
        errors = anyDirectory.resolve("errors");
        List<String> command =
                new ArrayList<>(List.of(JAVA.toString(), "-jar", System.getProperty("seam.standalone"), "--port", "0"));
        command.addAll(List.of(options));
        program = new ProcessBuilder(command)
                .directory(anyDirectory.toFile())
                .redirectError(errors.toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
        printed = Stream.iterate(readLine(out), line -> line != null, line -> readLine(out))
                .takeWhile(line -> !line.startsWith("Ctrl+C"))
                .collect(Collectors.toList());
    }

    @AfterEach
    void stop() throws Exception {
        program.destroyForcibly().waitFor();
    }

    @Test
    void jar_calledByItsCurlLine_listsTheEntrances() throws Exception {
        requireCurl();

        JsonObject response = sh(curlLine());

        assertThat(response.getAsJsonArray("acs_entrances")).hasSize(8);
    }

    @Test
    void jar_withAProperty_listsItsEntrances() throws Exception {
        requireCurl();
        stop();
        Files.writeString(anyDirectory.resolve("hotel.json"), """
                {"acs_systems": [{"name": "Locks", "acs_entrances": [{"display_name": "Cabin 1"}]}]}""");
        launch("--property", "hotel.json");

        JsonObject response = sh(curlLine());

        assertThat(response.getAsJsonArray("acs_entrances"))
                .extracting(entrance ->
                        entrance.getAsJsonObject().get("display_name").getAsString())
                .containsExactly("Cabin 1");
    }

    @Test
    void jar_calledAsInTheGuide_issuesKeys() throws Exception {
        requireCurl();
        JsonObject door = call("/acs/entrances/list", "{}")
                .getAsJsonArray("acs_entrances")
                .get(0)
                .getAsJsonObject();

        String guest = call("/user_identities/create", """
                {"full_name": "Jane Doe", "email_address": "jane@example.com", "acs_system_ids": [%s]}
                """.formatted(door.get("acs_system_id")))
                .getAsJsonObject("user_identity")
                .get("user_identity_id")
                .getAsString();
        JsonObject grant = call("/access_grants/create", """
                {"user_identity_id": "%s", "acs_entrance_ids": [%s],
                 "requested_access_methods": [{"mode": "mobile_key"}],
                 "starts_at": "2127-07-13T15:00:00.000Z", "ends_at": "2127-07-16T11:00:00.000Z"}
                """.formatted(guest, door.get("acs_entrance_id")))
                .getAsJsonObject("access_grant");
        JsonObject key = call("/user_identities/generate_instant_key", """
                {"user_identity_id": "%s", "max_use_count": 10}
                """.formatted(guest))
                .getAsJsonObject("instant_key");
        JsonObject keys = call("/instant_keys/list", "{\"user_identity_id\": \"" + guest + "\"}");
        JsonObject grants = call("/access_grants/list", "{\"user_identity_id\": \"" + guest + "\"}");

        assertThat(keys.getAsJsonArray("instant_keys"))
                .extracting(listed -> listed.getAsJsonObject().get("instant_key_url"))
                .containsExactly(grant.get("instant_key_url"), key.get("instant_key_url"));
        assertThat(grants.getAsJsonArray("access_grants")).containsExactly(grant);
    }

    @Test
    void jar_itsWindowAndTheGuestsPage_areServed() throws Exception {
        JsonObject grant = call("/access_grants/create", """
                {"user_identity": {"full_name": "Jane Doe"}, "space_keys": ["first-floor"],
                 "requested_access_methods": [{"mode": "mobile_key"}]}
                """).getAsJsonObject("access_grant");
        String window = printed.stream()
                .filter(line -> line.startsWith("Window http://127.0.0.1:"))
                .findFirst()
                .orElseThrow()
                .substring("Window ".length());

        Page guest = Page.get(grant.get("instant_key_url").getAsString());

        assertThat(guest.status).isEqualTo(200);
        assertThat(guest.body).contains("Jane Doe", "Room 102");
        assertThat(Page.get(window).body).contains("Jane Doe");
        assertThat(Page.get(window.replace("/__sandbox", "/__admin/requests")).status)
                .isEqualTo(401);
        assertThat(printed).noneMatch(line -> line.contains("token"));
    }

    @Test
    void jar_onSigterm_stopsSilently() throws Exception {
        assumeTrue(program.supportsNormalTermination(), "no SIGTERM on this machine");

        program.destroy();

        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(TERMINATED);
        assertThat(errors).isEmptyFile();
    }

    @Test
    void jar_seeded_hasTheKeyOfTheSeed() {
        try (SeamSandbox sandbox = SeamSandbox.builder().seed(7).start()) {
            String secret = sandbox.webhooks().collect().secret();
            assertThat(printed).contains("API key " + sandbox.apiKey(), "Webhook secret " + secret);
        }
    }

    private static void requireCurl() throws Exception {
        boolean hasCurl = Files.isExecutable(Path.of("/bin/sh"))
                && new ProcessBuilder("/bin/sh", "-c", "command -v curl")
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(hasCurl, "no sh or no curl on this machine");
    }

    private JsonObject call(String path, String json) throws Exception {
        return sh(curlLine().replace("/acs/entrances/list", path).replace("'{}'", "'" + json + "'"));
    }

    private String curlLine() {
        return printed.stream()
                .filter(line -> line.startsWith("curl "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no curl line in " + printed));
    }

    private static JsonObject sh(String line) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", line).start();
        String response = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line).isZero();
        return JsonParser.parseString(response).getAsJsonObject();
    }

    private static String readLine(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
