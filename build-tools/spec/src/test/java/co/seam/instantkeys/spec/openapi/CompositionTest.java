package co.seam.instantkeys.spec.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompositionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                // one type in all: both forms are the same
                "{'oneOf': [{'type': 'string'}, {'nullable': true}]} -> {'type': 'string', 'nullable': true} ->",
                "{'oneOf': [{'type': 'string'}, {'type': 'string', 'enum': [null]}]} ->"
                        + " {'type': 'string', 'nullable': true} ->",
                "{'oneOf': [{'type': 'object'}, {'type': 'string', 'enum': [null]}]} ->"
                        + " {'type': 'object', 'nullable': true} ->",
                "{'oneOf': [{'nullable': true}, {'enum': [null]}]} -> {'nullable': true} ->",
                "{'anyOf': [{'enum': ['a']}, {'enum': ['b', null]}]} ->"
                        + " {'type': 'string', 'enum': ['a', 'b'], 'nullable': true} ->",
                "{'oneOf': [{'type': 'integer', 'minimum': 3}, {'type': 'integer', 'minimum': 1}]} ->"
                        + " {'type': 'integer', 'minimum': 1} ->",
                "{'allOf': [{'minimum': 3, 'exclusiveMinimum': true}, {'minimum': 3}], 'type': 'number'} ->"
                        + " {'type': 'number', 'minimum': 3, 'exclusiveMinimum': true} ->",
                "{'allOf': [{'enum': ['a', 'b']}, {'enum': ['b', 'c']}]} -> {'type': 'string', 'enum': ['b']} ->",
                "{'allOf': [{'deprecated': true}, {'type': 'string', 'default': 'b'}], 'default': 'a'} ->"
                        + " {'type': 'string', 'default': 'a', 'deprecated': true} ->",
                "{'allOf': [{'properties': {'a': {'type': 'string'}}, 'required': ['a']}], 'properties': {'a': {}}} ->"
                        + " {'type': 'object', 'required': ['a'],"
                        + " 'properties': {'a': {'allOf': [{}, {'type': 'string'}]}}} ->",
                // several types or variants: only the exact form can list them
                "{'oneOf': [{'type': 'string'}, {'type': 'boolean'}]} -> {'type': ['string', 'boolean']} -> {}",
                "{'oneOf': [{'type': 'integer'}, {'type': 'number'}]} ->"
                        + " {'type': ['integer', 'number']} -> {'type': 'number'}",
                "{'oneOf': [{'type': 'object'}, {'type': 'object', 'nullable': true}]} ->"
                        + " {'type': 'object', 'nullable': true} ->"
                        + " {'type': 'object', 'nullable': true, 'additionalProperties': true}",
                "{'allOf': [{'type': 'string'}, {'type': 'object'}], 'description': 'Both.'} ->"
                        + " {'type': ['string', 'object'], 'description': 'Both.'} -> {'description': 'Both.'}",
                "{'type': 'object', 'anyOf': [{'required': ['b', 'a', 'c']}, {'required': ['a']},"
                        + " {'required': ['d']}]} ->"
                        + " {'type': 'object', 'x-required-choice': 'a | a+b+c | d'} -> {'type': 'object'}",
            })
    void flat_eachForm_isMergedByTheSameRules(String schema, String exact, String forJava) throws IOException {
        Document document = document(schema.replace('\'', '"'));
        JsonNode composed = document.schemas().get("composed");

        assertThat(Composition.exact(document).flat(composed)).isEqualTo(json(exact));
        assertThat(Composition.forJava(document).flat(composed)).isEqualTo(json(forJava == null ? exact : forJava));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'nullable': true}",
                "{'enum': [null]}",
                "{'nullable': true, 'enum': [null]}",
                "{'type': 'string', 'enum': [null]}"
            })
    void reference_withANullBesideIt_isTheReference(String nothing) throws IOException {
        String reference = "{'$ref': '#/components/schemas/part'}";
        Document document = document(
                ("{'oneOf': [" + nothing + ", " + reference + "]}, 'part': {'type': 'object'}").replace('\'', '"'));

        JsonNode found =
                Composition.forJava(document).reference(document.schemas().get("composed"));

        assertThat(found).isEqualTo(json(reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type': 'object'}", "{'nullable': true, 'type': 'object'}", "{'enum': ['a', null]}"})
    void reference_withMoreThanANullBesideIt_isMissing(String other) throws IOException {
        Document document = document(
                ("{'oneOf': [" + other + ", {'$ref': '#/components/schemas/part'}]}, 'part': {'type': 'object'}")
                        .replace('\'', '"'));

        JsonNode found =
                Composition.forJava(document).reference(document.schemas().get("composed"));

        assertThat(found.isMissingNode()).isTrue();
    }

    /** Each of 40 schemas has the next one as a part in two ways: a trillion, if each one was merged each time. */
    @Test
    void flat_partsThatMultiply_areMergedOnce() throws IOException {
        StringBuilder schemas = new StringBuilder("{}");
        for (int i = 0; i < 40; i++) {
            String next = "{'$ref': '#/components/schemas/" + (i < 39 ? "part" + (i + 1) : "end") + "'}";
            schemas.append(", 'part" + i + "': {'allOf': [" + next + ", {'allOf': [" + next + "]}]}");
        }
        schemas.append(", 'end': {'type': 'string'}");
        Document document = document(schemas.toString().replace('\'', '"'));

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Composition.exact(document)
                                .flat(document.schemas().get("part0")))
                        .isEqualTo(json("{'type': 'string'}")));
    }

    private Document document(String composed) throws IOException {
        return Document.read(Files.writeString(
                folder.resolve("composed.json"),
                "{\"openapi\": \"3.0.3\", \"paths\": {}, \"components\": {\"schemas\": {\"composed\": " + composed
                        + "}}}"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
