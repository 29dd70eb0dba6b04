package co.seam.instantkeys.spec.stubs;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Writes one WireMock mapping for each operation and outcome, and one for API keys that select none of them: the same
 * bytes for the same document.
 */
@Command(
        name = "stubs",
        description = "Writes WireMock stubs that respond with the examples of a document.",
        mixinStandardHelpOptions = true)
public final class StubsCommand implements Callable<Integer> {
    /** Writes one item per line, with the same line ends on every system. */
    private static final ObjectWriter JSON = new JsonMapper()
            .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    @Parameters(index = "0", paramLabel = "SPEC", description = "The OpenAPI document.")
    private Path spec;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "A root directory for WireMock; the stubs are written to its folder mappings.")
    private Path out;

    @Override
    public Integer call() {
        Map<String, String> files = files(Document.read(spec));
        Path mappings = out.resolve("mappings");
        try {
            Files.createDirectories(mappings);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(mappings.resolve(file.getKey()), file.getValue());
            }
            removeStale(mappings, files);
        } catch (IOException e) {
            throw new InvalidInputException(out + " can't be written: " + e + ".");
        }
        return 0;
    }

    private static Map<String, String> files(Document document) {
        Map<String, String> files = new TreeMap<>();
        Map<String, StubMapping> unauthorized = new TreeMap<>();
        document.root().get("paths").fieldNames().forEachRemaining(path -> {
            for (StubMapping.Outcome outcome : StubMapping.Outcome.values()) {
                StubMapping stub = new StubMapping(document, path, outcome);
                if (files.put(stub.name() + ".json", text(stub.mapping())) != null) {
                    throw new InvalidInputException(
                            document.name() + " has two paths whose stubs would both be named " + stub.name() + ".");
                }
                if (outcome == StubMapping.Outcome.UNAUTHORIZED) {
                    unauthorized.put(stub.operationName, stub);
                }
            }
        });
        unauthorized.values().stream()
                .findFirst()
                .ifPresent(any -> files.put(
                        UnknownKeyMapping.NAME + ".json",
                        text(UnknownKeyMapping.of(unauthorized.keySet().stream(), any.mapping()))));
        return files;
    }

    private static String text(ObjectNode mapping) {
        try {
            return JSON.writeValueAsString(mapping) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Removes the stubs of an earlier document. Files from elsewhere stay. */
    private static void removeStale(Path mappings, Map<String, String> files) throws IOException {
        try (Stream<Path> found = Files.list(mappings)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json")
                        && !files.containsKey(name)
                        && Files.readString(file).contains(StubMapping.MARK)) {
                    Files.delete(file);
                }
            }
        }
    }
}
