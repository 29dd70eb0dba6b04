package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A new resource needs YAML and nothing else: one is added to a copy of the contract, the copy is built, and a program
 * calls it on the facade against a server that knows nothing of this SDK.
 */
@Tag("slow")
class NewResourceIT {
    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    private static HttpServer server;
    private static Map<String, String> results;
    private static List<String> changed;

    @BeforeAll
    static void buildAndRun(@TempDir Path folder) throws Exception {
        ProjectCopy project = new ProjectCopy(folder);
        addResource(project.resolve("openapi/seam.yaml"));
        project.compile("convenience");
        changed = project.changedSources();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", NewResourceIT::respond);
        server.start();
        results = project.run(
                resource("Program.java"),
                "http://127.0.0.1:" + server.getAddress().getPort(),
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
        assertThat(requests("/parking_spots/get", "flaky")).hasSize(2);
    }

    @Test
    void read_byKey_sendsTheKeyAlone() {
        assertThat(results).containsEntry("by key", "P1");
        assertThat(REQUESTS).contains("/parking_spots/get {\"parking_spot_key\":\"P1\"}");
    }

    @Test
    void read_unknownId_isATypedException() {
        assertThat(results).containsEntry("unknown", "SeamNotFoundException");
    }

    @Test
    void read_noOrBlankIdentifier_isRejectedBeforeAnyRequest() {
        assertThat(results)
                .containsEntry(
                        "neither",
                        "IllegalArgumentException: none of parkingSpotId and parkingSpotKey is set: set exactly one")
                .containsEntry("blank", "IllegalArgumentException: parkingSpotKey is blank");
        assertThat(REQUESTS).noneMatch(request -> request.endsWith("{}") && request.contains("/get "));
    }

    @Test
    void list_twoPages_followsTheCursor() {
        assertThat(results).containsEntry("list", "spot-1,spot-2,spot-3");
        assertThat(requests("/parking_spots/list", ""))
                .containsExactly("/parking_spots/list {}", "/parking_spots/list {\"page_cursor\":\"next\"}");
    }

    @Test
    void write_failsOnce_isSentOnceAndItsOutcomeUnknown() {
        assertThat(results)
                .containsEntry("write", "freed")
                .containsEntry("write that fails", "SeamServerException, outcome unknown");
        assertThat(requests("/parking_spots/free", "flaky")).hasSize(1);
    }

    @Test
    void sources_afterTheBuild_differInTheContractAlone() {
        assertThat(changed).containsExactly("openapi/seam.yaml");
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
            response = "{\"error\":{\"type\":\"parking_spot_not_found\",\"message\":\"None.\"},\"ok\":false}";
        } else if (path.endsWith("/list")) {
            boolean last = body.contains("next");
            response = "{\"parking_spots\":[" + (last ? spot("spot-3") : spot("spot-1") + "," + spot("spot-2"))
                    + "],\"pagination\":{\"has_next_page\":" + !last + ",\"next_page_cursor\":"
                    + (last ? "null" : "\"next\"") + ",\"next_page_url\":null},\"ok\":true}";
        } else if (path.endsWith("/get")) {
            response = "{\"parking_spot\":" + spot(body.contains("P1") ? "P1" : "flaky") + ",\"ok\":true}";
        } else {
            response = "{\"ok\":true}";
        }
        byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String spot(String id) {
        return "{\"parking_spot_id\":\"" + id + "\"}";
    }

    /* The copy */

    private static void addResource(Path contract) throws IOException {
        String yaml = Files.readString(contract);
        Files.writeString(
                contract,
                yaml.replace("\nsecurity:\n", "\n" + resource("tags.yaml") + "\nsecurity:\n")
                                .replace("\ncomponents:\n", "\n" + resource("paths.yaml") + "\ncomponents:\n")
                        + "\n" + resource("schemas.yaml"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NewResourceIT.class.getResourceAsStream("/new-resource/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
