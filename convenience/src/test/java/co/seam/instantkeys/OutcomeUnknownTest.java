package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.cut;
import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.keyResponse;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.silence;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.FakeClock;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link SeamException#isOutcomeUnknown()} for every type of exception, whatever the fault. */
@Timeout(60)
class OutcomeUnknownTest {
    private static final boolean UNKNOWN = true;
    private static final boolean KNOWN = false;

    private static final Consumer<Seam> WRITE = seam -> seam.userIdentities().generateInstantKey("guest");
    private static final Consumer<Seam> READ = seam -> seam.instantKeys().list("guest");
    private static final Consumer<Seam> INTERRUPTED_WRITE = seam -> {
        Thread.currentThread().interrupt();
        WRITE.accept(seam);
    };
    private static final Consumer<Seam> CREATE_GRANT = seam -> seam.accessGrants()
            .create(CreateAccessGrantRequest.builder()
                    .userIdentityId("guest")
                    .accessGrantKey("booking-7")
                    .spaceIds(List.of("floor"))
                    .requestedAccessMethods(List.of())
                    .build());
    private static final Consumer<Seam> ISSUE_STAY = seam -> seam.stays()
            .issue(StayRequest.builder()
                    .accessGrantKey("booking-7")
                    .userIdentityId("another-guest")
                    .spaceIds(List.of("floor"))
                    .startsAt(Instant.parse("2027-01-01T00:00:00Z"))
                    .noEnd()
                    .build());
    private static final Consumer<Seam> REPLACE_STAY = seam -> seam.stays()
            .replace(StayRequest.builder()
                    .accessGrantKey("booking-7")
                    .newUser(NewUserIdentity.builder().fullName("Ada").build())
                    .acsEntranceIds(List.of("door"))
                    .startsAt(Instant.parse("2027-07-07T00:00:00Z"))
                    .noEnd()
                    .build());
    private static final String DOOR = "{\"ok\":true,\"acs_entrances\":[{\"acs_entrance_id\":\"door\","
            + "\"acs_system_id\":\"s\",\"display_name\":\"Door\",\"created_at\":\"2026-01-01T00:00:00Z\","
            + "\"workspace_id\":\"w\",\"connected_account_id\":\"c\",\"space_ids\":[]}]}";
    private static final Consumer<Seam> AWAIT_ISSUED =
            seam -> seam.accessGrants().awaitIssued("grant", Duration.ofMinutes(1));

    private static final String GRANT = "{\"access_grant_id\":\"grant\",\"workspace_id\":\"workspace\","
            + "\"user_identity_id\":\"another-guest\",\"access_grant_key\":\"booking-7\",\"display_name\":\"Grant\","
            + "\"created_at\":\"2026-07-01T08:00:00Z\",\"starts_at\":\"2026-07-01T08:00:00Z\",\"ends_at\":null,"
            + "\"access_method_ids\":[],\"requested_access_methods\":[],\"space_ids\":[]}";
    private static final Behavior RESPOND_WITH_GRANT = respond(200, "{\"access_grant\":" + GRANT + ",\"ok\":true}");
    private static final Behavior RESPOND_WITH_NOTHING_RELATED = respond(200, "{\"batch\":{},\"ok\":true}");

    private static final String FAILED_METHOD = "{\"access_methods\":[{\"access_method_id\":\"m\","
            + "\"workspace_id\":\"w\",\"mode\":\"mobile_key\",\"display_name\":\"Key\","
            + "\"created_at\":\"2026-07-01T08:00:00Z\",\"errors\":[{\"error_code\":\"failed_to_issue\","
            + "\"message\":\"broken\",\"created_at\":\"2026-07-01T08:00:00Z\"}]}],\"ok\":true}";

    static Stream<Row> table() {
        List<Row> rows = new ArrayList<>();
        // error responses
        both(rows, "302", SeamApiException.class, UNKNOWN, KNOWN, respond(302, "", "Location: /x"));
        both(rows, "400", SeamInvalidInputException.class, KNOWN, KNOWN, respond(400, ""));
        both(rows, "401", SeamUnauthorizedException.class, KNOWN, KNOWN, respond(401, ""));
        both(rows, "403", SeamForbiddenException.class, KNOWN, KNOWN, respond(403, ""));
        both(rows, "404", SeamNotFoundException.class, KNOWN, KNOWN, respond(404, ""));
        both(rows, "407", SeamConnectionException.class, UNKNOWN, UNKNOWN, respond(407, "")); // see statuses()
        both(rows, "408", SeamApiException.class, UNKNOWN, KNOWN, respond(408, ""));
        both(rows, "409", SeamConflictException.class, KNOWN, KNOWN, respond(409, ""));
        both(rows, "418", SeamApiException.class, KNOWN, KNOWN, respond(418, ""));
        both(rows, "429", SeamRateLimitException.class, KNOWN, KNOWN, respond(429, ""));
        both(rows, "500", SeamServerException.class, UNKNOWN, KNOWN, respond(500, ""));
        // unreadable responses
        Class<SeamResponseException> unreadable = SeamResponseException.class;
        both(rows, "200 HTML", unreadable, UNKNOWN, KNOWN, respond(200, "<html>"));
        both(rows, "200 empty", unreadable, UNKNOWN, KNOWN, respond(200, ""));
        both(rows, "200 cut", unreadable, UNKNOWN, KNOWN, respond(200, "{\"ok\":true,\"instant_key"));
        both(rows, "200 with a wrong type", unreadable, UNKNOWN, KNOWN, respond(200, "[]"));
        both(rows, "200 with ok false", unreadable, UNKNOWN, KNOWN, respond(200, "{\"ok\":false}"));
        both(rows, "200 too large", unreadable, UNKNOWN, KNOWN, respond(200, "x".repeat(2_000)));
        both(rows, "204", unreadable, UNKNOWN, KNOWN, respond(204, ""));
        rows.add(new Row("write, 200 without the result", unreadable, UNKNOWN, WRITE, respond(200, "{\"ok\":true}")));
        // no complete response: for a read too, although it can always be repeated
        both(rows, "dropped", SeamConnectionException.class, UNKNOWN, UNKNOWN, drop());
        both(rows, "response cut", SeamConnectionException.class, UNKNOWN, UNKNOWN, cut(keyResponse("guest"), 200));
        rows.add(new Row("write, no response", SeamTimeoutException.class, UNKNOWN, WRITE, silence())
                .within(Duration.ofSeconds(1)));
        both(rows, "connection refused", SeamConnectionException.class, KNOWN, KNOWN);
        rows.add(new Row(
                "write, interrupted before", SeamConnectionException.class, KNOWN, INTERRUPTED_WRITE, succeed()));
        // a grant with a key, looked up after an unknown outcome
        rows.add(new Row(
                "grant, dropped, lookup rejected",
                SeamConnectionException.class,
                UNKNOWN,
                CREATE_GRANT,
                drop(),
                respond(403, "")));
        rows.add(new Row(
                "grant, 503, lookup rejected",
                SeamServerException.class,
                UNKNOWN,
                CREATE_GRANT,
                respond(503, ""),
                respond(403, "")));
        rows.add(new Row(
                "grant, dropped, then invalid",
                SeamInvalidInputException.class,
                KNOWN,
                CREATE_GRANT,
                drop(),
                respond(404, ""),
                respond(400, ""),
                respond(404, "")));
        rows.add(new Row(
                "grant, dropped, another grant found",
                SeamConflictException.class,
                KNOWN,
                CREATE_GRANT,
                drop(),
                RESPOND_WITH_GRANT,
                RESPOND_WITH_NOTHING_RELATED,
                RESPOND_WITH_GRANT)); // it was not deleted meanwhile
        // the grant exists
        rows.add(new Row(
                "stay, access methods dropped",
                SeamIssuanceException.class,
                KNOWN,
                ISSUE_STAY,
                RESPOND_WITH_GRANT,
                drop()));
        rows.add(new Row(
                "replacement, revoked, then rejected",
                SeamReplacementException.class,
                KNOWN,
                REPLACE_STAY,
                respond(200, DOOR),
                RESPOND_WITH_GRANT,
                respond(200, "{\"ok\":true}"),
                respond(404, ""),
                respond(403, "")));
        rows.add(new Row(
                "replacement, revoked, then dropped",
                SeamReplacementException.class,
                UNKNOWN,
                REPLACE_STAY,
                respond(200, DOOR),
                RESPOND_WITH_GRANT,
                respond(200, "{\"ok\":true}"),
                respond(404, ""),
                drop()));
        rows.add(new Row("wait, every poll dropped", SeamIssuanceException.class, KNOWN, AWAIT_ISSUED, drop()));
        rows.add(new Row(
                "wait, failure reported",
                SeamIssuanceException.class,
                KNOWN,
                AWAIT_ISSUED,
                respond(200, FAILED_METHOD)));
        // a list that would never end
        rows.add(new Row(
                "list, same cursor twice",
                SeamException.class,
                KNOWN,
                seam -> seam.spaces().list(ListSpacesRequest.builder().build()).forEach(space -> {}),
                respond(
                        200,
                        "{\"spaces\":[],\"pagination\":{\"has_next_page\":true,\"next_page_cursor\":\"x\"},"
                                + "\"ok\":true}")));
        return rows.stream();
    }

    private static void both(
            List<Row> rows,
            String what,
            Class<? extends SeamException> type,
            boolean unknownWrite,
            boolean unknownRead,
            Behavior... script) {
        rows.add(new Row("write, " + what, type, unknownWrite, WRITE, script));
        rows.add(new Row("read, " + what, type, unknownRead, READ, script));
    }

    private static Row row(String what) {
        return table().filter(row -> row.what.equals(what)).findFirst().orElseThrow();
    }

    private static Seam.Builder client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .clock(new FakeClock())
                .maxResponseBytes(1_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void isOutcomeUnknown_everyFault_isAsInTheTable(Row row) throws Exception {
        SeamException e = row.exception();

        assertThat(e).isExactlyInstanceOf(row.type);
        assertThat(e.isOutcomeUnknown()).isEqualTo(row.unknown);
    }

    @Test
    void table_hasEveryTypeOfException() {
        Set<String> types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("co.seam.instantkeys").stream()
                        .filter(type -> type.isAssignableTo(SeamException.class))
                        .filter(type -> !type.getSimpleName().startsWith("SeamWebhook")) // not thrown by calls
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());

        assertThat(table().map(row -> row.type.getSimpleName()).collect(Collectors.toSet()))
                .isEqualTo(types);
    }

    /** Only a status with which the server may have processed a write leaves its outcome unknown. */
    @Test
    void isOutcomeUnknown_everyStatus_dependsOnTheStatusAndOnWhetherItIsAWrite() throws Exception {
        Pattern guest = Pattern.compile("status-(\\d+)");
        Behavior respondAsRequested = client -> {
            Matcher status = guest.matcher(client.body);
            assertThat(status.find()).isTrue();
            respond(Integer.parseInt(status.group(1)), "").serve(client);
        };
        List<Integer> unknownWrites = new ArrayList<>();
        List<Integer> unknownReads = new ArrayList<>();
        try (RawServer server = RawServer.start(respondAsRequested);
                Seam seam = client(server).build()) {
            for (int status : statuses()) {
                SeamApiException write = catchThrowableOfType(
                        SeamApiException.class, () -> seam.userIdentities().generateInstantKey("status-" + status));
                SeamApiException read = catchThrowableOfType(
                        SeamApiException.class, () -> seam.instantKeys().list("status-" + status));

                assertThat(List.of(write.getStatus(), read.getStatus())).containsOnly(status);
                assertThat(read).hasSameClassAs(write);
                if (write.isOutcomeUnknown()) {
                    unknownWrites.add(status);
                }
                if (read.isOutcomeUnknown()) {
                    unknownReads.add(status);
                }
            }
        }

        assertThat(unknownWrites)
                .containsExactlyElementsOf(statuses().stream()
                        .filter(status -> status < 400 || status == 408 || status >= 500)
                        .toList());
        assertThat(unknownReads).isEmpty();
    }

    /** All but 407: OkHttp, without a proxy, reports it as a protocol violation and not as a response. */
    private static List<Integer> statuses() {
        return IntStream.rangeClosed(300, 599)
                .filter(status -> status != 407)
                .boxed()
                .toList();
    }

    @Test
    void errorResponseOfAnInterceptor_nothingWasSent_isKnown() throws Exception {
        OkHttpClient openCircuit = new OkHttpClient.Builder()
                .addInterceptor(chain -> new okhttp3.Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(503)
                        .message("circuit open")
                        .body(ResponseBody.create("", null))
                        .build())
                .build();
        try (RawServer server = RawServer.start(RawServer.succeed());
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .httpClient(openCircuit)
                        .build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOfSatisfying(
                            SeamServerException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void conflictFoundByComparing_hasNoResponseAndCarriesTheGrant() throws Exception {
        SeamConflictException e = (SeamConflictException)
                row("grant, dropped, another grant found").exception();

        assertThat(e.getStatus()).isZero();
        assertThat(e.getType()).isNull();
        assertThat(e.getServerMessage()).isNull();
        assertThat(e.getRequestId()).isNull();
        assertThat(e.getRetryAfter()).isNull();
        assertThat(e.getRawBody()).isEmpty();
        assertThat(e.getPath()).isEqualTo("/access_grants/create");
        assertThat(e.getExistingAccessGrant().getAccessGrantId()).isEqualTo("grant");
        assertThat(e).hasMessageContaining("differs in guest").hasMessageContaining("belongs to grant grant, ");
    }

    @Test
    void conflictReportedByTheServer_hasItsStatusAndNoGrant() throws Exception {
        SeamConflictException e = (SeamConflictException) row("write, 409").exception();

        assertThat(e.getStatus()).isEqualTo(409);
        assertThat(e.getExistingAccessGrant()).isNull();
    }

    /** A fault, and the exception that it becomes. */
    private static final class Row {
        private final String what;
        private final Class<? extends SeamException> type;
        private final boolean unknown;
        private final Consumer<Seam> call;
        private final Behavior[] script;
        private Duration timeout = Defaults.TIMEOUT;

        /** @param script nothing for an address where no server listens */
        Row(
                String what,
                Class<? extends SeamException> type,
                boolean unknown,
                Consumer<Seam> call,
                Behavior... script) {
            this.what = what;
            this.type = type;
            this.unknown = unknown;
            this.call = call;
            this.script = script;
        }

        Row within(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        SeamException exception() throws Exception {
            try (RawServer server = RawServer.start(script);
                    Seam seam = client(server)
                            .endpoint(endpoint(server))
                            .timeout(timeout)
                            .build()) {
                return catchThrowableOfType(SeamException.class, () -> call.accept(seam));
            } finally {
                Thread.interrupted(); // one of the calls leaves the flag set
            }
        }

        private String endpoint(RawServer server) {
            return script.length == 0 ? "http://127.0.0.9:" + server.port() : server.endpoint();
        }

        @Override
        public String toString() {
            return what;
        }
    }
}
