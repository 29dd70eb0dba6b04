package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and merges the bounds of schemas. As text, a bound is a number, {@code >0} or {@code <1} if it is exclusive, or
 * a pattern.
 */
public final class Bounds {
    private static final List<String> KEYWORDS = List.of(
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "pattern",
            "multipleOf",
            "uniqueItems");

    private static final Map<String, String> EXCLUSIVE =
            Map.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum");

    private Bounds() {}

    /** Returns the bounds of one schema by keyword. */
    public static Map<String, String> of(JsonNode schema) {
        Map<String, String> bounds = new TreeMap<>();
        for (String keyword : KEYWORDS) {
            JsonNode bound = schema.path(keyword);
            if (bound.isNumber() && Double.isFinite(bound.doubleValue())) {
                bounds.put(keyword, bound.decimalValue().stripTrailingZeros().toPlainString());
            } else if (keyword.equals("pattern") && bound.isTextual()
                    || keyword.equals("uniqueItems") && bound.booleanValue()) {
                bounds.put(keyword, bound.asText());
            }
        }
        if (schema.path("exclusiveMinimum").asBoolean()) {
            bounds.computeIfPresent("minimum", (keyword, number) -> ">" + number);
        }
        if (schema.path("exclusiveMaximum").asBoolean()) {
            bounds.computeIfPresent("maximum", (keyword, number) -> "<" + number);
        }
        return bounds;
    }

    static boolean isBound(String keyword) {
        return KEYWORDS.contains(keyword) || EXCLUSIVE.containsValue(keyword);
    }

    /** Sets the bounds of values that must be within those of all schemas. */
    static void setTightest(ObjectNode target, List<ObjectNode> schemas) {
        set(target, schemas, false);
    }

    /** Sets the bounds of values that must be within those of one of the schemas. */
    static void setLoosest(ObjectNode target, List<ObjectNode> schemas) {
        set(target, schemas, true);
    }

    private static void set(ObjectNode target, List<ObjectNode> schemas, boolean loosest) {
        target.properties().removeIf(entry -> isBound(entry.getKey()));
        for (String keyword : KEYWORDS) {
            ObjectNode chosen = schemas.get(0);
            for (ObjectNode other : schemas.subList(1, schemas.size())) {
                boolean isTighter =
                        isTighter(keyword, of(chosen).get(keyword), of(other).get(keyword));
                chosen = isTighter == loosest ? chosen : other;
            }
            if (of(chosen).containsKey(keyword)) {
                target.set(keyword, chosen.get(keyword));
                String exclusive = EXCLUSIVE.getOrDefault(keyword, "");
                if (chosen.path(exclusive).asBoolean()) {
                    target.put(exclusive, true);
                }
            }
        }
    }

    /**
     * Returns whether b allows less than a, or may do so: patterns and factors that differ count as tighter. Null is no
     * bound.
     */
    public static boolean isTighter(String keyword, String a, String b) {
        if (a == null || b == null) {
            return b != null;
        }
        if (keyword.equals("pattern") || keyword.equals("multipleOf")) {
            return !a.equals(b);
        }
        if (a.equals(b)) {
            return false;
        }
        int order = number(b).compareTo(number(a));
        return order == 0 ? b.length() > a.length() : keyword.startsWith("min") == order > 0;
    }

    private static BigDecimal number(String bound) {
        return new BigDecimal(bound.replaceFirst("[<>]", ""));
    }
}
