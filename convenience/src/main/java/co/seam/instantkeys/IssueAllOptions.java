package co.seam.instantkeys;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How {@link Stays#issueAll} works. Immutable. */
public final class IssueAllOptions {
    final int concurrency;
    final @Nullable Executor executor;
    final @Nullable Long size;
    final Consumer<StayProgress> onProgress;

    private IssueAllOptions(Builder builder) {
        concurrency = builder.concurrency;
        executor = builder.executor;
        size = builder.size;
        onProgress = builder.onProgress;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Configures a run. Not thread-safe. */
    public static final class Builder {
        private int concurrency = Defaults.CONCURRENT_STAYS;
        private @Nullable Executor executor;
        private @Nullable Long size;
        private Consumer<StayProgress> onProgress = progress -> {};

        private Builder() {}

        /**
         * Sets how many stays are issued at the same time; 8 by default.
         *
         * @throws IllegalArgumentException if it is not from 1 to 1,000
         */
        public Builder concurrency(int concurrency) {
            if (concurrency < 1 || concurrency > Defaults.MAX_CONCURRENT_STAYS) {
                throw new IllegalArgumentException(
                        "concurrency must be from 1 to " + Defaults.MAX_CONCURRENT_STAYS + ", but is " + concurrency);
            }
            this.concurrency = concurrency;
            return this;
        }

        /**
         * Issues the stays on your own threads instead of those of the client. With fewer threads than
         * {@link #concurrency}, fewer stays are issued at the same time. It must not run tasks on the calling thread.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor is null");
            return this;
        }

        /** Sets the number of requests, for {@link StayProgress#getRemaining()} only. */
        public Builder size(long size) {
            this.size = size;
            return this;
        }

        /**
         * Sets a consumer of the progress, called after each result on the thread that takes the results. None by
         * default. If it throws, {@link StayResults#next()} throws the same exception, and that result is lost.
         */
        public Builder onProgress(Consumer<StayProgress> onProgress) {
            this.onProgress = Objects.requireNonNull(onProgress, "onProgress is null");
            return this;
        }

        public IssueAllOptions build() {
            return new IssueAllOptions(this);
        }
    }
}
