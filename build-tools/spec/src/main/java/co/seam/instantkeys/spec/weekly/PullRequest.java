package co.seam.instantkeys.spec.weekly;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.TextFile;
import co.seam.instantkeys.spec.upstream.ChangeKind;
import co.seam.instantkeys.spec.upstream.Difference;
import co.seam.instantkeys.spec.upstream.FindingGroup;
import co.seam.instantkeys.spec.upstream.Findings;
import co.seam.instantkeys.spec.upstream.FindingsReport;
import co.seam.instantkeys.spec.upstream.Impact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of a pull request, each in a file of one folder: {@code branch}, {@code title}, {@code label} and {@code
 * body.md}.
 *
 * @param report of the document against the contract before
 * @param adopted one line for each change that was taken over
 * @param leftOut one line for each part that could not be
 * @param rest findings that are left after the adoption
 * @param lint findings of the style rules, besides what is still to be written
 * @param verify the result of the build
 * @param diff what the changes mean for users; empty if it was not made
 */
record PullRequest(
        String branch,
        String title,
        Findings findings,
        String report,
        List<String> adopted,
        List<String> leftOut,
        List<FindingGroup> rest,
        List<String> lint,
        String verify,
        String diff) {
    /** What GitHub accepts, with a margin. */
    private static final int MAX_BODY = 60_000;

    private static final List<String> FILES = List.of("branch", "title", "label", "body.md");

    /** Deletes what an earlier run left. */
    static void clear(Path folder) {
        TextFile.createFolder(folder);
        try {
            for (String file : FILES) {
                Files.deleteIfExists(folder.resolve(file));
            }
        } catch (IOException e) {
            throw new InvalidInputException(folder + " can't be cleared: " + e + ".");
        }
    }

    void write(Path folder) {
        TextFile.write(folder.resolve("title"), title + "\n");
        TextFile.write(folder.resolve("label"), label() + "\n");
        TextFile.write(folder.resolve("body.md"), limited(body()));
        TextFile.write(folder.resolve("branch"), branch + "\n"); // last: with it, the others are complete
    }

    /** Returns the text without its end if GitHub would reject it. */
    static String limited(String body) {
        if (body.length() <= MAX_BODY) {
            return body;
        }
        String cut = body.substring(0, body.lastIndexOf('\n', MAX_BODY) + 1);
        boolean isInBlock = cut.lines().filter(line -> line.startsWith("```")).count() % 2 == 1;
        return cut + (isInBlock ? "```\n" : "")
                + "\nThe rest is cut: run `upstream` and `diff` on the branch to see it.\n";
    }

    private String label() {
        return findings.worst().map(Impact::id).orElse("lock-only");
    }

    private String body() {
        StringBuilder body = new StringBuilder(report);
        list("Adopted on this branch", code(adopted), body);
        list("Not adopted", code(leftOut), body);
        list(
                "Left for a person",
                rest.stream()
                        .map(group -> FindingsReport.code(group.at()) + ": " + FindingsReport.code(group.text()))
                        .toList(),
                body);
        list("lint --draft", code(lint), body);
        body.append("\n# Build\n\n").append(verify).append('\n');
        if (!diff.isEmpty()) {
            body.append('\n').append(diff.strip()).append('\n');
        }
        String changes = changelog();
        if (!changes.isEmpty()) {
            body.append("\n# Lines for CHANGELOG.md\n\n```md\n").append(changes).append("```\n");
        }
        return body.toString();
    }

    private static List<String> code(List<String> lines) {
        return lines.stream().map(FindingsReport::code).toList();
    }

    private static void list(String title, List<String> lines, StringBuilder body) {
        if (!lines.isEmpty()) {
            body.append("\n# ").append(title).append("\n\n");
            lines.forEach(line -> body.append("- ").append(line).append('\n'));
        }
    }

    /** Returns a line for each group that changes the contract, with what it breaks. */
    private String changelog() {
        return findings.groups().stream()
                .filter(this::changesTheContract)
                .map(group -> "- "
                        + group.differences().stream()
                                .map(difference -> "`" + difference.location() + "`")
                                .distinct()
                                .collect(Collectors.joining(", "))
                        + ": " + group.text().replaceAll("\\R", " ")
                        + (group.impact() == Impact.ADDITIVE ? "" : " (" + group.impact() + ")")
                        + ".\n")
                .collect(Collectors.joining());
    }

    private boolean changesTheContract(FindingGroup group) {
        Difference first = group.differences().get(0);
        boolean isNew = first.kind() == ChangeKind.RESOURCE_ADDED || first.kind() == ChangeKind.OPERATION_ADDED;
        boolean isAdopted = adopted.contains("operation " + first.location().where());
        return group.impact() != Impact.TO_READ && (!isNew || isAdopted);
    }

    static String report(Findings findings, String source, String contract) {
        return new FindingsReport(source, contract, findings).as(FindingsReport.Format.markdown);
    }
}
