package co.seam.instantkeys.spec.diff;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.TextFile;
import co.seam.instantkeys.spec.upstream.ChangeKind;
import co.seam.instantkeys.spec.upstream.Comparison;
import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.Findings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = {
            "Reports, as Markdown, what a change means for users: which members of the Java API are added, removed or "
                    + "changed, and whether requests and responses stay compatible. Exit code 1 if anything breaks.",
            "OLD and NEW are each a seam.yaml or a git revision. A file stands for this project with that seam.yaml."
                    + " If one of the two is a revision, the convenience module is compared as well."
        },
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    /** Changes that show in annotations only, which japicmp does not compare. */
    private static final Set<ChangeKind> MADE_NULL = EnumSet.of(ChangeKind.MADE_NULLABLE, ChangeKind.MADE_OPTIONAL);

    @Parameters(index = "0", paramLabel = "OLD", description = "A file or a revision, such as HEAD.")
    private String older;

    @Parameters(index = "1", paramLabel = "NEW", description = "A file or a revision.")
    private String newer;

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "The root of the project; the current folder by default.")
    private Path root = Path.of("");

    @Option(names = "--markdown", paramLabel = "OUT", description = "Also writes the report to this file.")
    private Path markdown;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        try (Checkout before = checkout(older);
                Checkout after = checkout(newer)) {
            Document oldDocument = Document.read(before.spec());
            Document newDocument = Document.read(after.spec());
            List<String> modules =
                    isFile(older) && isFile(newer) ? List.of("generated") : List.of("generated", "convenience");
            build(modules, before, after);

            List<JavaApi.MemberChange> members = new ArrayList<>();
            modules.forEach(module -> members.addAll(JavaApi.compare(before.jar(module), after.jar(module))));
            List<Difference> differences = wire(oldDocument, newDocument);
            List<String> newlyNull = differences.stream()
                    .filter(difference -> difference.location().isInResponse() && MADE_NULL.contains(difference.kind()))
                    .map(difference -> "`" + difference.location() + "`")
                    .toList();
            String report = report(members, newlyNull, differences, addedOperations(oldDocument, newDocument));
            command.commandLine().getOut().print(report);
            command.commandLine().getOut().flush();
            if (markdown != null) {
                TextFile.write(markdown, report);
            }
            boolean isCompatible = isCompatible(differences)
                    && newlyNull.isEmpty()
                    && all(members, JavaApi.MemberChange::isCompatible);
            return isCompatible ? 0 : 1;
        }
    }

    /** Returns what {@code upstream} would report, were the new version the public document. */
    static List<Difference> wire(Document older, Document newer) {
        return Findings.merged(new Comparison(older, newer, Set.of()).differences());
    }

    static boolean isCompatible(List<Difference> differences) {
        return differences.stream().noneMatch(difference -> difference.impact().isBreakingOnTheWire());
    }

    private static List<String> addedOperations(Document older, Document newer) {
        List<String> added = new ArrayList<>();
        newer.root().path("paths").fieldNames().forEachRemaining(added::add);
        added.removeIf(older.root().path("paths")::has);
        return added;
    }

    private static boolean isFile(String side) {
        return Files.isRegularFile(Path.of(side));
    }

    private Checkout checkout(String side) {
        if (!isFile(side)) {
            return Checkout.ofRevision(side, root);
        }
        Document.read(Path.of(side)); // else an error would name the copy
        return Checkout.withSpec(Path.of(side), root);
    }

    private static void build(List<String> modules, Checkout before, Checkout after) {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> before.build(modules));
        try {
            after.build(modules);
        } finally {
            join(other); // else its folder would be deleted while Maven runs in it
        }
    }

    private static void join(CompletableFuture<Void> build) {
        try {
            build.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof InvalidInputException ? (InvalidInputException) e.getCause() : e;
        }
    }

    private String report(
            List<JavaApi.MemberChange> members,
            List<String> newlyNull,
            List<Difference> differences,
            List<String> addedOperations) {
        StringBuilder report = new StringBuilder("## Changes for users from ")
                .append(older)
                .append(" to ")
                .append(newer)
                .append("\n\n- Java API: ")
                .append(
                        all(members, JavaApi.MemberChange::sourceCompatible)
                                ? "source-compatible"
                                : "**source-incompatible**")
                .append(", ")
                .append(
                        all(members, JavaApi.MemberChange::binaryCompatible)
                                ? "binary-compatible"
                                : "**binary-incompatible**")
                .append(newlyNull.isEmpty() ? "" : ", **null where there was always a value**")
                .append("\n- Wire: ")
                .append(isCompatible(differences) ? "compatible" : "**incompatible**")
                .append("\n");
        Stream<JavaApi.MemberChange> breaking = members.stream().filter(member -> !member.isCompatible());
        Stream<JavaApi.MemberChange> compatible = members.stream().filter(JavaApi.MemberChange::isCompatible);
        Stream<String> added = addedOperations.stream().map(operation -> "`" + operation + "`: operation added");
        list("Java API: breaking", breaking.map(DiffCommand::line), report);
        list("Java API: null where there was always a value", newlyNull.stream(), report);
        list("Java API: new and changed", compatible.map(DiffCommand::line), report);
        list("Wire: breaking", lines(differences, true), report);
        list("Wire: compatible", Stream.concat(added, lines(differences, false)), report);
        return report.toString();
    }

    private static Stream<String> lines(List<Difference> differences, boolean isBreaking) {
        return differences.stream()
                .filter(difference -> difference.impact().isBreakingOnTheWire() == isBreaking)
                .map(difference -> "`" + difference.location() + "`: " + difference.text());
    }

    private static boolean all(List<JavaApi.MemberChange> members, Predicate<JavaApi.MemberChange> compatible) {
        return members.stream().allMatch(compatible);
    }

    private static String line(JavaApi.MemberChange change) {
        String restriction =
                change.binaryCompatible() ? " (source only)" : change.sourceCompatible() ? " (binary only)" : "";
        return change.what() + ": `" + change.member() + "`" + (change.isCompatible() ? "" : restriction);
    }

    private static void list(String title, Stream<String> lines, StringBuilder report) {
        List<String> all = lines.toList();
        if (!all.isEmpty()) {
            report.append("\n### ").append(title).append("\n\n");
            all.forEach(line -> report.append("- ").append(line).append("\n"));
        }
    }
}
