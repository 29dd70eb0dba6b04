package co.seam.instantkeys.spec.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptLiteralTest {
    private static final String DOCUMENT = """
            {"openapi": "3.0.0", "info": {"title": "it's \\"so\\""}, "paths": {"/a/b": {"x-y": [1, -2.5, true, null]}}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                // a comment with export default {
                type OpenAPISpec = Record<string, unknown>

                const openapi: OpenAPISpec = {
                  openapi: '3.0.0', // the version
                  info: { title: 'it\\'s ' + "\\"so\\"", },
                  paths: { '/a/b': { 'x-y': [1, -2.5, true, null,], }, },
                } as const

                export default openapi
                """,
                """
                export default { openapi: `3.0.0`, info: { "title": 'it\\u0027s \\x22so\\u{22}' }, paths: {
                  '/a/b': { 'x-y': [ 1, -2.50, true, null ] } } };
                //# sourceMappingURL=openapi.js.map
                """,
                """
                "use strict";
                module.exports = {"openapi": "3.0.0", "info": {"title": "it's \\"so\\""},
                  /* a long
                     comment */
                  "paths": {"/a/b": {"x-y": [1, -2.5, true, null]}}};
                """,
                "export default {openapi: '3.0.0', info: {title: 'it\\'s \"so\"'}, paths: {'/a/b': {'x-y': [1,-2.5,true,"
                        + "null]}}} satisfies Record<string, unknown>;",
            })
    void parse_literalOfAScript_isRead(String script) throws Exception {
        Document document = Document.parse("openapi.ts", script);

        assertThat(document.root().toString())
                .isEqualTo(new ObjectMapper()
                        .readTree(DOCUMENT)
                        .toString()
                        .replace("-2.5", script.contains("-2.50") ? "-2.50" : "-2.5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default { openapi: process.exit(1) }",
                "export default { openapi: `${process.exit(1)}` }",
                "export default { openapi: '3.0.0', paths: (() => ({}))() }",
                "export default { openapi: '3.0.0', ...other }",
                "export default { ['open' + 'api']: '3.0.0' }",
                "export default { openapi: '3.0.0' + version }",
                "export default { get openapi() { return '3.0.0' } }",
                "export default { openapi: '3.0.0', paths: {} }; process.exit(1)",
                "export default { openapi: undefined }",
                "export default { openapi: '\\u12' }",
            })
    void parse_codeInAScript_isRejectedInOneLine(String script) {
        assertThatThrownBy(() -> Document.parse("openapi.js", script))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching(
                        "openapi.js has code where a literal is expected; nothing in it was executed:" + " line 1\\.");
    }

    @Test
    void parse_scriptThatEndsEarly_isRejectedWithItsLine() {
        assertThatThrownBy(() -> Document.parse("openapi.js", "export default {\n  openapi: '3.0.0',\n  paths: {"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("openapi.js ends within the literal: line 3.");
    }

    @Test
    void parse_scriptWithoutALiteral_isRejected() {
        assertThatThrownBy(() -> Document.parse("openapi.js", "console.log('export')"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no object literal");
    }

    @Test
    void parse_nameTwice_isRejected() {
        assertThatThrownBy(() -> Document.parse("openapi.js", "export default { a: 1, 'a': 2 }"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("declares a twice");
    }

    @Test
    void parse_nestedTooDeeply_isRejected() {
        String script = "export default {a: " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> Document.parse("openapi.js", script))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is nested too deeply");
    }
}
