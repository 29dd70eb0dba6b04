package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Adds hints to a property of a model. */
final class PropertyHints {
    /** Indentation of a declaration in the codec's table. */
    private static final int ROW = 12;

    private static final String CONTINUATION = " ".repeat(8);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String name;
    private final JsonNode schema;
    /** The schema itself, or the one that it refers to. */
    private final JsonNode resolved;

    private final JavaType type;
    private final boolean isRequired;
    private final boolean isResultList;

    /** @param isResultList whether it is the list of models that an operation returns */
    PropertyHints(String name, JsonNode schema, JsonNode schemas, boolean isRequired, boolean isResultList) {
        this.name = name;
        this.schema = schema;
        resolved = JavaType.resolved(schema, schemas);
        type = JavaType.of(schema, schemas);
        this.isRequired = isRequired;
        this.isResultList = isResultList;
    }

    Set<String> imports() {
        return type.imports();
    }

    /**
     * Returns the property with its hints. A reference becomes an {@code allOf} of this one reference, because the
     * generator ignores extensions next to {@code $ref}.
     */
    ObjectNode added(int index, String constant, boolean isLast) {
        ObjectNode property = schema.deepCopy();
        if (schema.has("$ref")) {
            property = JSON.objectNode();
            property.putArray("allOf").add(schema);
        }
        ObjectNode hints = property.putObject(TemplateHints.HINTS);
        hints.put("index", index).put("constant", constant);
        hints.set("declaration", declaration(constant, isLast));
        hints.put("getter", JavaNames.getter(name)).put("getterType", getterType());
        hints.put("setter", JavaNames.setter(name)).put("setterType", type.primitive());
        hints.set("getterJavadoc", getterJavadoc());
        hints.set("setterJavadoc", javadoc().lines(Javadoc.NESTED_MEMBER));
        if (isNullable()) {
            hints.put("nullGetter", JavaNames.nullGetter(name));
        }
        return property;
    }

    /** Puts all on one line if it fits; else all arguments on the next line, or one argument per line. */
    private ArrayNode declaration(String constant, boolean isLast) {
        String head = "ModelProperty." + (isRequired ? "required(" : "optional(");
        List<String> arguments = List.of(constant, "\"" + name + "\"", codec());
        String tail = ")"
                + (isNullable() ? ".nullable()" : "")
                + (isSecret() || mayQuoteSecrets() ? ".secret()" : "")
                + (isPersonal() ? ".personal()" : "")
                + (isLast ? ");" : ",");

        String inOneLine = String.join(", ", arguments) + tail;
        if (ROW + head.length() + inOneLine.length() <= Javadoc.WIDTH) {
            return JSON.arrayNode().add(head + inOneLine);
        }
        ArrayNode lines = JSON.arrayNode().add(head);
        if (ROW + CONTINUATION.length() + inOneLine.length() <= Javadoc.WIDTH) {
            return lines.add(CONTINUATION + inOneLine);
        }
        String inLines = String.join(",\n", arguments) + tail;
        inLines.lines().forEach(line -> lines.add(CONTINUATION + line));
        return lines;
    }

    private String codec() {
        return isResultList ? type.codec().replaceFirst("^Json\\.list", "Json.result") : type.codec();
    }

    private String getterType() {
        if (isList()) {
            return type.name();
        }
        return isRequired && !isNullable() ? type.primitive() : "@Nullable " + type.name();
    }

    private ArrayNode getterJavadoc() {
        return javadoc()
                .appendIf(isList(), "Unmodifiable, empty if absent.")
                .appendIf(isSecret(), "Secret: masked in {@link #toString()}; keep it out of logs.")
                .appendIf(mayQuoteSecrets(), "May quote a secret: masked in {@link #toString()}.")
                .lines(Javadoc.MEMBER);
    }

    /** Starts the Javadoc of the getter or setter. A reference gets the first sentence of its schema's description. */
    private Javadoc javadoc() {
        String description = ModelHints.description(name, resolved).strip();
        return new Javadoc()
                .describe(schema.has("$ref") ? description.split("(?<=\\.)\\s", 2)[0] : description)
                .deprecatedIf(schema.path(DEPRECATED).asBoolean()
                        || resolved.path(DEPRECATED).asBoolean());
    }

    private boolean isList() {
        return resolved.path("type").asText().equals("array");
    }

    private boolean isNullable() {
        return resolved.path("nullable").asBoolean() || !resolved.has("type");
    }

    private boolean isSecret() {
        return resolved.path("x-sensitive").asBoolean();
    }

    private boolean mayQuoteSecrets() {
        return !isSecret() && NamingHeuristics.mayQuoteSecrets(name);
    }

    private boolean isPersonal() {
        return !isSecret() && NamingHeuristics.isPersonal(name);
    }
}
