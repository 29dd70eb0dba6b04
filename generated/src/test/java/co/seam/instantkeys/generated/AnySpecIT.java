package co.seam.instantkeys.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import retrofit2.http.POST;

/**
 * Generates from a document with constructs that the contract never has. The result compiles without a warning, and its
 * codecs read what the API sends. The document is {@code any.yaml}; with {@code -Pany-spec} one of 4 MB, with
 * {@code -Dany.spec=FILE} one of your choice.
 */
class AnySpecIT {
    private static final Path SOURCES = Path.of(System.getProperty("seam.generatedAny"));

    private static URLClassLoader classes;

    @BeforeAll
    static void compile(@TempDir Path folder) throws IOException {
        StringWriter messages = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(
                    sources.filter(file -> file.toString().endsWith(".java")).toList());
            List<String> options = List.of(
                    "--release",
                    "11",
                    "-proc:none",
                    "-Xlint:all,-options,-serial,-deprecation",
                    "-Werror",
                    "-d",
                    folder.toString());
            boolean compiles =
                    javac.getTask(messages, files, null, options, null, units).call();
            assertThat(compiles).as(messages.toString()).isTrue();
        }
        classes = new URLClassLoader(new URL[] {folder.toUri().toURL()}, new Libraries());
    }

    @AfterAll
    static void close() throws IOException {
        classes.close();
    }

    @Test
    void reachabilityMetadata_everyInterface_isDeclaredAsAProxy() throws Exception {
        Path metadata = SOURCES.resolve("native-image/reachability-metadata.json");
        List<String> declared = new ArrayList<>();
        for (JsonElement entry : JsonParser.parseString(Files.readString(metadata))
                .getAsJsonObject()
                .getAsJsonArray("reflection")) {
            JsonElement type = entry.getAsJsonObject().get("type");
            if (type.isJsonObject()) {
                declared.add(type.getAsJsonObject().getAsJsonArray("proxy").getAsString());
            }
        }

        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> interfaces = files.map(
                            file -> SOURCES.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(name -> name.endsWith("Api.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
            assertThat(declared).isNotEmpty().containsExactlyInAnyOrderElementsOf(interfaces);
        }
    }

    @Test
    void codec_grantWithWarningsOfManyKinds_keepsThemAll() throws Exception {
        Object grant = read("AccessGrant", """
                {
                  "access_grant_id": "ag1", "display_name": "Room 204", "ends_at": null,
                  "instant_key_url": "https://ik.example.com/a b", "client_session_token": "swordfish",
                  "errors": [{"error_code": "came_later", "message": "Oh."}],
                  "warnings": [
                    {"warning_code": "being_deleted", "message": "Going.", "created_at": "2026-07-03T08:41:11.774905Z"},
                    {"warning_code": "overprovisioned_access", "message": "Wide.",
                     "failed_devices": [{"device_id": "d1"}]},
                    {"warning_code": "came_later", "message": "New.", "new_field": {"a": [1, true, null]}}
                  ],
                  "pending_mutations": [{"mutation_code": "updating_access_times", "from": {"starts_at": null}}]
                }
                """);

        List<?> warnings = (List<?>) get(grant, "getWarnings");
        assertThat(warnings)
                .extracting(w -> get(w, "getWarningCode").toString())
                .containsExactly("being_deleted", "overprovisioned_access", "came_later");
        assertThat(get(warnings.get(0), "getCreatedAt")).isEqualTo(Instant.parse("2026-07-03T08:41:11.774905Z"));
        assertThat((List<?>) value(warnings.get(1), "getFailedDevices", "failed_devices"))
                .extracting(device -> value(device, "getDeviceId", "device_id"))
                .containsExactly("d1");
        assertThat(unknown(warnings.get(2))).containsOnlyKeys("new_field");
        assertThat(value(grant, "getInstantKeyUrl", "instant_key_url")).isEqualTo("https://ik.example.com/a b");
        assertThat(grant.toString()).contains("***").doesNotContain("swordfish").doesNotContain("ik.example.com");
    }

    @Test
    void codec_grantWithoutRequiredProperties_isRead() throws Exception {
        Object grant = read("AccessGrant", "{\"access_grant_id\": \"ag1\"}");

        assertThat((List<?>) get(grant, "getWarnings")).isEmpty();
    }

    @Test
    void codec_actionAttempts_areReadInEachState() throws Exception {
        String model = AnySpecIT.class.getPackageName().replace('.', '/') + "/model/ActionAttempt.class";
        assumeTrue(classes.findResource(model) != null, "the document has no action attempts");
        String attempt = "{\"action_attempt_id\": \"aa1\", \"action_type\": \"%s\", \"status\": \"%s\","
                + " \"result\": %s, \"error\": %s}";
        Object pending = read("ActionAttempt", String.format(attempt, "UNLOCK_DOOR", "pending", "null", "null"));
        Object success = read(
                "ActionAttempt",
                String.format(attempt, "UNLOCK_DOOR", "success", "{\"was_confirmed_by_device\": true}", "null"));
        Object error = read(
                "ActionAttempt",
                String.format(
                        attempt,
                        "ENCODE_CREDENTIAL",
                        "error",
                        "null",
                        "{\"type\": \"came_later\", \"message\": \"No card.\"}"));

        assertThat(List.of(pending, success, error))
                .extracting(a -> get(a, "getStatus").toString())
                .containsExactly("pending", "success", "error");
        assertThat(get(pending, "getResult")).isNull();
        assertThat(get(success, "getResult")).isNotNull();
        assertThat(get(get(error, "getError"), "getType").toString()).isEqualTo("came_later");
    }

    @Test
    void codec_eventsOfAnyType_areRead() throws Exception {
        Object issued = read(
                "Event",
                "{\"event_id\": \"e1\", \"event_type\": \"access_method.issued\","
                        + " \"created_at\": \"2026-07-03T08:41:11Z\", \"code\": \"4711\", \"came_later\": [\"ag1\"]}");

        assertThat(get(get(issued, "getEventType"), "isKnown")).isEqualTo(true);
        assertThat(value(issued, "getCode", "code")).isEqualTo("4711");
        assertThat(unknown(issued)).containsKey("came_later");
        assertThat(issued.toString()).doesNotContain("4711");
    }

    @Test
    void codec_valuesWithoutASingleJavaType_areRawJson() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");
        Object thing = read(
                "ThingsThing",
                "{\"mixed\": true, \"anything\": [1], \"empty\": {\"a\": null}, \"numbers\": [1.5, null],"
                        + " \"half_open\": {\"id\": \"a\", \"b\": \"c\"}, \"a_count\": 2.0, \"day\": \"soon\"}");

        assertThat(get(thing, "getMixed")).isEqualTo(true);
        assertThat(get(thing, "getAnything")).isEqualTo(List.of(BigDecimal.ONE));
        assertThat((Map<?, ?>) get(thing, "getEmpty")).hasSize(1);
        assertThat(get(thing, "getNumbers")).isEqualTo(List.of(new BigDecimal("1.5")));
        assertThat(unknown(get(thing, "getHalfOpen"))).containsOnlyKeys("b");
        assertThat(get(thing, "getACount")).isEqualTo(2);
        assertThat(get(thing, "getDay")).isEqualTo("soon");
    }

    /** Covers properties whose names the templates use for something else. */
    @Test
    void model_propertiesNamedLikeTemplateMembers_doNotClash() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");
        String json = "{\"class\":\"c\",\"true\":true,\"false\":\"f\",\"null\":\"n\",\"equals\":[1],\"wait\":1,"
                + "\"set_null\":2,\"source\":\"s\",\"builder\":\"b\",\"build\":true,\"missing\":\"m\","
                + "\"other\":\"o\",\"that\":1,\"value\":2,\"name\":\"n\",\"foo_bar\":\"f\",\"fooBar\":\"g\"}";

        Object model = read("SeamObject", json);
        Object copy = get(get(model, "toBuilder"), "build");

        assertThat(copy).isEqualTo(model).isNotEqualTo(read("SeamObject", json.replace("\"o\"", "\"p\"")));
        assertThat(codec(type("model.SeamObject")).toJson(copy)).isEqualTo(json);
        assertThatThrownBy(() ->
                        get(type("model.Things2faRequest").getMethod("builder").invoke(null), "build"))
                .hasRootCauseMessage("Things2faRequest needs class, source, missing");
    }

    @Test
    void enum_valuesThatJavaOrYamlReadDifferently_areKept() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");

        assertThat(known("YamlWords"))
                .containsExactly(
                        "no", "off", "on", "yes", "true", "1e3", "0x1F", "1_000", "010", "12:30", "2026-08-01");
        assertThat(known("ThingKind"))
                .contains("", "*", "known", "KNOWN", "say \"what\"", "back\\slash", "codec", "CODEC")
                .contains("line\nfeed", "\\u000a", "\u65e5\u672c", "\u95e8");
    }

    private static List<String> known(String type) throws Exception {
        List<?> known = (List<?>) type("model." + type).getMethod("known").invoke(null);
        return known.stream().map(Object::toString).toList();
    }

    /** It is kept as raw JSON, and written back unchanged. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a_count | getACount | 2.5",
                "a_count | getACount | 9999999999",
                "a_count | getACount | 1e400",
                "a_count | getACount | \"many\"",
                "level | getLevel | [1]",
                "big | getBig | 9223372036854775808",
                "big | getBig | -9223372036854775809",
                "day | getDay | {}",
                "half_open | getHalfOpen | \"open\"",
                "kind | getKind | {\"a\":1}",
                "is_managed | getIsManaged | \"yes\"",
                "empty | getEmpty | 1",
                "temperature | getTemperature | true",
            })
    void codec_valueOfAnotherType_losesThatPropertyAlone(String property, String getter, String value)
            throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");
        String json = "{\"thing_id\":\"t1\",\"" + property + "\":" + value + "}";

        Object thing = read("ThingsThing", json);

        assertThat(get(thing, "getThingId")).isEqualTo("t1");
        assertThat(get(thing, getter)).isNull();
        assertThat(unknown(thing)).containsOnlyKeys(property);
        assertThat(JsonParser.parseString(codec(type("model.ThingsThing")).toJson(thing)))
                .isEqualTo(JsonParser.parseString(json));
    }

    /** Else a list would be empty, or end too early, and nobody would know. */
    @Test
    void codec_resultOrPaginationOfAnotherType_isUnreadable() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");

        assertThatThrownBy(() -> read("ThingsListRawResponse", "{\"things\":{\"a\":1},\"ok\":true}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessage("unexpected type at $.things");
        assertThatThrownBy(
                        () -> read("ThingsListRawResponse", "{\"things\":[],\"pagination\":{\"has_next_page\":\"y\"}}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessage("unexpected type at $.pagination.has_next_page");
    }

    @Test
    void codec_nullableValueOfAnotherType_isNotAnExplicitNull() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");

        Object model = read("SeamObject", "{\"false\":1,\"wait\":\"long\"}");
        Object attempt = read("ActionAttempt", "{\"action_attempt_id\":\"a\",\"result\":[1]}");
        Object builder = get(model, "toBuilder");
        builder.getClass().getMethod("_wait", long.class).invoke(builder, 7L);

        assertThat(get(model, "getFalse")).isEqualTo("1");
        assertThat(get(attempt, "getResult")).isNull();
        assertThat(get(attempt, "isResultNull")).isEqualTo(false);
        assertThat(codec(attempt.getClass()).toJson(attempt)).isEqualTo("{\"action_attempt_id\":\"a\",\"result\":[1]}");
        assertThat(codec(model.getClass()).toJson(get(builder, "build"))).isEqualTo("{\"false\":\"1\",\"wait\":7}");
    }

    @Test
    void codec_longAtItsLimits_isExactOrRejected() throws Exception {
        assumeTrue(isAnyYaml(), "only any.yaml has such a schema");

        Object thing =
                read("ThingsThing", "{\"longs\":[9223372036854775807,9007199254740993,2.0,-9223372036854775808]}");

        assertThat((List<?>) get(thing, "getLongs"))
                .isEqualTo(List.of(Long.MAX_VALUE, 9007199254740993L, 2L, Long.MIN_VALUE));
        assertThatThrownBy(() -> read("ThingsThing", "{\"longs\":[9223372036854775808]}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessage("expected a 64-bit integer at $.longs[0]");
    }

    @Test
    void model_plainGson_readsWhatItWrote() throws Exception {
        Object grant = read("AccessGrant", "{\"access_grant_id\": \"ag1\", \"ends_at\": null}");

        Object again = new Gson().fromJson(new Gson().toJson(grant), grant.getClass());

        assertThat(again).isEqualTo(grant);
    }

    /** Defaults and empty lists are left to the SDK. */
    @Test
    void codec_requestWithNothingSet_isEmptyAndAnExplicitNullIsSent() throws Exception {
        Class<?> request = type("model.AcsEntrancesListRequest");
        assumeTrue(has(request, "getPageCursor"), "the list of the document is not paginated yet");
        Object builder = request.getMethod("builder").invoke(null);

        assertThat(codec(request).toJson(get(builder, "build"))).isEqualTo("{}");
        assertThat(codec(request).toJson(get(get(builder, "pageCursorNull"), "build")))
                .isEqualTo("{\"page_cursor\":null}");
        assertThat(request.getMethod("getLimit").getReturnType()).isEqualTo(Integer.class);
    }

    @Test
    void interfaces_ofEachResource_holdItsPostsByTheirOwnNames() throws Exception {
        assertThat(Arrays.stream(type("api.AccessGrantsApi").getMethods()).map(Method::getName))
                .contains("create", "get", "update")
                .doesNotHaveDuplicates();
        Method get = Arrays.stream(type("api.AccessGrantsApi").getMethods())
                .filter(method -> method.getName().equals("get"))
                .findFirst()
                .orElseThrow();
        assertThat(get.getAnnotation(POST.class).value()).isEqualTo("access_grants/get");
        assertThat(get.getAnnotations())
                .extracting(annotation -> annotation.annotationType().getSimpleName())
                .containsExactlyInAnyOrder("POST", "RetrySafe", "ResponseKey");
        assertThat(type("model.AccessGrantsGetResponse").getInterfaces())
                .extracting(Class::getSimpleName)
                .containsExactly("Envelope");
    }

    private static boolean isAnyYaml() {
        return Files.exists(SOURCES.resolve("co/seam/instantkeys/generated/model/ThingsThing.java"));
    }

    private static Object read(String model, String json) throws Exception {
        return codec(type("model." + model)).fromJson(json);
    }

    @SuppressWarnings("unchecked")
    private static TypeAdapter<Object> codec(Class<?> model) throws Exception {
        return (TypeAdapter<Object>) type("model.SeamTypeAdapterFactory")
                .getMethod("adapter", Class.class)
                .invoke(null, model);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return classes.loadClass(AnySpecIT.class.getPackageName() + "." + name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> unknown(Object model) {
        return (Map<String, Object>) get(model, "getAdditionalProperties");
    }

    /** Returns what a model has for a JSON name, also if the document is too old to declare it. */
    private static Object value(Object target, String getter, String name) {
        if (target instanceof Map) {
            return ((Map<?, ?>) target).get(name);
        }
        return has(target.getClass(), getter)
                ? get(target, getter)
                : unknown(target).get(name);
    }

    private static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals(method));
    }

    private static Object get(Object target, String method) {
        try {
            return target.getClass().getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(target.getClass() + " has no " + method, e);
        }
    }

    /** Loads all classes but those generated from the contract, which have the same names. */
    private static final class Libraries extends ClassLoader {
        Libraries() {
            super(AnySpecIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(AnySpecIT.class.getPackageName() + ".")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
