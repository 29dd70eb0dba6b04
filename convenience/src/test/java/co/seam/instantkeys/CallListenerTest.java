package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.internal.transport.CallObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/** What a {@link SeamCallListener} receives. */
class CallListenerTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    /** Events as texts: which method received them, and what they hold. */
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private final SeamCallListener recorder = new SeamCallListener() {
        @Override
        public void onAttempt(SeamCallEvent attempt) {
            events.add("attempt " + text(attempt));
        }

        @Override
        public void onCall(SeamCallEvent call) {
            events.add("call " + text(call));
        }
    };

    @Test
    void success_isOneAttemptWithStatusAndRequestId() throws Exception {
        try (Seam seam = client(recorder)) {
            seam.workspaces().get();

            assertThat(next()).matches("attempt /workspaces/get 1 200 .+ known");
            assertThat(next()).matches("call /workspaces/get 1 200 .+ known");
        }
    }

    @Test
    void read_retried_isOneCallWithThreeAttempts() throws Exception {
        contract.sandbox().onNext(2, "/workspaces/get").respond(503);
        try (Seam seam = client(recorder)) {
            seam.workspaces().get();

            assertThat(next()).startsWith("attempt /workspaces/get 1 503");
            assertThat(next()).startsWith("attempt /workspaces/get 2 503");
            assertThat(next()).startsWith("attempt /workspaces/get 3 200");
            assertThat(next()).startsWith("call /workspaces/get 3 200");
        }
    }

    @Test
    void write_responseLost_isUnknown() throws Exception {
        String guest = contract.seam()
                .userIdentities()
                .create(CreateUserIdentityRequest.builder().fullName("Ada").build())
                .getUserIdentityId();
        contract.sandbox().onNext("/user_identities/generate_instant_key").dropAfterProcessing();
        try (Seam seam = client(recorder)) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey(guest))
                    .isInstanceOf(SeamConnectionException.class);

            assertThat(next()).isEqualTo("attempt /user_identities/generate_instant_key 1 0 null unknown");
            assertThat(next()).isEqualTo("call /user_identities/generate_instant_key 1 0 null unknown");
        }
    }

    @Test
    void write_successThatCannotBeRead_isAKnownAttemptOfACallWithUnknownOutcome() throws Exception {
        try (RawServer server = RawServer.start(RawServer.respond(200, "{\"ok\":true}"));
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .callListener(recorder)
                        .build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamResponseException.class);

            assertThat(next()).isEqualTo("attempt /user_identities/generate_instant_key 1 200 null known");
            assertThat(next()).isEqualTo("call /user_identities/generate_instant_key 1 200 null unknown");
        }
    }

    @Test
    void write_successWithoutABody_isACallWithUnknownOutcome() throws Exception {
        try (RawServer server = RawServer.start(RawServer.respond(204, ""));
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .callListener(recorder)
                        .build()) {
            assertThatThrownBy(() -> seam.userIdentities().generateInstantKey("guest"))
                    .isInstanceOf(SeamResponseException.class);

            assertThat(next()).isEqualTo("attempt /user_identities/generate_instant_key 1 204 null known");
            assertThat(next()).isEqualTo("call /user_identities/generate_instant_key 1 204 null unknown");
        }
    }

    @Test
    void rawApi_executedAndEnqueued_isReportedAsWell() throws Exception {
        try (Seam seam = client(recorder)) {
            seam.api(InstantKeysApi.class)
                    .list(ListInstantKeysRequest.builder().build())
                    .execute();

            assertThat(next()).startsWith("attempt /instant_keys/list 1 200");
            assertThat(next()).startsWith("call /instant_keys/list 1 200");

            seam.api(InstantKeysApi.class)
                    .list(ListInstantKeysRequest.builder().build())
                    .enqueue(new IgnoringCallback<>());

            assertThat(next()).startsWith("attempt /instant_keys/list 1 200");
            assertThat(next()).startsWith("call /instant_keys/list 1 200");
        }
    }

    @Test
    void listener_thatThrows_receivesTheNextEventAndChangesNoOutcome() throws Exception {
        SeamCallListener thrower = new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                events.add(call.getOperation());
                throw new AssertionError("a listener that throws");
            }
        };
        try (Seam seam = client(thrower)) {
            seam.workspaces().get();
            assertThat(next()).isEqualTo("/workspaces/get");

            seam.instantKeys().list();
            assertThat(next()).isEqualTo("/instant_keys/list");
        }
    }

    @Test
    void listener_thatBlocks_delaysNoCall() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        SeamCallListener blocker = new SeamCallListener() {
            @Override
            public void onAttempt(SeamCallEvent attempt) {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Seam seam = client(blocker)) {
            for (int i = 0; i < 20; i++) {
                assertThat(seam.workspaces().get()).isNotNull(); // would never return
            }
        } finally {
            blocked.countDown();
        }
    }

    @Test
    void listener_thatBlocks_losesWhatExceedsTenThousandEvents() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        CallEvents passing = new CallEvents(new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                entered.countDown();
                await(blocked);
                received.add(call.getAttempt());
            }
        });
        passing.onCall(call(1));
        await(entered);

        for (int i = 2; i <= 10_003; i++) {
            passing.onCall(call(i));
        }
        blocked.countDown();

        for (int i = 1; i <= 10_001; i++) { // one that was in progress, and those that waited
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
        }
        passing.onCall(call(99));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(99);
    }

    @Test
    void listener_ofADerivedClientToo_runsOnOneThread() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        BlockingQueue<Boolean> overlaps = new LinkedBlockingQueue<>();
        SeamCallListener listener = new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                both.countDown();
                try {
                    overlaps.add(overlaps.isEmpty() && both.await(200, TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Seam seam = client(listener);
                Seam derived = seam.with(settings -> settings.maxRetries(0))) {
            seam.workspaces().get();
            derived.workspaces().get();

            assertThat(overlaps.poll(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    private static CallObserver.Record call(int number) {
        return new CallObserver.Record("/workspaces/get", number, 200, null, Duration.ZERO, false);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void toString_ofAnEvent_hasTheFigures() throws Exception {
        BlockingQueue<SeamCallEvent> calls = new LinkedBlockingQueue<>();
        SeamCallListener listener = new SeamCallListener() {
            @Override
            public void onCall(SeamCallEvent call) {
                calls.add(call);
            }
        };
        try (Seam seam = client(listener)) {
            seam.workspaces().get();

            assertThat(calls.poll(10, TimeUnit.SECONDS))
                    .asString()
                    .matches("/workspaces/get attempt 1: HTTP 200 \\[request id .+] in \\d+ ms");
        }
    }

    private String next() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    private static String text(SeamCallEvent event) {
        assertThat(event.getDuration()).isPositive();
        return String.join(
                " ",
                List.of(
                        event.getOperation(),
                        String.valueOf(event.getAttempt()),
                        String.valueOf(event.getStatus()),
                        String.valueOf(event.getRequestId()),
                        event.isOutcomeUnknown() ? "unknown" : "known"));
    }

    private static Seam client(SeamCallListener listener) {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .callListener(listener)
                .build();
    }

    private static final class IgnoringCallback<T> implements Callback<T> {
        @Override
        public void onResponse(Call<T> call, Response<T> response) {}

        @Override
        public void onFailure(Call<T> call, Throwable failure) {}
    }
}
