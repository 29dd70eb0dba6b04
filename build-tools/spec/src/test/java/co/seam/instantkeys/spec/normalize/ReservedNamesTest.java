package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Derives from {@code build-tools/generator} which names are reserved, so that the list can't go stale. */
class ReservedNamesTest {
    private static final Path ROOT = Path.of(System.getProperty("seam.root"));
    private static final Path TEMPLATES = ROOT.resolve("build-tools/generator");
    private static final Path FACADE = ROOT.resolve("convenience/src/main/java/co/seam/instantkeys");
    private static final Path HINTS = ROOT.resolve("build-tools/spec/src/main/java/co/seam/instantkeys/spec/normalize");
    private static final Path ANY = ROOT.resolve("build-tools/spec/src/test/resources/any.yaml");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?[a-z0-9.]+\\.(\\w+)");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|enum) ([A-Z]\\w+)");
    private static final Pattern TYPE = Pattern.compile("(?<![.\\w\"])[A-Z]\\w+");

    @TempDir
    private Path folder;

    /** Returns the names of the classes that the templates write once, in both packages. */
    private static Set<String> written() {
        Set<String> written = new TreeSet<>();
        for (JsonNode file :
                Document.readAny(TEMPLATES.resolve("generator.yaml")).root().path("files")) {
            String name = file.path("destinationFilename").asText();
            if (name.endsWith(".java")) {
                written.add(name.substring(0, name.length() - ".java".length()));
            }
        }
        return written;
    }

    /** Returns what the templates import, nest, or use of {@code java.lang}. */
    private static Set<String> used() {
        Set<String> used = new TreeSet<>();
        for (String template : templates()) {
            addGroups(IMPORT, template, used);
            addGroups(DECLARATION, template, used);
            Matcher types = TYPE.matcher(template);
            while (types.find()) {
                if (isInJavaLang(types.group())) {
                    used.add(types.group());
                }
            }
        }
        return used;
    }

    /** Returns the classes of the facade that generated operations use, with or without an import. */
    static Set<String> ofTheFacade() {
        String text = read(TEMPLATES.resolve("facade/operations.mustache"))
                + read(TEMPLATES.resolve("facade/operationMethods.mustache"))
                + read(TEMPLATES.resolve("facade/wholeApiOperations.mustache"))
                + read(TEMPLATES.resolve("facade/resources.mustache"))
                + read(TEMPLATES.resolve("facade/libraries/retrofit2/api.mustache"))
                + read(HINTS.resolve("FacadeHints.java"));
        Set<String> names = new TreeSet<>(Set.of("SeamResources"));
        Matcher words = Pattern.compile("\\b[A-Z]\\w+").matcher(text);
        while (words.find()) {
            if (Files.exists(FACADE.resolve(words.group() + ".java"))) {
                names.add(words.group());
            }
        }
        return names;
    }

    static Set<String> names() {
        Set<String> names = written();
        names.addAll(used());
        return names;
    }

    @Test
    void templates_theirClasses_areFound() {
        assertThat(written()).contains("Model", "ModelCodec", "Json", "Envelope", "RetrySafe", "package-info");
        assertThat(used()).contains("Builder", "JsonReader", "Instant", "Nullable", "IllegalArgumentException", "Call");
    }

    @ParameterizedTest
    @MethodSource("names")
    void contains_nameThatTheTemplatesHave_isReservedInEachSpelling(String name) {
        String snake = Naming.snake(name);

        assertThat(List.of(name, snake, name.toUpperCase(), snake.replace('_', '-')))
                .allMatch(ReservedNames::contains);
    }

    @ParameterizedTest
    @MethodSource("ofTheFacade")
    void contains_classThatOperationsUse_isReserved(String name) {
        assertThat(ReservedNames.contains(name)).isTrue();
    }

    @Test
    void templates_classesOfTheFacade_areFound() {
        assertThat(ofTheFacade()).contains("CallExecutor", "Checks", "Echo", "Paginated", "Seam", "SeamOperations");
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyYaml_hasASchemaOfThisName_soThatItsClassIsCompiled(String name) {
        assertThat(Document.read(ANY).schemas().has(Naming.snake(name)))
                .as("any.yaml has a schema " + Naming.snake(name))
                .isTrue();
    }

    @Test
    void document_schemasOfExactlyTheseNames_overwritesNoClassOfATemplate() throws IOException {
        Set<String> names = names();
        ObjectNode root = Document.read(ANY).root().deepCopy();
        ObjectNode schemas = root.withObject("/components/schemas");
        schemas.removeAll();
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("type", "object");
        named.putObject("properties").putObject("id").put("type", "string");
        for (String name : names) {
            schemas.set(name, named);
            schemas.set(Naming.snake(name), named);
        }
        root.putObject("paths");
        root.withObject("/components").remove("responses");
        Path file = Files.writeString(folder.resolve("names.json"), root.toString());

        JsonNode normal = new Normalizer(Document.read(file), Naming.BY_PATH).document();

        List<String> classes = new ArrayList<>();
        normal.at(Document.SCHEMAS).fieldNames().forEachRemaining(name -> classes.add(ReservedNames.key(name)));
        assertThat(classes)
                .hasSize(schemas.size())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        names.stream().map(ReservedNames::key).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "model, seam_model",
        "Model, seam_Model",
        "model-codec, seam_model_codec",
        "switch, seam_switch", // the generator would call it ModelSwitch
        "json_property, seam_json_property", // and import Jackson's
        "aux, seam_aux", // no file on Windows
        "things_api, things_api_model", // as the interface
        "thing_kind_json, thing_kind_json",
    })
    void take_nameThatSomethingElseHas_isTheNearestThatIsFree(String wish, String name) {
        assertThat(new ClassNameAllocator().take(wish)).isEqualTo(name);
    }

    @Test
    void take_namesThatDifferInCaseOrSeparators_areNumbered() {
        ClassNameAllocator names = new ClassNameAllocator();

        assertThat(Stream.of("door", "Door", "do_or", "com", "COM").map(names::take))
                .containsExactly("door", "Door_2", "do_or_3", "com", "COM_10"); // COM2 to COM9 are devices
    }

    /** Returns their Java: without comments, strings and tags. */
    private static List<String> templates() {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".mustache"))
                    .filter(file -> !file.startsWith(TEMPLATES.resolve("facade"))) // writes no models, nor beside them
                    .map(ReservedNamesTest::read)
                    .map(text -> text.replaceAll("(?s)/\\*.*?\\*/|\"[^\"\\n]*\"|\\{\\{.*?}}", " "))
                    .map(text -> text.replaceAll("//.*", ""))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addGroups(Pattern pattern, String text, Set<String> groups) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            groups.add(matcher.group(1));
        }
    }

    private static boolean isInJavaLang(String name) {
        try {
            Class.forName("java.lang." + name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
