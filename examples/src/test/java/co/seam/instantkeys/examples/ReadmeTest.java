package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.Acs;
import co.seam.instantkeys.Seam;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
                .matcher(readme())
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

    @Test
    void tableOfResources_listsEachPublicMethod() throws Exception {
        Map<String, Set<String>> inReadme = new TreeMap<>();
        Pattern.compile("^\\| `(seam\\.[\\w().]+)` \\| (`.*`) \\|$", Pattern.MULTILINE)
                .matcher(readme())
                .results()
                .forEach(row -> inReadme.put(
                        row.group(1),
                        new TreeSet<>(List.of(row.group(2).replace("`", "").split(", ")))));

        Map<String, Set<String>> inCode = new TreeMap<>();
        collect("seam", Seam.class, inCode);

        assertThat(inReadme).isEqualTo(inCode);
    }

    /** Methods without parameters that lead to a class of the SDK are steps on the way, unless they call the API. */
    private static void collect(String path, Class<?> type, Map<String, Set<String>> resources) {
        for (Method method : type.getDeclaredMethods()) {
            Class<?> next = method.getReturnType();
            boolean step = Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && next.getPackage() == Seam.class.getPackage();
            if (step && next == Acs.class) {
                collect(path + "." + method.getName() + "()", next, resources);
            } else if (step) {
                resources.put(
                        path + "." + method.getName() + "()",
                        Stream.of(next.getDeclaredMethods())
                                .filter(operation -> Modifier.isPublic(operation.getModifiers()))
                                .map(Method::getName)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of(System.getProperty("seam.readme")));
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
