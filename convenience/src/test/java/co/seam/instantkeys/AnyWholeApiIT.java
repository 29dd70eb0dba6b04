package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations of documents with constructs that make trouble: they compile against the client. */
@Tag("slow")
class AnyWholeApiIT {
    private static final String MODULE = "examples/whole-api";

    private static ProjectCopy project;

    @BeforeAll
    static void copy(@TempDir Path folder) throws Exception {
        project = new ProjectCopy(folder);
    }

    @Test
    void operations_ofEveryConstruct_compile() throws Exception {
        Path document = project.resolve("build-tools/spec/src/test/resources/any.yaml");

        project.compile(MODULE, "-Pwhole-api", "-Dopenapi.spec=" + document, "-Dopenapi.package=org.acme.any");

        assertThat(project.resolve(MODULE + "/target/classes/org/acme/any/Things.class"))
                .exists();
    }

    /** Also the default of the module, with which one can try it. */
    @Test
    void operations_ofTheContract_compileInAnotherPackage() throws Exception {
        project.compile(MODULE, "-Pwhole-api");

        Path classes = project.resolve(MODULE + "/target/classes/com/example/seam");
        try (Stream<Path> operations = Files.list(classes)) {
            assertThat(operations.map(file -> file.getFileName().toString()))
                    .contains("AccessGrants.class", "InstantKeys.class", "Webhooks.class");
        }
    }
}
