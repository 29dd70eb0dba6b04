package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedSourcesTest {
    private static final FileTime DURING = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-01T00:00:01Z"));

    @TempDir
    private Path temp;

    private Path folder;
    private GeneratedSources sources;

    @BeforeEach
    void generate() throws IOException {
        folder = temp.resolve("sources");
        sources = new GeneratedSources(folder);
        assertThat(sources.keepIfGeneratedFrom("v1")).isFalse();
        write("src/A.java", "class A {}");
        write("src/B.java", "class B {}");
        write(".openapi-generator/FILES", "src/A.java\nsrc/B.java\n");
    }

    @Test
    void keepIfGeneratedFrom_sameInputsAndUntouched_keepsEveryFile() throws IOException {
        assertThat(sources.keepIfGeneratedFrom("v1")).isTrue();
        assertThat(folder.resolve("src/A.java")).exists();
    }

    enum Tampering {
        FILE_DELETED {
            @Override
            void in(Path folder) throws IOException {
                Files.delete(folder.resolve("src/A.java"));
            }
        },
        FILE_EDITED {
            @Override
            void in(Path folder) throws IOException {
                Files.setLastModifiedTime(folder.resolve("src/A.java"), LATER);
            }
        },
        FILE_ADDED {
            @Override
            void in(Path folder) throws IOException {
                Files.setLastModifiedTime(Files.createFile(folder.resolve("src/C.java")), DURING);
            }
        },
        GENERATION_INTERRUPTED {
            @Override
            void in(Path folder) throws IOException {
                Files.delete(folder.resolve(".openapi-generator/FILES"));
            }
        };

        abstract void in(Path folder) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void keepIfGeneratedFrom_changedSince_deletesAll(Tampering tampering) throws IOException {
        tampering.in(folder);

        assertThat(sources.keepIfGeneratedFrom("v1")).isFalse();
        assertThat(folder.resolve("src")).doesNotExist();
    }

    @Test
    void keepIfGeneratedFrom_otherInputs_deletesAllAndIsNotKeptUntilGenerated() throws IOException {
        assertThat(sources.keepIfGeneratedFrom("v2")).isFalse();
        assertThat(folder.resolve("src")).doesNotExist();
        assertThat(sources.keepIfGeneratedFrom("v2")).isFalse();
    }

    @Test
    void fingerprint_sameFiles_isTheSameWhateverTheirTimes() throws IOException {
        String before = GeneratedSources.fingerprint(List.of(folder));

        Files.setLastModifiedTime(folder.resolve("src/A.java"), LATER);

        assertThat(GeneratedSources.fingerprint(List.of(folder))).isEqualTo(before);
    }

    @Test
    void fingerprint_otherTextOrName_isAnother() throws IOException {
        String before = GeneratedSources.fingerprint(List.of(folder));

        write("src/A.java", "class A { }");
        String otherText = GeneratedSources.fingerprint(List.of(folder));
        Files.move(folder.resolve("src/A.java"), folder.resolve("src/AB.java"));
        String otherName = GeneratedSources.fingerprint(List.of(folder));

        assertThat(List.of(before, otherText, otherName)).doesNotHaveDuplicates();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.setLastModifiedTime(Files.writeString(path, text), DURING);
    }
}
