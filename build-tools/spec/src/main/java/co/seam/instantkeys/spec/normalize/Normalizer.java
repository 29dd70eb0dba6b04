package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.normalize.NamedSchemas.kept;
import static co.seam.instantkeys.spec.normalize.NamedSchemas.text;
import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;
import static co.seam.instantkeys.spec.openapi.Document.jsonContent;

import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * Puts an OpenAPI document into the normal form, which {@code openapi/seam.yaml} has and the templates expect: POST
 * operations with named bodies; schemas that are an object, a list, an open enum or a plain value, named if they are
 * objects or enums, and never composed. Reports what has no such form and is left out. What the templates do not read,
 * such as servers and examples, is left out silently. For one use.
 */
public final class Normalizer {
    private static final String RESPONSES = "#/components/responses/";

    private static final Pattern LITERAL_PATH = Pattern.compile("(/[A-Za-z0-9_.~-]*[A-Za-z0-9][A-Za-z0-9_.~-]*)+");

    /** Methods without parameters of every operations class, of which an operation could not have another result. */
    private static final Set<String> RESERVED_METHODS =
            Set.of("api", "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;
    private final Naming naming;
    private final Composition composition;
    private final NamedSchemas classes;

    /** The tag of each resource: its name, unless the class of another one would have the same file. */
    private final Map<String, String> tags = new HashMap<>();

    private final Map<String, Set<String>> methods = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    public Normalizer(Document document, Naming naming) {
        this.document = document;
        this.naming = naming;
        composition = Composition.forJava(document);
        ClassNameAllocator classNames = new ClassNameAllocator();
        document.root()
                .path("paths")
                .fieldNames()
                .forEachRemaining(path -> tags.computeIfAbsent(Naming.resource(path), classNames::take));
        classes = new NamedSchemas(document, composition, naming, classNames, leftOut);
    }

    /** Returns the whole document. */
    ObjectNode document() {
        JsonNode root = document.root();
        classes.addComponents();
        ObjectNode paths = JSON.objectNode();
        root.path("paths").fieldNames().forEachRemaining(path -> {
            String obstacle = obstacle(path);
            if (obstacle.isEmpty()) {
                paths.putObject(path).set("post", operation(path));
            } else {
                leftOut.add(path + ": " + obstacle);
            }
        });
        ObjectNode errorResponses = JSON.objectNode();
        Set<JsonNode> references = new HashSet<>(paths.findValues("$ref"));
        root.at("/components/responses").properties().forEach(response -> {
            if (references.contains(JSON.textNode(RESPONSES + response.getKey()))) {
                errorResponses.set(response.getKey(), errorResponse(response.getKey(), response.getValue()));
            }
        });
        requireNothingInResponses(paths);
        deprecateOnlyProperties(paths);

        ObjectNode normal = JSON.objectNode();
        normal.put("openapi", "3.0.3");
        normal.set("info", kept(root.path("info"), "title", "version", DESCRIPTION));
        normal.set("tags", tags(root.path("tags")));
        normal.set("paths", paths);
        ObjectNode parts = normal.putObject("components");
        parts.set("responses", errorResponses);
        parts.putObject("schemas").setAll(classes.schemas());
        return normal;
    }

    /** Returns why no Java can be generated for an operation; empty if it can. */
    public String obstacle(String path) {
        JsonNode post = post(path);
        JsonNode request = document.resolve(post.path("requestBody"));
        if (!LITERAL_PATH.matcher(path).matches()) {
            return "its path is a pattern, not a literal";
        }
        if (!post.isObject()) {
            return "it has no POST";
        }
        if (!isJsonObjectOrNothing(request)) {
            return "its request is not a JSON object";
        }
        return isJsonObjectOrNothing(success(post)) ? "" : "its response is not a JSON object";
    }

    /**
     * Returns the operation of a path that has no obstacle, and adds the schemas of its bodies to {@link #schemas()}.
     */
    public ObjectNode operation(String path) {
        JsonNode post = post(path);
        String tag = tags.get(Naming.resource(path));
        String method = method(tag, path);
        ObjectNode operation = JSON.objectNode();
        operation.putArray("tags").add(tag);
        operation.put("operationId", Naming.camel(tag) + "_" + method);
        operation.put("x-method-name", method);
        operation.put("summary", post.has("summary") ? text(post.get("summary")) : path);
        operation.setAll(kept(post, DESCRIPTION, DEPRECATED));
        operation.put("x-retry-safe", NamingHeuristics.isRead(path));

        for (JsonNode parameter : post.path("parameters")) {
            JsonNode resolved = document.resolve(parameter);
            if (!resolved.path("in").asText().equals("header")) {
                leftOut.add(path + ": parameter " + resolved.path("name").asText() + ": a POST has only a body");
            }
        }

        JsonNode request = jsonContent(document.resolve(post.path("requestBody")));
        JsonNode success = success(post);
        ObjectNode response = composition.flat(jsonContent(success).path("schema"));
        String key = responseKey(post, response.path(PROPERTIES));
        if (!key.isEmpty()) {
            operation.put("x-response-key", key);
        }
        ObjectNode requestBody = operation.putObject("requestBody");
        requestBody.put(REQUIRED, true);
        requestBody.set("content", content(body(request.path("schema"), naming.request(path))));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = described(success);
        responses.set("200", ok);
        ok.set("content", content(envelope(jsonContent(success).path("schema"), naming.response(path, key))));
        post.path("responses").properties().forEach(other -> {
            if (!isSuccess(other.getKey())) {
                JsonNode error = other.getValue();
                responses.set(other.getKey(), error.has("$ref") ? kept(error, "$ref") : described(error));
            }
        });
        return operation;
    }

    /** Returns the schemas that become classes, by name, each before the schemas of its properties. */
    public Map<String, ObjectNode> schemas() {
        return classes.schemas();
    }

    /** Returns one line for each part of the document that is left out, with the reason. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** Returns the tags of the resources. Tags without a generated class are dropped. */
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

    private boolean isJsonObjectOrNothing(JsonNode body) {
        if (body.path("content").isEmpty()) {
            return true;
        }
        JsonNode json = jsonContent(body);
        return json.isObject()
                && Set.of("object", "").contains(Composition.type(composition.flat(json.path("schema"))));
    }

    private static ObjectNode content(ObjectNode schema) {
        ObjectNode content = JSON.objectNode();
        content.putObject(Document.JSON_BODY).set("schema", schema);
        return content;
    }

    /** Returns a response with its description, which OpenAPI requires, if only an empty one. */
    private static ObjectNode described(JsonNode response) {
        return JSON.objectNode().put(DESCRIPTION, text(response.path(DESCRIPTION)));
    }

    private ObjectNode body(JsonNode schema, String wish) {
        String component = classes.component(schema);
        return component.isEmpty()
                ? classes.inline(schema, composition.flat(schema), wish)
                : classes.reference(component);
    }

    /** Returns the outermost object of a response. It has {@code ok}, which the server may omit. */
    private ObjectNode envelope(JsonNode schema, String wish) {
        String component = classes.component(schema);
        if (document.schemas().path(component).has("x-envelope")) {
            return classes.reference(component);
        }
        ObjectNode flat = composition.flat(schema).deepCopy();
        flat.put("x-envelope", true);
        ObjectNode ok = kept(flat.at("/properties/ok"), DESCRIPTION).put(TYPE, "boolean");
        flat.withObject(PROPERTIES).set("ok", ok);
        return classes.inline(schema, flat, wish);
    }

    private ObjectNode errorResponse(String name, JsonNode response) {
        ObjectNode errorResponse = described(response);
        if (jsonContent(response).isObject()) {
            String wish = Naming.snake(name) + "_response";
            errorResponse.set("content", content(body(jsonContent(response).path("schema"), wish)));
        }
        return errorResponse;
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
        if (!SourceVersion.isName(wish) || RESERVED_METHODS.contains(wish)) {
            wish = Naming.camel("call_" + Naming.verb(path));
        }
        Set<String> taken = methods.computeIfAbsent(tag, t -> new HashSet<>());
        String method = wish;
        for (int i = 2; !taken.add(method.toLowerCase(Locale.ROOT)); i++) {
            method = wish + i;
        }
        return method;
    }

    // ---- all schemas ----

    /**
     * Removes {@code required} from schemas of responses: one that lacks a field is still usable, and older servers
     * omit many.
     */
    private void requireNothingInResponses(ObjectNode paths) {
        Set<String> inRequests = new HashSet<>();
        Set<String> inResponses = new HashSet<>();
        paths.forEach(path -> {
            collectReferences(path.at("/post/requestBody"), inRequests);
            collectReferences(path.at("/post/responses"), inResponses);
        });
        classes.schemas().forEach((name, schema) -> {
            if (!inRequests.contains(name) || inResponses.contains(name)) {
                schema.remove(REQUIRED);
            }
        });
    }

    private void collectReferences(JsonNode node, Set<String> names) {
        String name = Document.schemaName(node);
        if (!name.isEmpty() && names.add(name)) {
            collectReferences(classes.schemas().get(name), names);
        }
        if (node.isContainerNode()) {
            for (JsonNode child : node) {
                collectReferences(child, names);
            }
        }
    }

    /**
     * Removes {@code deprecated} from schemas of items and bodies: javac would warn of the class wherever a signature
     * has it.
     */
    private void deprecateOnlyProperties(ObjectNode paths) {
        List<JsonNode> inSignatures = new ArrayList<>(paths.findValues("schema"));
        classes.schemas().values().forEach(schema -> inSignatures.addAll(schema.findValues(ITEMS)));
        for (JsonNode schema : inSignatures) {
            JsonNode item = schema;
            while (item.has(ITEMS)) {
                item = item.get(ITEMS);
            }
            if (item.has("$ref")) {
                classes.schemas().get(Document.schemaName(item)).remove(DEPRECATED);
            }
        }
    }
}
