package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Response;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        sandbox.close();
    }

    /** Skips the contract check of each response, ten times slower than the call: that of the list covers all. */
    @Test
    void generateInstantKey_manyTimesBy64Threads_createsDistinctKeysThatAreAllListed() throws Exception {
        HttpRequest generate = caller.request("/user_identities/generate_instant_key")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user_identity_id\": \"" + caller.createUserIdentity() + "\"}"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        AtomicInteger callsLeft = new AtomicInteger(keys());
        Callable<List<String>> generateUntilDone = () -> {
            List<String> links = new ArrayList<>();
            while (callsLeft.getAndDecrement() > 0) {
                HttpResponse<String> response = http.send(generate, BodyHandlers.ofString());
                links.add(new Response(response).text("instant_key.instant_key_url"));
            }
            return links;
        };

        List<String> created = new ArrayList<>();
        for (Future<List<String>> done : by(64, generateUntilDone)) {
            created.addAll(done.get());
        }

        Response listed = caller.post("/instant_keys/list", "{}");
        assertThat(created).hasSize(keys()).doesNotHaveDuplicates();
        assertThat(listed.texts("instant_keys", "instant_key_url"))
                .hasSize(keys())
                .hasSameElementsAs(created);
        assertThat(listed.texts("instant_keys", "instant_key_id")).doesNotHaveDuplicates();
        assertThat(sandbox.timesProcessed("/user_identities/generate_instant_key"))
                .isEqualTo(keys());
    }

    /** How many keys are generated at the same time. */
    int keys() {
        return 2_000;
    }

    @Test
    void createUserIdentity_by16ThreadsWithOneKey_succeedsOnce() throws Exception {
        Callable<Integer> create = () -> caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                .status();

        List<Future<Integer>> statuses = by(16, create);

        assertThat(statuses).extracting(Future::get).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void operations_by16ThreadsAtOnce_neverOverlap() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlap = new AtomicBoolean();
        Clock watching = new Clock() { // every create reads the time
                    @Override
                    public Instant instant() {
                        if (inside.incrementAndGet() > 1) {
                            overlap.set(true);
                        }
                        for (int i = 0; i < 10_000; i++) {
                            Thread.onSpinWait();
                        }
                        inside.decrementAndGet();
                        return Instant.now();
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                };
        try (SeamSandbox watched = SeamSandbox.builder().clock(watching).start()) {
            Caller caller = new Caller(watched);
            Callable<Void> createTwenty = () -> {
                for (int i = 0; i < 20; i++) {
                    caller.createUserIdentity();
                }
                return null;
            };

            for (Future<Void> done : by(16, createTwenty)) {
                done.get();
            }
        }

        assertThat(overlap).isFalse();
    }

    @Test
    void reset_whileThreadsCall_letsNoCallFindNothingAndLeavesNothingBehind() throws Exception {
        HttpRequest create = caller.request("/user_identities/create")
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        AtomicBoolean over = new AtomicBoolean();
        Callable<List<Integer>> callUntilOver = () -> {
            List<Integer> statuses = new ArrayList<>();
            while (!over.get()) {
                HttpResponse<String> response = http.send(create, BodyHandlers.ofString());
                boolean fromSandbox =
                        response.headers().firstValue("seam-request-id").isPresent();
                statuses.add(fromSandbox ? response.statusCode() : -response.statusCode());
            }
            return statuses;
        };
        // the time without a stub, if there is one, is too short to rely on a call that falls into it
        Future<Boolean> alwaysServing = threads.submit(() -> {
            boolean serving = true;
            while (!over.get()) {
                serving &= !sandbox.wireMock().getStubMappings().isEmpty();
            }
            return serving;
        });

        List<Future<List<Integer>>> callers = IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(callUntilOver))
                .toList();
        for (int i = 0; i < 300; i++) {
            sandbox.wireMock().stubFor(post("/instant_keys/list").willReturn(serverError()));
            sandbox.wireMock().resetMappings();
            sandbox.reset();
        }
        over.set(true);

        assertThat(alwaysServing.get()).isTrue();
        for (Future<List<Integer>> statuses : callers) {
            assertThat(statuses.get()).isSubsetOf(200, 503);
        }
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_id"))
                .hasSize(sandbox.timesProcessed("/user_identities/create"));
    }

    private <T> List<Future<T>> by(int count, Callable<T> task) throws InterruptedException {
        return threads.invokeAll(IntStream.range(0, count).mapToObj(i -> task).toList());
    }
}
