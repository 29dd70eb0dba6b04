package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Adds what the templates print and Mustache cannot compute to a normalized document, as an extension {@code x-java} on
 * each part that becomes Java. The same document always gets the same hints.
 *
 * <ul>
 *   <li>operation: {@code javadoc}; for the interface of its tag, {@code tagJavadoc} and {@code tagImports}; for its
 *       method on the facade, what {@link FacadeHints} adds
 *   <li>enum: {@code javadoc}; {@code constants}, each with {@code constant}, {@code javadoc}, {@code declaration}
 *   <li>object: {@code javadoc}, {@code builderMethodJavadoc}, {@code builderJavadoc}, {@code imports}; for lists in
 *       pages, what {@link PageHints} adds
 *   <li>property: {@code index} and {@code constant}, {@code declaration} in the codec's table, {@code getterType},
 *       {@code getterJavadoc}, {@code setterType}, {@code setterJavadoc}; {@code nullable} if null differs from absent
 * </ul>
 *
 * <p>Every Javadoc and declaration is a list of lines that are not yet indented.
 */
final class TemplateHints {
    static final String HINTS = "x-java";

    private TemplateHints() {}

    /**
     * Returns a copy of the document, with hints.
     *
     * @param handWritten names of the facade's classes that exist already
     */
    static ObjectNode addTo(JsonNode document, Set<String> handWritten) {
        ObjectNode copy = document.deepCopy();
        JsonNode schemas = document.at("/components/schemas");
        new OperationHints(document.path("tags"), schemas, handWritten).addTo(copy.path("paths"));
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
