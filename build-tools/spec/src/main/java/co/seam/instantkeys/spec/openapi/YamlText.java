package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Adds lines to the text of a YAML document in block style. All other lines stay as they are, to the byte. */
public final class YamlText {
    private static final int WIDTH = 120;

    private final Document document;
    private final String lineEnd;
    private final List<String> lines;

    /** The lines added after each line; index 0 is before the first. */
    private final List<List<String>> added = new ArrayList<>();

    public YamlText(Document document, String text) {
        this.document = document;
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        lines = new ArrayList<>(List.of(text.split(lineEnd, -1)));
        for (int i = 0; i <= lines.size(); i++) {
            added.add(new ArrayList<>());
        }
    }

    /** Adds an entry to the mapping at this pointer, below the existing ones. */
    public void append(String pointer, String name, JsonNode value) {
        addAfter(lastLine(pointer), indent(pointer) + 2, name, value, false);
    }

    /** Adds a sibling below the node at this pointer, with an empty line between them. */
    public void appendAfter(String pointer, String name, JsonNode value) {
        addAfter(lastLine(pointer), indent(pointer), name, value, true);
    }

    /** Adds to the list at this pointer, which may have one line per item or one for all. */
    public void appendItem(String pointer, int size, JsonNode item) {
        int last = line(pointer + "/" + (size - 1));
        String line = lines.get(last - 1);
        String dash = line.replaceFirst("^( *- ).*", "$1");
        if (!dash.equals(line)) {
            String space = " ".repeat(dash.length());
            List<String> added = indented(space, yaml(toPlainObject(item)));
            added.set(0, dash + added.get(0).trim());
            this.added.get(lastLine(last, dash.length() - 2)).addAll(added);
            return;
        }
        int end = line.lastIndexOf(']');
        if (end < 0) {
            throw new InvalidInputException(document.name()
                    + " has a list that is neither on one line nor one line per item: line " + last + ".");
        }
        lines.set(
                last - 1,
                line.substring(0, end) + ", " + yaml(toPlainObject(item)).trim() + line.substring(end));
    }

    /** Removes the line of a scalar. */
    public void remove(String pointer) {
        lines.set(line(pointer) - 1, null);
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>(added.get(0));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) != null) {
                all.add(lines.get(i));
            }
            all.addAll(added.get(i + 1));
        }
        return String.join(lineEnd, all);
    }

    private void addAfter(int line, int indent, String name, JsonNode value, boolean withEmptyLine) {
        if (withEmptyLine) {
            added.get(line).add("");
        }
        added.get(line).addAll(indented(" ".repeat(indent), yaml(Map.of(name, toPlainObject(value)))));
    }

    private int indent(String pointer) {
        String line = lines.get(line(pointer) - 1);
        if (line.stripTrailing().endsWith("}")) {
            throw new InvalidInputException(document.name()
                    + " has an object on one line, to which nothing can be added: line " + line(pointer) + ".");
        }
        return line.length() - line.stripLeading().length();
    }

    private int lastLine(String pointer) {
        return lastLine(line(pointer), indent(pointer));
    }

    private int line(String pointer) {
        int line = document.line(pointer);
        if (line == 0) {
            throw new InvalidInputException(document.name() + " has no " + pointer + " to add to.");
        }
        return line;
    }

    /**
     * Returns the last line of the node that begins at this line: comments and empty lines after it are not its own.
     */
    private int lastLine(int first, int indent) {
        int last = first;
        for (int i = first; i < lines.size(); i++) {
            String line = lines.get(i) == null ? "" : lines.get(i);
            String text = line.stripLeading();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (line.length() - text.length() <= indent) {
                break;
            }
            last = i + 1;
        }
        return last;
    }

    private static List<String> indented(String space, String yaml) {
        return yaml.lines().map(line -> space + line).collect(Collectors.toList());
    }

    private static Object toPlainObject(JsonNode node) {
        return new ObjectMapper().convertValue(node, Object.class);
    }

    private static String yaml(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(new ShortListsInOneLine(options), options).dump(value);
    }

    private static final class ShortListsInOneLine extends Representer {
        ShortListsInOneLine(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representSequence(Tag tag, Iterable<?> items, FlowStyle style) {
            SequenceNode node = (SequenceNode) super.representSequence(tag, items, style);
            boolean isShort = items.toString().length() < WIDTH / 2;
            for (Object item : items) {
                isShort &= item instanceof String;
            }
            if (isShort) {
                node.setFlowStyle(FlowStyle.FLOW);
            }
            return node;
        }
    }
}
