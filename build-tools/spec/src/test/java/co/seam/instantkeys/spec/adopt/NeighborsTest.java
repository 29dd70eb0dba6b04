package co.seam.instantkeys.spec.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adopts operations with every construct that generators get wrong. What is adopted differs in nothing but TODOs. */
class NeighborsTest {
    private static final Document NEIGHBORS = Document.readAny(
            Path.of(System.getProperty("seam.root"), "build-tools/spec/src/test/resources/neighbors.yaml"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path contract;
    private Path deviations;
    private Path upstream;

    @BeforeEach
    void write() throws IOException {
        contract = Files.copy(FrozenContract.SEAM, folder.resolve("seam.yaml"));
        deviations = Files.writeString(folder.resolve("deviations.yaml"), "deviations: []\n");
        ObjectNode document = (ObjectNode) Document.read(FrozenContract.SEAM).root();
        document.withObject("/paths").setAll((ObjectNode) NEIGHBORS.root().get("paths"));
        document.withObject("/components/schemas").setAll((ObjectNode) NEIGHBORS.schemas());
        upstream = Files.writeString(folder.resolve("upstream.json"), document.toString());
    }

    static List<String> paths() {
        List<String> paths = new ArrayList<>();
        NEIGHBORS.root().path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void adopt_neighbor_leavesNothingToReportButToDos(String path) throws IOException {
        String before = Files.readString(contract);

        assertThat(adopt(path)).as(err.toString()).isZero();

        assertOnlyAdded(before, Files.readString(contract));
        assertCleanButForToDos();
    }

    @Test
    void adopt_allNeighbors_leavesNothingToReportButToDos() throws IOException {
        String before = Files.readString(contract);

        for (String path : paths()) {
            String deviationsBefore = Files.readString(deviations).replace("deviations: []", "deviations:");
            assertThat(adopt(path)).as(path + err).isZero();
            assertOnlyAdded(deviationsBefore, Files.readString(deviations));
        }

        assertOnlyAdded(before, Files.readString(contract));
        assertCleanButForToDos();
    }

    @Test
    void adopt_schemasThatResembleOurs_keepWhatTheyRequire() throws IOException {
        adopt("/customers/push_data");
        adopt("/spaces/create");
        adopt("/workspaces/create");

        JsonNode root = Document.read(contract).root();
        JsonNode pushed = root.at("/components/schemas/push_data_request/properties/spaces/items");
        JsonNode position = resolve(root, resolve(root, pushed).at("/properties/geolocation"));
        assertThat(position.path("required").toString()).isEqualTo("[\"latitude\",\"longitude\"]");
        JsonNode spaces = root.at("/components/schemas/create_space_request/properties");
        JsonNode data = resolve(root, spaces.path("customer_data"));
        assertThat(data.path("additionalProperties").asBoolean()).isFalse();
        JsonNode customization = resolve(
                root, root.at("/components/schemas/create_workspace_request/properties/connect_webview_customization"));
        assertThat(customization.path("nullable").asBoolean()).isTrue();
        assertThat(customization.path("deprecated").asBoolean()).isTrue();
    }

    @Test
    void adopt_oneCredentialAccepted_isStated() throws IOException {
        adopt("/locks/unlock_door");

        assertThat(Document.read(contract)
                        .root()
                        .at("/paths/~1locks~1unlock_door/post/security")
                        .toString())
                .isEqualTo("[{\"api_key\":[]}]");
    }

    @Test
    void adopt_operationThatNoCredentialOpens_isRejectedWithTheReason() throws IOException {
        ObjectNode document = (ObjectNode) Document.read(upstream).root();
        ((ObjectNode) document.at("/paths/~1workspaces~1create/post"))
                .putArray("security")
                .addObject()
                .putArray("pat_without_workspace");
        Files.writeString(upstream, document.toString());
        byte[] before = Files.readAllBytes(contract);

        assertThat(adopt("/workspaces/create")).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("none of the credentials of", "opens it, only pat_without_workspace");
        assertThat(contract).hasBinaryContent(before);
    }

    @Test
    void adopt_textsOfThePublicDocument_areCommentsBesideEachToDo() throws IOException {
        adopt("/action_attempts/get");

        String text = Files.readString(contract);
        assertThat(text)
                .contains("      # UPSTREAM: /action_attempts/get Returns an <attempt> & its \"result\"; see\n")
                .contains("          # UPSTREAM: ID: of the attempt.\n          description: TODO\n");
        assertThat(text.lines().filter(line -> line.contains("# UPSTREAM:")))
                .isNotEmpty()
                .allMatch(line -> line.length() <= 120);
        assertThat(run("lint", contract.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(": a text of the public document: write the description from it yourself");
    }

    private static JsonNode resolve(JsonNode root, JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private void assertCleanButForToDos() {
        out.getBuffer().setLength(0);
        int upstreamExit =
                run("upstream", upstream.toString(), "--spec", contract.toString(), "--since", upstream.toString());
        assertThat(out.toString()).contains(": no findings");
        assertThat(upstreamExit).isZero();
        out.getBuffer().setLength(0);
        assertThat(run("lint", "--draft", contract.toString()))
                .as(out.toString())
                .isZero();
    }

    private int adopt(String path) {
        return run("adopt", upstream.toString(), "--operation", path, "--contract", contract.toString());
    }

    private int run(String... args) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private static void assertOnlyAdded(String before, String after) {
        List<String> lines = after.lines().toList();
        int at = 0;
        for (String line : before.lines().toList()) {
            while (at < lines.size() && !lines.get(at).equals(line)) {
                at++;
            }
            assertThat(at).as("line lost: " + line).isLessThan(lines.size());
            at++;
        }
    }
}
