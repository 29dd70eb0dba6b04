package co.seam.instantkeys.spec.adopt;

import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.OPEN;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.normalize.Naming;
import co.seam.instantkeys.spec.normalize.Normalizer;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import co.seam.instantkeys.spec.openapi.YamlText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What our document lacks of upstream's, put by {@link Normalizer} and then into our words: bodies called as ours are, our
 * schemas where they are the same, and TODO for every text, since those are written here. For one use.
 */
final class SpecMerger {
    private static final String TODO = "TODO";

    /** Items of every resource, and the flat schemas that all of them share. */
    private static final Map<String, String> SHARED_ITEMS =
            Map.of("errors", "resource_error", "warnings", "resource_warning", "pending_mutations", "pending_mutation");

    private static final List<String> ORDER = List.of(
            TYPE,
            "format",
            "nullable",
            "deprecated",
            "x-envelope",
            "x-wrapped-as",
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
            DESCRIPTION,
            REQUIRED,
            ITEMS,
            PROPERTIES,
            ENUM);

    /** Schemas within schemas that are looked at to tell two that are the same. */
    private static final int MAX_DEPTH = 4;

    private static final String REQUEST = "/requestBody/content/application~1json/schema";
    private static final String ANSWER = "/responses/200/content/application~1json/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document ours;
    private final Document upstream;
    private final Normalizer theirs;
    /** What our document says in the end. */
    private final ObjectNode result;

    private final ObjectNode schemas;
    /** Their schemas that were found or made among ours, and what they are called there. */
    private final Map<String, String> names = new HashMap<>();

    private final Set<String> compared = new HashSet<>();
    /** First what is added to places that there are, then what comes after them. */
    private final List<Consumer<YamlText>> inner = new ArrayList<>();

    private final List<Consumer<YamlText>> outer = new ArrayList<>();
    private final List<String> additions = new ArrayList<>();

    SpecMerger(Document ours, Document upstream) {
        this.ours = ours;
        this.upstream = upstream;
        theirs = new Normalizer(upstream, new CuratedNaming());
        result = ours.root().deepCopy();
        schemas = result.withObject(Document.SCHEMAS);
        if (ours.line("/paths") == 0) {
            throw new InvalidInputException(ours.file() + " is JSON; only YAML can be added to.");
        }
    }

    /** What upstream has and Java can't have, a line each. */
    List<String> leftOut() {
        return theirs.leftOut();
    }

    /** What was added, a line each. */
    List<String> additions() {
        return additions;
    }

    JsonNode result() {
        return result;
    }

    String applyTo(String text) {
        YamlText yaml = new YamlText(ours, text);
        inner.forEach(edit -> edit.accept(yaml));
        outer.forEach(edit -> edit.accept(yaml));
        return yaml.toString();
    }

    /** An operation that we don't have. */
    void addOperation(String path) {
        ObjectNode normal = normal(path);
        additions.add("operation " + path);
        addTag(normal.path("tags").path(0).asText());
        String request = body(normal.at(REQUEST), Naming.BY_PATH.request(path), true);
        String answer = body(normal.at(ANSWER), Naming.BY_PATH.response(path, ""), false);

        ObjectNode operation = JSON.objectNode();
        copy(normal, operation, "tags", "operationId", "x-method-name");
        operation.put("summary", TODO).put(DESCRIPTION, TODO);
        copy(normal, operation, "deprecated", "x-retry-safe", "x-response-key");
        Examples examples = new Examples(ours.root().path("paths"), schemas);
        operation
                .putObject("requestBody")
                .put(REQUIRED, true)
                .set("content", content(request, examples.ofRequest(request)));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put(DESCRIPTION, TODO);
        JsonNode usual = ours.root().path("paths").iterator().next().at("/post/responses");
        copy(usual.path("200"), ok, "headers");
        ok.set("content", content(answer, examples.ofAnswer(answer)));
        usual.properties().forEach(response -> responses.putIfAbsent(response.getKey(), response.getValue()));

        ObjectNode item = JSON.objectNode();
        item.set("post", operation);
        result.withObject("/paths").set(path, item);
        String neighbour = neighbour(path);
        outer.add(yaml -> yaml.appendAfter("/paths" + Document.step(neighbour), path, item));
    }

    /**
     * New fields and enum values of an operation that we have.
     *
     * @param field only this one, but also where an open object leaves it to raw JSON; or null
     */
    void addWhatIsNewIn(String path, String field) {
        ObjectNode normal = normal(path);
        JsonNode operation = ours.root().path("paths").path(path).path("post");
        compare(operation.at(REQUEST), normal.at(REQUEST), field, true);
        compare(operation.at(ANSWER), normal.at(ANSWER), field, false);
    }

    private ObjectNode normal(String path) {
        if (!upstream.root().path("paths").has(path)) {
            throw new InvalidInputException(upstream.file() + " has no " + path + ".");
        }
        String obstacle = theirs.obstacle(path);
        if (!obstacle.isEmpty()) {
            throw new InvalidInputException(path + " of " + upstream.file() + " can't be adopted: " + obstacle + ".");
        }
        return theirs.operation(path);
    }

    // ---- what we have already ----

    private void compare(JsonNode mine, JsonNode their, String field, boolean isRequest) {
        if (mine.has(ITEMS) && their.has(ITEMS)) {
            compare(mine.get(ITEMS), their.get(ITEMS), field, isRequest);
        }
        if (!mine.has("$ref") || !their.has("$ref")) {
            return;
        }
        String name = Document.schemaName(mine);
        ObjectNode theirSchema = theirs.schemas().get(Document.schemaName(their));
        names.putIfAbsent(Document.schemaName(their), name);
        if (!compared.add(name + " " + Document.schemaName(their))) {
            return;
        }
        JsonNode mySchema = ours.schemas().path(name);
        if (mySchema.has(ENUM) && theirSchema.has(ENUM) && field == null) {
            addValues(name, mySchema, theirSchema);
        }
        ObjectNode added = JSON.objectNode();
        theirSchema.path(PROPERTIES).properties().forEach(property -> {
            JsonNode known = mySchema.path(PROPERTIES).path(property.getKey());
            if (schemas.path(name).path(PROPERTIES).has(property.getKey()) && known.isMissingNode()) {
                return; // added already, from another schema of theirs
            }
            if (!known.isMissingNode()) {
                compare(known, property.getValue(), field, isRequest);
            } else if (field == null ? !Composition.isOpen(mySchema) : field.equals(property.getKey())) {
                added.set(property.getKey(), property.getValue());
            }
        });
        List<String> required = Composition.texts(theirSchema.path(REQUIRED));
        added.fieldNames()
                .forEachRemaining(property -> additions.add("field " + name + "." + property
                        + (required.contains(property)
                                ? ", which upstream requires: ours does so, or deviations.yaml says why not"
                                : "")));
        addProperties(name, mySchema, added, isRequest);
    }

    private void addValues(String name, JsonNode mine, JsonNode their) {
        int size = mine.get(ENUM).size();
        for (JsonNode value : their.get(ENUM)) {
            if (!Composition.texts(schemas.get(name).get(ENUM)).contains(value.asText())) {
                String pointer = Document.SCHEMAS + Document.step(name) + "/" + ENUM;
                result.withArray(pointer).add(value);
                inner.add(yaml -> yaml.appendItem(pointer, size, value));
                additions.add("value " + value.asText() + " of " + name);
            }
        }
    }

    private void addProperties(String name, JsonNode mine, ObjectNode added, boolean isRequest) {
        if (added.isEmpty()) {
            return;
        }
        String pointer = Document.SCHEMAS + Document.step(name);
        ObjectNode properties = JSON.objectNode();
        added.properties().forEach(property -> {
            properties.set(property.getKey(), place(property.getValue(), property.getKey(), false, name, isRequest));
        });
        ObjectNode schema = (ObjectNode) schemas.get(name);
        schema.withObject("/" + PROPERTIES).setAll(properties);
        if (mine.has("x-is-free-form")) {
            schema.remove("x-is-free-form");
            inner.add(yaml -> yaml.remove(pointer + "/x-is-free-form"));
        }
        if (mine.has(PROPERTIES)) {
            properties
                    .properties()
                    .forEach(property -> inner.add(
                            yaml -> yaml.append(pointer + "/" + PROPERTIES, property.getKey(), property.getValue())));
        } else {
            inner.add(yaml -> yaml.append(pointer, PROPERTIES, properties));
        }
    }

    // ---- what is new ----

    private void addTag(String tag) {
        JsonNode tags = ours.root().path("tags");
        for (JsonNode known : tags) {
            if (known.path("name").asText().equals(tag)) {
                return;
            }
        }
        ObjectNode added = JSON.objectNode().put("name", tag).put(DESCRIPTION, TODO);
        result.withArray("/tags").add(added);
        inner.add(yaml -> yaml.appendItem("/tags", tags.size(), added));
        additions.add("tag " + tag);
    }

    /** What a body is called among ours: one that answers alike, or a new one. */
    private String body(JsonNode reference, String otherName, boolean isRequest) {
        String name = Document.schemaName(reference);
        JsonNode known = schemas.path(name);
        if (known.has(TYPE) && fields(known).equals(fields(theirs.schemas().get(name)))) {
            return name;
        }
        String neighbour = lastBody(isRequest);
        return create(name, known.has(TYPE) ? otherName : name, neighbour, isRequest);
    }

    private static Set<String> fields(JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        schema.path(PROPERTIES).fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** One of their values in our words. What it refers to is found among ours, or added below the neighbour. */
    private ObjectNode place(JsonNode their, String property, boolean isItem, String neighbour, boolean isRequest) {
        ObjectNode place = their.deepCopy();
        if (their.has("$ref")) {
            String shared = isItem ? SHARED_ITEMS.getOrDefault(property, "") : "";
            String name = schemas.has(shared) ? shared : schema(Document.schemaName(their), neighbour, isRequest);
            return place.put("$ref", Document.reference(name));
        }
        if (!isItem) {
            place.put(DESCRIPTION, TODO);
        } else {
            place.remove(DESCRIPTION);
        }
        if (their.has(ITEMS)) {
            place.set(ITEMS, place(their.get(ITEMS), property, true, neighbour, isRequest));
        }
        return ordered(place);
    }

    /** Of ours: the schema of this name, or else one that says the same, or else a new one. */
    private String schema(String their, String neighbour, boolean isRequest) {
        String known = names.get(their);
        if (known == null && schemas.has(their)) {
            known = their;
        }
        String meaning = meaning(theirs.schemas().get(their), theirs.schemas()::get, 0);
        if (known == null && !meaning.isEmpty()) {
            for (Map.Entry<String, JsonNode> mine : ours.schemas().properties()) {
                if (known == null
                        && !isRequest(mine.getKey())
                        && !mine.getValue().has("x-envelope")
                        && meaning(mine.getValue(), ours.schemas()::get, 0).equals(meaning)) {
                    known = mine.getKey();
                }
            }
        }
        return known == null ? create(their, their, neighbour, isRequest) : known;
    }

    private String create(String their, String name, String neighbour, boolean isRequest) {
        names.put(their, name);
        ObjectNode schema = theirs.schemas().get(their).deepCopy();
        schemas.set(name, schema); // its place, before that of its parts
        additions.add("schema " + name);
        outer.add(yaml -> yaml.appendAfter(Document.SCHEMAS + Document.step(neighbour), name, schemas.get(name)));
        schema.put(DESCRIPTION, TODO);
        if (isRequest) {
            schema.remove(OPEN);
        }
        String below = schema.has("x-envelope") ? lastResource() : neighbour;
        ObjectNode properties = JSON.objectNode();
        schema.path(PROPERTIES)
                .properties()
                .forEach(property -> properties.set(
                        property.getKey(), place(property.getValue(), property.getKey(), false, below, isRequest)));
        if (!properties.isEmpty()) {
            schema.set(PROPERTIES, properties);
        }
        schemas.set(name, ordered(schema));
        return name;
    }

    /** The same for two schemas of the same fields or values; empty for one that has too few to be told by. */
    private static String meaning(JsonNode schema, Function<String, JsonNode> schemas, int depth) {
        if (schema.has("$ref")) {
            return depth > MAX_DEPTH
                    ? Document.schemaName(schema)
                    : meaning(schemas.apply(Document.schemaName(schema)), schemas, depth + 1);
        }
        if (schema.has(ENUM)) {
            return new TreeSet<>(Composition.texts(schema.get(ENUM))).toString();
        }
        if (depth == 0 && schema.path(PROPERTIES).size() < 2) {
            return "";
        }
        Map<String, String> fields = new TreeMap<>();
        schema.path(PROPERTIES)
                .properties()
                .forEach(field -> fields.put(field.getKey(), meaning(field.getValue(), schemas, depth + 1)));
        String items = schema.has(ITEMS) ? meaning(schema.get(ITEMS), schemas, depth + 1) : "";
        return schema.path(TYPE).asText() + schema.path("format").asText() + fields + items;
    }

    // ---- where it goes ----

    /** The last path of the same resource, or of all. */
    private String neighbour(String path) {
        String resource = path.substring(0, path.lastIndexOf('/') + 1);
        String last = "";
        String lastOfResource = "";
        for (Map.Entry<String, JsonNode> known : ours.root().path("paths").properties()) {
            last = known.getKey();
            if (last.startsWith(resource) && last.indexOf('/', resource.length()) < 0) {
                lastOfResource = last;
            }
        }
        return lastOfResource.isEmpty() ? last : lastOfResource;
    }

    private String lastBody(boolean isRequest) {
        String last = "";
        for (Map.Entry<String, JsonNode> known : ours.schemas().properties()) {
            if (isRequest ? isRequest(known.getKey()) : known.getValue().has("x-envelope")) {
                last = known.getKey();
            }
        }
        return last;
    }

    /** Resources and their parts stand before the requests. */
    private String lastResource() {
        String last = "";
        for (Map.Entry<String, JsonNode> known : ours.schemas().properties()) {
            if (isRequest(known.getKey())) {
                break;
            }
            last = known.getKey();
        }
        return last;
    }

    private static boolean isRequest(String schema) {
        return schema.endsWith("_request");
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
        copy(schema, ordered, ORDER.toArray(String[]::new));
        return ordered.setAll(schema);
    }
}
