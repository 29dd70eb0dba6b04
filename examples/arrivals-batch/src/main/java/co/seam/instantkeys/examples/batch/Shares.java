package co.seam.instantkeys.examples.batch;

import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The table {@code arrival_share}: which worker has which part of the bookings. Every time is that of the database, so
 * that the clocks of the machines do not matter.
 *
 * <p>A worker that is slow may still work on a share after its lease is over. That costs time and nothing else: a stay
 * is issued once per key, and {@link #confirm} keeps its results out of the database.
 */
@Component
class Shares {
    private final JdbcTemplate jdbc;
    private final String worker;
    private final String endOfLease;

    Shares(JdbcTemplate jdbc, @Value("${arrivals.worker}") String worker, @Value("${arrivals.lease}") Duration lease) {
        this.jdbc = jdbc;
        this.worker = worker;
        endOfLease = "CURRENT_TIMESTAMP + INTERVAL '" + lease.toSeconds() + "' SECOND";
    }

    /** Whether there is a share that is not done, whoever has it. */
    boolean remain() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("SELECT EXISTS (SELECT 1 FROM arrival_share WHERE NOT done)", Boolean.class));
    }

    /** Takes a share that nobody has, if there is one. */
    Optional<String> claim() {
        return jdbc
                .queryForList(
                        "SELECT id FROM arrival_share WHERE NOT done AND leased_until < CURRENT_TIMESTAMP ORDER BY id",
                        String.class)
                .stream()
                .filter(share -> jdbc.update(
                                "UPDATE arrival_share SET worker = ?, leased_until = " + endOfLease
                                        + " WHERE id = ? AND NOT done AND leased_until < CURRENT_TIMESTAMP",
                                worker,
                                share)
                        == 1)
                .findFirst();
    }

    /** Extends the lease, unless another worker has the share by now. */
    void renew(String share) {
        jdbc.update(
                "UPDATE arrival_share SET leased_until = " + endOfLease + " WHERE id = ? AND worker = ?",
                share,
                worker);
    }

    /**
     * Checks that this worker still has the share, and keeps it from being claimed until the transaction ends.
     *
     * @throws IllegalStateException if another worker has it
     */
    void confirm(String share) {
        int rows = jdbc.update("UPDATE arrival_share SET worker = worker WHERE id = ? AND worker = ?", share, worker);
        if (rows != 1) {
            throw new IllegalStateException("another worker has share " + share);
        }
    }

    void finish(String share) {
        jdbc.update("UPDATE arrival_share SET done = TRUE WHERE id = ? AND worker = ?", share, worker);
    }
}
