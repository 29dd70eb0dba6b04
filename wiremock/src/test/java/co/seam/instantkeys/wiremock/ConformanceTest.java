package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import co.seam.instantkeys.wiremock.Caller.Response;
import co.seam.instantkeys.wiremock.RequestSchema.Variation;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The sandbox accepts what the contract allows, and rejects what it does not, with a problem for the field. Covers each
 * field of each operation, with requests generated from the contract alone. {@link Caller} validates the responses.
 *
 * <p>The contract does not express all rules. Where the real API is known to differ, the sandbox follows it:
 * {@link #STRICTER}, {@link #WRONG_MODE} and {@link #field_unknown_isIgnored} are the complete list.
 */
class ConformanceTest {
    /** Fields that reject non-null values which the contract allows, with the reason. */
    private static final Map<String, String> STRICTER = Map.of(
            "phone_number", "must be in E.164 form, which only the description in the contract states",
            "user_identity.phone_number", "the same, for the new user identity of a grant",
            "since", "must be a time, which only the description in the contract states",
            "between", "the same, twice",
            "between.0", "the same",
            "page_cursor", "must come from an earlier response");

    /** Prefix of problems with a field that is for another mode. */
    private static final String WRONG_MODE = "Only for mode ";

    private static SeamSandbox sandbox;
    private static ExampleWorld world;
    private static Caller caller;
    private static String before;

    @BeforeAll
    static void start() {
        sandbox = SeamSandbox.start();
        world = new ExampleWorld(sandbox);
        caller = new Caller(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicContainer> example_ofTheContract_isAccepted() {
        return eachOperation(path -> RequestSchema.of(path).examples.entrySet().stream()
                .map(example -> dynamicTest(example.getKey(), () -> {
                    world.prepare(path);
                    JsonObject request = world.translate(example.getValue());
                    request.remove("page_cursor"); // the example's cursor does not come from this sandbox

                    Response response = caller.post(path, request.toString());

                    // the sandbox has only sessions of instant keys, and these have no user_identifier_key
                    int expected = request.has("user_identifier_key") ? 404 : 200;
                    assertThat(response.status()).as(response.body.toString()).isEqualTo(expected);
                })));
    }

    @TestFactory
    Stream<DynamicContainer> field_validByTheContract_isAccepted() {
        return eachOperation(path -> Stream.concat(
                Stream.of(dynamicTest("prepare", () -> world.prepare(path))),
                RequestSchema.of(path).validVariations().stream()
                        .filter(valid -> valid.value().equals("null") || !STRICTER.containsKey(valid.field()))
                        .map(valid ->
                                dynamicTest(valid.field() + " " + valid.value(), () -> requireAccepted(path, valid)))));
    }

    private static void requireAccepted(String path, Variation valid) {
        Response response = call(path, valid);

        if (response.status() == 200 && !Contract.isRead(path)) {
            world.prepare(path); // the call changed the state: restore it for the next one
        }
        assertThat(response.status()).as(text(path, valid, response)).isLessThan(500);
        assertThat(problems(response, valid.field()))
                .as(text(path, valid, response))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicContainer> field_invalidByTheContract_isRejectedByName() {
        return eachOperation(path -> Stream.of(
                        Stream.of(dynamicTest("prepare", () -> {
                            world.prepare(path);
                            before = state();
                        })),
                        RequestSchema.of(path).invalidVariations().stream()
                                .map(invalid -> dynamicTest(
                                        invalid.field() + " " + invalid.value(), () -> requireRejected(path, invalid))),
                        Stream.of(dynamicTest(
                                "nothing changed", () -> assertThat(state()).isEqualTo(before))))
                .flatMap(tests -> tests));
    }

    private static void requireRejected(String path, Variation invalid) {
        Response response = call(path, invalid);

        String text = text(path, invalid, response);
        assertThat(response.status()).as(text).isEqualTo(400);
        assertThat(response.text("error.type")).as(text).isEqualTo("invalid_input");
        assertThat(response.at("ok").getAsBoolean()).as(text).isFalse();
        assertThat(response.text("error.request_id")).as(text).isEqualTo(response.header("seam-request-id"));
        assertThat(problems(response, invalid.field())).as(text).isNotEmpty();
        assertThat(response.text("error.message")).as(text).contains('"' + invalid.field() + '"');
    }

    private static Response call(String path, Variation variation) {
        return caller.post(path, world.translate(variation.request()).toString());
    }

    private static String text(String path, Variation variation, Response response) {
        return path + " with " + variation.request() + " returns " + response.body;
    }

    @TestFactory
    Stream<DynamicContainer> body_malformed_isRejected() {
        return eachOperation(path -> Stream.of("[]", "null", "7", "\"text\"", "true", "{", "<html>")
                .map(body -> dynamicTest(body, () -> requireType(caller.post(path, body), 400, "invalid_input"))));
    }

    @TestFactory
    Stream<DynamicTest> request_notAsJson_isRejected() {
        return Contract.paths().stream()
                .map(path -> dynamicTest(
                        path,
                        () -> requireType(
                                caller.send(caller.request(path)
                                        .header("Authorization", "Bearer " + sandbox.apiKey())
                                        .header("Content-Type", "text/plain")
                                        .POST(BodyPublishers.ofString("{}"))),
                                400,
                                "invalid_content_type")));
    }

    @TestFactory
    Stream<DynamicTest> request_withoutAKey_isRejected() {
        return Contract.paths().stream()
                .map(path -> dynamicTest(
                        path,
                        () -> requireType(
                                caller.send(caller.request(path).POST(BodyPublishers.ofString("{}"))),
                                401,
                                "unauthorized")));
    }

    private static void requireType(Response response, int status, String type) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text("error.type")).isEqualTo(type);
        assertThat(response.at("ok").getAsBoolean()).isFalse();
    }

    /** The contract allows no additional properties; the API ignores unknown ones. */
    @TestFactory
    Stream<DynamicTest> field_unknown_isIgnored() {
        return Contract.paths().stream()
                .map(path -> dynamicTest(path, () -> {
                    world.prepare(path);
                    JsonObject request = world.translate(
                            RequestSchema.of(path).examples.values().iterator().next());
                    request.addProperty("brand_new", true);

                    assertThat(caller.postBeyondContract(path, request.toString())
                                    .status())
                            .isEqualTo(200);
                }));
    }

    private static Stream<DynamicContainer> eachOperation(Function<String, Stream<DynamicTest>> tests) {
        return Contract.paths().stream().map(path -> dynamicContainer(path, tests.apply(path)));
    }

    /** Returns the problems of a field; none if the request was accepted, or rejected for other reasons. */
    private static List<String> problems(Response response, String field) {
        JsonObject node = response.body;
        for (String name : ("error.validation_errors." + field).split("\\.")) {
            if (!node.has(name)) {
                return List.of();
            }
            node = node.getAsJsonObject(name);
        }
        return node.getAsJsonArray("_errors").asList().stream()
                .map(JsonElement::getAsString)
                // reported for valid and invalid values alike
                .filter(problem -> !problem.startsWith(WRONG_MODE))
                .toList();
    }

    private static String state() {
        return Stream.of("/user_identities/list", "/access_grants/list", "/instant_keys/list", "/events/list")
                .map(path ->
                        caller.post(path, path.equals("/events/list") ? "{\"since\": \"2000-01-01T00:00:00Z\"}" : "{}"))
                .map(response -> response.body.toString())
                .collect(Collectors.joining());
    }
}
