package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Adds to a document in normal form, as extension {@code x-java} of each part that becomes Java, what the templates print there
 * and Mustache cannot compute. The same document gets the same hints.
 *
 * <ul>
 *   <li>operation: {@code javadoc}; of its tag {@code tagJavadoc} and {@code tagImports}
 *   <li>enum: {@code javadoc}, and {@code constants} with {@code constant}, {@code javadoc} and {@code declaration} each
 *   <li>object: {@code javadoc}, {@code builderMethodJavadoc}, {@code builderJavadoc}, {@code imports}
 *   <li>property: {@code index} and {@code constant}, {@code declaration} in the codec's table, {@code getterType}, {@code
 *       getterJavadoc}, {@code setterType}, {@code setterJavadoc}, and {@code nullable} where null differs from absence
 * </ul>
 *
 * <p>Javadoc comments and declarations are lists of lines, without the indentation of the first.
 */
final class TemplateHints {
    static final String HINTS = "x-java";

    private TemplateHints() {}

    /** Returns a copy of the document, with hints. */
    static ObjectNode addTo(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        JsonNode schemas = document.at("/components/schemas");
        new OperationHints(document.path("tags")).addTo(copy.path("paths"));
        copy.at("/components/schemas").properties().forEach(schema -> {
            if (schema.getValue().has(ENUM)) {
                new EnumHints(schema.getKey(), (ObjectNode) schema.getValue()).add();
            } else if (schema.getValue().path(TYPE).asText().equals("object")) {
                new ModelHints(schema.getKey(), (ObjectNode) schema.getValue(), schemas).add();
            }
        });
        return copy;
    }
}
