package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.TextFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "upstream",
        description = "Reports where Seam's public document differs from seam.yaml on the wire, in the operations that"
                + " seam.yaml has. Leaves out what deviations.yaml lists. Exit code 1 if anything is reported.",
        mixinStandardHelpOptions = true)
public final class UpstreamCommand implements Callable<Integer> {
    private static final String STALE = "stale entries of deviations.yaml";

    private static final String OTHERS = "operations that only the public document has, which are no findings";

    private static final String REMEDY =
            "Update seam.yaml, or add an entry to deviations.yaml with the location and aspect shown above, plus a"
                    + " reason.";

    @Parameters(paramLabel = "FILE", description = "Seam's public OpenAPI document, in JSON or YAML.")
    private Path file;

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

    @Option(names = "--markdown", paramLabel = "OUT", description = "Also writes the report to this file, as Markdown.")
    private Path markdown;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Path intended = deviations == null ? spec.resolveSibling("deviations.yaml") : deviations;
        Document ours = Document.read(spec);
        Findings findings = Findings.of(ours, Document.read(file), Deviations.read(intended, ours));
        print(findings, command.commandLine().getOut());
        if (markdown != null) {
            TextFile.write(markdown, markdown(findings));
        }
        return findings.isEmpty() ? 0 : 1;
    }

    private void print(Findings findings, PrintWriter out) {
        out.println(title(findings));
        for (Impact impact : Impact.values()) {
            List<Difference> differences = findings.of(impact);
            print(
                    impact.toString(),
                    differences.stream().map(UpstreamCommand::line).toList(),
                    out);
        }
        print(STALE, findings.stale(), out);
        print(OTHERS, findings.otherOperations(), out);
        if (!findings.differences().isEmpty()) {
            out.println();
            out.println(REMEDY);
        }
    }

    private static void print(String title, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title + ":");
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static String line(Difference difference) {
        return String.format("%-60s  %s", difference.at(), difference.text());
    }

    private String markdown(Findings findings) {
        StringBuilder text = new StringBuilder("# " + title(findings) + "\n");
        for (Impact impact : Impact.values()) {
            if (!findings.of(impact).isEmpty()) {
                text.append("\n## ").append(impact).append("\n\n| where | what |\n| --- | --- |\n");
                for (Difference difference : findings.of(impact)) {
                    text.append(String.format("| %s | %s |%n", cell(difference.at()), cell(difference.text())));
                }
            }
        }
        text.append(list(STALE, findings.stale()));
        text.append(list(OTHERS, findings.otherOperations()));
        return text + (findings.differences().isEmpty() ? "" : "\n" + REMEDY + "\n");
    }

    private static String list(String title, List<String> lines) {
        return lines.isEmpty()
                ? ""
                : lines.stream().collect(Collectors.joining("\n- ", "\n## " + title + "\n\n- ", "\n"));
    }

    /** Quotes text with bars or stars, which would be Markdown. */
    private static String cell(String text) {
        return "`" + text.replace("|", "\\|").replace("`", "'") + "`";
    }

    private String title(Findings findings) {
        int count = findings.differences().size() + findings.stale().size();
        return file + " against " + spec + ": " + (count == 0 ? "no" : count) + (count == 1 ? " finding" : " findings");
    }
}
