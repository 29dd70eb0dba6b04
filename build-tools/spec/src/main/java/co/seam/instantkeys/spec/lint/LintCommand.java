package co.seam.instantkeys.spec.lint;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description = "Checks seam.yaml against the style rules. Exit code 1 if it breaks any.",
        mixinStandardHelpOptions = true)
public final class LintCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = Document.SEAM_YAML,
            description = "The document to check; ${DEFAULT-VALUE} by default.")
    private Path file;

    @Option(
            names = "--draft",
            description = "Accepts what is still to be written: TODOs, and the texts to write it from.")
    private boolean draft;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Document document = Document.read(file);
        List<String> findings = new ArrayList<>(draft ? StyleRules.checkDraft(document) : StyleRules.check(document));
        Path deviations = file.resolveSibling("deviations.yaml");
        if (!draft && Files.exists(deviations)) {
            findings.addAll(toDo(Document.readAny(deviations)));
        }
        PrintWriter out = command.commandLine().getOut();
        findings.forEach(out::println);
        out.println(file + ": " + (findings.isEmpty() ? "no" : findings.size())
                + (findings.size() == 1 ? " finding" : " findings"));
        return findings.isEmpty() ? 0 : 1;
    }

    private static List<String> toDo(Document deviations) {
        List<String> findings = new ArrayList<>();
        JsonNode entries = deviations.root().path("deviations");
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).path("reason").asText().contains("TODO")) {
                findings.add(deviations.at("/deviations/" + i) + ": the reason is still to be written");
            }
        }
        return findings;
    }
}
