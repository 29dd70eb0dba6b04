package co.seam.instantkeys.spec;

import co.seam.instantkeys.spec.adopt.AdoptCommand;
import co.seam.instantkeys.spec.diff.DiffCommand;
import co.seam.instantkeys.spec.lint.LintCommand;
import co.seam.instantkeys.spec.normalize.NormalizeCommand;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.stubs.StubsCommand;
import co.seam.instantkeys.spec.upstream.UpstreamCommand;
import co.seam.instantkeys.spec.weekly.WeeklyCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 if there is nothing to report, 1 for findings, 2 for invalid input or options, 70 for
 * a defect of this tool. {@code upstream} has more codes for findings.
 */
@Command(
        name = "spec",
        description = "Checks openapi/seam.yaml, compares it with Seam's public document, and generates from it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LintCommand.class,
            UpstreamCommand.class,
            AdoptCommand.class,
            DiffCommand.class,
            NormalizeCommand.class,
            StubsCommand.class,
            WeeklyCommand.class
        })
public final class SpecTool implements Runnable {
    /** Not 1, picocli's default: a tool that failed has found nothing. */
    private static final int DEFECT = 70;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private SpecTool() {}

    public static void main(String[] args) {
        int exit = DEFECT;
        try {
            exit = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        } catch (Error e) { // such as too little memory, which would end Java with 1
            e.printStackTrace();
        }
        System.exit(exit);
    }

    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new SpecTool())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(SpecTool::report)
                .execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** Reports invalid input in one line. Any other exception is a defect of this tool and keeps its stack trace. */
    private static int report(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (e instanceof InvalidInputException) {
            commandLine.getErr().println(e.getMessage());
            return 2;
        }
        e.printStackTrace(commandLine.getErr());
        return DEFECT;
    }
}
