package co.seam.instantkeys.live;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.SandboxClock;
import co.seam.instantkeys.wiremock.SeamSandbox;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveTest {
    private static final int NO_LIMIT = 10_000;
    private static final Pattern VERDICT = Pattern.compile("(?m)^  (holds|DOES NOT HOLD|not testable) +(.*)$");
    private static final Pattern SECRET =
            Pattern.compile("\"(?:instant_key_url|client_session_token|token|secret)\":\"([^\"]+)\"");

    private final SeamSandbox sandbox = SeamSandbox.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** As on real hardware: what happens at once cannot be observed. */
    @BeforeEach
    void slowDown() {
        sandbox.issueAfter(Duration.ofSeconds(2));
        sandbox.deleteAfter(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void sections_comparedWithTheDocument_haveOneCheckForEachLineInItsOrder() throws IOException {
        assertThat(Section.ALL.stream()
                        .flatMap(section ->
                                section.checks().stream().map(check -> section.title() + ": " + check.assumption())))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(Document.lines().stream()
                        .map(line -> line.section() + ": " + line.assumption())
                        .toList());
    }

    @Test
    void run_onTheSandbox_holdsInAllThatItSimulates() throws IOException {
        int exitCode = run(sandbox.endpoint());

        assertThat(verdicts()).hasSameSizeAs(Document.lines());
        assertThat(with("DOES NOT HOLD")).as(text(out)).isEqualTo(notSimulated());
        assertThat(exitCode).isEqualTo(Live.DOES_NOT_HOLD);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void run_onTheSandbox_cannotTestWhatNeedsHardwareAnEndpointOrAFault() {
        run(sandbox.endpoint());

        assertThat(text(out).split("\\n +why: ")).hasSizeBetween(10, 25);
        assertThat(with("not testable"))
                .contains(
                        "A request with 429 was not processed", "`Retry-After`, if sent, is in seconds or an HTTP date")
                .noneMatch(assumption -> assumption.contains("being_deleted") || assumption.contains("unique"));
    }

    @Test
    void run_serverThatDeletesAndIssuesAtOnce_failsInNothingMore() throws IOException {
        sandbox.reset();

        run(sandbox.endpoint());

        assertThat(with("DOES NOT HOLD")).as(text(out)).isEqualTo(notSimulated());
        assertThat(text(out)).contains("the deletion was over before it could be seen");
    }

    @Test
    void run_serverThatNormalizesAndDelivers_testsThat() throws IOException {
        sandbox.normalizeContacts(true);
        sandbox.deliverByEmail(true);

        run(sandbox.endpoint());

        assertThat(with("DOES NOT HOLD")).as(text(out)).isEqualTo(notSimulated());
        assertThat(text(out))
                .contains("stored in other case", "without email_address it is not issued; with them it is issued");
    }

    @Test
    void run_unlockedDoor_testsItsEvent() {
        JsonObject grant = Others.createGrant(sandbox);
        sandbox.clock().advance(Duration.ofMinutes(1));
        sandbox.guest(grant.get("instant_key_url").getAsString()).unlock("Room 101");

        run(sandbox.endpoint());

        assertThat(with("holds")).anyMatch(assumption -> assumption.startsWith("An unlocking with a mobile key"));
    }

    @Test
    void run_rateLimitedOnce_looksUpWaitsAndGoesOn() {
        sandbox.onNext("/user_identities/create").respond(429, Duration.ofSeconds(7));

        run(sandbox.endpoint());

        assertThat(with("holds"))
                .contains(
                        "A request with 429 was not processed",
                        "`Retry-After`, if sent, is in seconds or an HTTP date");
    }

    @Test
    void run_workspaceInUse_deletesItsOwnOnly() {
        JsonObject grant = Others.createGrant(sandbox);
        sandbox.clock().advance(Duration.ofMinutes(1));
        Set<String> before = Others.everything(sandbox);

        run(sandbox.endpoint());

        assertThat(Others.everything(sandbox))
                .isEqualTo(before)
                .contains(grant.get("access_grant_id").getAsString());
    }

    @Test
    void run_afterAKilledRun_deletesWhatThatLeft() {
        Set<String> before = Others.everything(sandbox);
        Others.createLeftovers(sandbox, new Mark());

        run(sandbox.endpoint());

        assertThat(text(out)).contains("Deleted what an earlier run left: 1 webhook, 1 access_grant, 1 user_identity");
        assertThat(Others.everything(sandbox)).isEqualTo(before);
    }

    @Test
    void run_itsRequestsUsedUp_endsWithARowForEachLineAndDeletesAll() throws IOException {
        Set<String> before = Others.everything(sandbox);

        int exitCode = live(sandbox.apiKey(), sandbox.endpoint(), 50).run();

        assertThat(exitCode).isEqualTo(Live.INCOMPLETE);
        assertThat(text(err)).contains("The run ended early: its 50 requests are used up");
        assertThat(verdicts()).hasSameSizeAs(Document.lines());
        assertThat(text(out)).contains("not testable: " + Collections.frequency(verdicts(), "not testable") + "\n");
        assertThat(Others.everything(sandbox)).isEqualTo(before);
    }

    @Test
    void run_cleanUpFailsOnce_triesAgain() throws IOException {
        AtomicBoolean failed = new AtomicBoolean();
        try (AlteredSandbox altered = new AlteredSandbox(sandbox, call -> {
            if (call.method.equals("POST")
                    && call.path.equals("/webhooks/delete")
                    && failed.compareAndSet(false, true)) {
                call.reject(503, "unavailable");
            }
        })) {
            run(altered.endpoint());
        }

        assertThat(Others.everything(sandbox)).isEmpty();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void run_cleanUpFailsForGood_statesIt() throws IOException {
        try (AlteredSandbox altered = new AlteredSandbox(sandbox, call -> {
            if (call.method.equals("POST") && call.path.equals("/webhooks/delete")) {
                call.reject(503, "unavailable");
            }
        })) {
            assertThat(run(altered.endpoint())).isEqualTo(Live.INCOMPLETE);
        }

        assertThat(text(err)).contains("Not everything could be deleted", "/webhooks/delete: 503 unavailable");
    }

    @Test
    void run_requests_areWithinItsLimits() {
        run(sandbox.endpoint());

        assertThat(sandbox.wireMock().getAllServeEvents()).hasSizeLessThan(900);
    }

    @Test
    void run_output_showsNoSecret() {
        run(sandbox.endpoint());

        String printed = text(out) + text(err);
        Set<String> secrets = sandbox.wireMock().getAllServeEvents().stream()
                .flatMap(event ->
                        SECRET.matcher(event.getResponse().getBodyAsString()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(secrets).hasSizeGreaterThan(50).noneMatch(printed::contains);
        assertThat(printed).doesNotContain(sandbox.apiKey());
    }

    @Test
    void run_keyQuotedByTheServer_isNotShown() throws IOException {
        String key = sandbox.apiKey();
        try (AlteredSandbox altered = new AlteredSandbox(sandbox, call -> {
            if (call.is("/access_grants/create", 409)) {
                call.reject(409, key);
            }
        })) {
            run(altered.endpoint());
        }

        assertThat(text(out)).doesNotContain(key).contains("409 (of another type)");
    }

    @Test
    void run_productionWorkspace_isLeftAlone() throws IOException {
        try (AlteredSandbox altered = new AlteredSandbox(
                sandbox,
                call -> call.changeEach("is_sandbox", (workspace, is) -> workspace.addProperty("is_sandbox", false)))) {
            assertThat(run(altered.endpoint())).isEqualTo(Live.INCOMPLETE);
        }

        assertThat(text(err)).contains("not that of a sandbox workspace");
        assertThat(sandbox.wireMock().getAllServeEvents())
                .extracting(event -> event.getRequest().getUrl())
                .containsExactly("/workspaces/get");
    }

    @Test
    void run_flagAbsent_isLeftAlone() throws IOException {
        try (AlteredSandbox altered = new AlteredSandbox(
                sandbox, call -> call.changeEach("is_sandbox", (workspace, is) -> workspace.remove("is_sandbox")))) {
            assertThat(run(altered.endpoint())).isEqualTo(Live.INCOMPLETE);
        }

        assertThat(sandbox.wireMock().getAllServeEvents()).hasSize(1);
    }

    @Test
    void run_withoutKey_statesWhatToSet() {
        assertThat(live(" ", sandbox.endpoint(), NO_LIMIT).run()).isEqualTo(Live.INCOMPLETE);

        assertThat(text(err))
                .startsWith("Nothing was tested: SEAM_API_KEY is not set")
                .hasLineCount(1);
    }

    @Test
    void run_rejectedKey_statesTheStatus() {
        assertThat(live("seam_swordfish", sandbox.endpoint(), NO_LIMIT).run()).isEqualTo(Live.INCOMPLETE);

        assertThat(text(err)).contains("401").doesNotContain("swordfish");
    }

    /** Each with the beginning of the only line of the document that is wrong then. */
    static Stream<Wrong> alterations() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Map<String, JsonObject> byIdempotencyKey = new ConcurrentHashMap<>();
        AtomicBoolean wasLimited = new AtomicBoolean();
        AtomicBoolean wasLimitedInProse = new AtomicBoolean();
        return Stream.of(
                new Wrong("A key that is taken is rejected with 409", call -> {
                    if (call.is("/access_grants/create", 409)
                            && call.response.toString().contains("access_grant_key")) {
                        call.reject(422, "unprocessable");
                    }
                }),
                new Wrong("One that is taken is rejected with 409 or 400", call -> {
                    if (call.is("/user_identities/create", 409)) {
                        call.reject(422, "unprocessable");
                    }
                }),
                new Wrong(
                        "A server may trim and normalize a name",
                        call -> call.changeEach("full_name", (guest, name) -> {
                            if (name.isJsonPrimitive()) {
                                guest.addProperty("full_name", name.getAsString() + " Jr.");
                            }
                        })),
                new Wrong(
                        "A server may store times with less precision",
                        call -> call.changeEach("ends_at", (grant, end) -> {
                            if (end.isJsonPrimitive()) {
                                grant.addProperty(
                                        "ends_at",
                                        Instant.parse(end.getAsString())
                                                .truncatedTo(ChronoUnit.HOURS)
                                                .toString());
                            }
                        })),
                new Wrong("A request with 429 was not processed", call -> {
                    if (call.is("/user_identities/create", 200) && wasLimited.compareAndSet(false, true)) {
                        call.reject(429, "rate_limited");
                    }
                }),
                new Wrong("`Retry-After`, if sent", call -> {
                    if (call.is("/user_identities/get", 200) && wasLimitedInProse.compareAndSet(false, true)) {
                        call.reject(429, "rate_limited");
                        call.setHeader("Retry-After", "soon");
                    }
                }),
                new Wrong("There is no idempotency header", call -> {
                    String key = call.header("Idempotency-Key");
                    if (key != null) {
                        call.response = byIdempotencyKey.computeIfAbsent(key, k -> call.response);
                    }
                }),
                new Wrong(
                        "`get_related` of a grant has all",
                        call -> call.changeEach("acs_entrances", (batch, doors) -> {
                            if (call.path.equals("/access_grants/get_related")
                                    && !doors.getAsJsonArray().isEmpty()) {
                                JsonArray one = new JsonArray();
                                one.add(doors.getAsJsonArray().get(0));
                                batch.add("acs_entrances", one);
                            }
                        })),
                new Wrong(
                        "Only a grant with a single mobile key",
                        call -> call.changeEach("access_method_ids", (grant, ids) -> {
                            if (grant.has("access_grant_key")
                                    && ids.getAsJsonArray().size() > 1) {
                                grant.addProperty("instant_key_url", "https://ik.seam.co/another");
                            }
                        })),
                new Wrong(
                        "An instant key expires 48 hours",
                        call -> call.changeEach(
                                "instant_key_id",
                                (key, id) -> key.addProperty(
                                        "expires_at",
                                        Instant.parse(key.get("created_at").getAsString())
                                                .plus(1, ChronoUnit.DAYS)
                                                .toString()))),
                new Wrong("An update accepts an end in the past", call -> {
                    if (call.is("/access_grants/update", 200)
                            && call.request.has("ends_at")
                            && Instant.parse(call.request.get("ends_at").getAsString())
                                    .isBefore(Instant.now())) {
                        call.reject(400, "invalid_input");
                    }
                }),
                new Wrong(
                        "A deletion may take time",
                        call -> call.changeEach(
                                "warnings", (resource, warnings) -> resource.add("warnings", new JsonArray()))),
                new Wrong("A second delete succeeds", call -> {
                    if (call.is("/access_grants/delete", 200)
                            && !seen.add(call.request.get("access_grant_id").getAsString())) {
                        call.reject(409, "being_deleted");
                    }
                }),
                new Wrong("The times must overlap", call -> {
                    if (call.is("/access_grants/create", 409)
                            && call.response.toString().contains("must_overlap")) {
                        call.reject(409, "reservation_times_differ");
                    }
                }),
                new Wrong("Several webhooks may have the same URL", call -> {
                    if (call.is("/webhooks/create", 200)
                            && !seen.add(call.request.get("url").getAsString())) {
                        call.reject(409, "webhook_url_already_exists");
                    }
                }),
                new Wrong("The secret can be read again", call -> {
                    if (call.is("/webhooks/get", 200)) {
                        call.changeEach("secret", (webhook, secret) -> webhook.remove("secret"));
                    }
                }),
                new Wrong("Error responses have the envelope", call -> {
                    call.changeEach("request_id", (error, id) -> error.remove("request_id"));
                    call.removeHeader("seam-request-id");
                }),
                new Wrong("`/webhooks/update` takes `PUT`", call -> {
                    if (call.method.equals("PUT")) {
                        call.reject(405, "method_not_allowed");
                    }
                }),
                new Wrong("A revoked session stays readable", call -> {
                    if (call.is("/client_sessions/revoke", 200)
                            && !seen.add(call.request.get("client_session_id").getAsString())) {
                        call.reject(404, "client_session_not_found");
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void run_oneAssumptionIsWrong_failsInThatLineOnly(Wrong wrong) throws IOException {
        try (AlteredSandbox altered = new AlteredSandbox(sandbox, wrong.alteration)) {
            run(altered.endpoint());
        }

        Set<String> expected = new HashSet<>(notSimulated());
        Document.lines().stream()
                .map(Document.Line::assumption)
                .filter(assumption -> assumption.startsWith(wrong.assumption))
                .forEach(expected::add);
        assertThat(expected).hasSize(notSimulated().size() + 1);
        assertThat(with("DOES NOT HOLD")).as(text(out)).isEqualTo(expected);
        assertThat(Others.everything(sandbox)).as("left behind").isEmpty();
    }

    private record Wrong(String assumption, AlteredSandbox.Alteration alteration) {
        @Override
        public String toString() {
            return assumption;
        }
    }

    /** Returns the lines of which the document states that the sandbox does otherwise. */
    private static Set<String> notSimulated() throws IOException {
        return Document.lines().stream()
                .filter(line -> line.sandbox().startsWith("not simulated"))
                .map(Document.Line::assumption)
                .collect(Collectors.toSet());
    }

    private List<String> verdicts() {
        return VERDICT.matcher(text(out)).results().map(match -> match.group(1)).toList();
    }

    private Set<String> with(String verdict) {
        return VERDICT.matcher(text(out))
                .results()
                .filter(match -> match.group(1).equals(verdict))
                .map(match -> match.group(2))
                .collect(Collectors.toSet());
    }

    private int run(String endpoint) {
        return live(sandbox.apiKey(), endpoint, NO_LIMIT).run();
    }

    private Live live(String apiKey, String endpoint, int maxRequests) {
        return new Live(
                Map.of("SEAM_API_KEY", apiKey, "SEAM_ENDPOINT", endpoint),
                new SandboxTimer(sandbox.clock()),
                Duration.ZERO,
                maxRequests,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Moves the clock of the sandbox instead of waiting. */
    private record SandboxTimer(SandboxClock clock) implements Timer {
        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void pause(Duration time) {
            clock.advance(time);
        }
    }
}
