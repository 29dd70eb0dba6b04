package co.seam.instantkeys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the jars of this build that are published, as they are. */
class PublishedJarsIT {
    private static final int JAVA_11 = 55;
    private static final int JAVA_17 = 61;
    private static final String VERSION = System.getProperty("seam.version");

    /** Folders of the modules, as the poms have them. */
    static List<String> modules() throws IOException {
        List<String> modules = new ArrayList<>();
        for (Path pom : Documents.matching(name -> name.endsWith("pom.xml"))) {
            if (Files.readString(pom).contains("<maven.deploy.skip>false</maven.deploy.skip>")) {
                modules.add(Documents.name(pom.getParent()));
            }
        }
        return modules;
    }

    @Test
    void modules_published_areFive() throws IOException {
        assertThat(modules())
                .containsExactlyInAnyOrder("generated", "convenience", "wiremock", "spring/starter", "spring/test");
    }

    /** The plugin that builds the bundle of a release ignores {@code maven.deploy.skip}: it has a list of its own. */
    @Test
    void modules_notPublished_areLeftOutOfARelease() throws IOException {
        String parent = Files.readString(Documents.ROOT.resolve("pom.xml"));
        Set<String> notPublished = new TreeSet<>(Set.of("seam-instant-keys-parent"));
        for (String module : texts("module", parent.substring(0, parent.indexOf("</modules>")))) {
            String pom = Files.readString(Documents.ROOT.resolve(module).resolve("pom.xml"));
            if (!modules().contains(module)) {
                notPublished.addAll(texts("artifactId", pom.substring(pom.indexOf("</parent>")))
                        .subList(0, 1));
            }
        }

        assertThat(texts("excludeArtifact", parent)).containsExactlyElementsOf(notPublished);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void classFiles_ofAJar_areForTheOldestJava(String module) throws IOException {
        try (JarFile jar = new JarFile(jar(module, "").toFile())) {
            Map<String, Integer> newer = new HashMap<>();
            for (JarEntry entry : entries(jar, "\\.class")) {
                int version = classVersion(jar, entry);
                if (version > (module.startsWith("spring") ? JAVA_17 : JAVA_11)) {
                    newer.put(entry.getName(), version);
                }
            }

            assertThat(newer).isEmpty();
            assertThat(entries(jar, "\\.class")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void license_ofEachJar_isThatOfTheProject(String module) throws IOException {
        for (Path path : jars(module)) {
            try (JarFile jar = new JarFile(path.toFile())) {
                assertThat(text(jar, "META-INF/LICENSE"))
                        .as(path.toString())
                        .contains(Files.readString(Documents.ROOT.resolve("LICENSE")));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void pom_ofAJar_needsNoOtherPom(String module) throws IOException {
        try (JarFile jar = new JarFile(jar(module, "").toFile())) {
            String pom = text(jar, entries(jar, "/pom\\.xml").get(0).getName());

            assertThat(pom).doesNotContain("<parent>", "<dependencyManagement>", "<scope>test</scope>", "${");
            assertThat(pom).contains("<dependencies>", "<name>", "<url>", "<licenses>", "<developers>", "<scm ");
        }
    }

    @Test
    void moduleInfo_ofTheSdk_exportsWhatIsPublic() throws IOException {
        ModuleDescriptor models = descriptor("generated");
        ModuleDescriptor client = descriptor("convenience");

        assertThat(models.isAutomatic() || client.isAutomatic()).isFalse();
        assertThat(models.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder("co.seam.instantkeys.generated.api", "co.seam.instantkeys.generated.model");
        assertThat(client.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly("co.seam.instantkeys");
    }

    /** By relative links, as sites have the versions of an artifact in a folder, and those of others beside it. */
    @Test
    void javadoc_ofTheClient_linksToTheModels() throws IOException {
        Path javadoc = jar("convenience", "").resolveSibling("seam-instant-keys-" + VERSION + "-javadoc.jar");
        assumeTrue(Files.exists(javadoc), "this build creates no Javadoc");
        try (JarFile jar = new JarFile(javadoc.toFile())) {
            assertThat(text(jar, "co/seam/instantkeys/InstantKeys.html"))
                    .contains("href=\"../../../../../seam-instant-keys-generated/" + VERSION
                            + "/co/seam/instantkeys/generated/model/InstantKey.html\"");
        }
    }

    /** Returns the texts of the elements with a name, in their order. */
    private static List<String> texts(String element, String xml) {
        return Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
                .matcher(xml)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static ModuleDescriptor descriptor(String module) throws IOException {
        ModuleReference reference =
                ModuleFinder.of(jar(module, "")).findAll().iterator().next();
        return reference.descriptor();
    }

    private static Path jar(String module, String classifier) throws IOException {
        return jars(module).stream()
                .filter(jar -> jar.toString().endsWith("-" + VERSION + classifier + ".jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(module + " has no jar" + classifier));
    }

    private static List<Path> jars(String module) throws IOException {
        try (Stream<Path> files = Files.list(Documents.ROOT.resolve(module).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("seam.*-" + VERSION + ".*\\.jar"))
                    .collect(Collectors.toList());
        }
    }

    private static List<JarEntry> entries(JarFile jar, String end) {
        return jar.stream()
                .filter(entry -> entry.getName().matches("(?s).*" + end))
                .collect(Collectors.toList());
    }

    private static int classVersion(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt(); // 0xCAFEBABE
            in.readUnsignedShort(); // minor
            return in.readUnsignedShort();
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name + " in " + jar.getName()).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
