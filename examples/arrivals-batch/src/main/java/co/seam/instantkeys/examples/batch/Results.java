package co.seam.instantkeys.examples.batch;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table {@code arrival_result}: one row for each booking, which its primary key enforces. */
@Component
class Results {
    private final JdbcTemplate jdbc;

    Results(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void addAll(List<? extends Issued> issued) {
        jdbc.batchUpdate(
                "INSERT INTO arrival_result (access_grant_key, outcome, link) VALUES (?, 'issued', ?)",
                issued.stream()
                        .map(one -> new Object[] {one.accessGrantKey(), one.link()})
                        .toList());
    }

    void addRejected(String accessGrantKey, String reason) {
        jdbc.update(
                "INSERT INTO arrival_result (access_grant_key, outcome, reason) VALUES (?, 'rejected', ?)",
                accessGrantKey,
                reason);
    }
}
