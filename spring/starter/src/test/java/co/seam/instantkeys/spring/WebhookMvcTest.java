package co.seam.instantkeys.spring;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.SeamWebhook;
import co.seam.instantkeys.WebhookEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Webhook requests to an application on Tomcat. */
@Timeout(120)
class WebhookMvcTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final SeamWebhook SENDER = SeamWebhook.withSecret(SECRET);
    private static final byte[] EVENT =
            "{\"event_id\": \"e-1\", \"event_type\": \"access_method.issued\"}".getBytes(StandardCharsets.UTF_8);
    private static final List<Object> RECEIVED = new CopyOnWriteArrayList<>();

    private static ConfigurableApplicationContext application;
    private static int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        application = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--seam.api-key=seam_test",
                "--seam.webhook.secret=" + SECRET,
                "--spring.mvc.hiddenmethod.filter.enabled=true", // asks each POST for a parameter
                "--seam.webhook.max-body-size=1KB",
                "--seam.webhook.unreadable-status=202");
        port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void clear() {
        RECEIVED.clear();
    }

    @Test
    void receive_authentic_callsTheMethodWithTheEvent() throws Exception {
        HttpResponse<String> response = post("/events", EVENT, sign(EVENT));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(RECEIVED)
                .singleElement()
                .isInstanceOfSatisfying(
                        WebhookEvent.class,
                        event -> assertThat(event.getMessageId()).isEqualTo("msg_1"));
    }

    @Test
    void receive_bytesThatNoConverterWouldKeep_areVerifiedAsTheyCame() throws Exception {
        byte[] body = "{ \"event_id\":\"e-\\u0031\",\n\t\"event_type\" : \"access_method.issued\" } "
                .getBytes(StandardCharsets.UTF_8);

        assertThat(post("/events", body, sign(body)).statusCode()).isEqualTo(204);
    }

    @Test
    void receive_notAuthentic_is400AndCallsNothing() throws Exception {
        Map<String, String> otherSecret =
                SeamWebhook.withSecret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").sign("msg_1", Instant.now(), EVENT);
        Map<String, String> old = SENDER.sign("msg_1", Instant.now().minusSeconds(600), EVENT);
        byte[] changed = "{\"event_id\": \"e-2\", \"event_type\": \"access_method.issued\"}".getBytes();

        for (String path : List.of("/events", "/optional-events")) {
            assertThat(post(path, EVENT, Map.of()).statusCode()).isEqualTo(400);
            assertThat(post(path, EVENT, otherSecret).statusCode()).isEqualTo(400);
            assertThat(post(path, EVENT, old).statusCode()).isEqualTo(400);
            assertThat(post(path, changed, sign(EVENT)).statusCode()).isEqualTo(400);
        }

        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_authenticButNoEvent_hasTheStatusOfTheProperty() throws Exception {
        byte[] body = "[]".getBytes();

        assertThat(post("/events", body, sign(body)).statusCode()).isEqualTo(202);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_authenticButNoEvent_isAnEmptyOptional() throws Exception {
        byte[] body = "[]".getBytes();

        assertThat(post("/optional-events", body, sign(body)).statusCode()).isEqualTo(200);
        assertThat(post("/optional-events", EVENT, sign(EVENT)).statusCode()).isEqualTo(200);
        assertThat(RECEIVED).hasSize(2);
        assertThat(RECEIVED.get(0)).isEqualTo(Optional.empty());
        assertThat((Optional<?>) RECEIVED.get(1)).isPresent();
    }

    @Test
    void receive_handledAsynchronously_verifiesOnce() throws Exception {
        assertThat(post("/async-events", EVENT, sign(EVENT)).body()).isEqualTo("msg_1");
    }

    @Test
    void receive_unsigned10MegaBytes_isRejectedBeforeTheyAreSent() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send(socket, "POST /events HTTP/1.1\r\nHost: test\r\nContent-Length: 10485760\r\n\r\n");

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_unsigned10MegaBytesInChunks_isNotReadToTheEnd() throws Exception {
        int chunks = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send(socket, "POST /events HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
            InputStream in = socket.getInputStream();
            while (chunks < 160 && in.available() == 0) { // 10 MB
                send(socket, chunk);
                chunks++;
            }
        } catch (SocketException e) {
            // Tomcat closed the connection instead of reading on
        }

        assertThat(chunks).isLessThan(160);
        assertThat(RECEIVED).isEmpty();
    }

    /** Spring MVC reads a multipart request before any interceptor runs. */
    @ParameterizedTest
    @ValueSource(strings = {"/events", "/hotel/json-events"})
    void receive_unsigned10MegaBytesInParts_isRejectedBeforeTheyAreSent(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000); // what waits for the rest of the body never responds
            send(
                    socket,
                    "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Type: Multipart/form-data; boundary=b\r\n"
                            + "Content-Length: 10485760\r\n\r\n--b\r\n");

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 400");
        }
        assertThat(RECEIVED).isEmpty();
    }

    /** Filters and Tomcat would read it before any interceptor runs. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void receive_unsignedForm_isRejectedBeforeItIsSent(String method) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            send(
                    socket,
                    method + " /any-method HTTP/1.1\r\nHost: test\r\nContent-Length: 1048576\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 400");
        }
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_multipartToAnotherHandler_arrives() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--b--\r\n";
        for (String path : List.of("/upload", "/guests/upload")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofString(body))
                    .build();

            assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");
        }
    }

    @Test
    void receive_form_isRejected() throws Exception {
        byte[] form = "event_id=e-1&event_type=access_method.issued".getBytes();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofByteArray(form))
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_otherMethods_neverReachTheHandler() throws Exception {
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/any-method"))
                    .method(method, BodyPublishers.noBody())
                    .build();

            assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                    .as(method)
                    .isEqualTo(400);
        }
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void receive_pathOfTheClassAndConsumes_callsTheMethod() throws Exception {
        assertThat(post("/hotel/json-events", EVENT, sign(EVENT)).statusCode()).isEqualTo(200);
        assertThat(RECEIVED).hasSize(1);
    }

    @Test
    void receive_completedByAnotherThread_verifiesOnce() throws Exception {
        assertThat(post("/hotel/future-events", EVENT, sign(EVENT)).body()).isEqualTo("msg_1");
        assertThat(post("/hotel/future-events", EVENT, Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void receive_atTheLimit_isRead() throws Exception {
        byte[] atLimit = body(1024);
        byte[] overLimit = body(1025);

        assertThat(post("/events", atLimit, sign(atLimit)).statusCode()).isEqualTo(204);
        assertThat(post("/events", overLimit, sign(overLimit)).statusCode()).isEqualTo(413);
    }

    @Test
    void receive_otherHandlers_seeTheirBodies() throws Exception {
        byte[] large = "x".repeat(5000).getBytes();

        assertThat(post("/other", large, Map.of()).body()).isEqualTo("5000");
    }

    @Test
    void handlers_ofTheApplication_areKnownByPath() {
        assertThat(application.getBean(SeamWebhookHandlers.class).paths())
                .containsExactly(
                        "/any-method",
                        "/async-events",
                        "/events",
                        "/guests/{source}",
                        "/hotel/future-events",
                        "/hotel/json-events",
                        "/optional-events");
    }

    @Test
    void handlers_antPathMatcher_areKnownByTheirPaths() {
        mvc(Controller.class)
                .withPropertyValues(
                        "seam.webhook.secret=" + SECRET, "spring.mvc.pathmatch.matching-strategy=ant_path_matcher")
                .run(context -> {
                    SeamWebhookHandlers handlers = context.getBean(SeamWebhookHandlers.class);

                    assertThat(handlers.matchPathOf(new MockHttpServletRequest("POST", "/events")))
                            .isTrue();
                    assertThat(handlers.matchPathOf(new MockHttpServletRequest("POST", "/upload")))
                            .isFalse();
                });
    }

    @Test
    void start_handlerWithoutSecret_fails() {
        mvc(Controller.class)
                .run(context -> assertThat(new SeamFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getDescription())
                        .contains("Controller#")
                        .contains("seam.webhook.secret is not set"));
    }

    @Test
    void start_noSecretAndNoHandler_addsNothingToRequests() {
        mvc(CatchAll.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(WebhookFormFilter.class)
                        .doesNotHaveBean("seamWebMvcConfigurer"));
    }

    @Test
    void start_verifierOfTheApplication_replacesTheSecret() {
        mvc(Controller.class)
                .withBean(SeamWebhook.class, () -> SeamWebhook.withSecret(SECRET))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(WebhookFormFilter.class)
                        .hasBean("seamWebMvcConfigurer"));
    }

    @Test
    void start_parameterOfAnotherType_fails() {
        mvc(WrongController.class)
                .withPropertyValues("seam.webhook.secret=" + SECRET)
                .run(context -> assertThat(new SeamFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getDescription())
                        .contains("neither a WebhookEvent nor"));
    }

    private static WebApplicationContextRunner mvc(Class<?> controller) {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        SeamAutoConfiguration.class,
                        SeamWebhookAutoConfiguration.class,
                        SeamWebMvcAutoConfiguration.class))
                .withPropertyValues("seam.api-key=seam_test")
                .withUserConfiguration(controller);
    }

    private static byte[] body(int length) {
        String start = "{\"event_id\": \"e-1\", \"event_type\": \"access_method.issued\", \"fill\": \"";
        return (start + "x".repeat(length - start.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> sign(byte[] body) {
        return SENDER.sign("msg_1", Instant.now(), body);
    }

    private HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String statusLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\n';
                b = socket.getInputStream().read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Controller.class, ControllerWithAPath.class, CatchAll.class})
    static class Application {}

    @RestController
    static class Controller {
        @PostMapping("/events")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void receive(@SeamWebhookEvent WebhookEvent event) {
            RECEIVED.add(event);
        }

        @PostMapping("/optional-events")
        void receiveOptional(@SeamWebhookEvent Optional<WebhookEvent> event) {
            RECEIVED.add(event);
        }

        @PostMapping("/async-events")
        Callable<String> receiveAsync(@SeamWebhookEvent WebhookEvent event) {
            return event::getMessageId;
        }

        @PostMapping("/other")
        int other(@RequestBody byte[] body) {
            return body.length;
        }

        @PostMapping("/guests/{source}") // matches the path of an upload as well
        void receiveFrom(@SeamWebhookEvent WebhookEvent event) {
            RECEIVED.add(event);
        }

        @PostMapping({"/upload", "/guests/upload"})
        String upload(@RequestParam("text") String text) {
            return text;
        }

        @RequestMapping("/any-method")
        void receiveAny(@SeamWebhookEvent WebhookEvent event) {
            RECEIVED.add(event);
        }
    }

    @RestController
    @RequestMapping("/hotel")
    static class ControllerWithAPath {
        @PostMapping(path = "/json-events", consumes = MediaType.APPLICATION_JSON_VALUE)
        void receive(@SeamWebhookEvent WebhookEvent event) {
            RECEIVED.add(event);
        }

        @PostMapping("/future-events")
        CompletableFuture<String> receiveLater(@SeamWebhookEvent WebhookEvent event) {
            return CompletableFuture.supplyAsync(event::getMessageId);
        }
    }

    @RestController
    static class WrongController {
        @PostMapping("/events")
        void receive(@SeamWebhookEvent Optional<String> event) {}
    }

    /** As applications have it: what is not authentic must not become a 500. */
    @RestControllerAdvice
    static class CatchAll {
        @ExceptionHandler
        @ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
        void handle(Exception e) {}
    }
}
