package co.seam.instantkeys.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * Keeps calls off connections that may be dead. A firewall that dropped its state swallows everything and leaves the
 * connection open; on HTTP/2, a call that times out there is cancelled, and OkHttp would put the next one onto the same
 * connection. After an attempt that was given up, later attempts therefore go over a new generation of connections.
 * Calls in progress on the old ones are not disturbed. Thread-safe.
 */
final class ConnectionGenerations {
    private final Dns dns;
    private final boolean owned;
    private volatile Generation current;

    /** @param owned whether nobody else uses the connections of the client */
    ConnectionGenerations(OkHttpClient client, boolean owned) {
        this.dns = client.dns();
        this.owned = owned;
        this.current = new Generation(client);
    }

    /** Returns the generation for the next attempt. */
    Generation current() {
        return current;
    }

    /**
     * Starts a new generation, unless this one has been retired already. The clients share everything but their
     * connections: OkHttp reuses a connection only for calls with the same {@link Dns}.
     */
    synchronized void retire(Generation generation) {
        if (generation != current) {
            return;
        }
        current = new Generation(
                generation.client.newBuilder().dns(new SameDns(dns)).build());
        generation.retired = true;
        if (owned) {
            generation.client.connectionPool().evictAll(); // closes idle connections only
        }
    }

    /** A client that shares its connections with no other generation. */
    static final class Generation {
        private final OkHttpClient client;
        private volatile boolean retired;

        private Generation(OkHttpClient client) {
            this.client = client;
        }

        OkHttpClient client() {
            return client;
        }

        /** Whether attempts that have not been sent yet have to start over in another generation. */
        boolean isRetired() {
            return retired;
        }
    }

    /** The caller's {@link Dns}, equal to itself only. */
    private static final class SameDns implements Dns {
        private final Dns dns;

        SameDns(Dns dns) {
            this.dns = dns;
        }

        @Override
        public List<InetAddress> lookup(String host) throws UnknownHostException {
            return dns.lookup(host);
        }
    }
}
