package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.DEPRECATED;
import static co.seam.instantkeys.spec.openapi.Composition.DESCRIPTION;
import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import co.seam.instantkeys.spec.openapi.Composition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Adds the hints for an operation's method on the facade:
 *
 * <ul>
 *   <li>{@code requestType}, {@code responseType}; {@code resultType}, {@code resultGetter} and {@code execute}, the
 *       method that executes the call, unless there is no result; {@code page} if the result is paginated
 *   <li>{@code checks}: statements that reject an invalid request; {@code echoes}: lines of the condition that a result
 *       of this request meets; {@code facadeJavadoc}
 *   <li>{@code forms}: methods that take one property instead of a request, each with {@code method},
 *       {@code property}, {@code parameter}, {@code javadoc}
 *   <li>{@code noArgumentsJavadoc} if the method can be called without arguments
 * </ul>
 */
public final class FacadeHints {
    public static final String EXACTLY_ONE_OF = "x-exactly-one-of";
    public static final String AT_LEAST_ONE_OF = "x-at-least-one-of";
    public static final String ASCENDING = "x-ascending";
    public static final String BY = "x-by";

    private static final String NOT_FOUND = "@throws SeamNotFoundException if there is no such %s";
    private static final String FAILS = "@throws SeamException if the call fails";

    private final String path;
    private final JsonNode operation;
    private final JsonNode schemas;
    private final String resource;
    private final JsonNode request;
    private final JsonNode response;
    private final String method;
    private final JavaPackage target;

    private final RequestChecks checks;

    /** What is in front of a comparison of ids. */
    private final String echoPrefix;

    /** @param resource the singular of the tag, such as {@code access_grant} */
    FacadeHints(String path, JsonNode operation, JsonNode schemas, String resource, JavaPackage target) {
        this.path = path;
        this.target = target;
        echoPrefix = target.isOwn() ? "Echo." : "";
        this.operation = operation;
        this.schemas = schemas;
        this.resource = resource;
        request = schemas.path(OperationHints.bodySchema(operation.path("requestBody")));
        response = schemas.path(OperationHints.bodySchema(operation.at("/responses/200")));
        method = operation.path("x-method-name").asText();
        checks = new RequestChecks(request, schemas, target.isOwn() ? "Checks." : "");
    }

    /** @param taken the methods of the facade that take a string, by name: no second one of the same name is added */
    void addTo(ObjectNode hints, Set<String> taken) {
        JavaType result = result();
        boolean isPage = isPage();
        hints.put("callPrefix", target.isOwn() ? "calls." : "");
        hints.put("checkPrefix", checks.prefix());
        hints.put("requestType", requestType());
        if (isPage) {
            hints.put("page", true);
            hints.put("resultType", "Paginated<" + item().name() + ">");
        } else if (result != null) {
            boolean isList = isResultList();
            hints.put("resultType", isList ? "SeamList<" + item().name() + ">" : result.name());
            hints.put("execute", isList ? "list" : "execute");
            hints.put("resultGetter", responseType() + "::" + JavaNames.getter(responseKey()));
        } else if (isResponseTheResult()) {
            hints.put("resultType", responseType());
            hints.put("execute", "execute");
            hints.put("resultGetter", "response -> response");
        }
        checks.statements().forEach(hints.putArray("checks")::add);
        if (result != null && !isPage) {
            ArrayNode echoes = hints.putArray("echoes");
            echoes(result).forEach(echoes::add);
        }
        hints.set("facadeJavadoc", javadoc(isPage));
        ArrayNode forms = hints.putArray("forms");
        forms().forEach((property, name) -> {
            if (taken.add(name)) {
                forms.add(form(property, name));
            }
        });
        if (takesNothing()) {
            hints.set("noArgumentsJavadoc", noArgumentsJavadoc());
        }
    }

    /** Returns whether the method refers to the class of the response, to take the result out of it. */
    boolean usesResponse() {
        return result() != null && !isPage() || isResponseTheResult();
    }

    /** Returns whether the response has several properties, none of which is the result. */
    private boolean isResponseTheResult() {
        return result() == null
                && !isPage()
                && response.path(PROPERTIES).properties().stream()
                        .anyMatch(property -> !property.getKey().equals("ok"));
    }

    private String responseType() {
        return JavaNames.type(OperationHints.bodySchema(operation.at("/responses/200")));
    }

    private boolean isPage() {
        return PageHints.isPageRequest(request) && PageHints.isPageResponse(response, schemas);
    }

    /** Returns whether the result is a list of models, of which one may be unreadable. */
    private boolean isResultList() {
        return result() != null && responseKey().equals(PageHints.resultList(response, schemas));
    }

    Set<String> imports() {
        Set<String> imports = new TreeSet<>();
        JavaType result = result();
        if (isPage() || isResultList()) {
            imports.addAll(item().imports());
        } else if (result != null) {
            imports.addAll(result.imports());
        }
        List<String> used = new ArrayList<>(List.of("Seam", "SeamOperations"));
        if (isPage()) {
            used.add("Paginated");
        } else {
            used.add("SeamException");
            if (result != null && isResultList()) {
                used.add("SeamList");
            }
        }
        if (isAboutOne()) {
            used.add("SeamNotFoundException");
        }
        imports.addAll(target.facade(used.toArray(new String[0])));
        return imports;
    }

    /** Returns the model classes that the method imports in addition to the request and the response. */
    Set<String> models() {
        Set<String> models = new TreeSet<>();
        JavaType result = isPage() ? item() : result();
        if (result != null) {
            String name = result.name().replaceAll("List<|>", "");
            schemas.fieldNames().forEachRemaining(schema -> {
                if (JavaNames.type(schema).equals(name)) {
                    models.add(name);
                }
            });
        }
        return models;
    }

    private String requestType() {
        return JavaNames.type(OperationHints.bodySchema(operation.path("requestBody")));
    }

    private String responseKey() {
        return operation.path("x-response-key").asText();
    }

    /** Returns the type of the result; null if there is none. */
    private JavaType result() {
        JsonNode property = response.path(PROPERTIES).path(responseKey());
        return property.isMissingNode() ? null : JavaType.of(property, schemas);
    }

    /** Returns the type of an item, if the result is the one list of the response. */
    private JavaType item() {
        return JavaType.of(PageHints.items(response).getValue().path(ITEMS), schemas);
    }

    private boolean isText(String property) {
        return JavaType.isOf("String", request, property, schemas);
    }

    /**
     * Returns the names of the methods that take a single property, by property: those that the request declares, else
     * one for each identifier of the resource, if the request needs nothing else. {@code get(String)} takes the id,
     * {@code getByKey(String)} the key.
     */
    private Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        JsonNode declared = request.path(BY);
        if (declared.isObject()) {
            declared.properties()
                    .forEach(form -> forms.put(form.getKey(), form.getValue().asText()));
            return forms;
        }
        Set<String> identifying = checks.needed();
        boolean nothingElse = request.path(PROPERTIES).properties().stream()
                .allMatch(property -> identifying.contains(property.getKey()));
        if (nothingElse && Composition.texts(request.path(REQUIRED)).size() <= 1) {
            identifying.stream()
                    .filter(property -> property.startsWith(resource + "_") && isText(property))
                    .forEach(property -> forms.put(property, methodBy(property)));
        }
        return forms;
    }

    private String methodBy(String property) {
        String suffix = property.substring(resource.length() + 1);
        return suffix.equals("id") ? method : method + "By" + JavaNames.type(suffix);
    }

    private ObjectNode form(String property, String name) {
        String parameter = JavaNames.setter(property);
        ObjectNode form = OperationHints.JSON
                .objectNode()
                .put("method", name)
                .put("property", parameter)
                .put("parameter", parameter);
        form.set("javadoc", formJavadoc(property));
        return form;
    }

    /** Returns whether the method can be called without arguments: it is a read, and requires no property. */
    private boolean takesNothing() {
        return operation.path("x-retry-safe").asBoolean()
                && checks.needed().isEmpty()
                && (request.path(PROPERTIES).isEmpty() || isList());
    }

    private boolean isList() {
        return response.path(PROPERTIES).path(responseKey()).path(TYPE).asText().equals("array");
    }

    private ArrayNode javadoc(boolean isPage) {
        Javadoc javadoc = new Javadoc()
                .describe(operation.path("summary").asText())
                .describe(operation.path(DESCRIPTION).asText());
        describeSending(javadoc);
        if (isPage) {
            javadoc.tag(
                    "@param request {@code limit} is the size of a page; {@code page_cursor}, if set, is the page to"
                            + " start from");
        }
        describeResult(javadoc);
        checks.document(javadoc);
        if (isAboutOne()) {
            javadoc.tag(String.format(NOT_FOUND, noun()));
        }
        return end(javadoc);
    }

    private ArrayNode end(Javadoc javadoc) {
        if (!isPage()) { // a paginated list sends nothing until it is consumed
            javadoc.tag(FAILS);
        }
        return javadoc.deprecatedIf(operation.path(DEPRECATED).asBoolean()).lines(Javadoc.MEMBER);
    }

    private ArrayNode formJavadoc(String property) {
        Javadoc javadoc = shortJavadoc("only {@code " + JavaNames.setter(property) + "}");
        String description =
                request.path(PROPERTIES).path(property).path(DESCRIPTION).asText();
        if (!description.isBlank()) {
            javadoc.tag("@param " + JavaNames.setter(property) + " " + lowerFirst(description));
        }
        describeResult(javadoc);
        javadoc.tag("@throws IllegalArgumentException if {@code " + JavaNames.setter(property) + "} is blank");
        if (isAboutOne()) {
            javadoc.tag(String.format(NOT_FOUND, noun()));
        }
        return end(javadoc);
    }

    private ArrayNode noArgumentsJavadoc() {
        Javadoc javadoc = shortJavadoc("nothing");
        describeResult(javadoc);
        return end(javadoc);
    }

    /** Starts the Javadoc of a method without a request: the method that takes one has the whole description. */
    private Javadoc shortJavadoc(String set) {
        Javadoc javadoc = new Javadoc()
                .describe(operation.path("summary").asText())
                .add("The same as {@link #" + method + "(" + requestType() + ")} with " + set + " set.");
        describeSending(javadoc);
        return javadoc;
    }

    private void describeSending(Javadoc javadoc) {
        javadoc.add("{@code POST " + path + "}"
                + (operation.path("x-retry-safe").asBoolean() ? "" : ". Sent at most once."));
    }

    /** Returns the resource as prose names it. */
    private String noun() {
        return resource.replaceFirst("^acs_", "").replace('_', ' ');
    }

    private void describeResult(Javadoc javadoc) {
        if (isPage()) {
            javadoc.tag("@return the items of all pages, fetched as they are consumed");
        } else if (isList()) {
            javadoc.tag("@return unmodifiable, in the server's order");
        }
    }

    /**
     * Returns the lines of a condition that compares the ids and keys of the resource itself, as far as request and
     * result both have them. Other ids are not compared: a request may name a user identity that was merged into
     * another, and the result then names the other.
     */
    private List<String> echoes(JavaType result) {
        JsonNode model = schemas.properties().stream()
                .filter(schema -> JavaNames.type(schema.getKey()).equals(result.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MissingNode.getInstance());
        List<String> echoes = new ArrayList<>();
        request.path(PROPERTIES).fieldNames().forEachRemaining(property -> {
            boolean isOwn = property.matches(Pattern.quote(resource) + "_(id|key|url)");
            if (isOwn && isText(property) && JavaType.isOf("String", model, property, schemas)) {
                String merged = "merged_" + property + "s";
                boolean hasMerged = JavaType.isOf("List<String>", model, merged, schemas);
                echoes.add(
                        (echoes.isEmpty() ? "" : "&& ") + echoPrefix + "matches(request." + JavaNames.getter(property)
                                + "(), result." + JavaNames.getter(property) + "()" + (hasMerged ? "," : ")"));
                if (hasMerged) {
                    echoes.add("        result." + JavaNames.getter(merged) + "())");
                }
            }
        });
        return echoes;
    }

    /** Returns whether the request identifies one resource of the tag, which may not exist. */
    private boolean isAboutOne() {
        Set<String> named = checks.needed();
        named.addAll(request.path(BY).isObject() ? forms().keySet() : Set.of());
        return !isList() && named.contains(resource + "_id");
    }

    private static String lowerFirst(String description) {
        String sentence = description.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
        boolean isAcronym = sentence.length() > 1 && Character.isUpperCase(sentence.charAt(1));
        return isAcronym ? sentence : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
