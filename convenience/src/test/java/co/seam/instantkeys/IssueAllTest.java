package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many stays in one run. */
class IssueAllTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant START = Instant.parse("2030-05-01T15:00:00Z");

    @Test
    void issueAll_manyRequests_yieldsOneResultForEachAndChecksTheEntranceOnce() {
        Map<String, StayResult> results = new HashMap<>();
        try (StayResults all = stays().issueAll(requests(1, 40))) {
            all.forEachRemaining(result -> results.put(result.getAccessGrantKey(), result));
        }

        assertThat(results).hasSize(40);
        assertThat(results.values()).allSatisfy(result -> {
            assertThat(result.getFailure()).isNull();
            assertThat(result.getStay().isNew()).isTrue();
            assertThat(result.getStay().getInstantKeyUrl()).startsWith("https://");
        });
        assertThat(contract.sandbox().grantsCreatedByKey()).hasSize(40);
        assertThat(contract.sandbox().timesReceived("/acs/entrances/list")).isBetween(1, 8);
    }

    @Test
    void issueAll_again_findsWhatExists() {
        run(requests(1, 10));

        List<StayResult> second = run(requests(1, 12));

        assertThat(second.stream().filter(result -> result.getStay().isNew())).hasSize(2);
        assertThat(contract.sandbox().grantsCreatedByKey().values()).containsOnly(1);
    }

    @Test
    void issueAll_keyTwice_yieldsTheSameStayTwiceOrAConflict() {
        StayRequest other = request("booking-7", "another");

        List<StayResult> results = run(Stream.of(request(7), request(7), other).iterator());

        assertThat(contract.sandbox().grantsCreatedByKey()).containsExactly(Map.entry("booking-7", 1));
        assertThat(results)
                .filteredOn(result -> result.getFailure() != null)
                .allSatisfy(result -> assertThat(result.getFailure()).isInstanceOf(SeamConflictException.class));
        assertThat(results.stream()
                        .filter(result -> result.getStay() != null)
                        .map(result -> result.getStay().getInstantKeyUrl())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void issueAll_someFail_theOthersGoOn() {
        StayRequest wrong = StayRequest.builder()
                .accessGrantKey("wrong")
                .newUser(NewUserIdentity.builder().fullName("Ada").build())
                .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Service Entrance")))
                .startsAt(START)
                .noEnd()
                .build();

        List<StayResult> results = run(Stream.of(request(1), wrong, request(2)).iterator());

        assertThat(results).hasSize(3);
        assertThat(results)
                .filteredOn(result -> result.getFailure() != null)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getAccessGrantKey()).isEqualTo("wrong");
                    assertThat(result.getFailure()).hasMessageContaining("Service Entrance");
                });
    }

    @Test
    void issueAll_iteratorThrows_yieldsWhatWasStartedAndThenThrowsTheSame() {
        Iterator<StayRequest> broken = new Iterator<>() {
            private int next = 1;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public StayRequest next() {
                if (next > 5) {
                    throw new IllegalStateException("line 6 of the file");
                }
                return request(next++);
            }
        };
        List<StayResult> results = new ArrayList<>();

        try (StayResults all = stays().issueAll(broken)) {
            assertThatThrownBy(() -> all.forEachRemaining(results::add))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("line 6 of the file");
        }

        assertThat(results).hasSize(5).allMatch(result -> result.getStay() != null);
    }

    @Test
    void close_inTheMiddle_reportsEveryRequestOnce() {
        List<String> keys = new ArrayList<>();
        StayResults all = stays().issueAll(requests(1, 100));
        for (int i = 0; i < 10; i++) {
            keys.add(all.next().getAccessGrantKey());
        }

        all.close();
        all.forEachRemaining(result -> keys.add(result.getAccessGrantKey()));
        int started = keys.size();
        all.notStarted().forEachRemaining(request -> keys.add(request.accessGrantKey()));

        assertThat(keys).hasSize(100).doesNotHaveDuplicates();
        assertThat(started).isLessThan(100);
        assertThat(contract.sandbox().grantsCreatedByKey()).hasSize(started);
    }

    @Test
    void issueAll_resultsNotTaken_takesNoMoreRequests() {
        AtomicInteger taken = new AtomicInteger();
        Iterator<StayRequest> counting = IntStream.rangeClosed(1, 1_000)
                .peek(i -> taken.incrementAndGet())
                .mapToObj(IssueAllTest::request)
                .iterator();
        IssueAllOptions options = IssueAllOptions.builder().concurrency(4).build();

        try (StayResults all = stays().issueAll(counting, options)) {
            for (int i = 0; i < 20; i++) {
                assertThat(all.next()).isNotNull();
            }
        }

        // 20 that were taken, 4 that wait to be taken, and 4 that were in progress; one is read ahead
        assertThat(taken.get()).isBetween(20, 20 + 4 + 4 + 1);
    }

    @Test
    void issueAll_ownExecutorWithOneThread_works() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (StayResults all = stays().issueAll(
                        requests(1, 10), IssueAllOptions.builder().executor(one).build())) {
            List<StayResult> results = new ArrayList<>();
            all.forEachRemaining(results::add);

            assertThat(results).extracting(StayResult::getAccessGrantKey).startsWith("booking-1", "booking-2");
            assertThat(results).hasSize(10);
        } finally {
            one.shutdown();
        }
    }

    @Test
    void onProgress_eachResult_countsAndEstimates() {
        run(requests(1, 3));
        List<StayProgress> progress = new ArrayList<>();
        IssueAllOptions options =
                IssueAllOptions.builder().size(10).onProgress(progress::add).build();

        try (StayResults all = stays().issueAll(requests(1, 10), options)) {
            all.forEachRemaining(result -> {});
        }

        assertThat(progress).hasSize(10);
        StayProgress last = progress.get(9);
        assertThat(last.getDone()).isEqualTo(10);
        assertThat(last.getNew()).isEqualTo(7);
        assertThat(last.getExisting()).isEqualTo(3);
        assertThat(last.getFailed()).isZero();
        assertThat(last.getDonePerSecond()).isPositive();
        assertThat(last.getRemaining()).isEqualTo(Duration.ZERO);
        assertThat(last).hasToString("10 of 10 done: 7 new, 3 existing, 0 failed");
        assertThat(progress.get(0).getRemaining()).isPositive();
    }

    @Test
    void issueAll_rateLimited_startsNoMoreUntilTheTimeIsOver() {
        contract.sandbox().onNext(4, "/access_grants/create").respond(429, Duration.ofSeconds(1));

        List<StayResult> results = run(requests(1, 30));

        assertThat(results).hasSize(30).allMatch(result -> result.getStay() != null);
        // those in progress are sent again, and nothing that started afterwards was limited
        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(34);
    }

    @Test
    void issueAll_oneIsRateLimited_theOthersWaitAsWell() {
        contract.sandbox().onNext("/access_grants/create").respond(429, Duration.ofSeconds(2));
        IssueAllOptions two = IssueAllOptions.builder().concurrency(2).build();

        try (StayResults all = stays().issueAll(requests(1, 20), two)) {
            all.forEachRemaining(result -> assertThat(result.getFailure()).isNull());
        }

        List<String> creates = contract.bodies("/access_grants/create");
        String limited = creates.stream()
                .filter(body -> creates.indexOf(body) != creates.lastIndexOf(body))
                .findFirst()
                .orElseThrow();
        // before it is sent again: one that was in progress, and perhaps one that started just before the response
        assertThat(creates.lastIndexOf(limited)).isLessThanOrEqualTo(4);
    }

    @Test
    void concurrency_outOfRange_isRejected() {
        assertThatThrownBy(() -> IssueAllOptions.builder().concurrency(0)).hasMessageContaining("concurrency");
        assertThatThrownBy(() -> IssueAllOptions.builder().concurrency(1_001)).hasMessageContaining("1000");
    }

    private static List<StayResult> run(Iterator<StayRequest> requests) {
        List<StayResult> results = new ArrayList<>();
        try (StayResults all = stays().issueAll(requests)) {
            all.forEachRemaining(results::add);
        }
        return results;
    }

    private static Stays stays() {
        return contract.seam().stays();
    }

    private static Iterator<StayRequest> requests(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(IssueAllTest::request).iterator();
    }

    private static StayRequest request(int booking) {
        return request("booking-" + booking, "guest-" + booking);
    }

    private static StayRequest request(String key, String guest) {
        return StayRequest.builder()
                .accessGrantKey(key)
                .newUser(NewUserIdentity.builder().userIdentityKey(guest).build())
                .acsEntranceIds(List.of(contract.sandbox().acsEntranceId("Room 101")))
                .startsAt(START)
                .noEnd()
                .build();
    }
}
