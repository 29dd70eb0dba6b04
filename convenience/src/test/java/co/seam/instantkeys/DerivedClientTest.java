package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that share connections, and credentials that change. */
class DerivedClientTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    @Test
    void with_anotherTimeout_sharesTheConnection() {
        Set<Connection> connections = ConcurrentHashMap.newKeySet();
        OkHttpClient client = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    connections.add(chain.connection());
                    return chain.proceed(chain.request());
                })
                .build();
        try (Seam seam = builder().httpClient(client).build();
                Seam patient = seam.with(settings -> settings.timeout(Duration.ofMinutes(1)))) {
            seam.workspaces().get();
            patient.workspaces().get();

            assertThat(connections).hasSize(1);
        }
    }

    @Test
    void with_shorterTimeout_appliesToTheDerivedClientOnly() throws Exception {
        try (RawServer server = RawServer.start(RawServer.silence());
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .build();
                Seam impatient = seam.with(
                        settings -> settings.timeout(Duration.ofMillis(100)).totalTimeout(Duration.ofMillis(100)))) {
            assertThatThrownBy(() -> impatient.workspaces().get()).isInstanceOf(SeamTimeoutException.class);
        }
    }

    @Test
    void with_anotherWorkspace_sendsItsIdWithTheSameToken() {
        try (Seam seam = Seam.builder()
                        .personalAccessToken(contract.sandbox().personalAccessToken(), "another-workspace")
                        .endpoint(contract.sandbox().endpoint())
                        .build();
                Seam hotel = seam.with(
                        settings -> settings.workspaceId(contract.sandbox().workspaceId()))) {
            assertThat(hotel.workspaces().get().getWorkspaceId())
                    .isEqualTo(contract.sandbox().workspaceId());
            assertThat(headers("seam-workspace"))
                    .containsExactly(contract.sandbox().workspaceId());
        }
    }

    @Test
    void with_otherCredentials_replacesThem() {
        try (Seam seam = Seam.builder()
                        .apiKey("seam_wrong_key")
                        .endpoint(contract.sandbox().endpoint())
                        .build();
                Seam other = seam.with(settings -> settings.personalAccessToken(
                        contract.sandbox().personalAccessToken(),
                        contract.sandbox().workspaceId()))) {
            assertThatThrownBy(() -> seam.workspaces().get()).isInstanceOf(SeamUnauthorizedException.class);
            assertThat(other.workspaces().get()).isNotNull();
        }
    }

    @Test
    void with_settingThatIsShared_isRejectedByName() {
        try (Seam seam = builder().build()) {
            assertThatThrownBy(() -> seam.with(settings -> settings.endpoint("https://example.com")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("endpoint cannot be set here");
            assertThatThrownBy(() -> seam.with(settings -> settings.httpClient(new OkHttpClient())))
                    .hasMessageStartingWith("httpClient cannot be set here");
            assertThatThrownBy(() -> seam.with(Seam.Builder::fromEnvironment))
                    .hasMessageStartingWith("fromEnvironment cannot be set here");
            assertThatThrownBy(() -> seam.with(Seam.Builder::allowPlainHttp))
                    .hasMessageStartingWith("allowPlainHttp cannot be set here");
            assertThatThrownBy(() ->
                            seam.with(settings -> settings.workspaceId("w")).workspaces())
                    .hasMessageContaining("workspaceId is for personal access tokens");
        }
    }

    @Test
    void close_derived_closesNothingShared() {
        try (Seam seam = builder().build()) {
            Seam derived = seam.with(settings -> settings.maxRetries(0));
            derived.close();

            assertThatThrownBy(() -> derived.workspaces().get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(seam.workspaces().get()).isNotNull();
        }
    }

    @Test
    void close_original_closesTheDerivedOneToo() {
        Seam seam = builder().build();
        Seam derived = seam.with(settings -> settings.maxRetries(0));
        Seam twiceDerived = derived.with(settings -> settings.maxRetries(1));

        seam.close();

        for (Seam one : List.of(derived, twiceDerived)) {
            assertThatThrownBy(() -> one.workspaces().get()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void apiKey_supplierThatRotates_isAskedForEachCall() {
        AtomicReference<String> key = new AtomicReference<>("seam_old_key");
        try (Seam seam = Seam.builder()
                .apiKey((Supplier<String>) key::get)
                .endpoint(contract.sandbox().endpoint())
                .build()) {
            assertThatThrownBy(() -> seam.workspaces().get())
                    .isInstanceOf(SeamUnauthorizedException.class)
                    .hasMessageNotContaining("seam_old_key");

            key.set(contract.sandbox().apiKey());

            assertThat(seam.workspaces().get()).isNotNull();
        }
    }

    @Test
    void apiKey_supplierWithAWrongValue_failsTheCallWithoutShowingIt() {
        for (String wrong : new String[] {null, " ", "seam_at_not_a_key", "nonsense"}) {
            try (Seam seam = Seam.builder()
                    .apiKey(() -> wrong)
                    .endpoint(contract.sandbox().endpoint())
                    .build()) {
                assertThatThrownBy(() -> seam.workspaces().get())
                        .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
                        .hasMessageContaining("apiKey")
                        .hasMessageNotContaining("seam_at_not_a_key");
            }
        }
        assertThat(contract.sandbox().timesReceived("/workspaces/get")).isZero();
    }

    private static List<String> headers(String name) {
        return contract.sandbox().wireMock().getAllServeEvents().stream()
                .map(event -> event.getRequest().getHeader(name))
                .distinct()
                .toList();
    }

    private static Seam.Builder builder() {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint());
    }
}
