package co.seam.instantkeys.spec.weekly;

import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.adopt.Adoption;
import co.seam.instantkeys.spec.lint.StyleRules;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.Source;
import co.seam.instantkeys.spec.openapi.SourceOptions;
import co.seam.instantkeys.spec.upstream.ChangeKind;
import co.seam.instantkeys.spec.upstream.Deviations;
import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.Findings;
import co.seam.instantkeys.spec.upstream.Lock;
import co.seam.instantkeys.spec.upstream.News;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "weekly",
        description = {
            "Fetches Seam's public document, compares it with the contract of the current commit, adopts what it can on"
                    + " a new branch, builds that, and writes branch, title, label and body.md of a pull request.",
            "Does nothing and exits with 0 if there are no findings, or if the branch for this document exists."
        },
        mixinStandardHelpOptions = true)
public final class WeeklyCommand implements Callable<Integer> {
    private static final int SHOWN_ERRORS = 20;

    /** A line of Maven for one failed test: parentheses, numbers of parameters, and the time are left out. */
    private static final Pattern FAILED_TEST = Pattern.compile("^(\\[ERROR] [\\w.$]+).* -- Time elapsed: .*");

    @Mixin
    private SourceOptions theirs;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "The root of the project, a git repository; the current folder by default.")
    private Path root = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "target/weekly",
            description = "Where the files of the pull request are written; ${DEFAULT-VALUE} by default.")
    private Path out;

    @Option(
            names = "--verify",
            paramLabel = "COMMAND",
            defaultValue = "mvn --batch-mode --no-transfer-progress -Dseam.draft=true verify",
            description = "Builds the branch; ${DEFAULT-VALUE} by default.")
    private String verify;

    @Option(names = "--no-diff", description = "Leaves out what the change means for users, which takes two builds.")
    private boolean noDiff;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Source.Download download = theirs.source().read();
        Document document = download.document();
        PullRequest.clear(out);
        String version = document.root().path("info").path("version").asText("unknown");
        String branch = "upstream-" + download.sha256().substring(0, 12);
        if (Repository.hasBranch(root, branch)) {
            print(branch + " exists: nothing to do. Delete it to start over, as after a run that was stopped.");
            return 0;
        }
        try (Repository repository = new Repository(root, branch)) {
            Path contract = repository.folder().resolve(Document.SEAM_YAML);
            Path intended = contract.resolveSibling("deviations.yaml");
            Path recorded = Lock.beside(contract);
            Optional<Lock> lock = Lock.read(recorded);
            Path kept = Lock.keptBeside(root.resolve(Document.SEAM_YAML));
            Optional<String> hint = lock.flatMap(last -> last.hint(kept, download));
            Document ours = Document.read(contract);
            Findings findings = Findings.of(ours, document, Deviations.read(intended, ours))
                    .and(News.of(ours, lock.map(last -> last.document(kept, download, document)), document));
            if (!findings.hints().isEmpty()) {
                print(findings.hints().get(0));
                return 2;
            }
            if (findings.isEmpty() && lock.isPresent()) {
                print("Nothing is new.");
                return 0;
            }
            Adoption adoption = adopt(contract, intended, document, ours, findings);
            Document after = Document.read(contract);
            Lock now = Lock.of(download, document);
            now.write(recorded);
            if (!repository.hasChanges()) {
                print("Nothing can be adopted. Findings that are left for a person: " + findings.count()
                        + ". Run upstream to see them.");
                return 0;
            }
            now.keep(document, kept);
            repository.commit("contract: follow the public document, version " + version);
            print("Created the branch " + branch + ".");

            String report = PullRequest.report(findings, download.shownSource(), Document.SEAM_YAML)
                    + hint.map(text -> "\n" + text + "\n").orElse("");
            Findings rest = Findings.of(after, document, Deviations.read(intended, after));
            new PullRequest(
                            branch,
                            "Follow Seam's public document, version " + version,
                            findings,
                            report,
                            adoption.additions(),
                            adoption.leftOut(),
                            rest.groups(),
                            draftFindings(after, repository.folder()),
                            verify(repository.folder()),
                            noDiff ? "" : diff(repository.folder()))
                    .write(out);
            print("Wrote the pull request to " + out + ".");
            return 0;
        }
    }

    private static List<String> draftFindings(Document contract, Path folder) {
        return StyleRules.checkDraft(contract).stream()
                .map(finding -> finding.replace(folder + "/", ""))
                .toList();
    }

    /** Adopts the changes of our operations, and new operations of the resources that the contract has. */
    private static Adoption adopt(Path contract, Path intended, Document document, Document ours, Findings findings) {
        Adoption adoption = new Adoption(contract, intended, document);
        adoption.addAll();
        for (Difference difference : findings.differences()) {
            String path = difference.location().where();
            boolean isDocumented = difference.detail().isEmpty();
            if (difference.kind() == ChangeKind.OPERATION_ADDED && isDocumented && isOfOurResources(path, ours)) {
                adoption.tryOperation(path);
            }
        }
        adoption.write(true);
        return adoption;
    }

    private static boolean isOfOurResources(String path, Document ours) {
        List<String> paths = new ArrayList<>();
        ours.root().path("paths").fieldNames().forEachRemaining(paths::add);
        String resource = path.substring(0, path.lastIndexOf('/') + 1);
        return paths.stream().anyMatch(our -> our.startsWith(resource) && our.lastIndexOf('/') < resource.length());
    }

    private String verify(Path folder) {
        print("Runs " + verify);
        Repository.Result result = Repository.run(folder, List.of(verify.split(" ")));
        if (result.exit() == 0) {
            return "`" + verify + "` passed.";
        }
        String errors = failures(result.output()).stream()
                .map(line -> "    " + line.replace(folder + "/", ""))
                .collect(Collectors.joining("\n"));
        return "`" + verify + "` **failed**, with exit code " + result.exit()
                + ". A new operation fails until the sandbox serves it.\n\n"
                + (errors.isEmpty()
                        ? "    " + result.output().strip().lines().findFirst().orElse("")
                        : errors);
    }

    /** Returns the lines that name what failed, of a test only one, however often it ran. */
    static List<String> failures(String output) {
        return output.lines()
                .filter(line -> line.contains("ERROR") || line.contains("FAIL"))
                .filter(line -> !line.contains("Tests run:"))
                .map(line -> FAILED_TEST.matcher(line).replaceFirst("$1"))
                .distinct()
                .limit(SHOWN_ERRORS)
                .toList();
    }

    private String diff(Path folder) {
        StringWriter report = new StringWriter();
        StringWriter errors = new StringWriter();
        SpecTool.run(
                new PrintWriter(report, true),
                new PrintWriter(errors, true),
                "diff",
                "HEAD~1",
                "HEAD",
                "--root",
                folder.toString());
        return report.toString().isBlank()
                ? "The diff failed: " + errors.toString().strip()
                : report.toString().replace(folder + "/", "");
    }

    private void print(String line) {
        PrintWriter printer = command.commandLine().getOut();
        printer.println(line);
        printer.flush();
    }
}
