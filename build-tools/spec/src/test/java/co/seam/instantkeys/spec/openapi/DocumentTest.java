package co.seam.instantkeys.spec.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
    @TempDir
    private Path folder;

    @Test
    void read_yaml_hasValuesAndLines() throws IOException {
        Document document = Document.read(file("""
                openapi: 3.0.3
                paths:
                  /a/b:
                    post: {deprecated: true, x-n: 2, x-d: 2026-01-01, x-null: null}
                """));

        var post = document.root().at("/paths/~1a~1b/post");
        assertThat(post.get("deprecated").booleanValue()).isTrue();
        assertThat(post.get("x-n").intValue()).isEqualTo(2);
        assertThat(post.get("x-d").textValue()).isEqualTo("2026-01-01");
        assertThat(post.get("x-null").isNull()).isTrue();
        assertThat(document.line("/paths/~1a~1b")).isEqualTo(3);
        assertThat(document.line("/paths/~1a~1b/post/x-n")).isEqualTo(4);
    }

    @Test
    void read_enumOfStrings_keepsWordsThatYamlTakesForOtherTypes() throws IOException {
        Document document = Document.read(file("""
                openapi: 3.0.3
                paths: {}
                components:
                  schemas:
                    words: {type: string, enum: [no, on, true, 1e3, 0x1F, 1_000, 010, 12:30, 2026-08-01, null, '~', ~]}
                    numbers: {type: integer, enum: [1, 2]}
                    untyped: {enum: [no, 1]}
                """));

        assertThat(document.schemas().at("/words/enum")).hasToString("""
                ["no","on","true","1e3","0x1F","1_000","010","12:30","2026-08-01",null,"~",null]""");
        assertThat(document.schemas().at("/numbers/enum")).hasToString("[1,2]");
        assertThat(document.schemas().at("/untyped/enum")).hasToString("[false,1]");
    }

    @Test
    void read_sameDocumentInJson_isTheSameTree() throws IOException {
        Document yaml = Document.read(file("openapi: 3.0.3\npaths: {}\nx-n: [1, 2.5, true, null, text]"));
        Document json =
                Document.read(file("{\"openapi\": \"3.0.3\", \"paths\": {}, \"x-n\": [1, 2.5, true, null, \"text\"]}"));

        assertThat(yaml.root()).isEqualTo(json.root());
    }

    @Test
    void resolve_chainOfReferences_followsToTheEnd() throws IOException {
        Document document = Document.read(file("""
                openapi: 3.0.3
                paths: {}
                components:
                  schemas:
                    a: {$ref: '#/components/schemas/b'}
                    b: {type: string}
                """));

        assertThat(document.resolve(document.schemas().get("a")).get("type").textValue())
                .isEqualTo("string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "just a text | is not an OpenAPI 3.0 document",
                "'' | is not an OpenAPI 3.0 document",
                "'{}' | is not an OpenAPI 3.0 document",
                "'{\"swagger\": \"2.0\", \"paths\": {}}' | is not an OpenAPI 3.0 document",
                "'{\"openapi\": \"3.0.3\", \"paths\": {' | is not valid JSON: line 1",
                "'{\"openapi\": \"3.0.3\", \"openapi\": \"3.0.3\"}' | is not valid JSON: line 1: Duplicate",
                "'{\"openapi\": \"3.0.3\", \"paths\": {}} {}' | is not valid JSON",
                "'openapi: [3.0.3' | is not valid YAML: line 1",
                "'openapi: 3.0.3\npaths: {}\npaths: {}' | declares paths twice: line 3",
                "'openapi: 3.0.3\npaths: {}\nx: &a {b: *a}' | is nested too deeply",
                "'openapi: 3.0.3\npaths: {}\nx: {$ref: \"#/nowhere\"}' |"
                        + " .txt:3: dangling reference: there is no #/nowhere",
                "'openapi: 3.0.3\npaths: {}\nx: {$ref: \"other.yaml#/x\"}' | only references within the document",
                "'openapi: 3.0.3\npaths: {}\nx: {$ref: \"#/y\"}\ny: {$ref: \"#/x\"}' |"
                        + " circular reference, or one too long to follow: #/y -> #/x -> #/y",
                "'openapi: 3.0.3\npaths: []' | is not an OpenAPI 3.0 document",
                "'openapi: 3.0.3\npaths: {/a: 1}' | /paths/~1a must be an object",
                "'openapi: 3.0.3\npaths: {/a: {post: {responses: []}}}' | /post/responses must be an object",
                "'openapi: 3.0.3\npaths: {/a: {post: {requestBody: {content: {x: {schema: true}}}}}}' |"
                        + " /schema must be a",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {$ref: 3}}}' |"
                        + " :3: /components/schemas/a/$ref must be",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {type: [object]}}}' | a/type must be a string",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {properties: [b]}}}' |"
                        + " a/properties must be an object",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {properties: {b: c}}}}' | properties/b must be",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {allOf: {}}}}' | a/allOf must be a list",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {items: {enum: b}}}}' |"
                        + " items/enum must be a list",
                "'openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {a: {required: [1]}}}' |"
                        + " a/required/0 must be a string",
                "'openapi: 3.0.3\npaths: {}\nx: {<<: 3}' | merges something other than an object: line 3",
                "'openapi: 3.0.3\npaths: {}\nx: {allOf: [{$ref: \"#/y\"}]}\ny: {oneOf: [{anyOf: [{$ref: \"#/x\"}]}]}'"
                        + " | circular composition: #/y -> #/x -> #/y",
            })
    void read_invalidDocument_isRejectedInOneLine(String text, String error) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> Document.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(error)
                .extracting(e -> e.getMessage().lines().count())
                .isEqualTo(1L);
    }

    @Test
    void read_longChainOfReferences_isRejected() throws IOException {
        StringBuilder text = new StringBuilder("openapi: 3.0.3\npaths: {}\nx0: {}\n");
        for (int i = 1; i < 200; i++) {
            text.append("x").append(i).append(": {$ref: '#/x").append(i - 1).append("'}\n");
        }
        Path file = file(text.toString());

        assertThatThrownBy(() -> Document.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("circular reference, or one too long to follow: #/x")
                .hasMessageMatching(".*");
    }

    @Test
    void read_jsonNestedTooDeeply_isRejectedInOneLine() throws IOException {
        Path file = file("{\"openapi\":\"3.0.3\",\"paths\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

        assertThatThrownBy(() -> Document.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not valid JSON")
                .hasMessageMatching(".*");
    }

    @Test
    void read_manyAliases_areResolved() throws IOException {
        StringBuilder text = new StringBuilder("openapi: 3.0.3\npaths: {}\nx: &x {type: string}\n");
        for (int i = 0; i < 200; i++) {
            text.append("x").append(i).append(": *x\n");
        }

        Document document = Document.read(file(text.toString()));

        assertThat(document.root().at("/x199/type").asText()).isEqualTo("string");
    }

    @Test
    void read_mergeKeys_addMissingFields() throws IOException {
        Document document = Document.read(file("""
                openapi: 3.0.3
                paths: {}
                a: &a {type: string, format: uuid}
                b: &b {type: integer, nullable: true}
                one: {<<: *a, format: uri}
                two: {<<: [*a, *b]}
                """));

        assertThat(document.root().path("one")).hasToString("{\"format\":\"uri\",\"type\":\"string\"}");
        assertThat(document.root().path("two"))
                .hasToString("{\"type\":\"string\",\"format\":\"uuid\",\"nullable\":true}");
    }

    /** Each of 24 aliases stands for twice as many nodes as the one before. */
    @Test
    void read_aliasesThatMultiply_areRejected() throws IOException {
        StringBuilder text = new StringBuilder("openapi: 3.0.3\npaths: {}\nx0: &x0 [1, 1]\n");
        for (int i = 1; i < 25; i++) {
            text.append(String.format("x%d: &x%d [*x%d, *x%d]%n", i, i, i - 1, i - 1));
        }
        Path file = file(text.toString());

        assertThatThrownBy(() -> Document.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("repeats itself too often");
    }

    @Test
    void at_yamlAndJson_isFileAndLineOrTheFile() throws IOException {
        Path yaml = file("openapi: 3.0.3\npaths: {}\nx:\n  y: 1");
        Path json = file("{\"openapi\": \"3.0.3\", \"paths\": {}, \"x\": {}}");

        assertThat(Document.read(yaml).at("/x/y")).isEqualTo(yaml + ":4");
        assertThat(Document.read(yaml).at("/x/z/0")).isEqualTo(yaml + ":3");
        assertThat(Document.read(json).at("/x")).isEqualTo(json.toString());
    }

    @Test
    void read_hugeFile_isRejectedUnread() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }

        assertThatThrownBy(() -> Document.read(huge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("104857600 bytes");
    }

    @Test
    void read_missingFile_isNamed() {
        assertThatThrownBy(() -> Document.read(folder.resolve("none.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.yaml can't be read: NoSuchFile");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "spec", ".txt"), text);
    }
}
