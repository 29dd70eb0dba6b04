package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The hints for requests and responses of lists in pages: what makes them one, and what their interface needs. */
final class PageHints {
    private static final String CURSOR = "page_cursor";
    private static final String PAGINATION = "pagination";
    private static final List<String> OF_PAGINATION = List.of("has_next_page", "next_page_cursor");

    private PageHints() {}

    static void addTo(JsonNode schema, JsonNode schemas, ObjectNode hints) {
        if (isPageRequest(schema)) {
            hints.put("pageRequest", true);
        }
        if (isPageResponse(schema, schemas)) {
            Map.Entry<String, JsonNode> items = items(schema);
            hints.put(
                    "pageItem",
                    JavaType.of(items.getValue().path(ITEMS), schemas).name());
            hints.put("pageItems", JavaNames.getter(items.getKey()));
        }
    }

    static boolean isPageRequest(JsonNode schema) {
        return schema.path(PROPERTIES).path(CURSOR).path(TYPE).asText().equals("string");
    }

    /** Whether the response has the API's pagination object and one list. */
    static boolean isPageResponse(JsonNode schema, JsonNode schemas) {
        JsonNode pagination = schema.path(PROPERTIES).path(PAGINATION);
        JsonNode properties = JavaType.resolved(pagination, schemas).path(PROPERTIES);
        return schema.has("x-envelope")
                && pagination.path("$ref").asText().endsWith("/" + PAGINATION)
                && OF_PAGINATION.stream().allMatch(properties::has)
                && items(schema) != null;
    }

    /** Returns the one list of models that a response holds in addition to its envelope; empty if there is none. */
    static String resultList(JsonNode schema, JsonNode schemas) {
        Map.Entry<String, JsonNode> items = schema.has("x-envelope") ? items(schema) : null;
        boolean isOfModels = items != null
                && JavaType.resolved(items.getValue().path(ITEMS), schemas).has(PROPERTIES);
        return isOfModels ? items.getKey() : "";
    }

    /** The one list of the schema; null if there is none, or more than one. */
    static Map.Entry<String, JsonNode> items(JsonNode schema) {
        List<Map.Entry<String, JsonNode>> lists = schema.path(PROPERTIES).properties().stream()
                .filter(property -> property.getValue().path(TYPE).asText().equals("array"))
                .toList();
        return lists.size() == 1 ? lists.get(0) : null;
    }
}
