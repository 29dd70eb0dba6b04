package co.seam.instantkeys.spec.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.FrozenContract;
import co.seam.instantkeys.spec.openapi.Composition;
import co.seam.instantkeys.spec.openapi.Document;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ANY =
            Path.of(System.getProperty("seam.root"), "build-tools/spec/src/test/resources/any.yaml");
    private static final Path OURS = FrozenContract.SEAM;

    private static final Set<String> TYPES = Set.of("", "object", "array", "string", "integer", "number", "boolean");

    @TempDir
    private Path folder;

    @Test
    void document_contractWithoutItsExtensions_isNormalizedToItself() throws IOException {
        Document ours = Document.read(OURS);
        ObjectNode stripped = ours.root().deepCopy();
        List.of(
                        "x-curated",
                        "x-retry-safe",
                        "x-method-name",
                        "x-sensitive",
                        "x-wrapped-as",
                        "x-is-free-form",
                        "x-by",
                        "x-exactly-one-of",
                        "x-at-least-one-of",
                        "operationId",
                        "tags")
                .forEach(name -> remove(stripped, name));
        stripped.set("tags", ours.root().get("tags"));

        ObjectNode normal = normal(stripped);

        Map<String, JsonNode> schemas = Map.copyOf(properties(ours.schemas()));
        schemas.forEach((name, schema) -> {
            if (name.endsWith("_request")) {
                assertThat(normal.at("/components/schemas/" + name + "/required"))
                        .as(name)
                        .isEqualTo(schema.path("required"));
            }
        });
        ObjectNode expected = ours.root().deepCopy();
        expected.remove(List.of("x-curated", "servers", "security"));
        ((ObjectNode) expected.get("components")).remove(List.of("securitySchemes", "headers"));
        remove(expected.get("paths"), "examples");
        remove(expected, "headers");
        List.of("x-by", "x-exactly-one-of", "x-at-least-one-of", "x-ascending").forEach(name -> remove(expected, name));
        remove(expected.at("/components/responses"), "examples");
        assertSame(withoutRequired(normal), withoutRequired(expected), "");
    }

    @Test
    void document_normalizedTwice_isTheSameAsOnce() {
        ObjectNode once = new Normalizer(Document.read(ANY), Naming.BY_PATH).document();

        assertThat(normal(once)).isEqualTo(once);
    }

    @Test
    void document_withEveryConstruct_isInNormalForm() {
        assertNormalForm(new Normalizer(Document.read(ANY), Naming.BY_PATH).document());
    }

    /** Also writes the document that {@code mvn verify -Pany-spec} generates from. */
    @Test
    void document_asLargeAsThePublicOne_isInNormalFormAndTheSameEachTime() throws IOException {
        ObjectNode large = MadeUpDocument.of(Document.read(ANY), 2026);
        Path file = Path.of(System.getProperty("seam.root"), "build-tools/spec/target/made-up.json");
        Files.writeString(file, large.toString());

        ObjectNode normal = new Normalizer(Document.read(file), Naming.BY_PATH).document();

        assertThat(large.path("paths")).hasSize(MadeUpDocument.PATHS);
        assertThat(Files.size(file)).isGreaterThan(MadeUpDocument.MIN_CHARACTERS);
        assertNormalForm(normal);
        assertThat(new Normalizer(Document.read(file), Naming.BY_PATH)
                        .document()
                        .toString())
                .isEqualTo(normal.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // operations
                "/paths/~1access_grants~1create/post/operationId | 'accessGrants_create'",
                "/paths/~1access_grants~1create/post/tags | ['access_grants']",
                "/paths/~1access_grants~1create/post/x-method-name | 'create'",
                "/paths/~1access_grants~1create/post/x-retry-safe | false",
                "/paths/~1access_grants~1create/post/x-response-key | 'access_grant'",
                "/paths/~1access_grants~1create/post/security |",
                "/paths/~1access_grants~1get/post/x-retry-safe | true",
                "/paths/~1access_grants~1get/post/parameters |",
                "/paths/~1access_grants~1get/post/responses/400 | {'$ref': '#/components/responses/Rejected'}",
                "/paths/~1access_grants~1get/get |",
                "/paths/~1access_grants~1update/post/x-response-key |",
                "/paths/~1acs~1entrances~1list/post/tags | ['acs_entrances']",
                "/paths/~1acs~1entrances~1list/post/operationId | 'acsEntrances_list'",
                "/paths/~1acs_entrances~1list/post/operationId | 'acsEntrances_list2'",
                "/paths/~1client_sessions~1get_or_create/post/x-retry-safe | false",
                "/paths/~1things~1list_unmanaged/post/x-retry-safe | true",
                "/paths/~1things~12fa/post/x-method-name | 'call2fa'",
                "/paths/~1things~12fa/post/x-response-key | 'thing'",
                "/paths/~1things~1default/post/x-method-name | 'callDefault'",
                "/paths/~1health/post/requestBody/required | true",
                "/paths/~1seam~1webhooks~1[provider]~1[subscription_id] |",
                "/paths/~1things~1magic_link |",
                "/paths/~1things~1upload |",
                "/tags | []",
                // operations and resources whose Java names something has already
                "/paths/~1things~1wait/post/x-method-name | 'callWait'",
                "/paths/~1things~1get_class/post/x-method-name | 'callGetClass'",
                "/paths/~1Things~1get/post/tags | ['things']",
                "/paths/~1thing_s~1get/post/tags | ['thing_s_2']",
                "/paths/~1things_1~1get/post/tags | ['things_1']",
                "/paths/~1things1~1get/post/tags | ['things1_2']",
                "/paths/~1thread~1get/post/tags | ['seam_thread']",
                "/paths/~1seam~1get/post/tags | ['seam_seam']",
                "/paths/~12fa~1get/post/tags | ['seam_2fa']",
                "/paths/~1thing_kind2~1get/post/tags | ['thing_kind2']",
                "/components/schemas/thing_kind2_2/enum | ['a']",
                // bodies
                "/components/schemas/access_grants_create_request/required | ['requested_access_methods']",
                "/components/schemas/access_grants_create_request/properties/ends_at |"
                        + " {'type': 'string', 'nullable': true}",
                "/components/schemas/access_grants_create_request/properties/acs_entrance_ids |"
                        + " {'type': 'array', 'items': {'type': 'string', 'format': 'uuid'}}",
                "/components/schemas/access_grants_create_request_location/deprecated | true",
                "/components/schemas/access_grants_create_request_requested_access_method"
                        + "/properties/instant_key_max_use_count"
                        + " | {'type': 'integer'}",
                "/components/schemas/access_grants_create_request_requested_access_method/properties/code/x-sensitive |"
                        + " true",
                "/components/schemas/access_grants_create_response |"
                        + " {'type': 'object', 'x-envelope': true, 'properties': {"
                        + "'access_grant': {'$ref': '#/components/schemas/access_grant'}, 'ok': {'type': 'boolean'}}}",
                "/components/schemas/access_grants_update_request/required | ['access_grant_id']",
                "/components/schemas/access_grants_update_request_mode |"
                        + " {'type': 'string', 'enum': ['code'], 'nullable': true}",
                "/components/schemas/access_grants_update_request_location/nullable | true",
                "/components/schemas/access_grants_update_response/properties | {'ok': {'type': 'boolean'}}",
                "/components/schemas/acs_entrances_list_request/properties/limit | {'type': 'integer'}",
                "/components/schemas/events_list_request/properties/between/items | {'type': 'string'}",
                "/components/schemas/health_request | {'type': 'object', 'x-is-free-form': false}",
                "/components/schemas/things_2fa_request/required | ['class', 'source', 'missing']",
                "/components/schemas/things_2fa_response/properties/ok | {'type': 'boolean'}",
                "/components/schemas/rejected_response/properties/error |"
                        + " {'$ref': '#/components/schemas/rejected_response_error'}",
                // unions
                "/components/schemas/access_grant/x-wrapped-as | 'access_grant'",
                "/components/schemas/access_grant_warning_code/enum |"
                        + " ['being_deleted', 'requested_code_unavailable', 'overprovisioned_access']",
                "/components/schemas/access_grant_warning/additionalProperties | true",
                "/components/schemas/access_grant_warning/deprecated |",
                "/components/schemas/access_grant_warning/discriminator |",
                "/components/schemas/access_grant/required |",
                "/components/schemas/action_attempt_status/enum | ['pending', 'success', 'error']",
                "/components/schemas/action_attempt_result/nullable | true",
                "/components/schemas/action_attempt_error_type/enum |"
                        + " ['uncategorized_error', 'no_credential_on_encoder']",
                "/components/schemas/event/properties/reason | {}",
                "/components/schemas/event/properties/code | {'type': 'string', 'nullable': true, 'x-sensitive': true}",
                "/components/schemas/either_child_2/properties/child | {'$ref': '#/components/schemas/either_child_2'}",
                // names
                "/components/schemas/seam_object/properties/object | {'$ref': '#/components/schemas/seam_object'}",
                "/components/schemas/seam_Object_2/type | 'object'",
                "/components/schemas/seam_map/type | 'object'",
                "/components/schemas/seam_string/type | 'object'",
                "/components/schemas/thing_kind/type | 'string'",
                "/components/schemas/every_name/properties/model_codec |"
                        + " {'$ref': '#/components/schemas/seam_model_codec'}",
                "/components/schemas/seam_model_codec/type | 'object'",
                "/components/schemas/things_api_model/type | 'object'",
                "/components/schemas/seam_object/properties/fooBar |",
                "/components/schemas/seam_object/properties/additional_properties |",
                "/components/schemas/seam_object/properties/timezone/type | 'string'",
                "/components/schemas/seam_object/properties/2fa_code/x-sensitive | true",
                // types
                "/components/schemas/Things_Thing/properties/thing_id | {'type': 'string', 'format': 'uuid'}",
                "/components/schemas/Things_Thing/properties/alias | {'$ref': '#/components/schemas/seam_map'}",
                "/components/schemas/Things_Thing/properties/ids/items | {'type': 'string', 'format': 'uuid'}",
                "/components/schemas/Things_Thing/properties/mixed | {}",
                "/components/schemas/Things_Thing/properties/nothing | {}",
                "/components/schemas/Things_Thing/properties/empty | {'type': 'object', 'additionalProperties': true}",
                "/components/schemas/Things_Thing_closed/additionalProperties |",
                "/components/schemas/Things_Thing_half_open/additionalProperties | true",
                "/components/schemas/Things_Thing_untyped_enum/enum | ['a', 'b']",
                "/components/schemas/yaml_words/enum |"
                        + " ['no', 'off', 'on', 'yes', 'true', '1e3', '0x1F', '1_000', '010', '12:30', '2026-08-01']",
                "/components/schemas/Things_Thing/properties/is_managed | {'type': 'boolean'}",
                "/components/schemas/Things_Thing/properties/level | {'type': 'integer'}",
                "/components/schemas/Things_Thing/properties/list | {'type': 'array', 'items': {}}",
                "/components/schemas/Things_Thing/properties/bytes | {'type': 'string'}",
                "/components/schemas/Things_Thing/properties/big | {'type': 'integer', 'format': 'int64'}",
                "/components/schemas/Things_Thing/properties/a_count | {'type': 'integer', 'minimum': 0}",
                "/components/schemas/Things_Thing/properties/temperature | {'type': 'number'}",
                "/components/schemas/Things_Thing/properties/strange | {}",
                "/components/schemas/Things_Thing/properties/unique | {'type': 'array', 'items': {'type': 'string'}}",
                "/components/schemas/Things_Thing/properties/enum_or_text | {'type': 'string'}",
                "/components/schemas/Things_Thing/properties/loose | {'type': 'number'}",
                "/components/schemas/Things_Thing/properties/nullable_reference |"
                        + " {'$ref': '#/components/schemas/seam_object'}",
                "/components/schemas/Things_Thing/properties/contradiction | {}",
                "/components/schemas/Things_Thing/properties/pin_code | {'type': 'string', 'x-sensitive': true}",
                "/components/schemas/old_thing/deprecated |",
                "/components/schemas/old_thing/properties/id/deprecated | true",
                "/components/schemas/Things_Thing/description |"
                        + " 'Ends no comment *&#47; and is no escape: &#92;u002a, &#64;see R&amp;D &lt;b&gt;.'",
            },
            quoteCharacter = '`')
    void document_eachConstruct_hasItsNormalForm(String pointer, String expected) throws IOException {
        ObjectNode normal = new Normalizer(Document.read(ANY), Naming.BY_PATH).document();

        JsonNode actual = normal.at(pointer);

        if (expected == null) {
            assertThat(actual.isMissingNode()).as(actual.toString()).isTrue();
        } else {
            assertThat(actual).isEqualTo(JSON.readTree(expected.replace('\'', '"')));
        }
    }

    @Test
    void document_whatCanNotBeGenerated_isReportedWithItsReason() {
        Normalizer normalizer = new Normalizer(Document.read(ANY), Naming.BY_PATH);

        normalizer.document();

        assertThat(normalizer.leftOut())
                .contains(
                        "/seam/webhooks/[provider]/[subscription_id]: its path is a pattern, not a literal",
                        "/things/{thing_id}: its path is a pattern, not a literal",
                        "/things/magic_link: it has no POST",
                        "/things/upload: its request is not a JSON object",
                        "/things/export: its response is not a JSON object",
                        "/things/all: its response is not a JSON object")
                .filteredOn(line -> !line.startsWith("/"))
                .allMatch(line -> line.matches("(seam_object|things_2fa_request)[.].*"))
                .hasSize(8);
    }

    @Test
    void document_enumOfStringsWithOtherValues_isReported() throws IOException {
        Path file = Files.writeString(folder.resolve("enums.json"), """
                {"openapi": "3.0.3", "paths": {}, "components": {"schemas": {
                  "kind": {"type": "string", "enum": ["a", true, 1000, null, "a"]}}}}
                """);
        Normalizer normalizer = new Normalizer(Document.read(file), Naming.BY_PATH);

        JsonNode normal = normalizer.document();

        assertThat(normal.at("/components/schemas/kind/enum")).hasToString("[\"a\"]");
        assertThat(normalizer.leftOut())
                .containsExactly(
                        "kind: enum value true: not a string; put it in quotes",
                        "kind: enum value 1000: not a string; put it in quotes");
    }

    /** Checks what the generator and the templates rely on. */
    private static void assertNormalForm(ObjectNode document) {
        List<String> broken = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            JsonNode post = path.getValue().path("post");
            JsonNode response = post.at("/responses/200/content/application~1json/schema");
            if (path.getValue().size() != 1
                    || post.path("tags").size() != 1
                    || !post.path("x-retry-safe").isBoolean()
                    || !post.at("/requestBody/content/application~1json/schema").has("$ref")
                    || !resolve(document, response).path("x-envelope").asBoolean()) {
                broken.add(path.getKey());
            }
        });
        for (JsonNode reference : document.findValues("$ref")) {
            if (document.at(reference.asText().substring(1)).isMissingNode()) {
                broken.add(reference + " is not there");
            }
        }
        Set<String> classes = new HashSet<>();
        document.at("/components/schemas").properties().forEach(schema -> {
            String name = schema.getKey().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
            if (!classes.add(name)) {
                broken.add(schema.getKey() + " has the name of another");
            }
            collectBroken(document, schema.getKey(), schema.getValue(), true, broken);
        });
        assertThat(broken).isEmpty();
    }

    private static void collectBroken(
            ObjectNode document, String at, JsonNode schema, boolean isNamed, List<String> broken) {
        String type = schema.path("type").asText();
        boolean isClass = schema.has("properties") || schema.has("enum");
        boolean isClean = Stream.of("oneOf", "allOf", "anyOf", "not", "discriminator", "default")
                .noneMatch(schema::has);
        boolean isReference = schema.has("$ref") && schema.size() == 1;
        boolean hasTarget = isReference && resolve(document, schema).isObject();
        boolean hasKnownType = TYPES.contains(type) && type.equals("array") == schema.has("items");
        boolean hasRequired = Composition.texts(schema.path("required")).stream()
                .allMatch(name -> schema.path("properties").has(name));
        if (!isClean || isClass && !isNamed || schema.has("$ref") && !hasTarget || !hasKnownType || !hasRequired) {
            broken.add(at + ": " + schema);
        }
        schema.path("properties")
                .properties()
                .forEach(p -> collectBroken(document, at + "." + p.getKey(), p.getValue(), false, broken));
        if (schema.has("items")) {
            collectBroken(document, at + "[]", schema.get("items"), false, broken);
        }
    }

    /** Fails with the pointer of the first difference instead of two whole documents. */
    private static void assertSame(JsonNode actual, JsonNode expected, String at) {
        if (actual.isObject() && expected.isObject()) {
            assertThat(properties(actual).keySet())
                    .as(at)
                    .isEqualTo(properties(expected).keySet());
            actual.properties().forEach(p -> assertSame(p.getValue(), expected.get(p.getKey()), at + "/" + p.getKey()));
        } else {
            assertThat(actual).as(at).isEqualTo(expected);
        }
    }

    private static JsonNode resolve(ObjectNode document, JsonNode reference) {
        return document.at(reference.path("$ref").asText().substring(1));
    }

    private ObjectNode normal(ObjectNode document) {
        try {
            Path file = Files.writeString(folder.resolve("in.json"), document.toString());
            return new Normalizer(Document.read(file), Naming.BY_PATH).document();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, JsonNode> properties(JsonNode object) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        object.properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
        return properties;
    }

    private static void remove(JsonNode node, String name) {
        if (node.isObject()) {
            ((ObjectNode) node).remove(name);
        }
        node.forEach(child -> remove(child, name));
    }

    private static ObjectNode withoutRequired(ObjectNode document) {
        ObjectNode copy = document.deepCopy();
        remove(copy.at("/components/schemas"), "required");
        return copy;
    }
}
