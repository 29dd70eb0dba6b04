package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes into {@code openapi/seam.yaml} what upstream has and it has not. Whatever fails leaves the file as it was. */
@Command(
        name = "adopt",
        description = "Takes over a new operation, or what is new in one that we have, from upstream's document.")
public final class AdoptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "Upstream's OpenAPI document, in JSON or YAML.")
    private Path upstream;

    @Option(names = "--operation", paramLabel = "PATH", required = true, description = "Such as /access_grants/list.")
    private String path;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Only this field. Also where an open object leaves it to raw JSON.")
    private String field;

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            defaultValue = Document.SEAM_YAML,
            description = "The document to write into; ${DEFAULT-VALUE} unless set.")
    private Path contract;

    @Override
    public Integer call() {
        Document ours = Document.read(contract);
        SpecMerger adoption = new SpecMerger(ours, Document.read(upstream));
        PrintWriter log = command.commandLine().getOut();
        boolean isNew = !ours.root().path("paths").has(path);
        if (isNew && field != null) {
            throw new InvalidInputException(contract + " has no " + path + " yet: adopt it without --field.");
        }
        if (isNew) {
            adoption.addOperation(path);
        } else {
            adoption.addWhatIsNewIn(path, field);
        }
        adoption.leftOut().forEach(line -> log.println("left out " + line));
        if (adoption.additions().isEmpty()) {
            log.println("Nothing to adopt: " + contract + " has all fields and values that " + upstream + " has of "
                    + path
                    + (field == null
                            ? ". What is left to raw JSON, --field adopts; what upstream reports beyond fields and"
                                    + " values is decided by hand."
                            : " called " + field + "."));
            return 0;
        }
        write(adoption);
        adoption.additions().forEach(addition -> log.println("added " + addition));
        log.println("Next: write what says TODO now, in " + contract
                + ", and give the examples likely values. Then mvn verify"
                + (isNew ? ", which asks for a route of the sandbox and its test." : "."));
        return 0;
    }

    private void write(SpecMerger adoption) {
        try {
            Path file = contract.toRealPath();
            Path draft = Files.createTempFile(file.getParent(), "adopt", ".yaml");
            try {
                Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(draft, adoption.applyTo(Files.readString(file)));
                if (!says(draft, adoption.result())) {
                    throw new InvalidInputException(
                            contract + " is written in a way that can't be added to; it was left as it is.");
                }
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new InvalidInputException(contract + " can't be written: " + e + ".");
        }
    }

    private static boolean says(Path draft, JsonNode result) {
        try {
            return Document.read(draft).root().equals(result);
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
