package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code docs/promises.md} to the README and to the tests: each promise is in the one, each test is one. */
class PromisesTest {
    private static final Path PROMISES = Documents.ROOT.resolve("docs/promises.md");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    static List<MatchResult> promises() throws IOException {
        return ROW.matcher(Files.readString(PROMISES))
                .results()
                .skip(1) // the names of the columns
                .toList();
    }

    static Stream<MatchResult> tests() throws IOException {
        return promises().stream().flatMap(row -> TEST.matcher(row.group(2)).results());
    }

    @ParameterizedTest
    @MethodSource("promises")
    void promise_listed_isInTheReadmeAndHasATestOrAReason(MatchResult row) throws IOException {
        String readme = oneLine(Files.readString(Documents.ROOT.resolve("README.md")));

        assertThat(readme).contains(oneLine(row.group(1)));
        assertThat(row.group(2)).matches("none: .+|(`\\w+#\\w+`(, )?)+");
    }

    @ParameterizedTest
    @MethodSource("tests")
    void test_named_exists(MatchResult test) throws IOException {
        String method = "void " + test.group(2) + "(";

        assertThat(sources().getOrDefault(test.group(1), List.of()))
                .as("classes %s with a method %s", test.group(1), test.group(2))
                .anyMatch(source -> source.contains(method));
    }

    /** In the order of the README, so that a reader finds where a new one belongs. */
    @Test
    void promises_all_areListedInTheOrderOfTheReadme() throws IOException {
        String readme = oneLine(Files.readString(Documents.ROOT.resolve("README.md")));
        int from = 0;
        for (MatchResult row : promises()) {
            int at = readme.indexOf(oneLine(row.group(1)), from);
            assertThat(at)
                    .as("\"%s\" after the promise before it", row.group(1))
                    .isNotNegative();
            from = at;
        }
    }

    /** The tests of all modules by their class; two modules may have a class of the same name. */
    private static Map<String, List<String>> sources() throws IOException {
        Map<String, List<String>> sources = new TreeMap<>();
        for (Path file : Documents.matching(name -> name.matches(".*/src/test/java/.*\\.java"))) {
            String name = file.getFileName().toString().replace(".java", "");
            sources.merge(
                    name,
                    List.of(Files.readString(file)),
                    (one, other) -> Stream.of(one, other).flatMap(List::stream).collect(Collectors.toList()));
        }
        return sources;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
