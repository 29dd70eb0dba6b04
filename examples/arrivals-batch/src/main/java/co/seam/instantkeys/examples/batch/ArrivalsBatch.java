package co.seam.instantkeys.examples.batch;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.wiremock.SeamSandbox;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A worker that issues the links of the bookings in a database. Any number of them can run at the same time, on several
 * machines. Each ends when all bookings have a result.
 *
 * <p>Without {@code SEAM_API_KEY} it runs against an embedded sandbox, with sample bookings.
 */
@SpringBootApplication
public class ArrivalsBatch {
    public static void main(String[] args) {
        SpringApplication.run(ArrivalsBatch.class, args).close();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("SEAM_API_KEY")
    static class Real {
        @Bean
        Seam seam() {
            return Seam.fromEnvironment();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "SEAM_API_KEY", havingValue = "none", matchIfMissing = true)
    static class Sample {
        private static final Logger LOG = LoggerFactory.getLogger(Sample.class);

        private static final int SHARES = 10;
        private static final int BOOKINGS = 500;

        private static final String INSERT_BOOKING =
                "INSERT INTO arrival_booking (access_grant_key, share_id, guest, acs_entrance_id, starts_at, ends_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)";

        /** Each worker has a sandbox of its own. The seed gives their doors the same ids. */
        @Bean
        SeamSandbox sandbox() {
            return SeamSandbox.builder().seed(1).start();
        }

        @Bean
        Seam seam(SeamSandbox sandbox) {
            return Seam.builder()
                    .apiKey(sandbox.apiKey())
                    .endpoint(sandbox.endpoint())
                    .build();
        }

        @Bean
        @Order(0) // before the worker
        ApplicationRunner sampleBookings(JdbcTemplate jdbc, TransactionTemplate transaction, SeamSandbox sandbox) {
            return arguments -> {
                try {
                    transaction.executeWithoutResult(status -> {
                        for (int share = 1; share <= SHARES; share++) {
                            jdbc.update("INSERT INTO arrival_share (id) VALUES (?)", "sample-" + share);
                        }
                        jdbc.batchUpdate(INSERT_BOOKING, bookings(sandbox.acsEntranceId("Room 101")));
                    });
                } catch (DuplicateKeyException e) {
                    LOG.info("There are sample bookings already");
                }
            };
        }

        private static List<Object[]> bookings(String acsEntranceId) {
            OffsetDateTime arrival = OffsetDateTime.now(ZoneOffset.UTC).plusDays(1);
            return IntStream.rangeClosed(1, BOOKINGS)
                    .mapToObj(booking -> new Object[] {
                        "booking-" + booking,
                        "sample-" + (1 + booking % SHARES),
                        "Guest " + booking,
                        acsEntranceId,
                        arrival,
                        arrival.plusDays(1)
                    })
                    .toList();
        }
    }
}
