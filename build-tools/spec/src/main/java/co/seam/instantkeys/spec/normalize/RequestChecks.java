package co.seam.instantkeys.spec.normalize;

import static co.seam.instantkeys.spec.openapi.Composition.ITEMS;
import static co.seam.instantkeys.spec.openapi.Composition.PROPERTIES;
import static co.seam.instantkeys.spec.openapi.Composition.REQUIRED;

import co.seam.instantkeys.spec.openapi.Composition;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The statements of a facade method that reject an invalid request, and the Javadoc of what they throw. */
final class RequestChecks {
    /** The columns that a statement in a method of the facade may take. */
    private static final int ROOM = Javadoc.WIDTH - Javadoc.NESTED_MEMBER;

    private static final String MIN = "Integer.MIN_VALUE";
    private static final String MAX = "Integer.MAX_VALUE";

    private final JsonNode request;
    private final JsonNode schemas;
    private final String prefix;

    /** @param prefix what is in front of the name of a check */
    RequestChecks(JsonNode request, JsonNode schemas, String prefix) {
        this.request = request;
        this.schemas = schemas;
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        oneOf("exactlyOne", exactlyOne(), statements);
        oneOf("atLeastOne", atLeastOne(), statements);
        requiredTexts().forEach(property -> statements.add(prefix + "notBlank(" + arguments(property) + ");"));
        bounds().values().forEach(statements::addAll);
        return statements;
    }

    void document(Javadoc javadoc) {
        documentOneOf(javadoc, "not exactly one of ", exactlyOne(), " and ");
        boolean areTwo = atLeastOne().size() == 2;
        documentOneOf(javadoc, areTwo ? "neither " : "none of ", atLeastOne(), areTwo ? " nor " : " and ");
        List<String> required = requiredTexts();
        if (!required.isEmpty()) {
            javadoc.tag("@throws IllegalArgumentException if " + names(required, " or ") + " is blank");
        }
        List<String> bounded = List.copyOf(bounds().keySet());
        if (!bounded.isEmpty()) {
            javadoc.tag("@throws IllegalArgumentException if " + names(bounded, " or ") + " is outside its bounds");
        }
    }

    /** Returns the properties that a request must set, and those of which it must set one. */
    Set<String> needed() {
        Set<String> needed = new TreeSet<>(Composition.texts(request.path(REQUIRED)));
        needed.addAll(exactlyOne());
        needed.addAll(atLeastOne());
        return needed;
    }

    private List<String> exactlyOne() {
        return Composition.texts(request.path(FacadeHints.EXACTLY_ONE_OF));
    }

    private List<String> atLeastOne() {
        return Composition.texts(request.path(FacadeHints.AT_LEAST_ONE_OF));
    }

    private void oneOf(String check, List<String> properties, List<String> statements) {
        if (properties.isEmpty()) {
            return;
        }
        List<String> names = properties.stream().map(JavaNames::setter).toList();
        List<String> values = properties.stream().map(this::value).toList();
        String call = prefix + check + "(\"" + joined(names, " and ") + "\",";
        String arguments = String.join(", ", values) + ");";
        if (call.length() + arguments.length() < ROOM) {
            statements.add(call + " " + arguments);
            return;
        }
        statements.add(call);
        int last = values.size() - 1;
        values.subList(0, last).forEach(value -> statements.add("        " + value + ","));
        statements.add("        " + values.get(last) + ");");
    }

    /** Lists are never null; an empty one is not set. */
    private String value(String property) {
        String getter = "request." + JavaNames.getter(property) + "()";
        boolean isList = JavaType.of(request.path(PROPERTIES).path(property), schemas)
                .name()
                .startsWith("List<");
        return isList ? prefix + "emptyToNull(" + getter + ")" : getter;
    }

    private static void documentOneOf(Javadoc javadoc, String condition, List<String> properties, String last) {
        if (!properties.isEmpty()) {
            javadoc.tag("@throws IllegalArgumentException if " + condition + names(properties, last) + " is set");
        }
    }

    /** Returns the required strings; a blank one is rejected as if it were not set. */
    private List<String> requiredTexts() {
        return Composition.texts(request.path(REQUIRED)).stream()
                .filter(property -> JavaType.isOf("String", request, property, schemas))
                .toList();
    }

    /**
     * Returns the statements that hold the properties to their bounds, by property. A property that is not set is not
     * checked, and neither is an empty list, which the models return for one that is not set.
     */
    private Map<String, List<String>> bounds() {
        Map<String, List<String>> checks = new LinkedHashMap<>();
        List<String> requiredTexts = requiredTexts();
        request.path(PROPERTIES).properties().forEach(property -> {
            String name = property.getKey();
            JsonNode schema = property.getValue();
            String type = JavaType.of(schema, schemas).name();
            List<String> statements = new ArrayList<>();
            if (type.startsWith("List<")) {
                boundsOfList(name, schema, type, statements);
            } else if (type.equals("Integer")) {
                bounds("range", name, schema, "imum").ifPresent(statements::add);
            } else if (type.equals("String") && !requiredTexts.contains(name)) {
                bounds("length", name, schema, "Length").ifPresent(statements::add);
            }
            if (!statements.isEmpty()) {
                checks.put(name, statements);
            }
        });
        return checks;
    }

    private void boundsOfList(String name, JsonNode schema, String type, List<String> statements) {
        bounds("size", name, schema, "Items").ifPresent(statements::add);
        if (type.equals("List<String>")) {
            JsonNode item = JavaType.resolved(schema.path(ITEMS), schemas);
            bounds("lengths", name, item, "Length").ifPresent(statements::add);
        }
        if (schema.path(FacadeHints.ASCENDING).asBoolean()) {
            statements.add(prefix + "ascending(" + arguments(name) + ");");
        }
    }

    /** @param keyword without {@code min} and {@code max} */
    private Optional<String> bounds(String check, String property, JsonNode schema, String keyword) {
        JsonNode min = schema.path("min" + keyword);
        JsonNode max = schema.path("max" + keyword);
        if (!min.isNumber() && !max.isNumber()) {
            return Optional.empty();
        }
        String unbounded = check.equals("range") ? MIN : "0";
        String least = min.isNumber() ? literal(min, RoundingMode.CEILING) : unbounded;
        String most = max.isNumber() ? literal(max, RoundingMode.FLOOR) : MAX;
        return Optional.of(prefix + check + "(" + arguments(property) + ", " + least + ", " + most + ");");
    }

    /** Returns the nearest int within a bound, which may be a fraction, or larger than an int. */
    private static String literal(JsonNode bound, RoundingMode mode) {
        BigDecimal whole = bound.decimalValue().setScale(0, mode);
        if (whole.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) <= 0) {
            return MIN;
        }
        return whole.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) >= 0 ? MAX : whole.toPlainString();
    }

    private static String arguments(String property) {
        return "\"" + JavaNames.setter(property) + "\", request." + JavaNames.getter(property) + "()";
    }

    private static String names(List<String> properties, String last) {
        List<String> names = properties.stream()
                .map(property -> "{@code " + JavaNames.setter(property) + "}")
                .toList();
        return joined(names, last);
    }

    private static String joined(List<String> names, String last) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + last + names.get(names.size() - 1);
    }
}
