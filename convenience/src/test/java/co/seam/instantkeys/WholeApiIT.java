package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operations that are not in the contract: they are generated from the public document, with some more and copies of
 * its own, 4 MB in all, into a package of their own. A program calls them on the client against a server that knows
 * nothing of this SDK.
 *
 * <p>Needs {@code -Dseam.upstream=FILE}, the public document or a part of it, in JSON. {@code -Dseam.whole.bytes=N}
 * makes the document larger or smaller.
 */
@Tag("slow")
class WholeApiIT {
    private static final int BYTES = Integer.getInteger("seam.whole.bytes", 4_000_000);

    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    private static HttpServer server;
    private static Map<String, String> results;
    private static List<String> changed;

    @BeforeAll
    static void buildAndRun(@TempDir Path folder) throws Exception {
        String upstream = System.getProperty("seam.upstream", "");
        assumeTrue(!upstream.isEmpty(), "no public document: -Dseam.upstream=FILE");
        ProjectCopy project = new ProjectCopy(folder.resolve("copy"));
        Path document = Files.writeString(folder.resolve("whole.json"), document(Files.readString(Path.of(upstream))));
        project.compile(
                "examples/whole-api", "-Pwhole-api", "-Dopenapi.spec=" + document, "-Dopenapi.package=org.acme.seam");
        changed = project.changedSources();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", WholeApiIT::respond);
        server.start();
        results = project.run(
                resource("Program.java"),
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "examples/whole-api",
                "convenience",
                "generated");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void read_failsOnce_isRetried() {
        assertThat(results).containsEntry("read that fails once", "flaky");
        assertThat(requests("/devices/get", "flaky")).hasSize(2);
    }

    @Test
    void read_unknownId_isATypedException() {
        assertThat(results.get("unknown")).startsWith("SeamNotFoundException: /devices/get returned HTTP 404");
    }

    @Test
    void read_anotherResource_isRejected() {
        assertThat(results.get("other")).startsWith("SeamResponseException").contains("of another resource");
    }

    @Test
    void list_threePages_followsTheCursors() {
        assertThat(results).containsEntry("pages", "d1,d2,d3");
        assertThat(requests("/devices/list", ""))
                .containsExactly(
                        "/devices/list {}",
                        "/devices/list {\"page_cursor\":\"2\"}",
                        "/devices/list {\"page_cursor\":\"3\"}");
    }

    @Test
    void list_oneItemUnreadable_returnsTheOthers() {
        assertThat(results).containsEntry("list", "1 unreadable, 1 read");
    }

    @Test
    void write_failsOnce_isSentOnceAndItsOutcomeUnknown() {
        assertThat(results).containsEntry("write", "a1").containsEntry("nothing", "deleted");
        assertThat(results.get("write that fails"))
                .startsWith("SeamServerException")
                .endsWith("outcome unknown");
        assertThat(requests("/locks/unlock_door", "flaky")).hasSize(1);
    }

    @Test
    void write_invalidArgument_isRejectedBeforeAnyRequest() {
        assertThat(results)
                .containsEntry("blank", "IllegalArgumentException: deviceId is blank")
                .containsEntry("limit", "IllegalArgumentException: limit must be 1 to 500, but is 501");
    }

    @Test
    void secrets_inModelsAndMessages_areMasked() {
        assertThat(results.get("secret")).contains("code=***", "name=Ada").doesNotContain("471199");
        assertThat(results.get("personal data")).isEqualTo("AccessCodesCreateRequest{name=***, code=***}");
        assertThat(results.get("secret in a message"))
                .startsWith("SeamInvalidInputException")
                .contains("code *** is taken")
                .doesNotContain("471199");
    }

    @Test
    void response_valuesOfOtherTypes_loseThoseAlone() {
        assertThat(results)
                .containsEntry("other type", "success null unlocked")
                .containsEntry("counts", "null null {use_count=2.5, total_count=9999999999}");
    }

    @Test
    void model_plainGson_readsWhatItWrote() {
        assertThat(results).containsEntry("plain Gson", "true");
    }

    @Test
    void sources_afterTheBuild_areAsBefore() {
        assertThat(changed).isEmpty();
    }

    private static List<String> requests(String path, String text) {
        return REQUESTS.stream()
                .filter(request -> request.startsWith(path + " ") && request.contains(text))
                .toList();
    }

    /* The server */

    private static void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean first = REQUESTS.stream().noneMatch(request -> request.equals(path + " " + body));
        REQUESTS.add(path + " " + body);
        int status = 200;
        String response;
        if (body.contains("flaky") && first) {
            status = 503;
            response = "";
        } else if (body.contains("unknown")) {
            status = 404;
            response = error("device_not_found", "None.");
        } else if (body.contains("taken")) {
            status = 400;
            response = error("invalid_input", "code 471199 is taken");
        } else {
            response = success(path, body);
        }
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String error(String type, String message) {
        return "{\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"},\"ok\":false}";
    }

    private static String success(String path, String body) {
        switch (path) {
            case "/devices/get":
                String id = body.contains("other") ? "d9" : "flaky";
                return "{\"device\":{\"device_id\":\"" + id + "\"},\"ok\":true}";
            case "/devices/list":
                int page = body.contains("cursor") ? body.contains("2") ? 2 : 3 : 1;
                String next = page == 3 ? "null" : "\"" + (page + 1) + "\"";
                return "{\"devices\":[{\"device_id\":\"d" + page + "\"}],\"pagination\":{\"has_next_page\":"
                        + (page < 3) + ",\"next_page_cursor\":" + next + "},\"ok\":true}";
            case "/locks/unlock_door":
                String result = body.contains("text") ? "\"unlocked\"" : "{\"was_confirmed_by_device\":true}";
                return "{\"action_attempt\":{\"action_attempt_id\":\"a1\",\"status\":\"success\",\"result\":" + result
                        + "},\"ok\":true}";
            case "/access_codes/create":
                return "{\"access_code\":{\"access_code_id\":\"c1\",\"name\":\"Ada\",\"code\":\"471199\"},\"ok\":true}";
            case "/access_codes/get":
                String counts = body.contains("counts") ? ",\"use_count\":2.5,\"total_count\":9999999999" : "";
                String codeId = body.contains("counts") ? "counts" : "c1";
                return "{\"access_code\":{\"access_code_id\":\"" + codeId + "\"" + counts + "},\"ok\":true}";
            case "/access_codes/list":
                return "{\"access_codes\":[7,{\"access_code_id\":\"c1\"}],\"ok\":true}";
            default:
                return "{\"ok\":true}";
        }
    }

    /* The document */

    private static String document(String upstream) throws IOException {
        JsonObject document = JsonParser.parseString(upstream).getAsJsonObject();
        JsonObject paths = document.getAsJsonObject("paths");
        JsonObject schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
        String compact = document.toString();
        for (int i = 1; (long) i * compact.length() < BYTES; i++) {
            addCopy(compact, "_" + i, paths, schemas);
        }
        JsonObject more = JsonParser.parseString(resource("operations.json")).getAsJsonObject();
        more.getAsJsonObject("paths").entrySet().forEach(path -> paths.add(path.getKey(), path.getValue()));
        more.getAsJsonObject("schemas").entrySet().forEach(schema -> schemas.add(schema.getKey(), schema.getValue()));
        return document.toString();
    }

    /** Adds all operations and schemas once more, under other names. */
    private static void addCopy(String upstream, String suffix, JsonObject paths, JsonObject schemas) {
        JsonObject copy = JsonParser.parseString(
                        upstream.replaceAll("#/components/schemas/(?!pagination\")\\w+", "$0" + suffix))
                .getAsJsonObject();
        copy.getAsJsonObject("paths")
                .entrySet()
                .forEach(path -> paths.add("/copy" + suffix + path.getKey(), path.getValue()));
        copy.getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .entrySet()
                .forEach(schema -> schemas.add(schema.getKey() + suffix, schema.getValue()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = WholeApiIT.class.getResourceAsStream("/whole-api/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
