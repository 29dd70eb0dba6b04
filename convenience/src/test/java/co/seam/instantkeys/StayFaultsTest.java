package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stays on a bad day: slow servers, lookups that lag or fail, threads that are interrupted, late messages. */
@Timeout(60)
class StayFaultsTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant ARRIVAL = Instant.parse("2030-05-01T15:00:00Z");
    private static final Instant DEPARTURE = Instant.parse("2030-05-04T10:00:00Z");
    private static final String KEY = "booking-7";
    private static final List<String> PATHS = List.of(
            "/access_grants/create",
            "/access_grants/get",
            "/access_grants/update",
            "/access_grants/delete",
            "/access_grants/get_related",
            "/acs/entrances/list",
            "/user_identities/get",
            "/user_identities/generate_instant_key",
            "/instant_keys/list");

    static Stream<Arguments> verbs() {
        return Stream.of(
                verb(
                        "issue new",
                        stays -> stays.issue(stay().accessGrantKey("new").build())),
                verb("issue existing", stays -> stays.issue(stay().build())),
                verb("get", stays -> stays.get(KEY)),
                verb("changeTimes", stays -> stays.changeTimes(KEY, ARRIVAL, DEPARTURE.plusSeconds(3600))),
                verb("changeTimesNoEnd", stays -> stays.changeTimesNoEnd(KEY, ARRIVAL)),
                verb("newLink", stays -> stays.newLink(KEY)),
                verb("cancel", stays -> stays.cancel(KEY)),
                verb("replace", stays -> stays.replace(room("Room 102"))));
    }

    private static Arguments verb(String name, Consumer<Stays> call) {
        return Arguments.of(name, call);
    }

    /** However many requests it takes, and whichever of them hangs. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("verbs")
    void verb_serverHangs_endsAtTheTotalTimeout(String name, Consumer<Stays> call) {
        for (String path : PATHS) {
            contract.sandbox().reset();
            stays().issue(stay().build());
            contract.sandbox().onNext(1_000, path).delay(Duration.ofSeconds(30));
            try (Seam impatient = client(Duration.ofMillis(100))) {
                long start = System.nanoTime();

                Throwable failure = catchThrowable(() -> call.accept(impatient.stays()));

                assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(Duration.ofSeconds(10));
                if (failure != null) {
                    assertThat(failure).as(path).isInstanceOf(SeamException.class);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verbs")
    void verb_retryAfterIsLongerThanTheTotalTimeout_endsAtOnceWithThe429(String name, Consumer<Stays> call) {
        for (String path : PATHS) {
            contract.sandbox().reset();
            stays().issue(stay().build());
            contract.sandbox().onNext(1_000, path).respond(429, Duration.ofHours(1));

            Throwable failure = catchThrowable(() -> call.accept(stays()));

            if (failure != null) {
                assertThat(Stream.iterate(failure, e -> e != null, Throwable::getCause))
                        .as(path)
                        .anyMatch(SeamRateLimitException.class::isInstance);
            }
        }
    }

    @Test
    void issue_retryAfterIsLongerThanNanosecondsCanCount_isThe429() {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_grants/create")
                        .willReturn(aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")));

        assertThatThrownBy(() -> stays().issue(stay().build())).isInstanceOf(SeamRateLimitException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verbs")
    void verb_429StormWithoutRetryAfter_endsAtTheTotalTimeout(String name, Consumer<Stays> call) {
        for (String path : List.of("/access_grants/create", "/access_grants/update", "/access_grants/delete")) {
            contract.sandbox().reset();
            stays().issue(stay().build());
            contract.sandbox().onNext(1_000, path).respond(429);
            try (Seam impatient = Seam.builder()
                    .apiKey(contract.sandbox().apiKey())
                    .endpoint(contract.sandbox().endpoint())
                    .totalTimeout(Duration.ofSeconds(20))
                    .clock(new SandboxTime(contract.sandbox()))
                    .build()) {
                long start = System.nanoTime();

                Throwable failure = catchThrowable(() -> call.accept(impatient.stays()));

                assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(Duration.ofSeconds(10));
                if (failure != null) {
                    assertThat(Stream.iterate(failure, e -> e != null, Throwable::getCause))
                            .as(path)
                            .anyMatch(SeamRateLimitException.class::isInstance);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verbs")
    void verb_interrupted_endsAndKeepsTheFlag(String name, Consumer<Stays> call) throws Exception {
        for (String path : PATHS) {
            contract.sandbox().reset();
            stays().issue(stay().build());
            contract.sandbox().onNext(1_000, path).delay(Duration.ofSeconds(30));
            try (Seam patient = Seam.builder()
                    .apiKey(contract.sandbox().apiKey())
                    .endpoint(contract.sandbox().endpoint())
                    .noTimeout()
                    .build()) {
                int before = contract.sandbox().timesReceived(path);
                List<Object> seen = new ArrayList<>();
                Thread caller = new Thread(() -> {
                    Throwable failure = catchThrowable(() -> call.accept(patient.stays()));
                    if (failure != null) {
                        seen.add(failure);
                        seen.add(Thread.currentThread().isInterrupted());
                    }
                });
                caller.start();
                while (caller.isAlive() && contract.sandbox().timesReceived(path) == before) {
                    Thread.onSpinWait();
                }
                long start = System.nanoTime();
                caller.interrupt();
                caller.join(20_000);

                assertThat(caller.isAlive()).as(path).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(Duration.ofSeconds(10));
                if (!seen.isEmpty()) {
                    assertThat(seen.get(0)).as(path).isInstanceOf(SeamException.class);
                    assertThat(seen.get(1)).as(path).isEqualTo(true);
                }
            }
        }
    }

    /**
     * Whether the interrupt ends a pause or a poll, which hangs here: the create was rejected, so nothing is unknown.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void issue_interruptedWhileItWaitsForADeletion_isNotAConflict(boolean pollHangs) throws Exception {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofHours(1));
        stays().cancel(KEY);
        if (pollHangs) {
            contract.sandbox().onNext("/access_grants/get").delay(Duration.ofMillis(1));
            contract.sandbox().onNext("/access_grants/get").delay(Duration.ofSeconds(30));
        }
        int before = contract.sandbox().timesReceived("/access_grants/get");
        List<Object> seen = new ArrayList<>();
        Thread caller = new Thread(() -> {
            seen.add(catchThrowable(() -> stays().issue(stay().build())));
            seen.add(Thread.currentThread().isInterrupted());
        });
        caller.start();
        while (contract.sandbox().timesReceived("/access_grants/get") < before + 2) {
            Thread.onSpinWait();
        }

        caller.interrupt();
        caller.join();

        assertThat(seen.get(0)).isInstanceOf(SeamConnectionException.class).isNotInstanceOf(SeamTimeoutException.class);
        assertThat(((SeamException) seen.get(0)).isOutcomeUnknown()).isFalse();
        assertThat(seen.get(1)).isEqualTo(true);
    }

    /** A rejection by the executor of the caller's client is no reason to fail. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("verbs")
    void verb_clientWithOneBusyThread_works(String name, Consumer<Stays> call) throws Exception {
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
        Thread owner = Thread.currentThread();
        try (Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .httpClient(new OkHttpClient.Builder()
                        .dispatcher(new Dispatcher(one))
                        .build())
                .build()) {
            stays().issue(stay().build());
            one.execute(() -> {
                try {
                    owner.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            call.accept(seam.stays());
        } finally {
            one.shutdownNow();
        }
    }

    /** The one whose create was rejected must not get the server's conflict instead of the stay. */
    @Test
    void issue_lookupLagsBehindTheWriteOfAnother_returnsTheStay() {
        NewUserIdentity guest = NewUserIdentity.builder()
                .fullName("Ada")
                .emailAddress("ada@example.com")
                .build();
        IssuedStay first = contract.hasty().stays().issue(stay().newUser(guest).build());
        contract.sandbox().onNext("/access_grants/get").respond(404);

        IssuedStay second = contract.hasty().stays().issue(stay().newUser(guest).build());

        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
        assertThat(second.isNew()).isFalse();
    }

    /** The response was lost, and the server rejects the second request before a lookup finds the first. */
    @Test
    void issue_lookupLagsBehindALostResponse_returnsTheStay() {
        contract.sandbox().onNext("/access_grants/create").dropAfterProcessing();
        contract.sandbox().onNext(2, "/access_grants/get").respond(404);

        assertThat(contract.hasty().stays().issue(stay().build()).isNew()).isTrue();

        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(2);
        assertThat(seam().accessGrants().list()).hasSize(1);
    }

    /** A wait for a deletion is over when another grant has the key. */
    @Test
    void issue_anotherGrantTakesTheKeyAfterADeletion_isAConflictAtOnce() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofSeconds(1));
        stays().cancel(KEY);
        TransportClock time = new SandboxTime(contract.sandbox());
        AtomicBoolean first = new AtomicBoolean(true);
        TransportClock racing = new TransportClock() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public void await(long nanos, CountDownLatch wakeUp) throws InterruptedException {
                time.await(nanos, wakeUp);
                if (first.getAndSet(false)) {
                    contract.sandbox().clock().advance(Duration.ofSeconds(1));
                    stays().issue(room("Room 201"));
                }
            }

            @Override
            public Runnable schedule(long nanos, Runnable task) {
                return time.schedule(nanos, task);
            }

            @Override
            public void close() {}
        };
        try (Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .clock(racing)
                .build()) {
            assertThatThrownBy(() -> seam.stays().issue(stay().build())).isInstanceOf(SeamConflictException.class);
        }
    }

    /** As after a deletion that ended between the rejection and the lookup. */
    @Test
    void issue_nothingExplainsTheConflict_isSentOnceMore() {
        contract.sandbox().onNext("/access_grants/create").respond(409);

        assertThat(contract.hasty().stays().issue(stay().build()).isNew()).isTrue();

        contract.sandbox().onNext(9, "/access_grants/create").respond(409);
        StayRequest other = stay().accessGrantKey("booking-8").build();
        assertThatThrownBy(() -> contract.hasty().stays().issue(other)).isInstanceOf(SeamConflictException.class);
        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(4);
    }

    /** A conflict would be final for most callers. */
    @Test
    void issue_lookupAfterARejectionFails_isTheFailureOfTheLookup() {
        stays().issue(stay().build());
        contract.sandbox().onNext(3, "/access_grants/get").respond(500);

        assertThatThrownBy(() -> contract.hasty().stays().issue(stay().build()))
                .isInstanceOf(SeamServerException.class)
                .satisfies(e ->
                        assertThat(e.getSuppressed()).hasSize(1).allMatch(SeamConflictException.class::isInstance));
    }

    @Test
    void issue_expiryOfAnExistingStayCannotBeRead_carriesTheGrant() {
        AccessGrant grant = stays().issue(stay().build()).getAccessGrant();
        contract.sandbox().onNext("/instant_keys/list").respond(403);

        SeamIssuanceException e =
                catchThrowableOfType(SeamIssuanceException.class, () -> stays().issue(stay().build()));

        assertThat(e.getAccessGrant()).isEqualTo(grant);
        assertThat(e).hasMessageContaining("expiry of its link").hasCauseInstanceOf(SeamForbiddenException.class);
    }

    /** The times are set: no exception must look as if they were not. */
    @Test
    void changeTimes_cannotBeReadAfterwards_carriesTheGrantAndIsSentOnce() {
        AccessGrant grant = stays().issue(stay().build()).getAccessGrant();
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_grants/get")
                        .inScenario("afterwards")
                        .whenScenarioStateIs("changed")
                        .willReturn(aResponse().withStatus(403)));
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_grants/update")
                        .inScenario("afterwards")
                        .willSetStateTo("changed")
                        .willReturn(aResponse().withStatus(200).withBody("{\"ok\":true}")));

        SeamIssuanceException e =
                catchThrowableOfType(SeamIssuanceException.class, () -> stays().changeTimesNoEnd(KEY, ARRIVAL));

        assertThat(e.getAccessGrantId()).isEqualTo(grant.getAccessGrantId());
        assertThat(contract.sandbox().timesReceived("/access_grants/update")).isLessThanOrEqualTo(1);
    }

    /** What a supplier throws does not hide that a request may have been processed. */
    @Test
    void issue_credentialsFailAfterAnUnknownOutcome_isUnknown() {
        contract.sandbox().onNext("/access_grants/create").dropBeforeProcessing();
        try (Seam seam = contract.seam()
                .with(settings -> settings.apiKey(() -> {
                    if (contract.sandbox().timesReceived("/access_grants/get") > 0) { // the next is the second create
                        throw new IllegalArgumentException("the vault is sealed");
                    }
                    return contract.sandbox().apiKey();
                }))) {
            SeamException e =
                    catchThrowableOfType(SeamException.class, () -> seam.stays().issue(stay().build()));

            assertThat(e.isOutcomeUnknown()).isTrue();
            assertThat(e.getSuppressed()).extracting(Throwable::getMessage).contains("the vault is sealed");
        }
    }

    @Test
    void replace_credentialsFailAfterTheRevocation_saysWhatWasRevoked() {
        AccessGrant old = stays().issue(stay().build()).getAccessGrant();
        try (Seam seam = contract.seam()
                .with(settings -> settings.apiKey(() -> {
                    if (contract.sandbox().timesReceived("/access_grants/delete") > 0) {
                        throw new IllegalArgumentException("the vault is sealed");
                    }
                    return contract.sandbox().apiKey();
                }))) {
            SeamReplacementException e = catchThrowableOfType(
                    SeamReplacementException.class, () -> seam.stays().replace(room("Room 102")));

            assertThat(e.getRevokedAccessGrant()).isEqualTo(old);
            assertThat(e).hasMessageContaining("the vault is sealed");
        }
        assertThat(stays().replace(room("Room 102")).isNew()).isTrue();
    }

    @Test
    void build_requestThatTheSdkWouldRejectLater_isRejectedBeforeReplaceCanRevoke() {
        assertThatThrownBy(() -> stay().newUser(
                                NewUserIdentity.builder().fullName("").build())
                        .build())
                .hasMessageContaining("userIdentity.fullName");
        assertThatThrownBy(() -> stay().acsEntranceIds(List.of("one"))
                        .acsEntranceIds(List.of())
                        .build())
                .hasMessageContaining("no door");
        assertThatThrownBy(() -> stay().spaceKeys(List.of("")).build()).hasMessageContaining("spaceKeys[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entrance", "space", "guest"})
    void replace_somethingThatDoesNotExist_revokesNothing(String what) {
        AccessGrant old = stays().issue(stay().build()).getAccessGrant();
        String nobody = "00000000-0000-4000-8000-000000000000";
        StayRequest request = switch (what) {
            case "entrance" ->
                stay().acsEntranceIds(List.of(door("Room 101"), nobody)).build();
            case "space" -> stay().spaceIds(List.of(nobody)).build();
            default ->
                StayRequest.builder()
                        .accessGrantKey(KEY)
                        .userIdentityId(nobody)
                        .acsEntranceIds(List.of(door("Room 101")))
                        .startsAt(ARRIVAL)
                        .endsAt(DEPARTURE)
                        .build();
        };

        assertThatThrownBy(() -> stays().replace(request)).isNotInstanceOf(SeamReplacementException.class);

        assertThat(seam().accessGrants().list()).containsExactly(old);
    }

    /** The newer replacement that is under way must not lose against the older one. */
    @Test
    void replace_newerGrantIsBeingDeleted_isAConflict() {
        String first = stays().issue(stay().build()).getAccessGrant().getAccessGrantId();
        stays().replace(room("Room 102"), first);
        contract.sandbox().deleteAfter(Duration.ofHours(1));
        stays().cancel(KEY);

        assertThatThrownBy(() -> stays().replace(room("Room 201"), first))
                .isInstanceOf(SeamConflictException.class)
                .hasMessageContaining(first);
    }

    @Test
    void replace_deletionTakesTime_createsOnceAfterItsEnd() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofSeconds(5));
        try (Seam patient = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .clock(new SandboxTime(contract.sandbox()))
                .build()) {
            patient.stays().replace(room("Room 102"));
        }

        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(2);
    }

    @Test
    void replace_linkOfTheNewGrantCannotBeRead_isNotAFailedReplacement() {
        AccessGrant old = stays().issue(stay().build()).getAccessGrant();
        NewAccessMethod mobileKey =
                NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY).build();
        StayRequest request =
                stay().accessMethods(List.of(mobileKey, mobileKey)).build(); // so that the grant has no link
        contract.sandbox().onNext("/access_methods/list").respond(403);

        SeamIssuanceException e = catchThrowableOfType(SeamIssuanceException.class, () -> stays().replace(request));

        assertThat(e.getAccessGrantId()).isNotEqualTo(old.getAccessGrantId());
        assertThat(seam().accessGrants().list()).containsExactly(e.getAccessGrant());
    }

    @Test
    void replace_afterACrashBetweenItsWrites_usesTheGuestOfTheRevokedGrant() {
        NewUserIdentity ada = NewUserIdentity.builder()
                .fullName("Ada")
                .emailAddress("ada@example.com")
                .build();
        AccessGrant old = stays().issue(stay().newUser(ada).build()).getAccessGrant();
        stays().cancel(KEY);

        IssuedStay moved = stays().replace(stay().newUser(ada)
                .acsEntranceIds(List.of(door("Room 102")))
                .build());

        assertThat(moved.getAccessGrant().getUserIdentityId()).isEqualTo(old.getUserIdentityId());
    }

    @Test
    void replace_twoAtOnce_leaveOneGrantAndNobodyWithoutNotice() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 15; round++) {
                contract.sandbox().reset();
                stays().issue(stay().build());
                List<Future<IssuedStay>> both = List.of(
                        pool.submit(() -> stays().replace(room("Room 102"))),
                        pool.submit(() -> stays().replace(room("Room 201"))));
                List<String> issued = new ArrayList<>();
                for (Future<IssuedStay> one : both) {
                    try {
                        issued.add(one.get().getAccessGrant().getAccessGrantId());
                    } catch (ExecutionException e) {
                        // the latter if the other one had revoked the grant already
                        assertThat(e.getCause())
                                .isInstanceOfAny(SeamReplacementException.class, SeamConflictException.class);
                    }
                }

                assertThat(seam().accessGrants().list())
                        .singleElement()
                        .satisfies(grant -> assertThat(issued).contains(grant.getAccessGrantId()));
            }
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void issue_redelivered_isTheSameStayForEveryKindOfGuest(boolean normalized) {
        contract.sandbox().normalizeContacts(normalized);
        String existing = seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey("bob")
                        .emailAddress("bob@example.com")
                        .build())
                .getUserIdentityId();
        NewUserIdentity contacts = NewUserIdentity.builder()
                .fullName(" Ada  Guest")
                .emailAddress("Ada@Example.com")
                .phoneNumber(normalized ? "+1 (415) 555-0100" : "+14155550100")
                .build();
        List<StayRequest.Builder> guests = List.of(
                base().userIdentityId(existing),
                base().userIdentityId(existing.toUpperCase(Locale.ROOT)),
                base().userIdentityKey("bob"),
                base().newUser(NewUserIdentity.builder()
                        .fullName("Only A. Name")
                        .build()),
                base().newUser(NewUserIdentity.builder()
                        .userIdentityKey("carol")
                        .build()),
                base().newUser(contacts),
                base().newUser(NewUserIdentity.builder()
                                .emailAddress("Bob@example.com")
                                .build())
                        .reuseGuestByEmail(),
                base().newUser(NewUserIdentity.builder()
                                .emailAddress("Dave@example.com")
                                .build())
                        .reuseGuestByEmail());
        for (int i = 0; i < guests.size(); i++) {
            StayRequest request = guests.get(i).accessGrantKey("booking-" + i).build();

            IssuedStay first = stays().issue(request);
            IssuedStay second = stays().issue(request);
            IssuedStay third = stays().replace(request);

            assertThat(second.getInstantKeyUrl()).as("guest %s", i).isEqualTo(first.getInstantKeyUrl());
            assertThat(second.isNew()).isFalse();
            assertThat(third.getInstantKeyUrl()).as("guest %s", i).isEqualTo(first.getInstantKeyUrl());
        }
    }

    private static StayRequest.Builder base() {
        return StayRequest.builder()
                .acsEntranceIds(List.of(door("Room 101")))
                .startsAt(ARRIVAL)
                .endsAt(DEPARTURE);
    }

    private static StayRequest.Builder stay() {
        return base().accessGrantKey(KEY)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("ada")
                        .fullName("Ada Guest")
                        .build());
    }

    private static StayRequest room(String name) {
        return stay().acsEntranceIds(List.of(door(name))).build();
    }

    private static Seam client(Duration totalTimeout) {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .totalTimeout(totalTimeout)
                .build();
    }

    private static Seam seam() {
        return contract.seam();
    }

    private static Stays stays() {
        return contract.seam().stays();
    }

    private static String door(String name) {
        return contract.sandbox().acsEntranceId(name);
    }
}
