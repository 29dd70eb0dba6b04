package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.DeleteUserIdentityRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.ListUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.HttpException;
import retrofit2.Response;

/** Secrets, which open doors or give access to the API, appear in no exception, stack trace or log line. */
class SecretsTest {
    private static final String MARKER = "swordfish";
    private static final String HALF_MARKER = "sword";
    private static final String KEY = "seam_test1_" + MARKER;
    private static final String LINK = "https://ik.seam.co/" + MARKER;
    private static final String SANDBOX_LINK = "http://127.0.0.1:8080/ik/" + MARKER;
    private static final String PIN = "471147";

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private LogCapture logs;
    private Seam seam;

    @BeforeEach
    void startCapture() {
        logs = new LogCapture();
        seam = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl())
                .logRequests()
                .build();
    }

    @AfterEach
    void stopCapture() {
        seam.close();
        logs.close();
    }

    /** Responses that echo every secret in every place that can hold text. */
    static Stream<ResponseDefinitionBuilder> echoes() {
        String text = KEY + " " + LINK + " " + SANDBOX_LINK + " " + PIN + " new code 998877";
        return Stream.of(
                error(400, "invalid_input", text),
                error(401, text, text),
                error(403, "forbidden", "x".repeat(483) + text),
                error(404, "not_found", text),
                error(500, "internal_server_error", text),
                error(409, "taken", text).withHeader("seam-request-id", KEY),
                aResponse().withStatus(502).withBody(text),
                aResponse().withStatus(200).withBody(text),
                aResponse().withStatus(200).withBody("{\"ok\":true,\"instant_key\":\"" + text + "\"}"),
                aResponse().withStatus(200).withBody("{\"ok\":true,\"instant_key\":{\"created_at\":\"" + text + "\"}}"),
                aResponse()
                        .withStatus(200)
                        .withBody("{\"ok\":true,\"x\":{\"" + KEY + "\":{\"" + LINK + "\":1e99999999999}}}"),
                aResponse().withStatus(200).withBody("{\"ok\":false,\"error\":{\"message\":\"" + text + "\"}}"),
                aResponse().withStatus(200).withStatusMessage(text).withBody("{"));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void failure_whateverTheServerEchoes_showsNoSecret(ResponseDefinitionBuilder echo) {
        server.stubFor(any(anyUrl()).willReturn(echo));

        assertShowsNoSecret(() -> seam.instantKeys().getByUrl(LINK), HALF_MARKER);
        assertShowsNoSecret(
                () -> seam.accessGrants()
                        .create(CreateAccessGrantRequest.builder()
                                .userIdentityId("guest")
                                .acsEntranceIds(List.of("door"))
                                .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                        .mode(AccessMethodMode.CODE)
                                        .code(PIN)
                                        .build()))
                                .putAdditionalProperty("new_code", "998877")
                                .build()),
                HALF_MARKER,
                PIN,
                "998877");
    }

    /** As a proxy or a framework might that quotes headers. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "Bearer ", "user:"})
    void failure_tokenEchoedInAnotherEncoding_isNotShown(String before) {
        byte[] sent = (before + KEY + " and more").getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(sent);
        String hex = new BigInteger(1, sent).toString(16);
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "bad: " + base64 + " or " + hex)));

        Throwable thrown = catchThrowable(() -> seam.instantKeys().get("key"));

        assertThat(thrown).isInstanceOf(SeamApiException.class);
        assertThat(thrown.toString() + logs.lines())
                .contains("bad: ")
                .doesNotContain(base64, hex)
                .doesNotContain(base64.substring(before.length() * 4 / 3 + 2, before.length() * 4 / 3 + 12))
                .doesNotContain(hex.substring(before.length() * 2, before.length() * 2 + 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook_secret", "password", "pin", "private_key", "client_session_token", "lock_code"})
    void failure_secretOfAnyNameEchoed_isNotShown(String name) {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "bad: 7-to-the-door")));

        assertShowsNoSecret(
                () -> seam.userIdentities()
                        .create(CreateUserIdentityRequest.builder()
                                .putAdditionalProperty(name, "7-to-the-door")
                                .build()),
                "7-to-the-door");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://ik.seam.co/swordfish",
                "https://IK.SEAM.CO/swordfish",
                "ik.seam.co/swordfish",
                "https://ik.seam.co:443/swordfish",
                "https%3A%2F%2Fik.seam.co%2Fswordfish",
                "https:\\\\/\\\\/ik.seam.co\\\\/swordfish",
            })
    void failure_linkInAnotherForm_isNotShown(String link) {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "no key " + link)));

        assertShowsNoSecret(() -> seam.instantKeys().get("key-1"), MARKER);
    }

    @Test
    void failure_secretPartOfTheRequestedLinkEchoed_isNotShown() {
        server.stubFor(any(anyUrl()).willReturn(error(404, "not_found", "no key swordfish")));

        assertShowsNoSecret(() -> seam.instantKeys().getByUrl("https://keys.hotel.example/swordfish"), MARKER);
    }

    @Test
    void failure_secretOfTheResponseQuoted_isNotShown() {
        server.stubFor(
                any(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withStatus(409)
                                        .withBody(
                                                "{\"error\":{\"type\":\"taken\",\"message\":\"471147 is in use, see Sw0rdfish\","
                                                        + "\"data\":{\"original_code\":{\"value\":471147},\"url\":\"https://ik.seam.co/Sw0rdfish\"")));

        assertShowsNoSecret(() -> seam.instantKeys().get("key-1"), PIN, "Sw0rdfish");
    }

    @Test
    void unreadable_secretOfTheResponseInAName_isNotShown() {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody("{\"ok\":true,\"x\":{\"pin\":\"Sw0rdfish\",\"Sw0rdfish\":1e99999999999}}")));

        assertShowsNoSecret(() -> seam.instantKeys().get("key-1"), "Sw0rdfish");
    }

    @Test
    void failure_pinThatIsANumber_isNotShown() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "471147 is taken")));

        assertShowsNoSecret(
                () -> seam.userIdentities()
                        .create(CreateUserIdentityRequest.builder()
                                .putAdditionalProperty("pin", Map.of("value", 471147))
                                .build()),
                PIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 409})
    void failure_pinInTheRequestId_isNotShown(int status) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("seam-request-id", PIN)
                        .withBody("{}")));

        assertShowsNoSecret(() -> createWithPin(seam), PIN);
    }

    @Test
    void failure_pinThatIsAYear_leavesDatesReadable() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "2027 is taken from 2027-07-13 on")));

        Throwable thrown = catchThrowable(() -> seam.userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .putAdditionalProperty("pin", "2027")
                        .build()));

        assertThat(thrown).hasMessageContaining("*** is taken from 2027-07-13 on");
    }

    @Test
    void failure_pinThatBeginsWithAnotherPin_isNotShown() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "47114711 is bad, 4711 too")));
        List<NewAccessMethod> codes = Stream.of("4711", "47114711")
                .map(code -> NewAccessMethod.builder()
                        .mode(AccessMethodMode.CODE)
                        .code(code)
                        .build())
                .toList();

        assertShowsNoSecret(
                () -> seam.accessGrants()
                        .create(CreateAccessGrantRequest.builder()
                                .userIdentityId("guest")
                                .acsEntranceIds(List.of("door"))
                                .requestedAccessMethods(codes)
                                .build()),
                "4711");
    }

    @Test
    void rawApi_failureThatQuotesTheServer_showsNoSecret() throws Exception {
        Behavior echo = client -> client.write((KEY + " is not HTTP\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        try (RawServer raw = RawServer.start(echo);
                Seam seam = Seam.builder().apiKey(KEY).endpoint(raw.endpoint()).build()) {
            var call = seam.api(UserIdentitiesApi.class)
                    .generateInstantKey(GenerateInstantKeyRequest.builder()
                            .userIdentityId("guest")
                            .build());

            assertThatThrownBy(call::execute)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Unexpected status line")
                    .hasMessageNotContaining(MARKER);
        }
    }

    /** The phrase behind the status, which HTTP/1.1 has, is text of the server too. */
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 503})
    void rawApi_reasonPhraseThatEchoesTheToken_showsNoSecret(int status) throws Exception {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withStatusMessage("Bad key " + KEY)
                        .withBody("{\"ok\":true}")));

        Response<?> response = seam.api(UserIdentitiesApi.class)
                .delete(DeleteUserIdentityRequest.builder()
                        .userIdentityId("guest")
                        .build())
                .execute();

        assertThat(response + response.message() + response.raw() + new HttpException(response).getMessage())
                .contains("HTTP " + status)
                .doesNotContain(MARKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0085", "\u2028", "\u2029", "\u202e"})
    void logRequests_lineBreakInTheRequest_staysOneLine(String lineEnd) {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "no")));

        catchThrowable(() -> seam.userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey("Ann" + lineEnd + "WARNING: all doors open")
                        .build()));

        assertThat(logs.lines()).anyMatch(line -> line.contains("Ann WARNING: all doors open"));
    }

    @Test
    void logRequests_personalData_isMaskedUnlessAskedFor() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "no")));
        CreateUserIdentityRequest guest = CreateUserIdentityRequest.builder()
                .userIdentityKey("guest-81")
                .fullName("Jane Doe")
                .emailAddress("jane@example.com")
                .phoneNumber("+15551234567")
                .putAdditionalProperty("nickname", "Jane")
                .build();

        catchThrowable(() -> seam.userIdentities().create(guest));
        catchThrowable(() -> seam.userIdentities()
                .list(ListUserIdentitiesRequest.builder().search("Jane").build())
                .firstPage());
        String masked = logs.lines().toString();
        try (Seam open = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl())
                .logRequests()
                .logPersonalData()
                .build()) {
            catchThrowable(() -> open.userIdentities().create(guest));
        }

        assertThat(masked)
                .contains("fullName=***", "emailAddress=***", "phoneNumber=***", "search=***", "guest-81")
                .doesNotContain("Jane", "jane", "1234567");
        assertThat(logs.lines().toString())
                .contains("fullName=Jane Doe", "jane@example.com", "+15551234567")
                .doesNotContain(MARKER);
    }

    @Test
    void logRequests_personalDataInsideAnotherModel_isMasked() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "invalid_input", "no")));

        catchThrowable(() -> seam.accessGrants()
                .create(CreateAccessGrantRequest.builder()
                        .userIdentity(NewUserIdentity.builder()
                                .fullName("Jane Doe")
                                .emailAddress("jane@example.com")
                                .build())
                        .acsEntranceIds(List.of("door"))
                        .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.MOBILE_KEY)
                                .build()))
                        .build()));

        assertThat(logs.lines().toString()).contains("fullName=***").doesNotContain("Jane", "jane");
    }

    @Test
    void logRequests_longIdAndRequestId_areCut() {
        server.stubFor(any(anyUrl())
                .willReturn(error(400, "invalid_input", "no").withHeader("seam-request-id", "r".repeat(5_000))));

        catchThrowable(() -> seam.instantKeys().get("k".repeat(1_000_000)));

        assertThat(logs.lines())
                .filteredOn(line -> line.contains("/instant_keys/get"))
                .isNotEmpty()
                .allMatch(line -> line.length() < 5_000);
    }

    @Test
    void rawApi_requestPrinted_showsNoCredentials() {
        var call = seam.api(UserIdentitiesApi.class)
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId("guest")
                        .putAdditionalProperty("secret", MARKER)
                        .build());

        Request request = call.request();

        assertThat(request.toString() + request.headers() + call + seam).doesNotContain(MARKER);
    }

    @Test
    void logRequests_aCall_logsOperationAndStatusAndMasksTheRequest() {
        server.stubFor(any(anyUrl()).willReturn(error(404, "not_found", "no such key")));

        catchThrowable(() -> seam.instantKeys().getByUrl(LINK));

        assertThat(logs.lines())
                .anyMatch(line -> line.contains("POST /instant_keys/get")
                        && line.contains("instantKeyUrl=***")
                        && line.contains("404"));
        assertThat(logs.lines().toString()).doesNotContain(MARKER);
    }

    @Test
    void logRequests_notEnabled_logsNothing() {
        server.stubFor(any(anyUrl()).willReturn(error(404, "not_found", "no such key")));
        try (Seam quiet = Seam.builder().apiKey(KEY).endpoint(server.baseUrl()).build()) {
            catchThrowable(() -> quiet.instantKeys().getByUrl(LINK));
        }

        assertThat(logs.lines()).noneMatch(line -> line.contains("/instant_keys/get"));
    }

    @Test
    void callersInterceptorFails_secretInASuppressedException_isNotShown() {
        OkHttpClient callers = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    IOException failure = new IOException("no luck");
                    failure.addSuppressed(new IllegalStateException(new IOException("sent " + LINK)));
                    throw failure;
                })
                .build();
        try (Seam careless = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl())
                .httpClient(callers)
                .build()) {
            assertShowsNoSecret(() -> careless.instantKeys().getByUrl(LINK), MARKER);
        }
    }

    /** Neither in the message nor in that of the cause, which OkHttp writes. */
    @Test
    void connectionFails_messageQuotesTheServer_showsNoSecretOfTheRequest() throws Exception {
        Behavior echo = client -> client.write((PIN + " is not HTTP\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        try (RawServer raw = RawServer.start(echo);
                Seam echoing = Seam.builder()
                        .apiKey(KEY)
                        .endpoint(raw.endpoint())
                        .logRequests()
                        .build()) {
            assertThatThrownBy(() -> createWithPin(echoing)).hasMessageContaining("Unexpected status line");
            assertShowsNoSecret(() -> createWithPin(echoing), PIN);
        }
    }

    /** As with an endpoint or an API of the caller's own whose path holds the same secret as the request. */
    @ParameterizedTest
    @ValueSource(strings = {"error", "unreadable", "lost"})
    void path_withASecretOfTheRequest_isNotShown(String kind) {
        server.stubFor(any(anyUrl())
                .willReturn(
                        kind.equals("error")
                                ? error(400, "invalid_input", "no")
                                : kind.equals("unreadable")
                                        ? okJson("{}")
                                        : aResponse().withFault(Fault.EMPTY_RESPONSE)));
        try (Seam behindPath = Seam.builder()
                .apiKey(KEY)
                .endpoint(server.baseUrl() + "/" + PIN)
                .logRequests()
                .build()) {
            assertShowsNoSecret(() -> createWithPin(behindPath), PIN);
        }
        assertThat(logs.lines()).anyMatch(line -> line.contains("/***/access_grants/create"));
    }

    private static void createWithPin(Seam seam) {
        seam.accessGrants()
                .create(CreateAccessGrantRequest.builder()
                        .userIdentityId("guest")
                        .acsEntranceIds(List.of("door"))
                        .requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.CODE)
                                .code(PIN)
                                .build()))
                        .build());
    }

    private void assertShowsNoSecret(ThrowingCallable call, String... secrets) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(SeamException.class);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(secrets);
        assertThat(logs.lines().toString()).doesNotContain(secrets);
    }

    private static ResponseDefinitionBuilder error(int status, String type, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\",\"request_id\":\""
                        + KEY + "\"},\"ok\":false}");
    }
}
