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
 * Names the schemas of a document that become Java classes: every object with fields and every enum, wherever it is
 * declared. All others become a plain type where they are used. Not thread-safe.
 */
public final class NamedSchemas {
    /** A resource whose list items are wrapped once more, as the API's own samples show. */
    private static final String WRAPPED = "access_grant";

    /** Property names that need no escape in a Java string and have a Java name. */
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.:/$ @-]*[A-Za-z0-9][A-Za-z0-9_.:/$ @-]*");

    private static final Set<String> VALUES = Set.of("string", "integer", "number", "boolean");

    /** Formats to keep: they inform the reader, and none maps to a Java type that loses part of the value. */
    public static final Set<String> FORMATS = Set.of("uuid", "uri", "email", "date", "date-time", "int64");

    private static final String[] BOUNDS = {
        "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"
    };

    /** Limits lists in lists: a list may contain itself. */
    private static final int MAX_DEPTH = 10;

    /** Limits the number of classes. The public document needs a tenth. */
    private static final int MAX_CLASSES = 20_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;
    private final Composition composition;
    private final Naming naming;
    private final List<String> leftOut;
    private final ClassNameAllocator classNames;

    /** The named schemas of the document that become classes, with the names of those classes. */
    private final Map<String, String> components = new LinkedHashMap<>();

    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();

    /**
     * The inline schemas that contain the present one. One that contains itself becomes a class that refers to itself.
     */
    private final Map<Object, String> outer = new HashMap<>();

    /** @param leftOut takes one line for each field or enum value that is in no class */
    NamedSchemas(
            Document document,
            Composition composition,
            Naming naming,
            ClassNameAllocator classNames,
            List<String> leftOut) {
        this.classNames = classNames;
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

    /** Returns the schemas that were requested and what they refer to, each before the schemas of its properties. */
    Map<String, ObjectNode> schemas() {
        return schemas;
    }

    /** Adds all schemas that the document names. */
    void addComponents() {
        components.keySet().forEach(this::reference);
    }

    /** Returns the name of the schema that this one refers to and that becomes a class; empty if there is none. */
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

    /** Returns a reference to a schema of its own for an inline schema. */
    ObjectNode inline(JsonNode schema, ObjectNode flat, String wish) {
        Object identity = Composition.identity(schema);
        String name = outer.get(identity);
        if (name == null) {
            name = classNames.take(wish);
            outer.put(identity, name);
            define(name, flat);
            outer.remove(identity);
        }
        return JSON.objectNode().put("$ref", Document.reference(name));
    }

    private void define(String name, ObjectNode flat) {
        ObjectNode schema = JSON.objectNode();
        schemas.put(name, schema);
        if (schemas.size() > MAX_CLASSES) {
            throw new InvalidInputException(document.name() + " needs more than " + MAX_CLASSES
                    + " classes: it has endless compositions of compositions, near " + name + ".");
        }
        if (isEnum(flat)) {
            schema.put(TYPE, "string");
            schema.setAll(kept(flat, DESCRIPTION, NULLABLE));
            Composition.setTexts(schema, ENUM, enumValues(flat));
            flat.path(ENUM).forEach(value -> {
                if (!value.isTextual() && !value.isNull()) {
                    leftOut.add(name + ": enum value " + value + ": not a string; put it in quotes");
                }
            });
            return;
        }
        schema.put(TYPE, "object");
        schema.setAll(kept(
                flat,
                DESCRIPTION,
                NULLABLE,
                DEPRECATED,
                "x-envelope",
                "x-wrapped-as",
                FacadeHints.EXACTLY_ONE_OF,
                FacadeHints.AT_LEAST_ONE_OF,
                FacadeHints.BY));
        ObjectNode properties = JSON.objectNode();
        Set<String> javaNames = new HashSet<>(Set.of("additionalProperties")); // a property of every model
        flat.path(PROPERTIES).properties().forEach(property -> {
            String key = property.getKey();
            if (PROPERTY.matcher(key).matches() && javaNames.add(javaName(key))) {
                ObjectNode value = used(property.getValue(), name, key, 0);
                Composition.flag(value, "x-sensitive", NamingHeuristics.isSecret(key, value));
                properties.set(key, value);
            } else {
                leftOut.add(
                        name + "." + key + ": has no Java name, or one that another field has; available as raw JSON");
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

    /** Returns what replaces a schema where it is used: a plain type, or a reference to a class. */
    private ObjectNode used(JsonNode schema, String owner, String property, int depth) {
        String component = component(schema);
        if (!component.isEmpty()) {
            return reference(component);
        }
        ObjectNode flat = composition.flat(schema);
        String type = Composition.type(flat);
        boolean isObject = type.equals("object");
        if (isEnum(flat) || isObject && !flat.path(PROPERTIES).isEmpty()) {
            return inline(schema, flat, naming.part(owner, property, depth > 0));
        }
        ObjectNode value = JSON.objectNode();
        if (type.equals("array") && depth < MAX_DEPTH) {
            value.put(TYPE, type);
            value.setAll(kept(flat, "minItems", "maxItems"));
            value.set(ITEMS, used(flat.path(ITEMS), owner, property, depth + 1));
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
            if (value.isTextual() && !values.contains(value.textValue())) {
                values.add(value.textValue());
            }
        });
        return values;
    }

    /** Returns a node with the given entries, except those that are absent or false. */
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

    /** Returns the text escaped for Javadoc, where some characters end the comment or become tags and entities. */
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
