package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.Source;
import co.seam.instantkeys.spec.openapi.TextFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code openapi/upstream.lock}: source, version and hash of the public document that was compared last, and what of it
 * concerns the contract. Of all other operations and schemas it keeps the names, so that new ones are noticed.
 */
public final class Lock {
    private static final List<String> MARKS = List.of("x-undocumented", "x-draft", "deprecated");

    private final ObjectNode root;

    private Lock(ObjectNode root) {
        this.root = root;
    }

    /** Returns the lock file beside a contract. */
    public static Path beside(Path contract) {
        return contract.resolveSibling("upstream.lock");
    }

    /** @return empty if there is no such file */
    public static Optional<Lock> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = Document.readAny(file).root();
        if (!root.path("sha256").isTextual() || !root.path("document").isObject()) {
            throw new InvalidInputException(
                    file + " is no lock of the public document: delete it to begin again, or restore it.");
        }
        return Optional.of(new Lock((ObjectNode) root));
    }

    /** Returns a lock for a document that was compared with a contract. */
    public static Lock of(Source.Download download, Document document, Document contract) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("source", download.shownSource());
        root.put("version", document.root().path("info").path("version").asText());
        root.put("sha256", download.sha256());
        root.set("document", reduced(document, contract));
        return new Lock(root);
    }

    public String sha256() {
        return root.get("sha256").textValue();
    }

    /** Returns the part of the document that was kept. */
    public Document document() {
        return Document.parse("upstream.lock", root.get("document").toString());
    }

    /** Writes the file, unless it has the same content. */
    public void write(Path file) {
        if (!Files.exists(file) || !Document.readAny(file).root().equals(root)) {
            TextFile.write(file, root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n");
        }
    }

    private static ObjectNode reduced(Document document, Document contract) {
        ObjectNode all = (ObjectNode) document.root();
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.set("openapi", all.path("openapi"));
        if (all.has("security")) {
            kept.set("security", all.get("security"));
        }
        ObjectNode paths = kept.putObject("paths");
        Set<String> used = new LinkedHashSet<>();
        all.path("paths").properties().forEach(path -> {
            boolean isOurs = contract.root().path("paths").has(path.getKey());
            ObjectNode item = paths.putObject(path.getKey());
            path.getValue().properties().forEach(entry -> {
                boolean isMethod = Document.METHODS.contains(entry.getKey());
                if (isOurs && (entry.getKey().equals("post") || entry.getKey().equals("parameters"))) {
                    item.set(entry.getKey(), entry.getValue());
                    collect(entry.getValue(), document, used);
                } else if (isMethod) {
                    item.set(entry.getKey(), marks(entry.getValue()));
                }
            });
        });
        ObjectNode components = kept.putObject("components");
        components.putObject("securitySchemes");
        all.path("components")
                .properties()
                .forEach(part -> part.getValue().properties().forEach(entry -> {
                    String reference = "#/components/" + part.getKey() + "/" + entry.getKey();
                    if (part.getKey().equals("securitySchemes") || used.contains(reference)) {
                        components.withObject("/" + part.getKey()).set(entry.getKey(), entry.getValue());
                    }
                }));
        ObjectNode schemas = components.withObject("/schemas");
        document.schemas()
                .properties()
                .forEach(schema -> schemas.set(
                        schema.getKey(),
                        used.contains(Document.reference(schema.getKey()))
                                ? schema.getValue()
                                : marks(schema.getValue())));
        return kept.deepCopy();
    }

    private static ObjectNode marks(JsonNode node) {
        ObjectNode marks = JsonNodeFactory.instance.objectNode();
        MARKS.stream().filter(node::has).forEach(mark -> marks.set(mark, node.get(mark)));
        return marks;
    }

    /** Collects the references that a node needs, and those that these need. */
    private static void collect(JsonNode node, Document document, Set<String> used) {
        String reference = node.path("$ref").asText();
        if (!reference.isEmpty() && used.add(reference)) {
            collect(document.target(node), document, used);
        }
        node.forEach(child -> collect(child, document, used));
    }
}
