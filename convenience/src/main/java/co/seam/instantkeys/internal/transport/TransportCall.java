package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.internal.transport.ConnectionGenerations.Generation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call: an attempt and, for a read, its retries. Each attempt is an OkHttp call of its own whose response is
 * brought into memory before the attempt counts as over.
 */
public final class TransportCall implements Call {
    private final Transport transport;
    private final Request request;
    private final Request wireRequest;
    private final CallContext context;
    private final AtomicBoolean executed = new AtomicBoolean();

    /** The timeout of the whole call. Users of Retrofit's {@code Call} may set it before the call starts. */
    private final Timeout total = new Timeout();

    private volatile boolean canceled;
    private volatile boolean interrupted;
    private volatile @Nullable Call attempt;

    /** Ends the wait for the next attempt. */
    private volatile @Nullable Runnable wakeUp;

    /**
     * @param request as the caller asked for it
     * @param wireRequest the same with everything that {@link Transport} adds
     */
    TransportCall(Transport transport, Request request, Request wireRequest, CallContext context) {
        this.transport = transport;
        this.request = request;
        this.wireRequest = wireRequest;
        this.context = context;
        total.timeout(transport.totalTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Response execute() throws IOException {
        RetryPolicy retries = start();
        try {
            InterruptWatchdog.watch(this);
            while (true) {
                Outcome outcome = executeAttempt(retries);
                long delay = delayAfter(outcome, retries);
                if (delay == RetryPolicy.STOP) {
                    return outcome.response();
                }
                await(delay);
                if (transport.isClosed()) {
                    return outcome.response();
                }
            }
        } finally {
            InterruptWatchdog.unwatch(this);
            if (wasInterrupted()) {
                Thread.currentThread().interrupt(); // an interceptor may have cleared the flag
            }
        }
    }

    @Override
    public void enqueue(Callback callback) {
        enqueueAttempt(callback, start());
    }

    private RetryPolicy start() {
        if (!executed.compareAndSet(false, true)) {
            throw new IllegalStateException("Already executed: use clone()");
        }
        transport.checkOpen();
        context.startCall();
        long totalNanos = total.timeoutNanos();
        if (total.hasDeadline()) { // okio measures it with System.nanoTime()
            long left = Math.max(1, total.deadlineNanoTime() - System.nanoTime());
            totalNanos = totalNanos == 0 ? left : Math.min(totalNanos, left);
        }
        RetryPolicy retries = transport.newRetryPolicy(context.isRetrySafe(), totalNanos);
        if (totalNanos > 0) {
            context.setDeadline(retries.deadline());
        }
        return retries;
    }

    /** Decides what follows an attempt, for {@link #execute} and {@link #enqueue} alike. */
    private long delayAfter(Outcome outcome, RetryPolicy retries) {
        return isCanceled() ? RetryPolicy.STOP : retries.delayAfter(outcome.response, outcome.failure);
    }

    private Outcome executeAttempt(RetryPolicy retries) {
        if (Thread.currentThread().isInterrupted()) {
            return Outcome.failed(new CallInterruptedException(null));
        }
        long start = attemptTime();
        Generation generation = transport.connections().current();
        Outcome outcome;
        try {
            outcome = Outcome.of(read(newAttempt(generation, retries).execute()));
        } catch (Throwable e) { // interceptors, listeners, and OkHttp itself, throw more than they declare
            outcome = failed(generation, e);
            if (e instanceof VirtualMachineError) {
                onAttemptFinished(outcome, start);
                throw (VirtualMachineError) e;
            }
        }
        onAttemptFinished(outcome, start);
        return outcome;
    }

    private void enqueueAttempt(Callback callback, RetryPolicy retries) {
        EnqueuedAttempt next =
                new EnqueuedAttempt(callback, retries, transport.connections().current());
        try {
            newAttempt(next.generation, retries).enqueue(next);
        } catch (Throwable e) { // a listener of the caller's threw it, or memory is short
            if (next.finished) {
                throw e; // the callback threw it, on this thread
            }
            next.fail(e);
        }
    }

    /** Starts another attempt after the delay. If the {@code Seam} is closed by then, the last outcome stands. */
    private void enqueueAfter(long delay, Outcome last, Callback callback, RetryPolicy retries) {
        Runnable next = () -> {
            if (transport.isClosed()) {
                deliver(last, callback);
            } else {
                enqueueAttempt(callback, retries);
            }
        };
        if (delay == 0) {
            next.run();
            return;
        }
        Runnable early;
        try {
            early = transport.clock().schedule(delay, () -> transport.execute(next));
        } catch (RejectedExecutionException e) { // closed in the meantime
            deliver(last, callback);
            return;
        } catch (RuntimeException | Error e) {
            callback.onFailure(this, new IOException("the HTTP client failed: " + e, e));
            return;
        }
        wakeUp = early;
        if (isCanceled()) {
            early.run();
        }
    }

    private void deliver(Outcome outcome, Callback callback) {
        if (outcome.response == null) {
            callback.onFailure(this, outcome.failure());
            return;
        }
        try {
            callback.onResponse(this, outcome.response);
        } catch (IOException e) { // the callback's own: the call is over
            throw new UncheckedIOException(e);
        }
    }

    /** Passes whatever is thrown to the callback: there is no caller to catch it. */
    private final class EnqueuedAttempt implements Callback {
        private final Callback callback;
        private final RetryPolicy retries;
        private final Generation generation;
        private final long start = attemptTime();
        private volatile boolean finished;

        EnqueuedAttempt(Callback callback, RetryPolicy retries, Generation generation) {
            this.callback = callback;
            this.retries = retries;
            this.generation = generation;
        }

        @Override
        public void onResponse(Call call, Response response) {
            Outcome outcome;
            try {
                outcome = Outcome.of(read(response));
            } catch (Throwable e) { // as in executeAttempt
                outcome = failed(generation, e);
            }
            finish(outcome);
        }

        @Override
        public void onFailure(Call call, IOException e) {
            fail(e);
        }

        void fail(Throwable e) {
            finish(failed(generation, e));
        }

        private void finish(Outcome outcome) {
            finished = true;
            onAttemptFinished(outcome, start);
            long delay = delayAfter(outcome, retries);
            if (delay != RetryPolicy.STOP) {
                enqueueAfter(delay, outcome, callback, retries);
            } else {
                deliver(outcome, callback);
            }
        }
    }

    private Call newAttempt(Generation generation, RetryPolicy retries) {
        attempt = null;
        context.startAttempt(generation);
        Call call = generation.client().newCall(wireRequest);
        call.timeout().timeout(retries.attemptNanos(transport.timeoutNanos()), TimeUnit.NANOSECONDS);
        long left = retries.attemptNanos(0);
        if (left > 0) { // the timeout starts when the attempt does, after it was queued
            call.timeout().deadlineNanoTime(System.nanoTime() + left);
        }
        attempt = call;
        if (isCanceled()) {
            call.cancel();
        }
        return call;
    }

    private Response read(Response response) throws IOException {
        if (response.code() >= 200) {
            context.setResponse(response);
        }
        Response complete = transport.responses().read(response);
        // an error response leads back to its call, whatever interceptors made of the request
        return complete.isSuccessful()
                ? complete
                : complete.newBuilder().request(request()).build();
    }

    /**
     * Returns the outcome of an attempt that threw, whatever it threw. Keeps what is known of the outcome, and the
     * interrupt flag.
     */
    private Outcome failed(Generation generation, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        context.recordInterrupt();
        Call call = attempt;
        if (context.isAttemptSent() && isGivenUp(call, e)) {
            transport.retire(generation);
        }
        if (call != null && (!(e instanceof IOException) || context.hasResponseBegun())) {
            cancelAttempt(call); // an interceptor that threw it may not have read the response: nobody will
        }
        if (wasInterrupted()) {
            // OkHttp reports an interrupt as "Canceled", "timeout" or a closed socket
            return Outcome.failed(new CallInterruptedException(e));
        }
        return Outcome.failed(
                e instanceof IOException && !OkHttpInternals.isRejected(e)
                        ? (IOException) e
                        : new IOException("the HTTP client failed: " + e, e));
    }

    /** Throws nothing: the outcome is known already. */
    private static void cancelAttempt(Call call) {
        try {
            call.cancel();
        } catch (RuntimeException | Error e) {
            return; // a socket that cannot be closed, for example
        }
    }

    /**
     * Whether the attempt ended by a timeout, an interrupt or a cancellation, and not by what the server did.
     * Interceptors may have replaced the exception.
     */
    private boolean isGivenUp(@Nullable Call call, Throwable e) {
        return (call != null && call.isCanceled()) || e instanceof InterruptedIOException || wasInterrupted();
    }

    private boolean wasInterrupted() {
        return interrupted || context.wasInterrupted();
    }

    private void onAttemptFinished(Outcome outcome, long start) {
        context.closeWireResponse();
        transport.evictIfClosed();
        long nanos = attemptTime() - start;
        context.onAttemptFinished(outcome.response, outcome.failure, nanos);
        RequestLog log = transport.log();
        if (log != null) {
            log.log(request, context, outcome.response, outcome.failure, nanos);
        }
    }

    /** The time in nanoseconds, if somebody wants to know how long attempts take; else 0. */
    private long attemptTime() {
        return transport.isObserved() || transport.log() != null
                ? transport.clock().nanoTime()
                : 0;
    }

    private void await(long nanos) throws CallInterruptedException {
        if (nanos == 0) {
            return;
        }
        CountDownLatch cancellation = new CountDownLatch(1);
        wakeUp = cancellation::countDown;
        if (isCanceled()) {
            cancellation.countDown();
        }
        try {
            transport.clock().await(nanos, cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(null);
        }
    }

    /** The thread that executes this call was interrupted. */
    void interrupt() {
        interrupted = true;
        cancel();
    }

    @Override
    public void cancel() {
        canceled = true;
        Call current = attempt;
        if (current != null) {
            current.cancel();
        }
        Runnable wait = wakeUp;
        if (wait != null) {
            wait.run();
        }
    }

    /** Returns the request without credentials, which {@code Request.toString()} would show. */
    @Override
    public Request request() {
        return request.newBuilder().tag(CallContext.class, context).build();
    }

    @Override
    public boolean isExecuted() {
        return executed.get();
    }

    @Override
    public boolean isCanceled() {
        return canceled;
    }

    @Override
    public Timeout timeout() {
        return total;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // a clone is a new call
    public Call clone() {
        return transport.newCall(request);
    }

    /** How an attempt ended: in a response or in a failure. */
    private static final class Outcome {
        final @Nullable Response response;
        final @Nullable IOException failure;

        private Outcome(@Nullable Response response, @Nullable IOException failure) {
            this.response = response;
            this.failure = failure;
        }

        static Outcome of(Response response) {
            return new Outcome(response, null);
        }

        static Outcome failed(IOException failure) {
            return new Outcome(null, failure);
        }

        Response response() throws IOException {
            if (response == null) {
                throw failure();
            }
            return response;
        }

        IOException failure() {
            return failure == null ? new IOException("no response") : failure;
        }
    }
}
