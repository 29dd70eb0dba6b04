package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated source is readable: users see it whenever they go to a definition. */
class SourceTest {
    private static final Path ROOT = Path.of(System.getProperty("seam.generated"), "co/seam/instantkeys/generated");

    private static final int MAX_LINE_LENGTH = 120;

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?[\\w.]*\\.(\\w+|\\*);$", Pattern.MULTILINE);

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);

    static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(ROOT.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    @Test
    void source_imports_areUsed() {
        sources().forEach((file, source) -> {
            String code = IMPORT.matcher(source).replaceAll("");
            assertThat(imports(source))
                    .as(file)
                    .allMatch(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                            .matcher(code)
                            .find());
        });
    }

    @Test
    void source_lines_areNotTooLong() {
        sources()
                .forEach((file, source) ->
                        assertThat(source.lines()).as(file).allMatch(line -> line.length() <= MAX_LINE_LENGTH));
    }

    /** {@code value(INSTANT_KEY_URL)}, not {@code value(4)}. */
    @Test
    void model_accessToProperties_isByNamedConstants() {
        Pattern access = Pattern.compile("\\b(?:value|list|isNull|set|setNull)\\(\\s*(\\w+)");
        models().forEach((file, source) -> assertThat(
                        access.matcher(source).results().map(result -> result.group(1)))
                .as(file)
                .allMatch(argument -> source.contains(" int " + argument + " = ")));
    }

    @Test
    void model_constants_countFromZeroAsTheCodecDoes() {
        Pattern constant = Pattern.compile("private static final int (\\w+) = (\\d+);");
        Pattern row = Pattern.compile("\"(\\w+): ");
        models().forEach((file, source) -> {
            List<MatchResult> constants = constant.matcher(source).results().toList();
            for (int i = 0; i < constants.size(); i++) {
                assertThat(constants.get(i).group(2)).as(file).isEqualTo(String.valueOf(i));
            }
            assertThat(row.matcher(source)
                            .results()
                            .map(result -> result.group(1).toUpperCase(Locale.ROOT)))
                    .as(file)
                    .containsExactlyElementsOf(
                            constants.stream().map(result -> result.group(1)).toList());
        });
    }

    @Test
    void javadoc_jsonNames_areInCodeFont() {
        Pattern snakeCase = Pattern.compile("\\w*[a-z0-9]_[a-z0-9]\\w*");
        sources()
                .forEach((file, source) -> JAVADOC.matcher(source).results().forEach(comment -> {
                    String prose = comment.group().replaceAll("\\{@\\w+ [^}]*}", "");
                    assertThat(snakeCase.matcher(prose).find())
                            .as("%s: %s", file, comment.group())
                            .isFalse();
                }));
    }

    static List<JsonNode> tags() {
        return List.copyOf(Contract.DOCUMENT.path("tags").findParents("name"));
    }

    @ParameterizedTest
    @MethodSource("tags")
    void interface_ofEachTag_hasItsDescription(JsonNode tag) {
        String source = sources().get("api/" + Contract.pascal(tag.path("name").asText()) + "Api.java");

        String javadoc =
                JAVADOC.matcher(source).results().findFirst().orElseThrow().group();
        assertThat(prose(javadoc)).isEqualTo(tag.path("description").asText().replace("`", ""));
    }

    @ParameterizedTest
    @MethodSource("co.seam.instantkeys.generated.FieldsTest#objects")
    void builder_ofEachModel_namesTheRequiredProperties(String schema) {
        String source = sources().get("model/" + Contract.pascal(schema) + ".java");

        String before = source.substring(0, source.indexOf("public static Builder builder()"));
        String javadoc = before.substring(before.lastIndexOf("/**"));
        for (JsonNode property : Contract.schemas().path(schema).path("required")) {
            assertThat(javadoc).contains("{@code " + Contract.camel(property.asText()) + "}");
        }
    }

    private static Map<String, String> models() {
        Map<String, String> models = sources();
        models.values().removeIf(source -> !source.contains(" extends Model "));
        assertThat(models).hasSizeGreaterThan(50);
        return models;
    }

    private static List<String> imports(String source) {
        return IMPORT.matcher(source).results().map(result -> result.group(1)).toList();
    }

    /** Returns the text of a comment as it is displayed. */
    private static String prose(String javadoc) {
        return javadoc.replaceAll("^/\\*\\*|\\*/$", "")
                .replaceAll("\\{@code ([^}]*)}", "$1")
                .replaceAll("\\s*\\n \\* ?", " ")
                .strip();
    }
}
