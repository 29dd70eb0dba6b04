package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.internal.transport.AtMostOnceInterceptor.ClosedConnectionException;
import co.seam.instantkeys.internal.transport.JsonConverterFactory.UnreadableResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call: an attempt, and, for a read, up to two more. Each attempt is an OkHttp call of its own; each answer is brought
 * into memory whole, so that whatever breaks on the way belongs to the attempt and not to who reads the answer.
 */
final class TransportCall implements Call {
    /** Each look takes one out of the pool, so this ends by itself; a bound all the same. */
    private static final int MAX_CLOSED_CONNECTIONS = 1_000;

    private final Transport transport;
    private final Request request;
    private final Request wire;
    private final CallContext context;
    private final AtomicBoolean executed = new AtomicBoolean();

    /** Of the whole call; a caller of the wire interface may set it before the call begins. */
    private final Timeout total = new Timeout();

    private volatile boolean canceled;
    private volatile boolean interrupted;
    private volatile @Nullable Call attempt;
    private volatile @Nullable CompletableFuture<@Nullable Void> pause;

    /**
     * @param request as it was asked for
     * @param wire the same with all that {@link Transport} adds
     */
    TransportCall(Transport transport, Request request, Request wire, CallContext context) {
        this.transport = transport;
        this.request = request;
        this.wire = wire;
        this.context = context;
        total.timeout(transport.totalTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Response execute() throws IOException {
        Retries retries = start();
        try {
            InterruptWatchdog.watch(this);
            while (true) {
                Response response = null;
                IOException failure = null;
                try {
                    response = attempt(retries);
                } catch (IOException e) {
                    failure = e;
                }
                long nanos = canceled ? -1 : retries.pauseAfter(response, failure);
                if (nanos < 0) {
                    return toResult(response, failure);
                }
                await(nanos);
            }
        } finally {
            InterruptWatchdog.unwatch(this);
        }
    }

    @Override
    public void enqueue(Callback callback) {
        enqueue(callback, start());
    }

    private void enqueue(Callback callback, Retries retries) {
        long start = System.nanoTime();
        newAttempt(retries).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) throws IOException {
                Response buffered;
                try {
                    buffered = buffer(response);
                } catch (IOException | RuntimeException e) {
                    onFailure(call, failure(call, e));
                    return;
                }
                end(buffered, null);
            }

            @Override
            public void onFailure(Call call, IOException e) {
                try {
                    end(null, e);
                } catch (IOException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }

            private void end(@Nullable Response response, @Nullable IOException failure) throws IOException {
                onAttemptFinished(response, failure, start);
                if (ClosedConnectionException.isIn(failure) && retries.anotherConnection()) {
                    enqueueAgain(callback, retries);
                    return;
                }
                long nanos = canceled ? -1 : retries.pauseAfter(response, failure);
                if (nanos >= 0) {
                    CompletableFuture<?> unused = pause(nanos).thenRun(() -> enqueueAgain(callback, retries));
                } else if (response != null) {
                    callback.onResponse(TransportCall.this, response);
                } else if (failure != null) {
                    callback.onFailure(TransportCall.this, failure);
                }
            }
        });
    }

    /** Nobody is there to catch what this would throw. */
    private void enqueueAgain(Callback callback, Retries retries) {
        try {
            enqueue(callback, retries);
        } catch (RuntimeException e) { // closed in the meantime
            callback.onFailure(this, new IOException(e.getMessage(), e));
        }
    }

    private Retries start() {
        if (!executed.compareAndSet(false, true)) {
            throw new IllegalStateException("a call can be made once: clone() it");
        }
        long nanos = total.timeoutNanos();
        if (total.hasDeadline()) {
            long left = Math.max(1, total.deadlineNanoTime() - System.nanoTime());
            nanos = nanos == 0 ? left : Math.min(nanos, left);
        }
        if (nanos > 0) {
            context.deadline = System.nanoTime() + nanos;
        }
        return new Retries(context.retrySafe, context.deadline);
    }

    private Response attempt(Retries retries) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            interrupted = true;
            throw new InterruptedIOException("interrupted");
        }
        while (true) {
            try {
                return executeAttempt(newAttempt(retries));
            } catch (IOException e) {
                if (!ClosedConnectionException.isIn(e) || !retries.anotherConnection()) {
                    throw e;
                }
            }
        }
    }

    private Response executeAttempt(Call call) throws IOException {
        long start = System.nanoTime();
        Response response = null;
        IOException failure = null;
        try {
            response = buffer(call.execute());
            return response;
        } catch (IOException | RuntimeException e) {
            failure = failure(call, e);
            throw failure;
        } finally {
            onAttemptFinished(response, failure, start);
        }
    }

    /** OkHttp and interceptors throw more than they promise. Whatever it is, what is known of the outcome must not get lost. */
    private static IOException failure(Call call, Exception e) {
        if (e instanceof IOException) {
            return (IOException) e;
        }
        call.cancel(); // who threw it will not have given back the connection
        return new IOException("the HTTP client failed: " + e, e);
    }

    private void onAttemptFinished(@Nullable Response response, @Nullable IOException failure, long start) {
        transport.releaseIfClosed();
        if (transport.log != null) {
            transport.log.log(request, context, response, failure, System.nanoTime() - start);
        }
    }

    private Call newAttempt(Retries retries) {
        Call call = transport.attempt(wire);
        context.response = null;
        call.timeout().timeout(retries.attemptNanos(transport.timeout.toNanos()), TimeUnit.NANOSECONDS);
        attempt = call;
        if (canceled) {
            call.cancel();
        }
        return call;
    }

    private Response buffer(Response response) throws IOException {
        if (response.code() < 200) {
            response.close();
            throw new ProtocolException("no answer after " + response.code());
        }
        context.response = response;
        ResponseBody body = response.body();
        if (body == null) {
            return response;
        }
        try (BufferedSource source = body.source()) {
            long limit = response.isSuccessful() ? transport.maxResponseBytes : Transport.MAX_ERROR_BYTES;
            boolean oversize = readUpTo(source, limit + 1, response.isSuccessful());
            Buffer buffer = new Buffer();
            buffer.write(source.getBuffer(), Math.min(source.getBuffer().size(), limit));
            if (oversize && response.isSuccessful()) {
                String excerpt = buffer.readUtf8(Math.min(limit, Transport.MAX_ERROR_BYTES));
                throw new UnreadableResponseException("larger than " + limit + " bytes", excerpt, null);
            }
            return response.newBuilder()
                    .body(ResponseBody.create(buffer, transport.type(response, body), buffer.size()))
                    .build();
        }
    }

    /** Of a refusal the status tells the most: it is kept with as much of its body as came. */
    private static boolean readUpTo(BufferedSource source, long bytes, boolean whole) throws IOException {
        try {
            return source.request(bytes);
        } catch (IOException e) {
            if (whole) {
                throw e;
            }
            return false;
        }
    }

    private Response toResult(@Nullable Response response, @Nullable IOException failure) throws IOException {
        if (response != null) {
            return response;
        }
        boolean byInterrupt = interrupted || Thread.currentThread().isInterrupted();
        if (byInterrupt && failure != null && !"interrupted".equals(failure.getMessage())) {
            // a call that ends because of an interrupt says "Canceled", "timeout" or nothing, none of which it was
            // asked for
            InterruptedIOException e = new InterruptedIOException("interrupted");
            e.addSuppressed(failure);
            throw e;
        }
        throw failure != null ? failure : new IOException("no answer");
    }

    private void await(long nanos) throws IOException {
        try {
            pause(nanos).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pause cannot fail", e);
        }
    }

    /** Ends after this time, or when the call is cancelled. */
    private CompletableFuture<@Nullable Void> pause(long nanos) {
        CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
        pause = next;
        if (canceled) {
            next.complete(null);
        }
        return next.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
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
        CompletableFuture<@Nullable Void> waiting = pause;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Without the credentials, which {@code Request.toString()} would show. */
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
    @SuppressWarnings("MethodDoesntCallSuperMethod") // a call is cloned by being made again
    public Call clone() {
        return transport.newCall(request);
    }

    /** When to try again: the one place that knows. Belongs to one call. */
    static final class Retries {
        private static final int MAX = 2;
        private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

        private final boolean allowed;
        private final long deadline;
        private final boolean bounded;
        private int made;
        private int closedConnections;

        Retries(boolean allowed, @Nullable Long deadline) {
            this.allowed = allowed;
            this.bounded = deadline != null;
            this.deadline = deadline == null ? 0 : deadline;
        }

        /** Nanoseconds, or -1 if this was the last attempt. */
        long pauseAfter(@Nullable Response response, @Nullable IOException failure) {
            if (!allowed || made == MAX || !isTransient(response, failure)) {
                return -1;
            }
            long pause = pause(response);
            if (bounded && pause >= deadline - System.nanoTime()) {
                return -1; // what the server asks for is told by the exception
            }
            made++;
            return pause;
        }

        /** The time for one attempt: its own, or what is left of the whole; 0 for no bound. */
        long attemptNanos(long timeoutNanos) {
            if (!bounded) {
                return timeoutNanos;
            }
            long left = Math.max(1, deadline - System.nanoTime());
            return timeoutNanos == 0 ? left : Math.min(timeoutNanos, left);
        }

        boolean anotherConnection() {
            return ++closedConnections <= MAX_CLOSED_CONNECTIONS;
        }

        private static boolean isTransient(@Nullable Response response, @Nullable IOException failure) {
            if (response == null) {
                return failure != null
                        && !(failure instanceof UnreadableResponseException)
                        && !Thread.currentThread().isInterrupted();
            }
            int status = response.code();
            return status == 408 || status == 429 || status >= 500;
        }

        private long pause(@Nullable Response response) {
            Long asked = response == null ? null : RetryAfter.nanos(response);
            if (asked != null) {
                return asked;
            }
            double jitter = 1 + 0.2 * ThreadLocalRandom.current().nextDouble();
            return (long) ((FIRST_PAUSE_NANOS << made) * jitter);
        }
    }
}
