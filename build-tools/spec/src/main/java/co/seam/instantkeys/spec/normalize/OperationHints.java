package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds hints to operations. The hints for an interface are on each of its operations, because the generator drops tags
 * and their extensions.
 */
final class OperationHints {
    private final JsonNode tags;

    OperationHints(JsonNode tags) {
        this.tags = tags;
    }

    void addTo(JsonNode paths) {
        Map<String, Set<String>> imports = new HashMap<>();
        for (JsonNode path : paths) {
            JsonNode operation = path.path("post");
            Set<String> ofTag = imports.computeIfAbsent(tag(operation), tag -> new TreeSet<>());
            ofTag.add(bodyClass(operation.path("requestBody")));
            ofTag.add(bodyClass(operation.at("/responses/200")));
        }
        paths.properties().forEach(path -> {
            ObjectNode operation = path.getValue().withObject("/post");
            ObjectNode hints = operation.putObject(TemplateHints.HINTS);
            hints.set("javadoc", javadoc(path.getKey(), operation));
            hints.set("tagJavadoc", tagJavadoc(tag(operation)));
            imports.get(tag(operation)).forEach(hints.putArray("tagImports")::add);
        });
    }

    private static String tag(JsonNode operation) {
        return operation.at("/tags/0").asText();
    }

    private static String bodyClass(JsonNode body) {
        String reference = body.at("/content/application~1json/schema/$ref").asText();
        return JavaNames.type(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static ArrayNode javadoc(String path, JsonNode operation) {
        return new Javadoc()
                .describe(operation.path("summary").asText())
                .describe(operation.path(DESCRIPTION).asText())
                .add("{@code POST " + path + "}")
                .deprecatedIf(operation.path(DEPRECATED).asBoolean())
                .lines(Javadoc.MEMBER);
    }

    private ArrayNode tagJavadoc(String name) {
        String description = "";
        for (JsonNode tag : tags) {
            if (tag.path("name").asText().equals(name)) {
                description = tag.path(DESCRIPTION).asText();
            }
        }
        return new Javadoc()
                .describe(description.isBlank() ? "Operations of `" + name + "`." : description)
                .lines(Javadoc.TOP_LEVEL);
    }
}
