package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Seam API for Instant Keys in memory, on a free port of the loopback interface. It keeps what it is told, so that
 * a key that was generated can be listed, and it refuses what the API refuses, with the same error envelope.
 *
 * <p>One workspace with a small hotel stands ready: one access system with eight entrances, among them
 * {@code "Main Entrance"} and {@code "Room 101"}. Six of them can unlock with a mobile key; {@code "Service Entrance"}
 * cannot, and {@code "Staff Room"} does not say. The rooms belong to two spaces, {@code "First Floor"} and
 * {@code "Second Floor"}, whose keys are {@code first-floor} and {@code second-floor}. All else begins empty. There are
 * no stand-alone devices.
 *
 * <p>Where the API documents no rule the sandbox picks one: keys expire 48 hours after they were made and stay listed,
 * access of any mode is ready at once unless {@link #issueAfter} says otherwise, lists are in order of creation, a filter
 * by an id that does not exist matches nothing, who deletes a grant or an access method leaves the person's keys in
 * place, and who deletes a key deletes the client session behind it. A grant for a mobile key to none but doors whose
 * {@code can_unlock_with_mobile_key} is false comes about with the error {@code cannot_create_requested_access_methods}
 * and without the key. What takes a moment at real doors, such as a deletion, is done at once and shows no warnings.
 *
 * <p>Thread-safe: each call is answered as if it were alone.
 */
public final class SeamSandbox implements AutoCloseable {
    private final SandboxClock clock;
    private final Workspace workspace;
    private final SandboxCredentials credentials;
    private final Routes routes;
    private final Ids requestIds;
    private final WireMockServer wireMock;
    private final String endpoint;

    private SeamSandbox(Builder settings) {
        clock = new SandboxClock(settings.clock);
        // three sources: how often a test reads, or asks again, changes no id of what it creates
        Ids fixedIds = settings.ids("fixed");
        requestIds = settings.ids("requests");
        workspace = new Workspace(clock, new Hotel(fixedIds, clock.instant()), settings.ids("created"));
        credentials = new SandboxCredentials(workspace.id, settings.apiKey, fixedIds);
        routes = new Routes(workspace);
        wireMock = new WireMockServer(WireMockConfiguration.options()
                .bindAddress(settings.host)
                .port(settings.port)
                // Java's HttpClient would try to upgrade to HTTP/2, which it never does to an API behind TLS
                .http2PlainDisabled(true)
                // a body that ends too early is to be noticed by its length
                .gzipDisabled(true)
                // a delayed answer holds a thread, and the other calls shall not wait for it
                .containerThreads(200)
                .maxRequestJournalEntries(settings.requestsRemembered)
                .mappingSource(new CatchAll())
                .extensions(new Dispatcher(credentials, workspace, routes, requestIds)));
        listen(settings);
        endpoint = "http://" + settings.reachableHost() + ":" + wireMock.port();
    }

    private void listen(Builder settings) {
        try {
            wireMock.start();
        } catch (FatalStartupException e) {
            throw new UncheckedIOException(
                    "cannot listen on port " + settings.port + " of " + settings.host + ": " + reason(e),
                    new IOException(e));
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    /**
     * Starts a sandbox of its own with the settings of a new {@link #builder()}: other sandboxes know nothing of what it
     * holds, and its port, ids, key and token are new. {@link #close()} it after use.
     */
    public static SeamSandbox start() {
        return builder().start();
    }

    /** Settings for a sandbox: without any, on a free port of the loopback interface, with ids by chance. */
    public static Builder builder() {
        return new Builder();
    }

    /** Base URL to give to a client in place of {@code https://connect.getseam.com}, without a slash at its end. */
    public String endpoint() {
        return endpoint;
    }

    /** API key that the sandbox accepts; it begins with {@code seam_}, as real ones do. */
    public String apiKey() {
        return credentials.apiKey;
    }

    /**
     * Personal access token that the sandbox accepts together with the header {@code seam-workspace}, which must hold
     * {@link #workspaceId()}.
     */
    public String personalAccessToken() {
        return credentials.personalAccessToken;
    }

    /** Id of the only workspace. */
    public String workspaceId() {
        return workspace.id;
    }

    /** Id of the hotel's access system. */
    public String acsSystemId() {
        return workspace.hotel.acsSystem.getAcsSystemId();
    }

    /**
     * Id of the hotel's entrance of that name, such as {@code "Room 101"}, to spare a test the call that lists them.
     *
     * @throws IllegalArgumentException if there is no such entrance; the message names those there are
     */
    public String acsEntranceId(String displayName) {
        return workspace.hotel.entranceNamed(displayName).getAcsEntranceId();
    }

    /**
     * Id of the hotel's space of that name, such as {@code "First Floor"}.
     *
     * @throws IllegalArgumentException if there is no such space; the message names those there are
     */
    public String spaceId(String displayName) {
        return workspace.hotel.spaceNamed(displayName).getSpaceId();
    }

    /**
     * Lets time pass between the request for an access method and its issuing, and again when the times of its grant
     * change: until then its {@code is_issued} is false. Counts for what is requested or changed from now on, until
     * {@link #reset()}. At first there is no delay, and the answer to the request shows the method issued.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public void issueAfter(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative: " + delay);
        }
        synchronized (workspace) {
            workspace.issuing.after(delay);
        }
    }

    /** The time in the sandbox, to be moved: past the end of a key, or to when access is issued. */
    public SandboxClock clock() {
        return clock;
    }

    /**
     * The next call of an operation, for something to go wrong with it:
     * {@code sandbox.onNext("/access_grants/create").dropAfterProcessing()}.
     *
     * @param path such as {@code "/access_grants/create"}
     * @throws IllegalArgumentException if no operation has that path; the message names those there are
     */
    public NextCalls onNext(String path) {
        return onNext(1, path);
    }

    /**
     * The next calls of an operation: {@code sandbox.onNext(3, "/instant_keys/list").respond(503)}.
     *
     * @throws IllegalArgumentException if there are to be none, or if no operation has that path
     */
    public NextCalls onNext(int calls, String path) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls is less than 1: " + calls);
        }
        return new NextCalls(routes.get(path), calls);
    }

    /**
     * How often an operation did its work since the start or the last {@link #reset()}, whether or not its answer
     * arrived: a create that was processed twice created twice. What was refused does not count.
     *
     * @throws IllegalArgumentException if no operation has that path
     */
    public int timesProcessed(String path) {
        return routes.get(path).timesProcessed();
    }

    /**
     * How often an operation was called since the start or the last {@link #reset()}, including calls that were refused
     * or came to harm. Calls that a stub of yours answered do not count.
     *
     * @throws IllegalArgumentException if no operation has that path
     */
    public int timesReceived(String path) {
        return routes.get(path).timesReceived();
    }

    /**
     * The server behind the sandbox, to verify requests and to add stubs. A stub of yours wins over the sandbox
     * whatever its priority, which is how a test gets an answer that the sandbox would never give. {@code resetAll()}
     * and {@code resetToDefaultMappings()} remove your stubs and the recorded requests, and nothing that the sandbox
     * remembers; {@code resetMappings()} silences the sandbox as well, until {@link #reset()}.
     */
    public WireMockServer wireMock() {
        return wireMock;
    }

    /**
     * Forgets all that happened since the start: identities, grants, keys, events, moves of the clock, the delay of
     * {@link #issueAfter}, what was planned by {@link #onNext(String)} and did not happen yet, the counts of calls, your
     * stubs and the recorded requests. The endpoint, the credentials and the hotel with its ids stay. With a seed, the
     * same calls give the same ids again.
     */
    public void reset() {
        synchronized (workspace) {
            workspace.clear();
        }
        clock.reset();
        requestIds.restart();
        routes.reset();
        wireMock.resetAll();
    }

    /** Stops the server. A second call does nothing. */
    @Override
    public void close() {
        wireMock.stop();
    }

    /** Where it listens; never the API key. */
    @Override
    public String toString() {
        return "SeamSandbox[" + endpoint + "]";
    }

    /**
     * Settings of a sandbox. Each has a default; {@link #start()} may be called again for one more sandbox with the same
     * settings. Not thread-safe.
     */
    public static final class Builder {
        private static final String LOOPBACK = "127.0.0.1";
        /** Not what clients take for another kind of token. */
        private static final Pattern API_KEY = Pattern.compile("seam_(?!at|cst|pk)[A-Za-z0-9_]+");

        private String host = LOOPBACK;
        private int port;
        private @Nullable String apiKey;
        private @Nullable Long seed;
        private Clock clock = Clock.systemUTC();
        private int requestsRemembered = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Name or address to listen on, {@code 127.0.0.1} unless set: only this machine reaches the sandbox. On
         * {@code 0.0.0.0} all who can reach this machine do.
         */
        public Builder host(String value) {
            host = Objects.requireNonNull(value, "host");
            return this;
        }

        /** Port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) {
                throw new IllegalArgumentException("port is not within 0 to 65535: " + value);
            }
            port = value;
            return this;
        }

        /**
         * API key to accept, in place of one that is made up. It begins with {@code seam_} and holds letters, digits and
         * underscores.
         *
         * @throws IllegalArgumentException if it does not, or if it looks like another kind of token; the message does
         *     not show it
         */
        public Builder apiKey(String value) {
            if (!API_KEY.matcher(value).matches()) {
                throw new IllegalArgumentException("an API key is seam_ and letters, digits or underscores;"
                        + " seam_at, seam_cst and seam_pk begin other tokens");
            }
            apiKey = value;
            return this;
        }

        /**
         * Makes all that is drawn by chance repeatable: the same seed and the same calls one after the other give the
         * same ids, links, PINs and tokens, the API key and the hotel's ids among them. Times come from the clock.
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * What {@link SeamSandbox#clock()} runs by, unless set the machine's clock. With {@link Clock#fixed} time
         * stands still until the test moves it.
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** For a sandbox that runs for long: by default WireMock remembers every request. */
        Builder requestsRemembered(int value) {
            requestsRemembered = value;
            return this;
        }

        /**
         * Starts a sandbox; {@link SeamSandbox#close()} it after use.
         *
         * @throws UncheckedIOException if the port is in use, or the host is not this machine's
         */
        public SeamSandbox start() {
            return new SeamSandbox(this);
        }

        private Ids ids(String purpose) {
            return seed == null ? Ids.byChance() : Ids.seeded(seed, purpose);
        }

        /** An address that stands for all of the machine's own leads nowhere by itself. */
        private String reachableHost() {
            if (host.equals("0.0.0.0") || host.equals("::")) {
                return LOOPBACK;
            }
            return host.contains(":") ? "[" + host + "]" : host;
        }
    }

    /**
     * Brings in the stub that answers whatever no other stub does. As the server's source of stubs it comes back after
     * WireMock's own resets, and it keeps WireMock from picking up, or deleting, stub files of the project under test.
     */
    private static final class CatchAll implements MappingsSource {
        @Override
        public void loadMappingsInto(StubMappings stubs) {
            stubs.addMapping(any(anyUrl())
                    .atPriority(Integer.MAX_VALUE) // the lowest
                    .willReturn(aResponse().withTransformers(Dispatcher.NAME))
                    .build());
        }

        @Override
        public void save(List<StubMapping> stubs) {}

        @Override
        public void save(StubMapping stub) {}

        @Override
        @SuppressWarnings("removal") // WireMock still asks for it
        public void remove(StubMapping stub) {}

        @Override
        public void removeAll() {}
    }
}
