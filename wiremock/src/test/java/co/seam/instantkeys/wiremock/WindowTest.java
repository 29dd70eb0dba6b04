package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final Instant CHECK_IN = Instant.parse("2127-07-13T15:00:00Z");

    private final SeamSandbox sandbox = SeamSandbox.builder()
            .clock(Clock.fixed(CHECK_IN, ZoneOffset.UTC))
            .window()
            .wireMockAdmin()
            .start();
    private final Caller caller = new Caller(sandbox);
    private final String window = sandbox.endpoint() + "/__sandbox";
    private String url;

    @BeforeEach
    void createGrant() {
        url = caller.createGrantWith(
                        "\"user_identity\": {\"full_name\": \"<b>Jane</b>\"}, \"access_grant_key\": \"booking-7\"",
                        "mobile_key")
                .text("access_grant.instant_key_url");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void page_always_showsWhatTheSandboxHoldsAndWhatHappened() {
        SandboxWebhook webhook = sandbox.webhooks().collect();
        sandbox.guest(url).unlock("Room 101");
        sandbox.webhooks().await(Duration.ofSeconds(30));
        Caller.Response rejected = caller.post("/access_grants/get", "{}");
        sandbox.onNext("/spaces/list").dropAfterProcessing();
        assertThat(dropped("/spaces/list")).isTrue();

        Page page = Page.get(window);

        assertThat(page.status).isEqualTo(200);
        assertThat(page.body)
                .contains("&lt;b&gt;Jane&lt;/b&gt;", "booking-7", "Room 101", "Service Entrance")
                .contains("2127-07-13T15:00:00Z", "lock.unlocked", "access_grant.created", "used up", "1 of 1")
                .contains(webhook.attempts().get(0).messageId(), "collected")
                .contains("POST /access_grants/get", "400", rejected.header("seam-request-id"))
                .contains("POST /spaces/list", "no response")
                .contains("http-equiv=\"refresh\" content=\"5\"")
                .doesNotContain("<b>", "<script", " style=");
        assertThat(page.headers)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "same-origin")
                .doesNotContainKey("Set-Cookie");
        assertThat(page.headers.get("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'nonce-");
    }

    @Test
    void page_empty_saysSo() {
        sandbox.reset();

        assertThat(Page.get(window).body).contains("Instant keys <span>0</span>", "None yet.");
    }

    @Test
    void page_links_areMaskedUntilAskedFor() {
        String keyId = caller.post("/instant_keys/list", "{}").text("instant_keys.0.instant_key_id");

        assertThat(Page.get(window).body).contains("***", "show=" + keyId).doesNotContain(url);
        assertThat(Page.get(window + "?refresh=off&show=" + keyId).body)
                .contains(">" + url + "</a>", "href=\"/__sandbox?refresh=off\"")
                .doesNotContain("http-equiv=\"refresh\"");
        assertThat(Page.get(window + "?show=%22%3E%3Cscript%3E").body).doesNotContain("<script", url);
    }

    @Test
    void page_apiKeyAndSecrets_areNotInIt() {
        SandboxWebhook webhook = sandbox.webhooks().collect();

        assertThat(Page.get(window).body).doesNotContain(sandbox.apiKey(), webhook.secret());
    }

    @Test
    void forms_ofThePage_moveTheClockAndReset() {
        String origin = "Origin: " + sandbox.endpoint();

        assertThat(Page.form(window + "/clock", "by=PT1H", origin).headers).containsEntry("Location", "/__sandbox");
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN.plusSeconds(3_600));
        Page.form(window + "/clock", "to=2127-07-16T11%3A00", origin);
        assertThat(sandbox.clock().instant()).isEqualTo("2127-07-16T11:00:00Z");
        Page.form(window + "/clock", "to=2127-07-16T11%3A00%3A01", origin);
        assertThat(sandbox.clock().instant()).isEqualTo("2127-07-16T11:00:01Z");
        Page.form(window + "/clock", "", origin);
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN);
        assertThat(Page.form(window + "/reset", "", origin).status).isEqualTo(303);
        assertThat(caller.post("/instant_keys/list", "{}").strings("instant_keys"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"by=soon, not a time: soon", "by=-PT1H, time is negative", "to=tomorrow, not a time"})
    void forms_invalidTime_areRejectedWithTheReason(String form, String reason) {
        Page page = Page.form(window + "/clock", form, "Origin: " + sandbox.endpoint());

        assertThat(page.status).isEqualTo(400);
        assertThat(page.body).contains("role=\"alert\">" + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/clock", "/reset", "/api/clock/advance", "/api/reset", "/api/guest/unlock"})
    void reads_ofWhateverChanges_changeNothing(String path) {
        Page page = Page.get(window + path + "?by=PT1H");

        assertThat(page.status).isEqualTo(405);
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN);
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Host,           evil.example
            Host,           evil.example:8080
            Host,           127.0.0.1.evil.example
            Host,           localhost.evil.example
            Host,           192.168.1.20:8080
            Host,           ''
            Origin,         http://evil.example
            Origin,         http://127.0.0.1:1
            Origin,         https://127.0.0.1
            Origin,         null
            Sec-Fetch-Site, cross-site
            Sec-Fetch-Site, same-site
            """)
    void anything_fromElsewhere_isRejectedAndChangesNothing(String header, String value) {
        String hostile = header + ": " + value;
        String sameOrigin = header.equals("Origin") ? "X-None: none" : "Origin: " + sandbox.endpoint();

        for (Page page : List.of(
                Page.form(window + "/reset", "", sameOrigin, hostile),
                Page.form(window + "/clock", "by=PT1H", sameOrigin, hostile),
                Page.json(window + "/api/clock/advance", "{'by': 'PT1H'}", hostile),
                Page.json(window + "/api/reset", "{}", hostile),
                Page.send("POST", sandbox.endpoint() + "/__admin/reset", "", hostile),
                Page.send("POST", sandbox.endpoint() + "/__admin/shutdown", "", hostile))) {
            assertThat(page.status).isIn(400, 401, 403);
        }
        if (!header.equals("Sec-Fetch-Site")) { // a read changes nothing, and no page of another site sees its response
            for (String path : List.of("/__sandbox", "/__sandbox/api/state", "/__admin/requests")) {
                assertThat(Page.get(sandbox.endpoint() + path, hostile).status)
                        .as(path)
                        .isIn(400, 401, 403);
            }
        }
        assertThat(sandbox.clock().instant()).isEqualTo(CHECK_IN);
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:80", "127.0.0.1", "127.0.0.9:8080", "[::1]:8080", "LOCALHOST:1"})
    void hosts_ofThisMachine_areAllowed(String host) {
        assertThat(Page.get(window, "Host: " + host).status).isEqualTo(200);
    }

    @Test
    void forms_withoutOrigin_areRejected() {
        assertThat(Page.form(window + "/reset", "").status).isEqualTo(403);
        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"
            })
    void api_typesThatAFormCanSend_areRejected(String type) {
        Page page = Page.send("POST", window + "/api/reset", "{}", "Content-Type: " + type);

        assertThat(page.status).isEqualTo(415);
        assertThat(error(page)).isEqualTo("invalid_content_type");
    }

    @Test
    void beyondLoopback_nobodyGetsInWithoutTheToken() {
        try (SeamSandbox open = SeamSandbox.builder()
                .host("0.0.0.0")
                .seed(7)
                .window()
                .wireMockAdmin()
                .start()) {
            String token = open.windowToken();
            for (String path : List.of("/__sandbox", "/__sandbox/api/state", "/__admin/requests")) {
                String target = open.endpoint() + path;
                assertThat(Page.get(target).status).as(path).isEqualTo(401);
                assertThat(Page.get(target, "Authorization: Bearer " + open.apiKey()).status)
                        .as(path)
                        .isEqualTo(401);
                assertThat(Page.get(target, basic("x", "wrong")).status).isEqualTo(401);
                assertThat(Page.get(target, "Authorization: Basic %%%").status).isEqualTo(401);
                assertThat(Page.get(target, "Authorization: " + token).status).isEqualTo(401);
                assertThat(Page.get(target, "Authorization: Bearer " + token).status)
                        .as(path)
                        .isEqualTo(200);
                assertThat(Page.get(target, basic("me", token), "Host: sandbox:8080").status)
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(Page.get(open.endpoint() + "/__sandbox").headers).containsKey("WWW-Authenticate");
            assertThat(Page.json(
                                    open.endpoint() + "/__sandbox/api/reset",
                                    "{}",
                                    "Authorization: Bearer " + token,
                                    "Origin: http://evil.example")
                            .status)
                    .isEqualTo(403);
        }
        try (SeamSandbox other =
                        SeamSandbox.builder().host("0.0.0.0").seed(7).window().start();
                SeamSandbox same =
                        SeamSandbox.builder().host("0.0.0.0").seed(7).window().start()) {
            assertThat(other.windowToken()).isNotEqualTo(same.windowToken());
        }
        assertThat(sandbox.windowToken()).isNull();
    }

    @Test
    void wireMockAdmin_byDefault_isOffOverHttpAndOnInJava() {
        try (SeamSandbox plain = SeamSandbox.builder().window().start()) {
            for (String path : List.of("/__admin", "/__admin/requests", "/__admin/mappings")) {
                assertThat(Page.get(plain.endpoint() + path).status).as(path).isNotEqualTo(200);
            }
            assertThat(Page.send("POST", plain.endpoint() + "/__admin/shutdown", "").status)
                    .isEqualTo(401);
            assertThat(plain.wireMock().getAllServeEvents()).isNotNull();
            assertThat(plain.wireMock().isRunning()).isTrue();
        }
        assertThat(Page.get(sandbox.endpoint() + "/__admin/requests").body).contains("access_grants/create");
    }

    /** The files of WireMock's own pages are in the jar, and its servlet for them asks nobody. */
    @Test
    void wireMockAdmin_off_hidesStaticFilesLikeAllElse() {
        try (SeamSandbox plain = SeamSandbox.start()) {
            int status = Page.get(plain.endpoint() + "/__admin/requests").status;
            for (String path : List.of(
                    "/swagger-ui/", "/swagger-ui/index.html", "/swagger-ui/swagger-ui-dist/NOTICE", "/recorder/")) {
                Page page = Page.get(plain.endpoint() + "/__admin" + path);

                assertThat(page.status).as(path).isEqualTo(status).isNotEqualTo(200);
            }
        }
    }

    @Test
    void api_clock_movesIt() {
        assertThat(now(Page.json(window + "/api/clock/advance", "{'by': 'PT48H'}")))
                .isEqualTo("2127-07-15T15:00:00Z");
        assertThat(now(Page.json(window + "/api/clock/set", "{'to': '2127-07-16T11:00:00+02:00'}")))
                .isEqualTo("2127-07-16T09:00:00Z");
        assertThat(now(Page.get(window + "/api/clock"))).isEqualTo("2127-07-16T09:00:00Z");
        assertThat(now(Page.json(window + "/api/clock/reset", "{}"))).isEqualTo(CHECK_IN.toString());
    }

    @Test
    void api_reset_removesEverything() {
        assertThat(Page.json(window + "/api/reset", "{}").status).isEqualTo(200);

        assertThat(sandbox.timesReceived("/access_grants/create")).isZero();
        assertThat(json(Page.get(window + "/api/calls")).getAsJsonArray("calls"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'fault': 'respond', 'status': 503                                   | 503 | 0
            'fault': 'respond', 'status': 429, 'retry_after': 'PT2S'            | 429 | 0
            'fault': 'respond_html', 'status': 502                              | 502 | 0
            'fault': 'delay', 'time': 'PT0.01S'                                 | 200 | 1
            'fault': 'drop_before_processing'                                   | 0   | 0
            'fault': 'drop_after_processing'                                    | 0   | 1
            'fault': 'truncate_body'                                            | 0   | 1
            """)
    void api_faults_hitTheNextCalls(String fault, int status, int processed) {
        Page planned = Page.json(window + "/api/faults/plan", "{'path': '/spaces/list', 'calls': 2, " + fault + "}");

        assertThat(planned.status).as(planned.body).isEqualTo(200);
        for (int call = 0; call < 2; call++) {
            if (status == 0) {
                assertThat(dropped("/spaces/list")).isTrue();
            } else {
                Page response = spaces();
                assertThat(response.status).isEqualTo(status);
                assertThat(response.headers.get("Retry-After")).isEqualTo(status == 429 ? "2" : null);
            }
        }
        assertThat(spaces().status).isEqualTo(200);
        JsonObject counts = json(Page.get(window + "/api/counts"))
                .getAsJsonObject("operations")
                .getAsJsonObject("/spaces/list");
        assertThat(counts.get("received").getAsInt()).isEqualTo(3);
        assertThat(counts.get("processed").getAsInt()).isEqualTo(2 * processed + 1);
    }

    @Test
    void api_counts_includeGrantsByKey() {
        assertThat(json(Page.get(window + "/api/counts"))
                        .getAsJsonObject("grants_created_by_key")
                        .get("booking-7")
                        .getAsInt())
                .isEqualTo(1);
    }

    @Test
    void api_settings_areThoseOfTheSandbox() {
        Page updated = Page.json(window + "/api/settings/update", """
                {'issue_after': 'PT10S', 'delete_after': 'PT5S', 'normalize_contacts': true,
                 'deliver_by_email': true, 'deliver_by_phone': false}
                """);

        Caller.Response person = caller.post("/user_identities/create", "{\"email_address\": \"Jane@Example.com\"}");
        Caller.Response grant = caller.createGrant("mobile_key");

        assertThat(updated.status).isEqualTo(200);
        assertThat(person.text("user_identity.email_address")).isEqualTo("jane@example.com");
        assertThat(grant.text("access_grant.display_status")).isEqualTo("Access is being set up.");
    }

    @Test
    void api_guest_seesAndUnlocksLikeThePage() {
        JsonObject before = json(Page.json(window + "/api/guest/get", "{'instant_key_url': '" + url + "'}"));
        Page unlocked = unlock("Room 101");
        Page rejected = unlock("Room 101");

        assertThat(before.get("state").getAsString()).isEqualTo("ready");
        assertThat(before.get("guest").getAsString()).isEqualTo("<b>Jane</b>");
        assertThat(before.getAsJsonArray("stays")
                        .get(0)
                        .getAsJsonObject()
                        .get("time_zone")
                        .getAsString())
                .isEqualTo("Europe/Stockholm");
        assertThat(unlocked.status).isEqualTo(200);
        assertThat(json(unlocked).getAsJsonObject("event").get("event_type").getAsString())
                .isEqualTo("lock.unlocked");
        assertThat(json(unlocked).get("uses_left").getAsInt()).isZero();
        assertThat(rejected.status).isEqualTo(409);
        assertThat(error(rejected)).isEqualTo("used_up");
        assertThat(rejected.body).doesNotContain(url);
        assertThat(error(unlock("Room 404"))).isEqualTo("invalid_input");
    }

    @Test
    void api_webhooks_areThoseOfTheSandbox() {
        JsonObject created = json(Page.json(window + "/api/webhooks/collect", "{}"));
        String id = created.get("webhook_id").getAsString();
        assertThat(created.get("secret").getAsString())
                .isEqualTo(sandbox.webhooks().get(id).secret());

        Page.json(window + "/api/webhooks/faults/plan", "{'fault': 'duplicate', 'messages': 1}");
        Page.json(window + "/api/webhooks/hold", "{}");
        unlock("Room 101");
        assertThat(sandbox.webhooks().get(id).attempts()).isEmpty();
        Page.json(window + "/api/webhooks/release", "{'in_reverse': true}");
        assertThat(Page.json(window + "/api/webhooks/await", "{'time': 'PT30S'}").status)
                .isEqualTo(200);

        Page listed = Page.get(window + "/api/webhooks");
        assertThat(json(listed)
                        .getAsJsonArray("webhooks")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("attempts"))
                .hasSize(2);
        assertThat(listed.body).doesNotContain("whsec_").contains("lock.unlocked");
        assertThat(Page.json(window + "/api/webhooks/deliver_to", "{'url': 'http://127.0.0.1:9/'}").status)
                .isEqualTo(200);
        assertThat(Page.json(window + "/api/webhooks/deliver_to", "{'url': 'http://evil.example/'}").status)
                .isEqualTo(400);
        assertThat(Page.json(window + "/api/webhooks/settings/update", "{'retry_after': ['PT1S'], 'timeout': 'PT1S'}")
                        .status)
                .isEqualTo(200);
        for (String fault : List.of(
                "'fault': 'delay', 'time': 'PT1S'",
                "'fault': 'sign_wrongly'",
                "'fault': 'sign_with_age', 'time': 'PT1H'")) {
            assertThat(Page.json(window + "/api/webhooks/faults/plan", "{" + fault + "}").status)
                    .isEqualTo(200);
        }
    }

    @Test
    void api_calls_haveStatusRequestIdAndWhetherTheyWereProcessed() {
        Caller.Response rejected = caller.post("/access_grants/get", "{}");

        JsonObject latest = json(Page.get(window + "/api/calls"))
                .getAsJsonArray("calls")
                .get(0)
                .getAsJsonObject();

        assertThat(latest.get("path").getAsString()).isEqualTo("/access_grants/get");
        assertThat(latest.get("status").getAsInt()).isEqualTo(400);
        assertThat(latest.get("request_id").getAsString()).isEqualTo(rejected.header("seam-request-id"));
        assertThat(latest.get("is_processed").getAsBoolean()).isFalse();
        spaces();
        assertThat(json(Page.get(window + "/api/calls"))
                        .getAsJsonArray("calls")
                        .get(0)
                        .getAsJsonObject()
                        .get("is_processed")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void api_calls_areBounded() {
        for (int i = 0; i < 250; i++) {
            spaces();
        }

        assertThat(json(Page.get(window + "/api/calls")).getAsJsonArray("calls"))
                .hasSize(200);
    }

    @Test
    void api_state_masksSecretsUntilAskedFor() {
        caller.createGrant("code");

        Page masked = Page.get(window + "/api/state");
        Page shown = Page.get(window + "/api/state?secrets=shown");

        assertThat(masked.body).contains("\"instant_key_url\":\"***\"", "\"code\":\"***\"", "booking-7");
        assertThat(masked.body).doesNotContain(url, "seam_cst1");
        assertThat(shown.body).contains(url);
        assertThat(json(shown).keySet())
                .contains("acs_entrances", "spaces", "user_identities", "access_grants", "access_methods", "events");
    }

    @Test
    void api_customizationProfile_isThatOfNewKeys() {
        String id = json(Page.json(window + "/api/customization_profiles/create", "{'primary_color': '#0a7'}"))
                .get("customization_profile_id")
                .getAsString();

        caller.createGrantWith("\"user_identity\": {}, \"customization_profile_id\": \"" + id + "\"", "mobile_key");

        assertThat(caller.post("/instant_keys/list", "{}").text("instant_keys.1.customization.primary_color"))
                .isEqualTo("#0a7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /clock/advance   | {}                                            | 400
            /clock/advance   | {'by': 'soon'}                                | 400
            /clock/advance   | {'by': 'PT-1H'}                               | 400
            /clock/set       | {'to': 'tomorrow'}                            | 400
            /clock/reset     | {'by': 'PT1H'}                                | 400
            /clock/reset     | {'_errors': 1}                                | 400
            /settings/update | {'issue_afer': 'PT1S'}                        | 400
            /webhooks/settings/update | {'retry_after': ['PT-1S']}           | 400
            /settings/update | {'issue_after': 5}                            | 400
            /settings/update | {'normalize_contacts': 'yes'}                 | 400
            /faults/plan     | {'path': '/nothing', 'fault': 'truncate_body'} | 400
            /faults/plan     | {'path': '/spaces/list', 'fault': 'respond'}  | 400
            /faults/plan     | {'path': '/spaces/list', 'fault': 'delay'}    | 400
            /faults/plan     | {'path': '/spaces/list', 'fault': 'explode'}  | 400
            /guest/unlock    | {'door': 'Room 101'}                          | 400
            /reset           | []                                            | 400
            /reset           | {                                             | 400
            /clock           | {}                                            | 405
            /nothing         | {}                                            | 404
            """)
    void api_invalidRequest_isRejectedWithTheReason(String path, String json, int status) {
        Page page = Page.json(window + "/api" + path, json);

        assertThat(page.status).as(page.body).isEqualTo(status);
        assertThat(error(page)).isNotEmpty();
    }

    @Test
    void api_fieldWithAnotherName_isRejectedWithTheNames() {
        Page page =
                Page.json(window + "/api/faults/plan", "{'path': '/spaces/list', 'fault': 'truncate_body', 'call': 3}");

        assertThat(page.status).isEqualTo(400);
        assertThat(page.body).contains("Unknown; the names are path, fault, calls, status, retry_after, time for");
        assertThat(caller.post("/spaces/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void api_webhookTimesThatStandForNever_areAccepted() {
        assertThat(Page.json(window + "/api/webhooks/settings/update", "{'timeout': 'PT2562047788015215H'}").status)
                .isEqualTo(200);
    }

    @Test
    void api_index_listsTheControls() {
        assertThat(Page.get(window + "/api").body).contains("/clock/advance", "/guest/unlock", "/state");
        assertThat(Page.get(window + "/nothing").status).isEqualTo(404);
        assertThat(Page.get(window + "/api/nothing").status).isEqualTo(404);
        assertThat(Page.send("PUT", window, "").status).isEqualTo(405);
        assertThat(Page.send("PUT", window + "/api/reset", "{}").status).isEqualTo(405);
    }

    private Page unlock(String door) {
        return Page.json(window + "/api/guest/unlock", "{'instant_key_url': '" + url + "', 'door': '" + door + "'}");
    }

    private Page spaces() {
        return Page.json(sandbox.endpoint() + "/spaces/list", "{}", "Authorization: Bearer " + sandbox.apiKey());
    }

    /** Whether the response does not arrive, or not as a whole. */
    private boolean dropped(String path) {
        try {
            caller.post(path, "{}");
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(Page page) {
        return JsonParser.parseString(page.body).getAsJsonObject();
    }

    private static String error(Page page) {
        return json(page).getAsJsonObject("error").get("type").getAsString();
    }

    private static String now(Page page) {
        return json(page).get("now").getAsString();
    }
}
