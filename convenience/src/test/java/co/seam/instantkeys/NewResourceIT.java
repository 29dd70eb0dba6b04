package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
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
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    @TempDir
    static Path project;

    private static HttpServer server;
    private static Map<String, String> results;
    private static List<String> changed;

    @BeforeAll
    static void buildAndRun() throws Exception {
        Path root = Path.of(System.getProperty("seam.root"));
        copySources(root, project);
        addResource(project.resolve("openapi").resolve("seam.yaml"));
        build();
        changed = differences(root, project);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", NewResourceIT::respond);
        server.start();
        results = run("http://127.0.0.1:" + server.getAddress().getPort());
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

    private static void build() throws Exception {
        String script = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", script).toString(),
                        "--batch-mode",
                        "--quiet",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "-Pfast",
                        "--projects=convenience",
                        "--also-make",
                        "compile")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        maven.getOutputStream().close();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor()).as(output).isZero();
    }

    /** The program, with the classes of the copy in place of ours. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> run(String endpoint) throws Exception {
        List<Path> classPath = new ArrayList<>(List.of(
                project.resolve("program"),
                project.resolve("convenience/target/classes"),
                project.resolve("generated/target/classes")));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("seam-instant-keys"))
                .map(Path::of)
                .forEach(classPath::add);
        Path source = Files.createDirectories(classPath.get(0)).resolve("Program.java");
        Files.writeString(source, resource("Program.java"));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-classpath",
                        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        "-d",
                        classPath.get(0).toString(),
                        source.toString());
        assertThat(compiled).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        List<URL> urls = new ArrayList<>();
        for (Path entry : classPath) {
            urls.add(entry.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            return (Map<String, String>)
                    loader.loadClass("Program").getMethod("run", String.class).invoke(null, endpoint);
        }
    }

    private static void copySources(Path from, Path to) throws IOException {
        for (String file : sources(from)) {
            Path copy = to.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(from.resolve(file), copy);
        }
    }

    private static List<String> differences(Path one, Path other) throws IOException {
        List<String> files = Stream.concat(sources(one).stream(), sources(other).stream())
                .distinct()
                .sorted()
                .toList();
        List<String> differences = new ArrayList<>();
        for (String file : files) {
            if (!Files.exists(one.resolve(file))
                    || !Files.exists(other.resolve(file))
                    || !Arrays.equals(Files.readAllBytes(one.resolve(file)), Files.readAllBytes(other.resolve(file)))) {
                differences.add(file);
            }
        }
        return differences;
    }

    private static List<String> sources(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_SOURCES.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().equals(".git")) { // in a worktree, it is a file
                    return FileVisitResult.CONTINUE;
                }
                files.add(root.relativize(file).toString().replace(File.separatorChar, '/'));
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
