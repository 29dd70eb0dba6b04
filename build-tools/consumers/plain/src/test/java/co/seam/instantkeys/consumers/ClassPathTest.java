package co.seam.instantkeys.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClassPathTest {
    /** As docs/guides/configuration.md has them. */
    private static final List<String> CLIENT_AND_WHAT_IT_BRINGS = List.of(
            "annotations-13.0.jar",
            "error_prone_annotations-2.50.0.jar",
            "gson-2.15.0.jar",
            "jspecify-1.0.1.jar",
            "kotlin-stdlib-2.1.21.jar",
            "okhttp-4.12.1.jar",
            "okio-jvm-3.6.0.jar",
            "retrofit-3.0.0.jar",
            "seam-instant-keys-VERSION.jar",
            "seam-instant-keys-generated-VERSION.jar");

    private final String version = System.getProperty("seam.version");
    private final Path repository = Path.of(System.getProperty("seam.repository"));

    @Test
    void dependencies_ofTheClient_areThoseOfTheDocs() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString().replace(version, "VERSION"))
                .filter(name -> name.endsWith(".jar") && !name.matches("(junit|opentest4j|apiguardian|surefire).*"))
                .sorted()
                .collect(Collectors.toList());

        assertEquals(CLIENT_AND_WHAT_IT_BRINGS, jars);
    }

    @Test
    void client_ofThisBuild_isAJarOfTheLocalRepository() throws Exception {
        for (String name : List.of("co.seam.instantkeys.Seam", "co.seam.instantkeys.generated.model.InstantKey")) {
            Path place = Path.of(Class.forName(name)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());

            assertTrue(place.startsWith(repository) && Files.isRegularFile(place), place.toString());
        }
    }
}
