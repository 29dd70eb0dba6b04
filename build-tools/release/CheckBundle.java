import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks what is about to be uploaded to Maven Central: {@code java CheckBundle.java BUNDLE PUBLIC_KEY [OTHER_BUILD]}.
 * The bundle is the zip of central-publishing-maven-plugin, or a folder with the layout of a Maven repository; the key
 * is the one that signed it, ASCII-armored. The other build is such a folder, signed or not, whose files must be the
 * same. Prints each rule and what violates it. Exit code 1 if anything does.
 */
class CheckBundle {
    private static final String GROUP = "io.github.seam-instant-keys";

    private static final Set<String> PUBLISHED = Set.of(
            "seam-instant-keys",
            "seam-instant-keys-generated",
            "seam-instant-keys-wiremock",
            "seam-instant-keys-spring-boot-starter",
            "seam-instant-keys-spring-boot-starter-test");

    private static final List<String> NOT_CHECKED = List.of(
            "that the namespace " + GROUP + " belongs to whoever uploads",
            "that no such version is published yet: Central never replaces one",
            "that the public key is on a key server that Central asks",
            "the user token, and what else the Portal may find when it validates the upload");

    private static final long MAX_BYTES = 1L << 30;

    private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

    private final Path root;
    private final Path publicKey;

    /** By rule, in the order in which they are printed. */
    private final Map<String, List<String>> violations = new LinkedHashMap<>();

    /** By artifact id. */
    private final Map<String, Artifact> artifacts = new TreeMap<>();

    CheckBundle(Path root, Path publicKey) {
        this.root = root;
        this.publicKey = publicKey;
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 2 || args.length > 3) {
            System.err.println("Usage: java CheckBundle.java BUNDLE PUBLIC_KEY [OTHER_BUILD]");
            System.exit(2);
        }
        Path bundle = Path.of(args[0]);
        Path unpacked = Files.createTempDirectory("bundle");
        boolean isValid;
        try {
            CheckBundle check =
                    new CheckBundle(Files.isDirectory(bundle) ? bundle : unzip(bundle, unpacked), Path.of(args[1]));
            check.run();
            if (args.length == 3) {
                check.compareWith(Path.of(args[2]));
            }
            isValid = check.report();
        } finally {
            delete(unpacked);
        }
        System.exit(isValid ? 0 : 1);
    }

    private record Artifact(String id, String version, Path folder, Element pom) {
        String prefix() {
            return id + "-" + version;
        }

        String packaging() {
            return child(pom, "packaging").map(CheckBundle::text).orElse("jar");
        }

        boolean has(String suffix) {
            return Files.exists(folder.resolve(prefix() + suffix));
        }
    }

    private void run() throws Exception {
        checkLayout();
        checkModules();
        for (Artifact artifact : artifacts.values()) {
            checkPom(artifact);
            checkDependencies(artifact);
            checkJars(artifact);
        }
        List<Path> files = filesToSign(root);
        for (Path file : files) {
            checkChecksums(file);
        }
        checkSignatures(files);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        rule("the bundle has at most 1 GiB", bytes <= MAX_BYTES, () -> "it is larger");
    }

    private boolean report() {
        int failed = 0;
        for (Map.Entry<String, List<String>> rule : violations.entrySet()) {
            System.out.println((rule.getValue().isEmpty() ? "ok    " : "FAIL  ") + rule.getKey());
            rule.getValue().forEach(violation -> System.out.println("        " + violation));
            failed += rule.getValue().isEmpty() ? 0 : 1;
        }
        System.out.println("\nNot checked, as only the Portal can:");
        NOT_CHECKED.forEach(each -> System.out.println("      " + each));
        System.out.printf("%n%d rules, %d violated; artifacts: %s%n", violations.size(), failed, artifacts.keySet());
        return failed == 0;
    }

    private void checkLayout() throws Exception {
        String rule = "each folder is group/artifact/version, and its POM has the same coordinates";
        rule(rule, true, () -> "");
        for (Path pom : files(root, ".pom")) {
            Path folder = pom.getParent();
            Element project = parse(pom);
            String version = folder.getFileName().toString();
            String id = folder.getParent().getFileName().toString();
            Artifact artifact = new Artifact(id, version, folder, project);
            artifacts.put(id, artifact);
            rule(
                    rule,
                    folder.endsWith(Path.of(GROUP.replace('.', '/'), id, version))
                            && value(artifact, "groupId").equals(Optional.of(GROUP))
                            && value(artifact, "artifactId").equals(Optional.of(id))
                            && value(artifact, "version").equals(Optional.of(version)),
                    () -> root.relativize(pom) + " has other coordinates");
        }
        Set<String> versions = new TreeSet<>();
        artifacts.values().forEach(artifact -> versions.add(artifact.version));
        rule(
                "all artifacts have one version, and it is no snapshot",
                versions.size() == 1 && versions.stream().noneMatch(version -> version.endsWith("-SNAPSHOT")),
                () -> "versions: " + versions);
    }

    private void checkModules() {
        String rule = "the bundle has the published modules, the parents that they name, and nothing else";
        rule(rule, true, () -> "");
        Set<String> expected = new HashSet<>(PUBLISHED);
        artifacts.values().forEach(artifact -> parentOf(artifact).ifPresent(expected::add));
        for (String id : new TreeSet<>(expected)) {
            rule(rule, artifacts.containsKey(id), () -> id + " is missing");
        }
        for (String id : artifacts.keySet()) {
            rule(rule, expected.contains(id), () -> id + " is not published");
        }
    }

    private void checkPom(Artifact artifact) {
        String rule = "each POM has, itself or from a parent in the bundle, what Central requires";
        for (String path : List.of(
                "modelVersion",
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            rule(rule, value(artifact, path).isPresent(), () -> artifact.id + ": no " + path);
        }
        rule(
                "published POMs have no parent, so that no consumer gets more than the artifact's own POM",
                !PUBLISHED.contains(artifact.id) || parentOf(artifact).isEmpty(),
                () -> artifact.id + " has the parent " + parentOf(artifact).orElseThrow());
        rule(
                "POMs name no repositories",
                child(artifact.pom, "repositories").isEmpty()
                        && child(artifact.pom, "distributionManagement").isEmpty(),
                () -> artifact.id + " does");
    }

    private void checkDependencies(Artifact artifact) {
        String snapshots = "no dependency, managed dependency, plugin or parent is a snapshot";
        rule(snapshots, true, () -> "");
        for (String version : texts(artifact.pom, "version")) {
            rule(snapshots, !version.endsWith("-SNAPSHOT"), () -> artifact.id + ": " + version);
        }
        String imports = "published POMs import no other POM, and have a version for each dependency";
        rule(imports, true, () -> "");
        if (!PUBLISHED.contains(artifact.id)) {
            return;
        }
        for (String scope : texts(artifact.pom, "scope")) {
            rule(imports, !scope.equals("import"), () -> artifact.id + " imports a POM");
        }
        for (Element dependency : at(artifact.pom, "dependencies/dependency")) {
            String version = child(dependency, "version").map(CheckBundle::text).orElse("");
            rule(
                    imports,
                    !version.isEmpty() && !version.contains("${"),
                    () -> artifact.id + ": "
                            + text(child(dependency, "artifactId").orElseThrow()) + " has the version \"" + version
                            + "\"");
        }
    }

    private void checkJars(Artifact artifact) throws IOException {
        String complete = "each jar comes with its sources, its Javadoc and its SBOM";
        String content = "they have what they should: sources, pages, META-INF/LICENSE, components";
        rule(complete, true, () -> "");
        rule(content, true, () -> "");
        if (artifact.packaging().equals("pom")) {
            return;
        }
        for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
            rule(complete, artifact.has(suffix), () -> artifact.prefix() + suffix + " is missing");
        }
        contains(content, artifact, ".jar", "META-INF/LICENSE");
        contains(content, artifact, "-sources.jar", ".*\\.java");
        contains(content, artifact, "-javadoc.jar", "index\\.html");
        if (artifact.has("-cyclonedx.json")) {
            String sbom = Files.readString(artifact.folder.resolve(artifact.prefix() + "-cyclonedx.json"));
            rule(
                    content,
                    sbom.contains("\"CycloneDX\"") && sbom.contains("\"components\""),
                    () -> artifact.prefix() + "-cyclonedx.json lists no components");
        }
    }

    private void contains(String rule, Artifact artifact, String suffix, String entry) throws IOException {
        if (!artifact.has(suffix)) {
            return;
        }
        boolean found = false;
        Path jar = artifact.folder.resolve(artifact.prefix() + suffix);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (var next = zip.getNextEntry(); next != null && !found; next = zip.getNextEntry()) {
                found = next.getName().matches(entry);
            }
        }
        rule(rule, found, () -> jar.getFileName() + " has no " + entry.replace("\\", ""));
    }

    private void checkChecksums(Path file) throws Exception {
        String rule = "each file has a valid .md5 and .sha1; a .sha256 and .sha512 is valid if it has one";
        Map<String, String> all = new TreeMap<>(CHECKSUMS);
        all.put("sha256", "SHA-256");
        all.put("sha512", "SHA-512");
        for (Map.Entry<String, String> checksum : all.entrySet()) {
            Path stated = file.resolveSibling(file.getFileName() + "." + checksum.getKey());
            if (!Files.exists(stated)) {
                rule(rule, !CHECKSUMS.containsKey(checksum.getKey()), () -> root.relativize(stated) + " is missing");
                continue;
            }
            byte[] actual = MessageDigest.getInstance(checksum.getValue()).digest(Files.readAllBytes(file));
            rule(
                    rule,
                    Files.readString(stated).strip().equals(HexFormat.of().formatHex(actual)),
                    () -> root.relativize(stated) + " is not that of the file");
        }
    }

    /** With a keyring of its own, so that no key of this machine counts. */
    private void checkSignatures(List<Path> files) throws Exception {
        String rule = "each file has a signature by the given key";
        Path keyring = Files.createTempDirectory("keyring");
        try {
            Run imported = gpg(keyring, "--import", publicKey.toString());
            rule(rule, imported.exitCode == 0, () -> "the key cannot be imported: " + imported.output);
            for (Path file : files) {
                Path signature = file.resolveSibling(file.getFileName() + ".asc");
                if (!Files.exists(signature)) {
                    rule(rule, false, () -> root.relativize(signature) + " is missing");
                    continue;
                }
                Run verified = gpg(keyring, "--verify", signature.toString(), file.toString());
                rule(rule, verified.exitCode == 0, () -> root.relativize(signature) + ": " + verified.output);
            }
        } finally {
            delete(keyring);
        }
    }

    private record Run(int exitCode, String output) {}

    private static Run gpg(Path keyring, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--no-autostart", "--homedir"));
        command.add(keyring.toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output.strip().replaceAll("\\s*\\n\\s*", "; "));
    }

    /** Compares all files except signatures and checksums. */
    private void compareWith(Path otherBuild) throws IOException {
        String rule = "the bundle and the other build have the same files, to the byte";
        rule(rule, true, () -> "");
        Set<Path> names = new TreeSet<>();
        for (Path folder : List.of(root, otherBuild)) {
            filesToSign(folder).forEach(file -> names.add(folder.relativize(file)));
        }
        for (Path name : names) {
            Path file = root.resolve(name);
            Path other = otherBuild.resolve(name);
            if (!Files.exists(file) || !Files.exists(other)) {
                rule(
                        rule,
                        false,
                        () -> name + " is only in " + (Files.exists(file) ? "the bundle" : "the other build"));
            } else {
                rule(rule, Files.mismatch(file, other) < 0, () -> name + " differs");
            }
        }
    }

    /** Records a violation if the rule does not hold. */
    private void rule(String rule, boolean holds, Supplier<String> violation) {
        List<String> found = violations.computeIfAbsent(rule, key -> new ArrayList<>());
        if (!holds) {
            found.add(violation.get());
        }
    }

    /** Returns the text at the path in the POM or else in its parents, as far as the bundle has them. */
    private Optional<String> value(Artifact artifact, String path) {
        Optional<String> own = at(artifact.pom, path).stream()
                .map(CheckBundle::text)
                .filter(text -> !text.isBlank())
                .findFirst();
        boolean isInherited = !Set.of("artifactId", "modelVersion", "name").contains(path);
        return own.isPresent() || !isInherited
                ? own
                : parentOf(artifact)
                        .map(artifacts::get)
                        .flatMap(parent -> value(parent, path))
                        .or(() -> at(artifact.pom, "parent/" + path).stream()
                                .map(CheckBundle::text)
                                .findFirst());
    }

    private static Optional<String> parentOf(Artifact artifact) {
        return at(artifact.pom, "parent/artifactId").stream()
                .map(CheckBundle::text)
                .findFirst();
    }

    /** Returns the files that need signatures and checksums: those that are none themselves. */
    private static List<Path> filesToSign(Path folder) throws IOException {
        return files(folder, "").stream()
                .filter(file -> !file.toString().matches(".*\\.(asc|md5|sha1|sha256|sha512)"))
                .toList();
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static Element parse(Path xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(xml))) {
            return factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
    }

    private static List<Element> at(Element from, String path) {
        List<Element> elements = List.of(from);
        for (String name : path.split("/")) {
            elements = elements.stream()
                    .flatMap(element -> children(element, name))
                    .toList();
        }
        return elements;
    }

    private static Optional<Element> child(Element element, String name) {
        return children(element, name).findFirst();
    }

    private static Stream<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element each && each.getTagName().equals(name)) {
                found.add(each);
            }
        }
        return found.stream();
    }

    private static List<String> texts(Element element, String name) {
        var nodes = element.getElementsByTagName(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static Path unzip(Path bundle, Path folder) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(bundle);
                Stream<Path> files = Files.walk(zip.getPath("/"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path target = folder.resolve(file.toString().substring(1)).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("An entry leads out of the bundle: " + file);
                }
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted((one, other) -> other.compareTo(one))::iterator) {
                Files.delete(file);
            }
        }
    }
}
