package co.seam.instantkeys.spec.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdoptCommandTest {
    private static final Path OURS = FrozenContract.SEAM;
    private static final Path ANY =
            Path.of(System.getProperty("seam.root"), "build-tools/spec/src/test/resources/any.yaml");
    private static final String POST = "/post";
    private static final String REQUEST = "/requestBody/content/application~1json/schema";
    private static final String RESPONSE = "/responses/200/content/application~1json/schema";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path contract;
    private Path deviations;

    /** A public document that differs from the contract in one point, once a test has changed it. */
    private ObjectNode upstream;

    @BeforeEach
    void copyOurs() throws IOException {
        contract = Files.copy(OURS, folder.resolve("seam.yaml"));
        deviations = Files.copy(FrozenContract.DEVIATIONS, folder.resolve("deviations.yaml"));
        upstream = Document.read(OURS).root().deepCopy();
    }

    @Test
    void adopt_newOperation_addsWhatItNeedsAndChangesNothingElse() throws IOException {
        String before = Files.readString(contract);

        assertThat(run(ANY, "/action_attempts/get")).isZero();

        assertOnlyAdded(before);
        Document after = Document.read(contract);
        JsonNode operation = after.root().at("/paths/~1action_attempts~1get/post");
        assertThat(operation.path("operationId").asText()).isEqualTo("actionAttempts_get");
        assertThat(operation.path("tags").path(0).asText()).isEqualTo("action_attempts");
        assertThat(operation.path("x-retry-safe").booleanValue()).isTrue();
        assertThat(operation.path("x-response-key").asText()).isEqualTo("action_attempt");
        assertThat(operation.path("responses"))
                .isEqualTo(((ObjectNode) operation.path("responses"))
                        .setAll(withoutSuccess(
                                Document.read(OURS).root().at("/paths/~1instant_keys~1get/post/responses"))));
        assertThat(names(after.schemas()))
                .containsAll(names(Document.read(OURS).schemas()))
                .contains(
                        "get_action_attempt_request",
                        "action_attempt_response",
                        "action_attempt",
                        "action_attempt_status",
                        "action_attempt_error");
        assertThat(after.schemas().at("/action_attempt_status/enum")).hasSize(3);
        assertThat(out.toString())
                .contains("added operation /action_attempts/get", "added tag action_attempts", "mvn verify", "sandbox");
    }

    @Test
    void adopt_newOperation_leavesDescriptionsAndExamplesToDo() throws IOException {
        Set<JsonNode> before = new HashSet<>();
        Document.read(OURS).schemas().forEach(before::add);

        run(ANY, "/action_attempts/get");

        Document after = Document.read(contract);
        JsonNode operation = after.root().at("/paths/~1action_attempts~1get/post");
        JsonNode todo = JsonNodeFactory.instance.textNode("TODO");
        assertThat(operation.findValues("description")).isNotEmpty().allMatch(todo::equals, "says TODO");
        assertThat(operation.findValues("summary")).isNotEmpty().allMatch(todo::equals, "says TODO");
        for (JsonNode schema : after.schemas()) {
            if (!before.contains(schema)) {
                assertThat(schema.path("description")).isEqualTo(todo);
                schema.path("properties")
                        .forEach(property -> assertThat(property.has("$ref")
                                        || property.path("description").equals(todo))
                                .as(property.toString())
                                .isTrue());
            }
        }
        JsonNode request = operation.at("/requestBody/content/application~1json/examples/todo/value");
        assertThat(names(request)).containsExactly("action_attempt_id");
        JsonNode response = operation.at("/responses/200/content/application~1json/examples/todo/value");
        assertThat(response.path("ok").booleanValue()).isTrue();
        assertThat(response.at("/action_attempt/status").asText()).isEqualTo("pending");
        assertThat(response.at("/action_attempt/error/message").isTextual()).isTrue();
    }

    @Test
    void adopt_newOperationOfAKnownResource_usesItsSchemasAndStandsBelowItsOperations() throws IOException {
        ObjectNode paths = upstream.withObject("/paths");
        paths.set("/access_grants/pause", paths.get("/access_grants/get").deepCopy());

        assertThat(run(file(upstream), "/access_grants/pause")).isZero();

        Document after = Document.read(contract);
        assertThat(after.root()
                        .at("/paths/~1access_grants~1pause/post" + RESPONSE + "/$ref")
                        .asText())
                .endsWith("/access_grant_response");
        assertThat(after.root()
                        .at("/paths/~1access_grants~1pause/post/x-retry-safe")
                        .booleanValue())
                .isFalse();
        assertThat(after.line("/paths/~1access_grants~1pause"))
                .isBetween(
                        after.line("/paths/~1access_grants~1get_related"), after.line("/paths/~1access_methods~1get"));
        assertThat(after.schemas()).hasSameSizeAs(Document.read(OURS).schemas());
        JsonNode example = after.root()
                .at("/paths/~1access_grants~1pause/post/responses/200/content/application~1json/examples/todo/value");
        assertThat(example.at("/access_grant/access_grant_key").asText()).isEqualTo("booking-70155-room-204");
    }

    @Test
    void adopt_unionsAndInlineSchemas_areNamedAndFlat() throws IOException {
        assertThat(run(ANY, "/things/list_unmanaged")).isZero();

        String text = Files.readString(contract);
        JsonNode schemas = Document.read(contract).schemas();
        assertThat(names(schemas)).contains("list_unmanaged_request", "thing_batch_response", "thing_batch");
        assertThat(names(schemas.at("/list_unmanaged_request"))).doesNotContain("anyOf", "additionalProperties");
        assertThat(text).contains("\n\n  /things/list_unmanaged:\n", "\n\n    thing_batch:\n");
    }

    @Test
    void adopt_newFields_areAddedToRequestResourceAndNestedObject() throws IOException {
        String before = Files.readString(contract);
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode schemas = upstream.withObject("/components/schemas");
        schemas.withArray("/user_identity/required").add("pets");
        schemas.withObject("/get_user_identity_request/properties")
                .set("email_count", json.objectNode().put("type", "number").put("default", 1));
        schemas.withObject("/user_identity/properties")
                .set(
                        "pets",
                        json.objectNode()
                                .put("type", "array")
                                .set(
                                        "items",
                                        json.objectNode()
                                                .put("type", "object")
                                                .set(
                                                        "properties",
                                                        json.objectNode()
                                                                .<ObjectNode>set(
                                                                        "name",
                                                                        json.objectNode()
                                                                                .put("type", "string")
                                                                                .put("description", "Not ours."))
                                                                .set(
                                                                        "door_code",
                                                                        json.objectNode()
                                                                                .put("type", "string")))));

        assertThat(run(file(upstream), "/user_identities/get")).isZero();

        assertOnlyAdded(before);
        JsonNode after = Document.read(contract).schemas();
        assertThat(after.at("/get_user_identity_request/properties/email_count/type")
                        .asText())
                .isEqualTo("integer");
        assertThat(after.at("/get_user_identity_request/properties/email_count"))
                .hasSize(2);
        assertThat(after.at("/user_identity/properties/pets/items/$ref").asText())
                .endsWith("/user_identity_pet");
        assertThat(after.at("/user_identity_pet/properties/door_code/x-sensitive")
                        .booleanValue())
                .isTrue();
        assertThat(after.at("/user_identity_pet/properties/name/description").asText())
                .isEqualTo("TODO");
        assertThat(out.toString())
                .contains(
                        "added field get_user_identity_request.email_count",
                        "added field user_identity.pets",
                        "added deviation resource user_identity pets required");
    }

    @Test
    void adopt_firstFieldOfARequest_makesItAnObjectWithFields() throws IOException {
        upstream.withObject("/components/schemas/get_workspace_request/properties/verbose")
                .put("type", "boolean");

        assertThat(run(file(upstream), "/workspaces/get")).isZero();

        JsonNode request = Document.read(contract).schemas().path("get_workspace_request");
        assertThat(request.at("/properties/verbose/type").asText()).isEqualTo("boolean");
        assertThat(request.has("x-is-free-form")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"access_method_mode, /access_methods/get", "event_type, /events/list"})
    void adopt_newEnumValue_isAddedToTheOthers(String schema, String path) throws IOException {
        int size = upstream.at("/components/schemas/" + schema + "/enum").size();
        upstream.withArray("/components/schemas/" + schema + "/enum").add("came_later");

        assertThat(run(file(upstream), path)).isZero();

        JsonNode values = Document.read(contract).schemas().at("/" + schema + "/enum");
        assertThat(values).hasSize(size + 1);
        assertThat(values.get(size).asText()).isEqualTo("came_later");
    }

    /** Two lists in the request share an enum in the contract, but not in the public document. */
    @Test
    void adopt_newValueOfASharedEnum_isAddedToIt() throws IOException {
        ObjectNode request = upstream.withObject("/components/schemas/get_related_access_grants_request/properties");
        ObjectNode values = JsonNodeFactory.instance.objectNode().put("type", "string");
        values.putArray("enum").add("spaces").add("came_later");
        ((ObjectNode) request.path("include")).set("items", values);

        assertThat(run(file(upstream), "/access_grants/get_related")).isZero();

        assertThat(Document.read(contract).schemas().at("/access_grant_related_resource/enum"))
                .extracting(JsonNode::asText)
                .contains("came_later");
    }

    @Test
    void adopt_contractWithWindowsLineEnds_keepsThem() throws IOException {
        Files.writeString(contract, Files.readString(contract).replace("\n", "\r\n"));
        upstream.withObject("/components/schemas/space/properties/one").put("type", "string");

        assertThat(run(file(upstream), "/spaces/list")).isZero();

        assertThat(Files.readString(contract)).contains("\r\n        one:\r\n").doesNotContainPattern("[^\r]\n");
    }

    @Test
    void adopt_fieldOfAnOpenObject_isAddedOnRequestOnly() throws IOException {
        upstream.withObject("/components/schemas/device/properties/battery_level")
                .put("type", "number");

        assertThat(run(file(upstream), "/access_grants/get_related")).isZero();
        assertThat(out.toString()).contains("Nothing to adopt");

        assertThat(run(file(upstream), "/access_grants/get_related", "--field", "battery_level"))
                .isZero();
        assertThat(Document.read(contract)
                        .schemas()
                        .at("/device/properties/battery_level/type")
                        .asText())
                .isEqualTo("number");
    }

    @Test
    void adopt_oneFieldOfTwo_leavesTheOther() throws IOException {
        upstream.withObject("/components/schemas/space/properties/one").put("type", "string");
        upstream.withObject("/components/schemas/space/properties/two").put("type", "string");

        run(file(upstream), "/spaces/list", "--field", "two");

        assertThat(names(Document.read(contract).schemas().at("/space/properties")))
                .contains("two")
                .doesNotContain("one");
    }

    @Test
    void adopt_again_hasNothingToDo() throws IOException {
        run(ANY, "/action_attempts/get");
        byte[] once = Files.readAllBytes(contract);
        out.getBuffer().setLength(0);

        assertThat(run(ANY, "/action_attempts/get")).isZero();

        assertThat(out.toString()).contains("Nothing to adopt").doesNotContain("added");
        assertThat(contract).hasBinaryContent(once);
    }

    static Stream<String> upstreamPaths() {
        String file = System.getProperty("seam.upstream", "");
        return file.isEmpty() || !isOfTheAgeOfTheContract(file)
                ? Stream.of("")
                : names(Document.read(Path.of(file)).root().path("paths")).stream()
                        .filter(path -> Document.read(OURS).root().path("paths").has(path));
    }

    private static boolean isOfTheAgeOfTheContract(String file) {
        PrintWriter ignored = new PrintWriter(Writer.nullWriter());
        return SpecTool.run(ignored, ignored, "upstream", file, "--spec", OURS.toString(), "--no-record") <= 1;
    }

    /** Removes each operation of the contract, with what only it uses, and adopts it again. */
    @ParameterizedTest
    @MethodSource("upstreamPaths")
    void adopt_removedOperation_isAddedAsItWas(String path) throws IOException {
        assumeTrue(
                !path.isEmpty(),
                "no public OpenAPI document of the age of the contract: pass -Dseam.upstream=<absolute path>");
        JsonNode ours = Document.read(OURS).root();
        removeNewProperties(path, ours);
        removeFromContract(path);

        assertThat(run(Path.of(System.getProperty("seam.upstream")), path))
                .as(err.toString())
                .isZero();

        JsonNode after = Document.read(contract).root();
        JsonNode before = ours.path("paths").path(path).path("post");
        JsonNode adopted = after.path("paths").path(path).path("post");
        for (String same : List.of("tags", "operationId", "x-method-name", "x-retry-safe", "x-response-key")) {
            assertThat(adopted.path(same)).as(same).isEqualTo(before.path(same));
        }
        assertThat(adopted.at(REQUEST)).isEqualTo(before.at(REQUEST));
        assertThat(content(adopted.at(REQUEST), after)).isEqualTo(content(before.at(REQUEST), ours));
        assertThat(adopted.at(RESPONSE)).isEqualTo(before.at(RESPONSE));
        assertThat(content(adopted.at(RESPONSE), after)).isEqualTo(content(before.at(RESPONSE), ours));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "any.yaml | /no/such | any.yaml has no /no/such",
                "any.yaml | /things/magic_link | can't be adopted: it has no POST",
                "any.yaml | /things/{thing_id} | can't be adopted: its path is a pattern",
                "none.json | /things/2fa | none.json can't be read",
            })
    void adopt_whatCanNotBeAdopted_isRejectedInOneLineAndWritesNothing(String file, String path, String error)
            throws IOException {
        byte[] before = Files.readAllBytes(contract);

        assertThat(run(ANY.resolveSibling(file), path)).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(error);
        assertThat(contract).hasBinaryContent(before);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("seam.yaml", "deviations.yaml");
    }

    @Test
    void adopt_contractWithAnObjectOnOneLine_isRejectedAndWritesNothing() throws IOException {
        String text = "openapi: 3.0.3\npaths: {/a/get: {post: {}}}\ncomponents: {schemas: {}}\ntags: []\n";
        Files.writeString(contract, text);

        assertThat(run(ANY, "/action_attempts/get")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(contract).hasContent(text);
    }

    @Test
    void adopt_fieldThatNobodyHas_isRejected() throws IOException {
        byte[] before = Files.readAllBytes(contract);

        assertThat(run(file(upstream), "/spaces/list", "--field", "tpyo")).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("has no field tpyo in /spaces/list: check its name");
        assertThat(contract).hasBinaryContent(before);
    }

    @Test
    void adopt_requestWithAnUnequalSchemaOfAKnownName_getsASchemaOfItsOwn() throws IOException {
        ObjectNode paths = upstream.withObject("/paths");
        paths.set("/instant_keys/brand", paths.get("/instant_keys/get").deepCopy());
        JsonNode body = paths.at("/~1instant_keys~1brand/post" + REQUEST.replace("/schema", ""));
        ((ObjectNode) body)
                .putObject("schema")
                .put("type", "object")
                .putObject("properties")
                .putObject("customization")
                .put("$ref", "#/components/schemas/instant_key_customization");
        upstream.withArray("/components/schemas/instant_key_customization/required")
                .add("logo_url");

        assertThat(run(file(upstream), "/instant_keys/brand"))
                .as(err.toString())
                .isZero();

        JsonNode schemas = Document.read(contract).schemas();
        assertThat(schemas.at("/brand_instant_key_request/properties/customization/$ref")
                        .asText())
                .endsWith("/instant_key_customization_2");
        assertThat(schemas.at("/instant_key_customization_2/required").toString())
                .isEqualTo("[\"logo_url\"]");
        assertThat(schemas.at("/instant_key_customization/required").isMissingNode())
                .isTrue();
    }

    @Test
    void adopt_requestOfAKnownNameWithOtherFields_isNamedAfterItsPath() throws IOException {
        JsonNode before = Document.read(contract).schemas().get("generate_instant_key_request");
        String path = "/access_grants/generate_instant_key";
        ObjectNode paths = upstream.withObject("/paths");
        paths.set(path, paths.get("/user_identities/generate_instant_key").deepCopy());
        JsonNode body = paths.get(path).at("/post" + REQUEST.replace("/schema", ""));
        ((ObjectNode) body)
                .putObject("schema")
                .put("type", "object")
                .putObject("properties")
                .putObject("access_grant_id")
                .put("type", "string");

        assertThat(run(file(upstream), path)).as(err.toString()).isZero();

        Document after = Document.read(contract);
        assertThat(after.root()
                        .path("paths")
                        .path(path)
                        .at("/post" + REQUEST + "/$ref")
                        .asText())
                .endsWith("/access_grants_generate_instant_key_request");
        assertThat(after.schemas()
                        .at("/access_grants_generate_instant_key_request/properties/access_grant_id/type")
                        .asText())
                .isEqualTo("string");
        assertThat(after.schemas().get("generate_instant_key_request")).isEqualTo(before);
    }

    @Test
    void adopt_help_isPrinted() {
        assertThat(SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), "adopt", "--help"))
                .isZero();

        assertThat(out.toString()).contains("--operation", "--all");
    }

    /** Returns edits of the public document, each with the lines that the contract gains and loses. */
    static List<Change> changes() {
        String limit = "/components/schemas/list_access_grants_request/properties/limit";
        String event = "/components/schemas/get_event_request";
        return List.of(
                new Change("bound added", limit, "maximum", "100", "+          maximum: 100"),
                new Change(
                        "bound loosened",
                        "/components/schemas/get_event_request/properties/event_type",
                        "minLength",
                        "null",
                        "-          minLength: 1"),
                new Change(
                        "bound of items tightened",
                        "/components/schemas/get_related_access_grants_request/properties/access_grant_keys/items",
                        "minLength",
                        "3",
                        "-            minLength: 1",
                        "+            minLength: 3"),
                new Change(
                        "made nullable",
                        event + "/properties/device_id",
                        "nullable",
                        "true",
                        "+          nullable:" + " true"),
                new Change(
                        "optional field of a response made nullable",
                        "/components/schemas/acs_entrance/properties/display_name",
                        "nullable",
                        "null"),
                new Change(
                        "made required",
                        event,
                        "required",
                        "[\"device_id\"]",
                        "+      required: [device_id]",
                        "+                  device_id: 6eff54ca-4f7f-462f-bcd0-178593be1781"),
                new Change(
                        "no longer required",
                        "/components/schemas/get_related_access_methods_request",
                        "required",
                        "null",
                        "-      required: [access_method_ids]"),
                new Change(
                        "field deprecated",
                        event + "/properties/device_id",
                        "deprecated",
                        "true",
                        "+          deprecated: true"),
                new Change(
                        "operation deprecated",
                        "/paths/~1spaces~1get/post",
                        "deprecated",
                        "true",
                        "+      deprecated:" + " true"),
                new Change(
                        "default changed",
                        limit,
                        "default",
                        "7",
                        "+          # UPSTREAM: The default of the server is 7."),
                new Change(
                        "format removed",
                        event + "/properties/device_id",
                        "format",
                        "null",
                        "-          format: uuid"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void adoptAll_oneChange_isTakenOverAndNothingElse(Change change) throws IOException {
        Files.writeString(deviations, "deviations: []\n");
        ObjectNode node = (ObjectNode) upstream.at(change.pointer());
        JsonNode value = new ObjectMapper().readTree(change.value());
        if (value.isNull()) {
            node.remove(change.keyword());
        } else {
            node.set(change.keyword(), value);
        }
        List<String> before = Files.readAllLines(contract);

        assertThat(runAll()).as(err.toString()).isZero();

        List<String> after = Files.readAllLines(contract);
        assertThat(changed(before, after)).as(out.toString()).containsExactlyInAnyOrderElementsOf(change.lines());
        assertThat(upstreamExit()).isZero();
        assertThat(SpecTool.run(
                        new PrintWriter(out, true), new PrintWriter(err, true), "lint", "--draft", contract.toString()))
                .as(out.toString())
                .isZero();
    }

    @Test
    void adoptAll_newFieldThatIsRequiredAndAWordOfYaml_isQuoted() throws IOException {
        Files.writeString(deviations, "deviations: []\n");
        ObjectNode request = upstream.withObject("/components/schemas/update_user_identity_request");
        request.withObject("/properties").putObject("on").put("type", "string");
        request.withArray("/required").add("on");

        assertThat(runAll()).as(err.toString()).isZero();

        assertThat(Files.readString(contract)).contains("      required: [user_identity_id, 'on']\n");
        assertThat(upstreamExit()).as(out.toString()).isZero();
    }

    @Test
    void adoptAll_deviationsThatCanNotBeWritten_leavesTheContractAsItWas() throws IOException {
        ObjectNode request = upstream.withObject("/components/schemas/list_events_request/properties");
        request.withObject("/unstable_offset").put("default", 3);
        request.putObject("fresh").put("type", "string");
        String before = Files.readString(contract);

        assertThat(runAll(
                        "--deviations",
                        folder.resolve("missing/deviations.yaml").toString()))
                .isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("can't be written");
        assertThat(contract).hasContent(before);
    }

    private int runAll(String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("adopt", file(upstream).toString(), "--all", "--contract", contract.toString()));
        command.addAll(List.of(more));
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    private int upstreamExit() throws IOException {
        return SpecTool.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "upstream",
                file(upstream).toString(),
                "--no-record",
                "--spec",
                contract.toString());
    }

    private static List<String> changed(List<String> before, List<String> after) {
        List<String> removed = new ArrayList<>(before);
        after.forEach(removed::remove);
        List<String> added = new ArrayList<>(after);
        before.forEach(added::remove);
        List<String> changed = new ArrayList<>();
        removed.forEach(line -> changed.add("-" + line));
        added.forEach(line -> changed.add("+" + line));
        return changed;
    }

    /**
     * @param value as JSON; null to remove the keyword
     * @param lines of the contract, with a plus or minus in front
     */
    private record Change(String name, String pointer, String keyword, String value, List<String> lines) {
        Change(String name, String pointer, String keyword, String value, String... lines) {
            this(name, pointer, keyword, value, List.of(lines));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private int run(Path file, String path, String... more) {
        List<String> command = new ArrayList<>(
                List.of("adopt", file.toString(), "--operation", path, "--contract", contract.toString()));
        command.addAll(List.of(more));
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    private Path file(JsonNode document) throws IOException {
        return Files.writeString(folder.resolve("upstream.json"), document.toString());
    }

    /** Asserts that the contract still has all lines in the same order. */
    private void assertOnlyAdded(String before) throws IOException {
        List<String> rest = new ArrayList<>(Files.readString(contract).lines().toList());
        int at = 0;
        for (String line : before.lines().toList()) {
            while (at < rest.size() && !rest.get(at).equals(line)) {
                at++;
            }
            assertThat(at).as("line lost: " + line).isLessThan(rest.size());
            at++;
        }
    }

    private void removeFromContract(String path) throws IOException {
        ObjectNode document = Document.read(OURS).root().deepCopy();
        document.withObject("/paths").remove(path);
        Set<String> used = new HashSet<>();
        collect(document.path("paths"), document, used);
        collect(document.at("/components/responses"), document, used);
        List<String> lines = new ArrayList<>(Files.readAllLines(contract));
        Document ours = Document.read(OURS);
        List<String> unused = new ArrayList<>(List.of("/paths" + Document.step(path)));
        names(ours.schemas()).stream()
                .filter(name -> !used.contains(name) && name.matches(".*_(request|response)"))
                .forEach(name -> unused.add("/components/schemas/" + name));
        for (String pointer : unused) {
            int first = ours.line(pointer) - 1;
            int indent = lines.get(first).indexOf(lines.get(first).trim());
            lines.set(first, "#");
            for (int i = first + 1; i < lines.size() && !lines.get(i).matches(" {0," + indent + "}\\S.*"); i++) {
                lines.set(i, "#");
            }
        }
        lines.removeIf("#"::equals);
        Files.write(contract, lines);
    }

    private static void collect(JsonNode node, JsonNode document, Set<String> used) {
        String name = Document.schemaName(node);
        if (!name.isEmpty() && used.add(name)) {
            collect(document.at("/components/schemas/" + name), document, used);
        }
        node.forEach(child -> collect(child, document, used));
    }

    /**
     * Returns fields and types, with references resolved. Formats and bounds differ on purpose, see deviations.yaml.
     */
    private static String content(JsonNode schema, JsonNode document) {
        if (schema.has("$ref")) {
            return content(document.at(schema.get("$ref").textValue().substring(1)), document);
        }
        TreeMap<String, String> fields = new TreeMap<>();
        schema.path("properties")
                .properties()
                .forEach(field -> fields.put(field.getKey(), content(field.getValue(), document)));
        String items = schema.has("items") ? content(schema.get("items"), document) : "";
        return schema.path("type").asText()
                + (schema.path("nullable").asBoolean() ? "?" : "")
                + (schema.path("x-sensitive").asBoolean() ? "!" : "")
                + (schema.path("deprecated").asBoolean() ? "-" : "")
                + schema.path("additionalProperties")
                + schema.path("enum")
                + fields
                + items
                + (schema.has("x-envelope") ? "" : schema.path("required"));
    }

    /** Removes the properties of a request that are newer than the public document: they cannot be adopted from it. */
    private static void removeNewProperties(String path, JsonNode contract) throws IOException {
        String schema = contract.path("paths")
                .path(path)
                .path("post")
                .at(REQUEST)
                .path("$ref")
                .asText();
        Pattern entry = Pattern.compile("- at: request " + Pattern.quote(path) + " (\\w+) extra");
        entry.matcher(Files.readString(FrozenContract.DEVIATIONS))
                .results()
                .map(property -> property.group(1))
                .forEach(property -> ((ObjectNode) contract.at(schema.substring(1) + "/properties")).remove(property));
    }

    private static ObjectNode withoutSuccess(JsonNode responses) {
        ObjectNode errorResponses = responses.deepCopy();
        errorResponses.remove("200");
        return errorResponses;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
