package co.seam.instantkeys.spec.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.spec.Sample;
import co.seam.instantkeys.spec.SpecTool;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Released when the test ends, for handlers that never respond. */
    private final CountDownLatch end = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        Files.writeString(folder.resolve("seam.yaml"), Sample.YAML);
        Files.writeString(folder.resolve("deviations.yaml"), "deviations: []");
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void upstream_url_isFetchedComparedAndRecorded() throws IOException {
        serve("/openapi.json", Sample.tree().toString());

        assertThat(run(url("/openapi.json"))).as(err.toString()).isZero();

        assertThat(Files.readString(folder.resolve("upstream.lock")))
                .contains("\"source\" : \"" + url("/openapi.json") + "\"", "\"version\" : \"1\"")
                .containsPattern("\"sha256\" : \"[0-9a-f]{64}\"");
    }

    @Test
    void upstream_urlWithASignature_isShownAndRecordedWithoutIt() throws IOException {
        serve("/openapi.json", Sample.tree().toString());

        assertThat(run(url("/openapi.json?signature=s3cret#top")))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains(url("/openapi.json") + " against ").doesNotContain("s3cret");
        assertThat(Files.readString(folder.resolve("upstream.lock")))
                .contains("\"source\" : \"" + url("/openapi.json") + "\"")
                .doesNotContain("s3cret");
    }

    @Test
    void upstream_urlWithAPassword_isRejectedWithoutShowingIt() {
        assertRejected(run("https://user:s3@cret@localhost/openapi.json?signature=s3cret"), "no password");

        assertThat(err.toString()).doesNotContain("s3").doesNotContain("cret");
    }

    @Test
    void upstream_redirectWithinTheHost_isFollowed() throws IOException {
        serve("/openapi.json", Sample.tree().toString());
        redirect("/old", "/openapi.json");

        assertThat(run(url("/old"))).as(err.toString()).isZero();
    }

    @Test
    void upstream_redirectElsewhere_isNotFollowed() throws IOException {
        redirect(
                "/openapi.json",
                "http://localhost.example.com:" + server.getAddress().getPort() + "/openapi.json");

        assertRejected(run(url("/openapi.json")), "redirects");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void upstream_redirectToAnotherPort_isNotFollowed() throws IOException {
        redirect("/openapi.json", "http://localhost:1/openapi.json");

        assertRejected(run(url("/openapi.json")), "redirects to another host, http://localhost:1");
    }

    @Test
    void upstream_redirectsInACircle_endAfterAFew() throws IOException {
        redirect("/openapi.json", "/openapi.json");

        assertRejected(run(url("/openapi.json")), "redirects more than 5 times");
    }

    @Test
    void upstream_200Megabytes_areNotDownloaded() throws IOException {
        server.createContext("/openapi.json", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 20];
            Arrays.fill(part, (byte) ' ');
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(part); // fails once the tool has closed the connection
            }
            exchange.close();
        });

        assertRejected(run(url("/openapi.json")), "is larger than any OpenAPI document: more than 16777216 bytes");
    }

    @Test
    void upstream_serverThatSendsNoEnd_endsAtTheTimeout() throws IOException {
        server.createContext("/openapi.json", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });

        assertRejected(run(url("/openapi.json"), "--timeout", "1"), "did not send the whole document within 1 s");
    }

    @Test
    void upstream_serverThatDoesNotRespond_endsAtTheTimeout() throws IOException {
        server.createContext("/openapi.json", exchange -> await());

        assertRejected(run(url("/openapi.json"), "--timeout", "1"), "did not send the whole document within 1 s");
    }

    @Test
    void upstream_bodyThatIsCut_isRejected() throws Exception {
        String body = Sample.tree().toString();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket client = socket.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    String head = "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n";
                    client.getOutputStream().write((head + body.substring(0, 100)).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertRejected(run("http://localhost:" + socket.getLocalPort() + "/"), "can't be fetched: IOException");
        }
    }

    @Test
    void upstream_errorStatus_isRejected() throws IOException {
        assertRejected(run(url("/nowhere")), "returned HTTP 404");
    }

    @Test
    void upstream_pageInPlaceOfADocument_isRejected() throws IOException {
        serve("/openapi.json", "<html><body>Sign in</body></html>");

        assertRejected(run(url("/openapi.json")), "is not");
    }

    @Test
    void upstream_scriptWithCode_isRejectedAndNotExecuted() throws IOException {
        serve("/openapi.js", "export default {openapi: require('fs').writeFileSync('" + folder + "/made', '')}");

        assertRejected(run(url("/openapi.js")), "has code where a literal is expected; nothing in it was executed");
    }

    @Test
    void upstream_plainHttp_isAllowedToThisMachineByNameOnly() throws IOException {
        serve("/openapi.json", Sample.tree().toString());

        assertRejected(
                SpecTool.run(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        "upstream",
                        url("/openapi.json"),
                        "--spec",
                        folder.resolve("seam.yaml").toString()),
                "needs https");
        err.getBuffer().setLength(0);
        assertRejected(run("http://example.com/openapi.json"), "needs https");
        err.getBuffer().setLength(0);
        assertRejected(run(url("/openapi.json"), "--plain-http", "example.com"), "only for this machine");
    }

    @Test
    void upstream_fileOfOtherSchemes_isRejected() {
        assertRejected(run("ftp://localhost/openapi.json"), "needs https");
        err.getBuffer().setLength(0);
        assertRejected(run("file:///etc/hostname"), "needs https");
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(String path, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void redirect(String path, String location) {
        HttpHandler handler = (HttpExchange exchange) -> {
            exchange.getResponseHeaders().add("location", location);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        };
        server.createContext(path, handler);
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private int run(String source, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "upstream", source, "--spec", folder.resolve("seam.yaml").toString()));
        command.addAll(List.of(more));
        if (!command.contains("--plain-http")) {
            command.addAll(List.of("--plain-http", "localhost"));
        }
        return SpecTool.run(new PrintWriter(out, true), new PrintWriter(err, true), command.toArray(String[]::new));
    }

    /** Asserts one clear line, exit code 2, and that nothing was written. */
    private void assertRejected(int exit, String message) {
        assertThat(err.toString().lines()).singleElement().asString().contains(message);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("seam.yaml", "deviations.yaml");
        assertThat(exit).isEqualTo(2);
    }
}
