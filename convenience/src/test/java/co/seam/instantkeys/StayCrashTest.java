package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each verb of stays is broken off at its first request, at its second, and so on, as by a crash: nothing is sent after
 * that. Then another client repeats the call. {@code StayProcessesIT} does the same with processes, for fewer cases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StayCrashTest {
    private static final String KEY = "booking-7";
    private static final Instant START = Instant.parse("2026-01-01T15:00:00Z");
    private static final Instant END = Instant.parse("2040-01-04T10:00:00Z");
    private static final Instant LATER = Instant.parse("2040-01-07T10:00:00Z");

    /** More requests than any verb sends. */
    private static final int MANY = 50;

    private SeamSandbox sandbox;
    private Crash crash;
    private Seam crashing;
    private Seam seam;

    /** What is there before the call. */
    private String oldId;

    @BeforeAll
    void start() {
        sandbox = SeamSandbox.start();
        crash = new Crash();
        crashing = client(new OkHttpClient.Builder().addInterceptor(crash).build());
        seam = client(new OkHttpClient());
    }

    @AfterAll
    void close() {
        crashing.close();
        seam.close();
        sandbox.close();
    }

    Stream<Arguments> verbs() {
        return guests().flatMap(guest -> Stream.of(
                verb("issue", none(), stays -> stays.issue(stay(guest, "Room 101")), "Room 101", END),
                verb(
                        "issue what exists",
                        issued(guest),
                        stays -> stays.issue(stay(guest, "Room 101")),
                        "Room 101",
                        END),
                verb(
                        "issue after a cancellation",
                        issued(guest).andThen(stays -> stays.cancel(KEY)),
                        stays -> stays.issue(stay(guest, "Room 102")),
                        "Room 102",
                        END),
                verb("replace", issued(guest), stays -> stays.replace(stay(guest, "Room 102")), "Room 102", END),
                verb(
                        "replace the expected one",
                        issued(guest),
                        stays -> stays.replace(stay(guest, "Room 102"), oldId),
                        "Room 102",
                        END),
                verb("changeTimes", issued(guest), stays -> stays.changeTimes(KEY, START, LATER), "Room 101", LATER),
                verb("changeTimesNoEnd", issued(guest), stays -> stays.changeTimesNoEnd(KEY, START), "Room 101", null),
                verb("cancel", issued(guest), stays -> stays.cancel(KEY), null, null)));
    }

    /** Whether the request is processed at which the call is broken off. */
    List<Boolean> moments() {
        return List.of(true);
    }

    Stream<NewUserIdentity> guests() {
        return Stream.of(
                NewUserIdentity.builder().userIdentityKey("ada").fullName("Ada").build());
    }

    private static Arguments verb(
            String name, Consumer<Stays> before, Consumer<Stays> call, String room, Instant endsAt) {
        return Arguments.of(name, before, call, room, endsAt);
    }

    private static Consumer<Stays> none() {
        return stays -> {};
    }

    private Consumer<Stays> issued(NewUserIdentity guest) {
        return stays ->
                oldId = stays.issue(stay(guest, "Room 101")).getAccessGrant().getAccessGrantId();
    }

    @ParameterizedTest(name = "{0}, {index}")
    @MethodSource("verbs")
    void verb_crashAtEachRequest_isFinishedByTheNextCall(
            String name, Consumer<Stays> before, Consumer<Stays> call, String room, Instant endsAt) {
        for (boolean processed : moments()) {
            boolean crashed = true;
            for (int request = 1; crashed; request++) {
                sandbox.reset();
                oldId = null;
                sandbox.deleteAfter(Duration.ofSeconds(3));
                before.accept(seam.stays());

                crash.at(request, processed);
                Throwable failure = catchThrowable(() -> call.accept(crashing.stays()));
                crashed = crash.hasHappened();
                call.accept(seam.stays());

                String what = name + ", request " + request + ", processed: " + processed + ", " + failure;
                assertThat(failure != null).as(what).isEqualTo(crashed);
                assertState(what, room, endsAt);
                assertThat(request).isLessThan(MANY);
            }
        }
    }

    private void assertState(String what, String room, Instant endsAt) {
        List<AccessGrant> live = seam.accessGrants().list().stream()
                .filter(grant -> !GrantsByKey.isBeingDeleted(grant))
                .toList();
        Map<String, Integer> created = sandbox.grantsCreatedByKey();
        assertThat(seam.userIdentities().list()).as(what).hasSizeLessThanOrEqualTo(created.get(KEY));
        if (room == null) {
            assertThat(live).as(what).isEmpty();
            return;
        }
        IssuedStay stay = seam.stays().get(KEY);
        assertThat(live).as(what).containsExactly(stay.getAccessGrant());
        assertThat(stay.getAccessGrant().getEndsAt()).as(what).isEqualTo(endsAt);
        assertThat(sandbox.guest(stay.getInstantKeyUrl()).unlock(room)).as(what).isNotNull();
        // one for the grant, and one for each that was replaced or cancelled before
        boolean isFirst = Objects.equals(stay.getAccessGrant().getAccessGrantId(), oldId) || oldId == null;
        assertThat(seam.instantKeys().list()).as(what).hasSizeLessThanOrEqualTo(isFirst ? 1 : 2);
        assertThat(created).as(what).isEqualTo(Map.of(KEY, isFirst ? 1 : 2));
    }

    private Seam client(OkHttpClient httpClient) {
        return Seam.builder()
                .apiKey(sandbox.apiKey())
                .endpoint(sandbox.endpoint())
                .httpClient(httpClient)
                .clock(new SandboxTime(sandbox))
                .build();
    }

    private StayRequest stay(NewUserIdentity guest, String room) {
        StayRequest.Builder request = StayRequest.builder()
                .accessGrantKey(KEY)
                .newUser(guest)
                .acsEntranceIds(List.of(sandbox.acsEntranceId(room)))
                .startsAt(START)
                .endsAt(END);
        return (guest.getEmailAddress() == null ? request : request.reuseGuestByEmail()).build();
    }

    /** Fails a request, before or after it was processed, and everything after it. */
    private static final class Crash implements Interceptor {
        private int fatal;
        private boolean processed;
        private int requests;

        synchronized void at(int request, boolean afterProcessing) {
            fatal = request;
            processed = afterProcessing;
            requests = 0;
        }

        synchronized boolean hasHappened() {
            return requests >= fatal;
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            int number;
            synchronized (this) {
                number = ++requests;
            }
            if (number == fatal && processed) {
                chain.proceed(chain.request()).close();
            }
            if (number >= fatal) {
                throw new Crashed();
            }
            return chain.proceed(chain.request());
        }
    }

    private static final class Crashed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
