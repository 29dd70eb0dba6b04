package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;

import co.seam.instantkeys.spec.openapi.Composition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Adds hints to an enum. */
final class EnumHints {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String name;
    private final ObjectNode schema;

    EnumHints(String name, ObjectNode schema) {
        this.name = name;
        this.schema = schema;
    }

    void add() {
        ArrayNode javadoc = new Javadoc()
                .describe(ModelHints.description(name, schema))
                .add("Open: a value that the API adds later is kept as it is and written back unchanged;"
                        + " {@link #isKnown()} is false for it. Compare with {@code equals}.")
                .lines(Javadoc.TOP_LEVEL);
        ArrayNode constants = JSON.arrayNode();
        Set<String> taken = new HashSet<>(Set.of("CODEC"));
        for (String value : Composition.texts(schema.path(ENUM))) {
            String constant = JavaNames.free(JavaNames.enumConstant(value), taken);
            ObjectNode hints = constants.addObject().put("constant", constant);
            hints.set("javadoc", new Javadoc().describe(description(value)).lines(Javadoc.MEMBER));
            hints.set("declaration", declaration(constant, value));
        }
        ObjectNode hints = schema.putObject(TemplateHints.HINTS);
        hints.set("javadoc", javadoc);
        hints.set("constants", constants);
    }

    /** Describes a value in code font, or in plain text if it has special characters. */
    private static String description(String value) {
        return value.matches("[\\w.:/ -]*\\w")
                ? "`" + value + "`."
                : "The value \"" + NamedSchemas.text(JSON.textNode(value)) + "\".";
    }

    private ArrayNode declaration(String constant, String value) {
        String type = JavaNames.type(name);
        String left = "public static final " + type + " " + constant + " =";
        String right = "new " + type + "(" + JavaNames.literal(value) + ");";
        return Javadoc.MEMBER + left.length() + 1 + right.length() <= Javadoc.WIDTH
                ? JSON.arrayNode().add(left + " " + right)
                : JSON.arrayNode().add(left).add(" ".repeat(8) + right);
    }
}
