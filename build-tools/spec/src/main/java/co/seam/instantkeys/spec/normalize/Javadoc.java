package co.seam.instantkeys.spec.normalize;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a Javadoc comment for descriptions, wrapped. JSON names in descriptions get code font: text in backticks, as
 * in Markdown, and names with an underscore.
 */
final class Javadoc {
    /** Maximum number of columns. */
    static final int WIDTH = 120;

    /** Indentation of a comment on a class. */
    static final int TOP_LEVEL = 0;

    /** Indentation of a comment on a member of a class. */
    static final int MEMBER = 4;

    /** Indentation of a comment on a member of a nested class. */
    static final int NESTED_MEMBER = 8;

    /** Text in backticks that means the same in code font, because it has no brace, entity or escape. */
    private static final Pattern BACKTICKS = Pattern.compile("`([^`{}&<>@\\\\\\n]+)`");

    /** A name such as a property, an enum value or a path, unless it is a part of a URL or an entity. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w./:@#?=&-])/?\\w+(?:[./-]\\w+)*");

    /** A word, or an inline tag, which no line break may divide. */
    private static final Pattern TOKEN = Pattern.compile("(?:[^\\s{]*\\{@[^}]*})+\\S*|\\S+");

    private final List<String> paragraphs = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    /** Adds the paragraphs of a description; none if it is blank. */
    Javadoc describe(String description) {
        for (String paragraph : description.strip().split("\\n\\s*\\n")) {
            add(inCodeFont(paragraph));
        }
        return this;
    }

    /** Adds a paragraph of Javadoc. */
    Javadoc add(String paragraph) {
        if (!paragraph.isBlank()) {
            paragraphs.add(paragraph.strip().replaceAll("\\s+", " "));
        }
        return this;
    }

    /** Continues the last paragraph. */
    Javadoc appendIf(boolean condition, String sentence) {
        if (condition) {
            paragraphs.add(paragraphs.remove(paragraphs.size() - 1) + " " + sentence);
        }
        return this;
    }

    /** Adds a block tag, such as {@code @param}. */
    Javadoc tag(String tag) {
        tags.add(inCodeFont(tag));
        return this;
    }

    Javadoc deprecatedIf(boolean condition) {
        if (condition) {
            tags.add("@deprecated by the API");
        }
        return this;
    }

    /** Returns the lines of the comment, not yet indented: a single one if everything fits. */
    ArrayNode lines(int indentation) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        if (paragraphs.size() + tags.size() == 1) {
            String line = "/** " + (tags.isEmpty() ? paragraphs : tags).get(0) + " */";
            if (indentation + line.length() <= WIDTH) {
                return lines.add(line);
            }
        }
        lines.add("/**");
        int width = WIDTH - indentation - " * ".length();
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                lines.add(" *");
            }
            wrap((i > 0 ? "<p>" : "") + paragraphs.get(i), width).forEach(line -> lines.add(" * " + line));
        }
        if (!paragraphs.isEmpty() && !tags.isEmpty()) {
            lines.add(" *");
        }
        tags.forEach(tag -> wrap(tag, width).forEach(line -> lines.add(" * " + line)));
        return lines.add(" */");
    }

    /** Returns the text with JSON names in code font. */
    private static String inCodeFont(String text) {
        String marked = BACKTICKS.matcher(text).replaceAll("{@code $1}");
        return TOKEN.matcher(marked).replaceAll(token -> {
            String word = token.group();
            boolean isDone = word.contains("{@") || word.contains("://");
            return Matcher.quoteReplacement(isDone ? word : NAME.matcher(word).replaceAll(Javadoc::inCodeFont));
        });
    }

    private static String inCodeFont(MatchResult name) {
        boolean isSnakeCase = name.group().contains("_") && !name.group().endsWith("_");
        return Matcher.quoteReplacement(isSnakeCase ? "{@code " + name.group() + "}" : name.group());
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (line.length() > 0 && line.length() + 1 + token.group().length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(token.group());
        }
        lines.add(line.toString());
        return lines;
    }
}
