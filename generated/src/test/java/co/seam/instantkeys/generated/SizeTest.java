package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Every user of the SDK ships this jar. It may grow with the API: then raise a limit. It should not grow because every
 * model got another class or method.
 */
class SizeTest {
    private static final int MAX_CLASSES = 235;

    private static final int MAX_BYTES = 259_000;

    @Test
    void classes_zipped_staySmall() throws Exception {
        Path root = Path.of(InstantKey.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> classes;
        try (var files = Files.walk(root)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }

        assertThat(classes).hasSizeLessThanOrEqualTo(MAX_CLASSES);
        assertThat(zippedSize(root, classes)).isLessThanOrEqualTo(MAX_BYTES);
    }

    private static int zippedSize(Path root, List<Path> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return bytes.size();
    }
}
