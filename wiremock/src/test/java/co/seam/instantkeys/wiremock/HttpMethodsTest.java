package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import co.seam.instantkeys.wiremock.Caller.Response;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation by each of its HTTP methods, as Seam's own clients call it. */
class HttpMethodsTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final ExampleWorld world = new ExampleWorld(sandbox);
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicContainer> get_withTheExampleAsQuery_returnsWhatPostReturns() {
        return operationsBy("GET")
                .map(path -> dynamicContainer(
                        path,
                        RequestSchema.of(path).examples.entrySet().stream()
                                .map(example -> dynamicTest(example.getKey(), () -> {
                                    world.prepare(path);
                                    JsonObject request = world.translate(example.getValue());
                                    request.remove(
                                            "page_cursor"); // the example's cursor does not come from this sandbox

                                    Response got = send("GET", path + "?" + query(request));

                                    Response posted = caller.post(path, request.toString());
                                    assertThat(got.status()).isEqualTo(posted.status());
                                    assertThat(withoutIds(got)).isEqualTo(withoutIds(posted));
                                }))));
    }

    /** A cursor depends on the form of its request. */
    private static String withoutIds(Response response) {
        return response.body
                .toString()
                .replaceAll("\"request_id\":\"[^\"]*\"", "")
                .replaceAll("\"next_page_(cursor|url)\":\"[^\"]*\"", "");
    }

    @TestFactory
    Stream<DynamicContainer> delete_withTheExampleAsQuery_deletes() {
        return operationsBy("DELETE")
                .map(path -> dynamicContainer(
                        path,
                        RequestSchema.of(path).examples.entrySet().stream()
                                .map(example -> dynamicTest(example.getKey(), () -> {
                                    world.prepare(path);
                                    String query = query(world.translate(example.getValue()));

                                    assertThat(send("DELETE", path + "?" + query)
                                                    .status())
                                            .isEqualTo(200);
                                    assertThat(sandbox.timesProcessed(path)).isEqualTo(1);
                                }))));
    }

    @TestFactory
    Stream<DynamicContainer> patchOrPut_withTheExampleAsBody_updates() {
        return Stream.of("PATCH", "PUT")
                .flatMap(method -> operationsBy(method)
                        .map(path -> dynamicContainer(
                                method + " " + path,
                                RequestSchema.of(path).examples.entrySet().stream()
                                        .map(example -> dynamicTest(example.getKey(), () -> {
                                            world.prepare(path);
                                            JsonObject request = world.translate(example.getValue());

                                            Response response = caller.send(caller.request(path)
                                                    .header("Authorization", "Bearer " + sandbox.apiKey())
                                                    .header("Content-Type", "application/json")
                                                    .method(method, BodyPublishers.ofString(request.toString())));

                                            assertThat(response.status()).isEqualTo(200);
                                            assertThat(sandbox.timesProcessed(path))
                                                    .isEqualTo(1);
                                        })))));
    }

    @Test
    void methods_ofEachOperation_areThoseOfThePublicDocument() throws Exception {
        String document = System.getProperty("seam.upstream", "");
        assumeTrue(
                !document.isEmpty(),
                "no public OpenAPI document to compare with: pass -Dseam.upstream=<absolute path>");
        JsonObject paths = JsonParser.parseString(Files.readString(Path.of(document)))
                .getAsJsonObject()
                .getAsJsonObject("paths");

        TreeMap<String, Set<String>> ours = new TreeMap<>();
        TreeMap<String, Set<String>> theirs = new TreeMap<>();
        Contract.paths().stream().filter(paths::has).forEach(path -> {
            ours.put(path, Set.copyOf(methods(path)));
            Set<String> theirMethods = paths.getAsJsonObject(path).keySet();
            theirs.put(
                    path,
                    Stream.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
                            .filter(method -> theirMethods.contains(method.toLowerCase(Locale.ROOT)))
                            .collect(Collectors.toUnmodifiableSet()));
        });

        assertThat(ours).hasSizeGreaterThan(30).isEqualTo(theirs);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /instant_keys/list, Use GET or POST.",
        "PUT, /access_grants/update, Use PATCH or POST.",
        "PATCH, /webhooks/update, Use PUT or POST.",
        "GET, /instant_keys/delete, Use DELETE or POST.",
        "GET, /access_grants/create, Use POST."
    })
    void method_ofAnotherOperation_isNotAllowed(String method, String path, String message) {
        Response response = send(method, path);

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.text("error.message")).isEqualTo(message);
        assertThat(sandbox.timesReceived(path)).isZero();
    }

    @Test
    void query_withLists_repeatsTheirNames() {
        String query = "acs_entrance_ids=" + sandbox.acsEntranceId("Room 101");

        assertThat(names("/acs/entrances/list?" + query)).containsExactly("Room 101");
        assertThat(names("/acs/entrances/list?" + query + "&acs_entrance_ids=" + sandbox.acsEntranceId("Car Park")))
                .containsExactly("Car Park", "Room 101");
        assertThat(names("/acs/entrances/list?acs_entrance_ids=")).isEmpty();
        assertThat(names("/acs/entrances/list?search=room+1&limit=1")).containsExactly("Room 101");
        assertThat(names("/acs/entrances/list")).hasSize(8);
    }

    private List<String> names(String path) {
        return send("GET", path).texts("acs_entrances", "display_name");
    }

    @Test
    void query_withNull_isThatOfJson() {
        caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"booking-1\"", "card");
        caller.createGrant("card");

        assertThat(send("GET", "/access_grants/list?access_grant_key=").texts("access_grants", "access_grant_id"))
                .hasSize(1);
        assertThat(send("GET", "/access_grants/list?access_grant_key=booking-1&page_cursor=")
                        .texts("access_grants", "access_grant_key"))
                .containsExactly("booking-1");
    }

    @Test
    void pages_byGet_followTheirCursors() {
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            Response page = send("GET", "/acs/entrances/list?limit=3&page_cursor=" + cursor);
            names.addAll(page.texts("acs_entrances", "display_name"));
            cursor = page.at("pagination.has_next_page").getAsBoolean()
                    ? page.text("pagination.next_page_cursor")
                    : null;
        } while (cursor != null);

        assertThat(names).hasSize(8).doesNotHaveDuplicates();
        assertThat(sandbox.timesProcessed("/acs/entrances/list")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=many", "limit=0", "limit=1.5", "limit=", "limit=1&limit=2", "acs_system_id=1"})
    void query_invalid_isRejectedByTheFieldsName(String query) {
        Response response = send("GET", "/acs/entrances/list?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.has("error.validation_errors." + query.split("=")[0]))
                .isTrue();
    }

    @Test
    void fault_onNext_affectsEachMethod() {
        sandbox.onNext(2, "/instant_keys/list").respond(503);

        assertThat(send("GET", "/instant_keys/list").status()).isEqualTo(503);
        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(503);
        assertThat(send("GET", "/instant_keys/list").status()).isEqualTo(200);
    }

    private Response send(String method, String pathAndQuery) {
        return caller.send(caller.request(pathAndQuery)
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .method(method, BodyPublishers.noBody()));
    }

    private static Stream<String> operationsBy(String method) {
        return Contract.paths().stream().filter(path -> methods(path).contains(method));
    }

    private static List<String> methods(String path) {
        Ids ids = Ids.random();
        return new Routes(new Workspace(
                        new SandboxClock(Clock.systemUTC()),
                        new Hotel(SandboxProperty.SMALL_HOTEL, ids, Instant.EPOCH),
                        ids,
                        ids,
                        Set.of()))
                .get(path)
                .methods;
    }

    private static String query(JsonObject request) {
        List<String> parameters = new ArrayList<>();
        request.entrySet().forEach(field -> {
            List<JsonElement> values = field.getValue().isJsonArray()
                    ? field.getValue().getAsJsonArray().asList()
                    : List.of(field.getValue());
            values.forEach(value -> parameters.add(field.getKey() + "="
                    + (value.isJsonNull() ? "" : URLEncoder.encode(value.getAsString(), StandardCharsets.UTF_8))));
        });
        return String.join("&", parameters);
    }
}
