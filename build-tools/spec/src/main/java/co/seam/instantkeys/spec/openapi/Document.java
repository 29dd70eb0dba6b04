package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * An OpenAPI 3.0 document as a tree. Once it is read, every reference in it can be resolved, and no schema is composed
 * of itself; a schema may still contain itself as a property.
 */
public final class Document {
    /** Limits the size of a file. The public document has 4 MB. */
    public static final int MAX_BYTES = 16 << 20;

    /** The contract, relative to the root of the project. */
    public static final String SEAM_YAML = "openapi/seam.yaml";

    /** Where the named schemas are, as a JSON pointer. */
    public static final String SCHEMAS = "/components/schemas";

    /** The HTTP methods that a path can have. */
    public static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    public static final String JSON_BODY = "application/json";

    static final List<String> COMPOSITIONS = List.of("allOf", "oneOf", "anyOf");

    /** Limits references that lead to references; no person or tool writes more. */
    private static final int MAX_CHAIN = 100;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String name;
    private final JsonNode root;

    /** The line on which each node begins, by its JSON pointer. Empty for JSON. */
    private final Map<String, Integer> lines;

    private final List<String> text;

    private Document(String name, JsonNode root, Map<String, Integer> lines, List<String> text) {
        this.name = name;
        this.root = root;
        this.lines = lines;
        this.text = text;
    }

    /** @throws InvalidInputException if the file is not a valid OpenAPI 3.0 document, in JSON or in YAML */
    public static Document read(Path file) {
        return parse(file.toString(), text(file));
    }

    /**
     * Reads a document from its text.
     *
     * @param name for messages: where the text is from
     * @throws InvalidInputException if it is not a valid OpenAPI 3.0 document, in JSON, in YAML or as the literal of a
     *     script
     */
    public static Document parse(String name, String text) {
        Document document = parseAny(name, text);
        JsonNode root = document.root();
        if (!root.path("openapi").asText().startsWith("3.0.")
                || !root.path("paths").isObject()) {
            throw new InvalidInputException(
                    name + " is not an OpenAPI 3.0 document: it needs openapi: 3.0.x and paths.");
        }
        new StructureValidator(document).check();
        document.checkReferences(root);
        document.checkCompositions(root, Collections.newSetFromMap(new IdentityHashMap<>()));
        return document;
    }

    /**
     * Reads a file that need not be an OpenAPI document.
     *
     * @throws InvalidInputException if the file is not valid JSON or YAML
     */
    public static Document readAny(Path file) {
        return parseAny(file.toString(), text(file));
    }

    private static Document parseAny(String name, String text) {
        Map<String, Integer> lines = new HashMap<>();
        JsonNode root;
        if (text.stripLeading().startsWith("{")) {
            root = json(name, text);
        } else if (ScriptLiteral.isScript(name, text)) {
            root = new ScriptLiteral(name, text).read();
        } else {
            root = yaml(name, text, lines);
        }
        return new Document(name, root, lines, text.lines().toList());
    }

    /** Returns the name for messages: the path of the file, or another place the document is from. */
    public String name() {
        return name;
    }

    public JsonNode root() {
        return root;
    }

    /** Returns the lines at the top level that are comments. */
    public List<String> comments() {
        return text.stream().filter(line -> line.startsWith("#")).toList();
    }

    /** Returns all lines as they are in the file. */
    public List<String> text() {
        return text;
    }

    /** Returns the named schemas. */
    public JsonNode schemas() {
        return root.at(SCHEMAS);
    }

    /** Returns a reference to the schema of this name. */
    public static String reference(String schema) {
        return "#" + SCHEMAS + "/" + schema;
    }

    /** Returns the name of the schema that the node refers to; empty if it refers to none. */
    public static String schemaName(JsonNode node) {
        String reference = node.path("$ref").asText();
        String prefix = reference("");
        return reference.startsWith(prefix) ? reference.substring(prefix.length()) : "";
    }

    /** Returns the JSON content of a request or response body; missing if it has none. */
    public static JsonNode jsonContent(JsonNode body) {
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            if (content.getKey().startsWith(JSON_BODY)) { // a charset may follow
                return content.getValue();
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    /** Returns the node itself, or what its {@code $ref} leads to in the end. */
    public JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.path("$ref").isTextual()) {
            resolved = target(resolved);
        }
        return resolved;
    }

    /** Returns the node that a reference leads to, which may be a reference again. */
    public JsonNode target(JsonNode reference) {
        return root.at(JsonPointer.compile(reference.get("$ref").textValue().substring(1)));
    }

    /**
     * Returns the line of the node at this JSON pointer, from 1; 0 in a JSON document and for a node that does not
     * exist.
     */
    public int line(String pointer) {
        return lines.getOrDefault(pointer, 0);
    }

    /**
     * Returns the file and, if it is known, the line of the node at this JSON pointer or of the nearest one that
     * contains it.
     */
    public String at(String pointer) {
        String nearest = pointer;
        while (line(nearest) == 0 && !nearest.isEmpty()) {
            nearest = nearest.substring(0, nearest.lastIndexOf('/'));
        }
        return line(nearest) == 0 ? name : name + ":" + line(nearest);
    }

    /** Returns one step of a JSON pointer, escaped. */
    public static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** @throws InvalidInputException if the file is no text, or larger than any OpenAPI document */
    static String text(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MAX_BYTES) {
                throw new InvalidInputException(
                        file + " has " + bytes + " bytes; an OpenAPI document has at most " + MAX_BYTES + ".");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + " is not UTF-8 text.");
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " can't be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static JsonNode json(String file, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            String reason = firstLine(e.getOriginalMessage()).replaceFirst(" \\(start marker at.*", "");
            throw new InvalidInputException(file + " is not valid JSON: " + line + reason);
        }
    }

    private static JsonNode yaml(String file, String text, Map<String, Integer> lines) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(100);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // Tree limits them
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return node == null ? JsonNodeFactory.instance.missingNode() : new Tree(file, lines).of(node, "", 0);
        } catch (MarkedYAMLException e) {
            throw new InvalidInputException(file + " is not valid YAML: line "
                    + (e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1) + ": "
                    + firstLine(e.getProblem()));
        } catch (YAMLException e) {
            throw new InvalidInputException(file + " is not valid YAML: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private void checkReferences(JsonNode node) {
        Set<String> chain = new LinkedHashSet<>();
        for (JsonNode next = node; next.path("$ref").isTextual(); ) {
            String reference = next.get("$ref").textValue();
            if (!chain.add(reference) || chain.size() > MAX_CHAIN) {
                throw new InvalidInputException(at(pointer(node) + "/$ref")
                        + ": circular reference, or one too long to follow: " + arrows(chain, reference));
            }
            if (!reference.startsWith("#/")) {
                throw new InvalidInputException(at(pointer(node) + "/$ref") + ": refers to " + reference
                        + ": only references within the document are supported.");
            }
            next = target(next);
            if (next.isMissingNode()) {
                throw new InvalidInputException(
                        at(pointer(node) + "/$ref") + ": dangling reference: there is no " + reference);
            }
        }
        node.forEach(this::checkReferences);
    }

    private void checkCompositions(JsonNode node, Set<JsonNode> checked) {
        checkComposition(node, checked, new LinkedHashSet<>());
        node.forEach(child -> checkCompositions(child, checked));
    }

    /** Rejects a schema that is composed of itself. One that contains itself as a property is fine. */
    private void checkComposition(JsonNode schema, Set<JsonNode> checked, Set<String> chain) {
        if (!schema.isObject() || checked.contains(schema)) {
            return;
        }
        for (String composition : COMPOSITIONS) {
            for (JsonNode part : schema.path(composition)) {
                String reference = part.path("$ref").asText();
                if (!reference.isEmpty() && (!chain.add(reference) || chain.size() > MAX_CHAIN)) {
                    throw new InvalidInputException(
                            at(pointer(part) + "/$ref") + ": circular composition: " + arrows(chain, reference));
                }
                checkComposition(resolve(part), checked, chain);
                chain.remove(reference);
            }
        }
        checked.add(schema);
    }

    private static String arrows(Set<String> chain, String last) {
        return chain.stream().limit(10).collect(Collectors.joining(" -> ")) + " -> " + last;
    }

    /** Returns the pointer of a node of this tree. Searches the whole tree: for error messages only. */
    private String pointer(JsonNode node) {
        Optional<String> pointer = pointer(root, "", node);
        return pointer.orElse("");
    }

    private static Optional<String> pointer(JsonNode from, String at, JsonNode node) {
        if (from == node) {
            return Optional.of(at);
        }
        int index = 0;
        Iterator<String> names = from.fieldNames();
        for (JsonNode child : from) {
            String step = names.hasNext() ? step(names.next()) : "/" + index++;
            Optional<String> found = pointer(child, at + step, node);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Converts a YAML document to a tree, and notes the line on which each node begins. */
    private static final class Tree {
        private static final int MAX_DEPTH = 200; // an alias may contain itself
        private static final int MAX_REPEATED = 100_000; // aliases of aliases multiply

        private final String file;
        private final Map<String, Integer> lines;
        private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private int repeated;

        Tree(String file, Map<String, Integer> lines) {
            this.file = file;
            this.lines = lines;
        }

        JsonNode of(Node node, String pointer, int depth) {
            if (depth > MAX_DEPTH || !seen.add(node) && ++repeated > MAX_REPEATED) {
                throw new InvalidInputException(
                        file + " is nested too deeply, or repeats itself too often: line " + line(node));
            }
            lines.putIfAbsent(pointer, line(node));
            if (node instanceof MappingNode) {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                ObjectNode merged = JsonNodeFactory.instance.objectNode();
                for (NodeTuple tuple : ((MappingNode) node).getValue()) {
                    if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                        merge(merged, of(tuple.getValueNode(), pointer, depth + 1), tuple.getKeyNode());
                        continue;
                    }
                    String name = name(tuple.getKeyNode());
                    String child = pointer + step(name);
                    lines.put(child, line(tuple.getKeyNode())); // the value may begin a line below
                    if (object.has(name)) {
                        throw new InvalidInputException(
                                file + " declares " + name + " twice: line " + line(tuple.getKeyNode()));
                    }
                    JsonNode value = name.equals("enum") && isOfStrings((MappingNode) node)
                            ? texts(tuple.getValueNode(), child, depth + 1)
                            : of(tuple.getValueNode(), child, depth + 1);
                    object.set(name, value);
                }
                merged.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
                return object;
            }
            if (node instanceof SequenceNode) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (Node item : ((SequenceNode) node).getValue()) {
                    array.add(of(item, pointer + "/" + array.size(), depth + 1));
                }
                return array;
            }
            return scalar((ScalarNode) node);
        }

        private static boolean isOfStrings(MappingNode schema) {
            for (NodeTuple tuple : schema.getValue()) {
                if (isScalar(tuple.getKeyNode(), "type")) {
                    return isScalar(tuple.getValueNode(), "string");
                }
            }
            return false;
        }

        private static boolean isScalar(Node node, String value) {
            return node instanceof ScalarNode && ((ScalarNode) node).getValue().equals(value);
        }

        /**
         * Returns the values of an enum of strings as they are written. YAML 1.1 would make a boolean of {@code no} and
         * a number of {@code 1e3}.
         */
        private JsonNode texts(Node node, String pointer, int depth) {
            JsonNode values = of(node, pointer, depth);
            if (!(node instanceof SequenceNode)) {
                return values;
            }
            List<Node> items = ((SequenceNode) node).getValue();
            for (int i = 0; i < items.size(); i++) {
                boolean isValue =
                        items.get(i) instanceof ScalarNode && !values.get(i).isNull();
                if (isValue) {
                    ((ArrayNode) values).set(i, ((ScalarNode) items.get(i)).getValue());
                }
            }
            return values;
        }

        /** Adds the value of a merge key {@code <<}: an object, or a list of objects, of which the first one wins. */
        private void merge(ObjectNode merged, JsonNode value, Node key) {
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                if (!one.isObject()) {
                    throw new InvalidInputException(file + " merges something other than an object: line " + line(key));
                }
                one.properties().forEach(field -> merged.putIfAbsent(field.getKey(), field.getValue()));
            }
        }

        private String name(Node key) {
            if (!(key instanceof ScalarNode)) {
                throw new InvalidInputException(file + " has a key that is not a string: line " + line(key));
            }
            return ((ScalarNode) key).getValue();
        }

        private static JsonNode scalar(ScalarNode node) {
            String value = node.getValue();
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            if (node.getTag().equals(Tag.NULL)) {
                return nodes.nullNode();
            }
            if (node.getTag().equals(Tag.BOOL)) {
                return nodes.booleanNode(value.equalsIgnoreCase("true")
                        || value.equalsIgnoreCase("yes")
                        || value.equalsIgnoreCase("on"));
            }
            if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
                return number(value);
            }
            return nodes.textNode(value); // dates too
        }

        private static JsonNode number(String value) {
            try {
                return JSON.readTree(value);
            } catch (JsonProcessingException e) { // YAML 1.1 knows more numbers than JSON: 0x1F, 1_000, .inf
                return JsonNodeFactory.instance.textNode(value);
            }
        }

        private static int line(Node node) {
            return node.getStartMark().getLine() + 1;
        }
    }
}
