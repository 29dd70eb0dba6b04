package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How one document differs from ours on the wire, in all operations of ours. What is only worded otherwise is no difference. */
public final class Comparison {
    private final Document ours;
    private final Document theirs;
    private final Set<String> intended;
    private final SchemaResolver ourShapes;
    private final SchemaResolver theirShapes;
    private final SchemaComparison schemas;
    private final Map<String, Difference> differences = new LinkedHashMap<>();

    /** @param intended names of resources of which departures are intended */
    public Comparison(Document ours, Document theirs, Set<String> intended) {
        this.ours = ours;
        this.theirs = theirs;
        this.intended = intended;
        this.ourShapes = new SchemaResolver(ours);
        this.theirShapes = new SchemaResolver(theirs);
        this.schemas = new SchemaComparison(
                name -> intended.contains(name) || theirs.schemas().has(name), this::put);
    }

    public List<Difference> differences() {
        ours.root().path("paths").properties().forEach(path -> comparePath(path.getKey(), path.getValue()));
        compareSchemes();
        for (String name : intended) { // or the entries about one that no operation holds any more would look stale
            if (ours.schemas().has(name) && theirs.schemas().has(name)) {
                schemas.compare(
                        ourShapes.of(ours.schemas().get(name)),
                        theirShapes.of(theirs.schemas().get(name)),
                        Location.resource(name));
            }
        }
        return List.copyOf(differences.values());
    }

    /** Operations next to ours that we do not have: under a path that differs in the last step only. */
    List<String> otherOperations() {
        Set<String> siblings = new TreeSet<>();
        ours.root().path("paths").fieldNames().forEachRemaining(path -> siblings.add(parent(path)));
        List<String> others = new ArrayList<>();
        theirs.root().path("paths").fieldNames().forEachRemaining(path -> {
            if (siblings.contains(parent(path)) && !ours.root().path("paths").has(path)) {
                others.add(path);
            }
        });
        return others;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private void comparePath(String path, JsonNode our) {
        JsonNode their = theirs.root().path("paths").path(path);
        for (String method : Document.METHODS) {
            Location place = Location.operation(path, method);
            if (our.has(method) && their.has(method)) {
                compareOperation(path, our.get(method), their.get(method));
            } else if (our.has(method)) {
                add(their.isMissingNode() ? ChangeKind.OPERATION_GONE : ChangeKind.METHOD_GONE, place, Set.of(), "");
            } else if (their.has(method)) {
                add(ChangeKind.METHOD_ADDED, place, Set.of(method), method);
            }
        }
    }

    private void compareOperation(String path, JsonNode our, JsonNode their) {
        schemas.compareDeprecation(
                our.path("deprecated").asBoolean(),
                their.path("deprecated").asBoolean(),
                Location.operation(path, "."));
        compareSecurity(credentials(ours, our), credentials(theirs, their), path);
        compareParameters(path, our, their);
        compareRequest(path, ours.resolve(our.path("requestBody")), theirs.resolve(their.path("requestBody")));
        compareAnswers(path, our.path("responses"), their.path("responses"));
    }

    /** Sets of schemes, any one of which opens the operation. */
    private static Set<Set<String>> credentials(Document document, JsonNode operation) {
        JsonNode security = operation.has("security")
                ? operation.get("security")
                : document.root().path("security");
        Set<Set<String>> credentials = new LinkedHashSet<>();
        for (JsonNode requirement : security) {
            Set<String> schemes = new TreeSet<>();
            requirement.fieldNames().forEachRemaining(schemes::add);
            credentials.add(schemes);
        }
        return credentials.isEmpty() ? Set.of(Set.of()) : credentials;
    }

    /** What we send may be more than what is asked for: a token goes together with its workspace. */
    private void compareSecurity(Set<Set<String>> our, Set<Set<String>> their, String path) {
        for (Set<String> credential : our) {
            if (their.stream().noneMatch(credential::containsAll)) {
                String name = name(credential);
                add(ChangeKind.CREDENTIAL_REFUSED, Location.operation(path, "security." + name), Set.of(), name);
            }
        }
        for (Set<String> credential : their) {
            if (our.stream().noneMatch(o -> o.containsAll(credential) && o.isEmpty() == credential.isEmpty())) {
                String name = name(credential);
                add(ChangeKind.CREDENTIAL_ACCEPTED, Location.operation(path, "security." + name), Set.of(name), name);
            }
        }
    }

    private static String name(Set<String> credential) {
        return credential.isEmpty() ? "none" : String.join("+", credential);
    }

    private void compareSchemes() {
        JsonNode our = ours.root().at("/components/securitySchemes");
        JsonNode their = theirs.root().at("/components/securitySchemes");
        our.properties().forEach(scheme -> {
            String sent = sent(scheme.getValue());
            JsonNode same = their.path(scheme.getKey());
            Location place = new Location("document", "-", "securitySchemes." + scheme.getKey());
            if (same.isMissingNode()) {
                add(ChangeKind.CREDENTIAL_REFUSED, place, Set.of(), scheme.getKey());
            } else if (!sent(same).equals(sent)) {
                add(
                        ChangeKind.CREDENTIAL_RETYPED,
                        place,
                        Set.of(sent(same)),
                        SchemaComparison.became(sent, sent(same)));
            }
        });
    }

    private static String sent(JsonNode scheme) {
        return List.of("type", "scheme", "in", "name").stream()
                .map(word -> scheme.path(word).asText())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
    }

    private void compareParameters(String path, JsonNode our, JsonNode their) {
        Map<String, JsonNode> ourParameters = parameters(ours, path, our);
        Map<String, JsonNode> theirParameters = parameters(theirs, path, their);
        for (String name : SchemaComparison.union(ourParameters.keySet(), theirParameters.keySet())) {
            JsonNode ourOne = ourParameters.get(name);
            JsonNode theirOne = theirParameters.get(name);
            Location place = Location.operation(path, "parameters." + name);
            if (ourOne == null) {
                add(SchemaComparison.added(place, theirOne.path("required").asBoolean()), place, Set.of(name), name);
            } else if (theirOne == null) {
                add(ChangeKind.FIELD_GONE, place, Set.of(), name);
            } else {
                schemas.compareRequired(
                        ourOne.path("required").asBoolean(),
                        theirOne.path("required").asBoolean(),
                        false,
                        place);
                schemas.compare(ourShapes.of(ourOne.path("schema")), theirShapes.of(theirOne.path("schema")), place);
            }
        }
    }

    /** Of the operation and of its path, by where they stand and name. */
    private static Map<String, JsonNode> parameters(Document document, String path, JsonNode operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        JsonNode ofPath = document.root().path("paths").path(path).path("parameters");
        for (JsonNode list : List.of(ofPath, operation.path("parameters"))) {
            for (JsonNode parameter : list) {
                JsonNode resolved = document.resolve(parameter);
                parameters.put(
                        resolved.path("in").asText() + "."
                                + resolved.path("name").asText(),
                        resolved);
            }
        }
        return parameters;
    }

    private void compareRequest(String path, JsonNode our, JsonNode their) {
        JsonNode ourSchema = json(our);
        JsonNode theirSchema = json(their);
        Location place = Location.operation(path, "requestBody");
        boolean required = their.path("required").asBoolean();
        if (!ourSchema.isMissingNode() && !theirSchema.isMissingNode()) {
            schemas.compareRequired(our.path("required").asBoolean(), required, false, place);
            compareBody(ourSchema, theirSchema, new Location("request", path, "."));
        } else if (!ourSchema.isMissingNode()) {
            add(ChangeKind.FIELD_GONE, place, Set.of(), "the JSON body");
        } else if (!theirSchema.isMissingNode()) {
            add(SchemaComparison.added(place, required), place, Set.of(), "a JSON body");
        }
    }

    private void compareAnswers(String path, JsonNode our, JsonNode their) {
        for (String status : SchemaComparison.union(names(our), names(their))) {
            Location place = Location.operation(path, "responses." + status);
            if (!our.has(status)) {
                add(ChangeKind.ANSWER_ADDED, place, Set.of(status), status);
            } else if (!their.has(status)) {
                add(gone(status), place, Set.of(), status);
            } else {
                JsonNode ourSchema = json(ours.resolve(our.get(status)));
                JsonNode theirSchema = json(theirs.resolve(their.get(status)));
                if (!ourSchema.isMissingNode() && theirSchema.isMissingNode()) {
                    add(gone(status), place.field("content"), Set.of(), "the JSON body of " + status);
                } else if (status.equals("200")) {
                    compareBody(ourSchema, theirSchema, new Location("response", path, "."));
                }
            }
        }
    }

    private void compareBody(JsonNode our, JsonNode their, Location place) {
        EffectiveSchema ourShape = ourShapes.of(our);
        EffectiveSchema theirShape = theirShapes.of(their);
        schemas.compareNull(ourShape, theirShape, true, place);
        schemas.compare(ourShape, theirShape, place);
    }

    private static ChangeKind gone(String status) {
        return status.startsWith("2") ? ChangeKind.ANSWER_GONE : ChangeKind.FAILURE_GONE;
    }

    private static JsonNode json(JsonNode body) {
        return Document.jsonContent(body).path("schema");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void add(ChangeKind change, Location place, Set<String> words, String detail) {
        put(Difference.of(change, place, words, detail));
    }

    /** Once, where a resource is compared with several schemas of theirs. */
    private void put(Difference difference) {
        differences.putIfAbsent(difference.change() + " " + difference.at() + " " + difference.words(), difference);
    }
}
