package co.seam.instantkeys.spec.normalize;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Creates a document as large as the public one from the constructs in {@code any.yaml}, reproducibly. */
final class MadeUpDocument {
    static final int PATHS = 317;
    static final int MIN_CHARACTERS = 4_000_000;

    private static final int SHARED_SCHEMAS = 27;
    private static final List<String> WORDS = List.of(
            "lock", "sensor", "door", "guest", "visit", "tenant", "gate", "camera", "badge", "floor", "lift", "meter",
            "light", "alarm", "bridge", "panel");

    private static final int EVENTS = 200;
    /** Characters that would break Javadoc. */
    private static final String HARMFUL = "Ends no comment */, <p> & @see \\u0000.\n";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;
    private final ObjectNode root;
    private final ObjectNode paths;
    private final ObjectNode schemas;

    private MadeUpDocument(Document constructs, long seed) {
        random = new Random(seed);
        root = constructs.root().deepCopy();
        paths = root.withObject("/paths");
        schemas = root.withObject("/components/schemas");
    }

    static ObjectNode of(Document constructs, long seed) {
        MadeUpDocument document = new MadeUpDocument(constructs, seed);
        document.addSharedSchemas();
        document.addPaths();
        document.addEvents();
        document.describe();
        return document.root;
    }

    private void addSharedSchemas() {
        for (int i = 0; i < SHARED_SCHEMAS; i++) {
            schemas.set("shared_" + word() + "_" + i, object(0));
        }
    }

    private void addPaths() {
        for (int i = 0; paths.size() < PATHS; i++) {
            String resource = word() + "_" + word() + "s_" + i;
            for (String verb : List.of("create", "get", "list", "update", "delete")) {
                if (paths.size() < PATHS) {
                    addOperation("/made_up/" + resource + "/" + verb, verb, resource);
                }
            }
        }
    }

    private void addOperation(String path, String verb, String resource) {
        ObjectNode item = paths.putObject(path);
        ObjectNode post = item.putObject("post");
        post.put("description", HARMFUL);
        post.withObject("/requestBody/content/application~1json")
                .set("schema", random.nextBoolean() ? object(1) : union(2));
        ObjectNode ok = post.withObject("/responses").putObject("200").put("description", "OK");
        if (verb.equals("create") || verb.equals("get") || verb.equals("list")) {
            ObjectNode response = ok.withObject("/content/application~1json").putObject("schema");
            response.put("type", "object").putArray("required").add("ok").add(resource);
            ObjectNode properties = response.putObject("properties");
            properties.putObject("ok").put("type", "boolean");
            properties.set(resource, verb.equals("list") ? array(shared()) : object(0));
            post.put("x-response-key", resource);
        }
        String twin = verb.equals("update") ? "patch" : verb.equals("delete") ? "delete" : "get";
        if (!verb.equals("create")) {
            item.putObject(twin).putObject("responses").putObject("200").put("description", "OK");
        }
    }

    /** Adds a variant for each event type, with the common fields and some of its own. */
    private void addEvents() {
        ArrayNode variants = (ArrayNode) schemas.at("/event/oneOf");
        while (variants.size() < EVENTS) {
            ObjectNode variant = variants.get(0).deepCopy();
            ((ArrayNode) variant.at("/properties/event_type/enum"))
                    .removeAll()
                    .add(word() + "." + word() + "_" + variants.size());
            for (int i = 0; i < 4; i++) {
                variant.withObject("/properties").set(word() + "_" + word(), schema(3));
            }
            variants.add(variant);
        }
    }

    /** Adds descriptions until the document is large enough. */
    private void describe() {
        List<JsonNode> properties = root.findValues("properties");
        int length = (MIN_CHARACTERS - root.toString().length()) / properties.size();
        for (JsonNode property : properties) {
            ((ObjectNode) property.iterator().next()).put("description", HARMFUL.repeat(length / HARMFUL.length() + 1));
        }
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        for (int i = 4 + random.nextInt(10); i > 0; i--) {
            properties.set(word() + "_" + word() + (i % 3 == 0 ? "_count" : ""), schema(depth + 1));
        }
        properties.fieldNames().forEachRemaining(name -> {
            if (random.nextInt(3) == 0) {
                object.withArray("required").add(name);
            }
        });
        return object;
    }

    private ObjectNode schema(int depth) {
        switch (random.nextInt(depth > 2 ? 10 : 40)) {
            case 0:
                return JSON.objectNode()
                        .put("type", "number")
                        .put("format", "float")
                        .put("default", 1);
            case 1:
                return JSON.objectNode().put("type", "string").put("format", "uri");
            case 2:
                return JSON.objectNode().put("type", "string").put("nullable", true);
            case 3:
                return JSON.objectNode().put("nullable", true);
            case 4:
                return values();
            case 5:
                return JSON.objectNode().put("type", "array");
            case 6:
                return array(JSON.objectNode().put("type", "string").put("format", "date-time"));
            case 7:
                return shared();
            case 8:
                return schemas.get("custom_metadata").deepCopy();
            case 9:
                return JSON.objectNode()
                        .put("type", "string")
                        .put("format", "uuid")
                        .put("description", "It's */ <b>.");
            case 10:
                return object(depth);
            case 11:
                return array(object(depth));
            case 12:
                return array(union(depth));
            case 13:
                ObjectNode both = object(depth);
                both.putObject("additionalProperties").put("type", "string");
                return both;
            case 14:
                ObjectNode all = JSON.objectNode();
                all.putArray("allOf").add(object(depth + 1)).add(union(depth + 1));
                return all;
            default:
                return JSON.objectNode().put("type", "boolean");
        }
    }

    private ObjectNode union(int depth) {
        ObjectNode union = JSON.objectNode();
        ArrayNode variants = union.putArray(random.nextInt(5) == 0 ? "anyOf" : "oneOf");
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            ObjectNode variant = object(3);
            variant.withObject("/properties").set("kind_code", values());
            variants.add(variant);
        }
        union.putObject("discriminator").put("propertyName", "kind_code");
        return union;
    }

    private ObjectNode values() {
        ObjectNode values = JSON.objectNode().put("type", "string");
        values.putArray("enum").add(word()).add(word() + "_" + random.nextInt(9));
        return values;
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode array = JSON.objectNode().put("type", "array");
        array.set("items", items);
        return array;
    }

    private ObjectNode shared() {
        List<String> names = schemas.properties().stream()
                .map(schema -> schema.getKey())
                .filter(name -> name.startsWith("shared_") || name.equals("access_grant"))
                .toList();
        return JSON.objectNode().put("$ref", "#/components/schemas/" + names.get(random.nextInt(names.size())));
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
