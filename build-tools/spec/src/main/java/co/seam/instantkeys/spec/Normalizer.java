package co.seam.instantkeys.spec;

import static co.seam.instantkeys.spec.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.Composition.ENUM;
import static co.seam.instantkeys.spec.Composition.ITEMS;
import static co.seam.instantkeys.spec.Composition.NULLABLE;
import static co.seam.instantkeys.spec.Composition.OPEN;
import static co.seam.instantkeys.spec.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.Composition.REQUIRED;
import static co.seam.instantkeys.spec.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * Puts an OpenAPI document into the form that {@code openapi/seam.yaml} has and the generator's templates know: POST
 * operations with named bodies; schemas that are an object, a list, an open enum or a plain value, named where they are
 * objects or enums, and never composed. What can't be put so is left out, and said. For one use.
 */
final class Normalizer {
    static final String JSON_BODY = "application/json";
    static final String SCHEMAS = "#/components/schemas/";
    private static final String RESPONSES = "#/components/responses/";

    /** Comes wrapped once more where it is an item, as the API's own samples show. */
    private static final String WRAPPED = "access_grant";

    private static final Pattern LITERAL_PATH = Pattern.compile("(/[A-Za-z0-9_.~-]*[A-Za-z0-9][A-Za-z0-9_.~-]*)+");
    private static final Pattern READ = Pattern.compile("get|list|get_related|list_.+");
    private static final Pattern COUNT = Pattern.compile("limit|count|.*_count|unstable_offset");
    /** What a Java string holds as it is, and what a Java name can be made of. */
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.:/$ @-]*[A-Za-z0-9][A-Za-z0-9_.:/$ @-]*");

    private static final Set<String> VALUES = Set.of("string", "integer", "number", "boolean");
    private static final Set<String> FORMATS = Set.of("uuid", "uri", "email", "date", "date-time", "int64");
    private static final String[] BOUNDS = {
        "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"
    };
    /** Lists in lists; a list may be one of itself. */
    private static final int MAX_DEPTH = 10;
    /** The public document needs a tenth. */
    private static final int MAX_CLASSES = 20_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;
    private final Naming naming;
    private final Composition composition;
    private final ClassNames classNames = new ClassNames();
    /** The schemas of the document that become classes, and the names that these have. */
    private final Map<String, String> components = new LinkedHashMap<>();

    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();
    /** The inline schemas around the present place: one that holds itself is a class that refers to itself. */
    private final Map<Object, String> around = new HashMap<>();

    private final Map<String, Set<String>> methods = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    Normalizer(Document document, Naming naming) {
        this.document = document;
        this.naming = naming;
        composition = new Composition(document);
        document.schemas().properties().forEach(schema -> {
            ObjectNode flat = composition.flat(schema.getValue());
            boolean isAlias = !composition.reference(schema.getValue()).isMissingNode();
            if (!isAlias && (isEnum(flat) || Composition.type(flat).equals("object"))) {
                components.put(schema.getKey(), classNames.take(schema.getKey()));
            }
        });
    }

    /** The whole document. */
    ObjectNode document() {
        JsonNode root = document.root();
        components.keySet().forEach(this::reference);
        ObjectNode paths = JSON.objectNode();
        root.path("paths").fieldNames().forEachRemaining(path -> {
            String obstacle = obstacle(path);
            if (obstacle.isEmpty()) {
                paths.putObject(path).set("post", operation(path));
            } else {
                leftOut.add(path + ": " + obstacle);
            }
        });
        ObjectNode failures = JSON.objectNode();
        Set<JsonNode> usedFailures = new HashSet<>(paths.findValues("$ref"));
        root.at("/components/responses").properties().forEach(failure -> {
            if (usedFailures.contains(JSON.textNode(RESPONSES + failure.getKey()))) {
                failures.set(failure.getKey(), failure(failure.getKey(), failure.getValue()));
            }
        });
        requireNothingOfAnswers(paths);
        deprecateOnlyProperties(paths);

        ObjectNode normal = JSON.objectNode();
        normal.put("openapi", "3.0.3");
        normal.set("info", kept(root.path("info"), "title", "version", DESCRIPTION));
        normal.setAll(kept(root, "servers", "security"));
        normal.set("tags", tags(root.path("tags")));
        normal.set("paths", paths);
        ObjectNode parts = normal.putObject("components");
        parts.setAll(kept(root.path("components"), "securitySchemes", "headers"));
        parts.set("responses", failures);
        parts.putObject("schemas").setAll(schemas);
        return normal;
    }

    /** What keeps an operation from being generated; empty if nothing does. */
    String obstacle(String path) {
        JsonNode post = post(path);
        JsonNode request = document.resolve(post.path("requestBody"));
        if (!LITERAL_PATH.matcher(path).matches()) {
            return "its path is a pattern, not a text";
        }
        if (!post.isObject()) {
            return "it has no POST";
        }
        if (!isJsonObjectOrNothing(request)) {
            return "its request is not a JSON object";
        }
        return isJsonObjectOrNothing(success(post)) ? "" : "its answer is not a JSON object";
    }

    /** The operation of a path without obstacle. What its bodies are made of is among {@link #schemas()} then. */
    ObjectNode operation(String path) {
        JsonNode post = post(path);
        String tag = Naming.resource(path);
        String method = method(tag, path);
        ObjectNode operation = JSON.objectNode();
        operation.putArray("tags").add(tag);
        operation.put("operationId", Naming.camel(tag) + "_" + method);
        operation.put("x-method-name", method);
        operation.put("summary", post.has("summary") ? text(post.get("summary")) : path);
        operation.setAll(kept(post, DESCRIPTION, DEPRECATED));
        operation.put(
                "x-retry-safe",
                READ.matcher(path.substring(path.lastIndexOf('/') + 1)).matches());

        JsonNode request = json(document.resolve(post.path("requestBody")));
        JsonNode success = success(post);
        ObjectNode answer = composition.flat(json(success).path("schema"));
        String key = responseKey(post, answer.path(PROPERTIES));
        if (!key.isEmpty()) {
            operation.put("x-response-key", key);
        }
        ObjectNode requestBody = operation.putObject("requestBody");
        requestBody.put(REQUIRED, true);
        requestBody.set("content", content(request, body(request.path("schema"), naming.request(path))));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200");
        ok.put(DESCRIPTION, text(success.path(DESCRIPTION)));
        ok.setAll(kept(success, "headers"));
        ok.set("content", content(json(success), envelope(json(success).path("schema"), naming.response(path, key))));
        post.path("responses").properties().forEach(response -> {
            if (!isSuccess(response.getKey())) {
                JsonNode failure = response.getValue();
                responses.set(response.getKey(), kept(failure, failure.has("$ref") ? "$ref" : DESCRIPTION));
            }
        });
        return operation;
    }

    /** The classes, by name, a whole before its parts. */
    Map<String, ObjectNode> schemas() {
        return schemas;
    }

    /** What was not taken over, and why. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Those of the resources. Others name no class, and need no text. */
    private ArrayNode tags(JsonNode declared) {
        ArrayNode tags = JSON.arrayNode();
        for (JsonNode tag : declared) {
            if (methods.containsKey(tag.path("name").asText())) {
                tags.add(kept(tag, "name", DESCRIPTION));
            }
        }
        return tags;
    }

    // ---- bodies ----

    private JsonNode post(String path) {
        return document.root().path("paths").path(path).path("post");
    }

    private JsonNode success(JsonNode post) {
        for (Map.Entry<String, JsonNode> response : post.path("responses").properties()) {
            if (isSuccess(response.getKey())) {
                return document.resolve(response.getValue());
            }
        }
        return JSON.missingNode();
    }

    private static boolean isSuccess(String status) {
        return status.startsWith("2");
    }

    private static JsonNode json(JsonNode body) {
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            if (content.getKey().startsWith(JSON_BODY)) {
                return content.getValue();
            }
        }
        return JSON.missingNode();
    }

    private boolean isJsonObjectOrNothing(JsonNode body) {
        if (body.path("content").isEmpty()) {
            return true;
        }
        JsonNode json = json(body);
        return json.isObject()
                && Set.of("object", "").contains(Composition.type(composition.flat(json.path("schema"))));
    }

    private static ObjectNode content(JsonNode original, ObjectNode schema) {
        ObjectNode content = JSON.objectNode();
        ObjectNode body = content.putObject(JSON_BODY);
        body.set("schema", schema);
        body.setAll(kept(original, "examples"));
        return content;
    }

    private ObjectNode body(JsonNode schema, String wish) {
        String component = component(schema);
        return component.isEmpty() ? inline(schema, composition.flat(schema), wish) : reference(component);
    }

    /** The outermost object of an answer. It holds {@code ok}, which may be missing. */
    private ObjectNode envelope(JsonNode schema, String wish) {
        String component = component(schema);
        if (document.schemas().path(component).has("x-envelope")) {
            return reference(component);
        }
        ObjectNode flat = composition.flat(schema).deepCopy();
        flat.put("x-envelope", true);
        ObjectNode ok = kept(flat.at("/properties/ok"), DESCRIPTION).put(TYPE, "boolean");
        flat.withObject(PROPERTIES).set("ok", ok);
        return inline(schema, flat, wish);
    }

    private ObjectNode failure(String name, JsonNode response) {
        ObjectNode failure = kept(response, DESCRIPTION, "headers");
        if (json(response).isObject()) {
            JsonNode json = json(response);
            failure.set("content", content(json, body(json.path("schema"), Naming.words(name) + "_response")));
        }
        return failure;
    }

    private static String responseKey(JsonNode post, JsonNode properties) {
        JsonNode declared = post.path("x-response-key");
        if (declared.isMissingNode()) {
            List<String> results = new ArrayList<>();
            properties.fieldNames().forEachRemaining(results::add);
            results.removeAll(List.of("ok", "pagination"));
            return results.size() == 1 ? results.get(0) : "";
        }
        return properties.has(declared.asText()) ? declared.asText() : "";
    }

    private String method(String tag, String path) {
        String wish = Naming.camel(Naming.verb(path));
        if (!SourceVersion.isName(wish)) {
            wish = Naming.camel("call_" + Naming.verb(path));
        }
        Set<String> taken = methods.computeIfAbsent(tag, t -> new HashSet<>());
        String method = wish;
        for (int i = 2; !taken.add(method.toLowerCase(Locale.ROOT)); i++) {
            method = wish + i;
        }
        return method;
    }

    // ---- schemas ----

    /** The schema of the document that becomes a class and that this one refers to; empty if there is none. */
    private String component(JsonNode schema) {
        JsonNode reference = composition.reference(schema);
        while (reference.has("$ref")) {
            String target = reference.get("$ref").textValue();
            String name = target.startsWith(SCHEMAS) ? target.substring(SCHEMAS.length()) : "";
            if (components.containsKey(name)) {
                return name;
            }
            reference = composition.reference(document.root().at(target.substring(1)));
        }
        return "";
    }

    private ObjectNode reference(String component) {
        String name = components.get(component);
        if (!schemas.containsKey(name)) {
            define(name, composition.flat(document.schemas().get(component)));
        }
        return JSON.objectNode().put("$ref", SCHEMAS + name);
    }

    /** A reference to a class of its own for an inline schema. */
    private ObjectNode inline(JsonNode schema, ObjectNode flat, String wish) {
        Object identity = Composition.identity(schema);
        String name = around.get(identity);
        if (name == null) {
            name = classNames.take(wish);
            around.put(identity, name);
            define(name, flat);
            around.remove(identity);
        }
        return JSON.objectNode().put("$ref", SCHEMAS + name);
    }

    private void define(String name, ObjectNode flat) {
        ObjectNode schema = JSON.objectNode();
        schemas.put(name, schema);
        if (schemas.size() > MAX_CLASSES) {
            throw new BadInput(document.file() + " needs more than " + MAX_CLASSES
                    + " classes: it has compositions of compositions without end, around " + name + ".");
        }
        if (isEnum(flat)) {
            schema.put(TYPE, "string");
            schema.setAll(kept(flat, DESCRIPTION, NULLABLE));
            Composition.setTexts(schema, ENUM, enumValues(flat));
            return;
        }
        schema.put(TYPE, "object");
        schema.setAll(kept(flat, DESCRIPTION, NULLABLE, DEPRECATED, "x-envelope", "x-wrapped-as"));
        ObjectNode properties = JSON.objectNode();
        Set<String> javaNames = new HashSet<>(Set.of("additionalProperties")); // which every model has
        flat.path(PROPERTIES).properties().forEach(property -> {
            String key = property.getKey();
            if (PROPERTY.matcher(key).matches() && javaNames.add(javaName(key))) {
                ObjectNode value = place(property.getValue(), name, key, 0);
                Composition.flag(value, "x-sensitive", Secrets.isSecret(key, value));
                properties.set(key, value);
            } else {
                leftOut.add(name + "." + key + ": its Java name is taken, or it can't have one; it is raw JSON");
            }
        });
        List<String> required = Composition.texts(flat.path(REQUIRED)).stream()
                .filter(properties::has)
                .filter(property -> !flat.has("x-envelope") || !property.equals("ok"))
                .toList();
        Composition.setTexts(schema, REQUIRED, required);
        if (properties.isEmpty()) {
            schema.put("x-is-free-form", false);
            return;
        }
        if (name.equals(WRAPPED) && !properties.has(WRAPPED)) {
            schema.put("x-wrapped-as", WRAPPED);
        }
        schema.set(PROPERTIES, properties);
        Composition.flag(schema, OPEN, Composition.isOpen(flat));
    }

    private static String javaName(String property) {
        String camel = Pattern.compile("[^A-Za-z0-9]+([A-Za-z0-9]?)")
                .matcher(property)
                .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
        return camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
    }

    /** What stands where a schema stood: a plain type, or a reference to a class. */
    private ObjectNode place(JsonNode schema, String whole, String property, int depth) {
        String component = component(schema);
        if (!component.isEmpty()) {
            return reference(component);
        }
        ObjectNode flat = composition.flat(schema);
        String type = Composition.type(flat);
        boolean isObject = type.equals("object");
        if (isEnum(flat) || isObject && !flat.path(PROPERTIES).isEmpty()) {
            return inline(schema, flat, naming.part(whole, property, depth > 0));
        }
        ObjectNode value = JSON.objectNode();
        if (type.equals("array") && depth < MAX_DEPTH) {
            value.put(TYPE, type);
            value.setAll(kept(flat, "minItems", "maxItems"));
            value.set(ITEMS, place(flat.path(ITEMS), whole, property, depth + 1));
        } else if (isObject) {
            value.put(TYPE, type).put(OPEN, true);
        } else if (VALUES.contains(type)) {
            boolean isCount = type.equals("number") && COUNT.matcher(property).matches();
            value.put(TYPE, isCount ? "integer" : type);
            value.setAll(kept(flat, BOUNDS));
            if (FORMATS.contains(flat.path("format").asText())) {
                value.set("format", flat.get("format"));
            }
        }
        value.setAll(
                value.isEmpty() ? kept(flat, DESCRIPTION, DEPRECATED) : kept(flat, DESCRIPTION, DEPRECATED, NULLABLE));
        return value;
    }

    private static boolean isEnum(JsonNode flat) {
        return Composition.type(flat).equals("string") && !enumValues(flat).isEmpty();
    }

    private static List<String> enumValues(JsonNode flat) {
        List<String> values = new ArrayList<>();
        flat.path(ENUM).forEach(value -> {
            if (value.isTextual()) {
                values.add(value.textValue());
            }
        });
        return values;
    }

    // ---- what holds for all classes ----

    /** Requests must be whole. An answer that lacks something is still an answer: older servers leave much out. */
    private void requireNothingOfAnswers(ObjectNode paths) {
        Set<String> ofRequests = new HashSet<>();
        Set<String> ofAnswers = new HashSet<>();
        paths.forEach(path -> {
            collectReferences(path.at("/post/requestBody"), ofRequests);
            collectReferences(path.at("/post/responses"), ofAnswers);
        });
        schemas.forEach((name, schema) -> {
            if (!ofRequests.contains(name) || ofAnswers.contains(name)) {
                schema.remove(REQUIRED);
            }
        });
    }

    private void collectReferences(JsonNode node, Set<String> names) {
        String reference = node.path("$ref").asText();
        if (reference.startsWith(SCHEMAS) && names.add(reference.substring(SCHEMAS.length()))) {
            collectReferences(schemas.get(reference.substring(SCHEMAS.length())), names);
        }
        if (node.isContainerNode()) {
            for (JsonNode child : node) {
                collectReferences(child, names);
            }
        }
    }

    /** A deprecated item or body would be a deprecated class in signatures, which javac warns of. */
    private void deprecateOnlyProperties(ObjectNode paths) {
        List<JsonNode> inSignatures = new ArrayList<>(paths.findValues("schema"));
        schemas.values().forEach(schema -> inSignatures.addAll(schema.findValues(ITEMS)));
        for (JsonNode place : inSignatures) {
            JsonNode item = place;
            while (item.has(ITEMS)) {
                item = item.get(ITEMS);
            }
            if (item.has("$ref")) {
                schemas.get(item.get("$ref").textValue().substring(SCHEMAS.length()))
                        .remove(DEPRECATED);
            }
        }
    }

    private static ObjectNode kept(JsonNode node, String... names) {
        ObjectNode kept = JSON.objectNode();
        for (String name : names) {
            JsonNode value = node.path(name);
            if (!value.isMissingNode() && !(value.isBoolean() && !value.booleanValue())) {
                kept.set(name, name.equals(DESCRIPTION) ? JSON.textNode(text(value)) : value);
            }
        }
        return kept;
    }

    /** Harmless in Javadoc: such characters end a comment or an escape, or turn into tags and entities. */
    private static String text(JsonNode text) {
        return text.asText()
                .replaceAll("&(?!#?\\w+;)", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;");
    }
}
