package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field of a request or response that both documents have. Found without the code under test.
 *
 * @param object the location of the object that has it
 * @param parts schemas of that object in the other document: several for a union
 * @param values schemas of the field in those parts that have it
 * @param our schema of the field in our document
 * @param isReportedElsewhere whether it holds a resource, whose changes are reported under the name of the resource
 */
record MutationTarget(
        Location object,
        String name,
        List<ObjectNode> parts,
        List<ObjectNode> values,
        JsonNode our,
        boolean isPromised,
        boolean isReportedElsewhere) {
    /** Returns all fields of the operation's request and response, at any depth. */
    static List<MutationTarget> of(String path, JsonNode ours, JsonNode theirs) {
        List<MutationTarget> targets = new ArrayList<>();
        Walk walk = new Walk(ours, theirs, targets);
        String operation = "/paths" + Document.step(path) + "/post";
        String request = operation + "/requestBody/content/application~1json/schema";
        String response = operation + "/responses/200/content/application~1json/schema";
        walk.fields(ours.at(request), List.of(theirs.at(request)), new Location("request", path, "."));
        walk.fields(ours.at(response), List.of(theirs.at(response)), new Location("response", path, "."));
        return targets;
    }

    Location location() {
        return object.field(name);
    }

    boolean isInResponse() {
        return object.isInResponse();
    }

    /** Returns the parts of the object that have the field. */
    List<ObjectNode> owners() {
        return parts.stream().filter(part -> part.path("properties").has(name)).toList();
    }

    String type() {
        return values.get(0).path("type").asText();
    }

    boolean isRequired() {
        return parts.stream().anyMatch(part -> requires(part, name));
    }

    /** Returns whether a request must have this field or another. */
    boolean isOneOfAChoice() {
        return !isInResponse() && isRequired() && !parts.stream().allMatch(part -> requires(part, name));
    }

    boolean isList() {
        return our.path("type").asText().equals("array");
    }

    /** Returns whether no document has this keyword. */
    boolean bothLack(String keyword) {
        return !our.has(keyword) && values.stream().noneMatch(value -> value.has(keyword));
    }

    /** Returns whether both documents have the same value for this keyword. */
    boolean bothHave(String keyword) {
        return our.has(keyword)
                && values.stream().allMatch(value -> value.path(keyword).equals(our.path(keyword)));
    }

    private static boolean requires(JsonNode part, String name) {
        for (JsonNode required : part.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private record Walk(JsonNode ours, JsonNode theirs, List<MutationTarget> targets, Set<String> seen) {
        Walk(JsonNode ours, JsonNode theirs, List<MutationTarget> targets) {
            this(ours, theirs, targets, new TreeSet<>());
        }

        void fields(JsonNode ourSchema, List<JsonNode> theirSchemas, Location at) {
            Location location = isResource(ourSchema, at) ? Location.resource(reference(ourSchema)) : at;
            if (!location.equals(at) && !seen.add(location.where())) {
                return;
            }
            JsonNode our = resolve(ours, ourSchema);
            List<ObjectNode> parts = parts(theirSchemas);
            our.path("properties").properties().forEach(property -> {
                List<ObjectNode> values = new ArrayList<>();
                List<JsonNode> schemas = new ArrayList<>();
                for (ObjectNode part : parts) {
                    if (part.path("properties").has(property.getKey())) {
                        JsonNode schema = part.path("properties").path(property.getKey());
                        schemas.add(schema);
                        values.add((ObjectNode) schema);
                    }
                }
                if (!values.isEmpty()) {
                    Location field = location.field(property.getKey());
                    targets.add(new MutationTarget(
                            location,
                            property.getKey(),
                            parts,
                            values,
                            resolve(ours, property.getValue()),
                            requires(our, property.getKey()),
                            isResource(property.getValue(), field)));
                    fields(property.getValue(), schemas, field);
                }
            });
            List<JsonNode> items = parts.stream()
                    .filter(part -> part.has("items"))
                    .map(part -> part.get("items"))
                    .toList();
            if (our.has("items") && !items.isEmpty()) {
                fields(our.get("items"), items, location.items());
            }
        }

        private boolean isResource(JsonNode ourSchema, Location location) {
            return location.isInResponse()
                    && !location.field().equals(".")
                    && ourSchema.has("$ref")
                    && theirs.at("/components/schemas").has(reference(ourSchema));
        }

        private List<ObjectNode> parts(List<JsonNode> schemas) {
            List<ObjectNode> parts = new ArrayList<>();
            for (JsonNode schema : schemas) {
                JsonNode resolved = resolve(theirs, schema);
                int before = parts.size();
                for (String composition : List.of("allOf", "oneOf", "anyOf")) {
                    resolved.path(composition).forEach(part -> parts.addAll(parts(List.of(part))));
                }
                if (resolved.isObject() && (parts.size() == before || resolved.has("properties"))) {
                    parts.add((ObjectNode) resolved);
                }
            }
            return parts;
        }

        private static JsonNode resolve(JsonNode document, JsonNode schema) {
            return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
        }

        private static String reference(JsonNode schema) {
            return schema.path("$ref").asText().replaceFirst(".*/", "");
        }
    }
}
