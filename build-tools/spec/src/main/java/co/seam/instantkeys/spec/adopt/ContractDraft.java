package co.seam.instantkeys.spec.adopt;

import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;

import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.YamlText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A copy of the contract that is added to. The tree changes at once, the text in {@link #applyTo}; every addition is
 * listed for the report.
 */
final class ContractDraft {
    private final Document contract;
    private final ObjectNode root;
    private final ObjectNode schemas;

    /** Additions to existing objects. Applied before new siblings, which may follow the same line. */
    private final List<Consumer<YamlText>> innerEdits = new ArrayList<>();

    private final List<Consumer<YamlText>> siblingEdits = new ArrayList<>();
    private final List<String> additions = new ArrayList<>();
    private final Set<String> changedRequired = new LinkedHashSet<>();

    /** @throws InvalidInputException if the contract is JSON */
    ContractDraft(Document contract) {
        if (contract.line("/paths") == 0) {
            throw new InvalidInputException(contract.name() + " is JSON; only YAML can be added to.");
        }
        this.contract = contract;
        root = contract.root().deepCopy();
        schemas = root.withObject(Document.SCHEMAS);
    }

    /** Returns the whole document with the additions. */
    JsonNode root() {
        return root;
    }

    /** Returns the whole document without the texts that become comments. */
    JsonNode result() {
        JsonNode result = root.deepCopy();
        result.findParents(YamlText.UPSTREAM_TEXT)
                .forEach(parent -> ((ObjectNode) parent).remove(YamlText.UPSTREAM_TEXT));
        return result;
    }

    /** Sets a keyword of the node at this pointer of the contract; removes it if the value is null. */
    void set(String pointer, String keyword, JsonNode value) {
        ObjectNode node = (ObjectNode) root.at(pointer);
        if (value == null ? node.remove(keyword) == null : value.equals(node.replace(keyword, value))) {
            return;
        }
        innerEdits.add(yaml -> yaml.set(pointer, keyword, value));
        additions.add((value == null ? "no " + keyword : keyword + " " + value.asText()) + " at " + shown(pointer));
    }

    /** Replaces the names of required properties. In requests, new ones are added to the examples too. */
    void setRequired(String schema, List<String> names) {
        ObjectNode node = (ObjectNode) schemas.get(schema);
        Composition.setTexts(node, Composition.REQUIRED, names);
        changedRequired.add(schema);
        additions.add("required " + names + " at " + schema);
    }

    /** Notes something about the node at this pointer for the person who describes it. */
    void comment(String pointer, String text) {
        innerEdits.add(yaml -> yaml.comment(pointer, text));
        additions.add("note at " + shown(pointer) + ": " + text);
    }

    /** Adds what examples of requests lack since a field is required. */
    void completeExamples() {
        Examples examples = new Examples(contract.root().path("paths"), schemas);
        contract.root().path("paths").fieldNames().forEachRemaining(path -> {
            String body = "/paths" + Document.step(path) + "/post/requestBody/content/application~1json";
            root.at(body + "/examples").fieldNames().forEachRemaining(name -> {
                String at = body + "/examples" + Document.step(name) + "/value";
                complete(root.at(at), root.at(body + "/schema"), at, examples);
            });
        });
    }

    private void complete(JsonNode value, JsonNode reference, String at, Examples examples) {
        String name = Document.schemaName(reference);
        JsonNode schema = name.isEmpty() ? reference : schemas.path(name);
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            complete(value.get(i), schema.path(Composition.ITEMS), at + "/" + i, examples);
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> complete(
                            field.getValue(),
                            schema.path(PROPERTIES).path(field.getKey()),
                            at + Document.step(field.getKey()),
                            examples));
            for (String required : Composition.texts(schema.path(Composition.REQUIRED))) {
                if (!value.has(required)) {
                    JsonNode example =
                            examples.of(required, schema.path(PROPERTIES).path(required));
                    ((ObjectNode) value).set(required, example);
                    innerEdits.add(yaml -> yaml.appendToExample(at, required, example));
                }
            }
        }
    }

    private static String shown(String pointer) {
        return pointer.replaceFirst("^/components/schemas/|^/paths/", "")
                .replace("/properties/", ".")
                .replace("/items", "[]")
                .replace("~1", "/")
                .replaceFirst("/post$", "");
    }

    /** Returns the named schemas with the additions. */
    ObjectNode schemas() {
        return schemas;
    }

    /** Returns one line for each addition. */
    List<String> additions() {
        return additions;
    }

    /** Adds to the text of the contract what was added to its tree. */
    String applyTo(String text) {
        YamlText yaml = new YamlText(contract, text);
        innerEdits.forEach(edit -> edit.accept(yaml));
        changedRequired.forEach(schema -> yaml.setList(
                pointer(schema),
                Composition.REQUIRED,
                Composition.texts(schemas.get(schema).path(Composition.REQUIRED))));
        siblingEdits.forEach(edit -> edit.accept(yaml));
        return yaml.toString();
    }

    /** Adds a tag, unless the contract has it. */
    void addTag(String name, String description) {
        JsonNode tags = contract.root().path("tags");
        if (tags.findValuesAsText("name").contains(name)) {
            return;
        }
        ObjectNode tag = JsonNodeFactory.instance.objectNode().put("name", name).put(DESCRIPTION, description);
        root.withArray("/tags").add(tag);
        innerEdits.add(yaml -> yaml.appendItem("/tags", tags.size(), tag));
        additions.add("tag " + name);
    }

    /** Adds an operation below the last one of the same resource, or else below all. It may be completed afterwards. */
    void addOperation(String path, ObjectNode post) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("post", post);
        root.withObject("/paths").set(path, item);
        String neighbor = lastOperationOf(path.substring(0, path.lastIndexOf('/') + 1));
        siblingEdits.add(yaml -> yaml.appendAfter("/paths" + Document.step(neighbor), path, item));
        additions.add("operation " + path);
    }

    /** Adds a schema below the neighbor. It may be completed, or replaced in {@link #schemas()}, afterwards. */
    void addSchema(String name, ObjectNode schema, String neighbor) {
        schemas.set(name, schema);
        siblingEdits.add(yaml -> yaml.appendAfter(pointer(neighbor), name, schemas.get(name)));
        additions.add("schema " + name);
    }

    /** Adds a value to an enum, unless it has it. */
    void addValue(String schema, JsonNode value) {
        if (Composition.texts(schemas.get(schema).get(ENUM)).contains(value.asText())) {
            return;
        }
        String pointer = pointer(schema) + "/" + ENUM;
        int size = contract.schemas().path(schema).path(ENUM).size();
        root.withArray(pointer).add(value);
        innerEdits.add(yaml -> yaml.appendItem(pointer, size, value));
        additions.add("value " + value.asText() + " of " + schema);
    }

    /**
     * Adds properties to an object of the contract, also to one that had none.
     *
     * @param required names of those that the contract requires too
     */
    void addProperties(String schema, ObjectNode properties, List<String> required) {
        properties
                .fieldNames()
                .forEachRemaining(name -> additions.add(
                        "field " + schema + "." + name + (required.contains(name) ? ", which is required" : "")));
        List<String> names =
                new ArrayList<>(Composition.texts(schemas.get(schema).path(Composition.REQUIRED)));
        required.stream().filter(properties::has).forEach(names::add);
        if (names.size() > schemas.get(schema).path(Composition.REQUIRED).size()) {
            Composition.setTexts((ObjectNode) schemas.get(schema), Composition.REQUIRED, names);
            changedRequired.add(schema);
        }
        String pointer = pointer(schema);
        JsonNode before = contract.schemas().path(schema);
        ObjectNode after = (ObjectNode) schemas.get(schema);
        after.withObject("/" + PROPERTIES).setAll(properties);
        if (before.has("x-is-free-form")) {
            after.remove("x-is-free-form");
            innerEdits.add(yaml -> yaml.remove(pointer + "/x-is-free-form"));
        }
        if (before.has(PROPERTIES)) {
            properties
                    .properties()
                    .forEach(property -> innerEdits.add(
                            yaml -> yaml.append(pointer + "/" + PROPERTIES, property.getKey(), property.getValue())));
        } else {
            innerEdits.add(yaml -> yaml.append(pointer, PROPERTIES, properties));
        }
    }

    /** Returns the last schema of requests, or of responses. */
    String lastBody(boolean isRequest) {
        String last = "";
        for (Map.Entry<String, JsonNode> known : contract.schemas().properties()) {
            if (isRequest ? isRequest(known.getKey()) : known.getValue().has("x-envelope")) {
                last = known.getKey();
            }
        }
        return last;
    }

    /** Returns the last schema of resources and their parts, which stand before the requests. */
    String lastResource() {
        String last = "";
        for (Map.Entry<String, JsonNode> known : contract.schemas().properties()) {
            if (isRequest(known.getKey())) {
                break;
            }
            last = known.getKey();
        }
        return last;
    }

    static boolean isRequest(String schema) {
        return schema.endsWith("_request");
    }

    private String lastOperationOf(String resource) {
        String last = "";
        String lastOfResource = "";
        for (Map.Entry<String, JsonNode> known : contract.root().path("paths").properties()) {
            last = known.getKey();
            if (last.startsWith(resource) && last.indexOf('/', resource.length()) < 0) {
                lastOfResource = last;
            }
        }
        return lastOfResource.isEmpty() ? last : lastOfResource;
    }

    private static String pointer(String schema) {
        return Document.SCHEMAS + Document.step(schema);
    }
}
