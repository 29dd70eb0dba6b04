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

/** A folder that the generator fills, and whether what is in there is what it would write again. */
final class GeneratedSources {
    /** Written by the generator, last of all: the path of every file. */
    private static final String FILES = ".openapi-generator/FILES";

    private static final String MADE_OF = ".openapi-generator/MADE_OF";

    private final Path folder;

    GeneratedSources(Path folder) {
        this.folder = folder;
    }

    /** The folder's own name. */
    String name() {
        return folder.getFileName().toString();
    }

    /**
     * Keeps the folder if it was made of the same inputs and not touched since; else deletes it and notes what it will
     * be made of, for the next time.
     *
     * @return whether it was kept
     */
    boolean keepIfMadeOf(String inputs) throws IOException {
        if (isMadeOf(inputs) && isUntouched()) {
            return true;
        }
        if (Files.exists(folder)) {
            for (Path path : walk(folder).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Path note = folder.resolve(MADE_OF);
        Files.createDirectories(note.getParent());
        Files.writeString(note, inputs);
        return false;
    }

    private boolean isMadeOf(String inputs) throws IOException {
        Path note = folder.resolve(MADE_OF);
        return Files.exists(note) && Files.readString(note).equals(inputs);
    }

    /** Each file is there, none is newer than their list, and there is no other. */
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

    /** Changes with every name and every byte of these files, and of the files in these folders. */
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
