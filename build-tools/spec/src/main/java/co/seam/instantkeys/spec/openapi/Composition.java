package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes {@code allOf}, {@code oneOf} and {@code anyOf} out of schemas, one level at a time: what a flat schema holds may still be
 * composed. A union of objects becomes one open object with the fields of all, so that a new variant is data and not an
 * exception; a union of what no one Java type holds becomes untyped.
 */
public final class Composition {
    public static final String TYPE = "type";
    public static final String NULLABLE = "nullable";
    public static final String PROPERTIES = "properties";
    public static final String REQUIRED = "required";
    public static final String ITEMS = "items";
    public static final String ENUM = "enum";
    public static final String OPEN = "additionalProperties";
    public static final String DEPRECATED = "deprecated";
    public static final String DESCRIPTION = "description";

    private static final List<String> KEYWORDS = List.of("allOf", "oneOf", "anyOf");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;

    public Composition(Document document) {
        this.document = document;
    }

    /** The reference that the schema is, perhaps with a null or a description beside it; missing if it is more than that. */
    public JsonNode reference(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema;
        }
        Set<JsonNode> parts = new LinkedHashSet<>();
        KEYWORDS.forEach(keyword -> schema.path(keyword).forEach(parts::add));
        parts.removeIf(Composition::isNull);
        boolean isMore = schema.has(PROPERTIES) || schema.has(ITEMS) || schema.has(ENUM);
        return parts.size() == 1 && !isMore ? reference(parts.iterator().next()) : JSON.missingNode();
    }

    /** Comes to an end: {@link Document} takes no schema that is a part of itself. */
    public ObjectNode flat(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        ObjectNode own = JSON.objectNode();
        resolved.properties().forEach(entry -> {
            if (!KEYWORDS.contains(entry.getKey()) && !entry.getKey().equals("discriminator")) {
                own.set(entry.getKey(), entry.getValue());
            }
        });
        List<ObjectNode> parts = new ArrayList<>();
        resolved.path("allOf").forEach(part -> parts.add(flat(part)));
        for (String union : List.of("oneOf", "anyOf")) {
            if (resolved.has(union)) {
                List<ObjectNode> variants = new ArrayList<>();
                new LinkedHashSet<>(children(resolved.get(union))).forEach(variant -> variants.add(flat(variant)));
                parts.add(any(variants));
            }
        }
        typed(own);
        return parts.isEmpty() ? own : all(own, parts);
    }

    /** What the value has to be, besides null; empty if it may be anything. */
    public static String type(JsonNode schema) {
        return schema.path(TYPE).asText();
    }

    /** Whether the schema is of null alone, as a variant that says no more than that there may be none. */
    public static boolean isNull(JsonNode schema) {
        boolean namesNothing = !schema.has(TYPE)
                && !schema.has("$ref")
                && !schema.has(PROPERTIES)
                && !schema.has(ITEMS)
                && KEYWORDS.stream().noneMatch(schema::has);
        JsonNode values = schema.path(ENUM);
        return schema.path(NULLABLE).asBoolean() && namesNothing && values.isEmpty()
                || values.size() == 1 && values.get(0).isNull();
    }

    /** Says the type where it is only implied, and null where an enum says so. */
    private static void typed(ObjectNode schema) {
        if (!schema.has(TYPE)) {
            if (schema.has(PROPERTIES) || schema.path(OPEN).isObject()) {
                schema.put(TYPE, "object");
            } else if (schema.has(ITEMS)) {
                schema.put(TYPE, "array");
            } else if (schema.has(ENUM) && children(schema.get(ENUM)).stream().anyMatch(JsonNode::isTextual)) {
                schema.put(TYPE, "string");
            }
        }
        if (schema.has(ENUM)) {
            ArrayNode values = JSON.arrayNode();
            for (JsonNode value : schema.get(ENUM)) {
                if (value.isNull()) {
                    schema.put(NULLABLE, true);
                } else {
                    values.add(value);
                }
            }
            schema.set(ENUM, values);
        }
    }

    /** A value that fits each of the parts, in the words of the schema that is composed of them where both speak. */
    private ObjectNode all(ObjectNode own, List<ObjectNode> composed) {
        List<ObjectNode> parts = new ArrayList<>(List.of(own));
        parts.addAll(composed);
        ObjectNode all = JSON.objectNode();
        Set<String> types = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (ObjectNode part : parts) {
            types.add(type(part));
            part.path(REQUIRED).forEach(name -> required.add(name.asText()));
            part.properties().forEach(entry -> all.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        types.remove("");
        if (types.size() > 1) {
            return untyped(all);
        }
        boolean nullable = own.path(NULLABLE).asBoolean()
                || composed.stream().allMatch(part -> part.path(NULLABLE).asBoolean());
        flag(all, NULLABLE, nullable);
        if (parts.stream().anyMatch(Composition::isOpen)) {
            all.put(OPEN, true);
        }
        setProperties(all, parts, "allOf");
        setItems(all, parts, "allOf");
        setTexts(all, REQUIRED, required);
        if (parts.stream().filter(part -> part.has(ENUM)).count() > 1) {
            Set<JsonNode> values = new LinkedHashSet<>(children(all.get(ENUM)));
            parts.stream().filter(part -> part.has(ENUM)).forEach(part -> values.retainAll(children(part.get(ENUM))));
            setValues(all, values);
        }
        return all;
    }

    /** A value that fits one of the variants at least. */
    private ObjectNode any(List<ObjectNode> variants) {
        boolean nullable =
                variants.stream().anyMatch(variant -> variant.path(NULLABLE).asBoolean());
        List<ObjectNode> values =
                variants.stream().filter(variant -> !isNull(variant)).toList();
        if (values.size() == 1) {
            ObjectNode only = values.get(0).deepCopy();
            flag(only, NULLABLE, nullable);
            return only;
        }
        ObjectNode any = JSON.objectNode();
        for (ObjectNode variant : values) {
            variant.properties().forEach(entry -> any.putIfAbsent(entry.getKey(), entry.getValue()));
        }
        flag(any, NULLABLE, nullable);
        flag(
                any,
                DEPRECATED,
                !values.isEmpty()
                        && values.stream()
                                .allMatch(variant -> variant.path(DEPRECATED).asBoolean()));
        Set<String> types = new LinkedHashSet<>();
        values.forEach(variant -> types.add(type(variant)));
        if (types.equals(Set.of("integer", "number"))) {
            any.put(TYPE, "number");
        } else if (types.size() != 1 || types.contains("")) {
            return untyped(any);
        }
        if (type(any).equals("object")) {
            any.put(OPEN, true);
        }
        setProperties(any, values, "oneOf");
        setItems(any, values, "oneOf");
        Set<String> required = new LinkedHashSet<>(texts(any.path(REQUIRED)));
        values.forEach(variant -> required.retainAll(texts(variant.path(REQUIRED))));
        setTexts(any, REQUIRED, required);
        setUnitedValues(any, values);
        dropWhereTheyDiffer(any, values);
        return any;
    }

    /** All values where every variant lists some; one that lists none takes any text. */
    private static void setUnitedValues(ObjectNode any, List<ObjectNode> variants) {
        Set<JsonNode> values = new LinkedHashSet<>();
        variants.forEach(variant -> values.addAll(children(variant.path(ENUM))));
        setValues(any, variants.stream().allMatch(variant -> variant.has(ENUM)) ? values : Set.of());
    }

    private static void setValues(ObjectNode schema, Set<JsonNode> values) {
        if (values.isEmpty()) {
            schema.remove(ENUM);
        } else {
            schema.set(ENUM, JSON.arrayNode().addAll(values));
        }
    }

    /** Formats and bounds. */
    private static void dropWhereTheyDiffer(ObjectNode any, List<ObjectNode> variants) {
        Set<String> merged =
                Set.of(TYPE, NULLABLE, PROPERTIES, REQUIRED, ITEMS, ENUM, OPEN, DEPRECATED, DESCRIPTION, "example");
        any.properties()
                .removeIf(entry -> !merged.contains(entry.getKey())
                        && !variants.stream()
                                .allMatch(variant -> entry.getValue().equals(variant.get(entry.getKey()))));
    }

    private void setProperties(ObjectNode target, List<ObjectNode> parts, String keyword) {
        Map<String, Set<JsonNode>> properties = new LinkedHashMap<>();
        for (ObjectNode part : parts) {
            part.path(PROPERTIES)
                    .properties()
                    .forEach(property -> properties
                            .computeIfAbsent(property.getKey(), name -> new LinkedHashSet<>())
                            .add(property.getValue()));
        }
        if (!properties.isEmpty()) {
            ObjectNode merged = target.putObject(PROPERTIES);
            properties.forEach((name, same) -> merged.set(name, composed(same, keyword)));
        }
    }

    private void setItems(ObjectNode target, List<ObjectNode> parts, String keyword) {
        Set<JsonNode> items = new LinkedHashSet<>();
        parts.stream().filter(part -> part.has(ITEMS)).forEach(part -> items.add(part.get(ITEMS)));
        if (!items.isEmpty()) {
            target.set(ITEMS, composed(items, keyword));
        }
    }

    private JsonNode composed(Set<JsonNode> schemas, String keyword) {
        Set<JsonNode> parts = parts(schemas, keyword);
        if (parts.size() == 1) {
            return parts.iterator().next();
        }
        ObjectNode composed = JSON.objectNode();
        composed.putArray(keyword).addAll(parts);
        return composed;
    }

    /** Compositions of the same kind in each other come to one, so that those of schemas that hold each other come to an end. */
    private Set<JsonNode> parts(Collection<JsonNode> schemas, String keyword) {
        Set<JsonNode> parts = new LinkedHashSet<>();
        for (JsonNode schema : schemas) {
            JsonNode resolved = document.resolve(schema);
            if (resolved.size() == 1 && resolved.has(keyword)) {
                parts.addAll(parts(children(resolved.get(keyword)), keyword));
            } else {
                parts.add(schema);
            }
        }
        return parts;
    }

    /** Equal for schemas that are the same but for the order of what they are composed of. */
    public static Object identity(JsonNode schema) {
        return schema.size() == 1 && schema.has("oneOf") ? Set.copyOf(children(schema.get("oneOf"))) : schema;
    }

    private static ObjectNode untyped(ObjectNode schema) {
        ObjectNode untyped = JSON.objectNode();
        for (String kept : List.of(DESCRIPTION, DEPRECATED)) {
            if (schema.has(kept)) {
                untyped.set(kept, schema.get(kept));
            }
        }
        return untyped;
    }

    public static boolean isOpen(JsonNode schema) {
        return schema.path(OPEN).isObject() || schema.path(OPEN).asBoolean();
    }

    public static void flag(ObjectNode schema, String name, boolean value) {
        if (value) {
            schema.put(name, true);
        } else {
            schema.remove(name);
        }
    }

    public static void setTexts(ObjectNode schema, String name, Collection<String> texts) {
        if (texts.isEmpty()) {
            schema.remove(name);
        } else {
            ArrayNode array = schema.putArray(name);
            texts.forEach(array::add);
        }
    }

    public static List<String> texts(JsonNode array) {
        return children(array).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> children(JsonNode array) {
        List<JsonNode> children = new ArrayList<>();
        array.forEach(children::add);
        return children;
    }
}
