package co.seam.instantkeys.spec.upstream;

import static co.seam.instantkeys.spec.openapi.Composition.CHOICE;
import static co.seam.instantkeys.spec.openapi.Composition.DEFAULT;
import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.FORMAT;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.NULLABLE;
import static co.seam.instantkeys.spec.openapi.Composition.OPEN;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.openapi.Bounds;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Resolves the schemas of one document to what they mean on the wire: follows references and merges compositions at
 * every depth. Not thread-safe.
 */
final class SchemaResolver {
    /** Limits objects within objects; nobody writes more. */
    private static final int MAX_DEPTH = 100;

    /**
     * Limits merged fields. The public document has some thousand; compositions of compositions could need any number.
     */
    private static final int MAX_MERGED = 100_000;

    private final Document document;
    private final Composition composition;
    private final Map<JsonNode, String> names = new IdentityHashMap<>();
    private final Map<JsonNode, EffectiveSchema> known = new IdentityHashMap<>();

    /** The schemas that contain the present one, from the outside in, with their names; an inline schema has none. */
    private final Map<Object, String> outer = new LinkedHashMap<>();

    private int merged;

    SchemaResolver(Document document) {
        this.document = document;
        composition = Composition.exact(document);
        document.schemas().properties().forEach(schema -> names.putIfAbsent(schema.getValue(), schema.getKey()));
    }

    /** @throws InvalidInputException if the schema contains itself, or is larger than any that people write */
    EffectiveSchema of(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        EffectiveSchema effective = known.get(resolved);
        if (effective == null) {
            String name = names.getOrDefault(resolved, "");
            Object identity = Composition.identity(resolved);
            enter(identity, name.isEmpty() ? schema.path("$ref").asText() : name);
            effective = read(resolved).named(name);
            outer.remove(identity);
            known.put(resolved, effective);
        }
        return effective;
    }

    private void enter(Object identity, String label) {
        if (outer.containsKey(identity)) {
            throw new InvalidInputException(document.name() + " has a schema that contains itself: " + cycle(identity));
        }
        outer.put(identity, label);
        if (outer.size() > MAX_DEPTH) {
            throw new InvalidInputException(document.name() + " has schemas within schemas, more than " + MAX_DEPTH
                    + " deep: " + chain(outer.values()));
        }
    }

    /** Returns the names from this schema on, or the nearest name outside if the whole cycle is inline. */
    private String cycle(Object identity) {
        String named = "an inline schema";
        List<String> cycle = new ArrayList<>();
        boolean isInCycle = false;
        for (Map.Entry<Object, String> schema : outer.entrySet()) {
            isInCycle |= schema.getKey().equals(identity);
            if (!schema.getValue().isEmpty()) {
                named = schema.getValue();
                if (isInCycle) {
                    cycle.add(named);
                }
            }
        }
        return cycle.isEmpty() ? named + " -> " + named : chain(cycle) + " -> " + cycle.get(0);
    }

    private static String chain(Collection<String> labels) {
        return labels.stream().filter(label -> !label.isEmpty()).limit(10).collect(Collectors.joining(" -> "));
    }

    private EffectiveSchema read(JsonNode schema) {
        ObjectNode flat = composition.flat(schema);
        if (Composition.isComposed(schema)) {
            merged += flat.path(PROPERTIES).size() + 1;
            if (merged > MAX_MERGED) {
                throw new InvalidInputException(document.name()
                        + " has compositions of compositions, too many to be merged: " + chain(outer.values()));
            }
        }
        Map<String, EffectiveSchema> fields = new LinkedHashMap<>();
        flat.path(PROPERTIES).properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        return new EffectiveSchema(
                "",
                new TreeSet<>(Composition.texts(flat, TYPE)),
                new TreeSet<>(Composition.texts(flat, FORMAT)),
                flat.path(NULLABLE).asBoolean(),
                flat.path(DEPRECATED).asBoolean(),
                new TreeSet<>(Composition.texts(flat, ENUM)),
                Bounds.of(flat),
                open(flat.path(OPEN)),
                fields,
                new TreeSet<>(Composition.texts(flat, REQUIRED)),
                flat.path(CHOICE).asText(),
                flat.has(ITEMS) ? of(flat.get(ITEMS)) : null,
                flat.has(DEFAULT) ? flat.get(DEFAULT).toString() : "");
    }

    /** Returns what additional properties may be. Absent means none: all documents of this API are written so. */
    private String open(JsonNode additional) {
        if (additional.isObject()) {
            return additional.isEmpty() ? "anything" : of(additional).toString();
        }
        return additional.asBoolean() ? "anything" : "";
    }
}
