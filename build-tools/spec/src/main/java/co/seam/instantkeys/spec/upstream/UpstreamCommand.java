package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.Source;
import co.seam.instantkeys.spec.openapi.SourceOptions;
import co.seam.instantkeys.spec.openapi.TextFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "upstream",
        description = {
            "Reports where Seam's public document differs from seam.yaml on the wire, in the operations that seam.yaml"
                    + " has, and leaves out what deviations.yaml lists. Reports what is new since the document that"
                    + " upstream.lock records: operations, resources, texts, keywords, variants. Then records this one.",
            "Exit code: 0 without findings; for the worst finding, 5 if it is breaking for us and for our users, 4 for"
                    + " us, 3 for our users, 1 if it breaks nothing; 2 for invalid input."
        },
        mixinStandardHelpOptions = true)
public final class UpstreamCommand implements Callable<Integer> {
    @Mixin
    private SourceOptions theirs;

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            defaultValue = Document.SEAM_YAML,
            description = "The contract; ${DEFAULT-VALUE} by default.")
    private Path spec;

    @Option(
            names = "--deviations",
            paramLabel = "FILE",
            description = "The intended differences; by default, deviations.yaml in the folder of the contract.")
    private Path deviations;

    @Option(
            names = "--lock",
            paramLabel = "FILE",
            description = "What was compared last; by default, upstream.lock in the folder of the contract.")
    private Path lock;

    @Option(
            names = "--since",
            paramLabel = "SOURCE",
            description = "An earlier version of the public document, in place of what the lock records.")
    private String since;

    @Option(names = "--no-record", description = "Leaves the lock as it is.")
    private boolean noRecord;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "What is printed: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private FindingsReport.Format format;

    @Option(names = "--markdown", paramLabel = "OUT", description = "Also writes the report to this file, as Markdown.")
    private Path markdown;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Document ours = Document.read(spec);
        Path intended = deviations == null ? spec.resolveSibling("deviations.yaml") : deviations;
        Path recorded = lock == null ? Lock.beside(spec) : lock;
        Deviations deviations = Deviations.read(intended, ours);
        Optional<Document> earlier = since == null
                ? Optional.empty()
                : Optional.of(theirs.source(since).read().document());
        Source.Download download = theirs.source().read();
        Document document = download.document();
        Optional<Document> before = earlier.or(() -> before(recorded, download, document));

        Findings findings = Findings.of(ours, document, deviations).and(News.of(ours, before, document));
        FindingsReport report = new FindingsReport(download.source(), spec.toString(), findings);
        PrintWriter out = command.commandLine().getOut();
        out.print(report.as(format));
        out.flush();
        if (markdown != null) {
            TextFile.write(markdown, report.as(FindingsReport.Format.markdown));
        }
        if (!noRecord && findings.hints().isEmpty()) {
            Lock now = Lock.of(download, document);
            now.write(recorded);
            now.keep(document, Lock.keptBeside(recorded));
        }
        return findings.exitCode();
    }

    /** Returns the document of the lock, or its names; empty if there is no lock. */
    private Optional<Document> before(Path recorded, Source.Download download, Document document) {
        Path kept = Lock.keptBeside(recorded);
        Optional<Lock> last = Lock.read(recorded);
        last.flatMap(lock -> lock.hint(kept, download)).ifPresent(hint -> {
            command.commandLine().getErr().println(hint + " Give it with --since.");
            command.commandLine().getErr().flush();
        });
        return last.map(lock -> lock.document(kept, download, document));
    }
}
