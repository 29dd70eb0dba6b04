package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.ClasspathFileSource;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.standalone.CommandLineOptions;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stub keeps the contract. The calls go over a real socket to a plain WireMock server. */
class SeamStubsTest {
    private static final Pattern TEMPLATE =
            Pattern.compile("\\{\\{jsonPath request\\.body '\\$\\.(\\w+)' default='([^']*)'}}");

    private static final List<Integer> STATUSES = List.of(200, 400, 401, 404, 429, 500);
    private static final String UNKNOWN_KEY = "unknown_key.json";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static WireMockServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = new WireMockServer(options().dynamicPort().usingFilesUnderClasspath(SeamStubs.ROOT));
        server.start();
    }

    @AfterEach
    void forgetOwnStubs() {
        server.resetToDefaultMappings();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void stubs_inTheJar_areOneForEachOperationAndOutcomeAndOneForOtherKeys() throws Exception {
        List<String> expected = Stream.concat(
                        Contract.paths().stream()
                                .flatMap(path -> STATUSES.stream().map(status -> nameOf(path, status) + ".json")),
                        Stream.of(UNKNOWN_KEY))
                .toList();

        try (Stream<Path> found = Files.list(mappings())) {
            assertThat(found.map(file -> file.getFileName().toString()))
                    .as("to remove stubs of former operations, run mvn clean")
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @TestFactory
    Stream<DynamicTest> stub_called_keepsTheContract() throws Exception {
        return stubs().map(stub -> DynamicTest.dynamicTest(stub.get("name").getAsString(), () -> {
            String path = stub.getAsJsonObject("request").get("urlPath").getAsString();
            JsonObject expected = stub.getAsJsonObject("response");
            int status = expected.get("status").getAsInt();
            String request =
                    stub.getAsJsonObject("metadata").get("request_example").toString();

            HttpResponse<String> response = call(server, path, "seam_stub_" + status, request);

            Contract.requireRequest(path, request);
            Contract.requireResponse(response);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(JsonParser.parseString(response.body())).isEqualTo(rendered(expected.get("jsonBody"), request));
            assertThat(response.headers().firstValue("seam-request-id")).isPresent();
            assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
            assertThat(read(path, response)).isNotNull();
        }));
    }

    /** The body with what its templates take from the request. */
    private static JsonElement rendered(JsonElement body, String request) {
        JsonObject properties = JsonParser.parseString(request).getAsJsonObject();
        String text = TEMPLATE.matcher(body.toString())
                .replaceAll(template -> Matcher.quoteReplacement(
                        properties.has(template.group(1))
                                ? properties.get(template.group(1)).getAsString()
                                : template.group(2)));
        return JsonParser.parseString(text);
    }

    @TestFactory
    Stream<DynamicTest> keyForOneOperation_failsThatOneOnly() {
        return Contract.paths().stream()
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    String other = path.equals("/spaces/list") ? "/spaces/get" : "/spaces/list";
                    for (int status : STATUSES) {
                        String key = "seam_stub_" + nameOf(path, status);

                        assertThat(call(server, path, key, "{}").statusCode()).isEqualTo(status);
                        assertThat(call(server, other, key, "{}").statusCode()).isEqualTo(200);
                    }
                }));
    }

    @Test
    void lists_always_haveNoNextPage() throws Exception {
        // a fixed response with a next page would have one for ever
        assertThat(stubs().map(stub -> stub.getAsJsonObject("response").getAsJsonObject("jsonBody"))
                        .filter(body -> body.has("pagination"))
                        .map(body -> body.getAsJsonObject("pagination")
                                .get("has_next_page")
                                .getAsBoolean()))
                .hasSizeGreaterThan(3)
                .containsOnly(false);
    }

    @Test
    void validationErrors_always_nameFieldsOfTheRequest() throws Exception {
        assertThat(stubs().filter(stub -> stub.get("name").getAsString().endsWith("_400")))
                .allSatisfy(stub -> {
                    JsonObject tree = stub.getAsJsonObject("response")
                            .getAsJsonObject("jsonBody")
                            .getAsJsonObject("error")
                            .getAsJsonObject("validation_errors");
                    JsonObject request = stub.getAsJsonObject("metadata").getAsJsonObject("request_example");
                    assertThat(tree.keySet()).containsAll(request.keySet()).contains("_errors");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"seam_stub", "seam_test1234_abc", "seam_at1_abc", "anything"})
    void key_withoutAnOutcome_selectsTheSuccess(String key) throws Exception {
        assertThat(call(server, "/workspaces/get", key, "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seam_stub_403",
                "seam_stub_4040",
                "seam_stub404",
                "seam_stub_",
                "seam_stub_acess_grants_create_404",
                "seam_stub_access_grants_create",
                "seam_at1_stub_403"
            })
    void key_thatSelectsNoOutcome_isRejectedWithAMessage(String key) throws Exception {
        for (String path : List.of("/access_grants/create", "/workspaces/get", "/elsewhere")) {
            HttpResponse<String> response = call(server, path, key, "{}");

            JsonObject error =
                    JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(error.get("type").getAsString()).isEqualTo("unauthorized");
            assertThat(error.get("message").getAsString())
                    .contains("selects no stub", "_instant_keys_get_404", "200, 400, 401, 404, 429, 500")
                    .doesNotContain(key);
        }
    }

    @Test
    void personalAccessToken_withAnOutcome_selectsIt() throws Exception {
        assertThat(call(server, "/workspaces/get", "seam_at1_stub_429", "{}").statusCode())
                .isEqualTo(429);
        assertThat(call(server, "/workspaces/get", "seam_at1_stub_workspaces_get_500", "{}")
                        .statusCode())
                .isEqualTo(500);
    }

    @Test
    void request_withoutAKey_isUnauthorized() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/instant_keys/list")))
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void request_ofAnotherContentType_getsAPageThatNamesIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/instant_keys/list")))
                .header("Authorization", "Bearer seam_stub")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("Request was not matched").contains("Content-Type");
    }

    @Test
    void ownStub_withoutAPriority_takesPrecedence() throws Exception {
        server.stubFor(post("/instant_keys/list").willReturn(noContent()));

        assertThat(call(server, "/instant_keys/list", "seam_stub", "{}").statusCode())
                .isEqualTo(204);
        assertThat(call(server, "/instant_keys/list", "seam_stub_404", "{}").statusCode())
                .isEqualTo(204);
    }

    @Test
    void stubs_asARootDirectory_serve() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectory(root.resolve("mappings"));
        for (Path file : files()) {
            Files.copy(file, root.resolve("mappings").resolve(file.getFileName()));
        }

        requireServes(new CommandLineOptions("--port", "0", "--root-dir", root.toString()));
    }

    @Test
    void stubs_onTheClassPathOfACommandLine_serve() throws Exception {
        requireServes(new CommandLineOptions("--port", "0", "--load-resources-from-classpath", SeamStubs.ROOT));
    }

    @Test
    void stubs_withinAJar_serve() throws Exception {
        Path jar = folder.resolve("stubs.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            // jars built by Maven have directory entries, and WireMock needs them
            zip.putNextEntry(new ZipEntry(SeamStubs.ROOT + "/"));
            zip.putNextEntry(new ZipEntry(SeamStubs.ROOT + "/mappings/"));
            for (Path file : files()) {
                zip.putNextEntry(new ZipEntry(SeamStubs.ROOT + "/mappings/" + file.getFileName()));
                zip.write(Files.readAllBytes(file));
            }
        }

        try (URLClassLoader inJar = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            requireServes(options().dynamicPort().fileSource(new ClasspathFileSource(inJar, SeamStubs.ROOT)));
        }
    }

    private static void requireServes(Options options) throws Exception {
        WireMockServer plain = new WireMockServer(options);
        plain.start();
        try {
            assertThat(plain.getStubMappings()).hasSize(Contract.paths().size() * STATUSES.size() + 1);
            assertThat(call(plain, "/spaces/get", "seam_stub", "{}").statusCode())
                    .isEqualTo(200);
            assertThat(call(plain, "/spaces/get", "seam_stub_429", "{}").statusCode())
                    .isEqualTo(429);
        } finally {
            plain.stop();
        }
    }

    private static HttpResponse<String> call(WireMockServer server, String path, String key, String json)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** Reads the body with the codec of the SDK. */
    private static Object read(String path, HttpResponse<String> response) throws Exception {
        String schema = response.statusCode() == 200 ? Contract.responseSchema(path) : "error_response";
        StringBuilder model = new StringBuilder("co.seam.instantkeys.generated.model.");
        for (String word : schema.split("_")) {
            model.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return Objects.requireNonNull(SeamTypeAdapterFactory.adapter(Class.forName(model.toString())))
                .fromJson(response.body());
    }

    private static String nameOf(String path, int status) {
        return path.substring(1).replace('/', '_') + "_" + status;
    }

    /** Those of the operations. */
    private static Stream<JsonObject> stubs() throws Exception {
        List<JsonObject> stubs = new ArrayList<>();
        for (Path file : files()) {
            if (!file.endsWith(UNKNOWN_KEY)) {
                JsonElement stub = JsonParser.parseString(Files.readString(file));
                stubs.add(stub.getAsJsonObject());
            }
        }
        return stubs.stream();
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> found = Files.list(mappings())) {
            return found.sorted().toList();
        }
    }

    private static Path mappings() throws Exception {
        URL folder = SeamStubs.class.getClassLoader().getResource(SeamStubs.ROOT + "/mappings");
        return Path.of(
                Objects.requireNonNull(folder, "no stubs on the class path").toURI());
    }
}
