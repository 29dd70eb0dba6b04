package co.seam.instantkeys.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecToolTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"lint", "upstream", "adopt", "diff", "normalize", "stubs"})
    void help_ofEachCommand_isPrinted(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("Usage: spec " + command, "--help", "."); // at least one sentence
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void run_withoutCommand_printsUsage() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString()).contains("A command is missing.", "upstream", "diff");
    }

    @Test
    void run_defectOfTheTool_hasAnExitCodeOfItsOwn() {
        assertThat(run("weekly", "\u0000")).isEqualTo(70);

        assertThat(err.toString()).contains("InvalidPathException");
    }

    private int run(String... args) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
