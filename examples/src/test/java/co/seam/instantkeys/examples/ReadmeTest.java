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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
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

/**
 * Holds the documents to the code: each Java snippet of the README and of the guides compiles, each link leads to a
 * file and heading that exist, and the README lists each public method.
 *
 * <p>How a snippet gets its imports: {@link #OUR_PACKAGES} are imported whole, and the page must name those that its
 * snippets use. {@link #JDK_PACKAGES} are imported whole as well: every reader knows them. Everything else, such as
 * JUnit or Spring, the snippet imports itself.
 *
 * <p>A snippet without a class is wrapped in one. One without a method is wrapped in a method too, whose parameters are
 * those of {@link #PARAMETERS} that the snippet does not declare.
 */
class ReadmeTest {
    private static final Path README = Documents.ROOT.resolve("README.md");

    private static final int MAX_README_LINES = 200;

    private static final List<String> OUR_PACKAGES = List.of(
            "co.seam.instantkeys",
            "co.seam.instantkeys.generated.api",
            "co.seam.instantkeys.generated.model",
            "co.seam.instantkeys.spring",
            "co.seam.instantkeys.spring.test",
            "co.seam.instantkeys.wiremock");

    private static final List<String> JDK_PACKAGES =
            List.of("java.time", "java.util", "java.util.concurrent", "java.util.stream");

    private static final Map<String, String> PARAMETERS =
            Map.of("seam", "Seam", "sandbox", "SeamSandbox", "guestId", "String", "entranceId", "String");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    /** The target of an inline link, or of a reference. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?m)^\\[[^\\]]+\\]:\\s*(\\S+)$");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @TempDir
    private Path classes;

    static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : Documents.matching(name -> name.matches("README\\.md|docs/guides/.*\\.md"))) {
            String text = Files.readString(page);
            FENCE.matcher(text)
                    .results()
                    .filter(fence -> fence.group(1).equals("java"))
                    .forEach(fence ->
                            snippets.add(new Snippet(page, Documents.lineAt(text, fence.start(2)), fence.group(2))));
        }
        return snippets;
    }

    static List<Path> pages() throws IOException {
        return Documents.matching(name -> name.endsWith(".md"));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void snippet_compiled_hasNoError(Snippet snippet) {
        StringWriter errors = new StringWriter();

        boolean compiled = compile(snippet.toClass(), errors);

        assertThat(compiled).as("%s%n%s%n%s", snippet, snippet.code, errors).isTrue();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void page_ofSnippet_namesThePackagesItNeeds(Snippet snippet) throws IOException {
        String text = Files.readString(snippet.page);

        assertThat(snippet.ourPackages())
                .as("packages of %s", snippet)
                .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void snippets_found_areInTheReadmeAndInGuides() throws IOException {
        assertThat(snippets())
                .extracting(snippet -> snippet.page)
                .contains(README)
                .hasSizeGreaterThan(10);
        assertThat(snippets())
                .extracting(snippet -> snippet.page.getParent())
                .contains(Documents.ROOT.resolve("docs/guides"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_ofPage_leadToFilesAndHeadings(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : links(page)) {
            String[] parts = link.split("#", 2);
            Path file =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            if (!file.startsWith(Documents.ROOT) || !Files.exists(file)) {
                broken.add(link + ": no such file");
            } else if (parts.length == 2 && !anchors(file).contains(parts[1])) {
                broken.add(link + ": no such heading; there are " + anchors(file));
            }
        }

        assertThat(broken).as("links of %s", Documents.name(page)).isEmpty();
    }

    @Test
    void guides_all_areLinkedFromTheReadme() throws IOException {
        List<String> links = links(README);

        assertThat(Documents.matching(name -> name.matches("docs/guides/.*\\.md")))
                .isNotEmpty()
                .allSatisfy(guide -> assertThat(links).contains(Documents.name(guide)));
    }

    @Test
    void readme_isShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MAX_README_LINES);
    }

    @Test
    void tableOfResources_listsEachPublicMethod() throws IOException {
        Map<String, Set<String>> inReadme = new TreeMap<>();
        Pattern.compile("^\\| `(seam\\.[\\w().]+)` \\| (`.*`) \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(README))
                .results()
                .forEach(row -> inReadme.put(
                        row.group(1),
                        new TreeSet<>(List.of(row.group(2).replace("`", "").split(", ")))));

        Map<String, Set<String>> inCode = new TreeMap<>();
        collect("seam", Seam.class, inCode);

        assertThat(inReadme).isEqualTo(inCode);
    }

    /** A method without parameters that returns a class of the SDK leads to a resource, unless it calls the API. */
    private static void collect(String path, Class<?> type, Map<String, Set<String>> resources) {
        for (Method method : type.getDeclaredMethods()) {
            Class<?> next = method.getReturnType();
            boolean leadsOn = Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && next.getPackage() == Seam.class.getPackage();
            if (leadsOn && next == Acs.class) {
                collect(path + "." + method.getName() + "()", next, resources);
            } else if (leadsOn) {
                resources.put(
                        path + "." + method.getName() + "()",
                        Stream.of(next.getDeclaredMethods())
                                .filter(operation -> Modifier.isPublic(operation.getModifiers()))
                                .map(Method::getName)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
    }

    /** Links to other sites are left out: a test must not depend on them. */
    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(withoutCode(Files.readString(page)))
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(link -> !link.matches("\\w+:.*"))
                .toList();
    }

    /** Returns the anchors that GitHub gives to the headings of a page; a repeated heading gets a number. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new TreeSet<>();
        HEADING.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .forEach(heading -> {
                    String anchor = heading.group(1)
                            .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                            .replace(' ', '-');
                    String unique = anchor;
                    for (int i = 1; !anchors.add(unique); i++) {
                        unique = anchor + "-" + i;
                    }
                });
        return anchors;
    }

    private static String withoutCode(String markdown) {
        return FENCE.matcher(markdown).replaceAll("").replaceAll("`[^`\\n]*`", "");
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

    private record Snippet(Path page, int line, String code) {
        private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
        private static final Pattern CLASS = Pattern.compile("(?m)^(@|(public |final )*class )");
        private static final Pattern METHOD = Pattern.compile("(?m)^\\w[\\w<>]* \\w+\\(.*\\)( throws \\w+)? \\{$");
        private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w*");

        String toClass() {
            String imports = Stream.concat(OUR_PACKAGES.stream(), JDK_PACKAGES.stream())
                    .map(name -> "import " + name + ".*;\n")
                    .collect(Collectors.joining());
            String own = IMPORT.matcher(code).results().map(MatchResult::group).collect(Collectors.joining());
            return imports + own + wrapped(IMPORT.matcher(code).replaceAll(""));
        }

        private static String wrapped(String body) {
            if (CLASS.matcher(body).find()) {
                return body;
            }
            if (METHOD.matcher(body).find()) {
                return "class Snippet {\n" + body + "}";
            }
            String parameters = PARAMETERS.entrySet().stream()
                    .filter(parameter -> !body.contains(" " + parameter.getKey() + " ="))
                    .map(parameter -> parameter.getValue() + " " + parameter.getKey())
                    .collect(Collectors.joining(", "));
            return "class Snippet {\nvoid run(" + parameters + ") {\n" + body + "}\n}";
        }

        /**
         * Returns those of {@link #OUR_PACKAGES} from which the snippet uses a class that it does not import itself.
         */
        Set<String> ourPackages() {
            String body = IMPORT.matcher(code).replaceAll("");
            return TYPE.matcher(body)
                    .results()
                    .map(MatchResult::group)
                    .flatMap(type -> OUR_PACKAGES.stream().filter(name -> exists(name + "." + type)))
                    .filter(name -> !code.contains("import " + name + "."))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static boolean exists(String type) {
            return Snippet.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
        }

        @Override
        public String toString() {
            return Documents.name(page) + ":" + line;
        }
    }
}
