package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own. */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs the program until it ends by itself.
     *
     * @param folder for a file with what the program prints
     * @return what it printed
     */
    static String run(Path folder, Class<?> program, Duration limit, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = child.waitFor(limit.toSeconds(), TimeUnit.SECONDS);

            String printed = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("%s ended; it printed: %s", program, printed).isTrue();
            assertThat(child.exitValue()).as(printed).isZero();
            return printed;
        } finally {
            child.destroyForcibly();
        }
    }
}
