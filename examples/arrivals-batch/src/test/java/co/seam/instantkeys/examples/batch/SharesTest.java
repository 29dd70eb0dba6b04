package co.seam.instantkeys.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

/** Leases of shares, on H2. */
class SharesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .addScript("schema.sql")
            .build();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);

    @BeforeEach
    void insert() {
        for (int share = 0; share < 20; share++) {
            jdbc.update("INSERT INTO arrival_share (id) VALUES (?)", "share-" + share);
        }
    }

    @AfterEach
    void close() {
        database.shutdown();
    }

    @Test
    void claim_eightWorkersAtOnce_eachShareHasOne() throws Exception {
        Queue<String> claimed = new ConcurrentLinkedQueue<>();
        ExecutorService workers = Executors.newFixedThreadPool(8);
        List<Future<?>> done = IntStream.range(0, 8)
                .<Future<?>>mapToObj(worker -> workers.submit(() -> {
                    Shares shares = new Shares(jdbc, "worker-" + worker, HOUR);
                    for (Optional<String> one = shares.claim(); one.isPresent(); one = shares.claim()) {
                        claimed.add(one.get());
                    }
                }))
                .toList();
        for (Future<?> one : done) {
            one.get();
        }
        workers.shutdown();

        assertThat(claimed).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void claim_leaseIsOver_theNextWorkerHasItAndTheFirstCannotWriteOrFinish() {
        Shares slow = new Shares(jdbc, "slow", Duration.ZERO);
        Shares next = new Shares(jdbc, "next", HOUR);
        String share = slow.claim().orElseThrow();
        assertThatCode(() -> slow.confirm(share)).doesNotThrowAnyException();

        assertThat(next.claim()).hasValue(share);
        slow.renew(share);
        slow.finish(share);

        assertThatThrownBy(() -> slow.confirm(share)).hasMessageContaining(share);
        assertThatCode(() -> next.confirm(share)).doesNotThrowAnyException();
        assertThat(jdbc.queryForObject("SELECT done FROM arrival_share WHERE id = ?", Boolean.class, share))
                .isFalse();
    }

    @Test
    void renew_beforeTheLeaseIsOver_keepsTheShare() {
        jdbc.update("DELETE FROM arrival_share WHERE id <> 'share-1'");
        Shares first = new Shares(jdbc, "worker", Duration.ZERO);
        String share = first.claim().orElseThrow();

        new Shares(jdbc, "worker", HOUR).renew(share);

        assertThat(new Shares(jdbc, "another", HOUR).claim()).isEmpty();
        assertThat(first.remain()).isTrue();
        first.finish(share);
        assertThat(first.remain()).isFalse();
    }
}
