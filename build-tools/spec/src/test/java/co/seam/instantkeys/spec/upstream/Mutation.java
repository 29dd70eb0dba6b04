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

/** A kind of change that a public document may come with. */
enum Mutation {
    FIELD_ADDED(next(spot -> true, ChangeKind.FIELD_ADDED, spot -> {
        properties(spot.parts().get(0)).set("brand_new", type("boolean"));
    })),
    FIELD_DEMANDED(next(
            spot -> !spot.inAnswer(),
            ChangeKind.FIELD_DEMANDED,
            spot -> spot.parts().forEach(part -> {
                properties(part).set("brand_new", type("boolean"));
                part.withArray("required").add("brand_new");
            }))),
    FIELD_REMOVED(fields(spot -> !spot.isOneOfSeveral(), ChangeKind.FIELD_GONE, spot -> {
        spot.owners().forEach(owner -> properties(owner).remove(spot.name()));
    })),
    FIELD_RENAMED(fields(
            spot -> !spot.isOneOfSeveral(),
            ChangeKind.FIELD_RENAMED,
            spot -> spot.owners()
                    .forEach(owner -> properties(owner)
                            .set(spot.name() + "_2", properties(owner).remove(spot.name()))))),
    RETYPED(values(
            spot -> true,
            ChangeKind.RETYPED,
            spot -> spot.values().forEach(value -> {
                String type = spot.our().path("type").asText().equals("boolean") ? "string" : "boolean";
                value.retain("nullable", "deprecated").put("type", type);
            }))),
    MADE_REQUIRED(fields(
            spot -> !spot.promised() && !spot.isDemanded(),
            ChangeKind.MADE_REQUIRED,
            spot -> spot.parts().forEach(part -> part.withArray("required").add(spot.name())))),
    MADE_OPTIONAL(fields(
            MutationTarget::promised,
            spot -> spot.inAnswer() && spot.isList() ? ChangeKind.LIST_MADE_OPTIONAL : ChangeKind.MADE_OPTIONAL,
            spot -> spot.parts().forEach(part -> removeText(part.withArray("required"), spot.name())))),
    MADE_NULLABLE(values(
            spot -> spot.lack("nullable"),
            spot -> spot.inAnswer() && (spot.isList() || !spot.promised())
                    ? ChangeKind.ABSENT_MADE_NULLABLE
                    : ChangeKind.MADE_NULLABLE,
            put("nullable", true))),
    NULL_GONE(values(spot -> spot.share("nullable"), ChangeKind.NULL_GONE, remove("nullable"))),
    ENUM_GROWN(values(
            spot -> spot.values().stream().allMatch(value -> value.has("enum")),
            ChangeKind.ENUM_GROWN,
            spot -> spot.values().get(0).withArray("enum").add("brand_new"))),
    ENUM_SHRUNK(values(
            spot -> spot.our().has("enum"),
            ChangeKind.ENUM_SHRUNK,
            spot -> spot.values().forEach(value -> value.withArray("enum").remove(0)))),
    ENUM_ADDED(values(
            spot -> spot.type().equals("string") && spot.lack("enum"),
            ChangeKind.ENUM_ADDED,
            spot -> spot.values()
                    .forEach(value -> value.withArray("enum").add("a").add("b")))),
    TEXT_TIGHTENED(values(
            spot -> spot.type().equals("string") && spot.lack("maxLength"), ChangeKind.TIGHTENED, put("maxLength", 3))),
    LIST_TIGHTENED(values(
            spot -> spot.type().equals("array") && spot.lack("maxItems"), ChangeKind.TIGHTENED, put("maxItems", 3))),
    LOOSENED(values(spot -> spot.share("minLength"), ChangeKind.LOOSENED, remove("minLength"))),
    FORMAT_ADDED(values(
            spot -> spot.type().equals("string") && spot.lack("format"),
            ChangeKind.FORMAT_GAINED,
            put("format", "ipv4"))),
    FORMAT_CHANGED(values(
            spot -> spot.share("format") && !spot.our().path("format").asText().equals("date-time"),
            ChangeKind.FORMAT_CHANGED,
            put("format", "ipv4"))),
    TIME_BECAME_TEXT(values(
            spot -> spot.share("format") && spot.our().path("format").asText().equals("date-time"),
            ChangeKind.TYPED_FORMAT_LOST,
            remove("format"))),
    DEPRECATED(values(spot -> spot.lack("deprecated"), ChangeKind.DEPRECATED, put("deprecated", true))),
    REINSTATED(values(spot -> spot.share("deprecated"), ChangeKind.REINSTATED, remove("deprecated"))),
    DEFAULT_ADDED(values(
            spot -> !spot.inAnswer() && spot.lack("default"), ChangeKind.DEFAULT_CHANGED, put("default", "brand new"))),

    OPERATION_GONE(operations(
            "post", ChangeKind.OPERATION_GONE, (root, path) -> paths(root).remove(path))),
    METHOD_GONE(operations(
            "post", ChangeKind.METHOD_GONE, (root, path) -> item(root, path).remove("post"))),
    METHOD_ADDED(operations(
            "trace", ChangeKind.METHOD_ADDED, (root, path) -> item(root, path).putObject("trace"))),
    OPERATION_DEPRECATED(operations(
            ".", ChangeKind.DEPRECATED, (root, path) -> post(root, path).put("deprecated", true))),
    CREDENTIAL_ACCEPTED(operations(
            "security.brand_new",
            ChangeKind.CREDENTIAL_ACCEPTED,
            (root, path) -> security(root, path).addObject().putArray("brand_new"))),
    CREDENTIAL_REFUSED(operations("security.api_key", ChangeKind.CREDENTIAL_REFUSED, (root, path) -> {
        ArrayNode security = security(root, path);
        for (int i = security.size() - 1; i >= 0; i--) {
            if (security.get(i).has("api_key")) {
                security.remove(i);
            }
        }
    })),
    PAGINATED((path, root, spots) -> {
        if (!path.endsWith("/list")
                || spots.stream().anyMatch(spot -> spot.name().equals("pagination"))) {
            return Stream.of();
        }
        Location place = new Location("response", path, "pagination");
        return spots.stream()
                .filter(spot -> spot.object().equals(new Location("response", path, ".")))
                .limit(1)
                .map(spot -> new Edit(
                        place,
                        ChangeKind.PAGINATED,
                        () -> properties(spot.parts().get(0)).set("pagination", type("object"))));
    });

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Kind kind;

    Mutation(Kind kind) {
        this.kind = kind;
    }

    /** All edits of this kind that the operation offers; each breaks the one thing that it tells. */
    List<Edit> of(String path, ObjectNode root, List<MutationTarget> spots) {
        return kind.edits(path, root, spots).toList();
    }

    /** @param place and change: what is to be told once the edit is made */
    record Edit(Location place, ChangeKind change, Runnable make) {
        String tells() {
            return change + " " + place;
        }

        /** Whether what is told of the one depends on the other. */
        boolean disturbs(Edit other) {
            return place.isNextTo(other.place) || isWithin(other) || other.isWithin(this);
        }

        private boolean isWithin(Edit other) {
            return place.subject().equals(other.place.subject())
                    && place.where().equals(other.place.where())
                    && place.field().startsWith(other.place.field());
        }
    }

    @FunctionalInterface
    private interface Kind {
        Stream<Edit> edits(String path, ObjectNode root, List<MutationTarget> spots);
    }

    @FunctionalInterface
    private interface OfOperation {
        void make(ObjectNode root, String path);
    }

    /** Of the field as such. */
    private static Kind fields(
            Predicate<MutationTarget> which,
            Function<MutationTarget, ChangeKind> change,
            Consumer<MutationTarget> make) {
        return (path, root, spots) -> spots.stream()
                .filter(which)
                .map(spot -> new Edit(spot.place(), change.apply(spot), () -> make.accept(spot)));
    }

    private static Kind fields(Predicate<MutationTarget> which, ChangeKind change, Consumer<MutationTarget> make) {
        return fields(which, spot -> change, make);
    }

    /** Of what the field holds. */
    private static Kind values(
            Predicate<MutationTarget> which,
            Function<MutationTarget, ChangeKind> change,
            Consumer<MutationTarget> make) {
        return fields(which.and(spot -> !spot.told()), change, make);
    }

    private static Kind values(Predicate<MutationTarget> which, ChangeKind change, Consumer<MutationTarget> make) {
        return values(which, spot -> change, make);
    }

    /** Of a field next to this one, which both documents lack. */
    private static Kind next(Predicate<MutationTarget> which, ChangeKind change, Consumer<MutationTarget> make) {
        return (path, root, spots) -> spots.stream()
                .filter(which)
                .map(spot -> new Edit(spot.object().field("brand_new"), change, () -> make.accept(spot)));
    }

    private static Kind operations(String part, ChangeKind change, OfOperation make) {
        return (path, root, spots) ->
                Stream.of(new Edit(Location.operation(path, part), change, () -> make.make(root, path)));
    }

    private static Consumer<MutationTarget> put(String keyword, Object value) {
        return spot -> spot.values().forEach(schema -> schema.set(keyword, JSON.valueToTree(value)));
    }

    private static Consumer<MutationTarget> remove(String keyword) {
        return spot -> spot.values().forEach(schema -> schema.remove(keyword));
    }

    private static void removeText(ArrayNode texts, String text) {
        for (int i = texts.size() - 1; i >= 0; i--) {
            if (texts.get(i).asText().equals(text)) {
                texts.remove(i);
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

    /** Of the operation alone. */
    private static ArrayNode security(ObjectNode root, String path) {
        ObjectNode post = post(root, path);
        if (!post.has("security")) {
            post.set("security", root.get("security").deepCopy());
        }
        return post.withArray("security");
    }
}
