package co.seam.instantkeys;

import co.seam.instantkeys.internal.transport.CallContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Starts calls of the raw API. Not methods of {@link Seam}, so that a program that injects a client does not load
 * Retrofit before its first call.
 */
public final class SeamCalls {
    private SeamCalls() {}

    /**
     * Starts a call of the raw API, as its {@code enqueue} does, and returns its result as a future:
     *
     * <pre>{@code
     * CompletableFuture<InstantKeysResponse> keys = SeamCalls.enqueue(seam.api(InstantKeysApi.class).list(request));
     * }</pre>
     *
     * <p>The future is completed with the body of a 2xx response, or with the {@link SeamException} that a blocking call
     * would throw, on a thread of the client: pass an executor of your own to continue with more than a few
     * instructions. Cancelling the future, or completing it in another way, such as by {@code orTimeout}, cancels the
     * call; a write may have been processed then. A call that is cancelled before it was sent is not sent.
     *
     * <p>OkHttp sends five enqueued calls to a host at a time; {@link Seam.Builder#httpClient} can have a dispatcher
     * with another limit.
     *
     * @param call of {@link Seam#api}, not executed yet
     * @throws IllegalStateException if its client is closed, if the call was executed before, or if it is no call of
     *     this SDK; nothing is sent then
     */
    public static <T> CompletableFuture<T> enqueue(Call<T> call) {
        if (call.isExecuted()) {
            throw new IllegalStateException("the call was executed before: use clone()");
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        new Completion<>(call, future).start();
        return future;
    }

    /** Completes a future when a call ends, and cancels the call if anything else completes the future before. */
    private static final class Completion<R> implements Callback<R> {
        private final Call<R> call;
        private final CompletableFuture<R> future;
        private final CallContext context;
        private final boolean reports;
        private volatile boolean ended;

        Completion(Call<R> call, CompletableFuture<R> future) {
            this.call = call;
            this.future = future;
            context = CallContext.of(call);
            reports = context.claimReport();
        }

        void start() {
            call.enqueue(this);
            CompletableFuture<R> ignored = future.whenComplete((result, failure) -> {
                if (!ended) {
                    call.cancel();
                }
            });
        }

        @Override
        public void onResponse(Call<R> ignored, Response<R> response) {
            R body;
            try {
                body = CallExecutor.body(call, response);
            } catch (RuntimeException | Error e) { // whatever it is: nobody else would complete the future
                fail(e);
                return;
            }
            end(false);
            future.complete(body);
        }

        @Override
        public void onFailure(Call<R> ignored, Throwable failure) {
            fail(
                    failure instanceof IOException
                            ? ErrorMapper.fromIOException(context, (IOException) failure)
                            : failure);
        }

        private void fail(Throwable failure) {
            end(
                    failure instanceof SeamException
                            ? ((SeamException) failure).isOutcomeUnknown()
                            : context.isOutcomeUnknown());
            future.completeExceptionally(failure);
        }

        private void end(boolean outcomeUnknown) {
            ended = true;
            if (reports) {
                context.report(outcomeUnknown);
            }
        }
    }
}
