package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Limits the size of the SDK for those who depend on it. A commit that exceeds a limit on purpose raises it here. */
class SizeTest {
    private static final int MAX_CLASSES = 166;

    /** The size of this jar and the generated one, in bytes, without some kilobytes of META-INF. */
    private static final int MAX_BYTES_TOGETHER = 539_000;

    @Test
    void classes_zippedTogetherWithTheGeneratedOnes_staySmall() throws Exception {
        List<Path> own = classes(root(Seam.class));

        assertThat(own).hasSizeLessThanOrEqualTo(MAX_CLASSES);
        assertThat(zippedSize(root(Seam.class)) + zippedSize(root(InstantKey.class)))
                .isLessThanOrEqualTo(MAX_BYTES_TOGETHER);
    }

    /** The classes folder of a module, or its jar if it was packaged before. */
    private static Path root(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static List<Path> classes(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static long zippedSize(Path root) throws IOException {
        if (Files.isRegularFile(root)) {
            return Files.size(root);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Path file : classes(root)) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return bytes.size();
    }
}
