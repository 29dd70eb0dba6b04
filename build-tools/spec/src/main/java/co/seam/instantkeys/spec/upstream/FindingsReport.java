package co.seam.instantkeys.spec.upstream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes findings as text, Markdown or JSON. */
public final class FindingsReport {
    /** What the report can be written as. */
    public enum Format {
        text,
        markdown,
        json
    }

    private static final String STALE = "stale entries of deviations.yaml";

    private static final String REMEDY =
            "Update seam.yaml, or add an entry to deviations.yaml with the location and aspect shown above, plus a"
                    + " reason.";

    private final String title;
    private final Findings findings;

    public FindingsReport(String theirs, String ours, Findings findings) {
        int groups = findings.groups().size() + findings.stale().size();
        int count = findings.count();
        this.title = theirs + " against " + ours + ": " + (count == 0 ? "no" : count)
                + (count == 1 ? " finding" : " findings")
                + (groups == count ? "" : " in " + groups + (groups == 1 ? " group" : " groups"));
        this.findings = findings;
    }

    public String as(Format format) {
        switch (format) {
            case markdown:
                return markdown();
            case json:
                return json().toPrettyString() + "\n";
            default:
                return text();
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        for (Impact impact : Impact.values()) {
            section(
                    impact.toString(),
                    findings.groups(impact).stream()
                            .map(FindingsReport::lines)
                            .flatMap(List::stream)
                            .toList(),
                    text);
        }
        section(STALE, findings.stale(), text);
        notes().forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(findings.hints());
        if (!findings.differences().isEmpty()) {
            notes.add(REMEDY);
        }
        return notes;
    }

    private static void section(String title, List<String> lines, StringBuilder text) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append(":\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    private static List<String> lines(FindingGroup group) {
        List<String> lines = new ArrayList<>();
        String count = group.size() == 1 ? "" : group.size() + " x ";
        lines.add(String.format("%-60s  %s", count + group.at(), group.text()));
        if (!group.locations().isEmpty()) {
            lines.add("    at " + String.join(", ", group.locations()));
        }
        TextChange texts = group.first().texts();
        if (texts != null) {
            texts.lines().forEach((name, value) -> lines.add("    " + name + ": " + value));
        }
        return lines;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# ").append(title).append('\n');
        for (Impact impact : Impact.values()) {
            List<FindingGroup> groups = findings.groups(impact);
            List<FindingGroup> withTexts = groups.stream()
                    .filter(group -> group.first().texts() != null)
                    .toList();
            if (!groups.isEmpty()) {
                text.append("\n## ").append(impact).append('\n');
            }
            if (groups.size() > withTexts.size()) {
                text.append("\n| where | what |\n| --- | --- |\n");
            }
            for (FindingGroup group : groups) {
                if (group.first().texts() == null) {
                    String count = group.size() == 1 ? "" : group.size() + " x ";
                    String places =
                            group.locations().isEmpty() ? "" : "<br>at " + cell(String.join(", ", group.locations()));
                    text.append(
                            String.format("| %s%s%s | %s |%n", count, cell(group.at()), places, cell(group.text())));
                }
            }
            withTexts.forEach(group -> text.append(sideBySide(group)));
        }
        text.append(list(STALE, findings.stale()));
        notes().forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    /** Returns a table of the texts of one change, each in a column of its own. */
    private static String sideBySide(FindingGroup group) {
        StringBuilder table = new StringBuilder("\n").append(cell(group.at())).append(": ");
        table.append(group.text());
        table.append(group.locations().isEmpty() ? "" : ", at " + cell(String.join(", ", group.locations())));
        var texts = group.first().texts().lines();
        table.append("\n\n| ").append(String.join(" | ", texts.keySet())).append(" |\n|");
        table.append(" --- |".repeat(texts.size())).append("\n|");
        texts.values().forEach(text -> table.append(' ').append(cell(text)).append(" |"));
        return table.append('\n').toString();
    }

    private static String list(String title, List<String> lines) {
        return lines.isEmpty()
                ? ""
                : lines.stream().collect(Collectors.joining("\n- ", "\n## " + title + "\n\n- ", "\n"));
    }

    /** Quotes text of others as one line of code: no link, image, mention, tag or issue number in it takes effect. */
    public static String code(String text) {
        return "`" + text.replaceAll("[\\p{Cc}\u2028\u2029]+", " ").replace("`", "'") + "`";
    }

    /** Quotes text for a table, where a bar would begin a cell even in code. */
    private static String cell(String text) {
        return code(text).replace("|", "\\|");
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", title);
        json.put("findings", findings.count());
        json.put("worst", findings.worst().map(Impact::id).orElse("none"));
        json.put("exit_code", findings.exitCode());
        ArrayNode groups = json.putArray("groups");
        for (FindingGroup group : findings.groups()) {
            ObjectNode entry = groups.addObject();
            entry.put("impact", group.impact().id());
            entry.put("kind", group.first().kind().name().toLowerCase(Locale.ROOT));
            entry.put("aspect", group.first().kind().aspect);
            entry.put("count", group.size());
            entry.put("at", group.at());
            entry.put("text", group.text());
            ArrayNode locations = entry.putArray("locations");
            group.differences().forEach(difference -> locations.add(difference.at()));
            if (group.first().texts() != null) {
                group.first().texts().lines().forEach(entry::put);
            }
        }
        findings.stale().forEach(json.putArray("stale")::add);
        findings.hints().forEach(json.putArray("hints")::add);
        return json;
    }
}
