package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds hints to operations. The hints for an interface are on each of its operations, because the generator drops tags
 * and their extensions.
 */
final class OperationHints {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode tags;
    private final JsonNode schemas;
    private final Set<String> handWritten;
    private final JavaPackage target;

    /** @param handWritten names of the facade's classes that exist already */
    OperationHints(JsonNode tags, JsonNode schemas, Set<String> handWritten, JavaPackage target) {
        this.target = target;
        this.tags = tags;
        this.schemas = schemas;
        this.handWritten = handWritten;
    }

    void addTo(JsonNode paths) {
        Map<String, Set<String>> imports = new HashMap<>();
        Map<String, Set<String>> facadeImports = new HashMap<>();
        Map<String, Set<String>> annotations = new HashMap<>();
        Map<String, Set<String>> forms = new HashMap<>();
        paths.properties().forEach(path -> {
            JsonNode operation = path.getValue().path("post");
            String request = JavaNames.type(bodySchema(operation.path("requestBody")));
            String response = JavaNames.type(bodySchema(operation.at("/responses/200")));
            Set<String> ofTag = imports.computeIfAbsent(tag(operation), tag -> new TreeSet<>());
            ofTag.add(request);
            ofTag.add(response);
            FacadeHints facade = facade(path.getKey(), operation);
            Set<String> ofFacade = facadeImports.computeIfAbsent(tag(operation), tag -> new TreeSet<>());
            facade.models().forEach(model -> ofFacade.add(target.models() + model));
            ofFacade.add(target.models() + request);
            ofFacade.addAll(facade.imports());
            Set<String> ofInterface = annotations.computeIfAbsent(tag(operation), tag -> new TreeSet<>());
            if (operation.path("x-retry-safe").asBoolean()) {
                ofInterface.addAll(target.sharedAnnotations("RetrySafe"));
            }
            if (operation.has("x-response-key")) {
                ofInterface.addAll(target.sharedAnnotations("ResponseKey"));
            }
            if (facade.usesResponse()) {
                ofFacade.add(target.models() + response);
            }
        });
        paths.properties().forEach(path -> {
            ObjectNode operation = path.getValue().withObject("/post");
            ObjectNode hints = JSON.objectNode();
            hints.set("javadoc", javadoc(path.getKey(), operation));
            hints.set("tagJavadoc", tagJavadoc(tag(operation), ""));
            hints.set("resourceJavadoc", tagJavadoc(tag(operation), " Thread-safe."));
            imports.get(tag(operation)).forEach(hints.putArray("tagImports")::add);
            annotations.get(tag(operation)).forEach(hints.putArray("annotationImports")::add);
            String resource = JavaNames.type(tag(operation));
            if (!target.isOwn()) {
                facadeImports.get(tag(operation)).add(target.interfaces() + resource + "Api");
            }
            facadeImports.get(tag(operation)).forEach(hints.putArray("facadeImports")::add);
            hints.put("resource", resource);
            hints.put("accessor", JavaNames.setter(tag(operation)));
            if (handWritten.contains(resource)) {
                hints.put("handWritten", true);
            }
            facade(path.getKey(), operation)
                    .addTo(hints, forms.computeIfAbsent(tag(operation), tag -> new HashSet<>()));
            operation.set(TemplateHints.HINTS, hints);
        });
    }

    private FacadeHints facade(String path, JsonNode operation) {
        return new FacadeHints(path, operation, schemas, Naming.singular(tag(operation)), target);
    }

    private static String tag(JsonNode operation) {
        return operation.at("/tags/0").asText();
    }

    /** The name of the schema of a request or response. */
    static String bodySchema(JsonNode body) {
        String reference = body.at("/content/application~1json/schema/$ref").asText();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static ArrayNode javadoc(String path, JsonNode operation) {
        return new Javadoc()
                .describe(operation.path("summary").asText())
                .describe(operation.path(DESCRIPTION).asText())
                .add("{@code POST " + path + "}")
                .deprecatedIf(operation.path(DEPRECATED).asBoolean())
                .lines(Javadoc.MEMBER);
    }

    private ArrayNode tagJavadoc(String name, String more) {
        String description = "";
        for (JsonNode tag : tags) {
            if (tag.path("name").asText().equals(name)) {
                description = tag.path(DESCRIPTION).asText();
            }
        }
        return new Javadoc()
                .describe((description.isBlank() ? "Operations of `" + name + "`." : description) + more)
                .lines(Javadoc.TOP_LEVEL);
    }
}
