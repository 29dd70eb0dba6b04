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

/** Adds to the contract what it lacks of the public document. On failure the file stays as it was. */
@Command(
        name = "adopt",
        description =
                "Adds a new operation of Seam's public document to seam.yaml, or the new fields and enum values of one"
                        + " that seam.yaml has.",
        mixinStandardHelpOptions = true)
public final class AdoptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "Seam's public OpenAPI document, in JSON or YAML.")
    private Path upstream;

    @Option(
            names = "--operation",
            paramLabel = "PATH",
            required = true,
            description = "The path of the operation, such as /access_grants/list.")
    private String path;

    @Option(
            names = "--field",
            paramLabel = "NAME",
            description = "Imports only this field, even if the contract leaves it as raw JSON in an open object.")
    private String field;

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            defaultValue = Document.SEAM_YAML,
            description = "The document to write to; ${DEFAULT-VALUE} by default.")
    private Path contract;

    @Override
    public Integer call() {
        Document ours = Document.read(contract);
        SpecMerger merger = new SpecMerger(ours, Document.read(upstream));
        boolean isNew = !ours.root().path("paths").has(path);
        if (isNew && field != null) {
            throw new InvalidInputException(contract + " has no " + path + " yet: adopt it without --field.");
        }
        if (isNew) {
            merger.addOperation(path);
        } else {
            merger.addFieldsAndValues(path, field);
        }
        PrintWriter out = command.commandLine().getOut();
        merger.leftOut().forEach(line -> out.println("left out " + line));
        if (merger.draft().additions().isEmpty()) {
            out.println(nothingToAdopt());
            return 0;
        }
        write(merger.draft());
        merger.draft().additions().forEach(addition -> out.println("added " + addition));
        out.println("Next: replace each TODO in " + contract
                + " and give the examples likely values. Then run mvn verify"
                + (isNew ? ", which fails until the sandbox has a route for the operation and a test of it." : "."));
        return 0;
    }

    private String nothingToAdopt() {
        String covered = "Nothing to adopt: " + contract + " has every field and enum value that " + upstream
                + " has in " + path;
        return field == null
                ? covered + ". Use --field for a field of an open object. Other differences that upstream reports are"
                        + " resolved by hand."
                : covered + " under the name " + field + ".";
    }

    private void write(ContractDraft draft) {
        try {
            Path file = contract.toRealPath();
            Path temporary = Files.createTempFile(file.getParent(), "adopt", ".yaml");
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(temporary, draft.applyTo(Files.readString(file)));
                if (!isSame(temporary, draft.root())) {
                    throw new InvalidInputException(
                            contract + " is written in a way that can't be added to; it was not changed.");
                }
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new InvalidInputException(contract + " can't be written: " + e + ".");
        }
    }

    private static boolean isSame(Path file, JsonNode root) {
        try {
            return Document.read(file).root().equals(root);
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
