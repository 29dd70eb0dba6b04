package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java block of the README compiles, as a class, as methods, or as statements that know a few names. */
class ReadmeTest {
    private static final String IMPORTS = String.join(
            "\n",
            "import co.seam.instantkeys.*;",
            "import co.seam.instantkeys.generated.api.*;",
            "import co.seam.instantkeys.generated.model.*;",
            "import co.seam.instantkeys.wiremock.*;",
            "import java.time.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.stream.*;",
            "import org.springframework.beans.factory.annotation.Value;",
            "import org.springframework.context.annotation.*;");

    @TempDir
    private Path classes;

    static Stream<String> javaBlocks() throws Exception {
        return Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of(System.getProperty("seam.readme"))))
                .results()
                .map(block -> block.group(1));
    }

    @Test
    void readme_hasJavaBlocks() throws Exception {
        assertThat(javaBlocks()).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void block_compiled_hasNoError(String block) {
        StringWriter errors = new StringWriter();

        boolean compiled = compile(IMPORTS + "\n" + wrap(block), errors);

        assertThat(compiled).as("%s%n%s", block, errors).isTrue();
    }

    private static String wrap(String block) {
        if (Pattern.compile("^(@|(public |final )*class )", Pattern.MULTILINE)
                .matcher(block)
                .find()) {
            return block;
        }
        if (Pattern.compile("^\\w[\\w<>]* \\w+\\(.*\\) \\{$", Pattern.MULTILINE)
                .matcher(block)
                .find()) {
            return "class Snippet {\n" + block + "}";
        }
        // "try (Seam seam = ...)" brings a seam of its own
        String seam = block.contains("Seam seam =") ? "" : "Seam seam, ";
        return "class Snippet {\nvoid run(" + seam + "String guestId, String entranceId) {\n" + block + "}\n}";
    }

    private boolean compile(String source, StringWriter errors) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "--release", "17");
        return compiler.getTask(errors, null, null, options, null, List.of(file))
                .call();
    }
}
