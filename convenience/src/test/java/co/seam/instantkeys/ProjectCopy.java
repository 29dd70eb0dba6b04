package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A copy of the sources of this project, which a test builds, and whose classes it runs a program with. */
final class ProjectCopy {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    private static final Path ROOT = Path.of(System.getProperty("seam.root"));

    private final Path folder;

    /** @param folder empty */
    ProjectCopy(Path folder) throws IOException {
        this.folder = folder;
        for (String file : sources(ROOT)) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(file), copy);
        }
    }

    Path resolve(String path) {
        return folder.resolve(path);
    }

    /** Compiles one module, and those that it needs. */
    void compile(String module, String... options) throws Exception {
        String script = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", script).toString(),
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Pfast",
                "--projects=" + module,
                "--also-make"));
        command.addAll(List.of(options));
        command.add("compile");
        Process maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        maven.getOutputStream().close();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor()).as(output).isZero();
    }

    /**
     * Compiles and runs a class {@code Program} with the classes of the copy in place of ours.
     *
     * @param source of the class, which has a method {@code Map<String, String> run(String endpoint)}
     * @param modules whose classes it needs
     */
    @SuppressWarnings("unchecked")
    Map<String, String> run(String source, String endpoint, String... modules) throws Exception {
        Path program = Files.createDirectories(folder.resolve("program"));
        List<Path> classPath = new ArrayList<>(List.of(program));
        for (String module : modules) {
            classPath.add(folder.resolve(module).resolve("target/classes"));
        }
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("seam-instant-keys"))
                .map(Path::of)
                .forEach(classPath::add);
        Path file = Files.writeString(program.resolve("Program.java"), source);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-classpath",
                        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        "-d",
                        program.toString(),
                        file.toString());
        assertThat(compiled).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        List<URL> urls = new ArrayList<>();
        for (Path entry : classPath) {
            urls.add(entry.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            return (Map<String, String>)
                    loader.loadClass("Program").getMethod("run", String.class).invoke(null, endpoint);
        }
    }

    /** Returns the sources that are not as in this project, without those of the program. */
    List<String> changedSources() throws IOException {
        List<String> files = Stream.concat(sources(ROOT).stream(), sources(folder).stream())
                .filter(file -> !file.startsWith("program/"))
                .distinct()
                .sorted()
                .toList();
        List<String> differences = new ArrayList<>();
        for (String file : files) {
            Path one = ROOT.resolve(file);
            Path other = folder.resolve(file);
            if (!Files.exists(one)
                    || !Files.exists(other)
                    || !Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(other))) {
                differences.add(file);
            }
        }
        return differences;
    }

    private static List<String> sources(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_SOURCES.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().equals(".git")) { // in a worktree, it is a file
                    return FileVisitResult.CONTINUE;
                }
                files.add(root.relativize(file).toString().replace(File.separatorChar, '/'));
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
