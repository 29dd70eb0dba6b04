package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GenerationIT {
    /** The build generates a second time for this test only. */
    @Test
    void generate_twice_isByteIdentical() throws IOException {
        Map<String, String> first = sources(Path.of(System.getProperty("seam.generated")));
        Map<String, String> second = sources(Path.of(System.getProperty("seam.generatedAgain")));

        assertThat(first)
                .containsKey(Path.of("co/seam/instantkeys/generated/model/InstantKey.java")
                        .toString());
        assertThat(second).isEqualTo(first);
    }

    @Test
    void generate_everySource_dependsOnNothingButGsonRetrofitAndJspecify() throws IOException {
        String allowed = "(java|com\\.google\\.gson|retrofit2|org\\.jspecify|co\\.seam\\.instantkeys\\.generated)";
        sources(Path.of(System.getProperty("seam.generated")))
                .forEach((file, source) -> assertThat(source.lines().filter(line -> line.startsWith("import ")))
                        .as(file)
                        .allMatch(line -> line.matches("import (static )?" + allowed + "\\..*")));
    }

    private static Map<String, String> sources(Path root) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return sources;
    }
}
