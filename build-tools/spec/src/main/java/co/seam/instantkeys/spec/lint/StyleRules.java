package co.seam.instantkeys.spec.lint;

import co.seam.instantkeys.spec.normalize.FacadeHints;
import co.seam.instantkeys.spec.normalize.NamedSchemas;
import co.seam.instantkeys.spec.normalize.NamingHeuristics;
import co.seam.instantkeys.spec.normalize.ReservedNames;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.YamlText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks the style rules of {@code seam.yaml}, and for errors that the generator's own validator accepts. */
public final class StyleRules {
    private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "array", "object");

    private static final List<String> NOT_FLAT = List.of("oneOf", "allOf", "anyOf", "not", "discriminator");

    /** A line in the head of {@code seam.yaml} that explains an extension. */
    private static final Pattern EXTENSION = Pattern.compile("#\\s+(x-[a-z-]+)\\s.*");

    private static final Set<String> TEXTS = Set.of("title", "summary", "description");

    /** Characters that end a Javadoc comment, or become tags and entities. */
    private static final Pattern NOT_FOR_JAVADOC = Pattern.compile("\\*/|[@<>&\\\\]");

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]*)}");

    private final Document document;
    private final Set<String> extensions;
    private final List<String> findings = new ArrayList<>();
    private final boolean isDraft;

    private StyleRules(Document document, boolean isDraft) {
        this.document = document;
        this.isDraft = isDraft;
        this.extensions = document.comments().stream()
                .map(EXTENSION::matcher)
                .filter(Matcher::matches)
                .map(explained -> explained.group(1))
                .collect(Collectors.toSet());
    }

    /** Returns one line for each finding: file and line, location, what is wrong and how to fix it. */
    public static List<String> check(Document document) {
        return new StyleRules(document, false).check();
    }

    /** Returns the findings but for what is still to be written. */
    public static List<String> checkDraft(Document document) {
        return new StyleRules(document, true).check();
    }

    private List<String> check() {
        checkPaths();
        checkComponents();
        checkTexts(document.root(), "");
        checkComments();
        return findings;
    }

    private void checkPaths() {
        Set<String> operationIds = new LinkedHashSet<>();
        document.root().path("paths").properties().forEach(path -> {
            String pointer = "/paths" + Document.step(path.getKey());
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (!method.equals("post")) {
                    report(pointer + "/" + method, "only post is allowed: each path has it, and one method is enough");
                }
            });
            JsonNode operation = path.getValue().path("post");
            if (operation.isMissingNode()) {
                report(pointer, "post is missing: each path of the API has it");
            } else {
                String at = pointer + "/post";
                checkOperation(path.getKey(), operation, at);
                checkRequest(operation, at);
                checkResponses(operation, at);
                if (!operationIds.add(operation.path("operationId").asText())) {
                    report(at + "/operationId", "an operationId is unique in the document; choose another");
                }
            }
        });
    }

    private void checkOperation(String path, JsonNode operation, String at) {
        checkWritten(operation, "operationId", at);
        checkWritten(operation, "summary", at);
        checkWritten(operation, "description", at);
        if (!operation.path("x-method-name").asText().matches("[a-z][A-Za-z]*")) {
            report(at + "/x-method-name", "x-method-name must name the Java method, such as getRelated");
        }
        JsonNode retrySafe = operation.path("x-retry-safe");
        if (!retrySafe.isBoolean()) {
            report(
                    at + "/x-retry-safe",
                    "x-retry-safe is undecided: true for a read, which may be sent twice; else false");
        } else if (retrySafe.booleanValue() != NamingHeuristics.isRead(path)) {
            report(
                    at + "/x-retry-safe",
                    "x-retry-safe is true for get, list and get_related, and false for all others; add a read of"
                            + " another name to NamingHeuristics");
        }
        List<String> tags = new ArrayList<>();
        document.root().path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        JsonNode used = operation.path("tags");
        if (used.size() != 1 || !tags.contains(used.path(0).asText())) {
            report(
                    at + "/tags",
                    "an operation has one tag, declared with a description at the top: it becomes the interface");
        }
        for (JsonNode requirement : operation.path("security")) {
            checkSchemes(requirement, at + "/security");
        }
        checkPathParameters(path, operation, at);
        for (JsonNode parameter : operation.path("parameters")) {
            if (!document.resolve(parameter).path("in").asText().equals("path")) {
                report(at + "/parameters", "a POST has only a body; drop the parameter");
            }
        }
    }

    private void checkPathParameters(String path, JsonNode operation, String at) {
        Set<String> declared = new LinkedHashSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = document.resolve(parameter);
            if (resolved.path("in").asText().equals("path")) {
                declared.add(resolved.path("name").asText());
            }
        }
        Matcher parameters = PATH_PARAMETER.matcher(path);
        while (parameters.find()) {
            if (!declared.remove(parameters.group(1))) {
                report(
                        at + "/parameters",
                        "path parameter " + parameters.group(1) + " is not declared; declare it, in: path");
            }
        }
        declared.forEach(name -> report(at + "/parameters", "the path has no {" + name + "}; drop the parameter"));
    }

    private void checkRequest(JsonNode operation, String at) {
        JsonNode body = document.resolve(operation.path("requestBody"));
        if (!body.path("required").asBoolean()) {
            report(at + "/requestBody", "a request has a JSON body with required: true, even if it is an empty object");
        }
        checkContent(body, at + "/requestBody", true);
    }

    private void checkResponses(JsonNode operation, String at) {
        JsonNode responses = operation.path("responses");
        if (!responses.has("200")) {
            report(at + "/responses", "responses lack 200, the response to a successful call");
        }
        responses.properties().forEach(response -> {
            String pointer = at + "/responses" + Document.step(response.getKey());
            JsonNode resolved = document.resolve(response.getValue());
            if (resolved == response.getValue()) { // a component is checked as such
                checkResponse(resolved, pointer, response.getKey().equals("200"));
            }
        });
        JsonNode key = operation.path("x-response-key");
        JsonNode schema =
                document.resolve(json(document.resolve(responses.path("200"))).path("schema"));
        if (!key.isMissingNode() && !schema.path("properties").has(key.asText())) {
            report(
                    at + "/x-response-key",
                    "the response has no field " + key.asText() + "; name the one that holds the result");
        }
    }

    private void checkResponse(JsonNode response, String at, boolean withExamples) {
        checkWritten(response, "description", at);
        checkContent(response, at, withExamples);
    }

    private static JsonNode json(JsonNode body) {
        return body.path("content").path("application/json");
    }

    private void checkContent(JsonNode body, String at, boolean withExamples) {
        JsonNode json = json(body);
        String pointer = at + "/content/application~1json";
        if (Document.schemaName(json.path("schema")).isEmpty()) {
            report(pointer + "/schema", "a body is a named schema: put it under components/schemas and refer to it");
            return;
        }
        JsonNode examples = json.path("examples");
        if (withExamples && examples.isEmpty()) {
            report(pointer, "examples are missing: add at least one, under examples");
        }
        examples.properties().forEach(example -> {
            String child = pointer + "/examples" + Document.step(example.getKey()) + "/value";
            checkExample(document.resolve(example.getValue()).path("value"), json.path("schema"), child);
        });
    }

    private void checkExample(JsonNode value, JsonNode schema, String at) {
        JsonNode resolved = document.resolve(schema);
        String type = resolved.path("type").asText();
        if (value.isNull() ? !resolved.path("nullable").asBoolean() && !type.isEmpty() : !fits(value, type)) {
            report(at, "the example must be " + type + " here, as the schema says");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                checkExample(value.get(i), resolved.path("items"), at + "/" + i);
            }
        } else if (value.isObject()) {
            for (JsonNode name : resolved.path("required")) {
                if (!value.has(name.asText())) {
                    report(at, "the example lacks " + name.asText() + ", which is required");
                }
            }
            value.properties().forEach(field -> {
                JsonNode property = resolved.path("properties").path(field.getKey());
                String child = at + Document.step(field.getKey());
                if (!property.isMissingNode()) {
                    checkExample(field.getValue(), property, child);
                } else if (type.equals("object")
                        && !resolved.path("additionalProperties").asBoolean()) {
                    report(child, "the example has a field that its schema does not declare; declare it or drop it");
                }
            });
        }
    }

    private static boolean fits(JsonNode value, String type) {
        switch (type) {
            case "string":
                return value.isTextual();
            case "integer":
                return value.isIntegralNumber();
            case "number":
                return value.isNumber();
            case "boolean":
                return value.isBoolean();
            case "array":
                return value.isArray();
            case "object":
                return value.isObject();
            default: // anything
                return !value.isMissingNode();
        }
    }

    private void checkComponents() {
        JsonNode components = document.root().path("components");
        components.path("schemas").properties().forEach(schema -> {
            String at = Document.SCHEMAS + Document.step(schema.getKey());
            if (ReservedNames.contains(schema.getKey())) {
                report(at, "a class of Java, the generator or a template has this name; choose another");
            }
            checkWritten(schema.getValue(), "description", at);
            checkSchema(schema.getValue(), at, true);
            checkFacade(schema.getValue(), at);
        });
        components
                .path("responses")
                .properties()
                .forEach(response -> checkResponse(
                        response.getValue(), "/components/responses" + Document.step(response.getKey()), true));
        for (String part : List.of("headers", "parameters", "securitySchemes")) {
            components
                    .path(part)
                    .properties()
                    .forEach(entry -> checkWritten(
                            entry.getValue(), "description", "/components/" + part + Document.step(entry.getKey())));
        }
        for (int i = 0; i < document.root().path("tags").size(); i++) {
            checkWritten(document.root().path("tags").get(i), "description", "/tags/" + i);
        }
        for (JsonNode requirement : document.root().path("security")) {
            checkSchemes(requirement, "/security");
        }
    }

    private void checkFacade(JsonNode request, String at) {
        for (String oneOf : List.of(FacadeHints.EXACTLY_ONE_OF, FacadeHints.AT_LEAST_ONE_OF)) {
            for (JsonNode name : request.path(oneOf)) {
                checkIsProperty(name.asText(), request, at + "/" + oneOf);
            }
            if (request.has(oneOf) && request.get(oneOf).size() < 2) {
                report(at + "/" + oneOf, oneOf + " lists two or more properties; a single one is required");
            }
        }
        Set<String> methods = new LinkedHashSet<>();
        request.path(FacadeHints.BY).properties().forEach(form -> {
            String pointer = at + "/" + FacadeHints.BY;
            checkIsProperty(form.getKey(), request, pointer);
            if (!form.getValue().asText().matches("[a-z][A-Za-z0-9]*")) {
                report(pointer, form.getKey() + " must name the Java method that takes it, such as getByKey");
            }
            if (!methods.add(form.getValue().asText())) {
                report(pointer, form.getValue().asText() + " takes two properties; give one of them another method");
            }
        });
    }

    private void checkIsProperty(String name, JsonNode schema, String at) {
        if (!schema.path("properties").has(name)) {
            report(at, "the schema has no property " + name + "; declare it or drop it here");
        }
    }

    private void checkSchemes(JsonNode requirement, String at) {
        requirement.fieldNames().forEachRemaining(scheme -> {
            if (!document.root().path("components").path("securitySchemes").has(scheme)) {
                report(at, scheme + " is not declared under components/securitySchemes; declare it or drop it");
            }
        });
    }

    /** @param named false for an inline schema */
    private void checkSchema(JsonNode schema, String at, boolean named) {
        if (schema.has("$ref")) {
            return;
        }
        for (String keyword : NOT_FLAT) {
            if (schema.has(keyword)) {
                report(
                        at + "/" + keyword,
                        keyword + " has no good form in Java: write one flat object with all fields");
            }
        }
        if (schema.has("default")) {
            report(
                    at + "/default",
                    "generated code would send a default; state the default of the server in the description");
        }
        if (!named && (schema.has("properties") || schema.has("enum"))) {
            report(at, "an object or enum is a named schema: put it under components/schemas and refer to it");
        }
        if (schema.has("type") && !TYPES.contains(schema.get("type").asText())) {
            report(
                    at + "/type",
                    "there is no type " + schema.get("type").asText() + "; the types are "
                            + String.join(", ", sorted(TYPES)));
        }
        if (schema.has("format")
                && !NamedSchemas.FORMATS.contains(schema.get("format").asText())) {
            report(
                    at + "/format",
                    "unknown format " + schema.get("format").asText() + "; the formats are "
                            + String.join(", ", sorted(NamedSchemas.FORMATS)));
        }
        if (schema.has("enum") && schema.get("enum").isEmpty()) {
            report(at + "/enum", "an enum lists values; without any it is a plain string");
        }
        if (schema.path("type").asText().equals("array") && !schema.has("items")) {
            report(at, "items are missing: declare what the list holds");
        }
        for (JsonNode name : schema.path("required")) {
            if (!schema.path("properties").has(name.asText())) {
                report(
                        at + "/required",
                        "required names " + name.asText() + ", which is no property here; declare it or drop it");
            }
        }
        schema.path("properties").properties().forEach(property -> {
            String child = at + "/properties" + Document.step(property.getKey());
            checkWritten(document.resolve(property.getValue()), "description", child);
            checkProperty(property.getKey(), property.getValue(), child);
            checkSchema(property.getValue(), child, false);
        });
        for (String part : List.of("items", "additionalProperties")) {
            if (schema.path(part).isObject()) {
                checkSchema(schema.get(part), at + "/" + part, false);
            }
        }
    }

    private void checkProperty(String name, JsonNode property, String at) {
        boolean secret = NamingHeuristics.isSecret(name, property);
        if (secret != property.path("x-sensitive").asBoolean()) {
            report(
                    at,
                    secret
                            ? "a secret by its name: mark it x-sensitive: true, or it appears in logs"
                            : "marked x-sensitive, but no secret by its name: drop the mark, or extend the rule");
        }
        if (NamingHeuristics.isCount(name, property)) {
            report(at + "/type", "a count is an integer, also where the public document says number");
        }
    }

    private void checkTexts(JsonNode node, String at) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = entry.getKey();
            String child = at + Document.step(name);
            JsonNode value = entry.getValue();
            if (TEXTS.contains(name) && value.isTextual()) {
                checkText(value.textValue(), child);
            } else if (name.startsWith("x-") && !extensions.contains(name)) {
                report(child, "unknown extension: the head of the document explains those that are read");
            } else if (!name.equals("example") && !name.equals("examples")) {
                checkTexts(value, child);
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            checkTexts(node.get(i), at + "/" + i);
        }
    }

    private void checkText(String text, String at) {
        Matcher harmful = NOT_FOR_JAVADOC.matcher(text);
        if (harmful.find()) {
            report(at, "the text becomes Javadoc, where " + harmful.group() + " is not allowed; put it differently");
        }
        if (text.contains("TODO") && !isDraft) {
            report(at, "still to be written: units, default, what null means, whether it is a secret");
        }
    }

    private void checkComments() {
        for (int i = 0; i < document.text().size() && !isDraft; i++) {
            if (document.text().get(i).strip().startsWith(YamlText.UPSTREAM)) {
                findings.add(document.name() + ":" + (i + 1) + ": a text of the public document: write the description"
                        + " from it yourself, and remove the comment");
            }
        }
    }

    private void checkWritten(JsonNode node, String name, String at) {
        if (node.path(name).asText().isBlank()) {
            report(at, name + " is missing; write it for readers of the Javadoc");
        }
    }

    private static List<String> sorted(Set<String> values) {
        return values.stream().sorted().toList();
    }

    private void report(String pointer, String reason) {
        findings.add(document.at(pointer) + ": " + location(pointer) + ": " + reason);
    }

    /** Returns a pointer in short form: {@code /instant_keys/list.requestBody}, {@code instant_key.created_at}. */
    private static String location(String pointer) {
        String location = pointer.replaceFirst("^/components/schemas/", "")
                .replaceFirst("^/(components/|paths/)?", "")
                .replace("/post", "")
                .replaceAll("/(properties|content/application~1json)(?=/|$)", "");
        return location.replace("/", ".").replace("~1", "/").replace("~0", "~");
    }
}
