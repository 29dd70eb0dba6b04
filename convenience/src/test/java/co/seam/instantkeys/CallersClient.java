package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.succeed;

import co.seam.instantkeys.RawServer.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** What callers put into a client of their own: interceptors, listeners and DNS, some of them faulty. */
final class CallersClient {
    private CallersClient() {}

    /** Retries everything, as interceptors in many projects do. */
    static Response retry(Interceptor.Chain chain) throws IOException {
        IOException last = null;
        for (int i = 0; i < 3; i++) {
            try {
                Response response = chain.proceed(chain.request());
                if (response.isSuccessful()) {
                    return response;
                }
                response.close();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last == null ? new IOException("no success") : last;
    }

    /** Replaces the one-shot body by an ordinary one, as interceptors that log or compress may do. */
    static Response replaceBody(Interceptor.Chain chain) throws IOException {
        RequestBody body = chain.request().body();
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        Request request = chain.request()
                .newBuilder()
                .post(RequestBody.create(buffer.readByteArray(), body.contentType()))
                .build();
        return chain.proceed(request);
    }

    /** Sends a request that has nothing of the SDK's but its content, and once more after a failure. */
    static Response buildFromScratch(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Buffer content = new Buffer();
        request.body().writeTo(content);
        Request fresh = new Request.Builder()
                .url(request.url())
                .headers(request.headers())
                .post(RequestBody.create(
                        content.readByteString(), request.body().contentType()))
                .build();
        try {
            return chain.proceed(fresh);
        } catch (IOException e) {
            return chain.proceed(fresh);
        }
    }

    static Response failAfterwards(Interceptor.Chain chain) throws IOException {
        chain.proceed(chain.request()).close();
        throw new IllegalStateException("no metrics");
    }

    static Response sendElsewhere(Interceptor.Chain chain) throws IOException {
        OkHttpClient other = RawServer.trusting(new OkHttpClient.Builder())
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS)) // keeps nothing open
                .build();
        return other.newCall(chain.request()).execute();
    }

    /** Sends by a client of its own what the first one could not. */
    static Response sendElsewhereAfterAFailure(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            return sendElsewhere(chain);
        }
    }

    /** Reads all of the response, as interceptors that log bodies do. */
    static Response readBody(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        boolean ignored = response.body().source().request(Long.MAX_VALUE);
        return response;
    }

    /** Intercepts the first request only. */
    static Interceptor once(Interceptor interceptor) {
        AtomicBoolean done = new AtomicBoolean();
        return chain -> done.compareAndSet(false, true) ? interceptor.intercept(chain) : chain.proceed(chain.request());
    }

    static Interceptor throwing(Supplier<Throwable> failure) {
        return chain -> {
            throw undeclared(failure.get());
        };
    }

    /** Does not close the response. */
    static Interceptor throwingAfterwards(Supplier<Throwable> failure) {
        return chain -> {
            Response ignored = chain.proceed(chain.request());
            throw undeclared(failure.get());
        };
    }

    /** Throws anything, as Kotlin does. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> IOException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    static Response wrapFailuresUnchecked(Interceptor.Chain chain) {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw new IllegalStateException("upstream failed", e);
        }
    }

    /** Responds itself where the server does not. */
    static Response fallBack(Interceptor.Chain chain) {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            return new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(504)
                    .message("offline")
                    .body(ResponseBody.create("", null))
                    .build();
        }
    }

    /* Interrupts */

    /** Clears the interrupt flag after a failure. */
    static Response clearInterrupt(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            boolean ignored = Thread.interrupted();
            throw new IOException("upstream failed", e);
        }
    }

    /** Is interrupted while it waits. */
    static Response interruptedWhileItWaits(Interceptor.Chain chain) throws IOException {
        try {
            Thread.currentThread().interrupt();
            TimeUnit.SECONDS.sleep(10);
        } catch (InterruptedException e) {
            throw undeclared(e);
        }
        return chain.proceed(chain.request());
    }

    /** Is interrupted while it waits, and goes on as if nothing had happened. */
    static Response swallowInterrupt(Interceptor.Chain chain) throws IOException {
        try {
            Thread.currentThread().interrupt();
            TimeUnit.SECONDS.sleep(10);
        } catch (InterruptedException e) {
            // lost
        }
        return chain.proceed(chain.request());
    }

    /** Clears the interrupt flag when the interrupt has already ended the call. */
    static Response swallowInterruptLate(Interceptor.Chain chain) throws IOException {
        Thread.currentThread().interrupt();
        while (!chain.call().isCanceled()) {
            Thread.onSpinWait();
        }
        boolean ignored = Thread.interrupted();
        return chain.proceed(chain.request());
    }

    /* Listeners */

    static EventListener.Factory throwingListener() {
        return call -> new EventListener() {
            @Override
            public void canceled(Call call) {
                throw new AssertionError("a listener that throws");
            }
        };
    }

    static EventListener.Factory blockingListener() {
        return call -> new EventListener() {
            @Override
            public void canceled(Call call) {
                try {
                    TimeUnit.SECONDS.sleep(3);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    static Response wrapFailures(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw new IOException("upstream failed", e);
        }
    }

    /** Sends a GOAWAY when OkHttp has already chosen the connection, which is when it calls network interceptors. */
    static FaultFixture goAwayBeforeTheSecondRequest(FaultFixture fixture) throws IOException {
        CompletableFuture<Exchange> first = new CompletableFuture<>();
        AtomicBoolean sentOnce = new AtomicBoolean();
        fixture.before(1, succeed().then(first::complete)).serve(succeed());
        fixture.client().addNetworkInterceptor(chain -> {
            if (first.isDone() && sentOnce.compareAndSet(false, true)) {
                try {
                    RawHttp2.goAway(Integer.MAX_VALUE).serve(first.join());
                    TimeUnit.MILLISECONDS.sleep(200); // there is no sign that OkHttp has read it
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return chain.proceed(chain.request());
        });
        return fixture;
    }

    private static List<InetAddress> unknown(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    static Dns knownTheSecondTime() {
        AtomicInteger lookups = new AtomicInteger();
        return host -> lookups.incrementAndGet() == 1 ? unknown(host) : List.of(InetAddress.getByName("127.0.0.1"));
    }

    static Dns knownTheFirstTime(FaultFixture fixture) {
        AtomicInteger lookups = new AtomicInteger();
        return host -> lookups.incrementAndGet() > 1 && !fixture.isRecovered()
                ? unknown(host)
                : List.of(InetAddress.getByName("127.0.0.1"));
    }
}
