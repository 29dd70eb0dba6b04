package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Java type of a schema.
 *
 * @param name the type if the value may be null
 * @param primitive the type if it may not
 * @param codec the name of the type in the table of a codec
 * @param imports the classes that the type needs
 */
record JavaType(String name, String primitive, String codec, Set<String> imports) {
    /** Returns whether an object has the property, with this Java type. */
    static boolean isOf(String type, JsonNode object, String property, JsonNode schemas) {
        JsonNode schema = object.path(PROPERTIES).path(property);
        return !schema.isMissingNode() && of(schema, schemas).name().equals(type);
    }

    static JavaType of(JsonNode schema, JsonNode schemas) {
        String reference = className(schema, schemas);
        if (!reference.isEmpty()) {
            return object(reference, reference);
        }
        JsonNode resolved = resolved(schema, schemas);
        String format = resolved.path("format").asText();
        switch (resolved.path(TYPE).asText()) {
            case "array":
                return list(of(resolved.path(ITEMS), schemas));
            case "boolean":
                return new JavaType("Boolean", "boolean", "boolean", Set.of());
            case "integer":
                return format.equals("int64")
                        ? new JavaType("Long", "long", "long", Set.of())
                        : new JavaType("Integer", "int", "integer", Set.of());
            case "number":
                return object("BigDecimal", "decimal", "java.math.BigDecimal");
            case "object":
                return object("Map<String, Object>", "object", "java.util.Map");
            case "string":
                return format.equals("date-time")
                        ? object("Instant", "instant", "java.time.Instant")
                        : object("String", "string");
            default:
                return object("Object", "any");
        }
    }

    /** Returns the schema itself, or the named one that it refers to. */
    static JsonNode resolved(JsonNode schema, JsonNode schemas) {
        String name = Document.schemaName(schema);
        return name.isEmpty() ? schema : schemas.path(name);
    }

    /** Returns the class that a schema refers to; empty if it refers to none, or to an object without properties. */
    private static String className(JsonNode schema, JsonNode schemas) {
        JsonNode resolved = resolved(schema, schemas);
        boolean isClass = schema.has("$ref") && (resolved.has(ENUM) || resolved.has(PROPERTIES));
        return isClass ? JavaNames.type(Document.schemaName(schema)) : "";
    }

    private static JavaType object(String name, String codec, String... imports) {
        return new JavaType(name, name, codec, Set.of(imports));
    }

    private static JavaType list(JavaType item) {
        Set<String> imports = new TreeSet<>(item.imports);
        imports.add("java.util.List");
        String name = "List<" + item.name + ">";
        return new JavaType(name, name, "list of " + item.codec, imports);
    }
}
