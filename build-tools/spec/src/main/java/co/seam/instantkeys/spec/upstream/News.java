package co.seam.instantkeys.spec.upstream;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ENUM;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;

import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares two versions of the public document in what a comparison with the contract does not show: operations and
 * resources that the contract lacks, texts and keywords where the contract has a description of its own, and changes
 * inside one variant of a union that another variant hides. For one use.
 */
public final class News {
    /** Keywords that place an operation or field in Seam's documentation, and state nothing about it. */
    private static final Set<String> LAYOUT = Set.of(
            "x-property-group-key",
            "x-property-groups",
            "x-resource-type",
            "x-route-path",
            "x-title",
            "x-variant-group-key",
            "x-variant-groups");

    static final String PARAMETERS_REQUIRED = "x-has-required-parameters";

    private static final List<String> UNIONS = List.of("oneOf", "anyOf");

    /** Limits schemas within schemas: one may contain itself. */
    private static final int MAX_DEPTH = 40;

    private final Document ours;
    private final Document before;
    private final Document now;
    private final SchemaResolver beforeSchemas;
    private final SchemaResolver nowSchemas;
    private final Map<String, Difference> differences = new LinkedHashMap<>();

    /** Named schemas that were compared, each once in a resource and once in each request: they may be recursive. */
    private final Set<String> walked = new HashSet<>();

    /** Kind and location of what changed in the merged schemas, which the comparison with the contract shows. */
    private final Set<String> merged;

    private News(Document ours, Document before, Document now) {
        this.ours = ours;
        this.before = before;
        this.now = now;
        beforeSchemas = new SchemaResolver(before);
        nowSchemas = new SchemaResolver(now);
        Set<String> compared = new HashSet<>();
        ours.root().path("paths").fieldNames().forEachRemaining(path -> {
            if (post(before, path).has("responses") && post(now, path).has("responses")) {
                compared.add(path);
            }
        });
        merged = before == ours
                ? Set.of()
                : new Comparison(before, now, Set.of(), compared::contains)
                        .differences().stream()
                                .map(difference -> difference.kind() + " " + difference.location())
                                .collect(Collectors.toSet());
    }

    /**
     * @param before an earlier version, which may have only the names of what the contract lacks; empty if there is
     *     none. Then the operations beside those of the contract count as new.
     */
    public static List<Difference> of(Document ours, Optional<Document> before, Document now) {
        return new News(ours, before.orElse(ours), now).differences();
    }

    private List<Difference> differences() {
        findNewNames();
        ours.root().path("paths").properties().forEach(path -> {
            JsonNode old = post(before, path.getKey());
            JsonNode current = post(now, path.getKey());
            if (before != ours && old.has("responses") && current.has("responses")) {
                compareOperation(path.getKey(), path.getValue().path("post"), old, current);
            }
        });
        return List.copyOf(differences.values());
    }

    private static JsonNode post(Document document, String path) {
        return document.root().path("paths").path(path).path("post");
    }

    private void findNewNames() {
        // else the earlier version was a part of the document, and what else there was is not known
        boolean isWhole = before != ours
                && 2 * before.root().path("paths").size()
                        >= now.root().path("paths").size();
        Set<String> siblings = new HashSet<>();
        ours.root().path("paths").fieldNames().forEachRemaining(path -> siblings.add(Location.parent(path, '/')));
        now.root().path("paths").properties().forEach(path -> {
            JsonNode known = before.root().path("paths");
            boolean isOfInterest = isWhole || siblings.contains(Location.parent(path.getKey(), '/'));
            if (isOfInterest
                    && !known.has(path.getKey())
                    && !ours.root().path("paths").has(path.getKey())) {
                String method = path.getValue().has("post")
                        ? "post"
                        : Document.METHODS.stream()
                                .filter(path.getValue()::has)
                                .findFirst()
                                .orElse(".");
                JsonNode operation = path.getValue().path(method);
                add(ChangeKind.OPERATION_ADDED, Location.operation(path.getKey(), method), mark(operation));
            }
        });
        now.schemas().properties().forEach(schema -> {
            if (isWhole
                    && !before.schemas().has(schema.getKey())
                    && !ours.schemas().has(schema.getKey())) {
                add(ChangeKind.RESOURCE_ADDED, Location.resource(schema.getKey()), mark(schema.getValue()));
            }
        });
    }

    private static String mark(JsonNode node) {
        return node.has("x-undocumented") ? "undocumented" : node.has("x-draft") ? "draft" : "";
    }

    private void compareOperation(String path, JsonNode our, JsonNode old, JsonNode current) {
        for (String text : List.of("summary", DESCRIPTION)) {
            compareText(text, our, old, current, Location.operation(path, text));
        }
        compareKeywords(our, old, current, Location.operation(path, "."));
        walk(
                json(ours, our.path("requestBody")),
                json(before, old.path("requestBody")),
                json(now, current.path("requestBody")),
                new Location("request", path, "."),
                0);
        walk(
                json(ours, our.at("/responses/200")),
                json(before, old.at("/responses/200")),
                json(now, current.at("/responses/200")),
                new Location("response", path, "."),
                0);
    }

    private static JsonNode json(Document document, JsonNode body) {
        return Document.jsonContent(document.resolve(body)).path("schema");
    }

    private void walk(JsonNode ourReference, JsonNode oldReference, JsonNode newReference, Location at, int depth) {
        JsonNode our = ours.resolve(ourReference);
        JsonNode old = before.resolve(oldReference);
        JsonNode current = now.resolve(newReference);
        if (!our.isObject() || !old.isObject() || !current.isObject() || depth > MAX_DEPTH) {
            return; // the contract describes nothing here, or all of it is new
        }
        Location location = at;
        String name = Document.schemaName(newReference);
        if (at.isInResponse() && !at.field().equals(".") && !name.isEmpty()) {
            location = Location.resource(name);
        }
        boolean isKnown = !name.isEmpty() && !walked.add(location.subject() + " " + location.where() + " " + name);
        if (!isKnown) {
            compareText(DESCRIPTION, our, old, current, location);
            compareKeywords(our, old, current, location);
            walkWithin(our, old, current, location, depth + 1);
        }
    }

    private void walkWithin(JsonNode our, JsonNode old, JsonNode current, Location location, int depth) {
        current.path(PROPERTIES).properties().forEach(property -> {
            String name = property.getKey();
            walk(
                    our.path(PROPERTIES).path(name),
                    old.path(PROPERTIES).path(name),
                    property.getValue(),
                    location.field(name),
                    depth);
        });
        if (current.has(ITEMS)) {
            walk(our.path(ITEMS), old.path(ITEMS), current.get(ITEMS), location.items(), depth);
        }
        Map<String, JsonNode> oldParts = parts(before, old.path("allOf"));
        parts(now, current.path("allOf"))
                .forEach((key, part) -> walkPart(our, oldParts.getOrDefault(key, missing()), part, location, depth));
        for (String union : UNIONS) {
            Map<String, JsonNode> oldVariants = parts(before, old.path(union));
            Map<String, JsonNode> variants = parts(now, current.path(union));
            variants.forEach((key, variant) -> {
                JsonNode oldVariant = oldVariants.getOrDefault(key, missing());
                if (variants.size() > 1) {
                    walkPart(our, oldVariant, variant, location.variant(key), depth);
                    compareVariant(oldVariant, variant, location.variant(key));
                } else {
                    walkPart(our, oldVariant, variant, location, depth);
                }
            });
        }
    }

    private static JsonNode missing() {
        return JsonNodeFactory.instance.missingNode();
    }

    /** Walks a part of a composition, which is the same object and no resource of its own. */
    private void walkPart(JsonNode our, JsonNode oldReference, JsonNode newReference, Location location, int depth) {
        JsonNode old = before.resolve(oldReference);
        JsonNode current = now.resolve(newReference);
        if (old.isObject() && depth <= MAX_DEPTH) {
            compareText(DESCRIPTION, our, old, current, location);
            compareKeywords(our, old, current, location);
            walkWithin(our, old, current, location, depth + 1);
        }
    }

    /** Reports what changed in the variant alone. */
    private void compareVariant(JsonNode old, JsonNode current, Location location) {
        if (!before.resolve(old).isObject()) {
            return; // a new variant adds enum values or fields, which the merged schemas show
        }
        List<Difference> found = new ArrayList<>();
        new SchemaComparison(name -> false, found::add)
                .compare(beforeSchemas.of(old), nowSchemas.of(current), location);
        for (Difference difference : Findings.merged(found)) {
            Location all = difference.location().merged();
            boolean isShown = merged.contains(difference.kind() + " " + all)
                    || merged.stream().anyMatch(one -> one.startsWith("FIELD_RENAMED") && one.endsWith(" " + all));
            if (!isShown) {
                differences.putIfAbsent(difference.kind() + " " + difference.at() + difference.detail(), difference);
            }
        }
    }

    /** Returns the parts of a composition by what identifies them from one version to the next. */
    private static Map<String, JsonNode> parts(Document document, JsonNode composition) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        for (JsonNode part : composition) {
            String key = key(document, part, 0);
            int others = parts.size();
            parts.put(key.isEmpty() || parts.containsKey(key) ? key + "#" + others : key, part);
        }
        return parts;
    }

    /** Returns the values of enums with a single value, such as an error code; else the name, or required fields. */
    private static String key(Document document, JsonNode part, int depth) {
        JsonNode schema = document.resolve(part);
        Set<String> codes = new TreeSet<>();
        collectCodes(document, schema, codes, depth);
        if (!codes.isEmpty()) {
            return String.join("+", codes);
        }
        if (part.has("$ref")) {
            return Document.schemaName(part);
        }
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return schema.path("title").asText(String.join("+", required));
    }

    private static void collectCodes(Document document, JsonNode schema, Set<String> codes, int depth) {
        schema.path(PROPERTIES).forEach(property -> {
            JsonNode values = document.resolve(property).path(ENUM);
            if (values.size() == 1 && values.get(0).isTextual()) {
                codes.add(values.get(0).textValue());
            }
        });
        if (depth < MAX_DEPTH) {
            schema.path("allOf").forEach(part -> collectCodes(document, document.resolve(part), codes, depth + 1));
        }
    }

    private void compareText(String keyword, JsonNode our, JsonNode old, JsonNode current, Location at) {
        String was = old.path(keyword).asText();
        String is = current.path(keyword).asText();
        if (!normal(was).equals(normal(is))) {
            Difference difference = Difference.ofText(
                    at, new TextChange(was, is, our.path(keyword).asText()));
            differences.putIfAbsent(difference.at(), difference);
        }
    }

    private static String normal(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private void compareKeywords(JsonNode our, JsonNode old, JsonNode current, Location location) {
        Set<String> keywords = new TreeSet<>();
        for (JsonNode version : List.of(old, current)) {
            version.fieldNames().forEachRemaining(name -> {
                if (name.startsWith("x-") && !LAYOUT.contains(name)) {
                    keywords.add(name);
                }
            });
        }
        boolean isDeprecation = !old.path(DEPRECATED).equals(current.path(DEPRECATED));
        for (String keyword : keywords) {
            String was = shown(old.path(keyword));
            String is = shown(current.path(keyword));
            boolean isReported = keyword.equals("x-deprecated") && isDeprecation
                    || keyword.equals(PARAMETERS_REQUIRED)
                            && current.path(keyword).asBoolean()
                            && !Comparison.requiresParameters(ours, our);
            if (!was.equals(is) && !isReported) {
                Difference difference = Difference.of(
                        ChangeKind.KEYWORD_CHANGED,
                        location,
                        Set.of(keyword),
                        keyword + ": " + SchemaComparison.became(was, is));
                differences.putIfAbsent(difference.at() + " " + keyword, difference);
            }
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "none" : value.isTextual() ? normal(value.textValue()) : value.toString();
    }

    private void add(ChangeKind kind, Location location, String detail) {
        Difference difference = Difference.of(kind, location, Set.of(location.where()), detail);
        differences.putIfAbsent(kind + " " + difference.at(), difference);
    }
}
