package co.seam.instantkeys.examples.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Claims one share after the other and runs the job for it, until all are done, by this worker or another. A share
 * whose worker has died, or whose job has failed, is free again when its lease is over.
 */
@Component
class Worker implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** More than one bad share: the API key may be wrong. */
    private static final int MAX_FAILURES_IN_A_ROW = 5;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Shares shares;
    private final Job arrivals;
    private final JobOperator operator;
    private final JobRepository repository;
    private final Duration lease;

    Worker(
            Shares shares,
            Job arrivals,
            JobOperator operator,
            JobRepository repository,
            @Value("${arrivals.lease}") Duration lease) {
        this.shares = shares;
        this.arrivals = arrivals;
        this.operator = operator;
        this.repository = repository;
        this.lease = lease;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor();
        try {
            int failures = 0;
            while (shares.remain()) {
                Optional<String> share = shares.claim();
                if (share.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis()); // others work on the rest
                } else if (runJob(share.get(), heartbeats)) {
                    failures = 0;
                } else if (++failures == MAX_FAILURES_IN_A_ROW) {
                    throw new IllegalStateException(failures + " jobs in a row have failed; see the log");
                }
            }
        } finally {
            heartbeats.shutdownNow();
        }
    }

    /** Runs the job for a share and renews its lease meanwhile. Returns whether the job has completed. */
    private boolean runJob(String share, ScheduledExecutorService heartbeats) throws Exception {
        long interval = lease.toMillis() / 3;
        ScheduledFuture<?> heartbeat =
                heartbeats.scheduleAtFixedRate(() -> renew(share), interval, interval, TimeUnit.MILLISECONDS);
        try {
            BatchStatus status = execute(share).getStatus();
            LOG.info("Share {}: {}", share, status);
            if (status != BatchStatus.COMPLETED) {
                return false;
            }
            shares.finish(share);
            return true;
        } finally {
            heartbeat.cancel(false);
        }
    }

    private JobExecution execute(String share) throws Exception {
        JobParameters parameters =
                new JobParametersBuilder().addString(ArrivalsJob.SHARE, share).toJobParameters();
        JobExecution last = repository.getLastJobExecution(ArrivalsJob.NAME, parameters);
        if (last == null) {
            return operator.start(arrivals, parameters);
        }
        if (last.getStatus() == BatchStatus.COMPLETED) { // its worker died before it could say so
            return last;
        }
        // the lease was free: whoever ran it is dead, though the database still says that it runs
        return operator.restart(last.isRunning() ? operator.recover(last) : last);
    }

    private void renew(String share) {
        try {
            shares.renew(share);
        } catch (DataAccessException e) {
            LOG.warn("Cannot renew the lease of share {}", share, e);
        }
    }
}
