package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacadeHintsTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    @Test
    void hints_getByIdOrKey_hasACheckAndAFormForEach() throws Exception {
        JsonNode hints = hints(
                "'x-exactly-one-of': ['door_id', 'door_key'], 'properties': {'door_id': {'type': 'string'},"
                        + " 'door_key': {'type': 'string'}}",
                true,
                "door");

        assertThat(texts(hints.path("checks")))
                .containsExactly(
                        "Checks.exactlyOne(\"doorId and doorKey\", request.getDoorId(), request.getDoorKey());");
        assertThat(forms(hints)).containsExactly("get(doorId)", "getByKey(doorKey)");
        assertThat(hints.path("resultType").asText()).isEqualTo("Door");
        assertThat(hints.path("resultGetter").asText()).isEqualTo("DoorResponse::getDoor");
        assertThat(hints.has("noArgumentsJavadoc")).isFalse();
        assertThat(javadoc(hints))
                .contains("not exactly one of {@code doorId} and {@code doorKey} is set")
                .contains("@throws SeamNotFoundException if there is no such door")
                .doesNotContain("Sent at most once");
        assertThat(javadoc(hints.at("/forms/1"), "javadoc"))
                .contains("The same as {@link #get(Request)} with only {@code doorKey} set.");
    }

    @Test
    void hints_bounds_areChecked() throws Exception {
        JsonNode hints = hints(
                "'required': ['name'], 'properties': {"
                        + "'name': {'type': 'string', 'minLength': 1}, "
                        + "'floor': {'type': 'integer', 'maximum': 90}, "
                        + "'tag': {'type': 'string', 'minLength': 1, 'maxLength': 9}, "
                        + "'tags': {'type': 'array', 'maxItems': 3, 'items': {'type': 'string', 'minLength': 2}}, "
                        + "'between': {'type': 'array', 'minItems': 2, 'maxItems': 2, 'x-ascending': true, "
                        + "'items': {'type': 'string', 'format': 'date-time'}}, "
                        + "'free': {'type': 'string'}}",
                true,
                "door");

        assertThat(texts(hints.path("checks")))
                .containsExactly(
                        "Checks.notBlank(\"name\", request.getName());",
                        "Checks.range(\"floor\", request.getFloor(), Integer.MIN_VALUE, 90);",
                        "Checks.length(\"tag\", request.getTag(), 1, 9);",
                        "Checks.size(\"tags\", request.getTags(), 0, 3);",
                        "Checks.lengths(\"tags\", request.getTags(), 2, Integer.MAX_VALUE);",
                        "Checks.size(\"between\", request.getBetween(), 2, 2);",
                        "Checks.ascending(\"between\", request.getBetween());");
        assertThat(javadoc(hints)).contains("is outside its bounds").doesNotContain("{@code free}");
    }

    @Test
    void hints_requiredId_isCheckedAndHasAForm() throws Exception {
        JsonNode hints = hints("'required': ['door_id'], 'properties': {'door_id': {'type': 'string'}}", false, "");

        assertThat(texts(hints.path("checks"))).containsExactly("Checks.notBlank(\"doorId\", request.getDoorId());");
        assertThat(forms(hints)).containsExactly("get(doorId)");
        assertThat(hints.has("resultType")).isFalse();
        assertThat(javadoc(hints)).contains("{@code POST /doors/get}. Sent at most once.");
    }

    @Test
    void hints_listInPages_isPaginatedAndNeedsNoArguments() throws Exception {
        JsonNode hints = hints("'properties': {'page_cursor': {'type': 'string'}}", true, "doors");

        assertThat(hints.path("page").asBoolean()).isTrue();
        assertThat(hints.path("resultType").asText()).isEqualTo("Paginated<Door>");
        assertThat(forms(hints)).isEmpty();
        assertThat(hints.path("noArgumentsJavadoc")).isNotEmpty();
        assertThat(javadoc(hints)).contains("@return the items of all pages").doesNotContain("@throws");
    }

    @Test
    void hints_listThatNeedsAFilter_hasNoFormWithoutArguments() throws Exception {
        JsonNode hints = hints(
                "'x-at-least-one-of': ['since', 'between'], 'properties': {'page_cursor': {'type': 'string'},"
                        + " 'since': {'type': 'string'}, 'between': {'type': 'array', 'items': {'type': 'string'}}}",
                true,
                "doors");

        assertThat(hints.has("noArgumentsJavadoc")).isFalse();
        assertThat(texts(hints.path("checks")))
                .containsExactly("Checks.atLeastOne(\"since and between\", request.getSince(),"
                        + " Checks.emptyToNull(request.getBetween()));");
        assertThat(javadoc(hints)).contains("if neither {@code since} nor {@code between} is set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // declared
                "'x-by': {'floor_id': 'onFloor'}, 'properties': {'floor_id': {'type': 'string'}} | onFloor(floorId)",
                // an id with something else to set is no complete request
                "'required': ['door_id'], 'properties': {'door_id': {'type': 'string'}, 'name': {'type': 'string'}} |",
                // the id of something else
                "'required': ['floor_id'], 'properties': {'floor_id': {'type': 'string'}} |",
                // two required
                "'required': ['door_id', 'door_key'], 'properties': {'door_id': {'type': 'string'},"
                        + " 'door_key': {'type': 'string'}} |",
                // no text
                "'required': ['door_number'], 'properties': {'door_number': {'type': 'integer'}} |",
                "'required': ['door_url'], 'properties': {'door_url': {'type': 'string'}} | getByUrl(doorUrl)",
            })
    void forms_ofARequest_areThoseThatMakeItComplete(String request, String forms) throws Exception {
        JsonNode hints = hints(request, true, "door");

        assertThat(String.join(",", forms(hints))).isEqualTo(forms == null ? "" : forms);
    }

    @Test
    void hints_ofATag_nameTheModelsAndTheHandWrittenClass() throws Exception {
        JsonNode hints = hints("'properties': {'page_cursor': {'type': 'string'}}", true, "doors");

        assertThat(texts(hints.path("facadeImports")))
                .containsExactly(
                        "co.seam.instantkeys.generated.model.Door", "co.seam.instantkeys.generated.model.Request");
        assertThat(hints.path("resource").asText()).isEqualTo("Doors");
        assertThat(hints.path("accessor").asText()).isEqualTo("doors");
        assertThat(hints.path("handWritten").asBoolean()).isTrue();
    }

    /** The hints of an operation with this request, whose response has the resource, the list in pages, or nothing. */
    private static JsonNode hints(String request, boolean retrySafe, String responseKey) throws Exception {
        return hints(request, retrySafe, responseKey, "'door_id': {'type': 'string'}");
    }

    private static JsonNode hints(String request, boolean retrySafe, String responseKey, String door) throws Exception {
        String response = responseKey.isEmpty() ? "ok" : responseKey + "_response";
        return TemplateHints.addTo(
                        JSON.readTree("{'tags': [{'name': 'doors', 'description': 'Doors.'}], 'paths': {'/doors/get':"
                                + " {'post': {'tags': ['doors'], 'x-method-name': 'get', 'summary': 'Gets a door.',"
                                + " 'x-retry-safe': " + retrySafe
                                + (responseKey.isEmpty() ? "" : ", 'x-response-key': '" + responseKey + "'")
                                + ", 'requestBody': {'content': {'application/json': {'schema':"
                                + " {'$ref': '#/components/schemas/request'}}}}, 'responses': {'200': {'content':"
                                + " {'application/json': {'schema': {'$ref': '#/components/schemas/" + response
                                + "'}}}}}}}}, 'components': {'schemas': {'request': {'type': 'object', " + request
                                + "},"
                                + " 'door': {'type': 'object', 'properties': {" + door + "}},"
                                + " 'ok': {'type': 'object', 'x-envelope': true, 'properties': {'ok': {'type':"
                                + " 'boolean'}}},"
                                + " 'door_response': {'type': 'object', 'x-envelope': true, 'properties': {'door':"
                                + " {'$ref': '#/components/schemas/door'}}},"
                                + " 'doors_response': {'type': 'object', 'x-envelope': true, 'properties': {'doors':"
                                + " {'type': 'array', 'items': {'$ref': '#/components/schemas/door'}}, 'pagination':"
                                + " {'$ref': '#/components/schemas/pagination'}}},"
                                + " 'pagination': {'type': 'object', 'properties': {'has_next_page': {'type':"
                                + " 'boolean'}, 'next_page_cursor': {'type': 'string'}}}}}}"),
                        Set.of("Doors"),
                        JavaPackage.OWN)
                .at("/paths/~1doors~1get/post/x-java");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'minimum': 0.5, 1, Integer.MAX_VALUE",
                "'maximum': 10.9, Integer.MIN_VALUE, 10",
                "'maximum': 9007199254740991, Integer.MIN_VALUE, Integer.MAX_VALUE",
                "'minimum': -1e300, Integer.MIN_VALUE, Integer.MAX_VALUE",
            })
    void hints_boundThatIsNoInt_isTheNearestIntWithin(String bound, String min, String max) throws Exception {
        JsonNode hints = hints("'properties': {'limit': {'type': 'integer', " + bound + "}}", true, "door");

        assertThat(texts(hints.path("checks")))
                .containsExactly("Checks.range(\"limit\", request.getLimit(), " + min + ", " + max + ");");
    }

    @Test
    void hints_idOfAnotherTypeInTheResult_isNotCompared() throws Exception {
        JsonNode hints = hints(
                "'required': ['door_id'], 'properties': {'door_id': {'type': 'string'}}",
                true,
                "door",
                "'door_id': {'type': 'integer'}");

        assertThat(hints.path("echoes")).isEmpty();
    }

    private static List<String> forms(JsonNode hints) {
        List<String> forms = new ArrayList<>();
        hints.path("forms")
                .forEach(form -> forms.add(form.path("method").asText() + "("
                        + form.path("parameter").asText() + ")"));
        return forms;
    }

    private static String javadoc(JsonNode hints) {
        return javadoc(hints, "facadeJavadoc");
    }

    private static String javadoc(JsonNode hints, String name) {
        return String.join("\n", texts(hints.path(name))).replaceAll("\\s+\\*\\s+", " ");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
