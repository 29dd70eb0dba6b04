package co.seam.instantkeys.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Workers in JVMs of their own, against PostgreSQL and a stand-alone sandbox, behind a proxy that often fails. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ArrivalsBatchTest {
    private static final int SHARES = 4;
    private static final int BOOKINGS = 240;

    @TempDir
    private Path folder;

    private final Map<String, Process> workers = new LinkedHashMap<>();
    private StandAloneSandbox sandbox;
    private FaultProxy proxy;
    private String endpoint;
    private EmbeddedPostgres postgres;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() throws Exception {
        sandbox = new StandAloneSandbox();
        proxy = new FaultProxy(sandbox.endpoint());
        endpoint = sandbox.endpoint();
        postgres = EmbeddedPostgres.start();
        jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
        new ResourceDatabasePopulator(
                        new ClassPathResource("schema.sql"),
                        new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
                .execute(postgres.getPostgresDatabase());
        for (int share = 0; share < SHARES; share++) {
            jdbc.update("INSERT INTO arrival_share (id) VALUES (?)", "share-" + share);
        }
    }

    @AfterEach
    void stop() throws Exception {
        workers.values().forEach(Process::destroyForcibly);
        postgres.close();
        proxy.close();
        sandbox.close();
    }

    @RepeatedTest(3)
    void threeWorkers_oneKilledInTheMiddleOfAShare_issueEachBookingExactlyOnce() throws Exception {
        for (int booking = 1; booking <= BOOKINGS; booking++) {
            insertBooking(booking, "Room 101");
        }
        endpoint = proxy.endpoint();
        for (int worker = 1; worker <= 3; worker++) {
            startWorker("worker-" + worker);
        }

        Map<String, Object> victim = awaitHalfDoneShare();
        String share = (String) victim.get("id");
        workers.remove((String) victim.get("worker")).destroyForcibly().waitFor(); // SIGKILL
        Map<String, Object> left = share(share);
        awaitWorkers();

        assertThat(left).as("the share when its worker was dead").isEqualTo(victim);
        assertThat(share(share).get("done")).isEqualTo(true);
        assertThat(share(share).get("worker")).isNotEqualTo(victim.get("worker"));
        assertThat(sandbox.grantsCreatedByKey()).hasSize(BOOKINGS);
        assertThat(sandbox.grantsCreatedByKey().values()).containsOnly(1);
        assertThat(jdbc.queryForList(
                        "SELECT count(*), count(DISTINCT access_grant_key), count(DISTINCT link) FROM arrival_result"
                                + " WHERE outcome = 'issued'"))
                .singleElement()
                .satisfies(counts -> assertThat(counts.values()).containsOnly((long) BOOKINGS));
        assertThat(jdbc.queryForList(
                        "SELECT e.status FROM batch_job_execution e JOIN batch_job_execution_params p"
                                + " ON p.job_execution_id = e.job_execution_id WHERE p.parameter_value = ?"
                                + " ORDER BY e.job_execution_id",
                        String.class,
                        share))
                .as("the executions of the share")
                .contains("FAILED")
                .endsWith("COMPLETED");
    }

    @Test
    void worker_bookingsThatAreWrong_haveAResultAndTheOthersGoOn() throws Exception {
        insertBooking(1, "Room 101");
        insertBooking(2, "Service Entrance"); // no mobile key unlocks it
        insertBooking(3, "Room 102");
        insertBooking(4, "Room 102");
        jdbc.update("UPDATE arrival_booking SET ends_at = starts_at WHERE access_grant_key = 'booking-3'");

        startWorker("worker");
        awaitWorkers();

        assertThat(jdbc.queryForList(
                        "SELECT access_grant_key FROM arrival_result WHERE outcome = 'issued'", String.class))
                .containsExactlyInAnyOrder("booking-1", "booking-4");
        assertThat(jdbc.queryForList("SELECT reason FROM arrival_result WHERE outcome = 'rejected'", String.class))
                .hasSize(2)
                .anyMatch(reason -> reason.contains("Service Entrance"));
        assertThat(sandbox.grantsCreatedByKey()).hasSize(2);
    }

    @Test
    void worker_again_findsNothingLeft() throws Exception {
        insertBooking(1, "Room 101");
        startWorker("first");
        awaitWorkers();

        startWorker("second");
        awaitWorkers();

        assertThat(sandbox.timesReceived("/access_grants/create")).isEqualTo(1);
    }

    private void insertBooking(int number, String door) {
        jdbc.update(
                "INSERT INTO arrival_booking (access_grant_key, share_id, guest, acs_entrance_id, starts_at, ends_at)"
                        + " VALUES (?, ?, 'Ada', ?, '2030-05-01T15:00Z', '2030-05-03T11:00Z')",
                "booking-" + number,
                "share-" + number % SHARES,
                sandbox.acsEntranceId(door));
    }

    private void startWorker(String name) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArrivalsBatch.class.getName(),
                        "--arrivals.worker=" + name,
                        "--arrivals.lease=6s",
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.hikari.maximum-pool-size=10",
                        "--spring.sql.init.mode=never",
                        "--spring.batch.jdbc.initialize-schema=never")
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().put("SEAM_API_KEY", sandbox.apiKey());
        builder.environment().put("SEAM_ENDPOINT", endpoint);
        workers.put(name, builder.start());
    }

    private Path log(String worker) {
        return folder.resolve(worker + ".log");
    }

    /**
     * Waits until a worker has stored part of a share and has issued more of it, and returns the share. The worker is
     * then between the server and the database.
     */
    private Map<String, Object> awaitHalfDoneShare() throws Exception {
        while (true) {
            for (Map<String, Object> share : jdbc.queryForList(
                    "SELECT id, worker, done FROM arrival_share WHERE NOT done AND worker IS NOT NULL")) {
                List<String> stored = jdbc.queryForList(
                        "SELECT access_grant_key FROM arrival_result JOIN arrival_booking USING (access_grant_key)"
                                + " WHERE share_id = ?",
                        String.class,
                        share.get("id"));
                Set<String> issued = new HashSet<>(sandbox.grantsCreatedByKey().keySet());
                issued.retainAll(jdbc.queryForList(
                        "SELECT access_grant_key FROM arrival_booking WHERE share_id = ?",
                        String.class,
                        share.get("id")));
                if (stored.size() >= 10 && stored.size() <= 30 && issued.size() >= stored.size() + 3) {
                    return share;
                }
            }
            for (String worker : workers.keySet()) {
                assertThat(workers.get(worker).isAlive())
                        .as(() -> readLog(worker))
                        .isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private Map<String, Object> share(String id) {
        return jdbc.queryForMap("SELECT id, worker, done FROM arrival_share WHERE id = ?", id);
    }

    /** Waits until the workers end, which they do when nothing is left. */
    private void awaitWorkers() throws Exception {
        for (Map.Entry<String, Process> worker : workers.entrySet()) {
            assertThat(worker.getValue().waitFor(8, TimeUnit.MINUTES))
                    .as(() -> readLog(worker.getKey()))
                    .isTrue();
            assertThat(worker.getValue().exitValue())
                    .as(() -> readLog(worker.getKey()))
                    .isZero();
        }
        workers.clear();
    }

    private String readLog(String worker) {
        try {
            return Files.readString(log(worker));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
