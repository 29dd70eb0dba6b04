package co.seam.instantkeys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Forwards connections to a server on loopback, until it is made to swallow what they carry: it then keeps them open
 * and discards all bytes, as a firewall does that dropped its state. Connections that are opened later are forwarded.
 */
final class Forwarder implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Link> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int serverPort;

    /** The client's ports of connections whose requests, or responses, are swallowed. */
    private final Set<Integer> swallowedRequests = ConcurrentHashMap.newKeySet();

    private final Set<Integer> swallowedResponses = ConcurrentHashMap.newKeySet();
    /** Runs when bytes of a request are swallowed. */
    private final AtomicReference<Runnable> swallowing = new AtomicReference<>(() -> {});

    /** How many of the connections that are opened next are swallowed. */
    private final AtomicInteger swallowedNext = new AtomicInteger();

    Forwarder(int serverPort) throws IOException {
        this.serverPort = serverPort;
        threads.submit(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The number of connections that clients have opened so far. */
    int connections() {
        return connections.get();
    }

    /** Swallows everything on all connections that are open now. */
    void swallow() {
        open.forEach(link -> swallow(link.clientPort));
    }

    /** Swallows everything on all connections that are open now, and runs the task when it swallows the first bytes. */
    void swallow(Runnable onFirstBytes) {
        swallowing.set(onFirstBytes);
        swallow();
    }

    /** Swallows everything on the connection from this port. */
    void swallow(int clientPort) {
        swallowedRequests.add(clientPort);
        swallowedResponses.add(clientPort);
    }

    /** Swallows the requests, but not the responses, on all connections that are open now. */
    void swallowRequests() {
        open.forEach(link -> swallowedRequests.add(link.clientPort));
    }

    /** Swallows everything on this many connections that are opened from now on. */
    void swallowNext(int connections) {
        swallowedNext.set(connections);
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            if (swallowedNext.getAndDecrement() > 0) {
                swallow(client.getPort());
            }
            Link link = new Link(client, new Socket(InetAddress.getByName("127.0.0.1"), serverPort));
            connections.incrementAndGet();
            open.add(link);
            threads.submit(link::forwardRequests);
            threads.submit(link::forwardResponses);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Link link : open) {
                link.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private final int clientPort;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            this.clientPort = client.getPort();
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        /** Ends when the client closes the connection. */
        Void forwardRequests() throws IOException {
            try {
                forward(client, server, swallowedRequests);
            } finally {
                close();
                open.remove(this);
                swallowedRequests.remove(clientPort); // a later connection may have it
                swallowedResponses.remove(clientPort);
            }
            return null;
        }

        /** Hides from the client that the server closed the connection, if responses are swallowed. */
        Void forwardResponses() throws IOException {
            try {
                forward(server, client, swallowedResponses);
            } finally {
                if (!swallowedResponses.contains(clientPort)) {
                    close();
                }
            }
            return null;
        }

        private void forward(Socket from, Socket to, Set<Integer> swallowed) throws IOException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8 << 10];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!swallowed.contains(clientPort)) {
                    out.write(buffer, 0, length);
                } else if (from == client) {
                    swallowing.getAndSet(() -> {}).run();
                }
            }
        }

        void close() throws IOException {
            client.close();
            server.close();
        }
    }
}
