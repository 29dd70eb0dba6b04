package co.seam.instantkeys.spec.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.Sample;
import co.seam.instantkeys.spec.SpecTool;
import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamCommandTest {
    private static final String POST = "/paths/~1doors~1list/post";
    private static final String REQUEST = "/components/schemas/list_doors_request";
    private static final String RESPONSE = "/components/schemas/doors_response";
    private static final String DOOR = "/components/schemas/door";

    private static final String ADDITIVE = "additive: ";
    private static final String US = "breaking for us: ";
    private static final String USERS = "breaking for our users: ";
    private static final String BOTH = "breaking for us, breaking for our users: ";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path ours;

    @BeforeEach
    void writeOurs() throws IOException {
        ours = Files.writeString(folder.resolve("seam.yaml"), Sample.YAML);
        intend("");
    }

    /** Other documents may differ from the contract: a newer one has what is not adopted yet. */
    @Test
    void upstream_documentThatTheLockRecords_hasNoFinding() {
        String slice = System.getProperty("seam.upstream", "");
        assumeTrue(
                !slice.isEmpty(), "no public OpenAPI document to compare with: pass -Dseam.upstream=<absolute path>");
        Path contract = Path.of(System.getProperty("seam.openapi"));
        String recorded = Lock.read(Lock.beside(contract)).orElseThrow().sha256();
        boolean isRecorded =
                new Source(slice, "", Duration.ZERO).read().sha256().equals(recorded);

        int exit = run("upstream", slice, "--spec", contract.toString(), "--no-record");

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith(slice + " against " + contract + ": ");
        if (isRecorded) {
            assertThat(findings()).isEmpty();
            assertThat(exit).isZero();
        }
    }

    /** Returns documents with one change each, and the finding that is expected of it. */
    static List<Edited> changes() throws IOException {
        String kind = REQUEST + "/properties/kind";
        String names = REQUEST + "/properties/names";
        String floor = REQUEST + "/properties/floor";
        String width = DOOR + "/properties/width";
        return List.of(
                edited("field added to a request")
                        .put(REQUEST + "/properties/size", "{type: 'integer'}")
                        .expect(ADDITIVE + "request /doors/list size missing: field added: integer"),
                edited("required field added to a request")
                        .put(REQUEST + "/properties/size", "{type: 'integer'}")
                        .put(REQUEST + "/required", "['size']")
                        .expect(US + "request /doors/list size missing: required field added: integer"),
                edited("field added to a response")
                        .put(DOOR + "/properties/size", "{type: 'integer'}")
                        .expect(ADDITIVE + "resource door size missing: field added: integer"),
                edited("field of a request removed")
                        .remove(floor)
                        .expect(BOTH + "request /doors/list floor extra: field removed: integer"),
                edited("field of an response removed")
                        .remove(width)
                        .expect(USERS + "resource door width extra: field removed: number"),
                edited("required field of a response removed")
                        .remove(DOOR + "/properties/door_id")
                        .put(DOOR + "/required", "[]")
                        .expect(BOTH + "resource door door_id extra: field removed: string (uuid)"),
                edited("field renamed")
                        .move(width, DOOR + "/properties/breadth")
                        .expect(USERS + "resource door width extra: field renamed: now breadth"),
                edited("type of a request field changed")
                        .put(floor + "/type", "'string'")
                        .expect(BOTH + "request /doors/list floor type: type changed: integer -> string"),
                edited("type of a response field changed")
                        .put(width + "/type", "'string'")
                        .expect(BOTH + "resource door width type: type changed: number -> string"),
                edited("object became a list")
                        .put(DOOR + "/properties/details", "{type: 'array', items: {}}")
                        .expect(BOTH + "resource door details type: type changed: object -> array"),
                edited("type of items changed")
                        .put(names + "/items/type", "'integer'")
                        .expect(BOTH + "request /doors/list names[] type: type changed: string -> integer"),
                edited("items of any type")
                        .remove(names + "/items")
                        .expect(USERS + "request /doors/list names[] type: type changed: string -> anything"),
                edited("items of a response of any type")
                        .remove(RESPONSE + "/properties/doors/items")
                        .expect(BOTH + "response /doors/list doors[] type: type changed: object -> anything"),
                edited("number of a response became an integer")
                        .put(width + "/type", "'integer'")
                        .expect(USERS + "resource door width type: type changed: number -> integer"),
                edited("integer of a request became a number")
                        .put(floor + "/type", "'number'")
                        .expect(USERS + "request /doors/list floor type: type changed: integer -> number"),
                edited("default became null")
                        .put(floor + "/default", "null")
                        .expect(ADDITIVE + "request /doors/list floor default: default changed: none -> null"),
                edited("a request needs parameters, as a keyword states")
                        .put(POST + "/x-has-required-parameters", "true")
                        .expect(US
                                + "request /doors/list . composition: some parameter required:"
                                + " x-has-required-parameters"),
                edited("response made nullable")
                        .put(RESPONSE + "/nullable", "true")
                        .expect(BOTH + "response /doors/list . nullable: made nullable"),
                edited("required field that is not declared")
                        .put(REQUEST + "/required", "['size']")
                        .expect(US + "request /doors/list size missing: required field added: size"),
                edited("boolean of a request narrowed")
                        .put(floor + "/type", "'boolean'")
                        .put(floor + "/enum", "[true]")
                        .expect(BOTH + "request /doors/list floor type: type changed: integer -> boolean"),
                edited("field of a request made required")
                        .put(REQUEST + "/required", "['kind']")
                        .expect(US + "request /doors/list kind required: made required"),
                edited("field of a response made required")
                        .put(DOOR + "/required", "['door_id', 'width']")
                        .expect(ADDITIVE + "resource door width required: made required"),
                edited("field of a response no longer required")
                        .put(DOOR + "/required", "[]")
                        .expect(BOTH + "resource door door_id required: no longer required"),
                edited("list of a response no longer required")
                        .remove(RESPONSE + "/required")
                        .expect(ADDITIVE + "response /doors/list doors required: list no longer required"),
                edited("body no longer required")
                        .remove(POST + "/requestBody/required")
                        .expect(ADDITIVE + "operation /doors/list requestBody required: no longer required"),
                edited("required field of a response made nullable")
                        .put(DOOR + "/properties/door_id/nullable", "true")
                        .expect(BOTH + "resource door door_id nullable: made nullable"),
                edited("optional field of a response made nullable")
                        .put(width + "/nullable", "true")
                        .expect(ADDITIVE + "resource door width nullable: made nullable where it was optional"),
                edited("field of a request no longer nullable")
                        .remove(floor + "/nullable")
                        .expect(BOTH + "request /doors/list floor nullable: no longer nullable"),
                edited("enum values added")
                        .put("/components/schemas/door_kind/enum", "['gate', 'flap', 'hatch']")
                        .expect(ADDITIVE + "request /doors/list kind enum: enum values added: hatch"),
                edited("enum values removed")
                        .put("/components/schemas/door_kind/enum", "['gate']")
                        .expect(BOTH + "request /doors/list kind enum: enum values removed: flap"),
                edited("enum became a string")
                        .put(kind, "{type: 'string'}")
                        .expect(USERS + "request /doors/list kind enum: enum became a string"),
                edited("string became an enum")
                        .put(DOOR + "/properties/code/enum", "['1', '2']")
                        .expect(USERS + "resource door code enum: string became an enum: 1, 2"),
                edited("bound tightened")
                        .put(names + "/maxItems", "5")
                        .expect(US + "request /doors/list names bounds: bound tightened: 10 -> maxItems 5"),
                edited("bound loosened")
                        .put(names + "/maxItems", "20")
                        .expect(ADDITIVE + "request /doors/list names bounds: bound loosened: 10 -> maxItems 20"),
                edited("bound removed")
                        .remove(names + "/maxItems")
                        .expect(ADDITIVE + "request /doors/list names bounds: bound loosened: 10 -> no maxItems"),
                edited("bound added")
                        .put(floor + "/minimum", "0")
                        .put(floor + "/exclusiveMinimum", "true")
                        .expect(US + "request /doors/list floor bounds: bound tightened: none -> minimum >0"),
                edited("pattern added")
                        .put(names + "/items/pattern", "'[a-z]+'")
                        .expect(US + "request /doors/list names[] bounds: bound tightened: none -> pattern [a-z]+"),
                edited("time became a string")
                        .remove(DOOR + "/properties/opened_at/format")
                        .expect(BOTH + "resource door opened_at format: format removed: date-time -> none"),
                edited("string became a time")
                        .put(DOOR + "/properties/code/format", "'date-time'")
                        .expect(USERS + "resource door code format: format added: none -> date-time"),
                edited("id became any string")
                        .remove(DOOR + "/properties/door_id/format")
                        .expect(ADDITIVE + "resource door door_id format: format removed: uuid -> none"),
                edited("default added")
                        .put(floor + "/default", "0")
                        .expect(US + "request /doors/list floor default: default changed: none -> 0"),
                edited("one of two fields required")
                        .put(REQUEST + "/anyOf", "[{required: ['kind']}, {required: ['names']}]")
                        .expect(US
                                + "request /doors/list . composition: one of several sets of fields"
                                + " required: kind | names"),
                edited("object closed")
                        .remove(DOOR + "/properties/details/additionalProperties")
                        .expect(ADDITIVE
                                + "resource door details open: additional properties restricted: anything -> nothing"),
                edited("object opened")
                        .put(DOOR + "/additionalProperties", "true")
                        .expect(ADDITIVE + "resource door . open: additional properties allowed: nothing -> anything"),
                edited("list became paginated")
                        .put(RESPONSE + "/properties/pagination", "{type: 'object', properties: {}}")
                        .put(REQUEST + "/properties/page_cursor", "{type: 'string'}")
                        .put(REQUEST + "/properties/limit", "{type: 'integer'}")
                        .expect(BOTH + "response /doors/list pagination missing: list became paginated: object"),
                edited("operation removed")
                        .move("/paths/~1doors~1list", "/paths/~1gates~1list")
                        .expect(BOTH + "operation /doors/list post extra: operation removed"),
                edited("method added")
                        .put("/paths/~1doors~1list/put", "{}")
                        .expect(ADDITIVE + "operation /doors/list put missing: method added: put"),
                edited("method removed").remove(POST).expect(BOTH + "operation /doors/list post extra: method removed"),
                edited("operation deprecated")
                        .put(POST + "/deprecated", "true")
                        .expect(ADDITIVE + "operation /doors/list . deprecated: deprecated"),
                edited("field deprecated")
                        .put(width + "/deprecated", "true")
                        .expect(ADDITIVE + "resource door width deprecated: deprecated"),
                edited("credential no longer accepted alone")
                        .put(POST + "/security", "[{api_key: [], otp: []}]")
                        .expect(US
                                + "operation /doors/list security.api_key extra: credential no longer"
                                + " accepted: api_key")
                        .expect(ADDITIVE
                                + "operation /doors/list security.api_key+otp missing: another"
                                + " credential accepted: api_key+otp"),
                edited("another credential accepted")
                        .put("/security", "[{api_key: []}, {token: []}]")
                        .expect(ADDITIVE
                                + "operation /doors/list security.token missing: another credential accepted: token"),
                edited("no credential required")
                        .remove("/security")
                        .expect(ADDITIVE
                                + "operation /doors/list security.none missing: another credential accepted: none"),
                edited("credential sent differently")
                        .put("/components/securitySchemes/api_key", "{type: 'apiKey', in: 'header', name: 'key'}")
                        .expect(US
                                + "document - securitySchemes.api_key type: credential sent"
                                + " differently: http bearer -> apikey header key"),
                edited("credential no longer declared")
                        .remove("/components/securitySchemes/api_key")
                        .expect(US
                                + "document - securitySchemes.api_key extra: credential no longer accepted: api_key"),
                edited("required parameter added")
                        .put(POST + "/parameters", "[{in: 'header', name: 'locale', required: true, schema: {}}]")
                        .expect(US
                                + "operation /doors/list parameters.header.locale missing: required"
                                + " field added: header.locale"),
                edited("body removed")
                        .remove(POST + "/requestBody")
                        .expect(BOTH + "operation /doors/list requestBody extra: field removed: the JSON body"),
                edited("response removed")
                        .move(POST + "/responses/200", POST + "/responses/204")
                        .expect(BOTH + "operation /doors/list responses.200 extra: response removed: 200")
                        .expect(ADDITIVE + "operation /doors/list responses.204 missing: response added: 204"),
                edited("response without a body")
                        .remove(POST + "/responses/200/content")
                        .expect(BOTH
                                + "operation /doors/list responses.200.content extra: response removed:"
                                + " the JSON body of 200"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void upstream_oneChange_isReportedAloneWithItsImpact(Edited theirs) throws IOException {
        int exit = run(theirs);

        assertThat(findings()).isEqualTo(theirs.findings);
        assertThat(exit).isEqualTo(exitCode(theirs.findings.get(0)));
    }

    private static int exitCode(String worst) {
        return worst.startsWith(BOTH) ? 5 : worst.startsWith(US) ? 4 : worst.startsWith(USERS) ? 3 : 1;
    }

    /** Returns documents that are spelled differently and mean the same on the wire. */
    static List<Edited> rewordings() throws IOException {
        return List.of(
                edited("descriptions, extensions, order")
                        .put(POST + "/description", "'Else.'")
                        .put(POST + "/x-draft", "'Soon.'")
                        .move(DOOR + "/properties/door_id", DOOR + "/properties/door_id"),
                edited("an object of parts")
                        .put(DOOR + "/allOf", "[{required: ['door_id']}, {properties: {width: {type: 'number'}}}]")
                        .remove(DOOR + "/required")
                        .remove(DOOR + "/properties/width"),
                edited("an object of one of several kinds")
                        .put(
                                DOOR + "/oneOf",
                                "[{properties: {width: {type: 'number'}}, required: ['width', 'door_id']},"
                                        + " {required: ['door_id']}]")
                        .remove(DOOR + "/required")
                        .remove(DOOR + "/properties/width"),
                edited("an enum in two halves")
                        .put(
                                REQUEST + "/properties/kind",
                                "{anyOf: [{type: 'string', enum: ['gate']}, {type: 'string', enum: ['flap']}]}"),
                edited("a null beside a time")
                        .put(
                                REQUEST + "/properties/floor",
                                "{oneOf: [{type: 'integer'}, {nullable: true, enum: [null]}]}"),
                edited("a content type with a charset")
                        .move(
                                POST + "/responses/200/content/application~1json",
                                POST + "/responses/200/content/application~1json; charset=utf-8"),
                edited("a null among the values").put(REQUEST + "/properties/floor/oneOf", "[{nullable: true}, {}]"),
                edited("a reference in between")
                        .put(REQUEST + "/properties/kind", "{$ref: '#/components/schemas/kind'}")
                        .put("/components/schemas/kind", "{$ref: '#/components/schemas/door_kind'}"),
                edited("a resource under another name")
                        .move(DOOR, "/components/schemas/doorway")
                        .put(RESPONSE + "/properties/doors/items", "{$ref: '#/components/schemas/doorway'}"));
    }

    @ParameterizedTest
    @MethodSource("rewordings")
    void upstream_sameOnTheWire_findsNothing(Edited theirs) throws IOException {
        int exit = run(theirs);

        assertThat(findings()).isEmpty();
        assertThat(exit).isZero();
    }

    @Test
    void upstream_operationBesideOurs_isAFindingOnceAndThenKnown() throws IOException {
        Edited theirs =
                edited("operation added").put("/paths/~1doors~1get", "{}").put("/paths/~1gates~1get", "{}");

        int first = run(theirs);

        assertThat(findings()).containsExactly(ADDITIVE + "operation /doors/get . missing: new operation");
        assertThat(first).isEqualTo(1);
        out.getBuffer().setLength(0);
        assertThat(run(theirs)).isZero();
        assertThat(findings()).isEmpty();
    }

    @Test
    void upstream_deviation_isNoFinding() throws IOException {
        intend("""
                - at: resource * width type,deprecated
                  reason: Whatever it is.
                """);

        int exit = run(edited("").put(DOOR + "/properties/width", "{type: 'string', deprecated: true}"));

        assertThat(findings()).isEmpty();
        assertThat(exit).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[{required: ['kind']}, {required: ['names']}];",
                "[{required: ['kind']}, {required: ['names']}, {required: ['floor']}]; additive: request /doors/list ."
                        + " composition: another set of fields accepted: floor",
                "[{required: ['kind']}, {required: ['floor']}]; breaking for us: request /doors/list . composition:"
                        + " one of several sets of fields required: floor | kind",
            })
    void upstream_setsOfFieldsRequired_areComparedWithTheKnownOnes(String sets, String finding) throws IOException {
        intend("""
                - at: request /doors/list . composition
                  known: [kind, names]
                  reason: The facade checks that one is set.
                """);

        run(edited("").put(REQUEST + "/anyOf", sets));

        assertThat(findings()).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[{required: ['kind']}, {required: ['names']}, {required: ['floor']}]; additive: request /doors/list ."
                        + " composition: another set of fields accepted: floor | kind | names",
                "[{required: ['kind']}, {required: ['floor', 'names']}]; breaking for us: request /doors/list ."
                        + " composition: one of several sets of fields required: floor+names | kind",
                "; additive: request /doors/list . composition: no set of fields required any more: kind | names ->"
                        + " none",
            })
    void upstream_setsOfFieldsThatOursRequiresToo_areBreakingOnlyIfTightened(String sets, String finding)
            throws IOException {
        Files.writeString(
                ours,
                edited("")
                        .put(REQUEST + "/anyOf", "[{required: ['kind']}, {required: ['names']}]")
                        .json());

        run(sets == null ? edited("") : edited("").put(REQUEST + "/anyOf", sets));

        assertThat(findings()).containsExactly(finding);
    }

    /** As the result of an action attempt, which is null until there is one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{nullable: true}",
                "{nullable: true, description: 'None yet.'}",
                "{nullable: true, enum: [null]}",
                "{oneOf: [{nullable: true}, {enum: [null]}]}",
                "{description: 'None yet.', oneOf: [{nullable: true}, {enum: [null]}]}",
            })
    void upstream_nullInOneVariantAndAnObjectInAnother_isANullableObject(String nothing) throws IOException {
        String result = "{type: 'object', properties: {state: {type: 'string'}}}";
        Files.writeString(
                ours,
                edited("")
                        .put(
                                DOOR + "/properties/result",
                                "{type: 'object', nullable: true, properties: {state: {type: 'string'}}}")
                        .put(DOOR + "/required", "['door_id', 'result']")
                        .json());

        run(edited("")
                .put(
                        DOOR + "/oneOf",
                        "[{properties: {result: " + nothing + "}, required: ['result']}, {properties: {result: "
                                + result + "}, required: ['result']}]"));

        assertThat(findings()).isEmpty();
    }

    @Test
    void upstream_sameChangeInManyPlaces_isOneGroup() throws IOException {
        Edited both = edited("");
        both.put(
                "/paths/~1gates~1list", Sample.tree().at("/paths/~1doors~1list").toString());
        Files.writeString(ours, both.json());
        both.put("/paths/~1gates~1list/post/deprecated", "true").put(POST + "/deprecated", "true");

        run(both);

        assertThat(out.toString())
                .contains(": 2 findings in 1 group")
                .contains("  2 x operation */list . deprecated ")
                .contains("      at /doors/list, /gates/list");
    }

    @Test
    void upstream_manyFieldsOfOneObject_areOneGroup() throws IOException {
        run(edited("")
                .put(DOOR + "/properties/one", "{type: 'string'}")
                .put(DOOR + "/properties/two", "{type: 'integer'}")
                .put(DOOR + "/properties/three", "{type: 'boolean'}"));

        assertThat(findings())
                .containsExactly(ADDITIVE + "3 x resource door * missing: field added: one (string), two (integer),"
                        + " three (boolean)");
    }

    @Test
    void upstream_documentOfAnotherApi_hasAHintAndNoStaleEntries() throws IOException {
        intend("- {at: resource door code type, reason: It is so.}");

        int exit = run(edited("").move("/paths/~1doors~1list", "/paths/~1pets~1list"));

        assertThat(findings()).containsExactly(BOTH + "operation /doors/list post extra: operation removed");
        assertThat(out.toString()).contains("None of the operations of ").contains("is it Seam's public document?");
        assertThat(folder.resolve("upstream.lock")).doesNotExist();
        assertThat(exit).isEqualTo(5);
    }

    @Test
    void upstream_formatJson_hasTheGroupsAndTheExitCode() throws IOException {
        Path theirs =
                file(edited("").put(DOOR + "/properties/width/type", "'string'").json());

        int exit = run("upstream", theirs.toString(), "--spec", ours.toString(), "--format", "json");

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("findings").intValue()).isEqualTo(1);
        assertThat(report.path("worst").asText()).isEqualTo("breaking-for-both");
        assertThat(report.path("exit_code").intValue()).isEqualTo(exit).isEqualTo(5);
        assertThat(report.at("/groups/0/at").asText()).isEqualTo("resource door width type");
        assertThat(report.at("/groups/0/locations/0").asText()).isEqualTo("resource door width type");
        assertThat(report.at("/groups/0/kind").asText()).isEqualTo("type_changed");
    }

    @Test
    void upstream_formatMarkdown_showsChangedTextsSideBySide() throws IOException {
        run(edited(""));
        out.getBuffer().setLength(0);
        Path theirs = file(edited("")
                .put(
                        DOOR + "/properties/width/description",
                        "'Metres, at most <9>, see \\\\[there](x), //example.com, #7 or @them.'")
                .json());

        int exit = run("upstream", theirs.toString(), "--spec", ours.toString(), "--format", "markdown");

        assertThat(out.toString()).contains("""
                ## to be read

                `resource door width text`: text changed

                | was | now | ours |
                | --- | --- | --- |
                | `Metres.` | `Metres, at most <9>, see \\[there](x), //example.com, #7 or @them.` | `Metres.` |
                """);
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void upstream_since_comparesWithThatVersion() throws IOException {
        Path before =
                Files.writeString(folder.resolve("before.json"), edited("").json());
        Path theirs = file(edited("")
                .put(DOOR + "/properties/width/description", "'Miles.'")
                .json());

        run("upstream", theirs.toString(), "--spec", ours.toString(), "--since", before.toString());

        assertThat(out.toString()).contains("resource door width text", "was: Metres.", "now: Miles.", "ours: Metres.");
    }

    @Test
    void upstream_noRecord_writesNoLock() throws IOException {
        Path theirs = file(edited("").json());

        run("upstream", theirs.toString(), "--spec", ours.toString(), "--no-record");

        assertThat(folder.resolve("upstream.lock")).doesNotExist();
    }

    @Test
    void upstream_document_isKeptBesideTheLockAndNotInIt() throws IOException {
        run(edited(""));

        Lock lock = Lock.read(folder.resolve("upstream.lock")).orElseThrow();
        assertThat(lock.isKept(folder.resolve(".upstream"))).isTrue();
        assertThat(Files.readString(folder.resolve("upstream.lock"))).doesNotContain("properties", "description");
    }

    @Test
    void upstream_manyKeptDocuments_keepsItsOwnAndTheLatest() throws IOException {
        Path kept = Files.createDirectory(folder.resolve(".upstream"));
        Path foreign = Files.writeString(kept.resolve("notes.json"), "{}");
        List<Path> earlier = new ArrayList<>();
        for (int week = 0; week < 12; week++) {
            Path document = Files.writeString(kept.resolve(String.format("%064x.json", week)), "{}");
            Files.setLastModifiedTime(document, FileTime.from(Instant.EPOCH.plus(week, ChronoUnit.DAYS)));
            earlier.add(document);
        }

        run(edited(""));

        assertThat(Lock.read(folder.resolve("upstream.lock")).orElseThrow().isKept(kept))
                .isTrue();
        assertThat(earlier).filteredOn(Files::exists).containsExactlyElementsOf(earlier.subList(3, 12));
        assertThat(foreign).exists();
    }

    @Test
    void upstream_documentOfTheLockIsGone_saysWhatIsNotReported() throws IOException {
        run(edited(""));
        Path kept;
        try (Stream<Path> files = Files.list(folder.resolve(".upstream"))) {
            kept = files.findFirst().orElseThrow();
        }
        Files.delete(kept);

        run(edited("").put("/info/version", "'2'"));

        assertThat(err.toString()).contains("changed texts, keywords and variants are not reported");
    }

    @Test
    void upstream_lockWhoseHashIsAPath_isRejected() throws IOException {
        Files.writeString(folder.resolve("upstream.lock"), "{\"sha256\": \"../elsewhere\", \"names\": {}}");

        assertThat(run(edited(""))).isEqualTo(2);

        assertThat(err.toString()).contains("is no lock of the public document");
    }

    @Test
    void upstream_sameDocumentAgain_leavesTheLockAsItIs() throws IOException {
        run(edited(""));
        byte[] once = Files.readAllBytes(folder.resolve("upstream.lock"));

        run(edited(""));

        assertThat(folder.resolve("upstream.lock")).hasBinaryContent(once);
    }

    @Test
    void upstream_oppositeOfADeviation_isReported() throws IOException {
        intend("""
                - at: resource door * required
                  known: [required]
                  reason: Only the id is always sent.
                """);

        run(edited("").put(DOOR + "/required", "['width']"));

        assertThat(findings()).containsExactly(BOTH + "resource door door_id required: no longer required");
    }

    @Test
    void upstream_entryWithinABodyThatChangedItsType_isNotStale() throws IOException {
        intend("""
                - at: request /doors/list floor default
                  known: ['1']
                  reason: No defaults.
                """);

        run(edited("").put(REQUEST, "{type: 'string'}"));

        assertThat(findings()).containsExactly(BOTH + "request /doors/list . type: type changed: object -> string");
    }

    @Test
    void upstream_moreThanTheKnownValues_isReported() throws IOException {
        intend("""
                - at: resource door * missing
                  known: [size]
                  reason: Not needed.
                - at: resource door width type
                  known: [integer]
                  reason: A width has digits.
                """);

        int exit = run(edited("")
                .put(DOOR + "/properties/size", "{type: 'integer'}")
                .put(DOOR + "/properties/depth", "{type: 'boolean'}")
                .put(DOOR + "/properties/width/type", "'string'"));

        assertThat(findings())
                .containsExactly(
                        BOTH + "resource door width type: type changed: number -> string",
                        ADDITIVE + "resource door depth missing: field added: boolean");
        assertThat(exit).isEqualTo(5);
    }

    @Test
    void upstream_enumThatIsAStringHere_isComparedWithTheKnownOne() throws IOException {
        Files.writeString(
                ours, Sample.with("$ref: '#/components/schemas/door_kind'", "{type: string, description: Any.}"));
        intend("""
                - at: request /doors/list kind enum
                  known: '#/components/schemas/door_kind'
                  reason: Any string is accepted.
                """);
        Edited theirs = edited("").put("/components/schemas/door_kind/enum", "['gate', 'hatch']");

        run(theirs);

        assertThat(findings()).containsExactly(ADDITIVE + "request /doors/list kind enum: enum values added: hatch");
    }

    @Test
    void upstream_entryThatCoversNothing_isStale() throws IOException {
        intend("""
                - at: resource door width type
                  reason: A width is a number.
                - at: resource door * missing
                  known: [size, depth]
                  reason: Not needed.
                - at: resource door code nullable,format
                  reason: Not needed.
                """);

        int exit = run(edited("")
                .put(DOOR + "/properties/size", "{type: 'integer'}")
                .put(DOOR + "/properties/code/format", "'pin'"));

        String file = folder.resolve("deviations.yaml") + ":";
        assertThat(findings())
                .containsExactly(
                        "stale entries of deviations.yaml: " + file
                                + "2: resource door width type covers no difference; delete the entry.",
                        "stale entries of deviations.yaml: " + file
                                + "4: resource door * missing knows depth, which is not there; delete the value.",
                        "stale entries of deviations.yaml: " + file
                                + "7: resource door code nullable,format covers no difference of nullable;"
                                + " delete the aspect.");
        assertThat(exit).isEqualTo(1);
    }

    /** It may cover something again once the difference is resolved. */
    @Test
    void upstream_entryWhereAFieldWasRemoved_isNotStale() throws IOException {
        intend("""
                - at: resource door width required
                  reason: Often left out.
                """);

        run(edited("").remove(DOOR + "/properties/width"));

        assertThat(findings()).containsExactly(USERS + "resource door width extra: field removed: number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{at: resource door width, reason: It is so.}; at must be SUBJECT WHERE FIELD ASPECT",
                "{at: gate door width type, reason: It is so.}; at must be SUBJECT WHERE FIELD ASPECT",
                "{at: resource door width kind, reason: It is so.}; at must be SUBJECT WHERE FIELD ASPECT",
                "{at: resource door width type}; an entry needs a reason",
                "{at: resource door width type, known: [], reason: It is so.}; known must list values",
                "{at: resource door width type, known: '#/nowhere', reason: It is so.}; known must list values",
                "{at: resource door width type, known: integer, reason: It is so.}; known must list values",
            })
    void upstream_entryThatBreaksTheGrammar_isRejectedWithItsLine(String entry, String error) throws IOException {
        intend("- " + entry);

        int exit = run(edited(""));

        assertThat(err.toString()).startsWith(folder.resolve("deviations.yaml") + ":2: " + error);
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void upstream_markdown_hasATableForEachImpact() throws IOException {
        Path markdown = folder.resolve("report.md");
        intend("- {at: resource door code type, reason: It is so.}");
        Path theirs = file(edited("")
                .put(REQUEST + "/anyOf", "[{required: ['kind']}, {required: ['names']}]")
                .json());

        run("upstream", theirs.toString(), "--spec", ours.toString(), "--markdown", markdown.toString());

        assertThat(markdown).hasContent("""
                # %s against %s: 2 findings

                ## breaking for us

                | where | what |
                | --- | --- |
                | `request /doors/list . composition` | `one of several sets of fields required: kind \\| names` |

                ## stale entries of deviations.yaml

                - %s:2: resource door code type covers no difference; delete the entry.

                Update seam.yaml, or add an entry to deviations.yaml with the location and aspect shown above, plus a reason.
                """.formatted(theirs, ours, folder.resolve("deviations.yaml")));
    }

    /** The document is as large as the public one: 317 paths, 4 MB. */
    @Test
    void upstream_wholeDocument_isComparedInOurOperationsOnly() throws IOException {
        Path seam = FrozenContract.SEAM;
        ObjectNode whole = (ObjectNode) Document.read(seam).root();
        ObjectNode paths = (ObjectNode) whole.get("paths");
        List<JsonNode> items = new ArrayList<>();
        paths.forEach(items::add);
        while (paths.size() < 317) {
            ObjectNode item = items.get(paths.size() % items.size()).deepCopy();
            ((ObjectNode) item.get("post")).put("x-filler", "x".repeat(13_000));
            paths.set("/other_" + paths.size() + "/get", item);
        }
        Path theirs = file(whole.toString());

        int exit = run(
                "upstream",
                theirs.toString(),
                "--spec",
                seam.toString(),
                "--no-record",
                "--deviations",
                folder.resolve("deviations.yaml").toString());

        assertThat(theirs.toFile().length()).isGreaterThan(4 << 20);
        assertThat(findings()).isEmpty();
        assertThat(exit).isZero();
    }

    static Stream<Edited> badDocuments() throws IOException {
        String self = "{type: 'object', properties: {near: {$ref: '#/components/schemas/wall'}}}";
        String union =
                "{oneOf: [" + self + ", {type: 'object', properties: {near: {type: 'string'}}}, {type: 'string'}]}";
        String wall = "{type: 'object', properties: {door: {$ref: '#/components/schemas/door'}}}";
        return Stream.of(
                edited("not OpenAPI").put("/openapi", "'2.0'").expect("is not an OpenAPI 3.0 document"),
                edited("dangling reference")
                        .put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall'}")
                        .expect("dangling reference: there is no #/components/schemas/wall"),
                edited("circular reference")
                        .put("/components/schemas/wall", "{$ref: '#/components/schemas/hall'}")
                        .put("/components/schemas/hall", "{$ref: '#/components/schemas/wall'}")
                        .expect("circular reference, or one too long to follow: #/components/schemas/"),
                edited("circular composition")
                        .put("/components/schemas/wall", "{allOf: [{oneOf: [{$ref: '#/components/schemas/hall'}]}]}")
                        .put("/components/schemas/hall", "{anyOf: [{$ref: '#/components/schemas/wall'}]}")
                        .expect("circular composition: #/components/schemas/hall -> #/components/schemas/wall"),
                edited("schema that contains itself")
                        .put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall'}")
                        .put("/components/schemas/wall", self)
                        .expect("has a schema that contains itself: wall -> wall"),
                edited("union that contains itself through a field of its variants")
                        .put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall'}")
                        .put("/components/schemas/wall", union)
                        .expect("has a schema that contains itself: wall -> wall"),
                edited("schema that contains itself through another")
                        .put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall'}")
                        .put("/components/schemas/wall", wall)
                        .expect("has a schema that contains itself: door -> wall -> door"));
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void upstream_badDocument_isRejectedInOneLine(Edited theirs) throws IOException {
        int exit = run(theirs);

        assertThat(err.toString().lines()).singleElement().asString().contains(theirs.findings);
        assertThat(out.toString()).isEmpty();
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void upstream_recursiveSchemaOutsideOurOperations_isTolerated() throws IOException {
        int exit = run(edited("")
                .put(
                        "/components/schemas/wall",
                        "{type: 'object', properties: {near: {$ref: '#/components/schemas/wall'}}}"));

        assertThat(exit).isZero();
    }

    /** Each of 40 schemas contains the next one twice: a trillion fields, if each was compared. */
    @Test
    void upstream_schemasThatMultiply_areComparedOnce() throws IOException {
        Edited theirs = edited("").put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall0'}");
        for (int i = 0; i < 40; i++) {
            String next = "{$ref: '#/components/schemas/wall" + (i + 1) + "'}";
            theirs.put("/components/schemas/wall" + i, "{properties: {a: " + next + ", b: " + next + "}}");
        }
        theirs.put("/components/schemas/wall40", "{type: 'string'}");

        run(theirs);

        assertThat(findings()).containsExactly(ADDITIVE + "resource door wall missing: field added: wall0: object");
    }

    @Test
    void upstream_compositionsThatMultiply_areRejectedInOneLine() throws IOException {
        Edited theirs = edited("").put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/a0'}");
        for (int i = 0; i < 40; i++) {
            String a = "{$ref: '#/components/schemas/a" + (i + 1) + "'}";
            String b = "{$ref: '#/components/schemas/b" + (i + 1) + "'}";
            String either =
                    "{oneOf: [{properties: {a: " + a + ", b: " + b + "}}, {properties: {a: " + b + ", b: " + a + "}}]}";
            theirs.put("/components/schemas/a" + i, either).put("/components/schemas/b" + i, either);
        }
        theirs.put("/components/schemas/a40", "{type: 'string'}").put("/components/schemas/b40", "{type: 'string'}");

        int exit = run(theirs);

        assertThat(err.toString().lines()).singleElement().asString().contains("compositions of compositions");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void upstream_schemasNestedTooDeeply_areRejectedInOneLine() throws IOException {
        Edited theirs = edited("").put(DOOR + "/properties/wall", "{$ref: '#/components/schemas/wall0'}");
        for (int i = 0; i < 5_000; i++) {
            theirs.put("/components/schemas/wall" + i, "{items: {$ref: '#/components/schemas/wall" + (i + 1) + "'}}");
        }
        theirs.put("/components/schemas/wall5000", "{type: 'string'}");

        int exit = run(theirs);

        assertThat(err.toString().lines()).singleElement().asString().contains("has schemas within schemas");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void upstream_truncatedDocument_writesNothing() throws IOException {
        String json = edited("").json();
        Path markdown = folder.resolve("report.md");
        Path theirs = file(json.substring(0, json.length() / 2));

        int exit = run("upstream", theirs.toString(), "--spec", ours.toString(), "--markdown", markdown.toString());

        assertThat(err.toString().lines()).singleElement().asString().contains("is not valid JSON");
        assertThat(exit).isEqualTo(2);
        assertThat(ours).hasContent(Sample.YAML);
        assertThat(markdown).doesNotExist();
    }

    @Test
    void upstream_hugeFile_isRejectedInOneLine() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }

        int exit = run("upstream", huge.toString(), "--spec", ours.toString());

        assertThat(err.toString().lines()).singleElement().asString().contains("104857600 bytes");
        assertThat(exit).isEqualTo(2);
    }

    private static Edited edited(String name) {
        return new Edited(name, Sample.tree());
    }

    private void intend(String entries) throws IOException {
        Files.writeString(
                folder.resolve("deviations.yaml"), "deviations:" + (entries.isEmpty() ? " []" : "\n" + entries));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("theirs.json"), text);
    }

    private int run(Edited theirs) throws IOException {
        return run("upstream", file(theirs.json()).toString(), "--spec", ours.toString());
    }

    private int run(String... args) {
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    /** Returns impact, location and text of each finding, or the stale entry. */
    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        String title = "";
        for (String line : out.toString().lines().toList()) {
            if (!line.startsWith("  ")) {
                title = line;
            } else {
                findings.add(title + " " + line.strip().replaceFirst(" {2,}", ": "));
            }
        }
        return findings;
    }
}
