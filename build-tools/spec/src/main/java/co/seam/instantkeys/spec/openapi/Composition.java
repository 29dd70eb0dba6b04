package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Merges {@code allOf}, {@code oneOf} and {@code anyOf} into one flat schema. Works one level at a time: the properties
 * and items of a flat schema may themselves be composed, so that recursive schemas can be merged. Not
 * thread-safe.
 */
public final class Composition {
    public static final String TYPE = "type";
    public static final String FORMAT = "format";
    public static final String NULLABLE = "nullable";
    public static final String PROPERTIES = "properties";
    public static final String REQUIRED = "required";
    public static final String ITEMS = "items";
    public static final String ENUM = "enum";
    public static final String OPEN = "additionalProperties";
    public static final String DEPRECATED = "deprecated";
    public static final String DESCRIPTION = "description";
    public static final String DEFAULT = "default";

    /**
     * Added to flat schemas of unions whose variants require different properties, as text: {@code kind | name+size}.
     * Absent if a value need not have any of them.
     */
    public static final String CHOICE = "x-required-choice";

    private static final List<String> KEYWORDS = List.of("allOf", "oneOf", "anyOf");

    /** Keywords that are merged, or of no use in a flat schema. */
    private static final Set<String> NOT_OWN = Set.of("allOf", "oneOf", "anyOf", "discriminator", CHOICE);

    /** Keywords that are merged in a union. Others are kept only if all variants agree. */
    private static final Set<String> MERGED = Set.of(
            TYPE,
            FORMAT,
            NULLABLE,
            PROPERTIES,
            REQUIRED,
            ITEMS,
            ENUM,
            OPEN,
            DEPRECATED,
            CHOICE,
            DESCRIPTION, // that of the first variant
            "example");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Document document;
    private final boolean forJava;
    private final Map<JsonNode, ObjectNode> flatSchemas = new IdentityHashMap<>();

    private Composition(Document document, boolean forJava) {
        this.document = document;
        this.forJava = forJava;
    }

    /**
     * Keeps everything that a value may be: {@code type} and {@code format} are a list where the variants of a union
     * differ.
     */
    public static Composition exact(Document document) {
        return new Composition(document, false);
    }

    /**
     * Gives each schema at most one type. A union of objects becomes one open object with the properties of all, so
     * that a new variant is data and not an exception; a union of what no single Java type holds becomes untyped.
     */
    public static Composition forJava(Document document) {
        return new Composition(document, true);
    }

    /**
     * Returns the reference if the schema is nothing but one, perhaps with a null or a description next to it; else a
     * missing node.
     */
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

    /**
     * Returns the flat form, which callers must not modify. Terminates, since {@link Document} rejects a schema that is
     * composed of itself.
     */
    public ObjectNode flat(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        ObjectNode flat = flatSchemas.get(resolved);
        if (flat == null) {
            flat = flatten(resolved);
            flatSchemas.put(resolved, flat);
        }
        return flat;
    }

    /** Returns the only type of the schema besides null; empty if it may be anything or one of several types. */
    public static String type(JsonNode schema) {
        return schema.path(TYPE).asText();
    }

    public static boolean isComposed(JsonNode schema) {
        return KEYWORDS.stream().anyMatch(schema::has);
    }

    public static boolean isOpen(JsonNode schema) {
        return schema.path(OPEN).isObject() || schema.path(OPEN).asBoolean();
    }

    /**
     * Returns a key for a schema that contains itself as a property: equal for schemas that differ only in the order of
     * their variants.
     */
    public static Object identity(JsonNode schema) {
        return schema.size() == 1 && schema.has("oneOf") ? Set.copyOf(children(schema.get("oneOf"))) : schema;
    }

    private ObjectNode flatten(JsonNode schema) {
        List<ObjectNode> parts = new ArrayList<>();
        parts.add(own(schema));
        schema.path("allOf").forEach(part -> parts.add(flat(part)));
        addUnion(schema.path("oneOf"), parts);
        addUnion(schema.path("anyOf"), parts);
        return parts.size() == 1 ? parts.get(0) : all(parts);
    }

    /**
     * Returns the keywords of the schema itself. States a type that is only implied, and nullable if an enum has null.
     */
    private static ObjectNode own(JsonNode schema) {
        ObjectNode own = JSON.objectNode();
        schema.properties().forEach(entry -> {
            if (!NOT_OWN.contains(entry.getKey())) {
                own.set(entry.getKey(), entry.getValue());
            }
        });
        Set<JsonNode> values = values(own, ENUM);
        if (!own.has(TYPE)) {
            if (own.has(PROPERTIES) || own.path(OPEN).isObject()) {
                own.put(TYPE, "object");
            } else if (own.has(ITEMS)) {
                own.put(TYPE, "array");
            } else if (values.stream().anyMatch(JsonNode::isTextual)) {
                own.put(TYPE, "string");
            }
        }
        if (values.removeIf(JsonNode::isNull)) {
            own.put(NULLABLE, true);
        }
        setList(own, ENUM, values);
        return own;
    }

    private void addUnion(JsonNode variants, List<ObjectNode> parts) {
        List<ObjectNode> values = new ArrayList<>();
        boolean nullable = false;
        for (JsonNode variant : new LinkedHashSet<>(children(variants))) {
            ObjectNode flat = flat(variant);
            nullable |= flat.path(NULLABLE).asBoolean();
            if (!isNull(document.resolve(variant)) && !isNull(flat)) {
                values.add(flat);
            }
        }
        if (!values.isEmpty()) {
            parts.add(any(values, nullable));
        } else if (nullable) {
            parts.add(JSON.objectNode().put(NULLABLE, true)); // each variant is null
        }
    }

    /** Returns whether the schema allows nothing but null. */
    private static boolean isNull(JsonNode schema) {
        boolean namesNothing = !schema.has(TYPE)
                && !schema.has("$ref")
                && !schema.has(PROPERTIES)
                && !schema.has(ITEMS)
                && !isComposed(schema);
        JsonNode values = schema.path(ENUM);
        return schema.path(NULLABLE).asBoolean() && namesNothing && values.isEmpty()
                || values.size() == 1 && values.get(0).isNull();
    }

    /**
     * Merges schemas that hold at the same time. The first has the keywords of the schema itself, which win where only
     * one can be kept.
     */
    private ObjectNode all(List<ObjectNode> parts) {
        ObjectNode all = withEveryKeyword(parts);
        setOneOrList(all, TYPE, common(parts, TYPE));
        setOneOrList(all, FORMAT, common(parts, FORMAT));
        setList(all, ENUM, common(parts, ENUM));
        flag(
                all,
                NULLABLE,
                parts.get(0).path(NULLABLE).asBoolean()
                        || parts.stream()
                                .skip(1)
                                .allMatch(part -> part.path(NULLABLE).asBoolean()));
        flag(
                all,
                DEPRECATED,
                parts.stream().anyMatch(part -> part.path(DEPRECATED).asBoolean()));
        Bounds.setTightest(all, parts);
        setOpen(all, parts);
        setProperties(all, parts, "allOf");
        setItems(all, parts, "allOf");
        Set<String> required = new LinkedHashSet<>();
        parts.forEach(part -> required.addAll(texts(part.path(REQUIRED))));
        setTexts(all, REQUIRED, required);
        setChoice(
                all,
                parts.stream()
                        .filter(part -> part.has(CHOICE))
                        .map(part -> part.get(CHOICE).asText())
                        .collect(Collectors.joining("; ")));
        return forJava && values(all, TYPE).size() > 1 ? untyped(all) : all;
    }

    /** Merges schemas of which one holds. */
    private ObjectNode any(List<ObjectNode> variants, boolean nullable) {
        ObjectNode any = withEveryKeyword(variants);
        flag(any, NULLABLE, nullable);
        if (variants.size() == 1) {
            return any;
        }
        setOneOrList(any, TYPE, united(variants, TYPE));
        setOneOrList(any, FORMAT, united(variants, FORMAT));
        setList(any, ENUM, united(variants, ENUM));
        flag(
                any,
                DEPRECATED,
                variants.stream().allMatch(variant -> variant.path(DEPRECATED).asBoolean()));
        Bounds.setLoosest(any, variants);
        setOpen(any, variants);
        setProperties(any, variants, "oneOf");
        setItems(any, variants, "oneOf");
        Set<String> required = new LinkedHashSet<>(texts(variants.get(0).path(REQUIRED)));
        variants.forEach(variant -> required.retainAll(texts(variant.path(REQUIRED))));
        setTexts(any, REQUIRED, required);
        setChoice(any, choice(variants, required));
        any.properties()
                .removeIf(entry -> !MERGED.contains(entry.getKey())
                        && !Bounds.isBound(entry.getKey())
                        && !variants.stream()
                                .allMatch(variant -> entry.getValue().equals(variant.get(entry.getKey()))));
        return forJava ? asOneType(any) : any;
    }

    private static ObjectNode asOneType(ObjectNode union) {
        Set<String> types = new HashSet<>(texts(union, TYPE));
        if (types.equals(Set.of("integer", "number"))) {
            return union.put(TYPE, "number");
        }
        if (types.size() != 1) {
            return untyped(union);
        }
        return types.contains("object") ? union.put(OPEN, true) : union;
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

    /** Returns what the variants require beyond the common fields; empty if one of them requires no more. */
    private static String choice(List<ObjectNode> variants, Set<String> required) {
        Set<String> demands = new TreeSet<>();
        for (ObjectNode variant : variants) {
            Set<String> demand = new TreeSet<>(texts(variant.path(REQUIRED)));
            demand.removeAll(required);
            demands.add(String.join("+", demand));
        }
        return demands.contains("") ? "" : String.join(" | ", demands);
    }

    private static ObjectNode withEveryKeyword(List<ObjectNode> schemas) {
        ObjectNode merged = JSON.objectNode();
        schemas.forEach(
                schema -> schema.properties().forEach(entry -> merged.putIfAbsent(entry.getKey(), entry.getValue())));
        return merged;
    }

    /**
     * Returns the values that all schemas allow which restrict the keyword; if these contradict each other, the values
     * that any of them allows.
     */
    private static Set<JsonNode> common(List<ObjectNode> schemas, String keyword) {
        Set<JsonNode> all = new LinkedHashSet<>();
        Set<JsonNode> common = new LinkedHashSet<>();
        for (ObjectNode schema : schemas) {
            Set<JsonNode> values = values(schema, keyword);
            if (!values.isEmpty()) {
                if (all.isEmpty()) {
                    common.addAll(values);
                }
                common.retainAll(values);
                all.addAll(values);
            }
        }
        return common.isEmpty() ? all : common;
    }

    /**
     * Returns the values that any of the schemas allows; empty, which means anything, if one does not restrict the
     * keyword.
     */
    private static Set<JsonNode> united(List<ObjectNode> schemas, String keyword) {
        Set<JsonNode> united = new LinkedHashSet<>();
        for (ObjectNode schema : schemas) {
            Set<JsonNode> values = values(schema, keyword);
            if (values.isEmpty()) {
                return Set.of();
            }
            united.addAll(values);
        }
        return united;
    }

    private static void setOpen(ObjectNode target, List<ObjectNode> schemas) {
        target.remove(OPEN);
        schemas.stream().filter(Composition::isOpen).findFirst().ifPresent(open -> target.set(OPEN, open.get(OPEN)));
    }

    private void setProperties(ObjectNode target, List<ObjectNode> schemas, String keyword) {
        Map<String, Set<JsonNode>> properties = new LinkedHashMap<>();
        for (ObjectNode schema : schemas) {
            schema.path(PROPERTIES)
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

    private void setItems(ObjectNode target, List<ObjectNode> schemas, String keyword) {
        Set<JsonNode> items = new LinkedHashSet<>();
        schemas.stream().filter(schema -> schema.has(ITEMS)).forEach(schema -> items.add(schema.get(ITEMS)));
        if (!items.isEmpty()) {
            target.set(ITEMS, composed(items, keyword));
        }
    }

    private JsonNode composed(Set<JsonNode> schemas, String keyword) {
        Set<JsonNode> parts = new LinkedHashSet<>();
        addParts(schemas, keyword, parts, Collections.newSetFromMap(new IdentityHashMap<>()));
        if (parts.size() == 1) {
            return parts.iterator().next();
        }
        ObjectNode composed = JSON.objectNode();
        composed.putArray(keyword).addAll(parts);
        return composed;
    }

    /**
     * Unfolds compositions of the same kind within each other. Otherwise those of recursive schemas would grow with
     * each level and never equal one that was seen before.
     */
    private void addParts(Collection<JsonNode> schemas, String keyword, Set<JsonNode> parts, Set<JsonNode> unfolded) {
        for (JsonNode schema : schemas) {
            JsonNode resolved = document.resolve(schema);
            if (resolved.size() != 1 || !resolved.has(keyword)) {
                parts.add(schema);
            } else if (unfolded.add(resolved)) {
                addParts(children(resolved.get(keyword)), keyword, parts, unfolded);
            }
        }
    }

    public static void flag(ObjectNode schema, String name, boolean value) {
        if (value) {
            schema.put(name, true);
        } else {
            schema.remove(name);
        }
    }

    public static void setTexts(ObjectNode schema, String name, Collection<String> texts) {
        setList(schema, name, texts.stream().map(JSON::textNode).toList());
    }

    private static void setList(ObjectNode schema, String name, Collection<? extends JsonNode> values) {
        if (values.isEmpty()) {
            schema.remove(name);
        } else {
            schema.putArray(name).addAll(values);
        }
    }

    private static void setOneOrList(ObjectNode schema, String name, Set<JsonNode> values) {
        if (values.size() == 1) {
            schema.set(name, values.iterator().next());
        } else {
            setList(schema, name, values);
        }
    }

    private static void setChoice(ObjectNode schema, String choice) {
        if (choice.isEmpty()) {
            schema.remove(CHOICE);
        } else {
            schema.put(CHOICE, choice);
        }
    }

    /** Returns the value or values of a keyword; empty if it is absent. */
    public static List<String> texts(JsonNode schema, String keyword) {
        return values(schema, keyword).stream().map(JsonNode::asText).toList();
    }

    public static List<String> texts(JsonNode array) {
        return children(array).stream().map(JsonNode::asText).toList();
    }

    private static Set<JsonNode> values(JsonNode schema, String keyword) {
        JsonNode value = schema.path(keyword);
        if (value instanceof ArrayNode) {
            return new LinkedHashSet<>(children(value));
        }
        return value.asText().isEmpty() ? new LinkedHashSet<>() : new LinkedHashSet<>(List.of(value));
    }

    private static List<JsonNode> children(JsonNode array) {
        List<JsonNode> children = new ArrayList<>();
        array.forEach(children::add);
        return children;
    }
}
