package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocTest {
    @Test
    void lines_textThatFits_isOneLine() {
        assertThat(lines(new Javadoc().describe("Name of the space."), Javadoc.MEMBER))
                .containsExactly("/** Name of the space. */");
    }

    @Test
    void lines_longestTextOfOneLine_endsInTheLastColumn() {
        String text = "x".repeat(Javadoc.WIDTH - Javadoc.MEMBER - "/** */".length() - 1);

        assertThat(lines(new Javadoc().describe(text), Javadoc.MEMBER)).containsExactly("/** " + text + " */");
        assertThat(lines(new Javadoc().describe(text + "x"), Javadoc.MEMBER))
                .containsExactly("/**", " * " + text + "x", " */");
    }

    @Test
    void lines_longText_isWrappedWithinTheWidth() {
        String text = "One of many words. ".repeat(30).strip();

        List<String> lines = lines(new Javadoc().describe(text), Javadoc.NESTED_MEMBER);

        assertThat(lines)
                .hasSizeGreaterThan(5)
                .allMatch(line -> Javadoc.NESTED_MEMBER + line.length() <= Javadoc.WIDTH);
        assertThat(lines.stream().map(line -> line.replaceAll("^(/\\*\\*| \\*/| \\* )", "")))
                .filteredOn(line -> !line.isEmpty())
                .satisfies(words -> assertThat(String.join(" ", words)).isEqualTo(text));
    }

    @Test
    void lines_codeAtTheEndOfALine_isNotDivided() {
        String text = "x".repeat(100) + " {@code a b c d e f g}, and more";

        assertThat(lines(new Javadoc().add(text), Javadoc.MEMBER))
                .containsExactly("/**", " * " + "x".repeat(100), " * {@code a b c d e f g}, and more", " */");
    }

    @Test
    void lines_severalParagraphsAndATag_areSeparated() {
        Javadoc javadoc = new Javadoc()
                .describe("First.\nStill first.\n\nSecond.")
                .add("Third.")
                .deprecatedIf(true);

        assertThat(lines(javadoc, 0))
                .containsExactly(
                        "/**",
                        " * First. Still first.",
                        " *",
                        " * <p>Second.",
                        " *",
                        " * <p>Third.",
                        " *",
                        " * @deprecated by the API",
                        " */");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Set user_identity_id.         | Set {@code user_identity_id}.",
                "(or access_grant_key's value) | (or {@code access_grant_key}'s value)",
                "While pagination.has_next_page is true, | While {@code pagination.has_next_page} is true,",
                "Post to /access_grants/create. | Post to {@code /access_grants/create}.",
                "Ends in _not_found.           | Ends in {@code _not_found}.",
                "Limited by `limit`, or `a b`. | Limited by {@code limit}, or {@code a b}.",
                "Known: `max_use_count`.       | Known: {@code max_use_count}.",
                "See https://example.com/a_b.  | See https://example.com/a_b.",
                "An _emphasized_ word.         | An _emphasized_ word.",
                "Not code: `R&amp;D`.          | Not code: `R&amp;D`.",
                "In {@code a_b} already.       | In {@code a_b} already.",
                "Plain words, 24/7.            | Plain words, 24/7.",
            })
    void describe_jsonNames_areInCodeFont(String description, String javadoc) {
        assertThat(lines(new Javadoc().describe(description), 0)).containsExactly("/** " + javadoc + " */");
    }

    private static List<String> lines(Javadoc javadoc, int indentation) {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : javadoc.lines(indentation)) {
            lines.add(line.textValue());
        }
        return lines;
    }
}
