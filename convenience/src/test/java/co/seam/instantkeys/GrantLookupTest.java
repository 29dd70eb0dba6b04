package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.drop;
import static co.seam.instantkeys.RawServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.SeamTypeAdapterFactory;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.internal.transport.FakeClock;
import com.google.gson.TypeAdapter;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a create with an unknown outcome ends, depending on what the lookup by its key finds. All responses are scripted.
 */
@Timeout(60)
class GrantLookupTest {
    private static final Instant CREATED = Instant.parse("2026-07-01T08:00:00Z");
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");
    private static final String NO_GRANT =
            "{\"error\":{\"type\":\"access_grant_not_found\",\"message\":\"none\"},\"ok\":false}";
    private static final String DUPLICATE =
            "{\"error\":{\"type\":\"duplicate\",\"message\":\"key taken\"},\"ok\":false}";

    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final FakeClock clock = new FakeClock();

    static Stream<Arguments> same() {
        return Stream.of(
                Arguments.of("nothing else", requested().build(), found().build()),
                Arguments.of(
                        "whole seconds",
                        requested().startsAt(START.plusMillis(123)).build(),
                        found().build()),
                Arguments.of(
                        "no start, so that of its making",
                        CreateAccessGrantRequest.builder()
                                .userIdentityId("guest")
                                .accessGrantKey("booking-7")
                                .acsEntranceIds(List.of("door"))
                                .requestedAccessMethods(List.of(method().build()))
                                .endsAt(END)
                                .build(),
                        found().startsAt(CREATED.plusMillis(400)).build()),
                Arguments.of(
                        "e-mail address in lower case",
                        inline(NewUserIdentity.builder()
                                .fullName("Ann Smith")
                                .emailAddress("Ann@Example.com")
                                .build()),
                        found().build()),
                Arguments.of(
                        "a phone number that the server normalizes",
                        inline(NewUserIdentity.builder().fullName("Ann Smith").phoneNumber("+1 (555) 123-4567")),
                        found().build()),
                Arguments.of(
                        "a name that the server trims",
                        inline(NewUserIdentity.builder().fullName("  Ann  Smith ")),
                        found().build()),
                Arguments.of(
                        "guest merged into another",
                        requested().userIdentityId("guest-before").build(),
                        found().build()),
                Arguments.of(
                        "a PIN that the server does not repeat",
                        requested()
                                .requestedAccessMethods(List.of(pin("471147")))
                                .build(),
                        found().requestedAccessMethods(List.of(
                                        foundMethod(AccessMethodMode.CODE).build()))
                                .build()),
                Arguments.of(
                        "fields that this SDK does not know",
                        requested().putAdditionalProperty("floor", "7").build(),
                        found().putAdditionalProperty("floor", "7").build()));
    }

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(
                        "another guest", requested().userIdentityId("other").build(), found()),
                Arguments.of("another e-mail address", inline(person().emailAddress("bob@example.com")), found()),
                Arguments.of("another phone number", inline(person().phoneNumber("+15550000000")), found()),
                Arguments.of("another name", inline(person().fullName("Bob Smith")), found()),
                Arguments.of("a guest without a name", inline(NewUserIdentity.builder()), found()),
                Arguments.of(
                        "another start",
                        requested().startsAt(START.plusSeconds(60)).build(),
                        found()),
                Arguments.of(
                        "another end", requested().endsAt(END.plusSeconds(60)).build(), found()),
                Arguments.of("no end", requested().endsAtNull().build(), found()),
                Arguments.of(
                        "another door",
                        requested().acsEntranceIds(List.of("other")).build(),
                        found()),
                Arguments.of(
                        "one door more",
                        requested().acsEntranceIds(List.of("door", "other")).build(),
                        found()),
                Arguments.of(
                        "a device", requested().deviceIds(List.of("device")).build(), found()),
                Arguments.of("a space", requested().spaceIds(List.of("space")).build(), found()),
                Arguments.of(
                        "more uses",
                        requested().build(),
                        found().requestedAccessMethods(List.of(foundMethod(AccessMethodMode.MOBILE_KEY)
                                .instantKeyMaxUseCount(99)
                                .build()))),
                Arguments.of(
                        "another mode",
                        requested().build(),
                        found().requestedAccessMethods(List.of(
                                foundMethod(AccessMethodMode.CARD).build()))),
                Arguments.of(
                        "another PIN",
                        requested()
                                .requestedAccessMethods(List.of(pin("471147")))
                                .build(),
                        found().requestedAccessMethods(List.of(foundMethod(AccessMethodMode.CODE)
                                .code("815815")
                                .build()))),
                Arguments.of(
                        "one key more",
                        requested()
                                .requestedAccessMethods(List.of(method().build(), method().build()))
                                .build(),
                        found()),
                Arguments.of(
                        "a PIN that nobody requested for",
                        requested().build(),
                        found().requestedAccessMethods(List.of(
                                foundMethod(AccessMethodMode.MOBILE_KEY).build(),
                                foundMethod(AccessMethodMode.CODE)
                                        .code("815815")
                                        .build()))),
                Arguments.of(
                        "a field that cannot be compared",
                        requested()
                                .putAdditionalProperty("gate_ids", List.of("gate-7"))
                                .build(),
                        found()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("same")
    void create_foundGrantMatches_isReturned(String what, CreateAccessGrantRequest requested, AccessGrant found)
            throws Exception {
        try (RawServer server = server(drop(), grant(found));
                Seam seam = client(server)) {
            AccessGrant grant = seam.accessGrants().create(requested);

            assertThat(grant).isEqualTo(found);
            assertThat(operations).containsExactly("create", "get", "related");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("different")
    void create_foundGrantDiffers_isAConflict(
            String what, CreateAccessGrantRequest requested, AccessGrant.Builder found) throws Exception {
        try (RawServer server = server(drop(), grant(found.build()));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested))
                    .isInstanceOf(SeamConflictException.class)
                    .hasMessageContaining("of this request, ")
                    .hasMessageContaining(" belongs to grant grant, which differs in ");
        }
        assertThat(operations).containsOnlyOnce("create");
    }

    @Test
    void create_foundGrantDiffersAndWhatIsRelatedCannotBeRead_isAConflict() throws Exception {
        AccessGrant found = found().endsAt(END.plusSeconds(3600)).build();
        try (RawServer server = server(drop(), grant(found), respond(503, ""));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOfSatisfying(SeamConflictException.class, e -> {
                        assertThat(e.getExistingAccessGrant()).isEqualTo(found);
                        assertThat(e.getDifferences())
                                .extracting(GrantDifference::getKind)
                                .containsExactly(GrantDifference.Kind.TIMES, GrantDifference.Kind.OTHER);
                        assertThat(e.getDifferences().get(1).getFound()).contains("HTTP 503");
                    });
        }
    }

    @Test
    void create_unreadableResponse_isLookedUp() throws Exception {
        try (RawServer server = server(respond(200, "<html>"), grant(found().build()));
                Seam seam = client(server)) {
            AccessGrant grant = seam.accessGrants().create(requested().build());

            assertThat(grant).isEqualTo(found().build());
        }
    }

    /** The first request may have created the duplicate, although the lookup does not find it yet. */
    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void create_duplicateAfterAnUnknownOutcomeAndNeverFound_staysUnknown(int status) throws Exception {
        try (RawServer server = server(inTurn(drop(), respond(status, DUPLICATE)), respond(404, NO_GRANT));
                Seam seam = client(server)) {
            Throwable thrown =
                    catchThrowable(() -> seam.accessGrants().create(requested().build()));

            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            assertThat(thrown.getSuppressed()).hasSize(1);
            assertThat(operations).containsExactly("create", "get", "create", "get", "get");
            assertThat(clock.waits()).containsExactly(200L, 500L);
        }
    }

    @Test
    void create_duplicateAfterAnUnknownOutcomeFoundLate_isReturned() throws Exception {
        try (RawServer server = server(
                        inTurn(drop(), respond(409, DUPLICATE)),
                        inTurn(respond(404, NO_GRANT), respond(404, NO_GRANT), grant(found().build())));
                Seam seam = client(server)) {
            AccessGrant grant = seam.accessGrants().create(requested().build());

            assertThat(grant).isEqualTo(found().build());
        }
    }

    @Test
    void create_invalidAfterAnUnknownOutcome_throwsTheErrorResponse() throws Exception {
        String invalid = "{\"error\":{\"type\":\"invalid_input\",\"message\":\"ends before it starts\"},\"ok\":false}";
        try (RawServer server = server(inTurn(respond(503, ""), respond(400, invalid)), respond(404, NO_GRANT));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOf(SeamInvalidInputException.class);
        }
    }

    @Test
    void create_lookupFailsWithAConflict_staysUnknown() throws Exception {
        try (RawServer server = server(drop(), respond(409, DUPLICATE));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOf(SeamConnectionException.class);
        }
    }

    @Test
    void create_lookupDelayedBeyondTheTotalTimeout_givesUpAtOnce() throws Exception {
        try (RawServer server = server(drop(), respond(429, "", "Retry-After: 3600"));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOf(SeamConnectionException.class);
            assertThat(operations).containsExactly("create", "get");
        }
    }

    @Test
    void create_totalTimeoutPasses_isNotSentAgain() throws Exception {
        Behavior timePasses = client -> clock.pass(Duration.ofMinutes(2));
        try (RawServer server = server(timePasses.then(drop()), respond(404, NO_GRANT));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOf(SeamConnectionException.class);
            assertThat(operations).containsExactly("create"); // one deadline for the request and its lookups
        }
    }

    @Test
    void create_interruptedDuringTheLookup_isNotSentAgainAndKeepsTheFlag() throws Exception {
        Thread caller = Thread.currentThread();
        Behavior interrupting = client -> {
            caller.interrupt();
            drop().serve(client);
        };
        try (RawServer server = server(drop(), interrupting);
                Seam seam = client(server)) {
            Throwable thrown =
                    catchThrowable(() -> seam.accessGrants().create(requested().build()));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isInstanceOf(SeamConnectionException.class);
            assertThat(operations).containsExactly("create", "get");
        }
    }

    /** As sent to another request: the lookup decides. */
    @Test
    void create_responseNamesAnotherKey_isNotReturned() throws Exception {
        Behavior another = grant(found().accessGrantKey("booking-8").build());
        try (RawServer server = server(another, grant(found().build()));
                Seam seam = client(server)) {
            AccessGrant grant = seam.accessGrants().create(requested().build());

            assertThat(grant).isEqualTo(found().build());
            assertThat(operations).containsExactly("create", "get", "related");
        }
    }

    @Test
    void create_lookupReturnsAnotherKey_staysUnknown() throws Exception {
        try (RawServer server =
                        server(drop(), grant(found().accessGrantKey("booking-8").build()));
                Seam seam = client(server)) {
            Throwable thrown =
                    catchThrowable(() -> seam.accessGrants().create(requested().build()));

            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());
            assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(SeamResponseException.class);
            assertThat(operations).containsExactly("create", "get");
        }
    }

    @Test
    void create_withoutAKeyAndTheResponseNamesAnotherGuest_isUnknownAndKeepsTheBody() throws Exception {
        Behavior another =
                grant(found().userIdentityId("stranger").accessGrantKey("other").build());
        CreateAccessGrantRequest request = CreateAccessGrantRequest.builder()
                .userIdentityId("guest")
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of())
                .build();
        try (RawServer server = server(another, respond(404, NO_GRANT));
                Seam seam = client(server)) {
            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(SeamResponseException.class, e -> {
                        assertThat(e.isOutcomeUnknown()).isTrue();
                        assertThat(e.getRawBody()).contains("stranger");
                    });
        }
    }

    /** Whatever the server certainly did not process is sent again, without a lookup. */
    @Test
    void create_connectionRefusedTwice_isSentAgain() throws Exception {
        AtomicInteger connects = new AtomicInteger();
        Dns dns = host -> {
            if (connects.incrementAndGet() <= 2) {
                throw new UnknownHostException(host);
            }
            return Dns.SYSTEM.lookup(host);
        };
        try (RawServer server = server(grant(found().build()), respond(404, NO_GRANT));
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .httpClient(new OkHttpClient.Builder().dns(dns).build())
                        .clock(clock)
                        .build()) {
            AccessGrant grant = seam.accessGrants().create(requested().build());

            assertThat(grant).isEqualTo(found().build());
            assertThat(operations).containsExactly("create");
            assertThat(clock.waits()).containsExactly(200L, 400L);
        }
    }

    @Test
    void create_withoutAKeyAndNoConnection_isNotSentAgain() throws Exception {
        AtomicInteger connects = new AtomicInteger();
        Dns dns = host -> {
            connects.incrementAndGet();
            throw new UnknownHostException(host);
        };
        try (Seam seam = Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint("http://localhost:1")
                .httpClient(new OkHttpClient.Builder().dns(dns).build())
                .clock(clock)
                .build()) {
            CreateAccessGrantRequest request = CreateAccessGrantRequest.builder()
                    .userIdentityId("guest")
                    .acsEntranceIds(List.of("door"))
                    .requestedAccessMethods(List.of())
                    .build();

            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isFalse());
            assertThat(connects).hasValue(1);
        }
    }

    /** The lookups share the time of the request: together they end at the total timeout. */
    @Test
    void create_everyRequestHangs_endsAtTheTotalTimeout() throws Exception {
        try (RawServer server = server(RawServer.silence(), RawServer.silence());
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .timeout(Duration.ofMillis(600))
                        .totalTimeout(Duration.ofMillis(1_000))
                        .build()) {
            assertThatThrownBy(() -> seam.accessGrants().create(requested().build()))
                    .isInstanceOfSatisfying(
                            SeamTimeoutException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue());

            // with a second of its own, the lookup would be attempted twice
            assertThat(operations).containsExactly("create", "get");
        }
    }

    private RawServer server(Behavior create, Behavior get) throws IOException {
        return server(create, get, grantBatch());
    }

    private RawServer server(Behavior create, Behavior get, Behavior related) throws IOException {
        return RawServer.start(client -> {
            String operation = client.body.contains("access_grant_ids")
                    ? "related"
                    : client.body.contains("user_identity") ? "create" : "get";
            operations.add(operation);
            (operation.equals("related") ? related : operation.equals("create") ? create : get).serve(client);
        });
    }

    private Seam client(RawServer server) {
        return Seam.builder()
                .apiKey("seam_test1_key")
                .endpoint(server.endpoint())
                .clock(clock)
                .build();
    }

    /** Serves each request with the next behavior, and all that follow with the last. */
    private static Behavior inTurn(Behavior... behaviors) {
        AtomicInteger next = new AtomicInteger();
        return client -> behaviors[Math.min(next.getAndIncrement(), behaviors.length - 1)].serve(client);
    }

    private static CreateAccessGrantRequest.Builder requested() {
        return CreateAccessGrantRequest.builder()
                .userIdentityId("guest")
                .accessGrantKey("booking-7")
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of(method().build()))
                .startsAt(START)
                .endsAt(END);
    }

    private static CreateAccessGrantRequest inline(NewUserIdentity.Builder guest) {
        return inline(guest.build());
    }

    private static CreateAccessGrantRequest inline(NewUserIdentity guest) {
        return CreateAccessGrantRequest.builder()
                .userIdentity(guest)
                .accessGrantKey("booking-7")
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of(method().build()))
                .startsAt(START)
                .endsAt(END)
                .build();
    }

    private static NewUserIdentity.Builder person() {
        return NewUserIdentity.builder()
                .fullName("Ann Smith")
                .emailAddress("ann@example.com")
                .phoneNumber("+15551234567");
    }

    private static NewAccessMethod.Builder method() {
        return NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY);
    }

    private static NewAccessMethod pin(String code) {
        return NewAccessMethod.builder().mode(AccessMethodMode.CODE).code(code).build();
    }

    private static RequestedAccessMethod.Builder foundMethod(AccessMethodMode mode) {
        return RequestedAccessMethod.builder()
                .mode(mode)
                .displayName("Method")
                .createdAt(CREATED)
                .createdAccessMethodIds(List.of());
    }

    private static AccessGrant.Builder found() {
        return AccessGrant.builder()
                .accessGrantId("grant")
                .workspaceId("workspace")
                .userIdentityId("guest")
                .accessGrantKey("booking-7")
                .displayName("Grant")
                .createdAt(CREATED)
                .startsAt(START)
                .endsAt(END)
                .accessMethodIds(List.of())
                .spaceIds(List.of())
                .requestedAccessMethods(
                        List.of(foundMethod(AccessMethodMode.MOBILE_KEY).build()));
    }

    private static Behavior grant(AccessGrant grant) {
        return respond(
                200,
                json(AccessGrantResponse.builder().accessGrant(grant).ok(true).build()));
    }

    private static Behavior grantBatch() {
        UserIdentity guest = UserIdentity.builder()
                .userIdentityId("guest")
                .workspaceId("workspace")
                .displayName("Ann")
                .createdAt(CREATED)
                .fullName("Ann Smith")
                .emailAddress("ann@example.com")
                .phoneNumber("+15551234567")
                .acsUserIds(List.of())
                .mergedUserIdentityIds(List.of("guest-before"))
                .build();
        String door = "{\"acs_entrance_id\":\"door\",\"acs_system_id\":\"system\",\"connected_account_id\":\"account\","
                + "\"display_name\":\"Door\",\"workspace_id\":\"workspace\",\"created_at\":\"2026-01-01T00:00:00Z\","
                + "\"errors\":[],\"warnings\":[],\"space_ids\":[]}";
        return respond(
                200,
                "{\"ok\":true,\"batch\":{\"user_identities\":[" + json(guest) + "],\"acs_entrances\":[" + door + "]}}");
    }

    private static String json(Object model) {
        @SuppressWarnings("unchecked")
        TypeAdapter<Object> codec = (TypeAdapter<Object>) SeamTypeAdapterFactory.adapter(model.getClass());
        return codec.toJson(model);
    }
}
