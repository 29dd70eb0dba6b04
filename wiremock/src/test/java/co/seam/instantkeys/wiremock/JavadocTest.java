package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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

/** Every example in this module's Javadoc compiles: as a class, as a member of one, or as statements. */
class JavadocTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?) \\* }</pre>", Pattern.DOTALL);
    private static final String IMPORTS = """
            import static org.junit.jupiter.api.Assertions.*;
            import co.seam.instantkeys.wiremock.*;
            import com.github.tomakehurst.wiremock.*;
            import com.github.tomakehurst.wiremock.core.*;
            import java.io.*;
            import java.net.*;
            import java.net.http.*;
            import java.time.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            """;

    @TempDir
    private Path classes;

    static Stream<String> examples() throws IOException {
        Path sources = Path.of(System.getProperty("seam.root"), "wiremock/src/main/java/co/seam/instantkeys/wiremock");
        try (Stream<Path> files = Files.list(sources)) {
            return files.sorted().toList().stream()
                    .flatMap(file -> EXAMPLE.matcher(read(file)).results())
                    .map(example -> example.group(1).replaceAll("(?m)^ \\* ?", ""));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void javadoc_hasExamples() throws Exception {
        assertThat(examples()).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_compiled_hasNoError(String example) {
        StringWriter errors = new StringWriter();

        boolean compiled = compile(IMPORTS + wrap(example), errors);

        assertThat(compiled).as("%s%n%s", example, errors).isTrue();
    }

    private static String wrap(String example) {
        if (example.contains("class ")) {
            return example;
        }
        if (example.startsWith("@")) {
            return "class Example {\n" + example + "}";
        }
        String sandbox = example.contains("SeamSandbox sandbox =") ? "" : "SeamSandbox sandbox, ";
        return "class Example {\nvoid run(" + sandbox
                + "HttpClient client, HttpRequest createGrant) throws Exception {\n" + example + "}\n}";
    }

    private boolean compile(String source, StringWriter errors) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "--release", "11");
        return compiler.getTask(errors, null, null, options, null, List.of(file))
                .call();
    }
}
