package co.seam.instantkeys.spec.normalize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of generated sources. Knows whether the generator would write the same again. */
final class GeneratedSources {
    /** Written by the generator as its last file: the path of every file. */
    private static final String FILES = ".openapi-generator/FILES";

    /** Written by this class: the fingerprint of what the sources are generated from. */
    private static final String FINGERPRINT = ".openapi-generator/FINGERPRINT";

    private final Path folder;

    GeneratedSources(Path folder) {
        this.folder = folder;
    }

    /** Returns the name of the folder itself. */
    String name() {
        return folder.getFileName().toString();
    }

    /**
     * Keeps the folder if it was generated from the same inputs and not changed since. Else deletes it, and notes the
     * fingerprint for the next time.
     *
     * @return whether it was kept
     */
    boolean keepIfGeneratedFrom(String fingerprint) throws IOException {
        if (isGeneratedFrom(fingerprint) && isUntouched()) {
            return true;
        }
        if (Files.exists(folder)) {
            for (Path path : walk(folder).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Path note = folder.resolve(FINGERPRINT);
        Files.createDirectories(note.getParent());
        Files.writeString(note, fingerprint);
        return false;
    }

    private boolean isGeneratedFrom(String fingerprint) throws IOException {
        Path note = folder.resolve(FINGERPRINT);
        return Files.exists(note) && Files.readString(note).equals(fingerprint);
    }

    /** Returns whether every file is there, none is newer than the list of files, and there is no other. */
    private boolean isUntouched() throws IOException {
        Path list = folder.resolve(FILES);
        if (!Files.exists(list)) {
            return false;
        }
        FileTime end = Files.getLastModifiedTime(list);
        Set<Path> files = new HashSet<>();
        for (String file : Files.readAllLines(list)) {
            files.add(folder.resolve(file));
        }
        Set<Path> found = new HashSet<>();
        for (Path file :
                walk(folder).filter(f -> f.toString().endsWith(".java")).toList()) {
            if (Files.getLastModifiedTime(file).compareTo(end) > 0) {
                return false;
            }
            found.add(file);
        }
        return found.equals(files);
    }

    /** Returns a text that changes with every name and every byte of these files, and of the files in these folders. */
    static String fingerprint(Collection<Path> inputs) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path input : inputs) {
                for (Path file :
                        walk(input).filter(Files::isRegularFile).sorted().toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    String head = input.relativize(file) + " " + bytes.length + "\n";
                    digest.update(head.getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Stream<Path> walk(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return List.copyOf(paths.toList()).stream();
        }
    }
}
