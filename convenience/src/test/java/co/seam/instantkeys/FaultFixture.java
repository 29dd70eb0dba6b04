package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.WireProtocol.HTTP_1;
import static co.seam.instantkeys.RawServer.respond;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.RawServer.Behavior;
import co.seam.instantkeys.RawServer.ConnectionHook;
import co.seam.instantkeys.RawServer.WireProtocol;
import co.seam.instantkeys.internal.transport.SystemClock;
import co.seam.instantkeys.internal.transport.TransportClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** The servers of one cell of the fault table, what lies in front of them, and the client that calls them. */
final class FaultFixture implements AutoCloseable {
    /** Reads of three attempts each, which cost all that a client may spend on retries. */
    private static final int OUTAGE = 50;

    private final WireProtocol wire;
    private final Duration timeout;
    private final List<RawServer> servers = new ArrayList<>();
    private RawServer elsewhere;
    private RawServer.UnresponsivePort unresponsive;
    private boolean forwarding;
    private int swallowedConnections;
    private Forwarder forwarder;
    private OkHttpClient.Builder client;
    private OkHttpClient built;
    private Seam seam;
    private volatile List<String> addresses;
    private int port;
    private int callsBefore;
    private Behavior servedBefore;
    private CountDownLatch doneBefore;
    private CompletableFuture<Void> alongside;
    private boolean swallowAlongside;
    private final CountDownLatch alongsideMayEnd = new CountDownLatch(1);
    private volatile Thread caller;
    private volatile boolean recovered;
    String scheme;
    String host = "localhost";
    boolean idle;
    boolean trusting = true;

    /** Whether so many reads fail before the tested call that the client has no retries left. */
    boolean outageBefore;

    /** Whether the connections are made to swallow everything just before the tested call. */
    boolean swallowBefore;

    /** The total timeout of the client; null for the default. */
    Duration totalTimeout;

    /** The most requests at a time on a connection of HTTP/2; 0 for no limit. */
    int streamLimit;

    private final CountingClock clock = new CountingClock();

    FaultFixture(WireProtocol wire, Duration timeout) {
        this.wire = wire;
        this.timeout = timeout == null ? Duration.ofSeconds(20) : timeout;
        this.scheme = wire.scheme;
    }

    /** Adds a server: the first on 127.0.0.1, the second on 127.0.0.2 and the same port. */
    FaultFixture serve(Behavior... script) throws IOException {
        return serveAfter(connection -> {}, script);
    }

    FaultFixture serveAfter(ConnectionHook hook, Behavior... script) throws IOException {
        List<Behavior> all = new ArrayList<>(Collections.nCopies(callsBefore, servedBefore));
        if (outageBefore) {
            all.addAll(Collections.nCopies(3 * OUTAGE, respond(503, "", "Retry-After: 0")));
        }
        if (alongside != null) {
            all.add(client -> {
                alongsideMayEnd.await();
                succeed().serve(client);
            });
        }
        all.addAll(List.of(script));
        RawServer server =
                new RawServer(wire, "127.0.0." + (servers.size() + 1), port, hook, all.toArray(new Behavior[0]));
        server.limitStreams(streamLimit);
        servers.add(server);
        port = server.port();
        return this;
    }

    FaultFixture addresses(String... addresses) {
        this.addresses = List.of(addresses);
        return this;
    }

    /** Puts a forwarder in front of the server. */
    FaultFixture forward() {
        forwarding = true;
        return this;
    }

    /** Puts a forwarder in front of the server that swallows everything on this many first connections. */
    FaultFixture forwardAfter(int swallowed) {
        forwarding = true;
        swallowedConnections = swallowed;
        return this;
    }

    /** Swallows everything on all connections that are open when the server has received the request. */
    Behavior swallow() {
        return client -> forwarder.swallow();
    }

    /** Swallows everything on the connection of the first request, from its first byte on. */
    Interceptor swallowFirst() {
        AtomicBoolean done = new AtomicBoolean();
        return chain -> {
            if (done.compareAndSet(false, true)) {
                forwarder.swallow(chain.connection().socket().getLocalPort());
            }
            return chain.proceed(chain.request());
        };
    }

    /** Interrupts the thread of the tested call when the server has received the request. */
    Behavior interrupt() {
        return client -> caller.interrupt();
    }

    /**
     * Serves the request of another call first, of a client without a short timeout that shares the connections. Its
     * response is sent when the tested call is over.
     *
     * @param swallowing whether later requests on its connection are swallowed
     */
    FaultFixture alongside(boolean swallowing) {
        forwarding = true;
        alongside = new CompletableFuture<>();
        swallowAlongside = swallowing;
        return this;
    }

    /** Starts another server and returns a URL there. Requests to it are counted too: there should be none. */
    String elsewhere() throws IOException {
        elsewhere = RawServer.start(wire, succeed());
        return elsewhere.endpoint() + "/elsewhere";
    }

    /** Uses an unresponsive port in place of a server. */
    FaultFixture unresponsive() throws IOException {
        unresponsive = new RawServer.UnresponsivePort();
        port = unresponsive.number();
        return this;
    }

    FaultFixture before(int calls, Behavior served) {
        CyclicBarrier together = new CyclicBarrier(calls);
        doneBefore = new CountDownLatch(calls);
        callsBefore = calls;
        servedBefore = client -> {
            try {
                together.await();
            } catch (BrokenBarrierException e) {
                throw new IOException(e);
            }
            served.serve(client);
            doneBefore.countDown();
        };
        return this;
    }

    /** Uses a client of the caller in place of the SDK's own, and returns its builder. */
    OkHttpClient.Builder client() {
        if (client == null) {
            client = new OkHttpClient.Builder().dns(this::lookup);
        }
        return client;
    }

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return found;
    }

    Seam connect() throws Exception {
        if (addresses == null) {
            addresses = servers.size() < 2 ? List.of("127.0.0.1") : List.of("127.0.0.1", "127.0.0.2");
        }
        if (forwarding) {
            forwarder = new Forwarder(port);
            forwarder.swallowNext(swallowedConnections);
            port = forwarder.port();
        }
        Seam.Builder builder =
                Seam.builder().apiKey("seam_test1_key").timeout(timeout).clock(clock);
        if (totalTimeout != null) {
            builder.totalTimeout(totalTimeout);
        }
        if (client == null && wire == HTTP_1 && addresses.equals(List.of("127.0.0.1"))) {
            host = "127.0.0.1"; // the SDK's own client
        } else {
            built = (trusting ? RawServer.trusting(client()) : client()).build();
            builder.httpClient(built);
        }
        seam = builder.endpoint(scheme + "://" + host + ":" + port).build();
        makeCallsBefore();
        if (outageBefore) {
            for (int i = 0; i < OUTAGE; i++) {
                assertThatThrownBy(() -> seam.instantKeys().list("guest")).isInstanceOf(SeamServerException.class);
            }
        }
        if (alongside != null) {
            startAlongside();
        }
        if (swallowBefore) {
            forwarder.swallow();
        }
        caller = Thread.currentThread();
        return seam;
    }

    private void makeCallsBefore() throws Exception {
        // on the same connections, but not with the short timeout of the tested call
        Seam patient = seam.with(settings -> settings.noTimeout());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < callsBefore; i++) {
            Thread caller = new Thread(() -> patient.instantKeys().list("guest"));
            callers.add(caller);
            caller.start();
            if (streamLimit > 0) { // there is no sign that OkHttp knows the limit of the connection
                servers.get(0).awaitRequests(i + 1);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        for (Thread caller : callers) {
            caller.join();
        }
        if (callsBefore > 0) {
            assertThat(doneBefore.await(20, TimeUnit.SECONDS)).isTrue();
        }
        if (idle) { // the connections must really be idle
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void startAlongside() {
        Thread other = new Thread(() -> {
            try (Seam patient = Seam.builder()
                    .apiKey("seam_test1_key")
                    .endpoint(scheme + "://" + host + ":" + port)
                    .httpClient(built)
                    .build()) {
                patient.instantKeys().list("guest");
                alongside.complete(null);
            } catch (RuntimeException | Error e) {
                alongside.completeExceptionally(e);
            }
        });
        other.start();
        servers.get(0).awaitRequests(1);
        if (swallowAlongside) {
            forwarder.swallowRequests();
        }
    }

    /** Lets the call alongside end, after the tested call: it must succeed. */
    void awaitAlongside() throws Exception {
        if (alongside != null) {
            alongsideMayEnd.countDown();
            alongside.get(20, TimeUnit.SECONDS);
        }
    }

    /** Makes everything well again, as far as this fixture can: only connections that swallow continue to do so. */
    void recover() throws IOException {
        recovered = true;
        if (unresponsive != null) {
            unresponsive.close();
            serve(succeed());
        }
        if (forwarder != null) {
            forwarder.swallowNext(0);
        }
        servers.forEach(RawServer::recover);
        addresses = servers.size() < 2 ? List.of("127.0.0.1") : List.of("127.0.0.1", "127.0.0.2");
    }

    boolean isRecovered() {
        return recovered;
    }

    /** The number of delays between attempts so far. */
    int delays() {
        return clock.delays.get();
    }

    /** Closes the client and waits until no request can be underway. */
    void disconnect() {
        seam.close();
        if (built != null) {
            built.connectionPool().evictAll();
            built.dispatcher().executorService().shutdown();
        }
        servers.forEach(RawServer::awaitNoConnections);
    }

    /** The number of requests that all servers received for the tested call. */
    int requests() {
        int all = servers.stream().mapToInt(RawServer::requests).sum();
        int others = callsBefore + (outageBefore ? 3 * OUTAGE : 0) + (alongside == null ? 0 : 1);
        return all - others + (elsewhere == null ? 0 : elsewhere.requests());
    }

    @Override
    public void close() throws IOException {
        if (forwarder != null) {
            forwarder.close();
        }
        servers.forEach(RawServer::close);
        if (elsewhere != null) {
            elsewhere.close();
        }
        if (unresponsive != null) {
            unresponsive.close();
        }
    }

    /** The real time. Counts the delays between attempts. */
    private static final class CountingClock implements TransportClock {
        private final TransportClock clock = new SystemClock();
        private final AtomicInteger delays = new AtomicInteger();

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void await(long nanos, CountDownLatch wakeUp) throws InterruptedException {
            delays.incrementAndGet();
            clock.await(nanos, wakeUp);
        }

        @Override
        public Runnable schedule(long nanos, Runnable task) {
            delays.incrementAndGet();
            return clock.schedule(nanos, task);
        }

        @Override
        public void close() {
            clock.close();
        }
    }
}
