package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.NextCalls;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two clients that call verbs of stays for one key at the same time. Their requests are sent one after the other, in a
 * random order. Try others with {@code -Dseam.seed=1}.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StayRaceTest {
    private static final long SEED = Long.getLong("seam.seed", 20261127);
    private static final String KEY = "booking-7";
    private static final Instant START = Instant.parse("2026-01-01T15:00:00Z");
    private static final Instant END = Instant.parse("2040-01-04T10:00:00Z");
    private static final Instant LATER = Instant.parse("2040-01-07T10:00:00Z");

    private final Random random = new Random(SEED);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SeamSandbox sandbox;
    private Turns turns;
    private List<Seam> clients;
    private Seam observer;

    @BeforeAll
    void start() {
        sandbox = SeamSandbox.start();
        turns = new Turns(random);
        clients = List.of(client(turns.of(0)), client(turns.of(1)));
        observer = client(chain -> chain.proceed(chain.request()));
    }

    @AfterAll
    void close() {
        clients.forEach(Seam::close);
        observer.close();
        sandbox.close();
        threads.shutdownNow();
    }

    int runs() {
        return 3;
    }

    /** What two verbs may lead to: the outcome of each, and what is there afterwards. */
    static Stream<Arguments> races() {
        Verb issue101 = (stays, race) -> stays.issue(race.stay("Room 101"));
        Verb issue102 = (stays, race) -> stays.issue(race.stay("Room 102"));
        Verb replace102 = (stays, race) -> stays.replace(race.stay("Room 102"));
        Verb replace201 = (stays, race) -> stays.replace(race.stay("Room 201"));
        Verb change = (stays, race) -> stays.changeTimes(KEY, START, LATER);
        Verb changeOther = (stays, race) -> stays.changeTimesNoEnd(KEY, START);
        Verb cancel = (stays, race) -> stays.cancel(KEY);
        return Stream.of(
                race("issue, issue", false, issue101, issue101, "stay stay 101"),
                race(
                        "issue, issue another",
                        false,
                        issue101,
                        issue102,
                        "stay SeamConflictException 101",
                        "SeamConflictException stay 102"),
                race("issue, cancel", true, issue101, cancel, "stay true 101", "stay true none"),
                race(
                        "replace, cancel",
                        true,
                        replace102,
                        cancel,
                        "stay true 102",
                        "stay true none",
                        "stay false 102"), // between the two grants, there was nothing to revoke
                race("replace, replace", true, replace102, replace102, "stay stay 102"),
                race(
                        "replace, replace another",
                        true,
                        replace102,
                        replace201,
                        "stay stay 102",
                        "stay stay 201",
                        "stay SeamConflictException 102",
                        "stay SeamReplacementException 102",
                        "SeamConflictException stay 201",
                        "SeamReplacementException stay 201"),
                race(
                        "replace, issue the old",
                        true,
                        replace102,
                        issue101,
                        "stay stay 102",
                        "stay SeamConflictException 102",
                        "SeamReplacementException stay 101"),
                race(
                        "replace, issue the new",
                        true,
                        replace102,
                        issue102,
                        "stay stay 102",
                        "stay SeamConflictException 102"),
                race("change, cancel", true, change, cancel, "stay true none", "SeamNotFoundException true none"),
                race("change, change", true, change, changeOther, "stay stay 101 later", "stay stay 101 no end"),
                race(
                        "change, replace",
                        true,
                        change,
                        replace102,
                        "stay stay 102",
                        "stay stay 102 later", // of the new grant
                        "SeamNotFoundException stay 102"),
                race("cancel, cancel", true, cancel, cancel, "true true none", "true false none", "false true none"));
    }

    private static Arguments race(String name, boolean exists, Verb one, Verb other, String... allowed) {
        return Arguments.of(name, exists, one, other, Set.of(allowed));
    }

    private interface Verb {
        Object call(Stays stays, StayRaceTest race);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("races")
    void verbs_atTheSameTime_haveTheEffectOfOneAfterTheOther(
            String name, boolean exists, Verb one, Verb other, Set<String> allowed) throws Exception {
        for (int run = 0; run < runs(); run++) {
            prepare(exists);

            turns.begin(2);
            Future<String> first = threads.submit(() -> outcome(one, clients.get(0)));
            Future<String> second = threads.submit(() -> outcome(other, clients.get(1)));
            String outcome = first.get() + " " + second.get() + " " + state();

            assertThat(allowed).as("run %d, seed %d", run, SEED).contains(outcome);
            assertThat(observer.userIdentities().list()).hasSize(1);
        }
    }

    /** Requests and responses are lost, so that outcomes may be unknown. What is there is never two, and never stuck. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("races")
    void verbs_atTheSameTimeOverALossyNetwork_leaveOneGrantAtMost(
            String name, boolean exists, Verb one, Verb other, Set<String> allowed) throws Exception {
        for (int run = 0; run < runs(); run++) {
            prepare(exists);
            for (String path : List.of("create", "update", "delete", "get")) {
                lose("/access_grants/" + path);
            }

            turns.begin(2);
            Future<String> first = threads.submit(() -> outcome(one, clients.get(0)));
            Future<String> second = threads.submit(() -> outcome(other, clients.get(1)));
            first.get();
            second.get();
            state();
            IssuedStay repaired = observer.stays().replace(stay("Room 201"));

            assertThat(state()).as("run %d, seed %d", run, SEED).isEqualTo("201");
            assertThat(observer.stays().issue(stay("Room 201")).getInstantKeyUrl())
                    .isEqualTo(repaired.getInstantKeyUrl());
            assertThat(observer.userIdentities().list()).hasSize(1);
        }
    }

    private void prepare(boolean exists) {
        sandbox.reset();
        sandbox.deleteAfter(Duration.ofSeconds(random.nextInt(2) * 3L));
        if (exists) {
            observer.stays().issue(stay("Room 101"));
        }
    }

    /** Plans a fault for one of the next four calls of an operation. */
    private void lose(String path) {
        int faulty = random.nextInt(4);
        for (int call = 0; call < 4; call++) {
            NextCalls next = sandbox.onNext(path);
            if (call != faulty) {
                next.delay(Duration.ZERO);
            } else if (random.nextBoolean()) {
                next.dropAfterProcessing();
            } else {
                next.dropBeforeProcessing();
            }
        }
    }

    /** The server then relates nothing to the grant, which looks like a grant for another guest and other doors. */
    @Test
    void issue_cancelledWhileItIsCompared_isIssuedAndNoConflict() {
        sandbox.reset();
        observer.stays().issue(stay("Room 101"));
        try (Seam seam = client(
                before(1, "/access_grants/get_related", () -> observer.stays().cancel(KEY)))) {
            IssuedStay stay = seam.stays().issue(stay("Room 101"));

            assertThat(stay.isNew()).isTrue();
            assertThat(observer.accessGrants().list()).containsExactly(stay.getAccessGrant());
        }
    }

    /** A server that has a grant under a key, but not under its id, must not keep a call busy. */
    @Test
    void issue_serverContradictsItself_endsWithItsRejection() {
        sandbox.reset();
        String key = observer.stays().issue(stay("Room 101")).getAccessGrant().getAccessGrantId();
        Interceptor forgetful = chain -> {
            String path = chain.request().url().encodedPath();
            boolean isById =
                    path.equals("/access_grants/get") && text(chain.request()).contains("access_grant_id");
            if (path.equals("/access_grants/get_related")) {
                return json(chain, 200, "{\"batch\": {\"user_identities\": []}, \"ok\": true}");
            }
            return isById ? json(chain, 404, "{}") : chain.proceed(chain.request());
        };
        try (Seam seam = client(forgetful)) {
            assertThatThrownBy(() -> seam.stays().issue(stay("Room 101"))).isInstanceOf(SeamConflictException.class);
        }

        assertThat(observer.accessGrants().list())
                .extracting(AccessGrant::getAccessGrantId)
                .containsExactly(key);
        assertThat(sandbox.timesReceived("/access_grants/create")).isEqualTo(3);
    }

    private static String text(Request request) throws IOException {
        Buffer copy = new Buffer();
        request.body().writeTo(copy);
        return copy.readUtf8();
    }

    private static Response json(Interceptor.Chain chain, int status, String body) {
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create(body, MediaType.get("application/json")))
                .build();
    }

    /** The same after an unknown outcome: the create was processed, and somebody else cancels its grant. */
    @Test
    void create_cancelledWhileItIsCompared_isCreatedAndNoConflict() {
        sandbox.reset();
        observer.stays().issue(stay("Room 101"));
        observer.stays().cancel(KEY); // leaves the guest
        sandbox.onNext("/access_grants/create").dropAfterProcessing();
        try (Seam seam = client(
                before(1, "/access_grants/get_related", () -> observer.stays().cancel(KEY)))) {
            IssuedStay stay = seam.stays().issue(stay("Room 101"));

            assertThat(observer.accessGrants().list()).containsExactly(stay.getAccessGrant());
        }
    }

    /** Whether the deletion takes time or not, and whether the change was sent or not. */
    @ParameterizedTest
    @CsvSource({
        "1, /access_grants/update, 0",
        "1, /access_grants/update, 3",
        "2, /access_grants/get, 0",
        "2, /access_grants/get, 3"
    })
    void changeTimes_cancelledMeanwhile_isNotFound(int number, String path, int seconds) {
        sandbox.reset();
        sandbox.deleteAfter(Duration.ofSeconds(seconds));
        observer.stays().issue(stay("Room 101"));
        try (Seam seam = client(before(number, path, () -> observer.stays().cancel(KEY)))) {
            assertThatThrownBy(() -> seam.stays().changeTimes(KEY, START, LATER))
                    .isInstanceOf(SeamNotFoundException.class);
        }
    }

    /** A rejection that has another reason stays what it is, even if the grant cannot be read. */
    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500})
    void changeTimes_rejectedForAnotherReason_isTheConflict(int statusOfRead) {
        sandbox.reset();
        observer.stays().issue(stay("Room 101"));
        sandbox.onNext("/access_grants/update").respond(409);
        try (Seam seam = client(before(2, "/access_grants/get", () -> {
            if (statusOfRead != 200) {
                sandbox.onNext(3, "/access_grants/get").respond(statusOfRead);
            }
        }))) {
            assertThatThrownBy(() -> seam.stays().changeTimes(KEY, START, LATER))
                    .isInstanceOf(statusOfRead == 404 ? SeamNotFoundException.class : SeamConflictException.class);
        }
    }

    /** Does something before a request is sent. */
    private static Interceptor before(int number, String path, Runnable action) {
        AtomicInteger requests = new AtomicInteger();
        return chain -> {
            if (chain.request().url().encodedPath().equals(path) && requests.incrementAndGet() == number) {
                action.run();
            }
            return chain.proceed(chain.request());
        };
    }

    private String outcome(Verb verb, Seam client) {
        try {
            Object result = verb.call(client.stays(), this);
            return result instanceof IssuedStay ? "stay" : String.valueOf(result);
        } catch (SeamException e) {
            return e.getClass().getSimpleName() + (e.isOutcomeUnknown() ? ", outcome unknown" : "");
        } finally {
            turns.end();
        }
    }

    /** The room that the only link opens, and how long. */
    private String state() {
        List<AccessGrant> live = observer.accessGrants().list().stream()
                .filter(grant -> !GrantsByKey.isBeingDeleted(grant))
                .toList();
        assertThat(live).hasSizeLessThan(2);
        if (live.isEmpty()) {
            return "none";
        }
        IssuedStay stay = observer.stays().get(KEY);
        String rooms = String.join(", ", sandbox.guest(stay.getInstantKeyUrl()).doors())
                .replace("Room ", "");
        Instant end = live.get(0).getEndsAt();
        return rooms + (end == null ? " no end" : end.equals(LATER) ? " later" : "");
    }

    private Seam client(Interceptor interceptor) {
        return Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .httpClient(
                        new OkHttpClient.Builder().addInterceptor(interceptor).build())
                .clock(new SandboxTime(sandbox))
                .build();
    }

    private StayRequest stay(String room) {
        return StayRequest.builder()
                .accessGrantKey(KEY)
                .newUser(NewUserIdentity.builder().userIdentityKey("ada").build())
                .acsEntranceIds(List.of(sandbox.acsEntranceId(room)))
                .startsAt(START)
                .endsAt(END)
                .build();
    }

    /** Lets one request through at a time: a random one, once each client that has not ended waits with one. */
    private static final class Turns {
        private final Random random;
        private final List<Queue<CountDownLatch>> waiting = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private int live;
        private boolean busy;

        Turns(Random random) {
            this.random = random;
        }

        Interceptor of(int client) {
            return chain -> {
                CountDownLatch turn = new CountDownLatch(1);
                synchronized (this) {
                    waiting.get(client).add(turn);
                    next();
                }
                try {
                    turn.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                try {
                    return chain.proceed(chain.request());
                } finally {
                    synchronized (this) {
                        busy = false;
                        next();
                    }
                }
            };
        }

        synchronized void begin(int clients) {
            live = clients;
        }

        synchronized void end() {
            live--;
            next();
        }

        private void next() {
            List<Queue<CountDownLatch>> ready =
                    waiting.stream().filter(queue -> !queue.isEmpty()).toList();
            if (!busy && !ready.isEmpty() && ready.size() >= live) {
                busy = true;
                ready.get(random.nextInt(ready.size())).remove().countDown();
            }
        }
    }
}
