package co.seam.instantkeys.spec.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.lint.StyleRules;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes every kind of change once in every operation that can have it, at a random location. Changes several operations
 * at a time, at locations that do not depend on each other: every change must be reported, and nothing else.
 */
class MutationTest {
    private static final Path SEAM = FrozenContract.SEAM;

    @TempDir
    private Path folder;

    @Test
    void upstream_ourDocumentMutated_reportsEachChangeAndNothingElse() throws IOException {
        Path none = Files.writeString(folder.resolve("deviations.yaml"), "deviations: []");
        Document theirs = Document.read(SEAM);
        theirs.root().path("paths").forEach(path -> inline(theirs, (ObjectNode) path.get("post")));

        mutate(theirs, none);
    }

    @Test
    void upstream_publicDocumentMutated_reportsEachChangeAndNothingElse() throws IOException {
        String slice = System.getProperty("seam.upstream", "");
        assumeTrue(!slice.isEmpty(), "no public OpenAPI document to change: pass -Dseam.upstream=<absolute path>");

        mutate(Document.read(Path.of(slice)), FrozenContract.DEVIATIONS);
    }

    /** A damaged document is compared or rejected, and never ends in a stack trace. */
    @Test
    void upstream_damagedAnywhere_isComparedOrRejectedInOneLine() throws IOException {
        Document ours = Document.read(SEAM);
        Deviations deviations = Deviations.read(FrozenContract.DEVIATIONS, ours);
        List<JsonNode> damage = new ArrayList<>();
        for (String json :
                List.of("null", "true", "5", "''", "[]", "[null]", "{}", "[{}]", "{$ref: 5}", "{type: []}")) {
            damage.add(Edited.json(json));
        }
        damage.add(Edited.json("{$ref: '#/components/schemas/event'}"));
        Path file = folder.resolve("damaged.json");
        Random random = new Random(1);

        for (int i = 0; i < 40; i++) {
            JsonNode root = ours.root().deepCopy();
            for (int times = 0; times < 10; times++) {
                List<ObjectNode> objects = new ArrayList<>();
                collect(root, objects);
                ObjectNode object = objects.get(random.nextInt(objects.size()));
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                if (!names.isEmpty()) {
                    String name = names.get(random.nextInt(names.size()));
                    // a copy: the damage must not become part of itself
                    object.set(name, damage.get(random.nextInt(damage.size())).deepCopy());
                }
            }
            Files.writeString(file, root.toString());

            try {
                Document theirs = Document.read(file);
                assertThat(StyleRules.check(theirs)).isNotEmpty();
                assertThat(Findings.of(ours, theirs, deviations).isEmpty()).isFalse();
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).hasLineCount(1);
            }
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node.isObject()) {
            objects.add((ObjectNode) node);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static void mutate(Document theirs, Path intended) {
        Document ours = Document.read(SEAM);
        Deviations deviations = Deviations.read(intended, ours);
        ObjectNode root = (ObjectNode) theirs.root();
        ObjectNode pristine = root.deepCopy();
        Findings before = Findings.of(ours, theirs, deviations); // of a document of another age than the contract
        Random random = new Random(1);

        for (Mutation mutation : Mutation.values()) {
            List<String> paths = new ArrayList<>();
            ours.root().path("paths").fieldNames().forEachRemaining(paths::add);
            paths.removeIf(path -> !pristine.path("paths").has(path)); // newer than the other document
            int changed = 0;
            while (!paths.isEmpty()) {
                root.setAll(pristine.deepCopy());
                List<Mutation.Edit> edits = new ArrayList<>();
                for (String path : List.copyOf(paths)) {
                    List<Mutation.Edit> possible =
                            new ArrayList<>(mutation.of(path, root, MutationTarget.of(path, ours.root(), root)));
                    Collections.shuffle(possible, random);
                    possible.removeIf(edit -> before.differences().stream().anyMatch(edit::dependsOn));
                    Stream<Mutation.Edit> free =
                            possible.stream().filter(edit -> edits.stream().noneMatch(edit::conflictsWith));
                    boolean made = free.limit(1).peek(edits::add).count() > 0;
                    if (made || possible.isEmpty()) {
                        paths.remove(path);
                    }
                }
                edits.forEach(edit -> edit.make().run());
                changed += edits.size();

                Findings findings = Findings.of(ours, theirs, deviations);

                List<String> reported = new ArrayList<>(reported(findings));
                reported.removeAll(reported(before));
                assertThat(reported).as("%s", mutation).containsExactlyInAnyOrderElementsOf(expected(edits));
                assertThat(findings.stale()).as("%s", mutation).isSubsetOf(before.stale());
            }
            assertThat(changed).as("operations that %s changed", mutation).isPositive();
        }
        root.setAll(pristine);
    }

    private static List<String> reported(Findings findings) {
        return findings.differences().stream()
                .map(difference -> difference.kind() + " " + difference.location())
                .toList();
    }

    private static List<String> expected(List<Mutation.Edit> edits) {
        return edits.stream().map(Mutation.Edit::expected).toList();
    }

    /** Gives the operation schemas of its own: shared ones would change in several operations at once. */
    private static void inline(Document document, ObjectNode post) {
        ObjectNode request = (ObjectNode) post.at("/requestBody/content/application~1json");
        request.set("schema", inlined(document, request.get("schema")));
        ObjectNode response = (ObjectNode) post.at("/responses/200/content/application~1json");
        response.set("schema", document.resolve(response.get("schema")).deepCopy());
    }

    private static JsonNode inlined(Document document, JsonNode node) {
        JsonNode copy = document.resolve(node).deepCopy();
        if (copy instanceof ObjectNode) {
            copy.properties().forEach(child -> child.setValue(inlined(document, child.getValue())));
        } else if (copy instanceof ArrayNode) {
            for (int i = 0; i < copy.size(); i++) {
                ((ArrayNode) copy).set(i, inlined(document, copy.get(i)));
            }
        }
        return copy;
    }
}
