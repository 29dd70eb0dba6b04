package co.seam.instantkeys.hostile;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** An interceptor of a caller's client, which misbehaves in a part of the calls. */
final class HostileInterceptor implements Interceptor {
    enum Habit {
        /** Builds the request from scratch: no tags, a body of its own. */
        REBUILDS,
        /** Reads the bodies of request and response, as a logger or signer does. */
        READS,
        /** Sends a request by a client of its own if the call failed, or in place of the call, or in addition. */
        SENDS,
        /** Repeats the call after a failure and after an error response. */
        REPEATS,
        THROWS_BEFORE,
        THROWS_AFTER,
        /** Reports every failure as the one that would prove that the request was not processed. */
        LIES,
        SLEEPS,
        CANCELS
    }

    /** As Kotlin and other languages have them: not declared by {@link Interceptor}. */
    private static final class CheckedException extends Exception {
        private static final long serialVersionUID = 1L;

        CheckedException(String message) {
            super(message);
        }
    }

    /** The name of the threads that execute calls. */
    static final String CALLER = "hostile-caller";

    private final Habit habit;
    private final Dice dice;
    private final OkHttpClient own;
    private final AtomicInteger calls = new AtomicInteger();

    /** All calls: otherwise OkHttp would give connections back that the garbage collector finds to be lost. */
    private final Queue<Call> seen = new ConcurrentLinkedQueue<>();

    private volatile boolean calm;

    /** @param own sends requests for {@link Habit#SENDS} */
    HostileInterceptor(Habit habit, Dice dice, OkHttpClient own) {
        this.habit = habit;
        this.dice = dice;
        this.own = own;
    }

    Habit habit() {
        return habit;
    }

    void calm() {
        calm = true;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        seen.add(chain.call());
        Dice fate = dice.child(calls.incrementAndGet());
        if (calm || !fate.chance(0.4)) {
            return chain.proceed(chain.request());
        }
        switch (habit) {
            case REBUILDS:
                return chain.proceed(rebuild(chain.request()));
            case READS:
                return read(chain, fate);
            case SENDS:
                return send(chain, fate);
            case REPEATS:
                return repeat(chain);
            case THROWS_BEFORE:
                throw thrown(chain.request(), fate);
            case THROWS_AFTER:
                Response response = chain.proceed(chain.request());
                if (fate.chance(0.5)) {
                    response.close();
                }
                throw thrown(chain.request(), fate);
            case LIES:
                try {
                    return read(chain, fate);
                } catch (IOException e) {
                    throw new IOException("stream was reset: REFUSED_STREAM", e);
                }
            case SLEEPS:
                sleep(fate.between(1, 150), fate.chance(0.5));
                return chain.proceed(chain.request());
            case CANCELS:
                if (fate.chance(0.5)) {
                    chain.call().cancel();
                    return chain.proceed(chain.request());
                }
                Response canceled = chain.proceed(chain.request());
                chain.call().cancel();
                return canceled;
            default:
                throw new IllegalStateException();
        }
    }

    private static Request rebuild(Request request) throws IOException {
        return new Request.Builder()
                .url(request.url())
                .headers(request.headers())
                .method(request.method(), RequestBody.create(bytes(request), MediaType.get("application/json")))
                .build();
    }

    private static byte[] bytes(Request request) throws IOException {
        Buffer bytes = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(bytes);
        }
        return bytes.readByteArray();
    }

    private static Response read(Chain chain, Dice fate) throws IOException {
        if (fate.chance(0.5)) {
            int ignored = bytes(chain.request()).length;
        }
        return inMemory(chain.proceed(chain.request()));
    }

    private Response send(Chain chain, Dice fate) throws IOException {
        Request copy = rebuild(chain.request());
        switch (fate.between(0, 2)) {
            case 0:
                return sendByItself(copy);
            case 1:
                sendByItself(copy);
                return chain.proceed(chain.request());
            default:
                try {
                    return chain.proceed(chain.request());
                } catch (IOException e) {
                    return sendByItself(copy);
                }
        }
    }

    /** The response is read into memory: nobody else would close it if another interceptor threw. */
    private Response sendByItself(Request request) throws IOException {
        return inMemory(own.newCall(request).execute());
    }

    private static Response inMemory(Response response) throws IOException {
        ResponseBody body = response.body();
        MediaType type = body.contentType();
        return response.newBuilder()
                .body(ResponseBody.create(body.bytes(), type))
                .build();
    }

    private static Response repeat(Chain chain) throws IOException {
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (IOException e) {
            return chain.proceed(chain.request());
        }
        if (response.isSuccessful()) {
            return response;
        }
        response.close();
        return chain.proceed(chain.request());
    }

    /** Throws, or returns for the caller to throw. Some messages hold a secret. */
    private static IOException thrown(Request request, Dice fate) {
        // OkHttp itself prints what an enqueued call throws
        boolean enqueued = !Thread.currentThread().getName().equals(CALLER);
        String message = enqueued || fate.chance(0.5) ? "hostile" : "hostile, " + request.header("Authorization");
        Throwable e = fate.pick(
                new IOException(message),
                new SocketTimeoutException(message),
                new IllegalStateException(message),
                new NullPointerException(message),
                new CheckedException(message),
                new CheckedException(message),
                new AssertionError(message),
                new NoClassDefFoundError(message));
        if (e instanceof IOException) {
            return (IOException) e;
        }
        throw HostileInterceptor.<RuntimeException>unchecked(e);
    }

    @SuppressWarnings("unchecked") // the compiler is to believe that it is a T
    private static <T extends Throwable> T unchecked(Throwable e) throws T {
        throw (T) e;
    }

    /** @param correctly whether the interrupt flag is kept if the sleep is interrupted */
    private static void sleep(long millis, boolean correctly) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            if (!correctly) {
                throw HostileInterceptor.<RuntimeException>unchecked(e);
            }
            Thread.currentThread().interrupt();
        }
    }
}
