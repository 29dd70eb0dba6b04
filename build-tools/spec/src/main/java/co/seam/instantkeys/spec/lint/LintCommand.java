package co.seam.instantkeys.spec.lint;

import co.seam.instantkeys.spec.openapi.Document;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        List<String> findings = StyleRules.check(Document.read(file));
        PrintWriter out = command.commandLine().getOut();
        findings.forEach(out::println);
        out.println(file + ": " + (findings.isEmpty() ? "no" : findings.size())
                + (findings.size() == 1 ? " finding" : " findings"));
        return findings.isEmpty() ? 0 : 1;
    }
}
