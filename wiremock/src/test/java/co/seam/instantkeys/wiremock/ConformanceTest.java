package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import co.seam.instantkeys.wiremock.Caller.Answer;
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
 * The sandbox takes what the contract allows and refuses, by name, what it does not: each field of each operation, with
 * requests that are made from the contract alone. {@link Caller} holds each answer against the contract.
 *
 * <p>The contract is not the whole truth. Where more is known of the real API, the sandbox goes by that: {@link #STRICTER},
 * {@link #OF_ANOTHER_MODE} and {@link #field_unknown_isIgnored} are the whole list.
 */
class ConformanceTest {
    /** Fields that refuse values which the contract allows, null aside, and why. */
    private static final Map<String, String> STRICTER = Map.of(
            "phone_number", "must be in E.164 form, which the contract says in words only",
            "user_identity.phone_number", "the same, for a new person of a grant",
            "since", "must be a time, which the contract says in words only",
            "between", "the same, twice",
            "between.0", "the same",
            "page_cursor", "must come from an earlier answer");

    /** What a PIN code is told where the method is no code, and a count of uses where it is no mobile key. */
    private static final String OF_ANOTHER_MODE = "Only for mode ";

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
                    request.remove("page_cursor"); // the example's is of no answer of this sandbox

                    Answer answer = caller.post(path, request.toString());

                    // the sandbox has no sessions but those of keys, which have no such key of their own
                    int expected = request.has("user_identifier_key") ? 404 : 200;
                    assertThat(answer.status()).as(answer.body.toString()).isEqualTo(expected);
                })));
    }

    @TestFactory
    Stream<DynamicContainer> field_asTheContractAllows_isNotRefused() {
        return eachOperation(path -> Stream.concat(
                Stream.of(dynamicTest("begin", () -> world.prepare(path))),
                RequestSchema.of(path).kept().stream()
                        .filter(kept -> kept.value().equals("null") || !STRICTER.containsKey(kept.place()))
                        .map(kept ->
                                dynamicTest(kept.place() + " " + kept.value(), () -> requireNotRefused(path, kept)))));
    }

    private static void requireNotRefused(String path, Variation kept) {
        Answer answer = call(path, kept);

        if (answer.status() == 200 && !Contract.isRead(path)) {
            world.prepare(path); // for the next: something changed
        }
        assertThat(answer.status()).as(text(path, kept, answer)).isLessThan(500);
        assertThat(problems(answer, kept.place())).as(text(path, kept, answer)).isEmpty();
    }

    @TestFactory
    Stream<DynamicContainer> field_otherThanTheContractAllows_isRefusedByName() {
        return eachOperation(path -> Stream.of(
                        Stream.of(dynamicTest("begin", () -> {
                            world.prepare(path);
                            before = state();
                        })),
                        RequestSchema.of(path).broken().stream()
                                .map(broken -> dynamicTest(
                                        broken.place() + " " + broken.value(), () -> requireRefused(path, broken))),
                        Stream.of(dynamicTest(
                                "nothing changed", () -> assertThat(state()).isEqualTo(before))))
                .flatMap(tests -> tests));
    }

    private static void requireRefused(String path, Variation broken) {
        Answer answer = call(path, broken);

        String text = text(path, broken, answer);
        assertThat(answer.status()).as(text).isEqualTo(400);
        assertThat(answer.text("error.type")).as(text).isEqualTo("invalid_input");
        assertThat(answer.at("ok").getAsBoolean()).as(text).isFalse();
        assertThat(answer.text("error.request_id")).as(text).isEqualTo(answer.header("seam-request-id"));
        assertThat(problems(answer, broken.place())).as(text).isNotEmpty();
        assertThat(answer.text("error.message")).as(text).contains('"' + broken.place() + '"');
    }

    private static Answer call(String path, Variation variation) {
        return caller.post(path, world.translate(variation.request()).toString());
    }

    private static String text(String path, Variation variation, Answer answer) {
        return path + " with " + variation.request() + " answers " + answer.body;
    }

    @TestFactory
    Stream<DynamicContainer> body_broken_isRefused() {
        return eachOperation(path -> Stream.of("[]", "null", "7", "\"text\"", "true", "{", "<html>")
                .map(body -> dynamicTest(body, () -> requireType(caller.post(path, body), 400, "invalid_input"))));
    }

    @TestFactory
    Stream<DynamicTest> request_notAsJson_isRefused() {
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
    Stream<DynamicTest> request_withoutAKey_isRefused() {
        return Contract.paths().stream()
                .map(path -> dynamicTest(
                        path,
                        () -> requireType(
                                caller.send(caller.request(path).POST(BodyPublishers.ofString("{}"))),
                                401,
                                "unauthorized")));
    }

    private static void requireType(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("error.type")).isEqualTo(type);
        assertThat(answer.at("ok").getAsBoolean()).isFalse();
    }

    /** The contract closes its objects; the API ignores what it does not know. */
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

    /** What is said about the field at a place; nothing if the request was taken, or refused for other reasons. */
    private static List<String> problems(Answer answer, String place) {
        JsonObject node = answer.body;
        for (String name : ("error.validation_errors." + place).split("\\.")) {
            if (!node.has(name)) {
                return List.of();
            }
            node = node.getAsJsonObject(name);
        }
        return node.getAsJsonArray("_errors").asList().stream()
                .map(JsonElement::getAsString)
                // right and wrong values are told so alike: it says nothing of the value
                .filter(problem -> !problem.startsWith(OF_ANOTHER_MODE))
                .toList();
    }

    private static String state() {
        return Stream.of("/user_identities/list", "/access_grants/list", "/instant_keys/list", "/events/list")
                .map(path ->
                        caller.post(path, path.equals("/events/list") ? "{\"since\": \"2000-01-01T00:00:00Z\"}" : "{}"))
                .map(answer -> answer.body.toString())
                .collect(Collectors.joining());
    }
}
