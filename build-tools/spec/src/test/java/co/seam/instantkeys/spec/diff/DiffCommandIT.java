package co.seam.instantkeys.spec.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.spec.Sample;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandIT {
    private static final Path ROOT = Path.of(System.getProperty("seam.root"));

    private static final String OTHER_OPERATION = """
              /doors/open:
                post:
                  tags: [doors]
                  operationId: doors_open
                  x-method-name: open
                  x-retry-safe: false
                  summary: Opens doors.
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema:
                          $ref: '#/components/schemas/list_doors_request'
                  responses:
                    '200':
                      description: Done.
                      content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/doors_response'
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Runs the real generator and templates on a small document. */
    @Test
    void diff_documentThatBreaksUsers_namesEachMemberOfTheJavaApi() throws IOException {
        Path older = file("old.yaml", Sample.YAML);
        Path newer = file(
                "new.yaml",
                Sample.with("[gate, flap]", "[gate, flap, hatch]")
                        .replace("required: [door_id]", "required: []")
                        .replace("components:\n", OTHER_OPERATION + "components:\n")
                        .replace("code", "pin")
                        .replace("width: 0.9", "width: '0.9'")
                        .replace("type: number", "type: string"));
        Path markdown = folder.resolve("report.md");

        int exit = run(
                "diff",
                older.toString(),
                newer.toString(),
                "--root",
                ROOT.toString(),
                "--markdown",
                markdown.toString());

        assertThat(out).hasToString("""
                ## Changes for users from %s to %s

                - Java API: **source-incompatible**, **binary-incompatible**, **null where there was always a value**
                - Wire: **incompatible**

                ### Java API: breaking

                - removed: `Door.Builder.code(String)`
                - removed: `Door.Builder.width(BigDecimal)`
                - removed: `Door.getCode()`
                - modified: `Door.getWidth(): BigDecimal -> String`

                ### Java API: null where there was always a value

                - `resource door door_id`

                ### Java API: new and changed

                - new: `Door.Builder.pin(String)`
                - new: `Door.Builder.width(String)`
                - new: `Door.getPin()`
                - new: `DoorKind.HATCH`
                - new: `DoorsApi.open(ListDoorsRequest)`

                ### Wire: breaking

                - `resource door door_id`: no longer required
                - `resource door width`: type changed: number -> string

                ### Wire: compatible

                - `/doors/open`: operation added
                - `request /doors/list kind`: enum values added: hatch
                - `resource door code`: field renamed: now pin
                """.formatted(older, newer));
        assertThat(markdown).hasContent(out.toString());
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void compare_membersOfEachVisibility_reportsThoseThatUsersSee() throws IOException {
        Path older = jar("old.jar", "public class Door { public void open() {} void oil() {} protected int width; }");
        Path newer = jar(
                "new.jar", "public class Door { public void open(int times) {} public void shut() {} void dust() {} }");

        assertThat(JavaApi.compare(older, newer))
                .extracting(change -> change.what() + " " + change.member() + " " + change.isCompatible())
                .containsExactly(
                        "removed Door.open() false",
                        "new Door.open(int) true",
                        "new Door.shut() true",
                        "removed Door.width false");
    }

    @Test
    void compare_responsesWithNewFieldsAndValues_isCompatible() throws IOException {
        Path older = file("old.yaml", Sample.YAML);
        Path newer = file(
                "new.yaml",
                Sample.with(
                        "        width:",
                        "        kind:\n          $ref: '#/components/schemas/door_kind'\n        width:"));
        Path newest = file("newest.yaml", Files.readString(newer).replace("[gate, flap]", "[gate, flap, hatch]"));

        assertThat(isCompatible(older, newer)).isTrue();
        assertThat(isCompatible(newer, newest)).isTrue();
        assertThat(isCompatible(newest, newer)).isFalse();
    }

    @Test
    void wire_listThatBecamePaginated_isOneBreakingChangeAsInUpstream() throws IOException {
        Path older = file("old.yaml", Sample.YAML);
        Path newer = file(
                "new.yaml",
                Sample.with("        names:", "        page_cursor: {type: string, description: A.}\n        names:")
                        .replace(
                                "        doors:\n          type: array",
                                "        pagination: {type: object, description: A.}\n        doors:\n"
                                        + "          type: array"));

        assertThat(DiffCommand.wire(Document.read(older), Document.read(newer)))
                .extracting(difference -> difference.kind().name())
                .containsExactly("PAGINATED");
        assertThat(isCompatible(older, newer)).isFalse();
    }

    @Test
    void compare_memberThatIsDeprecated_isReportedAsDeprecated() throws IOException {
        Path older = jar("old.jar", "public class Door { public void open() {} }");
        Path newer = jar("new.jar", "public class Door { @Deprecated public void open() {} }");

        assertThat(JavaApi.compare(older, newer))
                .extracting(change -> change.what() + " " + change.member() + " " + change.isCompatible())
                .containsExactly("deprecated Door.open() true");
    }

    private static boolean isCompatible(Path older, Path newer) {
        return DiffCommand.isCompatible(DiffCommand.wire(Document.read(older), Document.read(newer)));
    }

    @Test
    void diff_truncatedDocument_isRejectedInOneLine() throws IOException {
        Path older = file("old.yaml", Sample.YAML);
        Path newer = file("new.yaml", "{\"openapi\": \"3.0.3\", \"paths\": {");

        int exit = run("diff", older.toString(), newer.toString(), "--root", ROOT.toString());

        assertThat(err.toString().lines()).singleElement().asString().startsWith(newer + " is not valid JSON");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void diff_neitherFileNorRevision_isRejectedInOneLine() throws IOException {
        int exit = run("diff", "nowhere.yaml", "nowhere.yaml", "--root", folder.toString());

        assertThat(err.toString().lines())
                .containsExactly("nowhere.yaml is neither a file nor a revision that git knows here.");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void ofRevision_fileChangedSince_isWhatWasCommitted() throws Exception {
        Files.createDirectory(folder.resolve("openapi"));
        Path spec = file("openapi/seam.yaml", Sample.YAML);
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=Begin");
        Files.writeString(spec, "changed");

        Path copy;
        try (Checkout checkout = Checkout.ofRevision("HEAD", folder)) {
            copy = checkout.spec();
            assertThat(copy).hasContent(Sample.YAML);
        }
        assertThat(copy).doesNotExist();
        assertThat(spec).hasContent("changed");
    }

    @Test
    void build_thatFails_reportsItsFirstError() throws IOException {
        Files.createDirectory(folder.resolve("openapi"));
        file("pom.xml", "<project/>");

        try (Checkout checkout = Checkout.withSpec(file("openapi/seam.yaml", Sample.YAML), folder)) {
            assertThatThrownBy(() -> checkout.build(List.of("generated")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("seam.yaml can't be built: ")
                    .hasMessageContaining("ERROR")
                    .hasMessageMatching(".*");
        }
    }

    private int run(String... args) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void git(String... args) throws IOException, InterruptedException {
        ProcessBuilder git =
                new ProcessBuilder("git").directory(folder.toFile()).inheritIO();
        git.command().addAll(List.of(args));
        assertThat(git.start().waitFor()).isZero();
    }

    /** Builds a jar with one class, named Door. */
    private Path jar(String name, String source) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            var door = new SimpleJavaFileObject(URI.create("string:///Door.java"), Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            };
            assertThat(compiler.getTask(null, files, null, List.of("--release", "11"), null, List.of(door))
                            .call())
                    .isTrue();
        }
        Path jar = folder.resolve(name);
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
            entries.putNextEntry(new JarEntry("Door.class"));
            Files.copy(classes.resolve("Door.class"), entries);
        }
        return jar;
    }
}
