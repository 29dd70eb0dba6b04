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
import java.util.List;
import java.util.Map;
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
        String neighbour = lastOperationOf(path.substring(0, path.lastIndexOf('/') + 1));
        siblingEdits.add(yaml -> yaml.appendAfter("/paths" + Document.step(neighbour), path, item));
        additions.add("operation " + path);
    }

    /** Adds a schema below the neighbour. It may be completed, or replaced in {@link #schemas()}, afterwards. */
    void addSchema(String name, ObjectNode schema, String neighbour) {
        schemas.set(name, schema);
        siblingEdits.add(yaml -> yaml.appendAfter(pointer(neighbour), name, schemas.get(name)));
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
     * @param required names of those that the public document requires: only a person can decide whether the contract
     *     does
     */
    void addProperties(String schema, ObjectNode properties, List<String> required) {
        properties
                .fieldNames()
                .forEachRemaining(name -> additions.add("field " + schema + "." + name
                        + (required.contains(name)
                                ? ", which upstream requires: require it too, or say in deviations.yaml why not"
                                : "")));
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
