package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Adds lines to the text of a YAML document in block style. All other lines stay as they are, to the byte. */
public final class YamlText {
    /** Begins a comment with a text of the public document, from which a description is to be written. */
    public static final String UPSTREAM = "# UPSTREAM:";

    /** A property of nodes that becomes such a comment. */
    public static final String UPSTREAM_TEXT = "x-upstream-text";

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

    /**
     * Sets a scalar of the mapping at this pointer: in place, or below the type; removes it if the value is null.
     */
    public void set(String pointer, String name, JsonNode value) {
        int existing = document.line(pointer + Document.step(name));
        if (existing > 0 && value == null) {
            lines.set(existing - 1, null);
        } else if (existing > 0) {
            String line = lines.get(existing - 1);
            String indent =
                    line.substring(0, line.length() - line.stripLeading().length());
            lines.set(existing - 1, indent + entry(name, value));
        } else if (value != null) {
            int after = line(pointer);
            for (String above : List.of("type", "format", "nullable")) {
                after = Math.max(after, document.line(pointer + Document.step(above)));
            }
            added.get(after).add(0, " ".repeat(indent(pointer) + 2) + entry(name, value));
        }
    }

    private static String entry(String name, JsonNode value) {
        return yaml(Map.of(name, toPlainObject(value))).strip();
    }

    /** Replaces the list of the mapping at this pointer, or adds it above {@code properties}; removes an empty one. */
    public void setList(String pointer, String name, List<String> values) {
        int first = document.line(pointer + Document.step(name));
        int properties = document.line(pointer + "/properties");
        int after = properties > 0 ? properties - 1 : lastLine(pointer);
        if (first > 0) {
            int last = first;
            String all = lines.get(first - 1);
            while (all.contains("[") && !all.contains("]")) {
                all += lines.get(last++);
            }
            last = all.contains("[") ? last : lastLine(first, leadingSpaces(lines.get(first - 1)));
            for (int i = first; i <= last; i++) {
                lines.set(i - 1, null);
            }
            after = first;
        }
        if (!values.isEmpty()) {
            String space = " ".repeat(indent(pointer) + 2);
            added.get(after).addAll(flow(space, name, values));
        }
    }

    private static List<String> flow(String space, String name, List<String> values) {
        List<String> flow = new ArrayList<>();
        StringBuilder line = new StringBuilder(space).append(name).append(": [");
        for (int i = 0; i < values.size(); i++) {
            // quoted where YAML would read something else, such as on
            String item = yaml(values.get(i)).strip() + (i + 1 < values.size() ? ", " : "]");
            if (line.length() + item.stripTrailing().length() > WIDTH) {
                flow.add(line.toString().stripTrailing());
                line = new StringBuilder(space).append("  ");
            }
            line.append(item);
        }
        flow.add(line.toString());
        return flow;
    }

    /** Adds an entry to a mapping in any style. */
    public void appendToExample(String pointer, String name, JsonNode value) {
        int at = line(pointer);
        String line = lines.get(at - 1);
        if (!line.stripTrailing().endsWith("}")) {
            append(pointer, name, value);
            return;
        }
        int end = line.lastIndexOf('}');
        boolean isEmpty = line.substring(0, end).stripTrailing().endsWith("{");
        lines.set(at - 1, line.substring(0, end) + (isEmpty ? "" : ", ") + name + ": " + value + line.substring(end));
    }

    /** Adds a text of the public document as a comment below the first line of the node at this pointer. */
    public void comment(String pointer, String text) {
        added.get(line(pointer)).addAll(comment(indent(pointer) + 2, text));
    }

    private static List<String> comment(int indent, String text) {
        List<String> comment = new ArrayList<>();
        String start = " ".repeat(indent) + UPSTREAM;
        String goOn = " ".repeat(indent) + "#  ";
        StringBuilder line = new StringBuilder(start);
        // what ends a line in YAML must not end the comment
        for (String word : text.replaceAll("[\\p{Cc}\\p{Cs}\u0085\u2028\u2029\ufeff\ufffe\uffff]", " ")
                .strip()
                .split("\\s+")) {
            if (line.length() + word.length() + 1 > WIDTH && line.length() > start.length()) {
                comment.add(line.toString());
                line = new StringBuilder(goOn);
            }
            line.append(' ').append(word);
        }
        comment.add(line.toString());
        return comment;
    }

    /** Returns a text in the form in which {@link #UPSTREAM_TEXT} holds it. */
    public static JsonNode encoded(String text) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return JsonNodeFactory.instance.textNode("text:" + base64);
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
        if (line == null) {
            throw new InvalidInputException(document.name() + " can't be changed twice in one line: " + pointer + ".");
        }
        if (line.stripTrailing().endsWith("}")) {
            throw new InvalidInputException(document.name()
                    + " has an object on one line, to which nothing can be added: line " + line(pointer) + ".");
        }
        return leadingSpaces(line);
    }

    private static int leadingSpaces(String line) {
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
        List<String> lines = new ArrayList<>();
        yaml.lines().forEach(line -> {
            int key = line.indexOf(UPSTREAM_TEXT + ": ");
            if (key < 0) {
                lines.add(space + line);
            } else {
                String value = line.substring(key + UPSTREAM_TEXT.length() + 2).replaceAll("['\"]", "");
                byte[] text = Base64.getDecoder().decode(value.replaceFirst("^text:", ""));
                lines.addAll(comment(space.length() + key, new String(text, StandardCharsets.UTF_8)));
            }
        });
        return lines;
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
