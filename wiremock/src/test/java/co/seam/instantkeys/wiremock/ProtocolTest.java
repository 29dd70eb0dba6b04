package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of every endpoint: credentials, HTTP methods, media types, and the form of error responses. */
class ProtocolTest {
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final AtomicBoolean clockFails = new AtomicBoolean();
    private final SeamSandbox sandbox =
            SeamSandbox.builder().clock(new BreakableClock()).start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void response_always_isJsonWithARequestId() {
        Response first = caller.post("/instant_keys/list", "{}");
        Response second = caller.post("/instant_keys/list", "{}");

        assertThat(first.header("content-type")).startsWith("application/json");
        assertThat(first.text("ok")).isEqualTo("true");
        assertThat(first.header("seam-request-id")).matches(UUID);
        assertThat(second.header("seam-request-id")).isNotEqualTo(first.header("seam-request-id"));
    }

    @Test
    void errorResponse_always_isTheEnvelopeWithTheRequestIdOfTheHeader() {
        Response response = caller.post("/instant_keys/get", "{}");

        assertThat(response.header("content-type")).startsWith("application/json");
        assertThat(response.text("ok")).isEqualTo("false");
        assertThat(response.header("seam-request-id")).matches(UUID).isEqualTo(response.text("error.request_id"));
        assertThat(response.text("error.message")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ?search=50%, application/json, ''",
        "GET, ?search=%zz, application/json, ''",
        "POST, '', application/json; charset=none, {}",
        "POST, '', multipart/form-data, {}",
        "POST, '', application/x-www-form-urlencoded, a=%"
    })
    void request_thatCannotBeRead_getsAnErrorOfTheApi(String method, String query, String type, String body)
            throws IOException {
        String request = method + " /acs/entrances/list" + query
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Authorization: Bearer " + sandbox.apiKey() + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;

        String response;
        try (Socket socket = new Socket("127.0.0.1", sandbox.wireMock().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(response)
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\"error\":{\"type\":\"invalid_input\",\"message\":\"The request cannot be read: its"
                        + " headers, query or body are not valid.\"},\"ok\":false}");
    }

    @Test
    void credential_apiKey_isAccepted() {
        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void credential_personalAccessTokenWithWorkspace_isAccepted() {
        Response response = caller.send(caller.request("/user_identities/create")
                .header("Authorization", "Bearer " + sandbox.personalAccessToken())
                .header("seam-workspace", sandbox.workspaceId())
                .POST(BodyPublishers.noBody()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text("user_identity.workspace_id")).isEqualTo(sandbox.workspaceId());
    }

    @Test
    void credential_personalAccessTokenWithoutWorkspace_isUnauthorized() {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.personalAccessToken())
                .POST(BodyPublishers.noBody()));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text("error.type")).isEqualTo("unauthorized");
        assertThat(response.text("error.message")).contains("seam-workspace");
    }

    @Test
    void credential_personalAccessTokenWithAnotherWorkspace_isRejected() {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.personalAccessToken())
                .header("seam-workspace", "5f0c8b1e-3d6a-4e0b-9a57-2c41d8f6e903")
                .POST(BodyPublishers.noBody()));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text("error.type")).isEqualTo("workspace_not_found");
    }

    @Test
    void credential_missing_isUnauthorized() {
        Response response = caller.send(caller.request("/instant_keys/list").POST(BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text("error.type")).isEqualTo("unauthorized");
        assertThat(response.text("ok")).isEqualTo("false");
        assertThat(response.text("error.request_id")).isEqualTo(response.header("seam-request-id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer seam_testWrong", "Bearer ", "Basic c2VhbTpzZWFt", "seam_test", ""})
    void credential_wrong_isUnauthorized(String authorization) {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void credential_missingOnABrokenRequest_isCheckedFirst() {
        assertThat(caller.send(caller.request("/no/such/endpoint").DELETE()).status())
                .isEqualTo(401);
        assertThat(caller.send(caller.request("/instant_keys/list").POST(BodyPublishers.ofString("not JSON")))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "OPTIONS"})
    void method_thatIsNotOfTheOperation_isNotAllowed(String method) {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .method(method, BodyPublishers.noBody()));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.text("error.type")).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/instant_keys", "/instant_keys/list/", "/instant_keys/create", "/", "/instant_keys%2Flist"})
    void path_unknown_isNotFound(String path) {
        Response response = caller.post(path, "{}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text("error.type")).isEqualTo("not_found");
        assertThat(response.text("error.message")).contains(path);
    }

    @Test
    void path_withQuery_isServed() {
        assertThat(caller.postBeyondContract("/instant_keys/list?a=b", "{}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"})
    void contentType_otherThanJson_isRejected(String contentType) {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_content_type");
    }

    @Test
    void contentType_missing_isRejected() {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_content_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/json ;x=y"})
    void contentType_jsonInAnyForm_isAccepted(String contentType) {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void body_empty_countsAsAnEmptyObject() {
        Response response = caller.send(caller.request("/instant_keys/list")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .POST(BodyPublishers.noBody()));

        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{}}", "{} {}", "{'a': 1}", "{a: 1}", "{\"a\": 1,}", "{\"a\": NaN}", " ", "seam", "<html>"})
    void body_notJson_isInvalidInputWithoutValidationErrors(String body) {
        Response response = caller.post("/instant_keys/list", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.has("error.validation_errors")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"seam\"", "true"})
    void body_notAnObject_isInvalidInputOfTheWholeRequest(String body) {
        Response response = caller.post("/instant_keys/list", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.problems("")).singleElement().asString().startsWith("Must be an object, not ");
    }

    @Test
    void body_nestedWithoutEnd_isRejectedAndTheSandboxKeepsServing() {
        Response response = caller.post("/instant_keys/list", "{\"a\":".repeat(100_000));

        assertThat(response.status()).isEqualTo(400);
        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void body_of10Megabytes_isAccepted() {
        String large = "x".repeat(10_000_000);

        Response response = caller.post("/user_identities/create", "{\"full_name\": \"" + large + "\"}");

        assertThat(response.text("user_identity.full_name")).isEqualTo(large);
    }

    /** The API documents no limit of the size, so that a large body is rejected for its content only. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"full_name\": \"%s", "{\"full_name\": [\"%s\"]}", "{\"email_address\": \"%s\"}"})
    void body_of10MegabytesThatIsInvalid_isInvalidInputAndTheSandboxKeepsServing(String body) {
        Response response = caller.post("/user_identities/create", body.formatted("x".repeat(10_000_000)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error.type")).isEqualTo("invalid_input");
        assertThat(response.http.body()).hasSizeLessThan(1_000);
        assertThat(caller.createUserIdentity()).isNotEmpty();
    }

    @Test
    void body_of10MegabytesToAnUnknownPath_isNotFoundAndTheSandboxKeepsServing() {
        Response response = caller.post("/no/such/endpoint", "x".repeat(10_000_000));

        assertThat(response.status()).isEqualTo(404);
        assertThat(caller.createUserIdentity()).isNotEmpty();
    }

    @Test
    void body_beyondAscii_comesBackUnchanged() {
        Response response = caller.post("/user_identities/create", "{\"full_name\": \"Zoë 漢字 🗝\"}");

        assertThat(response.text("user_identity.full_name")).isEqualTo("Zoë 漢字 🗝");
    }

    @Test
    void field_unknown_isIgnored() {
        assertThat(caller.postBeyondContract("/instant_keys/list", "{\"brand_new\": {\"a\": [1]}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bug_inTheSandbox_isAnInternalServerErrorAndTheSandboxKeepsServing() {
        clockFails.set(true);
        Response response = caller.post("/user_identities/create", "{}");
        clockFails.set(false);

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text("error.type")).isEqualTo("internal_server_error");
        assertThat(response.text("error.request_id")).isEqualTo(response.header("seam-request-id"));
        assertThat(caller.post("/user_identities/create", "{}").status()).isEqualTo(200);
    }

    /** Throws in the middle of an operation. */
    private final class BreakableClock extends Clock {
        @Override
        public Instant instant() {
            if (clockFails.get()) {
                throw new IllegalStateException("broken on purpose");
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
