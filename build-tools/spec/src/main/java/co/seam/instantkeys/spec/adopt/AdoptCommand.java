package co.seam.instantkeys.spec.adopt;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.Source;
import co.seam.instantkeys.spec.openapi.SourceOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds to the contract what it lacks of the public document. On failure the files stay as they were. */
@Command(
        name = "adopt",
        description =
                "Adds to seam.yaml a new operation of Seam's public document, or what is new in those that seam.yaml"
                        + " has. Adds to deviations.yaml what follows from the style of seam.yaml.",
        mixinStandardHelpOptions = true)
public final class AdoptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private SourceOptions upstream;

    @ArgGroup(multiplicity = "1")
    private What what;

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

    @Option(
            names = "--deviations",
            paramLabel = "FILE",
            description = "The intended differences; by default, deviations.yaml in the folder of the contract.")
    private Path deviations;

    private static final class What {
        @Option(
                names = "--operation",
                paramLabel = "PATH",
                description = "One operation, by its path, such as /access_grants/list.")
        private String path;

        @Option(
                names = "--all",
                description = "Every additive change of the operations of seam.yaml: fields, enum values, bounds,"
                        + " formats, and whether something is required, nullable or deprecated.")
        private boolean all;
    }

    @Override
    public Integer call() {
        if (what.all && field != null) {
            throw new InvalidInputException("--field is for one operation: use it with --operation.");
        }
        Source.Download download = upstream.source().read();
        Path intended = deviations == null ? contract.resolveSibling("deviations.yaml") : deviations;
        Adoption adoption = new Adoption(contract, intended, download.document());
        boolean isNew = !what.all && adoption.isNew(what.path);
        if (isNew && field != null) {
            throw new InvalidInputException(contract + " has no " + what.path + " yet: adopt it without --field.");
        }
        if (what.all) {
            adoption.addAll();
        } else if (isNew) {
            adoption.addOperation(what.path);
        } else if (!adoption.addField(what.path, field)) {
            throw new InvalidInputException(
                    download.source() + " has no field " + field + " in " + what.path + ": check its name.");
        }
        adoption.write(what.all);
        PrintWriter out = command.commandLine().getOut();
        adoption.leftOut().forEach(line -> out.println("left out " + line));
        if (adoption.additions().isEmpty()) {
            out.println(nothingToAdopt(download.source()));
            return 0;
        }
        adoption.additions().forEach(addition -> out.println("added " + addition));
        out.println("Next: replace each TODO in " + contract + " and " + intended + ", with the texts of the comments"
                + " beside it as a guide, remove those comments, and give the examples likely values. Then run mvn"
                + " verify"
                + (isNew ? ", which fails until the sandbox has a route for the operation and a test of it." : "."));
        return 0;
    }

    private String nothingToAdopt(String source) {
        String covered = "Nothing to adopt: " + contract + " has every field and enum value that " + source + " has";
        if (what.all) {
            return covered + ". Other differences that upstream reports are resolved by hand.";
        }
        return field == null
                ? covered + " in " + what.path + ". Use --field for a field of an open object. Other differences that"
                        + " upstream reports are resolved by hand."
                : covered + " in " + what.path + " under the name " + field + ".";
    }
}
