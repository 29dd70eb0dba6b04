package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.normalize.FacadeHints;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the operations of our document with those of another, by what is sent and returned. Descriptions, and
 * schemas that are spelled differently but mean the same, make no difference.
 */
public final class Comparison {
    private final Document ours;
    private final Document theirs;
    private final Set<String> intended;
    private final Predicate<String> isCompared;
    private final SchemaResolver ourSchemas;
    private final SchemaResolver theirSchemas;
    private final SchemaComparison schemas;
    private final Map<String, Difference> differences = new LinkedHashMap<>();

    /** @param intended names of resources that deviations are about */
    public Comparison(Document ours, Document theirs, Set<String> intended) {
        this(ours, theirs, intended, path -> true);
    }

    /** @param isCompared whether the operations of a path are compared */
    Comparison(Document ours, Document theirs, Set<String> intended, Predicate<String> isCompared) {
        this.isCompared = isCompared;
        this.ours = ours;
        this.theirs = theirs;
        this.intended = intended;
        this.ourSchemas = new SchemaResolver(ours);
        this.theirSchemas = new SchemaResolver(theirs);
        this.schemas = new SchemaComparison(
                name -> intended.contains(name) || theirs.schemas().has(name), this::put);
    }

    public List<Difference> differences() {
        ours.root().path("paths").properties().forEach(path -> {
            if (isCompared.test(path.getKey())) {
                comparePath(path.getKey(), path.getValue());
            }
        });
        compareSchemes();
        // also those that no operation returns any more, or entries about them would look stale
        for (String name : intended) {
            if (ours.schemas().has(name) && theirs.schemas().has(name)) {
                schemas.compare(
                        ourSchemas.of(ours.schemas().get(name)),
                        theirSchemas.of(theirs.schemas().get(name)),
                        Location.resource(name));
            }
        }
        return List.copyOf(differences.values());
    }

    /** Returns whether theirs has not one operation of ours: it is probably another document. */
    boolean hasNoOperationOfOurs() {
        JsonNode paths = ours.root().path("paths");
        boolean[] isFound = {paths.isEmpty()};
        paths.fieldNames()
                .forEachRemaining(
                        path -> isFound[0] |= theirs.root().path("paths").has(path));
        return !isFound[0];
    }

    private void comparePath(String path, JsonNode our) {
        JsonNode their = theirs.root().path("paths").path(path);
        for (String method : Document.METHODS) {
            Location location = Location.operation(path, method);
            if (our.has(method) && their.has(method)) {
                compareOperation(path, our.get(method), their.get(method));
            } else if (our.has(method)) {
                add(
                        their.isMissingNode() ? ChangeKind.OPERATION_REMOVED : ChangeKind.METHOD_REMOVED,
                        location,
                        Set.of(),
                        "");
            } else if (their.has(method)) {
                add(ChangeKind.METHOD_ADDED, location, Set.of(method), method);
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
        if (their.path(News.PARAMETERS_REQUIRED).asBoolean()
                && !our.path(News.PARAMETERS_REQUIRED).asBoolean()
                && !requiresParameters(ours, our)
                && !requiresParameters(theirs, their)) {
            add(
                    ChangeKind.PARAMETERS_REQUIRED,
                    new Location("request", path, "."),
                    Set.of(News.PARAMETERS_REQUIRED),
                    News.PARAMETERS_REQUIRED);
        }
        compareRequest(path, ours.resolve(our.path("requestBody")), theirs.resolve(their.path("requestBody")));
        compareResponses(path, our.path("responses"), their.path("responses"));
    }

    /** Returns whether a request without any field is rejected, as far as the schema states it. */
    static boolean requiresParameters(Document document, JsonNode operation) {
        JsonNode body = document.resolve(json(document.resolve(operation.path("requestBody"))));
        EffectiveSchema schema = new SchemaResolver(document).of(body);
        return !schema.required().isEmpty()
                || !schema.choice().isEmpty()
                || body.has(FacadeHints.EXACTLY_ONE_OF)
                || body.has(FacadeHints.AT_LEAST_ONE_OF);
    }

    /** Returns sets of schemes, each of which is enough to call the operation. */
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

    /** Compares credentials. We may send more than is required: a token is sent together with its workspace. */
    private void compareSecurity(Set<Set<String>> our, Set<Set<String>> their, String path) {
        for (Set<String> credential : our) {
            if (their.stream().noneMatch(credential::containsAll)) {
                String name = name(credential);
                add(ChangeKind.CREDENTIAL_REJECTED, Location.operation(path, "security." + name), Set.of(), name);
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
            Location location = new Location("document", "-", "securitySchemes." + scheme.getKey());
            if (same.isMissingNode()) {
                add(ChangeKind.CREDENTIAL_REJECTED, location, Set.of(), scheme.getKey());
            } else if (!sent(same).equals(sent)) {
                add(
                        ChangeKind.CREDENTIAL_CHANGED,
                        location,
                        Set.of(sent(same)),
                        SchemaComparison.became(sent, sent(same)));
            }
        });
    }

    private static String sent(JsonNode scheme) {
        return List.of("type", "scheme", "in", "name").stream()
                .map(part -> scheme.path(part).asText())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
    }

    private void compareParameters(String path, JsonNode our, JsonNode their) {
        Map<String, JsonNode> ourParameters = parameters(ours, path, our);
        Map<String, JsonNode> theirParameters = parameters(theirs, path, their);
        for (String name : SchemaComparison.union(ourParameters.keySet(), theirParameters.keySet())) {
            JsonNode ourOne = ourParameters.get(name);
            JsonNode theirOne = theirParameters.get(name);
            Location location = Location.operation(path, "parameters." + name);
            if (ourOne == null) {
                add(
                        SchemaComparison.added(
                                location, theirOne.path("required").asBoolean()),
                        location,
                        Set.of(name),
                        name);
            } else if (theirOne == null) {
                add(ChangeKind.FIELD_REMOVED, location, Set.of(), name);
            } else {
                schemas.compareRequired(
                        ourOne.path("required").asBoolean(),
                        theirOne.path("required").asBoolean(),
                        false,
                        location);
                schemas.compare(
                        ourSchemas.of(ourOne.path("schema")), theirSchemas.of(theirOne.path("schema")), location);
            }
        }
    }

    /** Returns the parameters of the operation and of its path, by place and name, such as {@code header.locale}. */
    private static Map<String, JsonNode> parameters(Document document, String path, JsonNode operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        JsonNode inherited = document.root().path("paths").path(path).path("parameters");
        for (JsonNode list : List.of(inherited, operation.path("parameters"))) {
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
        Location location = Location.operation(path, "requestBody");
        boolean required = their.path("required").asBoolean();
        if (!ourSchema.isMissingNode() && !theirSchema.isMissingNode()) {
            schemas.compareRequired(our.path("required").asBoolean(), required, false, location);
            compareBody(ourSchema, theirSchema, new Location("request", path, "."));
        } else if (!ourSchema.isMissingNode()) {
            add(ChangeKind.FIELD_REMOVED, location, Set.of(), "the JSON body");
        } else if (!theirSchema.isMissingNode()) {
            add(SchemaComparison.added(location, required), location, Set.of(), "a JSON body");
        }
    }

    private void compareResponses(String path, JsonNode our, JsonNode their) {
        for (String status : SchemaComparison.union(names(our), names(their))) {
            Location location = Location.operation(path, "responses." + status);
            if (!our.has(status)) {
                add(ChangeKind.RESPONSE_ADDED, location, Set.of(status), status);
            } else if (!their.has(status)) {
                add(removed(status), location, Set.of(), status);
            } else {
                JsonNode ourSchema = json(ours.resolve(our.get(status)));
                JsonNode theirSchema = json(theirs.resolve(their.get(status)));
                if (!ourSchema.isMissingNode() && theirSchema.isMissingNode()) {
                    add(removed(status), location.field("content"), Set.of(), "the JSON body of " + status);
                } else if (status.equals("200")) {
                    compareBody(ourSchema, theirSchema, new Location("response", path, "."));
                }
            }
        }
    }

    private void compareBody(JsonNode our, JsonNode their, Location location) {
        EffectiveSchema ourBody = ourSchemas.of(our);
        EffectiveSchema theirBody = theirSchemas.of(their);
        schemas.compareNull(ourBody, theirBody, true, location);
        schemas.compare(ourBody, theirBody, location);
    }

    private static ChangeKind removed(String status) {
        return status.startsWith("2") ? ChangeKind.RESPONSE_REMOVED : ChangeKind.ERROR_RESPONSE_REMOVED;
    }

    private static JsonNode json(JsonNode body) {
        return Document.jsonContent(body).path("schema");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void add(ChangeKind kind, Location location, Set<String> values, String detail) {
        put(Difference.of(kind, location, values, detail));
    }

    /** Adds the difference once, also if a resource is compared with several schemas of theirs. */
    private void put(Difference difference) {
        differences.putIfAbsent(difference.kind() + " " + difference.at() + " " + difference.values(), difference);
    }
}
