package co.seam.instantkeys.examples.batch;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamConflictException;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.SeamForbiddenException;
import co.seam.instantkeys.SeamInvalidInputException;
import co.seam.instantkeys.SeamUnauthorizedException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.SkipListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job for one share: issues the stay of each booking that has no result yet, and writes the results of a chunk in
 * one transaction. Whatever ends it, it can be run again: a stay that was issued without a result is found by its key.
 */
@Configuration(proxyBeanMethods = false)
class ArrivalsJob {
    static final String NAME = "arrivals";

    /** The job parameter. Each share is a job instance of its own. */
    static final String SHARE = "share";

    private static final int CHUNK = 10;

    @Bean
    Job arrivals(JobRepository repository, Step issue) {
        return new JobBuilder(NAME, repository).start(issue).build();
    }

    @Bean
    Step issue(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JdbcPagingItemReader<Booking> bookings,
            Seam seam,
            ResultWriter writer,
            Results results,
            ThreadPoolTaskExecutor calls) {
        ItemProcessor<Booking, Issued> processor = booking -> new Issued(
                booking.accessGrantKey(),
                seam.stays().issue(booking.toRequest()).getInstantKeyUrl());
        SkipListener<Booking, Issued> rejections = new SkipListener<>() {
            @Override
            public void onSkipInProcess(Booking booking, Throwable failure) {
                results.addRejected(booking.accessGrantKey(), failure.getMessage());
            }
        };
        return new StepBuilder("issue", repository)
                .<Booking, Issued>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(bookings)
                .processor(processor)
                .writer(writer)
                .faultTolerant()
                .retryPolicy(RetryPolicy.builder()
                        .predicate(ArrivalsJob::isWorthRepeating)
                        .maxRetries(5)
                        .delay(Duration.ofSeconds(1))
                        .multiplier(2)
                        .build())
                .skipPolicy((failure, count) -> isFinal(failure))
                .skipListener(rejections)
                .taskExecutor(calls)
                .build();
    }

    /** The bookings of a share without a result. What an earlier execution has done is in the table of results. */
    @Bean
    @StepScope
    JdbcPagingItemReader<Booking> bookings(DataSource database, @Value("#{jobParameters['share']}") String share)
            throws Exception {
        return new JdbcPagingItemReaderBuilder<Booking>()
                .dataSource(database)
                .selectClause("SELECT *")
                .fromClause("FROM arrival_booking")
                .whereClause("WHERE share_id = :share AND NOT EXISTS (SELECT 1 FROM arrival_result"
                        + " WHERE arrival_result.access_grant_key = arrival_booking.access_grant_key)")
                .parameterValues(Map.of("share", share))
                .sortKeys(Map.of("access_grant_key", Order.ASCENDING))
                .pageSize(CHUNK)
                .rowMapper(Booking::of)
                .saveState(false)
                .build();
    }

    @Bean
    ThreadPoolTaskExecutor calls(@Value("${arrivals.concurrency}") int concurrency) {
        ThreadPoolTaskExecutor calls = new ThreadPoolTaskExecutor();
        calls.setCorePoolSize(concurrency);
        calls.setThreadNamePrefix("issue-");
        return calls;
    }

    /** Whether the same request would fail again: the booking itself is wrong. */
    private static boolean isFinal(Throwable failure) {
        return failure instanceof SeamConflictException
                || failure instanceof SeamInvalidInputException
                || failure instanceof IllegalArgumentException;
    }

    /** The outcome may be unknown, because the key makes a second call safe. A wrong API key stays wrong. */
    private static boolean isWorthRepeating(Throwable failure) {
        return failure instanceof SeamException
                && !isFinal(failure)
                && !(failure instanceof SeamUnauthorizedException)
                && !(failure instanceof SeamForbiddenException);
    }
}
