package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.InstantKeyCustomization;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A simulation of the Seam Instant Keys API in your own process, on a free port of the loopback interface. It is
 * stateful: a key that was generated can be listed. It rejects what the API rejects, with the same error envelope.
 *
 * <p>It starts with one workspace and a small hotel: one access system with eight entrances, among them
 * {@code "Main Entrance"} and {@code "Room 101"}. Six of them can be unlocked with a mobile key;
 * {@code "Service Entrance"} cannot, and for {@code "Staff Room"} the API does not report whether it can. The rooms
 * belong to two spaces, {@code "First Floor"} and {@code "Second Floor"}, with the keys {@code first-floor} and
 * {@code second-floor}. {@link Builder#property} replaces the hotel. At first there are no user identities, grants,
 * keys or events. There are never any stand-alone devices.
 *
 * <p>Where the API documents no rule, the sandbox picks one:
 *
 * <ul>
 *   <li>Instant keys expire 48 hours after their creation, and stay listed.
 *   <li>Access methods of every mode are issued at once, unless {@link #issueAfter} sets a delay, or
 *       {@link #deliverByEmail} or {@link #deliverByPhone} asks for a contact that the user identity lacks.
 *   <li>A deletion is over at once and shows no warnings, unless {@link #deleteAfter} sets a delay.
 *   <li>Lists are in order of creation. A filter by an id that does not exist matches nothing.
 *   <li>Deleting a grant or an access method leaves the instant keys of the user identity in place.
 *   <li>Deleting an instant key deletes its client session.
 *   <li>If a grant requests a mobile key, and {@code can_unlock_with_mobile_key} is false for all of its entrances, it
 *       is created with the error {@code cannot_create_requested_access_methods} and without the key.
 *   <li>Email addresses and phone numbers are stored and compared as they were sent, unless {@link #normalizeContacts}
 *       changes that.
 *   <li>Grants with one {@code reservation_key} follow the API's four rules, which have documented statuses and
 *       undocumented error types. A grant for a guest room needs no {@code reservation_key}, and a grant with another
 *       one leaves those before it as they are.
 * </ul>
 *
 * <p>Thread-safe: operations run one at a time.
 */
public final class SeamSandbox implements AutoCloseable {
    private final SandboxClock clock;
    private final Workspace workspace;
    private final SandboxCredentials credentials;
    private final Routes routes;
    private final Ids requestIds;
    private final WireMockServer wireMock;
    private final String endpoint;
    private final @Nullable LanListener lan;
    private final CallLog calls = new CallLog();
    private final WebGuard guard;

    private SeamSandbox(Builder settings) {
        clock = new SandboxClock(settings.clock);
        // separate sources: reads and repeated requests must not change the ids of what is created
        Ids fixedIds = settings.ids("fixed");
        requestIds = settings.ids("requests");
        workspace = new Workspace(
                clock,
                new Hotel(settings.property, fixedIds, clock.instant()),
                settings.ids("created"),
                settings.ids("webhooks"),
                settings.webhookHosts);
        credentials = new SandboxCredentials(workspace.id, settings.apiKey, fixedIds);
        routes = new Routes(workspace);
        Web web = new Web();
        guard = new WebGuard(settings.host, Ids.random().token("window_"));
        WireMockConfiguration options = WireMockConfiguration.options();
        options.httpServerFactory(settings.isDaemon ? DaemonServer::new : SandboxServer::new);
        wireMock = new WireMockServer(options.bindAddress(settings.host)
                .port(settings.port)
                // Java's HttpClient would try to upgrade to HTTP/2, which it never does to an API behind TLS
                .http2PlainDisabled(true)
                // clients detect a truncated body by its length
                .gzipDisabled(true)
                // a delayed response occupies a thread, and other calls must not wait for it
                .containerThreads(200)
                .withStores(new SandboxStores(options.filesRoot(), settings.maxRecordedRequests))
                .mappingSource(new NoStubFiles())
                .adminAuthenticator(new AdminGuard(settings.hasWireMockAdmin ? guard : null))
                .extensions(new Dispatcher(credentials, workspace, routes, requestIds, web, calls)));
        listen(settings);
        endpoint = "http://" + settings.reachableHost() + ":" + wireMock.port();
        lan = settings.hasLocalLinks ? open(web, settings.isOnLan) : null;
        if (settings.hasWindow) {
            web.open(new Window(
                    this,
                    new WindowPage(this, workspace, calls),
                    new ControlApi(this, workspace, routes, calls),
                    guard));
        }
    }

    private @Nullable LanListener open(Web web, boolean isOnLan) {
        GuestPage guestPage = new GuestPage(workspace);
        web.open(guestPage);
        LanListener listener = isOnLan ? listenOnLan(guestPage) : null;
        synchronized (workspace) {
            workspace.linkTo((listener == null ? endpoint : listener.endpoint()) + GuestPage.PREFIX);
        }
        return listener;
    }

    private LanListener listenOnLan(GuestPage guestPage) {
        try {
            return new LanListener(guestPage, LanListener.localAddress(), wireMock.port());
        } catch (RuntimeException e) {
            wireMock.stop();
            throw e;
        }
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
     * Starts a sandbox with the default settings. It shares nothing with other sandboxes: it has its own data, port,
     * ids, API key and token. {@link #close()} it after use.
     */
    public static SeamSandbox start() {
        return builder().start();
    }

    /**
     * Returns a builder with the default settings: a free port of the loopback interface, random ids, the system clock.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Base URL to give to a client in place of {@code https://connect.getseam.com}, without a trailing slash. */
    public String endpoint() {
        return endpoint;
    }

    /** API key that the sandbox accepts. It starts with {@code seam_}, like those of the API. */
    public String apiKey() {
        return credentials.apiKey;
    }

    /**
     * Personal access token that the sandbox accepts together with the header {@code seam-workspace}, whose value must
     * be {@link #workspaceId()}.
     */
    public String personalAccessToken() {
        return credentials.personalAccessToken;
    }

    /**
     * Token for {@link Builder#window()} and {@link Builder#wireMockAdmin()}: as Bearer token, or as password in a
     * browser, with any user name. It is random even with a seed.
     *
     * @return null if the sandbox listens on the loopback interface only, where no token is needed
     */
    public @Nullable String windowToken() {
        return guard.token();
    }

    /** Id of the only workspace. */
    public String workspaceId() {
        return workspace.id;
    }

    /** Id of the hotel's access system, or of the first one of a {@link Builder#property} with several. */
    public String acsSystemId() {
        return workspace.hotel.firstSystem().getAcsSystemId();
    }

    /**
     * Id of the hotel's entrance with that name, such as {@code "Room 101"}, so that tests need no list call.
     *
     * @throws IllegalArgumentException if there is no such entrance; the message lists the names
     */
    public String acsEntranceId(String displayName) {
        return workspace.hotel.entranceNamed(displayName).getAcsEntranceId();
    }

    /**
     * Id of the hotel's space with that name, such as {@code "First Floor"}.
     *
     * @throws IllegalArgumentException if there is no such space; the message lists the names
     */
    public String spaceId(String displayName) {
        return workspace.hotel.spaceNamed(displayName).getSpaceId();
    }

    /**
     * Sets the delay between the request for an access method and its issue. When the times of a grant change, its
     * issued methods are issued again after the same delay. Until then, {@code is_issued} is false. By default there is
     * no delay: the response to the request shows an issued method.
     *
     * @param delay in sandbox time; applies to requests and updates from now on, until {@link #reset()}
     * @throws IllegalArgumentException if the delay is negative
     */
    public void issueAfter(Duration delay) {
        synchronized (workspace) {
            workspace.behavior().setIssueDelay(delay);
        }
    }

    /**
     * Sets how long the deletion of a user identity, a grant or an access method takes. The call that deletes succeeds
     * at once. Until the delay is over, the resource, its grants and their access methods can be read and have the
     * warning {@code being_deleted}. Their keys stay in use, so that a grant with the same {@code access_grant_key} is
     * rejected with status 409, and a grant keeps the doors and times of its reservation. A change is rejected with
     * status 409 too; another deletion succeeds and changes nothing. By default there is no delay.
     *
     * @param delay in sandbox time; applies to deletions from now on, until {@link #reset()}
     * @throws IllegalArgumentException if the delay is negative
     */
    public void deleteAfter(Duration delay) {
        synchronized (workspace) {
            workspace.behavior().setDeletionDelay(delay);
        }
    }

    /**
     * Sets whether the email addresses and phone numbers of user identities are stored in a form of the server's own,
     * in which they must also be unique. An address is stored in lower case. A number is stored without spaces, dots,
     * dashes, slashes and brackets, and with {@code +} in place of a leading {@code 00}; forms that this turns into
     * E.164 are accepted. By default, both are stored as they were sent.
     *
     * @param normalizes applies to creations and updates from now on, until {@link #reset()}
     */
    public void normalizeContacts(boolean normalizes) {
        synchronized (workspace) {
            workspace.behavior().normalizesContacts = normalizes;
        }
    }

    /**
     * Sets whether the access system sends mobile keys to the email address of the user identity. If that has none, the
     * access method has the warning {@code user_identity_missing_email_address} and is not issued, until an update adds
     * the address. By default, a mobile key needs no address.
     *
     * @param delivers applies to methods that are not issued yet, until {@link #reset()}
     */
    public void deliverByEmail(boolean delivers) {
        synchronized (workspace) {
            workspace.behavior().deliversByEmail = delivers;
        }
    }

    /**
     * Sets whether the access system sends mobile keys to the phone number of the user identity. If that has none, the
     * access method has the warning {@code user_identity_missing_phone_number} and is not issued, until an update adds
     * the number. By default, a mobile key needs no number.
     *
     * @param delivers applies to methods that are not issued yet, until {@link #reset()}
     */
    public void deliverByPhone(boolean delivers) {
        synchronized (workspace) {
            workspace.behavior().deliversByPhone = delivers;
        }
    }

    /** Clock of the sandbox: advance it to let a key expire, or an access method be issued. */
    public SandboxClock clock() {
        return clock;
    }

    /**
     * Webhooks of the sandbox: send its events to a URL with {@code webhooks().deliverTo(url)}, or keep them with
     * {@code webhooks().collect()}.
     */
    public SandboxWebhooks webhooks() {
        return workspace.webhooks();
    }

    /**
     * Acts as the guest who was sent that link: {@code sandbox.guest(url).unlock("Room 101")}. It needs no
     * {@link Builder#localLinks()}.
     *
     * @param instantKeyUrl {@code instant_key_url} of a grant, an access method or an instant key
     */
    public SandboxGuest guest(String instantKeyUrl) {
        return new SandboxGuest(workspace, Objects.requireNonNull(instantKeyUrl, "instantKeyUrl"));
    }

    /**
     * Adds a branding profile. Instant keys that are created with its id have it in {@code customization}, and their
     * page shows it. The API has no call for that. {@link #reset()} removes it.
     *
     * @param profile colors as {@code #rrggbb}; the page shows a logo only if its URL starts with {@code data:image/}
     * @return the {@code customization_profile_id}
     */
    public String addCustomizationProfile(InstantKeyCustomization profile) {
        synchronized (workspace) {
            return workspace.guestKeys.addProfile(Objects.requireNonNull(profile, "profile"));
        }
    }

    /**
     * Selects the next call of an operation, to inject a fault into it:
     * {@code sandbox.onNext("/access_grants/create").dropAfterProcessing()}.
     *
     * @param path such as {@code "/access_grants/create"}
     * @throws IllegalArgumentException if no operation has that path; the message lists the paths
     */
    public NextCalls onNext(String path) {
        return onNext(1, path);
    }

    /**
     * Selects the next calls of an operation: {@code sandbox.onNext(3, "/instant_keys/list").respond(503)}.
     *
     * @throws IllegalArgumentException if {@code calls} is less than 1, or if no operation has that path
     */
    public NextCalls onNext(int calls, String path) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls is less than 1: " + calls);
        }
        return new NextCalls(routes.get(path), calls);
    }

    /**
     * Number of times that an operation was processed since the start or the last {@link #reset()}, whether or not the
     * response arrived: if a create was processed twice, it created two resources. Rejected calls do not count.
     *
     * @throws IllegalArgumentException if no operation has that path
     */
    public int timesProcessed(String path) {
        return routes.get(path).timesProcessed();
    }

    /**
     * Number of times that an operation was called since the start or the last {@link #reset()}, including rejected
     * calls and calls with an injected fault. Calls that matched one of your own stubs do not count.
     *
     * @throws IllegalArgumentException if no operation has that path
     */
    public int timesReceived(String path) {
        return routes.get(path).timesReceived();
    }

    /**
     * Number of grants that were created with each {@code access_grant_key} since the start or the last
     * {@link #reset()}. It includes grants that were deleted since, and creations whose response did not arrive. Grants
     * without a key do not count.
     *
     * @return an unmodifiable copy, sorted by key
     */
    public Map<String, Integer> grantsCreatedByKey() {
        synchronized (workspace) {
            return workspace.grantsCreatedByKey();
        }
    }

    /**
     * WireMock server behind the sandbox, to verify requests and to add stubs. Your own stubs take precedence over the
     * sandbox whatever their priority, so that a test can get responses that the sandbox never sends.
     *
     * <p>Its own resets, {@code resetAll()}, {@code resetMappings()} and {@code resetToDefaultMappings()}, remove your
     * stubs; the sandbox goes on with its state.
     */
    public WireMockServer wireMock() {
        return wireMock;
    }

    /**
     * Returns the sandbox to its state at the start. It removes user identities, grants, keys, events, webhooks,
     * planned faults, call counts, your own stubs and the recorded requests, and it undoes moves of the clock and the
     * settings of this class, such as {@link #issueAfter}. The endpoint, the credentials and the hotel with its ids
     * stay. With a seed, the same calls yield the same ids again.
     *
     * <p>Calls under way do not mix with it. Each is processed before the reset, or after it if it arrived after it; a
     * call that arrived before the reset and was not processed by then gets an error response with status 503.
     */
    public void reset() {
        synchronized (workspace) { // calls wait for it
            workspace.clear();
            clock.reset();
            requestIds.restart();
            calls.clear();
            routes.reset();
            wireMock.resetAll();
        }
    }

    /** Stops the server. Further calls have no effect. A sandbox that is not closed ends with the JVM. */
    @Override
    public void close() {
        wireMock.stop();
        if (lan != null) {
            lan.close();
        }
        workspace.webhooks().clear();
    }

    /** Contains the endpoint, never the API key. */
    @Override
    public String toString() {
        return "SeamSandbox[" + endpoint + "]";
    }

    /**
     * Settings of a sandbox. Each has a default. {@link #start()} can be called repeatedly, for several sandboxes with
     * the same settings. Not thread-safe.
     */
    public static final class Builder {
        private static final String LOOPBACK = "127.0.0.1";
        /** Excludes the prefixes by which clients recognize other kinds of tokens. */
        private static final Pattern API_KEY = Pattern.compile("seam_(?!at|cst|pk)[A-Za-z0-9_]+");

        private String host = LOOPBACK;
        private int port;
        private @Nullable String apiKey;
        private @Nullable Long seed;
        private Clock clock = Clock.systemUTC();
        private SandboxProperty property = SandboxProperty.SMALL_HOTEL;
        private final Set<String> webhookHosts = new HashSet<>();
        private int maxRecordedRequests = 1_000;
        private boolean isDaemon = true;

        private boolean hasLocalLinks;
        private boolean isOnLan;
        private boolean hasWindow;
        private boolean hasWireMockAdmin;

        private Builder() {}

        /**
         * Sets the host name or address to listen on. With the default {@code 127.0.0.1}, only this machine can
         * connect; with {@code 0.0.0.0}, any machine that can reach this one.
         */
        public Builder host(String value) {
            host = Objects.requireNonNull(value, "host");
            return this;
        }

        /**
         * Sets the port to listen on. The default 0 selects a free one.
         *
         * @throws IllegalArgumentException if it is not within 0 to 65535
         */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) {
                throw new IllegalArgumentException("port is not within 0 to 65535: " + value);
            }
            port = value;
            return this;
        }

        /**
         * Sets the API key to accept, in place of a generated one: {@code seam_} followed by letters, digits and
         * underscores.
         *
         * @throws IllegalArgumentException if it has another form, or starts like another kind of token; the message
         *     does not contain it
         */
        public Builder apiKey(String value) {
            if (!API_KEY.matcher(value).matches()) {
                throw new IllegalArgumentException("apiKey must be seam_ followed by letters, digits or underscores;"
                        + " seam_at, seam_cst and seam_pk are prefixes of other tokens");
            }
            apiKey = value;
            return this;
        }

        /**
         * Makes everything random repeatable: with the same seed, the same calls in the same order yield the same ids,
         * links, PINs and tokens, including the API key and the hotel's ids. Times come from the clock.
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the clock that {@link SeamSandbox#clock()} is based on. The default is the system clock. With
         * {@link Clock#fixed}, time stands still until the test moves it.
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Sets the hotel or other property that the sandbox starts with. The default is the small hotel. */
        public Builder property(SandboxProperty value) {
            property = Objects.requireNonNull(value, "property");
            return this;
        }

        /**
         * Allows webhook requests to a host other than this machine. Each call adds one.
         *
         * @param value name or address, as it stands in the URL
         */
        public Builder allowWebhookHost(String value) {
            webhookHosts.add(value.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Lets the links of instant keys lead to a page of the sandbox instead of {@code https://ik.seam.co}. The page
         * shows what the guest would see, by the clock of the sandbox, and has a button for each door. A tap counts a
         * use and records the event {@code lock.unlocked}, or shows why the door stays locked.
         */
        public Builder localLinks() {
            hasLocalLinks = true;
            return this;
        }

        /**
         * Does what {@link #localLinks()} does, and serves the page, but nothing else, to the local network, so that
         * the links open on a phone there. The rest stays where {@link #host} put it.
         */
        public Builder localLinksOnLan() {
            isOnLan = true;
            return localLinks();
        }

        /**
         * Serves a window into the sandbox at {@code /__sandbox}: a page that shows what it holds and what happened,
         * and, below {@code /__sandbox/api}, the methods of this class for programs in other languages. Whoever can
         * call it controls the sandbox. Pages elsewhere cannot; nor can other machines without
         * {@link SeamSandbox#windowToken()}.
         */
        public Builder window() {
            hasWindow = true;
            return this;
        }

        /**
         * Serves WireMock's own {@code /__admin} over HTTP, guarded like {@link #window()}. It shows recorded requests
         * with their API keys. By default it is off; {@link SeamSandbox#wireMock()} works without it.
         */
        public Builder wireMockAdmin() {
            hasWireMockAdmin = true;
            return this;
        }

        /**
         * Sets how many requests {@link SeamSandbox#wireMock()} records, with their responses, for {@code verify} and
         * {@code getAllServeEvents}. The default is 1,000. Older requests are forgotten, and so are the oldest while
         * the bodies of all take more than 32 MiB. {@link SeamSandbox#timesReceived} counts forgotten requests too.
         *
         * @param value 0 for none
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRecordedRequests(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("maxRecordedRequests is negative: " + value);
            }
            maxRecordedRequests = value;
            return this;
        }

        /** Lets the server keep the JVM alive until it is closed: for a program that does nothing else. */
        Builder keepJvmAlive() {
            isDaemon = false;
            return this;
        }

        /**
         * Starts a sandbox; {@link SeamSandbox#close()} it after use.
         *
         * @throws UncheckedIOException if the port is in use, or the host is not an address of this machine
         * @throws IllegalStateException if {@link #localLinksOnLan()} was called, and this machine has no address in a
         *     local network
         */
        public SeamSandbox start() {
            return new SeamSandbox(this);
        }

        private Ids ids(String purpose) {
            return seed == null ? Ids.random() : Ids.seeded(seed, purpose);
        }

        /** Replaces a wildcard address, which is for listening only, with the loopback address. */
        private String reachableHost() {
            if (host.equals("0.0.0.0") || host.equals("::")) {
                return LOOPBACK;
            }
            return host.contains(":") ? "[" + host + "]" : host;
        }
    }

    /** Keeps WireMock from loading or deleting stub files of the project under test. */
    private static final class NoStubFiles implements MappingsSource {
        @Override
        public void loadMappingsInto(StubMappings stubs) {}

        @Override
        public void save(List<StubMapping> stubs) {}

        @Override
        public void save(StubMapping stub) {}

        @Override
        @SuppressWarnings("removal") // WireMock still requires it
        public void remove(StubMapping stub) {}

        @Override
        public void removeAll() {}
    }
}
