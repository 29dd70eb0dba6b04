package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keeps retired terms from coming back. {@code docs/glossary.md} has the terms in use.
 *
 * <p>Java code is read as text between tokens: identifiers are not checked, comments and strings are. No file is
 * exempt.
 */
class VocabularyTest {
    /** Pattern of each retired term, and what to write instead. */
    private static final Map<Pattern, String> RETIRED = new LinkedHashMap<>();

    static {
        retire("answer(s|ed|ing)?", "response (wire) or result (method); to respond, to return");
        retire("refusals?", "error response; rejection of an argument");
        retire("told|tells?", "to report, to return, to state");
        retire("mend(s|ed|ing)?", "to fix");
        retire("words", "message, text, terms");
        retire("house[\\s*/#]+rules?", "style rule");
        retire("mishaps?", "fault");
    }

    private static final String TEXT_BLOCK = "\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*+\"\"\"";
    private static final String STRING = "\"(?:[^\"\\\\\\n]|\\\\.)*+\"";
    private static final String CHARACTER = "'(?:[^'\\\\\\n]|\\\\.)++'";
    private static final String COMMENT = "//[^\\n]*|/\\*.*?\\*/";

    /**
     * A comment sign within a string starts no comment, and a quote within a comment no string: both are read in one
     * pass.
     */
    private static final Pattern JAVA_TOKEN = Pattern.compile(
            "(?<string>" + TEXT_BLOCK + "|" + STRING + ")|(?<comment>" + COMMENT + ")|" + CHARACTER, Pattern.DOTALL);

    private static final Pattern ESCAPE = Pattern.compile("\\\\.", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource
    void scope_searched_holdsNoRetiredTerm(Scope scope) throws IOException {
        List<String> findings = new ArrayList<>();
        List<Path> files = Documents.matching(name -> scope.files.matcher(name).matches());
        for (Path file : files) {
            findings.addAll(findings(Documents.name(file), scope.part.of(Files.readString(file))));
        }

        assertThat(files).as("files of %s", scope).isNotEmpty();
        if (!findings.isEmpty()) {
            fail("%d retired terms in %s:%n%s", findings.size(), scope, String.join("\n", findings));
        }
    }

    @Test
    void findings_ofText_nameLineTermAndReplacement() {
        assertThat(findings("a.md", "The server\nAnswered. House\n * rules hold; answerable, wordsmith.\n"))
                .containsExactly(
                        "a.md:2: \"Answered\"; write: response (wire) or result (method); to respond, to return",
                        "a.md:2: \"House * rules\"; write: style rule");
    }

    @Test
    void partsOfJava_ofSource_keepCommentsAndStringsInPlace() {
        String source = "int answer = told('\"', \"tell // \\nmend\"); // words \"x\n"
                + "/* refusal \" */ String s = \"\"\"\n  mishap \"quoted\" \\\"\"\" end\"\"\" + answers;\n";

        assertThat(findings("A.java", Part.COMMENTS_AND_STRINGS.of(source)))
                .extracting(VocabularyTest::lineAndTerm)
                .containsExactly("1 tell", "1 mend", "1 words", "2 refusal", "3 mishap");
        assertThat(findings("A.java", Part.COMMENTS.of(source)))
                .extracting(VocabularyTest::lineAndTerm)
                .containsExactly("1 words", "2 refusal");
    }

    private static String lineAndTerm(String finding) {
        return finding.replaceFirst("A\\.java:(\\d+): \"(.*)\"; .*", "$1 $2");
    }

    private static void retire(String term, String replacement) {
        RETIRED.put(Pattern.compile("\\b(?:" + term + ")\\b", Pattern.CASE_INSENSITIVE), replacement);
    }

    /** Returns one line for each retired term, in the order of the text. */
    private static List<String> findings(String file, String text) {
        Map<Integer, String> byOffset = new TreeMap<>();
        RETIRED.forEach((term, replacement) -> {
            for (Matcher match = term.matcher(text); match.find(); ) {
                byOffset.put(
                        match.start(),
                        file + ":" + Documents.lineAt(text, match.start()) + ": \""
                                + match.group().replaceAll("\\s+", " ") + "\"; write: " + replacement);
            }
        });
        return List.copyOf(byOffset.values());
    }

    /** Where the project's language is checked. Each file belongs to one scope at most. */
    private enum Scope {
        DOCUMENTS(".*\\.md", Part.ALL),
        MAIN_CODE(".*/src/main/java[^/]*/.*\\.java", Part.COMMENTS_AND_STRINGS),
        TEMPLATES(".*\\.mustache", Part.ALL),
        CONTRACT("openapi/.*\\.yaml", Part.ALL),
        BUILD("(.*/)?pom\\.xml|\\.github/.*\\.yml", Part.ALL),
        /** Strings of tests stay out: some hold what a server may send. */
        TEST_CODE(".*/src/test/java/.*\\.java", Part.COMMENTS);

        private final Pattern files;
        private final Part part;

        Scope(String files, Part part) {
            this.files = Pattern.compile(files);
            this.part = part;
        }
    }

    private enum Part {
        ALL,
        COMMENTS_AND_STRINGS,
        COMMENTS;

        /** Returns the text with everything else replaced by spaces, so that offsets and lines stay. */
        String of(String text) {
            if (this == ALL) {
                return text;
            }
            StringBuilder kept = new StringBuilder(blank(text));
            for (Matcher token = JAVA_TOKEN.matcher(text); token.find(); ) {
                if (token.group("comment") != null) {
                    kept.replace(token.start(), token.end(), token.group());
                } else if (this == COMMENTS_AND_STRINGS && token.group("string") != null) {
                    // the letter of an escape such as \n is no part of the word after it
                    String string = ESCAPE.matcher(token.group()).replaceAll(escape -> blank(escape.group()));
                    kept.replace(token.start(), token.end(), string);
                }
            }
            return kept.toString();
        }

        private static String blank(String text) {
            return text.replaceAll("[^\\n]", " ");
        }
    }
}
