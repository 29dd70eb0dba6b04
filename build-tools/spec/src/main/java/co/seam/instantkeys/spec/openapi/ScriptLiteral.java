package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the object literal of a JavaScript or TypeScript file, as Seam publishes its document: {@code const openapi =
 * {...}} or {@code export default {...}}. Nothing is executed: a value that is no literal is rejected.
 */
final class ScriptLiteral {
    private static final Pattern FILE = Pattern.compile(".*[.][cm]?[jt]s([?#].*)?");

    private static final Pattern FIRST_STATEMENT = Pattern.compile(
            "\\s*(//|/[*]|'use strict'|\"use strict\"|(export|import|const|let|var|type|interface)\\s|module[.]exports"
                    + "|Object[.]define).*",
            Pattern.DOTALL);

    private static final Pattern START =
            Pattern.compile("(?:export\\s+default|module[.]exports\\s*=|exports[.]\\w+\\s*="
                    + "|(?:const|let|var)\\s+[\\w$]+\\s*(?::[^={;]*)?=)\\s*[(]?\\s*(?=[{])");

    /** What may follow the literal: a type, the end of the statement, and the export of the constant. */
    private static final Pattern REST =
            Pattern.compile("\\s*((as\\s+const|as\\s+[\\w$.<>, ]+|satisfies\\s+[\\w$.<>, ]+)\\s*)?[)]?\\s*;?\\s*"
                    + "((export\\s+default\\s+[\\w$]+|export\\s*[{][\\w$\\s,]*[}]|module[.]exports\\s*=\\s*[\\w$]+"
                    + "|exports[.]\\w+\\s*=\\s*[\\w$]+)\\s*;?\\s*)*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+([.]\\d*)?|[.]\\d+)([eE][+-]?\\d{1,4})?(?![\\w$.])");

    private static final int MAX_DEPTH = 200;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final String text;
    private int at;

    ScriptLiteral(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Returns whether it is a script, by the name of the file or by its first statement. */
    static boolean isScript(String name, String text) {
        return FILE.matcher(name).matches() || FIRST_STATEMENT.matcher(text).matches();
    }

    /** @throws InvalidInputException if the script holds anything but declarations of types and one object literal */
    JsonNode read() {
        Matcher start = START.matcher(text);
        do {
            if (!start.find()) {
                throw new InvalidInputException(
                        file + " has no object literal, such as export default {...}; nothing in it was executed.");
            }
        } while (isInComment(start.start()));
        at = start.end();
        JsonNode literal = value(0);
        String rest = text.substring(at).replaceAll("(?m)//.*$", " ").replaceAll("(?s)/[*].*?[*]/", " ");
        if (!REST.matcher(rest).matches()) {
            throw code();
        }
        return literal;
    }

    private boolean isInComment(int position) {
        int line = text.lastIndexOf('\n', position) + 1;
        return text.substring(line, position).contains("//")
                || text.lastIndexOf("/*", position) > text.lastIndexOf("*/", position);
    }

    private JsonNode value(int depth) {
        if (depth > MAX_DEPTH) {
            throw problem("is nested too deeply");
        }
        skipSpace();
        char first = peek();
        switch (first) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '\'':
            case '"':
            case '`':
                return JSON.textNode(strings());
            default:
                return scalar();
        }
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        at++;
        for (skipSpace(); peek() != '}'; skipSpace()) {
            String name = name();
            skipSpace();
            expect(':');
            if (object.has(name)) {
                throw problem("declares " + name + " twice");
            }
            object.set(name, value(depth + 1));
            skipSpace();
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
        return object;
    }

    private ArrayNode array(int depth) {
        ArrayNode array = JSON.arrayNode();
        at++;
        for (skipSpace(); peek() != ']'; skipSpace()) {
            array.add(value(depth + 1));
            skipSpace();
            if (peek() != ']') {
                expect(',');
            }
        }
        at++;
        return array;
    }

    private String name() {
        if (peek() == '\'' || peek() == '"') {
            return string();
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return number.group();
        }
        return word();
    }

    private String word() {
        Matcher word = NAME.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw code();
        }
        at = word.end();
        return word.group();
    }

    private JsonNode scalar() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            String digits = number.group();
            return digits.matches("[+-]?\\d+")
                    ? integer(new BigInteger(digits.replace("+", "")))
                    : JSON.numberNode(new BigDecimal(digits));
        }
        int before = at;
        String word = word();
        switch (word) {
            case "true":
            case "false":
                return JSON.booleanNode(word.equals("true"));
            case "null":
                return JSON.nullNode();
            default:
                at = before;
                throw code();
        }
    }

    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    /** Reads one string, or several that are joined by plus signs. */
    private String strings() {
        StringBuilder strings = new StringBuilder(string());
        for (skipSpace(); at < text.length() && peek() == '+'; skipSpace()) {
            at++;
            skipSpace();
            if (peek() != '\'' && peek() != '"' && peek() != '`') {
                throw code();
            }
            strings.append(string());
        }
        return strings.toString();
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (peek() != quote) {
            char next = text.charAt(at++);
            if (next == '\\') {
                escape(string);
            } else if (next == '\n' && quote != '`' || quote == '`' && next == '$' && peek() == '{') {
                at--;
                throw code();
            } else {
                string.append(next);
            }
        }
        at++;
        return string.toString();
    }

    private void escape(StringBuilder string) {
        char escaped = peek();
        at++;
        switch (escaped) {
            case 'n':
                string.append('\n');
                break;
            case 't':
                string.append('\t');
                break;
            case 'r':
                string.append('\r');
                break;
            case 'b':
                string.append('\b');
                break;
            case 'f':
                string.append('\f');
                break;
            case 'v':
                string.append('\u000b');
                break;
            case '0':
                string.append('\0');
                break;
            case 'x':
                string.append((char) hex(2));
                break;
            case 'u':
                boolean isBraced = peek() == '{';
                int end = isBraced ? text.indexOf('}', at) : at;
                at += isBraced ? 1 : 0;
                string.appendCodePoint(hex(isBraced ? Math.min(end - at, 6) : 4));
                at += isBraced ? 1 : 0;
                break;
            case '\n': // the string goes on in the next line
                break;
            default:
                string.append(escaped);
        }
    }

    private int hex(int digits) {
        try {
            int code = Integer.parseInt(text, at, at + digits, 16);
            if (!Character.isValidCodePoint(code)) {
                throw code();
            }
            at += digits;
            return code;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw code();
        }
    }

    private void skipSpace() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\ufeff') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at);
                at = end < 0 ? text.length() : end + 2;
            } else {
                return;
            }
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw problem("ends within the literal");
        }
        return text.charAt(at);
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw code();
        }
        at++;
    }

    private InvalidInputException code() {
        return problem("has code where a literal is expected; nothing in it was executed");
    }

    private InvalidInputException problem(String problem) {
        long line = text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new InvalidInputException(file + " " + problem + ": line " + line + ".");
    }
}
