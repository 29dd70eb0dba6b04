package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

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
 * <p>Where the API documents no rule the sandbox picks one: keys expire 48 hours after they were made, access of any
 * mode is ready at once unless {@link #issueAfter} says otherwise, lists are in order of creation, a filter by an id
 * that does not exist matches nothing, who deletes a grant or an access method leaves the person's keys in place, and
 * who deletes a key deletes the client session behind it.
 *
 * <p>Thread-safe: each call is answered as if it were alone.
 */
public final class SeamSandbox implements AutoCloseable {
    private final Workspace workspace;
    private final Credentials credentials;
    private final WireMockServer wireMock;
    private final String endpoint;

    private SeamSandbox(Clock clock) {
        Random random = new SecureRandom();
        workspace = new Workspace(clock, random);
        credentials = new Credentials(workspace.id, random);
        wireMock = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                // Java's HttpClient would try to upgrade to HTTP/2, which it never does to an API behind TLS
                .http2PlainDisabled(true)
                .mappingSource(new CatchAll())
                .extensions(new Dispatcher(credentials, workspace, Routes.of(workspace))));
        wireMock.start();
        endpoint = "http://127.0.0.1:" + wireMock.port();
    }

    /**
     * Starts a sandbox of its own: other sandboxes know nothing of what it holds, and its ids, key and token are new.
     * {@link #close()} it after use.
     */
    public static SeamSandbox start() {
        return start(Clock.systemUTC());
    }

    static SeamSandbox start(Clock clock) {
        return new SeamSandbox(clock);
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
     * Forgets all that happened since the start: identities, grants, keys, events, the delay of {@link #issueAfter},
     * your stubs and the recorded requests. The endpoint, the credentials and the hotel with its ids stay.
     */
    public void reset() {
        synchronized (workspace) {
            workspace.clear();
        }
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
