package co.seam.instantkeys.spec.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What limits a value, by keyword: a number, {@code >0} or {@code <1} where the number itself is out, or a pattern. */
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

    private Bounds() {}

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

    /** Of values that must keep all of the bounds. */
    public static Map<String, String> tightest(List<Map<String, String>> all) {
        return merge(all, false);
    }

    /** Of values that must keep one of the bounds. */
    public static Map<String, String> loosest(List<Map<String, String>> all) {
        return merge(all, true);
    }

    private static Map<String, String> merge(List<Map<String, String>> all, boolean loosest) {
        Map<String, String> merged = new TreeMap<>();
        for (String keyword : KEYWORDS) {
            String bound = all.get(0).get(keyword);
            for (Map<String, String> bounds : all.subList(1, all.size())) {
                String other = bounds.get(keyword);
                bound = isTighter(keyword, bound, other) == loosest ? bound : other;
            }
            if (bound != null) {
                merged.put(keyword, bound);
            }
        }
        return merged;
    }

    /** Whether b lets less pass than a; of two patterns or factors each is taken to. Null is no bound. */
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
