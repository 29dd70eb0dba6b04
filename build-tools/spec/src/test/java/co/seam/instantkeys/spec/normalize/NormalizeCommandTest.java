package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizeCommandTest {
    private static final String OURS = FrozenContract.SEAM.toString();
    private static final String ANY = System.getProperty("seam.root") + "/build-tools/spec/src/test/resources/any.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String json;

    @BeforeEach
    void nameOutput() {
        json = folder.resolve("out/spec.json").toString();
    }

    @Test
    void normalize_curatedDocument_gainsHintsOnly() throws IOException {
        assertThat(run("normalize", OURS, json)).isZero();

        JsonNode written = new ObjectMapper().readTree(Path.of(json).toFile());
        assertThat(written.findValues("x-java")).isNotEmpty();
        removeHints(written);
        assertThat(written).isEqualTo(Document.read(Path.of(OURS)).root());
    }

    private static void removeHints(JsonNode node) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            if (child.getValue().has("x-java") && child.getValue().has("allOf")) {
                child.setValue(child.getValue().at("/allOf/0"));
            }
        }
        if (node.isObject()) {
            ((ObjectNode) node).remove("x-java");
        }
        node.forEach(NormalizeCommandTest::removeHints);
    }

    @Test
    void normalize_anyDocument_reportsOnceWhatIsLeftOut() {
        assertThat(run("normalize", ANY, json)).isZero();
        assertThat(out.toString()).contains("left out /things/magic_link: it has no POST");

        out.getBuffer().setLength(0);
        assertThat(run("normalize", ANY, json)).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void normalize_packageOfYourOwn_importsWhatTheSdkMustRecognize() throws IOException {
        String generator = System.getProperty("seam.root") + "/build-tools/generator/generator.yaml";

        assertThat(run("normalize", ANY, json, "--package", "com.example.seam", "--generator", generator))
                .isZero();

        JsonNode written = new ObjectMapper().readTree(Path.of(json).toFile());
        JsonNode operation = written.at("/paths/~1acs~1entrances~1list/post/x-java");
        assertThat(operation.path("annotationImports").toString())
                .contains("co.seam.instantkeys.generated.api.RetrySafe");
        assertThat(operation.path("facadeImports").toString())
                .contains("co.seam.instantkeys.SeamOperations", "com.example.seam.api.AcsEntrancesApi")
                .contains("com.example.seam.model.AcsEntrancesListRequest")
                .doesNotContain("generated.model");
        assertThat(Files.readString(Path.of(json + ".generator.yaml")))
                .contains("folder: com/example/seam/model, destinationFilename: ModelCodec.java")
                .doesNotContain("co/seam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"seam", "com.example.class", "com..example", "java.util", "co.seam.instantkeys.generated", ""})
    void normalize_packageThatNobodyCanHave_isAnError(String name) {
        assertThat(run("normalize", ANY, json, "--package", name)).isEqualTo(2);

        assertThat(err.toString()).contains("--package needs the name of a package of your own");
    }

    @Test
    void normalize_sameDocumentAgain_doesNotTouchTheFile() throws IOException {
        FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        run("normalize", ANY, json);
        Files.setLastModifiedTime(Path.of(json), old);

        run("normalize", ANY, json);

        assertThat(Files.getLastModifiedTime(Path.of(json))).isEqualTo(old);
    }

    @Test
    void normalize_invalidJson_isRejectedInOneLineAndWritesNothing() throws IOException {
        Path text = Files.writeString(folder.resolve("text.json"), "{\"openapi\": ");

        assertThat(run("normalize", text.toString(), json)).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("text.json is not valid JSON");
        assertThat(Path.of(json)).doesNotExist();
    }

    @Test
    void normalize_forGeneration_writesWhatToSkip() throws IOException {
        Path template = Files.writeString(folder.resolve("a.mustache"), "{{name}}");
        Path skip = folder.resolve("skip.properties");
        Path made = folder.resolve("made");
        String[] command = {
            "normalize",
            ANY,
            json,
            "--sources",
            made.toString(),
            "--sources",
            folder.resolve("twice").toString(),
            "--input",
            template.toString(),
            "--skip",
            skip.toString()
        };

        assertThat(run(command)).isZero();
        assertThat(skip).hasContent("made.skip=false\ntwice.skip=false");

        Files.createFile(made.resolve(".openapi-generator/FILES")); // as if generated, without any source
        assertThat(run(command)).isZero();
        assertThat(skip).hasContent("made.skip=true\ntwice.skip=false");

        Files.writeString(template, "{{{name}}}");
        assertThat(run(command)).isZero();
        assertThat(skip).hasContent("made.skip=false\ntwice.skip=false");
    }

    @Test
    void normalize_templatesMissing_namesThem() {
        int exit = run(
                "normalize",
                ANY,
                json,
                "--sources",
                folder.resolve("made").toString(),
                "--input",
                folder.resolve("none").toString(),
                "--skip",
                folder.resolve("skip").toString());

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("NoSuchFile")
                .contains("none");
    }

    private int run(String... command) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), command);
    }
}
