package co.seam.instantkeys.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeamSandboxTest {
    private final SeamSandbox sandbox = SeamSandbox.start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void start_twice_yieldsSandboxesThatShareNothing() {
        try (SeamSandbox other = SeamSandbox.start()) {
            caller.createUserIdentity();

            assertThat(other.endpoint()).isNotEqualTo(sandbox.endpoint());
            assertThat(other.apiKey()).isNotEqualTo(sandbox.apiKey());
            assertThat(other.workspaceId()).isNotEqualTo(sandbox.workspaceId());
            assertThat(other.acsSystemId()).isNotEqualTo(sandbox.acsSystemId());
            assertThat(new Caller(other)
                            .post("/instant_keys/list", "{}")
                            .at("instant_keys")
                            .getAsJsonArray())
                    .isEmpty();
        }
    }

    @Test
    void start_always_listensOnLoopbackOnly() throws Exception {
        assertThat(sandbox.endpoint()).matches("http://127\\.0\\.0\\.1:\\d+");
        int port = URI.create(sandbox.endpoint()).getPort();
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        for (InetAddress address : outside) {
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(address, port), 2_000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void credentials_always_haveTheFormOfRealOnes() {
        assertThat(sandbox.apiKey()).matches("seam_test[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");
        assertThat(sandbox.personalAccessToken()).matches("seam_at1_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");
    }

    @Test
    void toString_always_hidesTheCredentials() {
        assertThat(sandbox.toString())
                .contains(sandbox.endpoint())
                .doesNotContain(sandbox.apiKey(), sandbox.personalAccessToken());
    }

    @Test
    void apiKey_thatIsSet_isAccepted() {
        try (SeamSandbox own = SeamSandbox.builder().apiKey("seam_test_ours").start()) {
            assertThat(own.apiKey()).isEqualTo("seam_test_ours");
            assertThat(new Caller(own).post("/instant_keys/list", "{}").status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "seam_", "test_secret", "seam_at1_secret", "seam_cst1secret", "seam_pk1_secret", "seam_a b"})
    void apiKey_malformed_isRejectedWithoutQuotingIt(String key) {
        assertThatThrownBy(() -> SeamSandbox.builder().apiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seam_")
                .hasMessageNotContaining("secret");
    }

    @Test
    void port_ofAnotherSandbox_isRejectedInOneLine() {
        int taken = sandbox.wireMock().port();

        assertThatThrownBy(() -> SeamSandbox.builder().port(taken).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching("cannot listen on port " + taken + " of 127\\.0\\.0\\.1: .+");
    }

    @Test
    void port_freeAgain_canBeUsed() {
        int port = sandbox.wireMock().port();
        sandbox.close();

        try (SeamSandbox next = SeamSandbox.builder().port(port).start()) {
            assertThat(next.endpoint()).isEqualTo("http://127.0.0.1:" + port);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void port_outOfRange_isRejected(int port) {
        assertThatThrownBy(() -> SeamSandbox.builder().port(port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "0.0.0.0"})
    void host_otherThanTheDefault_isReachedAtTheEndpoint(String host) {
        try (SeamSandbox other = SeamSandbox.builder().host(host).start()) {
            assertThat(new Caller(other).createUserIdentity()).isNotEmpty();
        }
    }

    @Test
    void host_ofAnotherMachine_isRejected() {
        // reserved for documentation: no machine has this address
        assertThatThrownBy(() -> SeamSandbox.builder().host("192.0.2.1").start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot listen on port 0 of 192.0.2.1: ");
    }

    @Test
    void acsEntranceId_ofAnUnknownName_isRejectedWithTheKnownNames() {
        assertThatThrownBy(() -> sandbox.acsEntranceId("Room 999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Room 999")
                .hasMessageContaining("Main Entrance, Car Park, Room 101");
    }

    @Test
    void close_twice_stopsOnce() {
        sandbox.close();
        sandbox.close();

        assertThat(sandbox.wireMock().isRunning()).isFalse();
    }

    @Test
    void ownStub_onAnEndpointOfTheSandbox_takesPrecedence() {
        sandbox.wireMock().stubFor(post("/instant_keys/list").willReturn(okJson("{\"mine\": true}")));
        sandbox.wireMock().stubFor(post("/instant_keys/get").atPriority(1_000).willReturn(okJson("{\"mine\": true}")));

        assertThat(caller.post("/instant_keys/list", "{}").body).hasToString("{\"mine\":true}");
        assertThat(caller.post("/instant_keys/get", "{}").body).hasToString("{\"mine\":true}");
        assertThat(caller.post("/acs/entrances/list", "{}").has("acs_entrances"))
                .isTrue();
    }

    @Test
    void ownStub_withAnyBody_isUnchanged() {
        sandbox.wireMock()
                .stubFor(post("/instant_keys/list")
                        .willReturn(aResponse().withStatus(503).withBody("{}")));

        Caller.Response response = caller.post("/instant_keys/list", "{}");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("seam-request-id")).isEmpty();
    }

    @Test
    void wireMock_verify_seesTheCalls() {
        caller.createUserIdentity();

        sandbox.wireMock().verify(exactly(1), postRequestedFor(urlEqualTo("/user_identities/create")));
    }

    @Test
    void wireMock_afterEachOfItsResets_keepsTheSandboxServing() {
        WireMockServer wireMock = sandbox.wireMock();
        String guest = caller.createUserIdentity();

        for (Runnable reset : List.<Runnable>of(
                wireMock::resetAll,
                wireMock::resetMappings,
                wireMock::resetToDefaultMappings,
                () -> wireMock.getStubMappings().forEach(wireMock::removeStub))) {
            wireMock.stubFor(post("/instant_keys/list").willReturn(serverError()));
            reset.run();

            assertThat(caller.generateKey(guest)).isNotEmpty();
            assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void wireMock_byDefault_recordsTheLast1000Requests() {
        for (int i = 0; i < 1_001; i++) {
            caller.send(caller.request("/?" + i).GET());
        }

        assertThat(sandbox.wireMock().getAllServeEvents())
                .hasSize(1_000)
                .extracting(event -> event.getRequest().getUrl())
                .contains("/?1", "/?1000")
                .doesNotContain("/?0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void maxRecordedRequests_thatIsSet_limitsThem(int max) {
        try (SeamSandbox other = SeamSandbox.builder().maxRecordedRequests(max).start()) {
            Caller caller = new Caller(other);
            for (int i = 0; i < 5; i++) {
                caller.post("/workspaces/get", "{}");
            }

            assertThat(other.wireMock().getAllServeEvents()).hasSize(max);
            assertThat(other.timesReceived("/workspaces/get")).isEqualTo(5);
        }
    }

    @Test
    void maxRecordedRequests_negative_isRejected() {
        assertThatThrownBy(() -> SeamSandbox.builder().maxRecordedRequests(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void wireMock_withLongResponses_forgetsTheOldestOfThem() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        sandbox.wireMock().stubFor(any(urlPathEqualTo("/long")).willReturn(ok("x".repeat(3 << 20))));
        for (int i = 0; i < 10; i++) {
            assertThat(sandbox.wireMock().getAllServeEvents()).hasSize(Math.min(i, 5));
            http.send(caller.request("/long?" + i).build(), BodyHandlers.discarding());
        }

        assertThat(sandbox.wireMock().getAllServeEvents())
                .extracting(event -> event.getRequest().getUrl())
                .containsExactly("/long?9", "/long?8", "/long?7", "/long?6", "/long?5");
    }

    @Test
    void reset_afterUse_leavesTheHotelOnly() {
        String room = sandbox.acsEntranceId("Room 101");
        String guest = caller.createUserIdentity();
        caller.generateKey(guest);
        caller.post("/access_grants/create", """
                {"user_identity_id": "%s", "acs_entrance_ids": ["%s"], "requested_access_methods": []}
                """.formatted(guest, room));
        sandbox.wireMock().stubFor(post("/acs/entrances/list").willReturn(serverError()));

        sandbox.reset();

        assertThat(caller.post("/instant_keys/list", "{}").at("instant_keys").getAsJsonArray())
                .isEmpty();
        assertThat(caller.post("/access_grants/list", "{}").at("access_grants").getAsJsonArray())
                .isEmpty();
        assertThat(caller.post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + guest + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(caller.post("/acs/entrances/list", "{}").texts("acs_entrances", "acs_entrance_id"))
                .hasSize(8)
                .contains(room);
        sandbox.wireMock().verify(exactly(0), postRequestedFor(urlEqualTo("/user_identities/create")));
    }

    @Test
    void reset_withOwnStubs_removesThemAndTheirScenarios() {
        sandbox.wireMock()
                .stubFor(post("/instant_keys/list")
                        .inScenario("once")
                        .whenScenarioStateIs(STARTED)
                        .willSetStateTo("over")
                        .willReturn(serverError()));
        caller.post("/workspaces/get", "{}");

        sandbox.reset();

        assertThat(sandbox.wireMock().getStubMappings()).hasSize(1);
        assertThat(sandbox.wireMock().getAllScenarios().getScenarios()).isEmpty();
        assertThat(sandbox.wireMock().getAllServeEvents()).isEmpty();
        assertThat(caller.post("/instant_keys/list", "{}").status()).isEqualTo(200);
    }

    @Test
    void reset_betweenArrivalAndProcessingOfACall_endsItWithAnApiError() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch reset = new CountDownLatch(1);
        sandbox.onNext("/user_identities/create").plan((process, requestId) -> {
            arrived.countDown();
            await(reset);
            return process.get();
        });
        CompletableFuture<Caller.Response> call =
                CompletableFuture.supplyAsync(() -> caller.post("/user_identities/create", "{}"));
        await(arrived);

        sandbox.reset();
        reset.countDown();

        assertThat(call.get(30, TimeUnit.SECONDS).status()).isEqualTo(503);
        assertThat(call.get().text("error.type")).isEqualTo("sandbox_reset");
        assertThat(sandbox.timesProcessed("/user_identities/create")).isZero();
        assertThat(caller.post("/user_identities/list", "{}").texts("user_identities", "user_identity_id"))
                .isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void grantsCreatedByKey_afterCreations_countsThemByKey() {
        Caller.Response first = booking("booking-1");
        sandbox.onNext("/access_grants/create").truncateBody();
        assertThatThrownBy(() -> booking("booking-2")).isInstanceOf(UncheckedIOException.class);
        booking("booking-2");
        caller.createGrant("card");
        caller.post(
                "/access_grants/delete",
                "{\"access_grant_id\": \"" + first.text("access_grant.access_grant_id") + "\"}");

        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("booking-1", 1, "booking-2", 1));
        booking("booking-1");
        assertThat(sandbox.grantsCreatedByKey()).isEqualTo(Map.of("booking-1", 2, "booking-2", 1));
        sandbox.reset();
        assertThat(sandbox.grantsCreatedByKey()).isEmpty();
    }

    private Caller.Response booking(String key) {
        return caller.createGrantWith("\"user_identity\": {}, \"access_grant_key\": \"" + key + "\"", "card");
    }

    @Test
    void spaceId_ofAnUnknownName_isRejectedWithTheKnownNames() {
        assertThatThrownBy(() -> sandbox.spaceId("Attic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Attic")
                .hasMessageContaining("First Floor, Second Floor");
    }

    @Test
    void reset_afterUse_removesMethodsSessionsAndEventsToo() {
        String method = caller.createGrant("mobile_key").text("access_grant.access_method_ids.0");
        String session = caller.post("/instant_keys/list", "{}").text("instant_keys.0.client_session_id");

        sandbox.reset();

        assertThat(caller.accessMethod(method).status()).isEqualTo(404);
        assertThat(caller.post("/client_sessions/get", "{\"client_session_id\": \"" + session + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(caller.eventTypes("\"limit\": 10")).isEmpty();
        assertThat(caller.post("/user_identities/list", "{}")
                        .at("user_identities")
                        .getAsJsonArray())
                .isEmpty();
        assertThat(caller.post("/spaces/list", "{}").texts("spaces", "space_id"))
                .contains(sandbox.spaceId("First Floor"));
    }
}
