package co.seam.instantkeys.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards bytes between client and server, and harms some connections at a random byte of one direction. Below TLS, it
 * may change any byte. Without TLS, nothing would detect a changed byte or a second copy of a request, so there it
 * changes heads of responses only, so that they are unreadable.
 */
final class FaultyRelay implements AutoCloseable {
    private enum Fault {
        CUT,
        RESET,
        HALF_CLOSE,
        SWALLOW,
        SWALLOW_BOTH,
        DELAY,
        TRICKLE,
        GARBLE,
        REPEAT
    }

    private final Dice dice;
    private final double faults;
    private final boolean encrypted;
    private final int serverPort;
    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile-relay");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean calm;

    /** @param faults the share of connections that meet one */
    FaultyRelay(Wire wire, Dice dice, double faults, int serverPort) throws IOException {
        this.encrypted = wire.isEncrypted();
        this.dice = dice;
        this.faults = faults;
        this.serverPort = serverPort;
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Whether the client has a connection that it did not close. */
    boolean hasConnections() {
        return !open.isEmpty();
    }

    /** Harms none of the connections to come. */
    void calm() {
        calm = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                threads.execute(() -> connect(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Dice fate = dice.child(connections.incrementAndGet());
            Connection connection = new Connection(client, server);
            boolean harmed = !calm && fate.chance(faults);
            boolean toServer = fate.chance(0.5);
            threads.execute(() -> connection.forward(client, server, harmed && toServer ? fate : null));
            threads.execute(() -> connection.forward(server, client, harmed && !toServer ? fate : null));
        } catch (IOException e) {
            close(client);
            open.remove(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final AtomicInteger directions = new AtomicInteger(2);
        private volatile boolean swallowing;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** @param fate null if this direction meets no fault */
        void forward(Socket from, Socket to, Dice fate) {
            try {
                new Direction(from, to, fate).forward();
            } catch (IOException e) {
                close(client);
                close(server);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (directions.decrementAndGet() == 0) {
                    close(client);
                    close(server);
                    open.remove(client);
                }
            }
        }

        private final class Direction {
            private final Socket from;
            private final Socket to;
            private final Dice fate;
            private final Fault fault;
            private int left;
            private boolean swallowed;
            private int pause;

            Direction(Socket from, Socket to, Dice fate) {
                this.from = from;
                this.to = to;
                this.fate = fate;
                if (fate == null) {
                    fault = null;
                } else {
                    boolean response = from == server;
                    fault = encrypted
                            ? fate.pick(Fault.values())
                            : fate.pick(
                                    Fault.CUT,
                                    Fault.RESET,
                                    Fault.HALF_CLOSE,
                                    Fault.SWALLOW,
                                    Fault.SWALLOW_BOTH,
                                    Fault.DELAY,
                                    Fault.TRICKLE,
                                    response ? Fault.GARBLE : Fault.RESET);
                    left = encrypted
                            ? fate.pick(fate.between(0, 300), fate.between(0, 3_000), fate.between(1_500, 6_000))
                            : fate.pick(fate.between(0, 50), fate.between(0, 600), fate.between(300, 3_000));
                }
            }

            void forward() throws IOException, InterruptedException {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8_192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (fault == null || left < 0) {
                        write(out, buffer, 0, n);
                    } else if (n <= left || (fault == Fault.GARBLE && !encrypted && buffer[0] != 'H')) {
                        write(out, buffer, 0, n);
                        left = Math.max(0, left - n);
                    } else {
                        int start = fault == Fault.GARBLE && !encrypted ? 0 : left;
                        write(out, buffer, 0, start);
                        harm(out, buffer, start, n - start);
                        left = -1;
                    }
                }
                if (!swallowed && !swallowing) {
                    to.shutdownOutput();
                } else if (from == client) {
                    close(server); // the client has closed its end, and nothing else will end this
                }
            }

            private void write(OutputStream out, byte[] bytes, int offset, int length)
                    throws IOException, InterruptedException {
                if (swallowed || swallowing) {
                    return;
                }
                if (pause == 0) {
                    out.write(bytes, offset, length);
                    return;
                }
                int piece = Math.max(1, length / 20);
                for (int i = 0; i < length; i += piece) {
                    out.write(bytes, offset + i, Math.min(piece, length - i));
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            }

            private void harm(OutputStream out, byte[] bytes, int offset, int length)
                    throws IOException, InterruptedException {
                switch (fault) {
                    case CUT -> throw new IOException("cut");
                    case RESET -> {
                        client.setSoLinger(true, 0);
                        throw new IOException("reset");
                    }
                    case HALF_CLOSE -> {
                        to.shutdownOutput();
                        swallowed = true;
                    }
                    case SWALLOW -> swallowed = true;
                    case SWALLOW_BOTH -> swallowing = true;
                    case DELAY -> {
                        TimeUnit.MILLISECONDS.sleep(fate.between(10, 500));
                        write(out, bytes, offset, length);
                    }
                    case TRICKLE -> {
                        pause = fate.between(1, 20);
                        write(out, bytes, offset, length);
                    }
                    case GARBLE -> {
                        garble(bytes, offset, length);
                        write(out, bytes, offset, length);
                    }
                    case REPEAT -> {
                        write(out, bytes, offset, length);
                        write(out, bytes, offset, length);
                    }
                    default -> throw new IllegalStateException();
                }
            }

            /** Flips the highest bit of some bytes: no ASCII character becomes another. */
            private void garble(byte[] bytes, int offset, int length) {
                int end = offset + length;
                if (!encrypted) { // without TLS, this is the head of a response: its body stays as it is
                    end = offset;
                    while (end < offset + length && bytes[end] != '{' && bytes[end] != '<') {
                        end++;
                    }
                }
                for (int i = 0; i < 3; i++) {
                    bytes[fate.between(offset, end - 1)] ^= (byte) 0x80;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        open.forEach(FaultyRelay::close);
        threads.shutdownNow();
    }
}
