package co.seam.instantkeys.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A random change to a valid body: one that servers make and codecs must tolerate, or damage. */
enum Mutation {
    UNKNOWN_FIELD(true, objects(part -> true, (part, random) -> {
        part.object().set("new_" + random.nextInt(9), any(random));
    })),
    WRAPPED(true, objects(part -> part.schema().has("x-wrapped-as"), (part, random) -> {
        JsonNode wrapped = part.object().deepCopy();
        part.object().removeAll();
        part.object().set(part.schema().path("x-wrapped-as").asText(), wrapped);
    })),
    OPTIONAL_DROPPED(true, fields(Field::mayBeMissing, (value, random) -> null)),
    OPTIONAL_NULL(true, fields(Field::mayBeNull, (value, random) -> NullNode.instance)),
    NULL_IN_LIST(true, fields(Field::holdsList, (list, random) -> {
        return ((ArrayNode) list.deepCopy()).insert(random.nextInt(list.size() + 1), NullNode.instance);
    })),
    UNKNOWN_VALUE(true, fields(Field::isEnumOrCode, (value, random) -> text(random))),
    OPAQUE_ID(true, fields(field -> field.isText("uuid"), (value, random) -> text(random))),
    OPAQUE_IDS(true, fields(Field::isListOfIds, (value, random) -> {
        return JsonNodeFactory.instance.arrayNode().add(text(random)).add(text(random));
    })),
    OPAQUE_URL(true, fields(field -> field.isText("uri"), (value, random) -> text(random))),
    OTHER_TIMESTAMP(true, fields(Field::holdsTimestamp, (value, random) -> rewritten(value.asText(), random))),
    REQUIRED_DROPPED(false, fields(field -> !field.mayBeMissing(), (value, random) -> null)),
    REQUIRED_NULL(false, fields(field -> !field.mayBeNull(), (value, random) -> NullNode.instance)),
    RETYPED(false, fields(field -> true, (value, random) -> any(random)));

    /** Whether codecs must read a body with this change. */
    final boolean isTolerated;

    private final Change change;

    Mutation(boolean isTolerated, Change change) {
        this.isTolerated = isTolerated;
        this.change = change;
    }

    /** Returns false if the body has nothing that can be changed in this way. */
    boolean apply(JsonNode body, JsonNode schema, Random random) {
        List<Part> parts = new ArrayList<>();
        collect(body, Contract.resolve(schema), parts);
        return change.apply(parts, random);
    }

    /** Collects the objects of a body with their schemas, except raw JSON and values that were retyped. */
    private static void collect(JsonNode value, JsonNode schema, List<Part> parts) {
        if (value.isArray()) {
            value.forEach(item -> collect(item, Contract.resolve(schema.path("items")), parts));
        } else if (value.isObject() && schema.path("type").asText().equals("object")) {
            JsonNode wrapped = value.path(schema.path("x-wrapped-as").asText());
            if (wrapped.isObject()) {
                collect(wrapped, schema, parts);
                return;
            }
            Part part = new Part((ObjectNode) value, schema);
            parts.add(part);
            part.fields().forEach(field -> collect(field.value(), field.schema(), parts));
        }
    }

    private static Change objects(Predicate<Part> which, BiConsumer<Part, Random> change) {
        return (parts, random) -> {
            List<Part> eligible = parts.stream().filter(which).toList();
            if (eligible.isEmpty()) {
                return false;
            }
            change.accept(eligible.get(random.nextInt(eligible.size())), random);
            return true;
        };
    }

    /** @param change returns the new value of the field; null removes it */
    private static Change fields(Predicate<Field> which, BiFunction<JsonNode, Random, JsonNode> change) {
        return (parts, random) -> {
            List<Field> eligible = parts.stream()
                    .flatMap(part -> part.fields().stream())
                    .filter(which)
                    .toList();
            if (eligible.isEmpty()) {
                return false;
            }
            Field field = eligible.get(random.nextInt(eligible.size()));
            JsonNode value = change.apply(field.value(), random);
            if (value == null) {
                field.owner().object().remove(field.name());
            } else {
                field.owner().object().set(field.name(), value);
            }
            return true;
        };
    }

    private static JsonNode any(Random random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        switch (random.nextInt(10)) {
            case 0:
                return json.nullNode();
            case 1:
                return json.booleanNode(random.nextBoolean());
            case 2:
                return json.numberNode(random.nextLong());
            case 3:
                return json.numberNode(new BigDecimal("-0.50"));
            case 4:
                return json.numberNode(new BigDecimal("1E+400"));
            case 5:
                return json.arrayNode();
            case 6:
                return json.objectNode();
            case 7:
                return json.arrayNode().add(any(random)).add(any(random));
            case 8:
                ObjectNode object = json.objectNode();
                object.set("a", any(random));
                object.set("", any(random));
                return object;
            default:
                return text(random);
        }
    }

    private static JsonNode text(Random random) {
        List<String> texts =
                List.of("", "null", "retina_scan", "id-" + random.nextInt(99), "\"\\\0\n\u2028", "\u9375\ud83d\udddd");
        return TextNode.valueOf(texts.get(random.nextInt(texts.size())));
    }

    /** Returns the same time with 0 to 9 digits of a second and a random offset. */
    private static JsonNode rewritten(String timestamp, Random random) {
        int digits = random.nextInt(10);
        String fraction = digits == 0 ? "" : "." + "S".repeat(digits);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60));
        return TextNode.valueOf(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + fraction + "XXX")
                .format(OffsetDateTime.parse(timestamp).withOffsetSameInstant(offset)));
    }

    private interface Change {
        boolean apply(List<Part> parts, Random random);
    }

    /** An object within a body. */
    private record Part(ObjectNode object, JsonNode schema) {
        /** Returns the fields that are in both the contract and the object. */
        List<Field> fields() {
            return Contract.names(schema.path("properties")).stream()
                    .filter(object::has)
                    .map(name -> new Field(this, name))
                    .toList();
        }
    }

    private record Field(Part owner, String name) {
        JsonNode value() {
            return owner.object().path(name);
        }

        JsonNode schema() {
            return Contract.resolve(owner.schema().path("properties").path(name));
        }

        /** True for all lists: a missing or null list reads as empty, even if it is required. */
        boolean mayBeMissing() {
            if (schema().path("type").asText().equals("array")) {
                return true;
            }
            for (JsonNode required : owner.schema().path("required")) {
                if (required.asText().equals(name)) {
                    return false;
                }
            }
            return true;
        }

        boolean mayBeNull() {
            return mayBeMissing() || schema().path("nullable").asBoolean();
        }

        /** Not the list that an operation returns: an item of it may not get lost. */
        boolean holdsList() {
            boolean isResult = owner.schema().has("x-envelope")
                    && Contract.resolve(schema().path("items")).has("properties");
            return schema().path("type").asText().equals("array") && value().isArray() && !isResult;
        }

        boolean isListOfIds() {
            return schema().at("/items/format").asText().equals("uuid");
        }

        boolean holdsTimestamp() {
            return isText("date-time") && value().asText().matches("\\d{4}-\\d\\d-\\d\\dT.*");
        }

        boolean isEnumOrCode() {
            return isText("") && (schema().has("enum") || name.endsWith("_code") || name.endsWith("_type"));
        }

        boolean isText(String format) {
            return schema().path("type").asText().equals("string")
                    && schema().path("format").asText().equals(format);
        }
    }
}
