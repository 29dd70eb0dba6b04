package co.seam.instantkeys.generated.model;

import static co.seam.instantkeys.generated.model.TestJson.read;
import static co.seam.instantkeys.generated.model.TestJson.sample;
import static co.seam.instantkeys.generated.model.TestJson.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior that all generated models share, shown with one or two of them. */
class ModelTest {
    @Test
    void build_requiredPropertiesUnset_namesThemAll() {
        assertThatThrownBy(() ->
                        InstantKey.builder().instantKeyId("k").workspaceId("w").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("InstantKey needs")
                .hasMessageContaining("user_identity_id")
                .hasMessageContaining("instant_key_url")
                .hasMessageNotContaining("workspace_id");
    }

    @Test
    void build_requiredListUnset_namesIt() {
        assertThatThrownBy(() -> CreateAccessGrantRequest.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CreateAccessGrantRequest needs requested_access_methods");
    }

    @Test
    void setter_null_isRejectedWithTheRemedy() {
        assertThatThrownBy(() -> CreateAccessGrantRequest.builder().endsAt(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("endsAt is null: endsAtNull() sends an explicit null");
    }

    @Test
    void setter_listWithNull_isRejected() {
        assertThatThrownBy(() -> CreateAccessGrantRequest.builder().spaceIds(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("spaceIds holds a null");
    }

    @Test
    void write_nullableUnset_isLeftOut() {
        assertThat(write(
                        ListAccessGrantsRequest.class,
                        ListAccessGrantsRequest.builder().build()))
                .isEqualTo("{}");
    }

    @Test
    void write_nullableExplicitNull_isNullOnTheWire() {
        ListAccessGrantsRequest request =
                ListAccessGrantsRequest.builder().accessGrantKeyNull().build();

        assertThat(write(ListAccessGrantsRequest.class, request)).isEqualTo("{\"access_grant_key\":null}");
        assertThat(request.isAccessGrantKeyNull()).isTrue();
        assertThat(request.getAccessGrantKey()).isNull();
    }

    @Test
    void write_valueAfterNull_isTheValue() {
        ListAccessGrantsRequest request = ListAccessGrantsRequest.builder()
                .accessGrantKeyNull()
                .accessGrantKey("booking-7")
                .build();

        assertThat(write(ListAccessGrantsRequest.class, request)).isEqualTo("{\"access_grant_key\":\"booking-7\"}");
    }

    @Test
    void write_endOfGrantUnset_isLeftAlone() {
        var update = UpdateAccessGrantRequest.builder()
                .accessGrantId("g")
                .name("Room 204")
                .build();

        assertThat(write(UpdateAccessGrantRequest.class, update))
                .isEqualTo("{\"access_grant_id\":\"g\",\"name\":\"Room 204\"}");
        assertThat(update.isEndsAtNull()).isFalse();
    }

    @Test
    void write_endOfGrantSet_isMoved() {
        var update = UpdateAccessGrantRequest.builder()
                .accessGrantId("g")
                .endsAt(Instant.parse("2026-07-13T11:00:00Z"))
                .build();

        assertThat(write(UpdateAccessGrantRequest.class, update))
                .isEqualTo("{\"access_grant_id\":\"g\",\"ends_at\":\"2026-07-13T11:00:00Z\"}");
    }

    @Test
    void write_endOfGrantExplicitlyNull_isRemoved() {
        var update = UpdateAccessGrantRequest.builder()
                .accessGrantId("g")
                .endsAt(Instant.parse("2026-07-13T11:00:00Z"))
                .endsAtNull()
                .build();

        assertThat(write(UpdateAccessGrantRequest.class, update))
                .isEqualTo("{\"access_grant_id\":\"g\",\"ends_at\":null}");
        assertThat(update.isEndsAtNull()).isTrue();
        assertThat(update.getEndsAt()).isNull();
    }

    @Test
    void setter_nullForEndOfGrant_doesNotOpenADoorForEver() {
        var update = UpdateAccessGrantRequest.builder().accessGrantId("g");

        assertThatThrownBy(() -> update.endsAt(null)).isInstanceOf(NullPointerException.class);

        assertThat(write(UpdateAccessGrantRequest.class, update.build())).isEqualTo("{\"access_grant_id\":\"g\"}");
    }

    @Test
    void write_fieldsOfPersonUnsetNullAndSet_areThreeStates() {
        var update = UpdateUserIdentityRequest.builder()
                .userIdentityId("u")
                .fullName("Amara Okafor")
                .emailAddressNull()
                .build();

        assertThat(write(UpdateUserIdentityRequest.class, update))
                .isEqualTo("{\"user_identity_id\":\"u\",\"full_name\":\"Amara Okafor\",\"email_address\":null}");
    }

    @Test
    void read_fieldsOfPersonUnsetNullAndSet_areThreeStates() {
        String json = "{\"user_identity_id\":\"u\",\"full_name\":\"Amara Okafor\",\"email_address\":null}";

        var update = read(UpdateUserIdentityRequest.class, json);

        assertThat(update.getFullName()).isEqualTo("Amara Okafor");
        assertThat(update.isEmailAddressNull()).isTrue();
        assertThat(update.getPhoneNumber()).isNull();
        assertThat(update.isPhoneNumberNull()).isFalse();
        assertThat(update.toBuilder().build()).isEqualTo(update);
        assertThat(write(UpdateUserIdentityRequest.class, update)).isEqualTo(json);
    }

    @Test
    void equals_absentNullAndValue_areThreeStates() {
        var absent = ListAccessGrantsRequest.builder().build();
        var explicitNull =
                ListAccessGrantsRequest.builder().accessGrantKeyNull().build();
        var value = ListAccessGrantsRequest.builder().accessGrantKey("k").build();

        assertThat(absent).isNotEqualTo(explicitNull).isNotEqualTo(value);
        assertThat(explicitNull).isNotEqualTo(value);
        assertThat(explicitNull.toBuilder().build()).isEqualTo(explicitNull);
    }

    @Test
    void write_emptyList_isSentAsEmptyList() {
        var empty = ListAccessGrantsRequest.builder().accessGrantIds(List.of()).build();
        var unset = ListAccessGrantsRequest.builder().build();

        assertThat(write(ListAccessGrantsRequest.class, empty)).isEqualTo("{\"access_grant_ids\":[]}");
        assertThat(empty.getAccessGrantIds()).isEmpty();
        assertThat(unset.getAccessGrantIds()).isEmpty();
        assertThat(empty).isNotEqualTo(unset);
        assertThat(empty.toBuilder().build()).isEqualTo(empty);
    }

    @Test
    void lists_ofBuiltAndReadModels_areUnmodifiable() {
        var built =
                ListAccessGrantsRequest.builder().accessGrantIds(List.of("a")).build();
        var parsed = read(AccessGrant.class, sample("access_grant"));

        assertThatThrownBy(() -> built.getAccessGrantIds().add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> parsed.getSpaceIds().add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> parsed.getSpaceIds().set(0, "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> parsed.getAdditionalProperties().put("b", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void read_nullsInAndForLists_areEmpty() {
        var response = read(InstantKeysResponse.class, "{\"ok\":true,\"instant_keys\":null}");
        var sparse = read(ListAccessGrantsRequest.class, "{\"access_grant_ids\":[null]}");

        assertThat(response.getInstantKeys()).isEmpty();
        assertThat(sparse.getAccessGrantIds()).isEmpty();
    }

    @Test
    void read_nullInAResult_isRejected() {
        assertThatThrownBy(() -> read(InstantKeysResponse.class, "{\"ok\":true,\"instant_keys\":[null]}"))
                .hasMessage("null in place of an item at $.instant_keys[0]");
    }

    @Test
    void write_timestamp_isUtc() {
        var request = CreateAccessGrantRequest.builder()
                .requestedAccessMethods(List.of())
                .startsAt(Instant.parse("2026-07-13T15:00:00Z"))
                .build();

        assertThat(write(CreateAccessGrantRequest.class, request)).contains("\"starts_at\":\"2026-07-13T15:00:00Z\"");
    }

    @Test
    void write_useCount_isAnInteger() {
        var request = GenerateInstantKeyRequest.builder()
                .userIdentityId("u")
                .maxUseCount(1)
                .build();

        assertThat(write(GenerateInstantKeyRequest.class, request))
                .isEqualTo("{\"user_identity_id\":\"u\",\"max_use_count\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3.0", "3e0"})
    void read_integerInAnyForm_isThatInteger(String text) {
        var request =
                read(GenerateInstantKeyRequest.class, "{\"user_identity_id\":\"u\",\"max_use_count\":" + text + "}");

        assertThat(request.getMaxUseCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3000000000", "1e400", "\"3\"", "true", "[]"})
    void read_notAnInteger_saysWhereAndQuotesNothing(String text) {
        assertThatThrownBy(() -> read(
                        GenerateInstantKeyRequest.class, "{\"user_identity_id\":\"u\",\"max_use_count\":" + text + "}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("$.max_use_count")
                .hasMessageNotContaining(text);
    }

    @Test
    void read_unknownFields_areKeptAndWrittenBack() {
        String json = "{\"user_identity_id\":\"u\",\"new\":{\"a\":[1,2.50,null,true,\"x\"],\"b\":null},\"z\":null}";

        var request = read(GenerateInstantKeyRequest.class, json);

        Map<String, Object> inner = new HashMap<>();
        inner.put("a", Arrays.asList(BigDecimal.ONE, new BigDecimal("2.50"), null, true, "x"));
        inner.put("b", null);
        assertThat(request.getAdditionalProperties())
                .containsEntry("new", inner)
                .containsEntry("z", null);
        assertThat(write(GenerateInstantKeyRequest.class, request)).isEqualTo(json);
        assertThat(request.toBuilder().build()).isEqualTo(request);
    }

    @Test
    void putAdditionalProperty_anyJson_isSent() {
        var request = GenerateInstantKeyRequest.builder()
                .userIdentityId("u")
                .putAdditionalProperty("beta", Map.of("on", List.of(1, 2L, 1.5)))
                .build();

        assertThat(write(GenerateInstantKeyRequest.class, request))
                .isEqualTo("{\"user_identity_id\":\"u\",\"beta\":{\"on\":[1,2,1.5]}}");
    }

    @Test
    void putAdditionalProperty_declaredNameOrOtherType_isRejected() {
        var builder = GenerateInstantKeyRequest.builder();

        assertThatThrownBy(() -> builder.putAdditionalProperty("max_use_count", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GenerateInstantKeyRequest has a setter for max_use_count");
        assertThatThrownBy(() -> builder.putAdditionalProperty("x", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.time.Instant");
        assertThatThrownBy(() -> builder.putAdditionalProperty("x", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builderOfBuilt_changedLater_leavesTheBuiltAlone() {
        var builder = GenerateInstantKeyRequest.builder().userIdentityId("u").putAdditionalProperty("a", 1);
        var built = builder.build();

        builder.userIdentityId("v").putAdditionalProperty("b", 2);

        assertThat(built.getUserIdentityId()).isEqualTo("u");
        assertThat(built.getAdditionalProperties()).containsOnlyKeys("a");
    }

    @Test
    void build_twice_givesModelsThatDoNotShareWhatChanges() {
        var builder = CreateAccessGrantRequest.builder().requestedAccessMethods(List.of());
        var first = builder.spaceIds(List.of("lobby")).build();

        var second = builder.spaceIds(List.of("pool"))
                .endsAtNull()
                .putAdditionalProperty("a", 1)
                .build();

        assertThat(first.getSpaceIds()).containsExactly("lobby");
        assertThat(first.isEndsAtNull()).isFalse();
        assertThat(first.getAdditionalProperties()).isEmpty();
        assertThat(second.getSpaceIds()).containsExactly("pool");
    }

    @Test
    void toBuilder_changed_leavesItsSourceAlone() {
        var source = GenerateInstantKeyRequest.builder()
                .userIdentityId("u")
                .putAdditionalProperty("a", 1)
                .build();

        source.toBuilder().userIdentityId("v").putAdditionalProperty("b", 2).build();

        assertThat(source.getUserIdentityId()).isEqualTo("u");
        assertThat(source.getAdditionalProperties()).containsOnlyKeys("a");
    }

    @Test
    void setter_listChangedLater_leavesTheBuiltAlone() {
        List<String> spaces = new ArrayList<>(List.of("lobby"));
        var builder = ListAccessGrantsRequest.builder().accessGrantIds(spaces);

        spaces.add("pool");

        assertThat(builder.build().getAccessGrantIds()).containsExactly("lobby");
    }

    @Test
    void read_propertiesInAnyOrder_isTheSameModel() {
        List<String> properties = properties();
        InstantKey key = read(InstantKey.class, object(properties));
        Random random = new Random(7);

        for (int i = 0; i < 100; i++) {
            Collections.shuffle(properties, random);

            assertThat(read(InstantKey.class, object(properties))).isEqualTo(key);
        }
    }

    @Test
    void read_threadsWithOrdersOfTheirOwn_readTheSameModel() throws Exception {
        InstantKey key = read(InstantKey.class, object(properties()));
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<String> properties = properties();
            Collections.shuffle(properties, new Random(i));
            readers.add(() -> {
                boolean same = true;
                for (int n = 0; n < 2_000; n++) {
                    same &= read(InstantKey.class, object(properties)).equals(key);
                }
                return same;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        try {
            for (Future<Boolean> same : threads.invokeAll(readers)) {
                assertThat(same.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static List<String> properties() {
        String json = sample("instant_key");
        return new ArrayList<>(List.of(
                json.substring(json.indexOf('{') + 1, json.lastIndexOf('}')).split(",")));
    }

    private static String object(List<String> properties) {
        return "{" + String.join(",", properties) + ",\"new\":1}";
    }

    @Test
    void list_ofTimestamps_isReadWrittenAndCopied() throws IOException {
        @SuppressWarnings("unchecked")
        var times = (JsonType<List<Instant>>) (JsonType<?>) Json.type("list of instant");
        String json = "[\"2026-07-13T15:00:00Z\",\"2026-07-16T11:00:00Z\"]";

        List<Instant> list = times.fromJson(json);

        assertThat(list).containsExactly(Instant.parse("2026-07-13T15:00:00Z"), Instant.parse("2026-07-16T11:00:00Z"));
        assertThat(times.toJson(list)).isEqualTo(json);
        assertThat(times.copy(list, "times")).isEqualTo(list);
    }

    @Test
    void read_requiredFieldMissing_namesItAndWhere() {
        assertThatThrownBy(() -> read(InstantKeyResponse.class, "{\"ok\":true,\"instant_key\":{}}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("InstantKey lacks")
                .hasMessageContaining("instant_key_url")
                .hasMessageContaining("$.instant_key");
    }

    @Test
    void read_opaqueIds_areKept() {
        String json = sample("instant_key").replace("1d05c2f6-5b6f-4a9c-b80d-1eca26be12b9", "instant_key_42");

        assertThat(read(InstantKey.class, json).getInstantKeyId()).isEqualTo("instant_key_42");
    }

    @Test
    void read_invalidUrl_isKept() {
        String json = sample("instant_key").replace("https://ik.seam.co/ABCXYZ", "not a url");

        assertThat(read(InstantKey.class, json).getInstantKeyUrl()).isEqualTo("not a url");
    }

    @Test
    void read_eventOfUnknownType_keepsTypeAndTimes() {
        String json = "{\"event_id\":\"e\",\"event_type\":\"access_grant.moved\",\"workspace_id\":\"w\","
                + "\"created_at\":\"2026-07-13T15:00:00Z\",\"occurred_at\":\"2026-07-13T15:00:00Z\","
                + "\"starts_at\":\"2026-07-14T15:00:00Z\"}";

        Event event = read(Event.class, json);

        assertThat(event.getEventType()).isEqualTo(EventType.of("access_grant.moved"));
        assertThat(event.getEventType().isKnown()).isFalse();
        assertThat(event.getStartsAt()).isEqualTo(Instant.parse("2026-07-14T15:00:00Z"));
        assertThat(event.getEndsAt()).isNull();
        assertThat(write(Event.class, event)).isEqualTo(json);
    }

    @Test
    void write_periodOfEvents_isInUtc() {
        Instant start = Instant.parse("2026-07-13T15:00:00Z");

        assertThat(write(
                        ListEventsRequest.class,
                        ListEventsRequest.builder().since(start).build()))
                .isEqualTo("{\"since\":\"2026-07-13T15:00:00Z\"}");
        assertThat(write(
                        ListEventsRequest.class,
                        ListEventsRequest.builder()
                                .between(List.of(start, start.plusSeconds(60)))
                                .build()))
                .isEqualTo("{\"between\":[\"2026-07-13T15:00:00Z\",\"2026-07-13T15:01:00Z\"]}");
    }

    @Test
    void enums_unknownValue_isKeptAndWrittenBack() {
        var method = read(NewAccessMethod.class, "{\"mode\":\"retina_scan\"}");

        assertThat(method.getMode()).isEqualTo(AccessMethodMode.of("retina_scan"));
        assertThat(method.getMode().isKnown()).isFalse();
        assertThat(method.getMode().getValue()).isEqualTo("retina_scan");
        assertThat(write(NewAccessMethod.class, method)).isEqualTo("{\"mode\":\"retina_scan\"}");
    }

    @Test
    void enums_knownValue_isTheConstant() {
        assertThat(AccessMethodMode.of("mobile_key")).isSameAs(AccessMethodMode.MOBILE_KEY);
        assertThat(AccessMethodMode.MOBILE_KEY.isKnown()).isTrue();
        assertThat(AccessMethodMode.known()).contains(AccessMethodMode.CODE, AccessMethodMode.CLOUD_KEY);
    }

    @Test
    void toString_unknownFields_areNamedWithoutValues() {
        var warning =
                read(ResourceWarning.class, "{\"warning_code\":\"requested_code_unavailable\",\"new_code\":\"4711\"}");

        assertThat(warning.toString())
                .contains("requested_code_unavailable", "new_code")
                .doesNotContain("4711");
    }

    @Test
    void gson_withFactory_readsAndWritesExplicitNulls() {
        Gson gson = new GsonBuilder()
                .registerTypeAdapterFactory(new SeamTypeAdapterFactory())
                .create();

        AccessGrant grant = gson.fromJson(sample("access_grant"), AccessGrant.class);
        String json = gson.toJson(
                ListAccessGrantsRequest.builder().accessGrantKeyNull().build());

        assertThat(grant.getDisplayName()).isEqualTo("My Access Grant");
        assertThat(json).isEqualTo("{\"access_grant_key\":null}");
    }

    @Test
    void gson_plain_readsAndWritesModelsAndEnums() {
        Gson gson = new Gson();
        AccessGrant grant = read(AccessGrant.class, sample("access_grant"));

        String json = gson.toJson(Map.of("grant", grant, "mode", AccessMethodMode.of("came_later")));

        assertThat(gson.fromJson(json, JsonObject.class).get("mode").getAsString())
                .isEqualTo("came_later");
        assertThat(gson.fromJson(gson.fromJson(json, JsonObject.class).get("grant"), AccessGrant.class))
                .isEqualTo(grant);
        assertThat(gson.fromJson("\"came_later\"", AccessMethodMode.class))
                .isEqualTo(AccessMethodMode.of("came_later"));
        assertThat(gson.fromJson("null", AccessGrant.class)).isNull();
    }

    @Test
    void adapter_otherClass_isNull() {
        assertThat(SeamTypeAdapterFactory.adapter(String.class)).isNull();
        assertThat(ModelCodecs.of(String.class)).isNull();
    }

    /** As models of another package have it. */
    @Test
    void codecs_classOfAnotherPackage_areThoseItsAnnotationNames() {
        assertThat(ModelCodecs.of(Foreign.class)).isInstanceOf(ForeignCodecs.class);
        assertThat(ModelCodecs.of(OfGson.class)).isNull();
        assertThat(ModelText.withoutPersonalData(List.of(new Foreign()))).isEqualTo("[a foreign one]");
    }

    @JsonAdapter(ForeignCodecs.class)
    private static final class Foreign {}

    @JsonAdapter(ForeignAdapter.class)
    private static final class OfGson {}

    public abstract static class ForeignAdapter extends TypeAdapter<OfGson> {}

    public static final class ForeignCodecs implements ModelCodecs, TypeAdapterFactory {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return null;
        }

        @Override
        public <T> TypeAdapter<T> codec(Class<T> type) {
            return null;
        }

        @Override
        public Map.Entry<String, ? extends TypeAdapter<?>> resultList(TypeAdapter<?> response) {
            return null;
        }

        @Override
        public String withoutPersonalData(Object value) {
            return "a foreign one";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"https://keys.example/swordfish\",{\"code\":\"swordfish\"}]",
                "[[\"swordfish\",[{\"code\":\"swordfish\"}]]]",
                "{\"code\":\"swordfish\",\"list\":[\"swordfish\"]}",
                "[{\"code\":{\"value\":\"swordfish\"}},null]",
                "[\"swordfish\",{\"code\":1}]",
            })
    void toString_rawJson_showsNamesOnly(String raw) throws Exception {
        ErrorResponse response = read(
                ErrorResponse.class,
                "{\"error\":{\"type\":\"x\",\"message\":\"m\",\"data\":" + raw + ",\"validation_errors\":" + raw
                        + ",\"undeclared\":" + raw + "},\"ok\":false,\"undeclared\":" + raw + "}");

        assertThat(response.toString())
                .contains("type=x", "data=", "validationErrors=", "undeclared")
                .doesNotContain("swordfish");
        assertThat(response.getError().toString()).doesNotContain("swordfish");
        assertThat(write(ErrorResponse.class, response)).contains("swordfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"swordfish\"", "471147", "4711.47", "true", "null"})
    void toString_rawScalar_isNotShown(String raw) throws Exception {
        ErrorDetail detail = read(ErrorDetail.class, "{\"data\":" + raw + "}");

        assertThat(detail.toString())
                .isIn("ErrorDetail{data=***}", "ErrorDetail{data=null}")
                .doesNotContain("471147");
    }

    @Test
    void toString_rawJsonInAList_showsItsNames() {
        JsonType<List<List<Object>>> lists = new JsonList<>(new JsonList<>(Json.ANY, false), false);
        JsonType<List<Map<String, Object>>> objects = new JsonList<>(Json.OBJECT, false);

        assertThat(lists.describe(List.of(List.of("swordfish", Map.of("code", 1)), List.of(List.of(2))), true))
                .isEqualTo("[[***, [code]], [[***]]]");
        assertThat(objects.describe(List.of(Map.of("code", "swordfish")), true)).isEqualTo("[[code]]");
    }

    @Test
    void toString_textsOfErrorsAndWarnings_areMasked() throws Exception {
        String text = "{\"%s_code\":\"came_later\",\"message\":\"PIN 471147 could not be set\"}";
        ResourceError error = read(ResourceError.class, String.format(text, "error"));
        ResourceWarning warning = read(ResourceWarning.class, String.format(text, "warning"));
        ErrorDetail detail = read(ErrorDetail.class, String.format(text, "some"));

        assertThat(List.of(error, warning, detail).toString())
                .contains("came_later", "message=***")
                .doesNotContain("471147");
        assertThat(warning.getMessage()).contains("471147");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Front door https://ik.seam.co/swordfish",
                "Front door http://127.0.0.1:8080/ik/swordfish",
                "http%3A%2F%2F192.168.1.20%3A8080%2Fik%2Fswordfish",
                "Front door http://[::1]:8080/ik/swordfish",
                "IK.SEAM.CO/swordfish?x",
                "https%3A%2F%2Fik.seam.co%2Fswordfish",
                "seam_test1_swordfish",
                "SEAM_AT1_swordfish",
                "eyJhbGciOi.swordfish.swordfish",
            })
    void toString_secretInAnotherProperty_isMasked(String name) {
        NewUserIdentity guest = NewUserIdentity.builder().fullName(name).build();

        assertThat(guest.toString()).contains("***").doesNotContain("swordfish");
    }

    @Test
    void toString_linkInALongText_isMasked() {
        String text = "x".repeat(1_000_000) + "/ik/swordfish" + " host.".repeat(200_000) + "test/ik/swordfish";
        NewUserIdentity guest = NewUserIdentity.builder().fullName(text).build();

        assertThat(guest.toString()).contains("x***").endsWith(" ***}").doesNotContain("swordfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seam_bridge_disconnected", "seamless", "SEAM_API_KEY", "obey", "they"})
    void toString_harmlessWord_isShown(String name) {
        assertThat(NewUserIdentity.builder().fullName(name).build())
                .hasToString("NewUserIdentity{fullName=" + name + "}");
    }

    @Test
    void withoutPersonalData_nestedModels_masksNamesAndAddresses() {
        CreateAccessGrantRequest request = CreateAccessGrantRequest.builder()
                .userIdentity(NewUserIdentity.builder()
                        .fullName("Jane Doe")
                        .emailAddress("jane@example.com")
                        .phoneNumber("+15551234567")
                        .userIdentityKey("guest-81")
                        .build())
                .requestedAccessMethods(List.of(NewAccessMethod.builder()
                        .mode(AccessMethodMode.CODE)
                        .code("4711")
                        .build()))
                .name("Jane's stay")
                .accessGrantKey("booking-7")
                .build();

        assertThat(ModelText.withoutPersonalData(List.of(request)))
                .contains("fullName=***", "emailAddress=***", "phoneNumber=***", "name=***", "guest-81", "booking-7")
                .doesNotContain("Jane", "jane", "1234567", "4711");
        assertThat(request.toString()).contains("Jane Doe", "jane@example.com").doesNotContain("4711");
    }
}
