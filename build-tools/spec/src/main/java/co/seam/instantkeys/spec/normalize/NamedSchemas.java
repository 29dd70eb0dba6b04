package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.NULLABLE;
import static co.seam.instantkeys.spec.openapi.Composition.OPEN;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * Makes named schemas, each of which becomes a Java class, of those of a document: of every object with fields and of
 * every enum, wherever it stands. All else is a plain type where it stands. Not thread-safe.
 */
public final class NamedSchemas {
    /** Comes wrapped once more where it is an item, as the API's own samples show. */
    private static final String WRAPPED = "access_grant";

    /** What a Java string holds as it is, and what a Java name can be made of. */
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.:/$ @-]*[A-Za-z0-9][A-Za-z0-9_.:/$ @-]*");

    private static final Set<String> VALUES = Set.of("string", "integer", "number", "boolean");
    /** Those that tell something, and give a value no Java type that loses some of it. */
    public static final Set<String> FORMATS = Set.of("uuid", "uri", "email", "date", "date-time", "int64");

    private static final String[] BOUNDS = {
        "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"
    };
    /** Lists in lists; a list may be one of itself. */
    private static final int MAX_DEPTH = 10;
    /** The public document needs a tenth. */
    private static final int MAX_CLASSES = 20_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;
    private final Composition composition;
    private final Naming naming;
    private final List<String> leftOut;
    private final ClassNameAllocator classNames = new ClassNameAllocator();
    /** The schemas of the document that become classes, and the names that these have. */
    private final Map<String, String> components = new LinkedHashMap<>();

    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();
    /** The inline schemas around the present place: one that holds itself is a class that refers to itself. */
    private final Map<Object, String> around = new HashMap<>();

    /** @param leftOut takes a line for each field that no class has */
    NamedSchemas(Document document, Composition composition, Naming naming, List<String> leftOut) {
        this.document = document;
        this.composition = composition;
        this.naming = naming;
        this.leftOut = leftOut;
        document.schemas().properties().forEach(schema -> {
            ObjectNode flat = composition.flat(schema.getValue());
            boolean isAlias = !composition.reference(schema.getValue()).isMissingNode();
            if (!isAlias && (isEnum(flat) || Composition.type(flat).equals("object"))) {
                components.put(schema.getKey(), classNames.take(schema.getKey()));
            }
        });
    }

    /** Those that were asked for, and what they refer to: a whole before its parts. */
    Map<String, ObjectNode> schemas() {
        return schemas;
    }

    /** Asks for all that the document names. */
    void addComponents() {
        components.keySet().forEach(this::reference);
    }

    /** The schema of the document that becomes a class and that this one refers to; empty if there is none. */
    String component(JsonNode schema) {
        JsonNode reference = composition.reference(schema);
        while (reference.has("$ref")) {
            String name = Document.schemaName(reference);
            if (components.containsKey(name)) {
                return name;
            }
            reference = composition.reference(document.target(reference));
        }
        return "";
    }

    ObjectNode reference(String component) {
        String name = components.get(component);
        if (!schemas.containsKey(name)) {
            define(name, composition.flat(document.schemas().get(component)));
        }
        return JSON.objectNode().put("$ref", Document.reference(name));
    }

    /** A reference to a class of its own for a schema without a name, given what it is when flat. */
    ObjectNode inline(JsonNode schema, ObjectNode flat, String wish) {
        Object identity = Composition.identity(schema);
        String name = around.get(identity);
        if (name == null) {
            name = classNames.take(wish);
            around.put(identity, name);
            define(name, flat);
            around.remove(identity);
        }
        return JSON.objectNode().put("$ref", Document.reference(name));
    }

    private void define(String name, ObjectNode flat) {
        ObjectNode schema = JSON.objectNode();
        schemas.put(name, schema);
        if (schemas.size() > MAX_CLASSES) {
            throw new InvalidInputException(document.file() + " needs more than " + MAX_CLASSES
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
                Composition.flag(value, "x-sensitive", NamingHeuristics.isSecret(key, value));
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
            value.put(TYPE, NamingHeuristics.isCount(property, flat) ? "integer" : type);
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

    /** A node of those of the entries that there are; what is false says nothing. */
    static ObjectNode kept(JsonNode node, String... names) {
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
    static String text(JsonNode text) {
        return text.asText()
                .replaceAll("&(?!#?\\w+;)", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;");
    }
}
