package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;

import co.seam.instantkeys.spec.openapi.Composition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds hints to an object. */
final class ModelHints {
    private final String name;
    private final ObjectNode schema;
    private final JsonNode schemas;
    private final List<String> required;
    private final JavaPackage target;

    ModelHints(String name, ObjectNode schema, JsonNode schemas, JavaPackage target) {
        this.target = target;
        this.name = name;
        this.schema = schema;
        this.schemas = schemas;
        required = Composition.texts(schema.path(REQUIRED));
    }

    void add() {
        ArrayNode javadoc = new Javadoc()
                .describe(description(name, schema))
                .deprecatedIf(schema.path(DEPRECATED).asBoolean())
                .lines(Javadoc.TOP_LEVEL);
        Set<String> imports = addToProperties();
        ObjectNode hints = schema.putObject(TemplateHints.HINTS);
        hints.set("javadoc", javadoc);
        hints.set("builderMethodJavadoc", builderMethodJavadoc());
        hints.set("builderJavadoc", builderJavadoc());
        PageHints.addTo(schemas.path(name), schemas, hints);
        if (schema.has("x-envelope")) {
            imports.addAll(target.sharedModels("Envelope"));
        }
        if (hints.has("pageItem")) {
            imports.addAll(target.sharedModels("PageResponse"));
            imports.add(PropertyHints.NULLABLE); // of the cursor
        }
        if (hints.has("pageRequest")) {
            imports.addAll(target.sharedModels("PageRequest"));
        }
        imports.add("com.google.gson.annotations.JsonAdapter");
        imports.forEach(hints.putArray("imports")::add);
    }

    /** Returns the description, or the JSON name if there is none. */
    static String description(String name, JsonNode described) {
        String description = described.path(DESCRIPTION).asText();
        return description.isBlank() ? "`" + name + "`." : description;
    }

    /** Adds hints to all properties, and returns the imports that their types need. */
    private Set<String> addToProperties() {
        Set<String> imports = new TreeSet<>();
        Set<String> constants = new HashSet<>(Set.of("CODEC", JavaNames.type(name)));
        int count = schema.path(PROPERTIES).size();
        int index = 0;
        String result = PageHints.resultList(schema, schemas);
        for (Map.Entry<String, JsonNode> property : schema.path(PROPERTIES).properties()) {
            PropertyHints hints = new PropertyHints(
                    property.getKey(),
                    property.getValue(),
                    schemas,
                    required.contains(property.getKey()),
                    property.getKey().equals(result));
            String constant = JavaNames.free(JavaNames.constant(property.getKey()), constants);
            imports.addAll(hints.imports());
            property.setValue(hints.added(index, constant, index == count - 1));
            index++;
        }
        return imports;
    }

    private ArrayNode builderMethodJavadoc() {
        String requirement = required.isEmpty()
                ? "; no property is required."
                : required.stream()
                        .map(property -> "{@code " + JavaNames.setter(property) + "}")
                        .collect(Collectors.joining(", ", ". Required: ", "."));
        return new Javadoc()
                .add("Returns a builder with nothing set" + requirement)
                .lines(Javadoc.MEMBER);
    }

    private ArrayNode builderJavadoc() {
        return new Javadoc()
                .add("Builds {@link " + JavaNames.type(name)
                        + "}. Setters reject null. A property that is not set is not sent. Not thread-safe.")
                .lines(Javadoc.MEMBER);
    }
}
