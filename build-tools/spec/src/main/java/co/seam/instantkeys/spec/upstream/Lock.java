package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.Source;
import co.seam.instantkeys.spec.openapi.TextFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code openapi/upstream.lock}: source, version and hash of the public document that was compared last, and the names
 * of its operations and schemas, so that new ones are noticed. The document itself is kept in a folder beside it that
 * git ignores, under its hash: what it says is not ours to publish.
 */
public final class Lock {
    private static final List<String> MARKS = List.of("x-undocumented", "x-draft", "deprecated");

    /** How many documents are kept beside the lock: with one check a week, those of at least two months. */
    private static final int MAX_KEPT = 10;

    private final ObjectNode root;

    private Lock(ObjectNode root) {
        this.root = root;
    }

    /** Returns the lock file beside a contract. */
    public static Path beside(Path contract) {
        return contract.resolveSibling("upstream.lock");
    }

    /** Returns the folder beside a contract or lock in which documents are kept. */
    public static Path keptBeside(Path file) {
        return file.resolveSibling(".upstream");
    }

    /** @return empty if there is no such file */
    public static Optional<Lock> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = Document.readAny(file).root();
        // the hash becomes the name of a file
        if (!root.path("sha256").asText().matches("[0-9a-f]{64}")
                || !root.path("names").isObject()) {
            throw new InvalidInputException(
                    file + " is no lock of the public document: delete it to begin again, or restore it.");
        }
        return Optional.of(new Lock((ObjectNode) root));
    }

    /** Returns a lock for a document. */
    public static Lock of(Source.Download download, Document document) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("source", download.shownSource());
        root.put("version", document.root().path("info").path("version").asText());
        root.put("sha256", download.sha256());
        root.set("names", names(document));
        return new Lock(root);
    }

    String sha256() {
        return root.get("sha256").textValue();
    }

    /** Returns whether the document is in this folder. */
    boolean isKept(Path folder) {
        return Files.exists(keptFile(folder));
    }

    /**
     * Returns the document of this lock: the present one if it is the same, else the one in this folder, else one with
     * nothing but the names.
     */
    public Document document(Path folder, Source.Download download, Document present) {
        if (isOf(download)) {
            return present;
        }
        return isKept(folder)
                ? Document.readAny(keptFile(folder))
                : Document.parse("upstream.lock", root.get("names").toString());
    }

    /** Returns what the reader of a report must know if nothing but the names is left of the document; else empty. */
    public Optional<String> hint(Path folder, Source.Download download) {
        return isOf(download) || isKept(folder)
                ? Optional.empty()
                : Optional.of("The document of upstream.lock is not in " + folder.getFileName()
                        + " beside it: changed texts, keywords and variants are not reported.");
    }

    private boolean isOf(Source.Download download) {
        return sha256().equals(download.sha256());
    }

    /**
     * Puts the document of this lock into a folder, and removes the oldest ones there. Several are kept, since the locks
     * of other branches name others.
     */
    public void keep(Document document, Path folder) {
        if (isKept(folder)) {
            return;
        }
        TextFile.createFolder(folder);
        TextFile.write(keptFile(folder), document.root().toString());
        prune(folder);
    }

    private void prune(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> oldest = files.filter(
                            file -> file.getFileName().toString().matches("[0-9a-f]{64}\\.json"))
                    .filter(file -> !file.equals(keptFile(folder)))
                    .sorted(Comparator.comparing(Lock::lastModified).reversed())
                    .skip(MAX_KEPT - 1)
                    .toList();
            for (Path file : oldest) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new InvalidInputException("Old documents in " + folder + " can't be removed: " + e + ".");
        }
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path keptFile(Path folder) {
        return folder.resolve(sha256() + ".json");
    }

    /** Writes the file, unless it has the same content. */
    public void write(Path file) {
        if (!Files.exists(file) || !Document.readAny(file).root().equals(root)) {
            TextFile.write(file, root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n");
        }
    }

    private static ObjectNode names(Document document) {
        ObjectNode names = JsonNodeFactory.instance.objectNode();
        names.set("openapi", document.root().path("openapi"));
        ObjectNode paths = names.putObject("paths");
        document.root().path("paths").properties().forEach(path -> {
            ObjectNode item = paths.putObject(path.getKey());
            path.getValue().properties().stream()
                    .filter(entry -> Document.METHODS.contains(entry.getKey()))
                    .forEach(entry -> item.set(entry.getKey(), marks(entry.getValue())));
        });
        ObjectNode schemas = names.putObject("components").putObject("schemas");
        document.schemas().properties().forEach(schema -> schemas.set(schema.getKey(), marks(schema.getValue())));
        return names;
    }

    private static ObjectNode marks(JsonNode node) {
        ObjectNode marks = JsonNodeFactory.instance.objectNode();
        MARKS.stream().filter(node::has).forEach(mark -> marks.set(mark, node.get(mark)));
        return marks;
    }
}
