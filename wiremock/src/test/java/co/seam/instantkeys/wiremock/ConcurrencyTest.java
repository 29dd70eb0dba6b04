package co.seam.instantkeys.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.wiremock.Caller.Answer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
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
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        sandbox.close();
    }

    @Test
    void generateInstantKey_by16ThreadsAtOnce_makesDistinctKeysThatAreAllListed() throws Exception {
        String guest = caller.createPerson();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Set<String> urls = ConcurrentHashMap.newKeySet();
        Callable<Void> fiftyKeys = () -> {
            for (int i = 0; i < 50; i++) {
                Answer answer = caller.post(
                        "/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}");
                ids.add(answer.text("instant_key.instant_key_id"));
                urls.add(answer.text("instant_key.instant_key_url"));
            }
            return null;
        };

        for (Future<Void> done : by16Threads(fiftyKeys)) {
            done.get();
        }

        List<String> listed = caller.post("/instant_keys/list", "{}").texts("instant_keys", "instant_key_id");
        assertThat(ids).hasSize(800);
        assertThat(urls).hasSize(800);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void createPerson_by16ThreadsWithOneKey_succeedsOnce() throws Exception {
        Callable<Integer> create = () -> caller.post("/user_identities/create", "{\"user_identity_key\": \"guest-1\"}")
                .status();

        List<Future<Integer>> statuses = by16Threads(create);

        assertThat(statuses).extracting(Future::get).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void operations_by16ThreadsAtOnce_neverOverlap() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlap = new AtomicBoolean();
        Clock watching = new Clock() { // every create asks for the time
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
            Callable<Void> twentyPeople = () -> {
                for (int i = 0; i < 20; i++) {
                    caller.createPerson();
                }
                return null;
            };

            for (Future<Void> done : by16Threads(twentyPeople)) {
                done.get();
            }
        }

        assertThat(overlap).isFalse();
    }

    private <T> List<Future<T>> by16Threads(Callable<T> task) throws InterruptedException {
        return threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> task).toList());
    }
}
