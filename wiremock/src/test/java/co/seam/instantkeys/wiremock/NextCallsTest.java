package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Injected faults, as a client sees them over a real socket. */
class NextCallsTest {
    private static final String CREATE = "/access_grants/create";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_input",
        "401, unauthorized",
        "404, injected_fault",
        "429, injected_fault",
        "500, internal_server_error",
        "501, not_implemented",
        "503, injected_fault",
        "599, injected_fault"
    })
    void respond_aStatus_sendsItOnceWithTheEnvelope(int status, String type) {
        sandbox.onNext("/user_identities/create").respond(status);

        Response hit = caller.post("/user_identities/create", "{}");
        Response next = caller.post("/user_identities/create", "{}");

        assertThat(hit.status()).isEqualTo(status);
        assertThat(hit.text("error.type")).isEqualTo(type);
        assertThat(hit.text("error.request_id")).isEqualTo(hit.header("seam-request-id"));
        assertThat(hit.header("retry-after")).isEmpty();
        assertThat(next.status()).isEqualTo(200);
        assertThat(sandbox.timesReceived("/user_identities/create")).isEqualTo(2);
        assertThat(sandbox.timesProcessed("/user_identities/create")).isEqualTo(1);
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_id"))
                .containsExactly(next.text("user_identity.user_identity_id"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT0.001S, 1",
        "PT2S, 2",
        "PT90S, 90",
        "PT9223372036854775806.1S, 9223372036854775807",
        "PT9223372036854775807.999999999S, 9223372036854775807"
    })
    void respond_withARetryAfter_sendsItInSeconds(Duration retryAfter, String seconds) {
        sandbox.onNext("/instant_keys/list").respond(429, retryAfter);

        Response response = caller.post("/instant_keys/list", "{}");

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("retry-after")).isEqualTo(seconds);
    }

    @Test
    void respondHtml_aStatus_sendsAPageAndProcessesNothing() throws Exception {
        sandbox.onNext(CREATE).respondHtml(502);

        HttpResponse<String> response = HTTP.send(grant(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(response.body()).startsWith("<!DOCTYPE html>").contains("502");
        assertThat(sandbox.timesProcessed(CREATE)).isZero();
    }

    @Test
    void delay_ofACreate_processesItAtOnceAndDelaysTheResponse() {
        sandbox.onNext(CREATE).delay(Duration.ofHours(1));

        CompletableFuture<HttpResponse<String>> response = HTTP.sendAsync(grant(), BodyHandlers.ofString());
        awaitProcessed(CREATE, 1);

        assertThat(grants()).hasSize(1);
        assertThat(response).isNotDone();
    }

    @Test
    void delay_ofManyResponses_keepsTheSandboxServing() {
        sandbox.onNext(50, CREATE).delay(Duration.ofHours(1));

        List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 50)
                .mapToObj(i -> HTTP.sendAsync(grant(), BodyHandlers.ofString()))
                .toList();
        awaitProcessed(CREATE, 50);

        assertThat(grants()).hasSize(50);
        assertThat(responses).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void delay_longerThanWireMockAllows_isShortened() {
        sandbox.onNext(CREATE).delay(ChronoUnit.FOREVER.getDuration());

        CompletableFuture<HttpResponse<String>> response = HTTP.sendAsync(grant(), BodyHandlers.ofString());
        awaitProcessed(CREATE, 1);

        assertThat(grants()).hasSize(1);
        assertThat(response).isNotDone();
    }

    @Test
    void delay_onceOver_letsTheResponseArrive() throws Exception {
        sandbox.onNext(CREATE).delay(Duration.ofMillis(1));

        HttpResponse<String> response = HTTP.send(grant(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void dropBeforeProcessing_aCreate_breaksTheConnectionAndCreatesNothing() {
        sandbox.onNext(CREATE).dropBeforeProcessing();

        assertThatThrownBy(() -> HTTP.send(grant(), BodyHandlers.ofString())).isInstanceOf(IOException.class);

        assertThat(sandbox.timesReceived(CREATE)).isEqualTo(1);
        assertThat(sandbox.timesProcessed(CREATE)).isZero();
        assertThat(grants()).isEmpty();
    }

    @Test
    void dropAfterProcessing_aCreate_breaksTheConnectionAndCreatesOnce() {
        sandbox.onNext(CREATE).dropAfterProcessing();

        assertThatThrownBy(() -> HTTP.send(grant(), BodyHandlers.ofString())).isInstanceOf(IOException.class);

        assertThat(sandbox.timesReceived(CREATE)).isEqualTo(1);
        assertThat(sandbox.timesProcessed(CREATE)).isEqualTo(1);
        assertThat(grants()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drop_onTheWire_isAResetWithoutAByte(boolean processed) throws Exception {
        if (processed) {
            sandbox.onNext("/instant_keys/list").dropAfterProcessing();
        } else {
            sandbox.onNext("/instant_keys/list").dropBeforeProcessing();
        }

        try (Socket socket = send("/instant_keys/list", "")) {
            assertThat(catchThrowable(() -> socket.getInputStream().read()))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept-Encoding: gzip\r\n"})
    void truncateBody_onTheWire_endsAfterHalfOfTheContentLength(String header) throws Exception {
        String fullBody = caller.post("/acs/entrances/list", "{}").http.body();
        sandbox.onNext("/acs/entrances/list").truncateBody();

        String response;
        try (Socket socket = send("/acs/entrances/list", header)) {
            response = readToTheEnd(socket.getInputStream());
        }

        String[] parts = response.split("\r\n\r\n", 2);
        assertThat(parts[0]).startsWith("HTTP/1.1 200").containsIgnoringCase("\nContent-Length: " + fullBody.length());
        assertThat(parts[1]).isEqualTo(fullBody.substring(0, fullBody.length() / 2));
    }

    @Test
    void truncateBody_ofALargeResponse_isDetectedByTheClient() {
        String name = "ß".repeat(1_000_000);
        sandbox.onNext("/user_identities/create").truncateBody();

        assertThatThrownBy(() -> HTTP.send(
                        request("/user_identities/create", "{\"full_name\": \"" + name + "\"}"),
                        BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);

        assertThat(sandbox.timesProcessed("/user_identities/create")).isEqualTo(1);
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "full_name"))
                .containsExactly(name);
    }

    @Test
    void onNext_several_affectsThatManyCallsOfThatOperationOnly() {
        sandbox.onNext(3, "/instant_keys/list").respond(503);

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(caller.post("/instant_keys/list", "{}").status());
            statuses.add(caller.post("/user_identities/list", "{}").status());
        }

        assertThat(statuses).containsExactly(503, 200, 503, 200, 503, 200, 200, 200, 200, 200);
    }

    @Test
    void onNext_twice_takesEffectInOrder() {
        sandbox.onNext(2, "/instant_keys/list").respond(500);
        sandbox.onNext("/instant_keys/list").respond(429);

        assertThat(IntStream.range(0, 4)
                        .map(i -> caller.post("/instant_keys/list", "{}").status()))
                .containsExactly(500, 500, 429, 200);
    }

    @Test
    void onNext_by16ThreadsAtOnce_affectsExactlyThatManyCalls() throws Exception {
        sandbox.onNext(100, "/instant_keys/list").respond(503);
        Callable<List<Integer>> twentyCalls = () -> {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                statuses.add(caller.post("/instant_keys/list", "{}").status());
            }
            return statuses;
        };

        List<Integer> statuses = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<List<Integer>> done : threads.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> twentyCalls).toList())) {
                statuses.addAll(done.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(statuses).filteredOn(status -> status == 503).hasSize(100);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(220);
        assertThat(sandbox.timesReceived("/instant_keys/list")).isEqualTo(320);
        assertThat(sandbox.timesProcessed("/instant_keys/list")).isEqualTo(220);
    }

    @Test
    void onNext_anInvalidCall_isAffectedToo() {
        sandbox.onNext("/instant_keys/get").respond(503);

        assertThat(caller.post("/instant_keys/get", "{}").status()).isEqualTo(503);
        assertThat(caller.post("/instant_keys/get", "{}").status()).isEqualTo(400);
        assertThat(sandbox.timesProcessed("/instant_keys/get")).isZero();
    }

    @Test
    void onNext_callsThatDoNotReachTheOperation_areNotAffected() {
        sandbox.onNext("/instant_keys/list").respond(503);
        sandbox.wireMock().stubFor(post("/instant_keys/list").willReturn(okJson("{}")));

        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
        assertThat(caller.send(caller.request("/instant_keys/list")
                                .header("Authorization", "Bearer " + sandbox.apiKey())
                                .DELETE())
                        .status())
                .isEqualTo(405);
        assertThat(sandbox.timesReceived("/instant_keys/list")).isZero();
    }

    @Test
    void reset_withAPlannedFault_clearsItAndTheCounts() {
        caller.post("/instant_keys/list", "{}");
        sandbox.onNext(2, "/instant_keys/list").respond(503);

        sandbox.reset();

        assertThat(sandbox.timesReceived("/instant_keys/list")).isZero();
        assertThat(sandbox.timesProcessed("/instant_keys/list")).isZero();
        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void path_unknown_isRejectedWithTheKnownPaths() {
        assertThatThrownBy(() -> sandbox.onNext("/access_grants/make"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/access_grants/make")
                .hasMessageContaining("/access_grants/create, /access_grants/delete, ");
        assertThatThrownBy(() -> sandbox.timesProcessed("access_grants/create"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.timesReceived("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arguments_outOfRange_areRejected() {
        assertThatThrownBy(() -> sandbox.onNext(0, CREATE)).isInstanceOf(IllegalArgumentException.class);
        NextCalls next = sandbox.onNext(CREATE);
        assertThatThrownBy(() -> next.respond(399)).hasMessage("status 399 is not within 400 to 599");
        assertThatThrownBy(() -> next.respond(600)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> next.respondHtml(199)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> next.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> next.respond(503, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(caller.createGrant("card").status())
                .as("no fault was planned")
                .isEqualTo(200);
    }

    private void awaitProcessed(String path, int times) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (sandbox.timesProcessed(path) < times) {
                Thread.onSpinWait();
            }
        });
    }

    private List<String> grants() {
        return caller.post("/access_grants/list", "{}").texts("access_grants", "access_grant_id");
    }

    private HttpRequest grant() {
        return request(CREATE, """
                {"user_identity": {}, "acs_entrance_ids": ["%s"], "requested_access_methods": [{"mode": "mobile_key"}]}
                """.formatted(sandbox.acsEntranceId("Room 101")));
    }

    private HttpRequest request(String path, String json) {
        return caller.request(path)
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    /** Sends a call on a plain socket, since an HTTP library might repeat or repair something. */
    private Socket send(String path, String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(sandbox.endpoint()).getPort());
        socket.setSoTimeout(30_000);
        String request = "POST " + path + " HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer " + sandbox.apiKey()
                + "\r\n" + header + "Content-Length: 0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readToTheEnd(InputStream in) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        in.transferTo(response);
        return response.toString(StandardCharsets.UTF_8);
    }
}
