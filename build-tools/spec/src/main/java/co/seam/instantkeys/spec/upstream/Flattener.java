package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes shapes of the schemas of one document. Not thread-safe. */
final class Flattener {
    /** Objects within objects; beyond it a document was not made by people. */
    private static final int MAX_DEPTH = 100;

    /** Merged fields: some thousand in the public document; compositions of compositions can ask for any number. */
    private static final int MAX_MERGES = 100_000;

    private final Document document;
    private final Map<JsonNode, String> names = new IdentityHashMap<>();
    private final Map<JsonNode, EffectiveSchema> shapes = new IdentityHashMap<>();
    /** What is being flattened, and how long the chain was before. */
    private final Map<JsonNode, Integer> around = new IdentityHashMap<>();

    /** From the outside in, what has a name. */
    private final List<String> chain = new ArrayList<>();

    private int merges;

    Flattener(Document document) {
        this.document = document;
        document.schemas().properties().forEach(schema -> names.putIfAbsent(schema.getValue(), schema.getKey()));
    }

    /** @throws InvalidInputException if the schema holds itself, or is too large to be anybody's */
    EffectiveSchema of(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        EffectiveSchema known = shapes.get(resolved);
        if (known != null) {
            return known;
        }
        String name = names.getOrDefault(resolved, "");
        String label = name.isEmpty() ? schema.path("$ref").asText() : name;
        Integer before = around.putIfAbsent(resolved, chain.size());
        if (before != null) {
            throw new InvalidInputException(document.file() + " has a schema that holds itself: "
                    + chain(chain.subList(before, chain.size())) + " -> " + label);
        }
        if (around.size() > MAX_DEPTH) {
            throw new InvalidInputException(
                    document.file() + " has schemas within schemas, more than " + MAX_DEPTH + " deep: " + chain(chain));
        }
        if (!label.isEmpty()) {
            chain.add(label);
        }
        EffectiveSchema shape = flatten(resolved).named(name);
        if (!label.isEmpty()) {
            chain.remove(chain.size() - 1);
        }
        around.remove(resolved);
        shapes.put(resolved, shape);
        return shape;
    }

    private static String chain(List<String> names) {
        return names.stream().limit(10).collect(Collectors.joining(" -> "));
    }

    private EffectiveSchema flatten(JsonNode schema) {
        List<EffectiveSchema> parts = new ArrayList<>();
        schema.path("allOf").forEach(part -> parts.add(of(part)));
        for (String union : List.of("oneOf", "anyOf")) {
            List<EffectiveSchema> variants = new ArrayList<>();
            boolean orNull = false;
            for (JsonNode variant : schema.path(union)) {
                if (Composition.isNull(variant)) {
                    orNull = true;
                } else {
                    variants.add(of(variant));
                }
            }
            if (!variants.isEmpty()) {
                EffectiveSchema any = any(variants);
                parts.add(orNull ? any.orNull() : any);
            }
        }
        EffectiveSchema own = own(schema);
        if (parts.isEmpty()) {
            return own;
        }
        boolean nullable = own.nullable() || parts.stream().allMatch(EffectiveSchema::nullable);
        parts.add(own);
        return all(parts, nullable);
    }

    /** What the schema says itself, compositions aside. */
    private EffectiveSchema own(JsonNode schema) {
        Map<String, EffectiveSchema> fields = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        Set<String> values = new TreeSet<>();
        schema.path("enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(value.asText());
            }
        });
        JsonNode byDefault = schema.path("default");
        return new EffectiveSchema(
                "",
                one(type(schema)),
                one(schema.path("format").asText()),
                schema.path("nullable").asBoolean(),
                schema.path("deprecated").asBoolean(),
                values,
                Bounds.of(schema),
                open(schema.path("additionalProperties")),
                fields,
                required,
                "",
                schema.has("items") ? of(schema.get("items")) : null,
                byDefault.isMissingNode() ? "" : byDefault.toString());
    }

    private static String type(JsonNode schema) {
        if (schema.path("type").isTextual()) {
            return schema.get("type").textValue();
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : schema.has("enum") ? "string" : "";
    }

    /** Left out means closed: all documents of this API are written so. */
    private String open(JsonNode additional) {
        if (additional.isObject()) {
            return additional.isEmpty() ? "anything" : of(additional).toString();
        }
        return additional.asBoolean() ? "anything" : "";
    }

    /** A value that fits each of the shapes. */
    private EffectiveSchema all(List<EffectiveSchema> shapes, boolean nullable) {
        Set<String> required = new TreeSet<>();
        shapes.forEach(shape -> required.addAll(shape.required()));
        return new EffectiveSchema(
                "",
                common(shapes, EffectiveSchema::types),
                common(shapes, EffectiveSchema::formats),
                nullable,
                shapes.stream().anyMatch(EffectiveSchema::deprecated),
                common(shapes, EffectiveSchema::values),
                Bounds.tightest(shapes.stream().map(EffectiveSchema::bounds).toList()),
                last(shapes, EffectiveSchema::open),
                fields(shapes, fields -> all(fields, fields.stream().allMatch(EffectiveSchema::nullable))),
                required,
                shapes.stream()
                        .map(EffectiveSchema::choice)
                        .filter(choice -> !choice.isEmpty())
                        .collect(Collectors.joining("; ")),
                items(shapes, items -> all(items, items.stream().allMatch(EffectiveSchema::nullable))),
                last(shapes, EffectiveSchema::byDefault));
    }

    /** A value that fits one of the shapes. */
    private EffectiveSchema any(List<EffectiveSchema> shapes) {
        if (shapes.size() == 1) {
            return shapes.get(0);
        }
        Set<String> required = new TreeSet<>(shapes.get(0).required());
        shapes.forEach(shape -> required.retainAll(shape.required()));
        return new EffectiveSchema(
                "",
                united(shapes, EffectiveSchema::types),
                united(shapes, EffectiveSchema::formats),
                shapes.stream().anyMatch(EffectiveSchema::nullable),
                shapes.stream().allMatch(EffectiveSchema::deprecated),
                united(shapes, EffectiveSchema::values),
                Bounds.loosest(shapes.stream().map(EffectiveSchema::bounds).toList()),
                last(shapes, EffectiveSchema::open),
                fields(shapes, this::any),
                required,
                choice(shapes, required),
                items(shapes, this::any),
                shapes.stream().map(EffectiveSchema::byDefault).distinct().count() == 1
                        ? shapes.get(0).byDefault()
                        : "");
    }

    /** Which fields the variants demand beyond those that all of them do; nothing if one of them demands no more. */
    private static String choice(List<EffectiveSchema> variants, Set<String> required) {
        Set<String> demands = new TreeSet<>();
        for (EffectiveSchema variant : variants) {
            Set<String> demand = new TreeSet<>(variant.required());
            demand.removeAll(required);
            demands.add(String.join("+", demand));
        }
        return demands.contains("") ? "" : String.join(" | ", demands);
    }

    private Map<String, EffectiveSchema> fields(
            List<EffectiveSchema> shapes, Function<List<EffectiveSchema>, EffectiveSchema> merge) {
        Map<String, List<EffectiveSchema>> fields = new LinkedHashMap<>();
        for (EffectiveSchema shape : shapes) {
            shape.fields()
                    .forEach((name, field) ->
                            fields.computeIfAbsent(name, n -> new ArrayList<>()).add(field));
        }
        Map<String, EffectiveSchema> merged = new LinkedHashMap<>();
        fields.forEach((name, same) -> merged.put(name, merged(same, merge)));
        return merged;
    }

    private EffectiveSchema items(
            List<EffectiveSchema> shapes, Function<List<EffectiveSchema>, EffectiveSchema> merge) {
        List<EffectiveSchema> items = shapes.stream()
                .map(EffectiveSchema::items)
                .filter(item -> item != null)
                .toList();
        return items.isEmpty() ? null : merged(items, merge);
    }

    private EffectiveSchema merged(
            List<EffectiveSchema> shapes, Function<List<EffectiveSchema>, EffectiveSchema> merge) {
        merges += shapes.size();
        if (merges > MAX_MERGES) {
            throw new InvalidInputException(
                    document.file() + " has compositions of compositions, too many to be flattened: " + chain(chain));
        }
        boolean same = shapes.stream().allMatch(shape -> shape == shapes.get(0));
        return same ? shapes.get(0) : merge.apply(shapes);
    }

    /** What all of those have which have any: none means anything. A contradiction keeps what each one says. */
    private static Set<String> common(List<EffectiveSchema> shapes, Function<EffectiveSchema, Set<String>> words) {
        Set<String> common = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (Set<String> some :
                shapes.stream().map(words).filter(s -> !s.isEmpty()).toList()) {
            if (all.isEmpty()) {
                common.addAll(some);
            }
            common.retainAll(some);
            all.addAll(some);
        }
        return common.isEmpty() ? all : common;
    }

    /** What any of them has, if all have some: none means anything. */
    private static Set<String> united(List<EffectiveSchema> shapes, Function<EffectiveSchema, Set<String>> words) {
        Set<String> united = new TreeSet<>();
        for (EffectiveSchema shape : shapes) {
            if (words.apply(shape).isEmpty()) {
                return Set.of();
            }
            united.addAll(words.apply(shape));
        }
        return united;
    }

    private static String last(List<EffectiveSchema> shapes, Function<EffectiveSchema, String> text) {
        return shapes.stream().map(text).filter(t -> !t.isEmpty()).reduce("", (a, b) -> b);
    }

    private static Set<String> one(String word) {
        return word.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(word));
    }
}
