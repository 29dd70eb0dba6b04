package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a run of many stays ends if something of the caller's fails, stops or blocks: never by hanging. */
@Timeout(60)
class IssueAllEndTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant START = Instant.parse("2030-05-01T15:00:00Z");

    @Test
    void issueAll_closedClient_isRejected() {
        Seam closed = client();
        closed.close();

        assertThatThrownBy(() -> closed.stays().issueAll(requests(20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void issueAll_closedDerivedClient_isRejected() {
        Seam closed = contract.seam().with(settings -> {});
        closed.close();

        assertThatThrownBy(() -> closed.stays().issueAll(requests(20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void issueAll_executorThatRejects_isRejected() {
        IssueAllOptions options = options(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatThrownBy(() -> contract.seam().stays().issueAll(requests(20), options))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("full");
    }

    @Test
    void issueAll_executorOfTheCallingThread_isRejected() {
        assertThatThrownBy(() -> contract.seam().stays().issueAll(requests(20), options(Runnable::run)))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("calling thread");
    }

    @Test
    void issueAll_executorThatRejectsLater_usesTheThreadsItGot() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        AtomicReference<Runnable> first = new AtomicReference<>();
        IssueAllOptions options = options(task -> {
            if (!first.compareAndSet(null, task)) {
                throw new RejectedExecutionException("full");
            }
            one.execute(task);
        });

        try (StayResults all = contract.seam().stays().issueAll(requests(20), options)) {
            assertThat(rest(all)).hasSize(20).allMatch(result -> result.getFailure() == null);
        } finally {
            one.shutdown();
        }
    }

    @Test
    void issueAll_iteratorThrowsAnError_yieldsWhatWasStartedAndThenThrowsTheSame() {
        AssertionError error = new AssertionError("line 6 of the file");
        Iterator<StayRequest> broken = endless(number -> {
            if (number > 5) {
                throw error;
            }
            return request(number);
        });
        List<StayResult> results = new ArrayList<>();

        try (StayResults all = contract.seam().stays().issueAll(broken)) {
            assertThatThrownBy(() -> all.forEachRemaining(results::add)).isSameAs(error);
        }

        assertThat(results).hasSize(5);
    }

    @Test
    void issueAll_iteratorYieldsNull_endsTheRunByName() {
        Iterator<StayRequest> broken = endless(number -> number > 5 ? null : request(number));
        List<StayResult> results = new ArrayList<>();

        try (StayResults all = contract.seam().stays().issueAll(broken)) {
            assertThatThrownBy(() -> all.forEachRemaining(results::add))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("a request is null");
        }

        assertThat(results).hasSize(5);
    }

    /** Not by a result that is missing, as if there were no more requests. */
    @Test
    void issueAll_callsThrowErrors_endsTheRunWithTheError() {
        OutOfMemoryError error = new OutOfMemoryError("not really");
        try (Seam seam = contract.seam()
                .with(settings -> settings.apiKey(() -> {
                    throw error;
                }))) {
            List<StayResult> results = new ArrayList<>();

            try (StayResults all = seam.stays().issueAll(requests(100))) {
                assertThatThrownBy(() -> all.forEachRemaining(results::add)).isSameAs(error);
            }

            assertThat(results).isNotEmpty().hasSizeLessThan(100);
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.getFailure()).hasCause(error));
        }
    }

    @Test
    void issueAll_executorIsShutDownNow_breaksOffInsteadOfFailingTheRest() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        List<StayResult> results = new ArrayList<>();
        StayResults all = contract.seam().stays().issueAll(endless(IssueAllEndTest::request), options(two));
        results.add(all.next());

        two.shutdownNow();

        assertThatThrownBy(() -> all.forEachRemaining(results::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted");
        all.close();
        assertThat(results.stream().filter(result -> result.getFailure() != null))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(all.notStarted().hasNext()).isTrue();
        assertThat(two.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_queuedWorkersThatNoThreadStarts_returns() {
        List<Runnable> queue = new ArrayList<>();
        StayResults all = contract.seam().stays().issueAll(requests(3), options(queue::add));

        all.close();

        assertThat(all.hasNext()).isFalse();
        assertThat(all.notStarted().hasNext()).isTrue();
        queue.forEach(Runnable::run); // too late to matter
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void close_whileTheServerAsksForAPause_returnsAtOnceAndTakesNoMore() {
        contract.sandbox().onNext("/access_grants/create").respond(429, Defaults.TOTAL_TIMEOUT);
        IssueAllOptions one = IssueAllOptions.builder().concurrency(1).build();
        StayResults all = contract.seam().stays().issueAll(requests(5), one);
        StayResult limited = all.next();

        all.close();

        assertThat(limited.getFailure()).isInstanceOf(SeamRateLimitException.class);
        assertThat(all.hasNext()).isFalse();
        List<StayRequest> rest = new ArrayList<>();
        all.notStarted().forEachRemaining(rest::add);
        assertThat(rest).hasSize(4);
    }

    @Test
    void issueAll_readIsRateLimited_startsNoMoreUntilTheTimeIsOver() {
        contract.sandbox().onNext("/acs/entrances/list").respond(429, Defaults.TOTAL_TIMEOUT);
        IssueAllOptions one = IssueAllOptions.builder().concurrency(1).build();
        StayResults all = contract.seam().stays().issueAll(requests(5), one);

        assertThat(all.next().getFailure()).isInstanceOf(SeamRateLimitException.class);
        all.close();

        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isZero();
    }

    /** A run must not stand still for a day, and nothing must be sent before the time that the server asks for. */
    @Test
    void issueAll_pauseLongerThanTheTotalTimeout_endsStaysWithoutRequestsUntilItIsOver() {
        contract.sandbox().onNext("/access_grants/create").respond(429, Duration.ofDays(1));
        Iterator<StayRequest> requests = requests(5);
        Iterator<StayRequest> lastOneLater = new Iterator<>() {
            private int taken;

            @Override
            public boolean hasNext() {
                if (++taken == 5) {
                    contract.sandbox().clock().advance(Duration.ofDays(1));
                }
                return requests.hasNext();
            }

            @Override
            public StayRequest next() {
                return requests.next();
            }
        };
        IssueAllOptions one = IssueAllOptions.builder().concurrency(1).build();
        List<StayResult> results = new ArrayList<>();

        try (StayResults all = contract.hasty().stays().issueAll(lastOneLater, one)) {
            all.forEachRemaining(results::add);
        }

        assertThat(results).hasSize(5);
        assertThat(results.get(0).getFailure()).isInstanceOf(SeamRateLimitException.class);
        assertThat(results.subList(1, 4)).allSatisfy(result -> {
            assertThat(result.getFailure())
                    .isInstanceOf(SeamRateLimitException.class)
                    .hasMessageStartingWith("not sent: ");
            SeamRateLimitException failure = (SeamRateLimitException) result.getFailure();
            assertThat(failure.getStatus()).isZero();
            assertThat(failure.isOutcomeUnknown()).isFalse();
            assertThat(failure.getRetryAfter()).isBetween(Duration.ofHours(23), Duration.ofDays(1));
        });
        assertThat(results.get(4).getStay()).isNotNull();
        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(2);
    }

    @Test
    void close_fromAnotherThread_endsTheWaitOfTheConsumer() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        StayResults all = contract.seam().stays().issueAll(endless(number -> {
            if (number > 1) {
                read.countDown();
                await(more);
            }
            return request(number);
        }));
        List<StayResult> results = new ArrayList<>();
        Thread consumer = new Thread(() -> all.forEachRemaining(results::add));
        consumer.start();
        await(read);

        Thread closer = new Thread(all::close);
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        more.countDown();

        closer.join();
        consumer.join();
        assertThat(results).hasSizeBetween(1, 2);
    }

    @Test
    void hasNext_interrupted_keepsTheFlagAndLosesNothing() {
        CountDownLatch more = new CountDownLatch(1);
        try (StayResults all = contract.seam().stays().issueAll(endless(number -> {
            if (number > 3) {
                throw new IllegalStateException("no more");
            }
            await(more);
            return request(number);
        }))) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(all::hasNext).hasMessageContaining("interrupted");

            assertThat(Thread.interrupted()).isTrue();
            more.countDown();
            for (int i = 0; i < 3; i++) {
                assertThat(all.next().getStay()).isNotNull();
            }
        }
    }

    @Test
    void hasNext_interruptedInInterruptibly_isAnInterruptedException() {
        CountDownLatch more = new CountDownLatch(1);
        try (StayResults all = contract.seam().stays().issueAll(endless(number -> {
            await(more);
            throw new IllegalStateException("no more");
        }))) {
            Thread.currentThread().interrupt();

            Throwable thrown = catchThrowable(() -> Seam.interruptibly(all::hasNext));
            more.countDown();

            assertThat(Thread.interrupted()).isFalse();
            assertThat(thrown).isInstanceOf(InterruptedException.class).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<StayResult> rest(StayResults all) {
        List<StayResult> results = new ArrayList<>();
        all.forEachRemaining(results::add);
        return results;
    }

    private static Seam client() {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .build();
    }

    private static IssueAllOptions options(Executor executor) {
        return IssueAllOptions.builder().executor(executor).build();
    }

    private static Iterator<StayRequest> requests(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(IssueAllEndTest::request)
                .iterator();
    }

    private static Iterator<StayRequest> endless(IntFunction<StayRequest> source) {
        return IntStream.iterate(1, i -> i + 1).mapToObj(source).iterator();
    }

    private static StayRequest request(int booking) {
        return StayRequest.builder()
                .accessGrantKey("booking-" + booking)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("guest-" + booking)
                        .build())
                .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Room 101")))
                .startsAt(START)
                .noEnd()
                .build();
    }
}
