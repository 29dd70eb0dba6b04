package co.seam.instantkeys.hostile;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.api.UserIdentitiesApi;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKeyResponse;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.hostile.HostileCall.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/** A client that some threads call over a network with faults, and the calm after that. */
final class Scene {
    private static final Instant ARRIVAL = Instant.parse("2036-07-01T14:00:00Z");
    private static final Instant DEPARTURE = Instant.parse("2036-07-04T10:00:00Z");

    /** When calls without a timeout are interrupted, at the latest. */
    private static final int PATIENCE_MILLIS = 500;

    private static final int CALLS_AFTER_FAULTS = 6;

    /** How long calls may fail after the faults because the machine is busy: timeouts are short. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** How long all calls of a scene may take, and how long closed connections. */
    private static final long HANGS_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long CLOSES_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What the raw API returns as a response. */
    private static final class ErrorResponseException extends IOException {
        private static final long serialVersionUID = 1L;

        ErrorResponseException(int status) {
            super("HTTP " + status);
        }
    }

    final Wire wire;
    final int threads;
    final boolean timeouts;
    final Duration totalTimeout;
    final @Nullable HostileClient client;
    final Secrets secrets;
    final List<HostileCall> calls = new ArrayList<>();
    final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final World world;
    private final Dice dice;
    private final ScheduledExecutorService interrupter;
    private final Duration timeout;
    private final double serverFaults;
    private final double relayFaults;
    private final String sharedGuest;
    private final Queue<AtomicInteger> callbacks = new ConcurrentLinkedQueue<>();
    private int numbers;
    boolean hangs;

    Scene(World world, Dice dice, Secrets secrets, ScheduledExecutorService interrupter) {
        this.world = world;
        this.dice = dice;
        this.secrets = secrets;
        this.interrupter = interrupter;
        wire = dice.pick(Wire.HTTP_1, Wire.TLS, Wire.HTTP_2, Wire.HTTP_2); // most can go wrong over HTTP/2
        threads = dice.pick(1, 2, 4, 8, 16, 32, 64);
        timeouts = threads < 8 || !dice.chance(0.2); // without timeouts, a call with a fault takes all of the patience
        timeout = Duration.ofMillis(dice.between(200, 450));
        totalTimeout = Duration.ofMillis(timeout.toMillis() * dice.between(10, 25) / 10);
        serverFaults = dice.pick(0.2, 0.4, 0.6);
        relayFaults = dice.pick(0.0, 0.15, 0.3);
        sharedGuest = "guest-" + dice.text(8);
        client = wire == Wire.HTTP_1 && dice.chance(0.3) ? null : new HostileClient(wire, dice.child(1));
    }

    /** Runs the calls, checks that the client recovers and gives everything back, and returns the server's log. */
    ServerLog run() throws Exception {
        world.sandbox.reset();
        secrets.add(world.sandbox.apiKey());
        List<HostileCall> inFaults = prepareCalls(Math.max(threads, Math.min(8 * threads, dice.between(15, 40))));
        List<HostileCall> afterFaults = prepareCalls(CALLS_AFTER_FAULTS);
        HostileServer server = new HostileServer(wire, dice.child(2), serverFaults, world.client);
        try (FaultyRelay relay = new FaultyRelay(wire, dice.child(3), relayFaults, server.port())) {
            Seam seam = seam(relay.port());
            executeAll(seam, inFaults, true);
            server.calm();
            relay.calm();
            executeAll(seam, afterFaults, true); // connections live longer now, and so does what a client leaves open
            if (client != null) {
                client.calm();
            }
            checkCalm(seam, server);
            seam.close();
            if (client != null) {
                client.close();
            }
            if (!hangs && !within(CLOSES_NANOS, () -> !relay.hasConnections() && !server.hasConnections())) {
                violations.add("the client leaves connections open");
            }
        } finally {
            server.close();
        }
        if (callbacks.stream().anyMatch(number -> number.get() > 1)) {
            violations.add("an enqueued call ends twice");
        }
        server.failures().forEach(e -> violations.add("the hostile server failed: " + Secrets.print(e)));
        server.log().entries().forEach(entry -> secrets.addLinks(entry.response));
        return server.log();
    }

    private static boolean within(long nanos, BooleanSupplier condition) {
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    private Seam seam(int port) {
        Seam.Builder builder =
                Seam.builder().apiKey(world.sandbox.apiKey()).endpoint(wire.scheme() + "://localhost:" + port);
        if (timeouts) {
            builder.timeout(timeout).totalTimeout(totalTimeout);
        } else {
            builder.noTimeout();
        }
        if (dice.chance(0.5)) {
            builder.logRequests();
        }
        if (client != null) {
            builder.httpClient(client.client);
        }
        return builder.build();
    }

    /* Calls */

    private List<HostileCall> prepareCalls(int count) throws IOException {
        List<HostileCall> prepared = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prepared.add(prepare(dice.pick(
                    Kind.GENERATE,
                    Kind.GENERATE,
                    Kind.GENERATE,
                    Kind.GENERATE_ENQUEUED,
                    Kind.CREATE,
                    Kind.CREATE_KEYED,
                    Kind.CREATE_KEYED,
                    Kind.STAY,
                    Kind.STAY,
                    Kind.STAY,
                    Kind.LIST)));
        }
        return prepared;
    }

    private HostileCall prepare(Kind kind) throws IOException {
        int number = ++numbers;
        String text = kind.name().toLowerCase(Locale.ROOT) + "-" + number + "-" + dice.text(8);
        switch (kind) {
            case GENERATE: {
                String guest = world.createGuest(text);
                return new HostileCall(
                        number,
                        kind,
                        guest,
                        guest,
                        seam -> seam.userIdentities().generateInstantKey(guest));
            }
            case GENERATE_ENQUEUED: {
                String guest = world.createGuest(text);
                return new HostileCall(number, kind, guest, guest, seam -> enqueue(seam, guest));
            }
            case LIST: {
                String guest = world.createGuest(text);
                secrets.addLinks(world.generateKey(guest));
                return new HostileCall(
                        number, kind, guest, guest, seam -> seam.instantKeys().list(guest));
            }
            case CREATE:
            case CREATE_KEYED: {
                CreateAccessGrantRequest.Builder request = CreateAccessGrantRequest.builder()
                        .userIdentityId(world.createGuest(text))
                        .acsEntranceIds(entrances())
                        .startsAt(ARRIVAL)
                        .endsAt(DEPARTURE)
                        .requestedAccessMethods(methods());
                CreateAccessGrantRequest built =
                        (kind.keyed ? request.accessGrantKey(text) : request.name(text)).build();
                return new HostileCall(
                        number, kind, text, built, seam -> seam.accessGrants().create(built));
            }
            default: {
                StayRequest.Builder request = StayRequest.builder()
                        .acsEntranceIds(entrances())
                        .startsAt(ARRIVAL)
                        .endsAt(DEPARTURE)
                        .accessMethods(methods());
                withGuest(request, text, dice.chance(0.5) ? sharedGuest : text);
                StayRequest built = request.accessGrantKey(text).build();
                return new HostileCall(
                        number, kind, text, built, seam -> seam.stays().issue(built));
            }
        }
    }

    private List<String> entrances() {
        return List.of(world.sandbox.acsEntranceId(dice.pick("Main Entrance", "Room 101", "Room 202")));
    }

    /** A mobile key and, in half of the cases, a PIN code. */
    private List<NewAccessMethod> methods() {
        List<NewAccessMethod> methods = new ArrayList<>();
        methods.add(NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY).build());
        if (dice.chance(0.5)) {
            String pin = String.valueOf(dice.between(100_000_000, 999_999_999));
            secrets.add(pin);
            methods.add(NewAccessMethod.builder()
                    .mode(AccessMethodMode.CODE)
                    .code(pin)
                    .build());
        }
        return methods;
    }

    /** @param newGuest the key of a guest that does not exist yet; others may be about to create it too */
    private void withGuest(StayRequest.Builder request, String text, String newGuest) throws IOException {
        switch (dice.between(0, 3)) {
            case 0 -> request.userIdentityId(world.createGuest(text));
            case 1 -> {
                world.createGuest(text);
                request.userIdentityKey(text);
            }
            case 2 ->
                request.newUser(NewUserIdentity.builder()
                        .userIdentityKey(newGuest)
                        .fullName("Ada Hostile")
                        .build());
            default ->
                request.newUser(NewUserIdentity.builder()
                        .emailAddress(text + "@example.com")
                        .build());
        }
    }

    /** Enqueues a call of the raw API and waits for its callback. */
    private Object enqueue(Seam seam, String guest) throws Exception {
        Call<InstantKeyResponse> call = seam.api(UserIdentitiesApi.class)
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId(guest)
                        .build());
        BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
        AtomicInteger number = new AtomicInteger();
        callbacks.add(number);
        call.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<InstantKeyResponse> ignored, Response<InstantKeyResponse> response) {
                number.incrementAndGet();
                ends.add(response.isSuccessful() ? response.body() : new ErrorResponseException(response.code()));
            }

            @Override
            public void onFailure(Call<InstantKeyResponse> ignored, Throwable failure) {
                number.incrementAndGet();
                ends.add(failure);
            }
        });
        Object ended = timeouts ? null : ends.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!timeouts && ended == null) {
            call.cancel();
        }
        if (ended == null) {
            ended = ends.poll(30, TimeUnit.SECONDS);
        }
        if (ended == null) {
            throw new TimeoutException("no callback");
        }
        if (ended instanceof IOException) {
            throw (IOException) ended;
        }
        if (ended instanceof SeamException) {
            throw (SeamException) ended;
        }
        if (ended instanceof Throwable) {
            throw new IllegalStateException("not an IOException", (Throwable) ended);
        }
        return ended;
    }

    private void executeAll(Seam seam, List<HostileCall> all, boolean hostile) throws InterruptedException {
        if (hangs) {
            return;
        }
        calls.addAll(all);
        Queue<HostileCall> waiting = new ConcurrentLinkedQueue<>(all);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, all.size()); i++) {
            Thread caller = new Thread(
                    () -> {
                        for (HostileCall call = waiting.poll(); call != null; call = waiting.poll()) {
                            execute(seam, call, hostile);
                        }
                    },
                    HostileInterceptor.CALLER);
            caller.setDaemon(true);
            callers.add(caller);
            caller.start();
        }
        long deadline = System.nanoTime() + HANGS_NANOS;
        for (Thread caller : callers) {
            caller.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        all.stream().filter(call -> call.end == 0).forEach(call -> {
            hangs = true;
            violations.add(call + " does not end");
        });
    }

    private void execute(Seam seam, HostileCall call, boolean hostile) {
        if (call.kind != Kind.GENERATE_ENQUEUED) {
            Dice fate = dice.child(1_000 + call.number);
            if (hostile && fate.chance(0.08)) {
                interrupter.schedule(call::interrupt, fate.between(0, 400), TimeUnit.MILLISECONDS);
            } else if (!timeouts) {
                interrupter.schedule(call::interrupt, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        call.run(seam);
    }

    /* The calm */

    /** Without further faults, calls succeed, and a grant whose response was lost is found. */
    private void checkCalm(Seam seam, HostileServer server) throws Exception {
        if (hangs) {
            return;
        }
        if (!succeeds(seam, Kind.LIST, () -> {})) {
            violations.add("no read succeeds after the faults");
        } else if (!succeeds(seam, Kind.GENERATE, () -> {})) {
            violations.add("no write succeeds after the faults");
        } else if (!succeeds(seam, Kind.CREATE_KEYED, server::loseNextCreate)) {
            violations.add("no grant whose response was lost is found after the faults");
        }
    }

    private boolean succeeds(Seam seam, Kind kind, Runnable before) throws Exception {
        long deadline = System.nanoTime() + CALM_NANOS;
        while (!hangs && System.nanoTime() < deadline) {
            HostileCall call = prepare(kind);
            before.run();
            executeAll(seam, List.of(call), false);
            if (call.end != 0 && call.thrown == null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return wire + ", " + threads + " threads, " + (timeouts ? timeout + " of " + totalTimeout : "no timeout")
                + ", server faults " + serverFaults + ", relay faults " + relayFaults + ", "
                + (client == null ? "own client" : client);
    }
}
