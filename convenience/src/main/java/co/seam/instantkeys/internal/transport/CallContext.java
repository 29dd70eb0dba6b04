package co.seam.instantkeys.internal.transport;

import co.seam.instantkeys.generated.api.ResponseKey;
import co.seam.instantkeys.generated.api.RetrySafe;
import co.seam.instantkeys.internal.transport.ConnectionGenerations.Generation;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Invocation;

/**
 * The operation of a call, and what has happened to the call so far. It is attached to the request as a tag, because
 * interceptors and the error mapping see nothing else of a call. Thread-safe.
 */
public final class CallContext {
    private final Request request;
    private final boolean retrySafe;
    private final Headers headers;
    private final @Nullable CallObserver observer;
    private final TransportClock clock;
    private boolean reported;
    private volatile long callStart;
    private volatile CallObserver.@Nullable Record lastAttempt;

    /** How often the request went onto the wire, and how often the server promised that it did not process it. */
    private volatile int sent;

    private volatile int refused;

    /** The thread that writes the request onto the wire now. */
    private volatile @Nullable Thread writer;

    private volatile boolean readElsewhere;
    private volatile boolean responseBegun;
    private volatile boolean interrupted;

    /** State of the current attempt. */
    private volatile @Nullable Generation generation;

    private volatile int sentBefore;
    private volatile @Nullable Response wireResponse;

    private volatile long deadline;
    private volatile boolean hasDeadline;
    private volatile @Nullable Response response;

    /** @param request as Retrofit built it */
    CallContext(Request request, Headers headers, @Nullable CallObserver observer, TransportClock clock) {
        this.request = request;
        this.retrySafe = annotation(RetrySafe.class) != null;
        this.headers = headers;
        this.observer = observer;
        this.clock = clock;
    }

    /** Returns an annotation of the operation's method; null if it has none. */
    private <A extends Annotation> @Nullable A annotation(Class<A> type) {
        Invocation invocation = request.tag(Invocation.class);
        return invocation == null ? null : invocation.method().getAnnotation(type);
    }

    /**
     * Returns the context of the call that an interceptor works on; null if the call is not of this SDK. A request that
     * an interceptor built from scratch has no tag, but its call still has the request with the tag.
     */
    static @Nullable CallContext of(Interceptor.Chain chain) {
        CallContext context = chain.request().tag(CallContext.class);
        return context != null ? context : chain.call().request().tag(CallContext.class);
    }

    /** Returns the context of a call that {@link Transport} created. */
    public static CallContext of(Call<?> call) {
        CallContext context = call.request().tag(CallContext.class);
        if (context == null) {
            throw new IllegalStateException(
                    "not a call of this SDK: " + call.request().url().encodedPath());
        }
        return context;
    }

    /**
     * Returns the context of the call that an error response belongs to.
     *
     * @throws IllegalArgumentException if it is not of this SDK
     */
    public static CallContext of(retrofit2.Response<?> response) {
        CallContext context = response.raw().request().tag(CallContext.class);
        if (context == null) {
            throw new IllegalArgumentException("not a response to a call of this SDK: HTTP " + response.code());
        }
        return context;
    }

    /** Returns the token that the call is sent with, which no message may show. */
    public String token() {
        String authorization = headers.get("Authorization");
        return authorization == null ? "" : authorization.substring(authorization.indexOf(' ') + 1);
    }

    /** The path of the operation, such as {@code /instant_keys/get}. */
    public String path() {
        return request.url().encodedPath();
    }

    /** Returns whether the operation only reads. */
    public boolean isRetrySafe() {
        return retrySafe;
    }

    /** The property of the response that holds the result; null if the operation returns none. */
    public @Nullable String responseKey() {
        ResponseKey key = annotation(ResponseKey.class);
        return key == null ? null : key.value();
    }

    /** The request body, for the secrets in it; null if there is none. */
    public @Nullable RequestBody requestBody() {
        return request.body();
    }

    /** The last response, for its status and headers; null before there is one. */
    public @Nullable Response response() {
        return response;
    }

    /**
     * Returns whether the server may have processed the request of a call that failed. This is decided by what the
     * guard on the connection saw, and not by the exception that came through the interceptors. It is false only if no
     * response began, the server refused the request each time that it was on the wire, and nobody else read the body,
     * perhaps to send it by other means.
     */
    public boolean isOutcomeUnknown() {
        return responseBegun || sent > refused || readElsewhere;
    }

    /**
     * Returns whether the server may have processed a write that got this error response. A redirect, 408 or 5xx may
     * come from a proxy in front of a server that processed the request.
     */
    public boolean isOutcomeUnknownAfter(int status) {
        boolean mayHaveProcessed = status < 400 || status == 408 || status >= 500;
        return !retrySafe && isOutcomeUnknown() && (mayHaveProcessed || wasReadElsewhere());
    }

    void startCall() {
        if (observer != null) {
            callStart = clock.nanoTime();
        }
    }

    /** Reports to the observer how an attempt ended. */
    void onAttemptFinished(@Nullable Response result, @Nullable IOException failure, long nanos) {
        if (observer == null || ClosedConnectionException.isIn(failure)) { // nothing was sent
            return;
        }
        CallObserver.Record before = lastAttempt;
        int status = result == null ? 0 : result.code();
        boolean unknown = result == null
                ? !retrySafe && isOutcomeUnknown()
                : !result.isSuccessful() && isOutcomeUnknownAfter(status);
        CallObserver.Record attempt = new CallObserver.Record(
                path(),
                before == null ? 1 : before.attempt() + 1,
                status,
                result == null ? null : result.header(Transport.REQUEST_ID),
                Duration.ofNanos(nanos),
                unknown);
        lastAttempt = attempt;
        observer.onAttempt(attempt);
    }

    /**
     * Claims the report of how the call ended. The first to claim it knows most about the end.
     *
     * @return whether the caller of this method has to {@link #report} it
     */
    public synchronized boolean claimReport() {
        boolean isFirst = !reported;
        reported = true;
        return isFirst && observer != null;
    }

    /** Reports to the observer that the call ended. */
    public void report(boolean outcomeUnknown) {
        CallObserver.Record last = lastAttempt;
        if (observer == null || last == null) { // it was not sent
            return;
        }
        observer.onCall(last.with(Duration.ofNanos(clock.nanoTime() - callStart), outcomeUnknown && !retrySafe));
    }

    /** Whether somebody else read the body, perhaps to send it by other means: no response speaks for that request. */
    public boolean wasReadElsewhere() {
        return readElsewhere;
    }

    void startAttempt(Generation generation) {
        this.generation = generation;
        response = null;
        wireResponse = null;
        sentBefore = sent;
    }

    /** Whether the request of the current attempt went onto the wire. */
    boolean isAttemptSent() {
        return sent > sentBefore;
    }

    /** Whether other attempts have shown that the connection of this one may be dead. */
    boolean isConnectionRetired() {
        Generation current = generation;
        return current != null && current.isRetired();
    }

    /**
     * Records that the request goes onto the wire now.
     *
     * @return whether it is the first time
     */
    synchronized boolean markSent() {
        sent++;
        return sent == 1;
    }

    /** Takes {@link #markSent} back: no byte of the request was sent. */
    synchronized void markUnsent() {
        sent--;
    }

    /** Records that the server refused the request, with the promise that it did not process it. */
    synchronized void markRefused() {
        refused++;
    }

    boolean hasResponseBegun() {
        return responseBegun;
    }

    /** Records that a response to the request began, perhaps with an interim one such as 103. */
    void markResponseBegun() {
        responseBegun = true;
    }

    /** @param response as the connection delivers it, before interceptors of the caller get it */
    void setWireResponse(Response response) {
        wireResponse = response;
    }

    /**
     * Releases the connection of an attempt, which an interceptor that threw or replaced the response may still hold.
     */
    void closeWireResponse() {
        Response open = wireResponse;
        wireResponse = null;
        if (open != null && open.body() != null) {
            try {
                open.close();
            } catch (RuntimeException | Error e) {
                return; // a socket of the caller's threw it: the outcome of the call is known already
            }
        }
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** Records that the current thread is interrupted, if it is: interceptors may clear the flag. */
    void recordInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            interrupted = true;
        }
    }

    /** @param writer the thread that writes the request onto the wire from now on; null for none */
    void setWriter(@Nullable Thread writer) {
        this.writer = writer;
    }

    /** Records that the current thread reads the bytes of the request, unless it writes them onto the wire. */
    void markBodyRead() {
        if (Thread.currentThread() != writer) {
            readElsewhere = true;
        }
    }

    void setResponse(Response response) {
        this.response = response;
    }

    /** @param nanoTime after which nothing is sent, in the time of the {@link TransportClock} */
    void setDeadline(long nanoTime) {
        deadline = nanoTime;
        hasDeadline = true;
    }

    boolean isPastDeadline(long nanoTime) {
        return hasDeadline && deadline - nanoTime <= 0;
    }
}
