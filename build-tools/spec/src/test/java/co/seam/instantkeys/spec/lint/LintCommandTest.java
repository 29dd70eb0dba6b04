package co.seam.instantkeys.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.Sample;
import co.seam.instantkeys.spec.SpecTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** With {@code -Dseam.draft=true}, as in the weekly workflow, what is still to be written passes. */
    @Test
    void lint_seamYaml_findsNothing() {
        Path contract = Path.of(System.getProperty("seam.openapi"));
        int exit = Boolean.getBoolean("seam.draft") ? run(contract, "--draft") : run(contract);

        assertThat(out.toString()).endsWith("seam.yaml: no findings" + System.lineSeparator());
        assertThat(exit).isZero();
    }

    @Test
    void lint_validDocument_findsNothing() throws IOException {
        assertThat(run(file(Sample.YAML))).as(out.toString()).isZero();
    }

    static Stream<Breach> breaches() {
        return Stream.of(
                breach("    post:", "    get:", "10: /doors/list.get: only post", "9: /doors/list: post is missing"),
                breach("tags: [doors]", "tags: []", "11: /doors/list.tags: an operation has one tag"),
                breach("tags: [doors]", "tags: [gates]", "11: /doors/list.tags: an operation has one tag"),
                breach("operationId: doors_list", "", "10: /doors/list: operationId is missing"),
                breach(
                        "description: Which doors.",
                        "description: Which doors.\n      x-exactly-one-of: [kind, gate]",
                        "50: list_doors_request.x-exactly-one-of: the schema has no property gate"),
                breach(
                        "description: Which doors.",
                        "description: Which doors.\n      x-at-least-one-of: [kind]",
                        "50: list_doors_request.x-at-least-one-of: x-at-least-one-of lists two or more properties"),
                breach(
                        "description: Which doors.",
                        "description: Which doors.\n      x-by: {gate: list}",
                        "50: list_doors_request.x-by: the schema has no property gate"),
                breach(
                        "description: Which doors.",
                        "description: Which doors.\n      x-by: {kind: list, floor: list}",
                        "50: list_doors_request.x-by: list takes two properties"),
                breach("method-name: list", "method-name: a b", "13: /doors/list.x-method-name: x-method-name must"),
                breach("summary: Lists doors.", "summary: ''", "10: /doors/list: summary is missing"),
                breach("Returns all in one response.", "TODO", "15: /doors/list.description: still to be written"),
                breach(
                        "Returns all in one response.",
                        "A < B",
                        "15: /doors/list.description: the text becomes Javadoc, where <"),
                breach("safe: true", "safe: maybe", "16: /doors/list.x-retry-safe: x-retry-safe is undecided"),
                breach("safe: true", "safe: false", "16: /doors/list.x-retry-safe: x-retry-safe is true for get"),
                breach(
                        "x-response-key: doors",
                        "x-response-key: gates",
                        "17: /doors/list.x-response-key: the response"),
                breach("x-response-key", "x-result-key", "17: /doors/list.x-result-key: unknown extension"),
                breach("/doors/list", "/{id}/list", "10: /{id}/list.parameters: path parameter id is not declared"),
                breach(
                        "Returns all in one response.",
                        "All.\n      parameters: [{in: path, name: id}]",
                        "16: /doors/list.parameters: the path has no {id}"),
                breach(
                        "    required: true",
                        "    required: false",
                        "18: /doors/list.requestBody: a request has a JSON"),
                breach(
                        "$ref: '#/components/schemas/list_doors_request'",
                        "type: object",
                        "22: /doors/list.requestBody.schema: a body is a named schema"),
                breach(
                        "examples:\n              all:\n                value: {}",
                        "x:",
                        "21: /doors/list.requestBody: examples are missing"),
                breach(
                        "kind: gate",
                        "kind: 1",
                        "28: /doors/list.requestBody.examples.some.value.kind: the example must"),
                breach(
                        "[north]",
                        "[null]",
                        "28: /doors/list.requestBody.examples.some.value.names.0: the example must"),
                breach(
                        "kind: gate",
                        "size: 1",
                        "28: /doors/list.requestBody.examples.some.value.size: the example has"),
                breach(
                        "door_id: d1, ",
                        "",
                        "39: /doors/list.responses.200.examples.one.value.doors.0: the example lacks door_id"),
                breach(
                        "'200':",
                        "'201':",
                        "29: /doors/list.responses: responses lack 200",
                        "17: /doors/list.x-response-key: the response has no field doors"),
                breach("items:\n            type: string", "x:", "53: list_doors_request.names: items are missing"),
                breach("security:\n  - api_key", "security:\n  - other", "6: security: other is not declared"),
                breach("Key of one workspace.", "''", "42: securitySchemes.api_key: description is missing"),
                breach("Finds doors.", "''", "4: tags.0: description is missing"),
                breach("Which doors.", "''", "47: list_doors_request: description is missing"),
                breach("Metres.", "''", "94: door.width: description is missing"),
                breach(
                        "Metres.",
                        "Metres.\n          default: 1",
                        "97: door.width.default: generated code would send a default"),
                breach(
                        "Which doors.",
                        "Doors.\n      oneOf: []",
                        "50: list_doors_request.oneOf: oneOf has no good form"),
                breach(
                        "Returns all in one response.",
                        "All. TODO more.",
                        "15: /doors/list.description: still to be written"),
                breach(
                        "Returns all in one response.",
                        "All.\n      parameters: [{in: query, name: id}]",
                        "16: /doors/list.parameters: a POST has only a body"),
                breach("format: uuid", "format: uuiid", "84: door.door_id.format: unknown format uuiid"),
                breach("[gate, flap]", "[]", "66: door_kind.enum: an enum lists values"),
                breach(
                        "        width:\n          type: number",
                        "        api_key:\n          type: string",
                        "39: /doors/list.responses.200.examples.one.value.doors.0.width: the example has a field",
                        "94: door.api_key: a secret by its name"),
                breach(
                        "    door_kind:",
                        "    model_codec: {type: object, description: A.}\n    door_kind:",
                        "63: model_codec: a class of Java, the generator or a template has this name"),
                breach("type: number", "type: numbr", "95: door.width.type: there is no type numbr"),
                breach("type: number", "enum: [a]", "94: door.width: an object or enum is a named schema"),
                breach(
                        "[door_id]",
                        "[door_id, lock]",
                        "39: /doors/list.responses.200.examples.one.value.doors.0: the example lacks lock",
                        "80: door.required: required names lock, which is no property"),
                breach("x-sensitive: true", "", "86: door.code: a secret by its name"),
                breach(
                        "format: date-time",
                        "x-sensitive: true",
                        "90: door.opened_at: marked x-sensitive, but no secret"),
                breach(
                        "        width:\n          type: number",
                        "        opening_count:\n          type: number",
                        "39: /doors/list.responses.200.examples.one.value.doors.0.width: the example has a field",
                        "95: door.opening_count.type: a count is an integer"));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void lint_oneRuleBroken_reportsIt(Breach breach) throws IOException {
        Path file = file(Sample.with(breach.text(), breach.other()));

        int exit = run(file);

        List<String> findings = out.toString().lines().toList();
        assertThat(findings)
                .as("findings and their number")
                .hasSize(breach.findings().size() + 1);
        for (int i = 0; i < breach.findings().size(); i++) {
            assertThat(findings.get(i))
                    .startsWith(file + ":" + breach.findings().get(i));
        }
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void lint_danglingReference_isRejectedWithItsLine() throws IOException {
        Path file = file(Sample.with("schemas/door_kind", "schemas/kind"));

        int exit = run(file);

        assertThat(err.toString().strip())
                .isEqualTo(file + ":52: dangling reference: there is no #/components/schemas/kind");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void lint_whatIsStillToBeWritten_passesInADraftOnly() throws IOException {
        Path file =
                file(Sample.with("description: Finds doors.", "# UPSTREAM: Finds all doors.\n    description: TODO"));
        Files.writeString(
                folder.resolve("deviations.yaml"),
                "deviations:\n  - {at: resource door width type, reason: 'TODO: decide.'}\n");

        assertThat(run(file)).isEqualTo(1);
        assertThat(out.toString())
                .contains(file + ":6: tags.0.description: still to be written")
                .contains(file + ":5: a text of the public document: write the description from it yourself, and"
                        + " remove the comment")
                .contains(folder.resolve("deviations.yaml") + ":2: the reason is still to be written")
                .contains(": 3 findings");

        assertThat(run(file, "--draft")).isZero();
    }

    private int run(Path file, String... options) {
        List<String> command = new ArrayList<>(List.of("lint", file.toString()));
        command.addAll(List.of(options));
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("doors.yaml"), text);
    }

    private static Breach breach(String text, String other, String... findings) {
        return new Breach(text, other, List.of(findings));
    }

    /** @param findings line, location and beginning of the reason of each */
    private record Breach(String text, String other, List<String> findings) {}
}
