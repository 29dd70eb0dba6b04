package co.seam.instantkeys.spec.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A change that the next public document may contain. */
enum Mutation {
    FIELD_ADDED(next(target -> true, ChangeKind.FIELD_ADDED, target -> {
        properties(target.parts().get(0)).set("brand_new", type("boolean"));
    })),
    REQUIRED_FIELD_ADDED(next(
            target -> !target.isInResponse(),
            ChangeKind.REQUIRED_FIELD_ADDED,
            target -> target.parts().forEach(part -> {
                properties(part).set("brand_new", type("boolean"));
                part.withArray("required").add("brand_new");
            }))),
    FIELD_REMOVED(fields(
            target -> !target.isOneOfAChoice(),
            target -> target.isPromised() ? ChangeKind.FIELD_REMOVED : ChangeKind.OPTIONAL_FIELD_REMOVED,
            target -> target.owners().forEach(owner -> properties(owner).remove(target.name())))),
    FIELD_RENAMED(fields(
            target -> !target.isOneOfAChoice(),
            target -> target.isPromised() ? ChangeKind.FIELD_RENAMED : ChangeKind.OPTIONAL_FIELD_RENAMED,
            target -> target.owners()
                    .forEach(owner -> properties(owner)
                            .set(target.name() + "_2", properties(owner).remove(target.name()))))),
    TYPE_CHANGED(values(
            target -> true,
            ChangeKind.TYPE_CHANGED,
            target -> target.values().forEach(value -> {
                String type = target.our().path("type").asText().equals("boolean") ? "string" : "boolean";
                value.retain("nullable", "deprecated").put("type", type);
            }))),
    MADE_REQUIRED(fields(
            target -> !target.isPromised() && !target.isRequired(),
            ChangeKind.MADE_REQUIRED,
            target -> target.parts().forEach(part -> part.withArray("required").add(target.name())))),
    MADE_OPTIONAL(fields(
            MutationTarget::isPromised,
            target ->
                    target.isInResponse() && target.isList() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL,
            target -> target.parts().forEach(part -> removeValue(part.withArray("required"), target.name())))),
    MADE_NULLABLE(values(
            target -> target.bothLack("nullable"),
            target -> target.isInResponse() && (target.isList() || !target.isPromised())
                    ? ChangeKind.OPTIONAL_MADE_NULLABLE
                    : ChangeKind.MADE_NULLABLE,
            put("nullable", true))),
    MADE_NON_NULLABLE(values(target -> target.bothHave("nullable"), ChangeKind.MADE_NON_NULLABLE, remove("nullable"))),
    ENUM_VALUES_ADDED(values(
            target -> target.values().stream().allMatch(value -> value.has("enum")),
            ChangeKind.ENUM_VALUES_ADDED,
            target -> target.values().get(0).withArray("enum").add("brand_new"))),
    ENUM_VALUES_REMOVED(values(
            // an enum without values would be a string
            target -> target.our().has("enum")
                    && target.values().stream()
                            .allMatch(value -> value.path("enum").size() > 1),
            ChangeKind.ENUM_VALUES_REMOVED,
            target -> target.values().forEach(value -> value.withArray("enum").remove(0)))),
    ENUM_ADDED(values(
            target -> target.type().equals("string") && target.bothLack("enum"),
            ChangeKind.ENUM_ADDED,
            target -> target.values()
                    .forEach(value -> value.withArray("enum").add("a").add("b")))),
    STRING_TIGHTENED(values(
            target -> target.type().equals("string") && target.bothLack("maxLength"),
            ChangeKind.BOUND_TIGHTENED,
            put("maxLength", 3))),
    LIST_TIGHTENED(values(
            target -> target.type().equals("array") && target.bothLack("maxItems"),
            ChangeKind.BOUND_TIGHTENED,
            put("maxItems", 3))),
    BOUND_LOOSENED(values(target -> target.bothHave("minLength"), ChangeKind.BOUND_LOOSENED, remove("minLength"))),
    FORMAT_ADDED(values(
            target -> target.type().equals("string") && target.bothLack("format"),
            ChangeKind.FORMAT_ADDED,
            put("format", "ipv4"))),
    FORMAT_CHANGED(values(
            target -> target.bothHave("format")
                    && !target.our().path("format").asText().equals("date-time"),
            ChangeKind.FORMAT_CHANGED,
            put("format", "ipv4"))),
    TIME_BECAME_STRING(values(
            target -> target.bothHave("format")
                    && target.our().path("format").asText().equals("date-time"),
            ChangeKind.TYPED_FORMAT_REMOVED,
            remove("format"))),
    DEPRECATED(values(target -> target.bothLack("deprecated"), ChangeKind.DEPRECATED, put("deprecated", true))),
    UNDEPRECATED(values(target -> target.bothHave("deprecated"), ChangeKind.UNDEPRECATED, remove("deprecated"))),
    DEFAULT_ADDED(values(
            target -> !target.isInResponse() && target.bothLack("default"),
            ChangeKind.DEFAULT_CHANGED,
            put("default", "brand new"))),

    OPERATION_REMOVED(operations(
            "post", ChangeKind.OPERATION_REMOVED, (root, path) -> paths(root).remove(path))),
    METHOD_REMOVED(operations(
            "post", ChangeKind.METHOD_REMOVED, (root, path) -> item(root, path).remove("post"))),
    METHOD_ADDED(operations(
            "trace", ChangeKind.METHOD_ADDED, (root, path) -> item(root, path).putObject("trace"))),
    OPERATION_DEPRECATED(operations(
            ".", ChangeKind.DEPRECATED, (root, path) -> post(root, path).put("deprecated", true))),
    CREDENTIAL_ACCEPTED(operations(
            "security.brand_new",
            ChangeKind.CREDENTIAL_ACCEPTED,
            (root, path) -> security(root, path).addObject().putArray("brand_new"))),
    CREDENTIAL_REJECTED(operations("security.api_key", ChangeKind.CREDENTIAL_REJECTED, (root, path) -> {
        ArrayNode security = security(root, path);
        for (int i = security.size() - 1; i >= 0; i--) {
            if (security.get(i).has("api_key")) {
                security.remove(i);
            }
        }
    })),
    PAGINATED((path, root, targets) -> {
        if (!path.endsWith("/list")
                || targets.stream().anyMatch(target -> target.name().equals("pagination"))) {
            return Stream.of();
        }
        Location location = new Location("response", path, "pagination");
        return targets.stream()
                .filter(target -> target.object().equals(new Location("response", path, ".")))
                .limit(1)
                .map(target -> new Edit(
                        location,
                        ChangeKind.PAGINATED,
                        () -> properties(target.parts().get(0)).set("pagination", type("object"))));
    });

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Edits edits;

    Mutation(Edits edits) {
        this.edits = edits;
    }

    /** Returns all edits of this kind that the operation allows. Each one makes exactly one difference. */
    List<Edit> of(String path, ObjectNode root, List<MutationTarget> targets) {
        return edits.of(path, root, targets).toList();
    }

    /**
     * @param location of the expected difference
     * @param kind of the expected difference
     */
    record Edit(Location location, ChangeKind kind, Runnable make) {
        String expected() {
            return kind + " " + location;
        }

        /** Returns whether the difference of one depends on the other. */
        boolean conflictsWith(Edit other) {
            return location.isSiblingOf(other.location)
                    || isWithin(other)
                    || other.isWithin(this)
                    || holds(other)
                    || other.holds(this);
        }

        /** Returns whether the documents differ already in what is changed, or close to it. */
        boolean dependsOn(Difference before) {
            return conflictsWith(new Edit(before.location(), before.kind(), () -> {}));
        }

        /** Returns whether the other is in a resource that only this field holds: such resources are named after it. */
        private boolean holds(Edit other) {
            return other.location.subject().equals("resource")
                    && other.location.where().equals(location.where() + "_" + location.field());
        }

        private boolean isWithin(Edit other) {
            return location.subject().equals(other.location.subject())
                    && location.where().equals(other.location.where())
                    && location.field().startsWith(other.location.field());
        }
    }

    @FunctionalInterface
    private interface Edits {
        Stream<Edit> of(String path, ObjectNode root, List<MutationTarget> targets);
    }

    @FunctionalInterface
    private interface OperationEdit {
        void make(ObjectNode root, String path);
    }

    /** Changes the field as such. */
    private static Edits fields(
            Predicate<MutationTarget> which, Function<MutationTarget, ChangeKind> kind, Consumer<MutationTarget> make) {
        return (path, root, targets) -> targets.stream()
                .filter(which)
                .map(target -> new Edit(target.location(), kind.apply(target), () -> make.accept(target)));
    }

    private static Edits fields(Predicate<MutationTarget> which, ChangeKind kind, Consumer<MutationTarget> make) {
        return fields(which, target -> kind, make);
    }

    /** Changes what the field holds. */
    private static Edits values(
            Predicate<MutationTarget> which, Function<MutationTarget, ChangeKind> kind, Consumer<MutationTarget> make) {
        return fields(which.and(target -> !target.isReportedElsewhere()), kind, make);
    }

    private static Edits values(Predicate<MutationTarget> which, ChangeKind kind, Consumer<MutationTarget> make) {
        return values(which, target -> kind, make);
    }

    /** Adds a field beside this one, which both documents lack. */
    private static Edits next(Predicate<MutationTarget> which, ChangeKind kind, Consumer<MutationTarget> make) {
        return (path, root, targets) -> targets.stream()
                .filter(which)
                .map(target -> new Edit(target.object().field("brand_new"), kind, () -> make.accept(target)));
    }

    private static Edits operations(String part, ChangeKind kind, OperationEdit make) {
        return (path, root, targets) ->
                Stream.of(new Edit(Location.operation(path, part), kind, () -> make.make(root, path)));
    }

    private static Consumer<MutationTarget> put(String keyword, Object value) {
        return target -> target.values().forEach(schema -> schema.set(keyword, JSON.valueToTree(value)));
    }

    private static Consumer<MutationTarget> remove(String keyword) {
        return target -> target.values().forEach(schema -> schema.remove(keyword));
    }

    private static void removeValue(ArrayNode values, String value) {
        for (int i = values.size() - 1; i >= 0; i--) {
            if (values.get(i).asText().equals(value)) {
                values.remove(i);
            }
        }
    }

    private static ObjectNode properties(ObjectNode schema) {
        return schema.withObject("/properties");
    }

    private static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode paths(ObjectNode root) {
        return (ObjectNode) root.get("paths");
    }

    private static ObjectNode item(ObjectNode root, String path) {
        return (ObjectNode) paths(root).get(path);
    }

    private static ObjectNode post(ObjectNode root, String path) {
        return (ObjectNode) item(root, path).get("post");
    }

    /** Returns the credentials of the operation alone, which may be those of the whole document. */
    private static ArrayNode security(ObjectNode root, String path) {
        ObjectNode post = post(root, path);
        if (!post.has("security")) {
            post.set("security", root.get("security").deepCopy());
        }
        return post.withArray("security");
    }
}
