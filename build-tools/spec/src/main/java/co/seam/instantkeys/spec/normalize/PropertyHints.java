package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** Adds hints to a property of a model. */
final class PropertyHints {
    /** Indentation of the codec's table. */
    private static final int ROW = 12;

    private static final String CONTINUATION = " ".repeat(8);

    static final String NULLABLE = "org.jspecify.annotations.Nullable";

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
        Set<String> imports = new TreeSet<>(type.imports());
        if (getterType().startsWith("@Nullable")) {
            imports.add(NULLABLE);
        }
        return imports;
    }

    /**
     * Returns the property with its hints. A reference becomes an {@code allOf} of this one reference, because the
     * generator ignores extensions next to {@code $ref}.
     */
    ObjectNode added(int index, String constant, boolean isLast) {
        if (name.contains("\n")) {
            throw new InvalidInputException("the name of a property holds a line break: " + JavaNames.literal(name));
        }
        ObjectNode property = schema.deepCopy();
        if (schema.has("$ref")) {
            property = JSON.objectNode();
            property.putArray("allOf").add(schema);
        }
        ObjectNode hints = property.putObject(TemplateHints.HINTS);
        hints.put("index", index).put("constant", constant);
        hints.set("row", row(index == 0, isLast));
        hints.put("getter", JavaNames.getter(name)).put("getterType", getterType());
        hints.put("setter", JavaNames.setter(name)).put("setterType", type.primitive());
        hints.set("getterJavadoc", getterJavadoc());
        hints.set("setterJavadoc", javadoc().lines(Javadoc.NESTED_MEMBER));
        if (isNullable()) {
            hints.put("nullGetter", JavaNames.nullGetter(name));
        }
        return property;
    }

    /** Returns the row of the codec's table, as a part of one string. Continues a long one on the next line. */
    private ArrayNode row(boolean isFirst, boolean isLast) {
        String key = name + ": ";
        String value = (isResultList ? "result " : "")
                + type.codec()
                + (isRequired ? ", required" : "")
                + (isNullable() ? ", nullable" : "")
                + (isSecret() || mayQuoteSecrets() ? ", secret" : "")
                + (isPersonal() ? ", personal" : "");
        String start = isFirst ? "" : CONTINUATION + "+ ";
        String end = isLast ? ");" : "";
        String inOneLine = start + line(key + value) + end;
        return ROW + inOneLine.length() <= Javadoc.WIDTH
                ? JSON.arrayNode().add(inOneLine)
                : JSON.arrayNode().add(start + JavaNames.literal(key)).add(CONTINUATION + "+ " + line(value) + end);
    }

    private static String line(String text) {
        String literal = JavaNames.literal(text);
        return literal.substring(0, literal.length() - 1) + "\\n\"";
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
