package co.seam.instantkeys.spec.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.SpecTool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StubsCommandTest {
    /** Has one operation, with shared error responses, as {@code openapi/seam.yaml}. */
    private static final String DOCUMENT = """
            openapi: 3.0.3
            paths:
              /keys/get:
                post:
                  operationId: keys_get
                  requestBody:
                    content:
                      application/json:
                        examples:
                          by_id: {value: {search: room, key_ids: [k1, k2], look: {color: red}}}
                          other: {value: {key_ids: [k3]}}
                  responses:
                    '200':
                      headers:
                        seam-request-id: {$ref: '#/components/headers/seam-request-id'}
                      content:
                        application/json:
                          examples:
                            first: {value: {key: {n: 57.7067, at: '2026-07-03T08:41:12.530417Z', gone: null}, ok: true}}
                            second: {value: {ok: false}}
                    '400': {$ref: '#/components/responses/Rejected'}
                    '401': {$ref: '#/components/responses/Rejected'}
                    default: {$ref: '#/components/responses/Rejected'}
            components:
              headers:
                seam-request-id: {example: r1}
              responses:
                Rejected:
                  content:
                    application/json:
                      examples:
                        invalid_input: {value: {error: {type: invalid_input, message: shared}, ok: false}}
                        unauthorized: {value: {error: {type: unauthorized, message: shared}, ok: false}}
                        not_found: {value: {error: {type: door_not_found, message: shared, data: {door_id: d1}}}}
                        too_many_requests: {value: {error: {type: too_many_requests, message: shared}}}
                        internal_server_error: {value: {error: {type: internal_server_error, message: shared}}}
            """;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void nameOut() {
        out = folder.resolve("out");
    }

    @Test
    void stubs_ofAnOperation_areOneForEachOutcomeAndOneForOtherKeys() throws IOException {
        write(DOCUMENT);

        assertThat(files())
                .containsOnlyKeys(
                        "keys_get_200.json",
                        "keys_get_400.json",
                        "keys_get_401.json",
                        "keys_get_404.json",
                        "keys_get_429.json",
                        "keys_get_500.json",
                        "unknown_key.json");
    }

    @Test
    void success_always_isTheFirstExampleAsItStands() throws IOException {
        write(DOCUMENT);

        JsonNode stub = stub(200);
        assertThat(stub.at("/request")).isEqualTo(json("""
                {"method": "POST", "urlPath": "/keys/get", "headers": {
                    "Authorization": {"matches": "Bearer .+"}, "Content-Type": {"contains": "application/json"}}}
                """));
        assertThat(stub.at("/response")).isEqualTo(json("""
                {"status": 200,
                 "headers": {"Content-Type": "application/json; charset=utf-8", "seam-request-id": "r1"},
                 "jsonBody": {"key": {"n": 57.7067, "at": "2026-07-03T08:41:12.530417Z", "gone": null}, "ok": true}}
                """));
        assertThat(stub.at("/metadata")).isEqualTo(json("""
                {"generated_from": "spec.yaml", "operation": "keys_get", "outcome": "success",
                 "request_example": {"search": "room", "key_ids": ["k1", "k2"], "look": {"color": "red"}}}
                """));
    }

    @ParameterizedTest
    @CsvSource({"401, unauthorized", "429, too_many_requests", "500, internal_server_error"})
    void errorResponse_sameForAllOperations_isTheSharedExample(int status, String type) throws IOException {
        write(DOCUMENT);

        assertThat(stub(status).at("/response/status").intValue()).isEqualTo(status);
        assertThat(stub(status).at("/response/jsonBody/error/type").textValue()).isEqualTo(type);
        assertThat(stub(status).at("/response/jsonBody/error/message").textValue())
                .isEqualTo("shared");
    }

    @Test
    void invalidInput_always_rejectsEachFieldOfTheRequest() throws IOException {
        write(DOCUMENT);

        assertThat(stub(400).at("/response/jsonBody")).isEqualTo(json("""
                {"error": {"type": "invalid_input", "message": "4 input errors", "validation_errors": {
                    "_errors": [],
                    "search": {"_errors": ["Rejected by this stub"]},
                    "key_ids": {"_errors": [],
                        "0": {"_errors": ["Rejected by this stub"]},
                        "1": {"_errors": ["Rejected by this stub"]}},
                    "look": {"_errors": [], "color": {"_errors": ["Rejected by this stub"]}}}},
                 "ok": false}
                """));
    }

    @Test
    void invalidInput_ofAnEmptyRequest_rejectsTheWhole() throws IOException {
        write(DOCUMENT.replace("{search: room, key_ids: [k1, k2], look: {color: red}}", "{}"));

        assertThat(stub(400).at("/response/jsonBody/error/message").textValue()).isEqualTo("1 input error");
        assertThat(stub(400).at("/response/jsonBody/error/validation_errors"))
                .isEqualTo(json("{\"_errors\": [\"Rejected by this stub\"]}"));
    }

    @Test
    void notFound_always_namesTheFirstResourceOfTheRequest() throws IOException {
        write(DOCUMENT);

        assertThat(stub(404).at("/response/jsonBody/error")).isEqualTo(json("""
                {"type": "key_not_found", "message": "No such key.", "data": {"key_id": "k1"}}
                """));
    }

    @Test
    void notFound_ofARequestWithoutIds_namesNothing() throws IOException {
        write(DOCUMENT.replace("key_ids: [k1, k2], ", ""));

        assertThat(stub(404).at("/response/jsonBody/error"))
                .isEqualTo(json("{\"type\": \"not_found\", \"message\": \"Nothing found.\"}"));
    }

    @Test
    void tooManyRequests_always_saysWhenToTryAgain() throws IOException {
        write(DOCUMENT);

        assertThat(stub(429).at("/response/headers/Retry-After").textValue()).isEqualTo("1");
        assertThat(stub(500).at("/response/headers/Retry-After").isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500})
    void errorResponse_always_isForTheKeyThatRequestsIt(int status) throws IOException {
        write(DOCUMENT);

        String key = stub(status).at("/request/headers/Authorization/matches").textValue();
        assertThat("Bearer seam_stub_" + status).matches(key);
        assertThat("Bearer seam_stub_keys_get_" + status).matches(key);
        assertThat("Bearer seam_at1_stub_" + status).matches(key);
        assertThat("Bearer seam_stub_keys_list_" + status).doesNotMatch(key);
        assertThat("Bearer seam_stub").doesNotMatch(key);
        assertThat(stub(status).get("priority").intValue())
                .isLessThan(stub(200).get("priority").intValue());
    }

    @Test
    void unauthorized_always_isForRequestsWithoutAKeyToo() throws IOException {
        write(DOCUMENT);

        JsonNode either = stub(401).at("/request/headers/Authorization/or");
        assertThat(either.at("/0/absent").booleanValue()).isTrue();
        assertThat("Bearer seam_stub_401").matches(either.at("/1/matches").textValue());
    }

    @Test
    void unknownKey_always_isAnyThatSelectsNoOutcome() throws IOException {
        write(DOCUMENT);

        JsonNode stub = json(Files.readString(out.resolve("mappings/unknown_key.json")));
        String unknown = stub.at("/request/headers/Authorization/matches").textValue();
        assertThat(List.of("seam_stub_403", "seam_stub_4040", "seam_stub_keys_list_404", "seam_at1_stub404"))
                .allSatisfy(key -> assertThat("Bearer " + key).matches(unknown));
        assertThat(List.of("seam_stub", "seam_stub_404", "seam_stub_keys_get_404", "seam_at1_stub_500", "seam_test_1"))
                .allSatisfy(key -> assertThat("Bearer " + key).doesNotMatch(unknown));
        assertThat(stub.at("/response/status").intValue()).isEqualTo(401);
        assertThat(stub.at("/response/jsonBody/error/message").textValue()).startsWith("This API key selects no stub.");
        assertThat(stub.get("priority").intValue())
                .isLessThan(stub(200).get("priority").intValue());
    }

    @Test
    void stubs_writtenTwice_areTheSameBytes() throws IOException {
        write(DOCUMENT);
        Map<String, String> first = files();
        out = folder.resolve("again");
        write(DOCUMENT);

        assertThat(files()).isEqualTo(first);
        assertThat(first.values()).allSatisfy(text -> assertThat(text).doesNotContain("\r"));
    }

    @Test
    void stubs_ofARemovedOperation_areDeletedAndOtherFilesStay() throws IOException {
        write(DOCUMENT);
        Files.writeString(out.resolve("mappings/mine.json"), "{}");
        write(DOCUMENT.replace("/keys/get", "/keys/find"));

        assertThat(files()).hasSize(8).containsKeys("keys_find_200.json", "mine.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first: {value | first: {x | lacks an example of its response 200",
                "too_many_requests: | rate_limited: | lacks an example named too_many_requests of its response 429",
                "by_id: {value: {search | by_id: {x: {search | lacks an example of its request",
            })
    void example_missing_isReportedWithItsLine(String text, String replacement, String error) throws IOException {
        assertThat(run(DOCUMENT.replace(text, replacement))).contains("spec.yaml:4: POST /keys/get " + error);
    }

    @Test
    void path_withoutPost_isReported() throws IOException {
        assertThat(run(DOCUMENT.replace("    post:", "    put:"))).contains("POST /keys/get lacks");
    }

    @Test
    void paths_thatGiveTheSameName_areRejected() throws IOException {
        String twice = DOCUMENT.replaceFirst("(?s)(  /keys/get:.*)(components:.*)", "$1$1$2")
                .replaceFirst("/keys/get:", "/keys_get:");

        assertThat(run(twice)).contains("two paths whose stubs would both be named keys_get_200");
    }

    @Test
    void out_thatIsAFile_isReported() throws IOException {
        Files.writeString(out, "");

        assertThat(run(DOCUMENT)).contains("can't be written");
    }

    /** @return the error message, in one line; empty on success */
    private String run(String document) throws IOException {
        Path spec = Files.writeString(folder.resolve("spec.yaml"), document);
        StringWriter err = new StringWriter();

        int exit = SpecTool.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err), "stubs", spec.toString(), out.toString());

        assertThat(exit).as(err.toString()).isEqualTo(err.toString().isEmpty() ? 0 : 2);
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(1);
        return err.toString();
    }

    private void write(String document) throws IOException {
        assertThat(run(document)).isEmpty();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(out.resolve("mappings"))) {
            found.forEach(file -> files.put(file.getFileName().toString(), text(file)));
        }
        return files;
    }

    private JsonNode stub(int status) throws IOException {
        return json(Files.readString(out.resolve("mappings/keys_get_" + status + ".json")));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
