package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field that both documents have, in a request or an answer. Found without the code under test.
 *
 * @param object the place of the object that has it
 * @param parts of that object in the other document, of which a union has several
 * @param values the field's schemas in those parts that have it
 * @param our the field's schema in our document
 * @param told whether it holds a resource, whose own changes are told elsewhere
 */
record MutationTarget(
        Location object,
        String name,
        List<ObjectNode> parts,
        List<ObjectNode> values,
        JsonNode our,
        boolean promised,
        boolean told) {
    /** All fields of the operation's request and answer, at any depth. */
    static List<MutationTarget> of(String path, JsonNode ours, JsonNode theirs) {
        List<MutationTarget> spots = new ArrayList<>();
        Walk walk = new Walk(ours, theirs, spots);
        String operation = "/paths" + Document.step(path) + "/post";
        String request = operation + "/requestBody/content/application~1json/schema";
        String answer = operation + "/responses/200/content/application~1json/schema";
        walk.fields(ours.at(request), List.of(theirs.at(request)), new Location("request", path, "."));
        walk.fields(ours.at(answer), List.of(theirs.at(answer)), new Location("response", path, "."));
        return spots;
    }

    Location place() {
        return object.field(name);
    }

    boolean inAnswer() {
        return object.isInAnswer();
    }

    /** Those parts of the object that have the field. */
    List<ObjectNode> owners() {
        return parts.stream().filter(part -> part.path("properties").has(name)).toList();
    }

    String type() {
        return values.get(0).path("type").asText();
    }

    boolean isDemanded() {
        return parts.stream().anyMatch(part -> demands(part, name));
    }

    /** Whether a request must have this one or another. */
    boolean isOneOfSeveral() {
        return !inAnswer() && isDemanded() && !parts.stream().allMatch(part -> demands(part, name));
    }

    boolean isList() {
        return our.path("type").asText().equals("array");
    }

    /** Whether both say nothing under this keyword. */
    boolean lack(String keyword) {
        return !our.has(keyword) && values.stream().noneMatch(value -> value.has(keyword));
    }

    /** Whether both say the same under this keyword. */
    boolean share(String keyword) {
        return our.has(keyword)
                && values.stream().allMatch(value -> value.path(keyword).equals(our.path(keyword)));
    }

    private static boolean demands(JsonNode part, String name) {
        for (JsonNode demanded : part.path("required")) {
            if (demanded.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private record Walk(JsonNode ours, JsonNode theirs, List<MutationTarget> spots, Set<String> seen) {
        Walk(JsonNode ours, JsonNode theirs, List<MutationTarget> spots) {
            this(ours, theirs, spots, new TreeSet<>());
        }

        void fields(JsonNode ourSchema, List<JsonNode> theirSchemas, Location at) {
            Location place = isResource(ourSchema, at) ? Location.resource(reference(ourSchema)) : at;
            if (!place.equals(at) && !seen.add(place.where())) {
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
                    Location field = place.field(property.getKey());
                    spots.add(new MutationTarget(
                            place,
                            property.getKey(),
                            parts,
                            values,
                            resolve(ours, property.getValue()),
                            demands(our, property.getKey()),
                            isResource(property.getValue(), field)));
                    fields(property.getValue(), schemas, field);
                }
            });
            List<JsonNode> items = parts.stream()
                    .filter(part -> part.has("items"))
                    .map(part -> part.get("items"))
                    .toList();
            if (our.has("items") && !items.isEmpty()) {
                fields(our.get("items"), items, place.items());
            }
        }

        private boolean isResource(JsonNode ourSchema, Location place) {
            return place.isInAnswer()
                    && !place.field().equals(".")
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
