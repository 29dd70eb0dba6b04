package co.seam.instantkeys;

import static co.seam.instantkeys.RawServer.WireProtocol.HTTP_1;
import static co.seam.instantkeys.RawServer.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.RawServer.Behaviour;
import co.seam.instantkeys.RawServer.ConnectionHook;
import co.seam.instantkeys.RawServer.WireProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** The servers of one cell of the fault table, and the client that calls them. */
final class FaultFixture implements AutoCloseable {
    private final WireProtocol wire;
    private final Duration timeout;
    private final List<RawServer> servers = new ArrayList<>();
    private RawServer elsewhere;
    private RawServer.UnresponsivePort unresponsive;
    private OkHttpClient.Builder client;
    private OkHttpClient built;
    private Seam seam;
    private List<String> addresses;
    private int port;
    private int callsBefore;
    private Behaviour servedBefore;
    private CountDownLatch doneBefore;
    String scheme;
    String host = "localhost";
    boolean idle;
    boolean trusting = true;

    FaultFixture(WireProtocol wire, Duration timeout) {
        this.wire = wire;
        this.timeout = timeout == null ? Duration.ofSeconds(20) : timeout;
        this.scheme = wire.scheme;
    }

    /** Adds a server: the first on 127.0.0.1, the second on 127.0.0.2 and the same port. */
    FaultFixture serve(Behaviour... script) throws IOException {
        return serveAfter(connection -> {}, script);
    }

    FaultFixture serveAfter(ConnectionHook hook, Behaviour... script) throws IOException {
        List<Behaviour> all = new ArrayList<>(Collections.nCopies(callsBefore, servedBefore));
        all.addAll(List.of(script));
        RawServer server =
                new RawServer(wire, "127.0.0." + (servers.size() + 1), port, hook, all.toArray(new Behaviour[0]));
        servers.add(server);
        port = server.port();
        return this;
    }

    FaultFixture addresses(String... addresses) {
        this.addresses = List.of(addresses);
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

    FaultFixture before(int calls, Behaviour served) {
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
        Seam.Builder builder = Seam.builder().apiKey("seam_test1_key").timeout(timeout);
        if (client == null && wire == HTTP_1 && addresses.equals(List.of("127.0.0.1"))) {
            host = "127.0.0.1"; // the SDK's own client
        } else {
            built = (trusting ? RawServer.trusting(client()) : client()).build();
            builder.httpClient(built);
        }
        seam = builder.endpoint(scheme + "://" + host + ":" + port).build();
        makeCallsBefore();
        return seam;
    }

    private void makeCallsBefore() throws Exception {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < callsBefore; i++) {
            Thread caller = new Thread(() -> seam.instantKeys().list("guest"));
            callers.add(caller);
            caller.start();
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
        return all - callsBefore + (elsewhere == null ? 0 : elsewhere.requests());
    }

    @Override
    public void close() throws IOException {
        servers.forEach(RawServer::close);
        if (elsewhere != null) {
            elsewhere.close();
        }
        if (unresponsive != null) {
            unresponsive.close();
        }
    }
}
