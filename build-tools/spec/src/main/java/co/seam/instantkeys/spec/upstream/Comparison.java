package co.seam.instantkeys.spec.upstream;

import co.seam.instantkeys.spec.openapi.Bounds;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
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
    /** Those that the generator has a Java type of its own for. */
    private static final Set<String> TYPED_FORMATS = Set.of("date-time", "int64");

    private final Document ours;
    private final Document theirs;
    private final Set<String> intended;
    private final SchemaResolver ourShapes;
    private final SchemaResolver theirShapes;
    /** What was compared already, per resource of ours. */
    private final Map<EffectiveSchema, Set<EffectiveSchema>> compared = new IdentityHashMap<>();

    private final Map<String, Difference> differences = new LinkedHashMap<>();

    /** @param intended names of resources of which departures are intended */
    public Comparison(Document ours, Document theirs, Set<String> intended) {
        this.ours = ours;
        this.theirs = theirs;
        this.intended = intended;
        this.ourShapes = new SchemaResolver(ours);
        this.theirShapes = new SchemaResolver(theirs);
    }

    public List<Difference> differences() {
        ours.root().path("paths").properties().forEach(path -> comparePath(path.getKey(), path.getValue()));
        compareSchemes();
        for (String name : intended) { // or the entries about one that no operation holds any more would look stale
            if (ours.schemas().has(name) && theirs.schemas().has(name)) {
                compare(
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
        compareDeprecation(
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
                add(ChangeKind.CREDENTIAL_RETYPED, place, Set.of(sent(same)), became(sent, sent(same)));
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
        for (String name : union(ourParameters.keySet(), theirParameters.keySet())) {
            JsonNode ourOne = ourParameters.get(name);
            JsonNode theirOne = theirParameters.get(name);
            Location place = Location.operation(path, "parameters." + name);
            if (ourOne == null) {
                add(added(place, theirOne.path("required").asBoolean()), place, Set.of(name), name);
            } else if (theirOne == null) {
                add(ChangeKind.FIELD_GONE, place, Set.of(), name);
            } else {
                compareRequired(
                        ourOne.path("required").asBoolean(),
                        theirOne.path("required").asBoolean(),
                        false,
                        place);
                compare(ourShapes.of(ourOne.path("schema")), theirShapes.of(theirOne.path("schema")), place);
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
            compareRequired(our.path("required").asBoolean(), required, false, place);
            compareBody(ourSchema, theirSchema, new Location("request", path, "."));
        } else if (!ourSchema.isMissingNode()) {
            add(ChangeKind.FIELD_GONE, place, Set.of(), "the JSON body");
        } else if (!theirSchema.isMissingNode()) {
            add(added(place, required), place, Set.of(), "a JSON body");
        }
    }

    private void compareAnswers(String path, JsonNode our, JsonNode their) {
        for (String status : union(names(our), names(their))) {
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
        compareNull(ourShape, theirShape, true, place);
        compare(ourShape, theirShape, place);
    }

    private static ChangeKind gone(String status) {
        return status.startsWith("2") ? ChangeKind.ANSWER_GONE : ChangeKind.FAILURE_GONE;
    }

    private static JsonNode json(JsonNode body) {
        return Document.jsonContent(body).path("schema");
    }

    private void compare(EffectiveSchema our, EffectiveSchema their, Location at) {
        Location place = at;
        if (isResource(our, at)) {
            place = Location.resource(our.name());
            if (!compared.computeIfAbsent(our, shape -> Collections.newSetFromMap(new IdentityHashMap<>()))
                    .add(their)) {
                return;
            }
        }
        compareDeprecation(our.deprecated(), their.deprecated(), place);
        if (!our.types().equals(their.types())) {
            add(ChangeKind.RETYPED, place, Set.of(their.type()), became(our.type(), their.type()));
            if (!our.isNumber() || !their.isNumber()) {
                return; // nothing within is comparable
            }
        }
        compareFormat(our, their, place);
        compareValues(our, their, place);
        compareBounds(our, their, place);
        compareOpenness(our.open(), their.open(), place);
        compareFields(our, their, place);
        if (!place.isInAnswer()) {
            compareDemands(our, their, place);
        }
        compareItems(our.items(), their.items(), place.items());
    }

    /** Null for what is no list, or one of anything. */
    private void compareItems(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (our != null && their != null) {
            compareNull(our, their, false, place);
            compare(our, their, place);
        } else if (our != null || their != null) {
            String word = their == null ? "anything" : their.type();
            add(ChangeKind.RETYPED, place, Set.of(word), became(our == null ? "anything" : our.type(), word));
        }
    }

    /** What an answer holds under a name that both have is told once, and not at each place that refers to it. */
    private boolean isResource(EffectiveSchema our, Location at) {
        return at.isInAnswer()
                && !at.field().equals(".")
                && (intended.contains(our.name()) || theirs.schemas().has(our.name()));
    }

    private void compareFields(EffectiveSchema our, EffectiveSchema their, Location object) {
        for (String name : union(our.fields().keySet(), their.fields().keySet())) {
            Location place = object.field(name);
            EffectiveSchema ourField = our.fields().get(name);
            EffectiveSchema theirField = their.fields().get(name);
            boolean required = their.required().contains(name);
            if (ourField == null) {
                put(Difference.ofField(added(place, required), place, Set.of(name), theirField));
            } else if (theirField == null) {
                put(Difference.ofField(ChangeKind.FIELD_GONE, place, Set.of(), ourField));
            } else {
                boolean promised = our.required().contains(name);
                compareRequired(promised, required, ourField.isList(), place);
                compareNull(ourField, theirField, promised && !ourField.isList(), place);
                compare(ourField, theirField, place);
            }
        }
        if (!object.isInAnswer()) {
            for (String name : without(
                    their.required(),
                    union(our.fields().keySet(), their.fields().keySet()))) {
                add(ChangeKind.FIELD_DEMANDED, object.field(name), Set.of(name), name);
            }
        }
    }

    private static ChangeKind added(Location place, boolean required) {
        return required && !place.isInAnswer() ? ChangeKind.FIELD_DEMANDED : ChangeKind.FIELD_ADDED;
    }

    private void compareRequired(boolean our, boolean their, boolean list, Location place) {
        if (our && !their) {
            ChangeKind change = list && place.isInAnswer() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL;
            add(change, place, Set.of("optional"), "");
        } else if (their && !our) {
            add(ChangeKind.MADE_REQUIRED, place, Set.of("mandatory"), "");
        }
    }

    /** @param promised whether generated code relies on a value */
    private void compareNull(EffectiveSchema our, EffectiveSchema their, boolean promised, Location place) {
        if (their.nullable() && !our.nullable()) {
            boolean borne = place.isInAnswer() && !promised;
            add(borne ? ChangeKind.ABSENT_MADE_NULLABLE : ChangeKind.MADE_NULLABLE, place, Set.of(), "");
        } else if (our.nullable() && !their.nullable()) {
            add(ChangeKind.NULL_GONE, place, Set.of(), "");
        }
    }

    private void compareDeprecation(boolean our, boolean their, Location place) {
        if (our != their) {
            add(their ? ChangeKind.DEPRECATED : ChangeKind.REINSTATED, place, Set.of(), "");
        }
    }

    private void compareFormat(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (our.formats().equals(their.formats())) {
            return;
        }
        boolean typed = our.formats().stream().anyMatch(TYPED_FORMATS::contains);
        boolean becomesTyped = their.formats().stream().anyMatch(TYPED_FORMATS::contains);
        ChangeKind change = typed
                ? ChangeKind.TYPED_FORMAT_LOST
                : becomesTyped
                        ? ChangeKind.TYPED_FORMAT_GAINED
                        : our.formats().isEmpty()
                                ? ChangeKind.FORMAT_GAINED
                                : their.formats().isEmpty() ? ChangeKind.FORMAT_LOST : ChangeKind.FORMAT_CHANGED;
        add(change, place, Set.of(their.format()), became(our.format(), their.format()));
    }

    private void compareValues(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (place.isInAnswer() && our.types().equals(Set.of("boolean"))) {
            return; // Java has no narrower one
        }
        Set<String> grown = without(their.values(), our.values());
        Set<String> shrunk = without(our.values(), their.values());
        if (our.values().isEmpty() && !grown.isEmpty()) {
            add(ChangeKind.ENUM_ADDED, place, grown, String.join(", ", grown));
        } else if (their.values().isEmpty() && !shrunk.isEmpty()) {
            add(ChangeKind.ENUM_GONE, place, Set.of(), "");
        } else {
            if (!grown.isEmpty()) {
                add(ChangeKind.ENUM_GROWN, place, grown, String.join(", ", grown));
            }
            if (!shrunk.isEmpty()) {
                add(ChangeKind.ENUM_SHRUNK, place, Set.of(), String.join(", ", shrunk));
            }
        }
    }

    private void compareBounds(EffectiveSchema our, EffectiveSchema their, Location place) {
        for (String keyword : union(our.bounds().keySet(), their.bounds().keySet())) {
            String ourBound = our.bounds().get(keyword);
            String theirBound = their.bounds().get(keyword);
            boolean tighter = Bounds.isTighter(keyword, ourBound, theirBound);
            if (tighter || Bounds.isTighter(keyword, theirBound, ourBound)) {
                String word = theirBound == null ? "no " + keyword : keyword + " " + theirBound;
                add(
                        tighter ? ChangeKind.TIGHTENED : ChangeKind.LOOSENED,
                        place,
                        Set.of(word),
                        became(ourBound == null ? "none" : ourBound, word));
            }
        }
    }

    private void compareOpenness(String our, String their, Location place) {
        if (!our.equals(their)) {
            boolean opened = our.isEmpty() || their.equals("anything");
            String word = their.isEmpty() ? "nothing" : their;
            add(
                    opened ? ChangeKind.OPENED : ChangeKind.CLOSED,
                    place,
                    Set.of(word),
                    became(our.isEmpty() ? "nothing" : our, word));
        }
    }

    private void compareDemands(EffectiveSchema our, EffectiveSchema their, Location place) {
        if (!our.choice().equals(their.choice())) {
            String word = their.choice().isEmpty() ? "none" : their.choice();
            add(ChangeKind.COMPOSED, place, Set.of(word.split(" [|] ")), word);
        }
        if (!our.byDefault().equals(their.byDefault())) {
            String word = their.byDefault().isEmpty() ? "none" : their.byDefault();
            add(
                    ChangeKind.DEFAULT_CHANGED,
                    place,
                    Set.of(word),
                    became(our.byDefault().isEmpty() ? "none" : our.byDefault(), word));
        }
    }

    private static String became(String our, String their) {
        return our + " -> " + their;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> union(Collection<String> a, Collection<String> b) {
        Set<String> union = new LinkedHashSet<>(a);
        union.addAll(b);
        return union;
    }

    private static Set<String> without(Set<String> all, Collection<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void add(ChangeKind change, Location place, Set<String> words, String detail) {
        put(Difference.of(change, place, words, detail));
    }

    /** Once, where a resource is compared with several schemas of theirs. */
    private void put(Difference difference) {
        differences.putIfAbsent(difference.change() + " " + difference.at() + " " + difference.words(), difference);
    }
}
