package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateHintsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode DOCUMENT = json("""
            {
              'tags': [{'name': 'doors', 'description': 'Finds doors.'}, {'name': 'windows'}],
              'paths': {
                '/doors/get': {'post': {
                  'tags': ['doors'], 'summary': 'Gets a door.', 'description': 'Set door_id.',
                  'requestBody': {'content': {'application/json': {
                    'schema': {'$ref': '#/components/schemas/get_request'}}}},
                  'responses': {'200': {'content': {'application/json': {
                    'schema': {'$ref': '#/components/schemas/door'}}}}}}},
                '/doors/list': {'post': {
                  'tags': ['doors'], 'summary': 'Lists doors.',
                  'requestBody': {'content': {'application/json': {'schema': {'$ref': '#/components/schemas/empty'}}}},
                  'responses': {'200': {'content': {'application/json': {
                    'schema': {'$ref': '#/components/schemas/door'}}}}}}},
                '/windows/get': {'post': {
                  'tags': ['windows'], 'summary': 'Gets a window.', 'deprecated': true,
                  'requestBody': {'content': {'application/json': {'schema': {'$ref': '#/components/schemas/empty'}}}},
                  'responses': {'200': {'content': {'application/json': {
                    'schema': {'$ref': '#/components/schemas/door'}}}}}}}
              },
              'components': {'schemas': {
                'get_request': {
                  'type': 'object', 'required': ['door_id'], 'properties': {'door_id': {'type': 'string'}}},
                'empty': {'type': 'object', 'x-is-free-form': false},
                'kind': {
                  'type': 'string', 'description': 'Kind of door. More to come.', 'enum': ['door.slide_open', '1', '']},
                'part': {'type': 'object', 'description': 'A part. Small.', 'properties': {'id': {'type': 'string'}}},
                'old': {
                  'type': 'object', 'deprecated': true, 'nullable': true, 'properties': {'id': {'type': 'string'}}},
                'door': {
                  'type': 'object', 'description': 'A door.', 'required': ['door_id', 'codes', 'open', 'count'],
                  'properties': {
                    'door_id': {'type': 'string', 'description': 'Id of the door.'},
                    'open': {'type': 'boolean'},
                    'count': {'type': 'integer', 'nullable': true},
                    'total': {'type': 'integer', 'format': 'int64'},
                    'price': {'type': 'number'},
                    'opens_at': {'type': 'string', 'format': 'date-time'},
                    'day': {'type': 'string', 'format': 'date'},
                    'codes': {
                      'type': 'array', 'items': {'type': 'string'}, 'description': 'PIN codes.', 'x-sensitive': true},
                    'times': {
                      'type': 'array', 'items': {'type': 'array', 'items': {'type': 'string', 'format': 'date-time'}}},
                    'kind': {'$ref': '#/components/schemas/kind'},
                    'part': {'$ref': '#/components/schemas/part'},
                    'parts': {'type': 'array', 'items': {'$ref': '#/components/schemas/part'}},
                    'old': {'$ref': '#/components/schemas/old'},
                    'free': {'$ref': '#/components/schemas/empty'},
                    'raw': {},
                    'codec': {'type': 'string'},
                    'fooBar': {'type': 'string'},
                    'foo.bar': {'type': 'string'},
                    '2fa_code': {'type': 'string', 'deprecated': true}
                  }
                }
              }}
            }
            """);

    private static final String DOOR = "/components/schemas/door/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // interfaces and operations
                "/paths/~1doors~1get/post/x-java/javadoc |"
                        + " ['/**', ' * Gets a door.', ' *', ' * <p>Set {@code door_id}.', ' *',"
                        + " ' * <p>{@code POST /doors/get}', ' */']",
                "/paths/~1doors~1list/post/x-java/tagJavadoc | ['/** Finds doors. */']",
                "/paths/~1doors~1list/post/x-java/tagImports | ['Door', 'Empty', 'GetRequest']",
                "/paths/~1windows~1get/post/x-java/tagJavadoc | ['/** Operations of {@code windows}. */']",
                "/paths/~1windows~1get/post/x-java/tagImports | ['Door', 'Empty']",
                "/paths/~1windows~1get/post/x-java/javadoc/5 | ' * @deprecated by the API'",
                // enums
                "/components/schemas/kind/x-java/javadoc/1 | ' * Kind of door. More to come.'",
                "/components/schemas/kind/x-java/constants/0 | {'constant': 'DOOR_SLIDE_OPEN',"
                        + " 'javadoc': ['/** {@code door.slide_open}. */'],"
                        + " 'declaration': ['public static final Kind DOOR_SLIDE_OPEN ="
                        + " new Kind(\\\"door.slide_open\\\");']}",
                "/components/schemas/kind/x-java/constants/1/constant | '_1'",
                "/components/schemas/kind/x-java/constants/2/constant | 'EMPTY'",
                "/components/schemas/kind/x-java/constants/2/javadoc | ['/** The value \\\"\\\". */']",
                // models
                DOOR + "x-java/javadoc | ['/** A door. */']",
                DOOR + "x-java/imports |"
                        + " ['com.google.gson.annotations.JsonAdapter', 'java.math.BigDecimal', 'java.time.Instant',"
                        + " 'java.util.List', 'java.util.Map', 'org.jspecify.annotations.Nullable']",
                DOOR + "x-java/builderMethodJavadoc |"
                        + " ['/** Returns a builder with nothing set. Required: {@code doorId}, {@code codes},"
                        + " {@code open}, {@code count}. */']",
                "/components/schemas/part/x-java/builderMethodJavadoc |"
                        + " ['/** Returns a builder with nothing set; no property is required. */']",
                "/components/schemas/get_request/x-java/javadoc | ['/** {@code get_request}. */']",
                "/components/schemas/get_request/x-java/imports |" + " ['com.google.gson.annotations.JsonAdapter']",
                "/components/schemas/old/x-java/javadoc/3 | ' * @deprecated by the API'",
                // properties
                DOOR + "properties/door_id/x-java | {'index': 0, 'constant': 'DOOR_ID',"
                        + " 'row': ['\\\"door_id: string, required\\\\n\\\"'],"
                        + " 'getter': 'getDoorId', 'getterType': 'String', 'setter': 'doorId', 'setterType': 'String',"
                        + " 'getterJavadoc': ['/** Id of the door. */'], 'setterJavadoc': ['/** Id of the door. */']}",
                DOOR + "properties/open/x-java/getterType | 'boolean'",
                DOOR + "properties/open/x-java/setterType | 'boolean'",
                DOOR + "properties/count/x-java/getterType | '@Nullable Integer'",
                DOOR + "properties/count/x-java/setterType | 'int'",
                DOOR + "properties/count/x-java/nullGetter | 'isCountNull'",
                DOOR + "properties/count/x-java/row | ['        + \\\"count: integer, required, nullable\\\\n\\\"']",
                DOOR + "properties/total/x-java/getterType | '@Nullable Long'",
                DOOR + "properties/total/x-java/setterType | 'long'",
                DOOR + "properties/price/x-java/getterType | '@Nullable BigDecimal'",
                DOOR + "properties/opens_at/x-java/getterType | '@Nullable Instant'",
                DOOR + "properties/opens_at/x-java/nullGetter |",
                DOOR + "properties/day/x-java/getterType | '@Nullable String'",
                DOOR + "properties/codes/x-java/getterType | 'List<String>'",
                DOOR + "properties/codes/x-java/getterJavadoc |"
                        + " ['/** PIN codes. Unmodifiable, empty if absent. Secret: masked in {@link #toString()};"
                        + " keep it out of logs. */']",
                DOOR + "properties/codes/x-java/setterJavadoc | ['/** PIN codes. */']",
                DOOR
                        + "properties/codes/x-java/row | ['        + \\\"codes: list of string, required, secret\\\\n\\\"']",
                DOOR + "properties/times/x-java/getterType | 'List<List<Instant>>'",
                DOOR + "properties/kind/allOf | [{'$ref': '#/components/schemas/kind'}]",
                DOOR + "properties/kind/x-java/setterJavadoc | ['/** Kind of door. */']",
                DOOR + "properties/part/x-java/getterType | '@Nullable Part'",
                DOOR + "properties/part/x-java/row | ['        + \\\"part: Part\\\\n\\\"']",
                DOOR + "properties/parts/x-java/getterType | 'List<Part>'",
                DOOR + "properties/old/x-java/nullGetter | 'isOldNull'",
                DOOR + "properties/old/x-java/setterJavadoc/3 | ' * @deprecated by the API'",
                DOOR + "properties/free/x-java/getterType | '@Nullable Map<String, Object>'",
                DOOR + "properties/raw/x-java/getterType | '@Nullable Object'",
                DOOR + "properties/raw/x-java/nullGetter | 'isRawNull'",
                DOOR + "properties/codec/x-java/constant | 'CODEC_2'",
                DOOR + "properties/fooBar/x-java/constant | 'FOO_BAR'",
                DOOR + "properties/foo.bar/x-java/constant | 'FOO_BAR_2'",
                DOOR + "properties/2fa_code/x-java/constant | '_2FA_CODE'",
                DOOR + "properties/2fa_code/x-java/index | 18",
                DOOR + "properties/2fa_code/x-java/row | ['        + \\\"2fa_code: string\\\\n\\\");']",
            })
    void addTo_eachPart_hasWhatItsTemplatePrints(String pointer, String expected) {
        JsonNode hint = TemplateHints.addTo(DOCUMENT, Set.of(), JavaPackage.OWN).at(pointer);

        if (expected == null) {
            assertThat(hint.isMissingNode()).as(hint.toString()).isTrue();
        } else {
            assertThat(hint).isEqualTo(json(expected));
        }
    }

    @Test
    void addTo_longRow_isContinuedOnTheNextLine() {
        String name = "a_property_with_forty_characters_or_less".repeat(2);
        ObjectNode document = DOCUMENT.deepCopy();
        ObjectNode properties = document.withObject("/components/schemas/part/properties");
        properties.putObject(name).put("type", "string").put("nullable", true).put("x-sensitive", true);

        JsonNode hints =
                TemplateHints.addTo(document, Set.of(), JavaPackage.OWN).at("/components/schemas/part/properties");

        assertThat(hints.path(name).at("/x-java/row").get(0).asText()).endsWith("+ \"" + name + ": \"");
        assertThat(hints.path(name).at("/x-java/row").get(1).asText())
                .isEqualTo("        + \"string, nullable, secret\\n\");");
    }

    @Test
    void addTo_lineBreakInTheNameOfAProperty_isRejected() {
        ObjectNode document = DOCUMENT.deepCopy();
        document.withObject("/components/schemas/part/properties").putObject("two\nlines");

        assertThatThrownBy(() -> TemplateHints.addTo(document, Set.of(), JavaPackage.OWN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two\\012lines");
    }

    @Test
    void addTo_longEnumConstant_isContinuedOnTheNextLine() {
        String value = "a_value_of_more_than_forty_characters.more_or_less";
        ObjectNode document = DOCUMENT.deepCopy();
        document.withObject("/components/schemas/kind").withArray("enum").add(value);

        JsonNode declaration = TemplateHints.addTo(document, Set.of(), JavaPackage.OWN)
                .at("/components/schemas/kind/x-java/constants/3/declaration");

        assertThat(declaration)
                .isEqualTo(json("['public static final Kind A_VALUE_OF_MORE_THAN_FORTY_CHARACTERS_MORE_OR_LESS =',"
                        + " '        new Kind(\\\"" + value + "\\\");']"));
    }

    @Test
    void addTo_moreClassesThanAMethodHolds_areFoundBySeveral() {
        ObjectNode document = DOCUMENT.deepCopy();
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
        schemas.removeAll();
        document.putObject("paths");
        for (int i = 0; i < 450; i++) {
            schemas.putObject("thing_" + i).put("type", "object");
        }

        JsonNode finders =
                TemplateHints.addTo(document, Set.of(), JavaPackage.OWN).at("/x-java/finders");

        assertThat(finders.findValuesAsText("holder")).containsExactly("Finder1", "Finder2", "Finder3");
        assertThat(finders.findValuesAsText("otherwise"))
                .containsExactly("Finder2.find(model)", "Finder3.find(model)", "null");
        assertThat(finders.findValues("classes")).extracting(JsonNode::size).containsExactly(200, 200, 50);
    }

    @ParameterizedTest
    @CsvSource({
        "ends_at, endsAt, getEndsAt, isEndsAtNull",
        "a_count, aCount, getACount, isACountNull",
        "true, _true, getTrue, isTrueNull",
        "class, _class, getPropertyClass, isClassNull", // getClass() is another method
        "equals, _equals, getEquals, isEqualsNull",
        "wait, _wait, getWait, isWaitNull",
        "set_null, _setNull, getSetNull, isSetNullNull",
        "2fa_code, _2faCode, get2faCode, is2faCodeNull",
    })
    void names_property_areFreeInEachModel(String property, String setter, String getter, String nullGetter) {
        assertThat(JavaNames.setter(property)).isEqualTo(setter);
        assertThat(JavaNames.getter(property)).isEqualTo(getter);
        assertThat(JavaNames.nullGetter(property)).isEqualTo(nullGetter);
    }

    @Test
    void literal_charactersThatJavaOrUtf8Changes_areEscaped() {
        assertThat(JavaNames.literal("a\"b\\u000a\n\ud83d")).isEqualTo("\"a\\\"b\\\\u000a\\012\\ud83d\"");
    }

    @Test
    void addTo_document_isLeftAsItIs() {
        JsonNode before = DOCUMENT.deepCopy();

        TemplateHints.addTo(DOCUMENT, Set.of(), JavaPackage.OWN);

        assertThat(DOCUMENT).isEqualTo(before);
    }

    /** With single quotes for double ones. */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(
                    text.replace("\\\"", "\u0001").replace('\'', '"').replace("\u0001", "\\\""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
