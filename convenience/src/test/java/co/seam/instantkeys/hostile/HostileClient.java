package co.seam.instantkeys.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** An {@link OkHttpClient} of a caller, with interceptors and a listener that misbehave. */
final class HostileClient {
    private static final int OWN_TIMEOUT_MILLIS = 300;

    final OkHttpClient client;
    private final OkHttpClient own;
    private final List<HostileInterceptor> interceptors = new ArrayList<>();
    private final List<Object> traits = new ArrayList<>();
    private final CountDownLatch calm = new CountDownLatch(1);

    HostileClient(Wire wire, Dice dice) {
        OkHttpClient.Builder builder = builder(wire);
        own = builder(wire)
                .callTimeout(OWN_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .build();
        for (int i = dice.between(0, 3); i > 0; i--) {
            HostileInterceptor.Habit habit = dice.pick(HostileInterceptor.Habit.values());
            HostileInterceptor interceptor = new HostileInterceptor(habit, dice.child(i), own);
            boolean network = dice.chance(0.4);
            (network ? builder.networkInterceptors() : builder.interceptors()).add(interceptor);
            interceptors.add(interceptor);
            traits.add(habit + (network ? " at the network" : ""));
        }
        if (dice.chance(0.5)) {
            HostileListener.Habit habit = dice.pick(HostileListener.Habit.values());
            AtomicInteger calls = new AtomicInteger();
            Dice fates = dice.child(3);
            builder.eventListenerFactory(
                    call -> new HostileListener(habit, fates.child(calls.incrementAndGet()), calm));
            traits.add("listener " + habit);
        }
        if (dice.chance(0.3)) {
            int kept = dice.between(0, 2);
            builder.connectionPool(new ConnectionPool(kept, 1, TimeUnit.MINUTES));
            traits.add("keeps " + kept);
        }
        if (dice.chance(0.2)) {
            builder.pingInterval(dice.between(50, 500), TimeUnit.MILLISECONDS);
            traits.add("pings");
        }
        if (dice.chance(0.2)) {
            builder.retryOnConnectionFailure(false);
            traits.add("no retries");
        }
        client = builder.build();
        client.dispatcher().setMaxRequestsPerHost(64);
    }

    private static OkHttpClient.Builder builder(Wire wire) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        return wire.isEncrypted() ? HostileServer.trusting(builder) : builder;
    }

    /** The number of interceptors with this habit. */
    long count(HostileInterceptor.Habit habit) {
        return interceptors.stream()
                .filter(interceptor -> interceptor.habit() == habit)
                .count();
    }

    void calm() {
        interceptors.forEach(HostileInterceptor::calm);
        calm.countDown();
    }

    void close() {
        for (OkHttpClient each : List.of(client, own)) {
            each.connectionPool().evictAll();
            each.dispatcher().executorService().shutdown();
        }
    }

    @Override
    public String toString() {
        return "caller's client " + traits;
    }
}
