package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The {@code curl} lines of the guide, in their order, as a reader runs them. */
@Timeout(120)
class GuideCurlTest {
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    /** From one to the line before the next one, comment or empty line. */
    private static final Pattern CURL =
            Pattern.compile("^curl .*?(?=\n(?:curl |#|\n)|\\z)", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void curlLines_inTheirOrder_succeed() throws Exception {
        assumeTrue(hasCurl(), "no sh or no curl on this machine");
        try (SeamSandbox sandbox = SeamSandbox.builder().localLinks().window().start()) {
            Map<String, String> variables = new HashMap<>();
            variables.put("SANDBOX", sandbox.endpoint());
            variables.put("JSON", "Content-Type: application/json");
            variables.put("SEAM_API_KEY", sandbox.apiKey());
            for (String line : curlLines()) {
                String[] response = run(line, variables);
                assertThat(response[1]).as("%s%n%s", line, response[0]).isEqualTo("200");
                JsonObject json = JsonParser.parseString(response[0]).getAsJsonObject();
                if (json.has("access_grant")) {
                    variables.put(
                            "LINK",
                            json.getAsJsonObject("access_grant")
                                    .get("instant_key_url")
                                    .getAsString());
                }
            }
            assertThat(variables).containsKey("LINK");
        }
    }

    @Test
    void curlLines_ofTheGuide_haveEachControl() throws Exception {
        String lines = String.join("\n", curlLines());
        try (SeamSandbox sandbox = SeamSandbox.builder().window().start()) {
            String api = "/__sandbox/api";
            JsonObject index = JsonParser.parseString(Page.get(sandbox.endpoint() + api).body)
                    .getAsJsonObject();
            Stream<String> controls = Stream.of("get", "post")
                    .map(index::getAsJsonArray)
                    .flatMap(paths -> texts(paths).stream())
                    .filter(path -> !path.isEmpty());

            assertThat(controls).allSatisfy(path -> assertThat(lines + "\n").containsPattern(api + path + "[ \n]"));
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static List<String> curlLines() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("seam.root"), "docs/guides/testing.md"));
        return SHELL.matcher(guide)
                .results()
                .flatMap(block -> CURL.matcher(block.group(1).strip()).results())
                .map(MatchResult::group)
                .collect(Collectors.toList());
    }

    private static boolean hasCurl() throws Exception {
        return Files.isExecutable(Path.of("/bin/sh"))
                && new ProcessBuilder("/bin/sh", "-c", "command -v curl")
                                .start()
                                .waitFor()
                        == 0;
    }

    /** @return the body and the status */
    private static String[] run(String line, Map<String, String> variables) throws Exception {
        ProcessBuilder shell = new ProcessBuilder(
                "/bin/sh", "-c", line.replaceFirst("^curl", "curl --max-time 60 -w '\\\\n%{http_code}'"));
        shell.environment().putAll(variables);
        shell.environment().put("NO_PROXY", "*");
        shell.environment().put("no_proxy", "*");
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line).isZero();
        int end = output.lastIndexOf('\n');
        return new String[] {output.substring(0, end), output.substring(end + 1)};
    }
}
