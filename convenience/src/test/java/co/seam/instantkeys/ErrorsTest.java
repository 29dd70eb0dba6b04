package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps every response and failure to its exception, without losing what the server sent. */
class ErrorsTest {
    private static final String KEY = "seam_test1_swordfish";

    /** The remedy, quoted for CSV. */
    private static final String MAY_HAVE_BEEN_PROCESSED =
            "'; outcome unknown: it may have been processed, check before you retry: look up the grant by its"
                    + " access_grant_key, or list the instant keys of the user identity'";

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Seam seam;

    @BeforeEach
    void connect() {
        seam = Seam.builder().apiKey(KEY).endpoint(server.baseUrl()).build();
    }

    @AfterEach
    void disconnect() {
        seam.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, SeamInvalidInputException",
        "401, SeamUnauthorizedException",
        "403, SeamForbiddenException",
        "404, SeamNotFoundException",
        "409, SeamConflictException",
        "418, SeamApiException",
        "429, SeamRateLimitException",
        "500, SeamServerException",
        "503, SeamServerException",
    })
    void errorResponse_envelope_becomesATypedExceptionWithAllItsParts(int status, String type) {
        respond(aResponse()
                .withStatus(status)
                .withHeader("seam-request-id", "r-1")
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"type\":\"some_type\",\"message\":\"Some message.\"},\"ok\":false}"));

        SeamApiException e = catchThrowableOfType(SeamApiException.class, this::generate);

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.getStatus()).isEqualTo(status);
        assertThat(e.getPath()).isEqualTo("/user_identities/generate_instant_key");
        assertThat(e.getType()).isEqualTo("some_type");
        assertThat(e.getServerMessage()).isEqualTo("Some message.");
        assertThat(e.getRequestId()).isEqualTo("r-1");
        assertThat(e)
                .hasMessageStartingWith("/user_identities/generate_instant_key returned HTTP " + status
                        + " some_type: Some message. [request id r-1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | ''",
                "401 | '; check the API key or token: localhost does not accept it'",
                "403 | ''",
                "404 | ''",
                "408 | " + MAY_HAVE_BEEN_PROCESSED,
                "409 | ''",
                "429 | '; the server asks you to wait 30 s'",
                "500 | " + MAY_HAVE_BEEN_PROCESSED,
                "503 | " + MAY_HAVE_BEEN_PROCESSED,
            })
    void errorResponse_toAWrite_messageEndsWithTheRemedy(int status, String remedy) {
        respond(aResponse().withStatus(status).withHeader("Retry-After", "30"));

        SeamApiException e = catchThrowableOfType(SeamApiException.class, this::generate);

        assertThat(e).hasMessage("/user_identities/generate_instant_key returned HTTP " + status + remedy);
    }

    @Test
    void errorResponse_toARead_messageHasNoRemedyForWrites() {
        respond(aResponse().withStatus(503));

        SeamServerException e = catchThrowableOfType(
                SeamServerException.class, () -> seam.workspaces().get());

        assertThat(e).hasMessage("/workspaces/get returned HTTP 503");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "<html><body>Bad gateway</body></html>",
                "[1, 2]",
                "{\"error\":{",
                "{\"error\":\"text\"}",
                "{\"error\":{\"type\":{},\"message\":[]},\"ok\":false}",
                "{\"ok\":false}",
                "null",
            })
    void errorResponse_anyOtherBody_keepsStatusAndBody(String body) {
        respond(aResponse().withStatus(502).withBody(body));

        SeamServerException e = catchThrowableOfType(SeamServerException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(502);
        assertThat(e.getType()).isNull();
        assertThat(e.getServerMessage()).isNull();
        assertThat(e.getRawBody()).isEqualTo(body);
        assertThat(e)
                .hasMessageStartingWith("/user_identities/generate_instant_key returned HTTP 502; outcome unknown");
    }

    @Test
    void errorResponse_hugeBody_isKeptUpToTheLimit() {
        respond(aResponse().withStatus(500).withBody("x".repeat(10_000_000)));

        SeamServerException e = catchThrowableOfType(SeamServerException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(500);
        assertThat(e.getRawBody()).hasSize(64 << 10);
    }

    @Test
    void errorResponse_over64KiB_keepsTypeMessageRequestIdAndValidationErrors() {
        respond(aResponse()
                .withStatus(400)
                .withBody(
                        "{\"error\":{\"type\":\"invalid_input\",\"message\":\"2 Input Errors\",\"request_id\":\"r-3\","
                                + "\"validation_errors\":{\"a\":{\"_errors\":[\"one\",\"two\"]},\"b\":{\"_errors\":[\"three\",\""
                                + "x".repeat(100_000) + "\"]}}},\"ok\":false}"));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getType()).isEqualTo("invalid_input");
        assertThat(e.getServerMessage()).isEqualTo("2 Input Errors");
        assertThat(e.getRequestId()).isEqualTo("r-3");
        assertThat(e.getValidationErrors("a")).containsExactly("one", "two");
        assertThat(e.getValidationErrors("b")).hasSize(2).startsWith("three");
        assertThat(e.getRawBody()).hasSize(64 << 10);
        assertThat(e).hasMessageContaining("invalid_input: 2 Input Errors [request id r-3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"type\":\"t\",\"message\":\"m",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\\",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\\u00",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\"",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\",",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\",\"da",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\",\"data\":[1,{\"a\":tr",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\",\"data\":NaN}}",
                "{\"error\":{\"type\":\"t\",\"data\":null,\"message\":\"m\"},\"ok\":false}",
                "{\"error\":{\"type\":\"t\",\"message\":\"m\"}} and more",
                "{\"ok\":false,\"error\":{\"type\":\"t\",\"request_id\":[],\"message\":\"m\"}}",
            })
    void errorResponse_cutOffOrBroken_keepsWhatCameFirst(String body) {
        respond(aResponse().withStatus(400).withBody(body));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getType()).isEqualTo("t");
        assertThat(e.getServerMessage()).isEqualTo("m");
        assertThat(e.getRawBody()).isEqualTo(body);
    }

    @Test
    void errorResponse_messageOver64KiB_keepsItsBeginning() {
        respond(aResponse()
                .withStatus(500)
                .withBody("{\"error\":{\"type\":\"t\",\"message\":\"" + "x".repeat(100_000) + "\"},\"ok\":false}"));

        SeamServerException e = catchThrowableOfType(SeamServerException.class, this::generate);

        assertThat(e.getType()).isEqualTo("t");
        assertThat(e.getServerMessage()).hasSizeGreaterThan(65_000).startsWith("xxx");
        assertThat(e.getMessage()).hasSizeLessThan(1_000);
    }

    @Test
    void errorResponse_brokenBeforeTheError_keepsStatusAndBody() {
        respond(aResponse().withStatus(400).withBody("{\"data\":[" + "1,".repeat(100_000)));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getType()).isNull();
        assertThat(e.getRawBody()).hasSize(64 << 10);
    }

    @Test
    void errorResponse_requestIdInTheBodyOnly_isFound() {
        respond(aResponse()
                .withStatus(404)
                .withBody("{\"error\":{\"type\":\"t\",\"message\":\"m\",\"request_id\":\"r-2\"},\"ok\":false}"));

        SeamNotFoundException e = catchThrowableOfType(SeamNotFoundException.class, this::generate);

        assertThat(e.getRequestId()).isEqualTo("r-2");
    }

    @Test
    void errorResponse_validationErrors_areAvailableByPath() {
        respond(aResponse()
                .withStatus(400)
                .withBody("{\"error\":{\"type\":\"invalid_input\",\"message\":\"2 Input Errors\",\"validation_errors\":"
                        + "{\"_errors\":[\"whole\"],\"a\":{\"_errors\":[\"one\",\"two\"]},"
                        + "\"list\":{\"_errors\":[],\"0\":{\"_errors\":[],\"mode\":{\"_errors\":[\"three\"]}}},"
                        + "\"odd\":7}},\"ok\":false}"));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getValidationErrors())
                .containsEntry("", List.of("whole"))
                .containsEntry("a", List.of("one", "two"))
                .containsEntry("list.0.mode", List.of("three"))
                .hasSize(3);
        assertThat(e.getValidationErrors("a")).containsExactly("one", "two");
        assertThat(e.getValidationErrors("b")).isEmpty();
    }

    @Test
    void errorResponse_retryAfterInSeconds_isADuration() {
        respond(aResponse().withStatus(429).withHeader("Retry-After", "7"));

        SeamRateLimitException e = catchThrowableOfType(SeamRateLimitException.class, this::generate);

        assertThat(e.getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void errorResponse_retryAfterAsDate_isADuration() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        respond(aResponse().withStatus(429).withHeader("Retry-After", date));

        SeamRateLimitException e = catchThrowableOfType(SeamRateLimitException.class, this::generate);

        assertThat(e.getRetryAfter()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", ""})
    void errorResponse_retryAfterUnreadable_isNull(String header) {
        respond(aResponse().withStatus(429).withHeader("Retry-After", header));

        SeamRateLimitException e = catchThrowableOfType(SeamRateLimitException.class, this::generate);

        assertThat(e.getRetryAfter()).isNull();
    }

    @Test
    void errorResponse_tokenEchoed_isMaskedInTheMessage() {
        respond(aResponse()
                .withStatus(401)
                .withBody("{\"error\":{\"type\":\"unauthorized\",\"message\":\"No such key: " + KEY
                        + "\"},\"ok\":false}"));

        SeamUnauthorizedException e = catchThrowableOfType(SeamUnauthorizedException.class, this::generate);

        assertThat(e).hasMessageContaining("No such key: ***");
        assertThat(e.toString()).doesNotContain("swordfish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome to our Wi-Fi</html>",
                "",
                "null",
                "{}",
                "{\"ok\":true}",
                "{\"ok\":true,\"instant_key\":null}",
                "{\"ok\":true,\"instant_key\":\"swordfish\"}",
                "{\"ok\":true,\"instant_key\":{}}",
                "{\"ok\":true,\"instant_key\":{\"instant_key_id\":[\"swordfish\"]}}",
                "{\"ok\":true,\"instant_key\":{\"created_at\":\"swordfish\"}}",
                "{\"ok\":true} trailing",
                "[]",
            })
    void success_unexpectedBody_keepsTheBodyAndQuotesNothing(String body) {
        respond(aResponse().withStatus(200).withHeader("seam-request-id", "r-3").withBody(body));

        SeamResponseException e = catchThrowableOfType(SeamResponseException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(200);
        assertThat(e.getPath()).isEqualTo("/user_identities/generate_instant_key");
        assertThat(e.getResponseKey()).isEqualTo("instant_key");
        assertThat(e.getRequestId()).isEqualTo("r-3");
        assertThat(e.getRawBody()).isEqualTo(body);
        assertThat(e.isOutcomeUnknown()).isTrue();
        assertThat(e)
                .hasMessageContaining(" returned HTTP 200 without the expected instant_key (")
                .hasMessageContaining("it was processed, check before you retry")
                .hasMessageNotContaining("swordfish")
                .hasMessageNotContaining("Wi-Fi");
    }

    /** Where to look depends on the operation: the hint for keys and grants would be wrong for others. */
    @Test
    void success_unexpectedBody_namesARemedyOfTheOperation() {
        respond(okJson("{}"));

        assertThatThrownBy(this::generate).hasMessageContaining("look up the grant by its access_grant_key");
        assertThatThrownBy(() -> seam.webhooks().delete("w1"))
                .hasMessageEndingWith("it was processed, check before you retry")
                .hasMessageNotContaining("expected");
    }

    @Test
    void success_unexpectedBodyOfARead_hasNoOutcomeToCheck() {
        respond(okJson("{}"));

        SeamResponseException e = catchThrowableOfType(
                SeamResponseException.class, () -> seam.instantKeys().get("key"));

        assertThat(e.isOutcomeUnknown()).isFalse();
        assertThat(e).hasMessageEndingWith("a read changes nothing, so you can retry");
    }

    @Test
    void success_unexpectedNameWithALineBreak_isReportedOnOneLine() {
        respond(okJson("{\"" + "long".repeat(1_000) + "\\nWARN forged\":{\"a\":1e99999999999},\"ok\":true}"));

        SeamResponseException e = catchThrowableOfType(SeamResponseException.class, this::generate);

        assertThat(e.getMessage().lines()).hasSize(1);
        assertThat(e).hasMessageContaining("number out of range at $.long");
        assertThat(e.getMessage()).hasSizeLessThan(1_000);
    }

    @Test
    void success_okIsFalse_isAResponseException() {
        respond(aResponse().withStatus(200).withBody("{\"ok\":false,\"instant_keys\":[],\"error\":{\"type\":\"x\"}}"));

        assertThatThrownBy(() -> seam.instantKeys().delete("key")).isInstanceOf(SeamResponseException.class);
        assertThatThrownBy(() -> seam.instantKeys().list("guest"))
                .isInstanceOf(SeamResponseException.class)
                .hasMessageContaining("ok is false");
    }

    @Test
    void success_withoutOk_isRead() {
        respond(aResponse().withStatus(200).withBody("{\"instant_keys\":[]}"));

        assertThat(seam.instantKeys().list("guest")).isEmpty();
    }

    @Test
    void success_ofAVoidOperationWithoutOk_isAResponseException() {
        respond(aResponse().withStatus(200).withBody("{}"));

        assertThatThrownBy(() -> seam.instantKeys().delete("key")).isInstanceOf(SeamResponseException.class);
    }

    @Test
    void errorResponse_incompleteEnvelope_keepsWhatItHas() {
        respond(aResponse()
                .withStatus(400)
                .withBody("{\"error\":{\"message\":\"Some message.\",\"data\":[1],\"validation_errors\":\"odd\"}}"));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getServerMessage()).isEqualTo("Some message.");
        assertThat(e.getType()).isNull();
        assertThat(e.getValidationErrors()).isEmpty();
    }

    @Test
    void errorResponse_longMultilineMessage_isOneShortLineButCompleteInTheGetter() {
        respond(aResponse()
                .withStatus(400)
                .withBody("{\"error\":{\"type\":\"t\",\"message\":\"a\\nb\\u001b[31m" + "x".repeat(60_000)
                        + "\"},\"ok\":false}"));

        SeamInvalidInputException e = catchThrowableOfType(SeamInvalidInputException.class, this::generate);

        assertThat(e.getMessage()).hasSizeLessThan(1_000).doesNotContain("\n").doesNotContain("\u001b");
        assertThat(e.getServerMessage()).hasSizeGreaterThan(60_000);
    }

    @Test
    void errorResponse_bodyCutShort_keepsTheStatus() {
        respond(aResponse().withStatus(404).withHeader("Content-Length", "500").withBody("{\"error\":"));

        SeamNotFoundException e = catchThrowableOfType(SeamNotFoundException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(404);
    }

    @Test
    void success_withoutBody_isAResponseException() {
        respond(aResponse().withStatus(204));

        SeamResponseException e = catchThrowableOfType(SeamResponseException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(204);
        assertThat(e.getRawBody()).isEmpty();
    }

    @Test
    void endpoint_withAPathPrefix_keepsItBeforeTheOperation() {
        server.stubFor(post("/seam/api/instant_keys/list").willReturn(okJson("{\"instant_keys\":[],\"ok\":true}")));
        try (Seam behindProxy = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl() + "/seam/api")
                .build()) {
            assertThat(behindProxy.instantKeys().list("guest")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isNotFollowed(int status) {
        respond(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));

        SeamApiException e = catchThrowableOfType(SeamApiException.class, this::generate);

        assertThat(e.getStatus()).isEqualTo(status);
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void create_retryableStatus_isSentOnce(int status) {
        respond(aResponse().withStatus(status).withHeader("Retry-After", "0"));

        assertThatThrownBy(this::generate).isInstanceOf(SeamApiException.class);

        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK"})
    void create_droppedOnAKeptConnection_isSentOnceWithUnknownOutcome(Fault fault) {
        respond(aResponse().withStatus(500));
        assertThatThrownBy(this::generate).isInstanceOf(SeamServerException.class); // leaves a connection in the pool
        server.resetAll();
        respond(aResponse().withFault(fault));

        SeamConnectionException e = catchThrowableOfType(SeamConnectionException.class, this::generate);

        assertThat(e.isOutcomeUnknown()).isTrue();
        assertThat(e).hasMessageContaining("check before you retry");
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void create_noResponseInTime_isATimeoutWithUnknownOutcome() {
        respond(aResponse().withFixedDelay(60_000));
        try (Seam hasty = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl())
                .timeout(Duration.ofMillis(200))
                .build()) {
            SeamTimeoutException e = catchThrowableOfType(
                    SeamTimeoutException.class, () -> hasty.userIdentities().generateInstantKey("guest"));

            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e).hasMessageStartingWith("/user_identities/generate_instant_key timed out; outcome unknown: ");
        }
    }

    @Test
    void readTimeout_ofTheCallersClient_doesNotShortenTheAttempt() {
        server.stubFor(any(anyUrl())
                .willReturn(okJson("{\"instant_keys\":[],\"ok\":true}").withFixedDelay(600)));
        OkHttpClient impatient =
                new OkHttpClient.Builder().readTimeout(Duration.ofMillis(100)).build();
        try (Seam patient = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl())
                .httpClient(impatient)
                .build()) {
            assertThat(patient.instantKeys().list("guest")).isEmpty();
        }
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void create_connectionRejected_isNotProcessed() throws Exception {
        int port;
        try (var socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (Seam lonely =
                Seam.builder().apiKey(KEY).endpoint("http://127.0.0.1:" + port).build()) {
            SeamConnectionException e = catchThrowableOfType(
                    SeamConnectionException.class, () -> lonely.userIdentities().generateInstantKey("guest"));

            assertThat(e.isOutcomeUnknown()).isFalse();
            assertThat(e)
                    .isNotInstanceOf(SeamTimeoutException.class)
                    .hasMessageStartingWith("/user_identities/generate_instant_key failed (")
                    .hasMessageEndingWith("); it was not processed, so you can retry");
        }
    }

    private void respond(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private void generate() {
        seam.userIdentities().generateInstantKey("guest");
    }
}
