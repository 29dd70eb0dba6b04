package co.seam.instantkeys.spec.diff;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A copy of the whole project in a temporary folder, as it was or as it would be. Maven builds it there in the usual
 * way: only the project's build knows how code is generated.
 */
final class Checkout implements AutoCloseable {
    /** Folders that are not sources. */
    private static final Set<String> NOT_SOURCES = Set.of(".git", "target");

    private final String name;
    private final Path folder;

    private Checkout(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Copies the project in {@code root}, with this file in place of {@code seam.yaml}. */
    static Checkout withSpec(Path spec, Path root) {
        Checkout checkout = new Checkout(spec.toString(), emptyFolder());
        try {
            copySources(root.toAbsolutePath().normalize(), checkout.folder);
            Files.copy(spec, checkout.spec(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            checkout.close();
            throw new UncheckedIOException(e);
        }
        return checkout;
    }

    /**
     * Copies a revision of the project.
     *
     * @throws InvalidInputException if git does not know the revision
     */
    static Checkout ofRevision(String revision, Path root) {
        Checkout checkout = new Checkout(revision, emptyFolder());
        Path archive = checkout.folder.resolve("revision.zip");
        List<String> command = List.of("git", "archive", "--format=zip", "--output=" + archive, revision + "^{tree}");
        String error = run(root, command);
        if (error != null) {
            checkout.close();
            throw new InvalidInputException(revision + " is neither a file nor a revision that git knows here.");
        }
        try {
            unzip(archive, checkout.folder);
            Files.delete(archive);
        } catch (IOException e) {
            checkout.close();
            throw new UncheckedIOException(e);
        }
        return checkout;
    }

    Path spec() {
        return folder.resolve("openapi").resolve("seam.yaml");
    }

    /**
     * Generates and compiles, without tests.
     *
     * @throws InvalidInputException if that fails
     */
    void build(List<String> modules) {
        List<String> command = new ArrayList<>(List.of(
                maven(),
                "--batch-mode",
                "--quiet",
                "--projects=" + String.join(",", modules),
                "--also-make",
                "-Dmaven.test.skip",
                "-Denforcer.skip",
                "-Dmaven.compiler.failOnWarning=false", // the convenience module may use what this version deprecates
                "compile",
                "jar:jar"));
        if (System.getProperty("maven.repo.local") != null) {
            command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
        }
        String error = run(folder, command);
        if (error != null) {
            throw new InvalidInputException(name + " can't be built: " + error);
        }
    }

    Path jar(String module) {
        try (Stream<Path> files = Files.list(folder.resolve(module).resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the Maven that runs this tool, if one does. */
    private static String maven() {
        String home = System.getProperty("maven.home");
        String script = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
        return home == null ? script : Path.of(home, "bin", script).toString();
    }

    /** @return the error message, in one line; null on success */
    private static String run(Path folder, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true);
            // a build of seconds gains nothing from the optimizing compiler
            builder.environment().merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (given, ours) -> given + " " + ours);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? null : firstError(output);
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String firstError(String output) {
        return Arrays.stream(output.split("\\R"))
                .filter(line -> line.contains("ERROR"))
                .findFirst()
                .orElse(output.strip())
                .strip();
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory("seam-diff");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copySources(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_SOURCES.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_SOURCES.contains(file.getFileName().toString())) { // in a worktree, .git is a file
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void unzip(Path archive, Path to) throws IOException {
        try (InputStream bytes = Files.newInputStream(archive);
                ZipInputStream entries = new ZipInputStream(bytes)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
    }
}
