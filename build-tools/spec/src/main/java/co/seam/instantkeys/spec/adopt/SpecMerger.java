package co.seam.instantkeys.spec.adopt;

import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.OPEN;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.normalize.FacadeHints;
import co.seam.instantkeys.spec.normalize.Naming;
import co.seam.instantkeys.spec.normalize.Normalizer;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.YamlText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Adds to a draft of the contract what it lacks of the public document. {@link Normalizer} brings that into normal
 * form. Bodies are named as the contract names them, schemas that the contract has are reused, and every description is
 * TODO: descriptions are written here, never copied. For one use.
 */
final class SpecMerger {
    private static final String TODO = "TODO";

    /** Schemas that the items of these lists have in every resource of the contract. */
    private static final Map<String, String> SHARED_ITEMS =
            Map.of("errors", "resource_error", "warnings", "resource_warning", "pending_mutations", "pending_mutation");

    private static final List<String> KEYWORD_ORDER = List.of(
            TYPE,
            "format",
            "nullable",
            "deprecated",
            "x-envelope",
            "x-wrapped-as",
            FacadeHints.EXACTLY_ONE_OF,
            FacadeHints.AT_LEAST_ONE_OF,
            FacadeHints.BY,
            "x-is-free-form",
            "x-sensitive",
            OPEN,
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            YamlText.UPSTREAM_TEXT,
            DESCRIPTION,
            REQUIRED,
            ITEMS,
            PROPERTIES,
            ENUM);

    /** Limits how deep two schemas are compared. */
    private static final int MAX_DEPTH = 4;

    private static final String REQUEST = "/requestBody/content/application~1json/schema";
    private static final String RESPONSE = "/responses/200/content/application~1json/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document contract;
    private final Document upstream;
    private final Normalizer normalizer;
    private final ContractDraft draft;

    /** For each normalized schema that was found in the contract or added to it, its name there. */
    private final Map<String, String> names = new HashMap<>();

    private boolean hasSeenField;

    SpecMerger(Document contract, Document upstream) {
        this.contract = contract;
        this.upstream = upstream;
        normalizer = new Normalizer(upstream, new CuratedNaming());
        draft = new ContractDraft(contract);
    }

    ContractDraft draft() {
        return draft;
    }

    /** Returns one line for each part that is left out, with the reason. */
    List<String> leftOut() {
        return normalizer.leftOut();
    }

    /** Adds an operation that the contract does not have. */
    void addOperation(String path) {
        checkOperation(path);
        ObjectNode normal = normal(path);
        JsonNode upstreamPost = upstream.root().path("paths").path(path).path("post");
        ObjectNode operation = JSON.objectNode();
        draft.addOperation(path, operation); // completed below
        draft.addTag(normal.path("tags").path(0).asText(), TODO);
        String request = body(normal.at(REQUEST), Naming.BY_PATH.request(path), true);
        String response = body(normal.at(RESPONSE), Naming.BY_PATH.response(path, ""), false);

        copy(normal, operation, "tags", "operationId", "x-method-name");
        describe(operation, text(upstreamPost, "summary") + text(upstreamPost, DESCRIPTION));
        copy(normal, operation, "deprecated", "x-retry-safe", "x-response-key");
        setSecurity(operation, Credentials.accepted(contract, upstream, path));
        Examples examples = new Examples(contract.root().path("paths"), draft.schemas());
        operation
                .putObject("requestBody")
                .put(REQUIRED, true)
                .set("content", content(request, examples.ofRequest(request)));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put(DESCRIPTION, TODO);
        JsonNode usual = contract.root().path("paths").iterator().next().at("/post/responses");
        copy(usual.path("200"), ok, "headers");
        ok.set("content", content(response, examples.ofResponse(response)));
        usual.properties().forEach(other -> responses.putIfAbsent(other.getKey(), other.getValue()));
    }

    /**
     * Adds the new fields and enum values of an operation that the contract has.
     *
     * @param field if not null, adds only this one, also to an open object, which would leave it to raw JSON
     */
    void addFieldsAndValues(String path, String field) {
        ObjectNode normal = normal(path);
        JsonNode operation = contract.root().path("paths").path(path).path("post");
        Set<String> visited = new HashSet<>();
        extend(operation.at(REQUEST), normal.at(REQUEST), field, true, visited);
        extend(operation.at(RESPONSE), normal.at(RESPONSE), field, false, visited);
    }

    private ObjectNode normal(String path) {
        checkForm(path);
        return normalizer.operation(path);
    }

    /** @throws InvalidInputException if the operation, which is new, can't be adopted */
    void checkOperation(String path) {
        checkForm(path);
        if (Credentials.accepted(contract, upstream, path).isEmpty()) {
            throw notAdoptable(
                    path,
                    "none of the credentials of " + contract.name() + " opens it, only "
                            + Credentials.shown(upstream, path));
        }
    }

    private void checkForm(String path) {
        if (!upstream.root().path("paths").has(path)) {
            throw new InvalidInputException(upstream.name() + " has no " + path + ".");
        }
        String obstacle = normalizer.obstacle(path);
        if (!obstacle.isEmpty()) {
            throw notAdoptable(path, obstacle);
        }
    }

    private InvalidInputException notAdoptable(String path, String obstacle) {
        return new InvalidInputException(path + " of " + upstream.name() + " can't be adopted: " + obstacle + ".");
    }

    /** States the credentials of the operation, unless it accepts all of the contract. */
    private void setSecurity(ObjectNode operation, List<JsonNode> accepted) {
        if (accepted.size() < contract.root().path("security").size()) {
            operation.putArray("security").addAll(accepted);
        }
    }

    /** Returns whether the public document has the field that was to be added, anywhere in the operation. */
    boolean hasSeenField() {
        return hasSeenField;
    }

    // ---- what the contract has already ----

    /** @param visited pairs of schema names: schemas may be recursive */
    private void extend(JsonNode our, JsonNode their, String field, boolean isRequest, Set<String> visited) {
        if (our.has(ITEMS) && their.has(ITEMS)) {
            extend(our.get(ITEMS), their.get(ITEMS), field, isRequest, visited);
        }
        String name = Document.schemaName(our);
        String theirName = Document.schemaName(their);
        if (name.isEmpty() || theirName.isEmpty() || !visited.add(name + " " + theirName)) {
            return;
        }
        names.putIfAbsent(theirName, name);
        JsonNode ourSchema = contract.schemas().path(name);
        ObjectNode theirSchema = normalizer.schemas().get(theirName);
        if (field == null && ourSchema.has(ENUM) && theirSchema.has(ENUM)) {
            theirSchema.get(ENUM).forEach(value -> draft.addValue(name, value));
        }
        ObjectNode added = JSON.objectNode();
        hasSeenField |= field != null && theirSchema.path(PROPERTIES).has(field);
        theirSchema.path(PROPERTIES).properties().forEach(property -> {
            JsonNode known = ourSchema.path(PROPERTIES).path(property.getKey());
            if (!known.isMissingNode()) {
                extend(known, property.getValue(), field, isRequest, visited);
            } else if (!draft.schemas().path(name).path(PROPERTIES).has(property.getKey()) // added from another schema
                    && (field == null ? !Composition.isOpen(ourSchema) : field.equals(property.getKey()))) {
                added.set(property.getKey(), property.getValue());
            }
        });
        addProperties(name, added, Composition.texts(theirSchema.path(REQUIRED)), isRequest);
    }

    private void addProperties(String schema, ObjectNode added, List<String> required, boolean isRequest) {
        if (added.isEmpty()) {
            return;
        }
        ObjectNode properties = JSON.objectNode();
        added.properties()
                .forEach(property -> properties.set(
                        property.getKey(), property(property.getValue(), property.getKey(), false, schema, isRequest)));
        // only a person can decide whether every server has always sent a field of a response
        draft.addProperties(schema, properties, isRequest ? required : List.of());
    }

    // ---- what is new ----

    /** Returns the name of a body in the contract: an existing one with the same fields, or a new one. */
    private String body(JsonNode reference, String otherName, boolean isRequest) {
        String theirs = Document.schemaName(reference);
        // the normalizer numbers the bodies of several operations that would have one name
        String name = theirs.replaceFirst("_\\d+$", "");
        JsonNode known = draft.schemas().path(name);
        if (known.has(TYPE) && (isRequest ? isEqual(known, theirs) : isSameResponse(known, theirs))) {
            return name;
        }
        return create(theirs, known.has(TYPE) ? otherName : name, draft.lastBody(isRequest), isRequest);
    }

    /** Returns whether two responses have the same result: the same resources, or equal schemas. */
    private boolean isSameResponse(JsonNode known, String name) {
        JsonNode theirs = normalizer.schemas().get(name).path(PROPERTIES);
        boolean isSame = known.path(PROPERTIES).size() == theirs.size();
        for (Map.Entry<String, JsonNode> field : theirs.properties()) {
            JsonNode our = known.path(PROPERTIES).path(field.getKey());
            JsonNode ourResult = our.has(ITEMS) ? our.get(ITEMS) : our;
            JsonNode theirResult =
                    field.getValue().has(ITEMS) ? field.getValue().get(ITEMS) : field.getValue();
            isSame &= !our.isMissingNode()
                    && our.has(ITEMS) == field.getValue().has(ITEMS)
                    && (isSameResource(ourResult, theirResult)
                            || wire(our, draft.schemas()::get, 0)
                                    .equals(wire(field.getValue(), normalizer.schemas()::get, 0)));
        }
        return isSame;
    }

    private boolean isSameResource(JsonNode our, JsonNode their) {
        String name = Document.schemaName(their);
        return !name.isEmpty() && name.equals(Document.schemaName(our));
    }

    private boolean isEqual(JsonNode known, String theirs) {
        return wire(known, draft.schemas()::get, 0)
                .equals(wire(normalizer.schemas().get(theirs), normalizer.schemas()::get, 0));
    }

    /**
     * Returns a property or array item in the contract's style. Inserts the schemas that it refers to after the schema
     * named {@code neighbor}.
     */
    private ObjectNode property(JsonNode theirs, String name, boolean isItem, String neighbor, boolean isRequest) {
        ObjectNode property = theirs.deepCopy();
        if (theirs.has("$ref")) {
            String shared = isItem && !isRequest ? SHARED_ITEMS.getOrDefault(name, "") : "";
            String schema =
                    draft.schemas().has(shared) ? shared : schema(Document.schemaName(theirs), neighbor, isRequest);
            return property.put("$ref", Document.reference(schema));
        }
        if (!isItem) {
            describe(property, text(theirs, DESCRIPTION));
        } else {
            property.remove(DESCRIPTION);
        }
        if (theirs.has(ITEMS)) {
            property.set(ITEMS, property(theirs.get(ITEMS), name, true, neighbor, isRequest));
        }
        return ordered(property);
    }

    /** Returns a schema of the contract: the one of this name, or else one of the same content, or else a new one. */
    private String schema(String theirs, String neighbor, boolean isRequest) {
        if (names.containsKey(theirs)) {
            return names.get(theirs);
        }
        boolean isResource = !isRequest && upstream.schemas().has(theirs); // one for all, as in deviations.yaml
        if (draft.schemas().has(theirs)
                && (isResource || isEqual(draft.schemas().get(theirs), theirs))) {
            return theirs;
        }
        String content = wire(normalizer.schemas().get(theirs), normalizer.schemas()::get, 0);
        boolean isTooSmall = normalizer.schemas().get(theirs).path(PROPERTIES).size() < 2
                && !normalizer.schemas().get(theirs).has(ENUM);
        for (Map.Entry<String, JsonNode> ours : contract.schemas().properties()) {
            if (!isTooSmall
                    && !ContractDraft.isRequest(ours.getKey())
                    && !ours.getValue().has("x-envelope")
                    && wire(ours.getValue(), contract.schemas()::get, 0).equals(content)) {
                return ours.getKey();
            }
        }
        String name = theirs;
        for (int i = 2; draft.schemas().has(name); i++) {
            name = theirs + "_" + i;
        }
        return create(theirs, name, neighbor, isRequest);
    }

    private String create(String theirs, String name, String neighbor, boolean isRequest) {
        names.put(theirs, name);
        ObjectNode schema = normalizer.schemas().get(theirs).deepCopy();
        draft.addSchema(name, schema, neighbor); // before the schemas of its properties
        String text = text(schema, DESCRIPTION);
        schema.remove(DESCRIPTION);
        describe(schema, text);
        if (isRequest) {
            schema.remove(OPEN);
        }
        String below = schema.has("x-envelope") ? draft.lastResource() : neighbor;
        ObjectNode properties = JSON.objectNode();
        schema.path(PROPERTIES)
                .properties()
                .forEach(property -> properties.set(
                        property.getKey(), property(property.getValue(), property.getKey(), false, below, isRequest)));
        if (!properties.isEmpty()) {
            schema.set(PROPERTIES, properties);
        }
        draft.schemas().set(name, ordered(schema));
        return name;
    }

    /** Returns a text that is equal for schemas that mean the same on the wire and in Java. */
    private static String wire(JsonNode schema, Function<String, JsonNode> schemas, int depth) {
        String name = Document.schemaName(schema);
        if (!name.isEmpty()) {
            return depth > MAX_DEPTH ? name : wire(schemas.apply(name), schemas, depth + 1);
        }
        Map<String, String> parts = new TreeMap<>();
        schema.properties().forEach(keyword -> {
            switch (keyword.getKey()) {
                case REQUIRED:
                case ENUM:
                    parts.put(keyword.getKey(), new TreeSet<>(Composition.texts(keyword.getValue())).toString());
                    break;
                case PROPERTIES:
                    Map<String, String> fields = new TreeMap<>();
                    keyword.getValue()
                            .properties()
                            .forEach(field -> fields.put(field.getKey(), wire(field.getValue(), schemas, depth + 1)));
                    parts.put(PROPERTIES, fields.toString());
                    break;
                case ITEMS:
                    parts.put(ITEMS, wire(keyword.getValue(), schemas, depth + 1));
                    break;
                case DESCRIPTION:
                case YamlText.UPSTREAM_TEXT:
                    break;
                default:
                    boolean isAbsent = keyword.getValue().isBoolean()
                            && !keyword.getValue().booleanValue();
                    if (!isAbsent && !keyword.getKey().startsWith("x-")) {
                        parts.put(keyword.getKey(), keyword.getValue().asText());
                    }
            }
        });
        return parts.toString();
    }

    /** Leaves the description to a person, with the text of the public document as a comment beside it. */
    private static void describe(ObjectNode node, String text) {
        if (!text.isBlank()) {
            node.set(YamlText.UPSTREAM_TEXT, YamlText.encoded(text));
        }
        if (node.has("operationId")) {
            node.put("summary", TODO);
        }
        node.put(DESCRIPTION, TODO);
    }

    /** Returns a text as it was before the normalizer made it fit for Javadoc. */
    private static String text(JsonNode node, String name) {
        String text = node.path(name)
                .asText()
                .replace("&#92;", "\\")
                .replace("*&#47;", "*/")
                .replace("&#64;", "@")
                .replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&amp;", "&");
        return text.isBlank() ? "" : text + " ";
    }

    private static ObjectNode content(String schema, ObjectNode example) {
        ObjectNode content = JSON.objectNode();
        ObjectNode body = content.putObject(Document.JSON_BODY);
        body.putObject("schema").put("$ref", Document.reference(schema));
        body.putObject("examples").putObject("todo").put("summary", TODO).set("value", example);
        return content;
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    private static ObjectNode ordered(ObjectNode schema) {
        ObjectNode ordered = JSON.objectNode();
        copy(schema, ordered, KEYWORD_ORDER.toArray(String[]::new));
        return ordered.setAll(schema);
    }
}
