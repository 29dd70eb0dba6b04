package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Adds what the templates print and Mustache cannot compute to a normalized document, as an extension {@code x-java} on
 * each part that becomes Java. The same document always gets the same hints.
 *
 * <ul>
 *   <li>document: {@code finders}, each with {@code holder}, {@code classes}, {@code otherwise}; {@code lenient} if
 *       responses may differ from it; {@code ownPackage} if the package is the SDK's, else {@code codecsImports} and
 *       {@code envelopeImports}
 *   <li>operation: {@code javadoc}; for the interface of its tag, {@code tagJavadoc} and {@code tagImports}; for its
 *       method on the facade, what {@link FacadeHints} adds
 *   <li>enum: {@code javadoc}; {@code constants}, each with {@code constant}, {@code javadoc}, {@code declaration}
 *   <li>object: {@code javadoc}, {@code builderMethodJavadoc}, {@code builderJavadoc}, {@code imports}; for lists in
 *       pages, what {@link PageHints} adds
 *   <li>property: {@code index} and {@code constant}, {@code row} of the codec's table, {@code getter},
 *       {@code getterType}, {@code getterJavadoc}, {@code setter}, {@code setterType}, {@code setterJavadoc};
 *       {@code nullGetter} if null differs from absent
 * </ul>
 *
 * <p>Every Javadoc and declaration is a list of lines that are not yet indented.
 */
final class TemplateHints {
    static final String HINTS = "x-java";

    /**
     * A method of more than 8,000 bytes is never compiled by the JIT, and one of more than 64 kB, with 2,000 classes,
     * not by javac. A class can refer to some 13,000 others: therefore each method is in a class of its own.
     */
    private static final int CLASSES_PER_METHOD = 200;

    private TemplateHints() {}

    /**
     * Returns a copy of the document, with hints.
     *
     * @param handWritten names of the facade's classes that exist already
     */
    static ObjectNode addTo(JsonNode document, Set<String> handWritten, JavaPackage target) {
        ObjectNode copy = document.deepCopy();
        JsonNode schemas = document.at("/components/schemas");
        new OperationHints(document.path("tags"), schemas, handWritten, target).addTo(copy.path("paths"));
        List<String> classes = new ArrayList<>();
        copy.at("/components/schemas").properties().forEach(schema -> {
            if (schema.getValue().has(ENUM)) {
                new EnumHints(schema.getKey(), (ObjectNode) schema.getValue()).add();
                classes.add(JavaNames.type(schema.getKey()));
            } else if (schema.getValue().path(TYPE).asText().equals("object")) {
                new ModelHints(schema.getKey(), (ObjectNode) schema.getValue(), schemas, target).add();
                classes.add(JavaNames.type(schema.getKey()));
            }
        });
        Collections.sort(classes);
        ObjectNode hints = copy.putObject(HINTS);
        hints.put("ownPackage", target.isOwn());
        target.sharedModels("ModelCodecs").forEach(hints.putArray("codecsImports")::add);
        target.sharedModels("Envelope").forEach(hints.putArray("envelopeImports")::add);
        hints.put("lenient", !document.path("x-curated").asBoolean());
        addFinders(hints.putArray("finders"), classes);
        return copy;
    }

    /** Adds the methods that find the codec of a class by its name. Each passes what it does not know to the next. */
    private static void addFinders(ArrayNode finders, List<String> classes) {
        for (int from = 0; from == 0 || from < classes.size(); from += CLASSES_PER_METHOD) {
            int to = Math.min(from + CLASSES_PER_METHOD, classes.size());
            int number = finders.size() + 1;
            ObjectNode finder = finders.addObject();
            finder.put("holder", "Finder" + number);
            finder.put("otherwise", to == classes.size() ? "null" : "Finder" + (number + 1) + ".find(model)");
            classes.subList(from, to).forEach(finder.putArray("classes")::add);
        }
    }
}
