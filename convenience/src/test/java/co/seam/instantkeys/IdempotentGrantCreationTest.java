package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant with an {@code access_grant_key} is created exactly once, even if responses are lost. */
class IdempotentGrantCreationTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant START = Instant.now().plus(Duration.ofDays(1));

    @Test
    void create_responseLost_returnsTheGrantThatExists() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create") && lost.getAndIncrement() == 0);
                Seam seam = client(proxy)) {
            AccessGrant grant = seam.accessGrants().create(grant("booking-7").build());

            assertThat(allGrants()).containsExactly(grant);
            assertThat(contract.bodies("/access_grants/create")).hasSize(1);
        }
    }

    @Test
    void create_responseLostAndNoKey_hasUnknownOutcomeAndIsSentOnce() throws Exception {
        try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create"));
                Seam seam = client(proxy)) {
            var request = grant(null).build();

            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue())
                    .hasMessageContaining("access_grant_key");
            assertThat(contract.bodies("/access_grants/create")).hasSize(1);
        }
    }

    @Test
    void create_requestNotProcessed_isSentAgain() {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_grants/create")
                        .inScenario("once")
                        .whenScenarioStateIs("Started")
                        .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE))
                        .willSetStateTo("well"));

        AccessGrant grant =
                contract.seam().accessGrants().create(grant("booking-7").build());

        assertThat(allGrants()).containsExactly(grant);
        assertThat(contract.bodies("/access_grants/create")).hasSize(2);
    }

    @Test
    void create_everyRequestFails_givesUpAfterThree() {
        contract.sandbox().wireMock().stubFor(post("/access_grants/create").willReturn(serverError()));

        assertThatThrownBy(() -> contract.hasty()
                        .accessGrants()
                        .create(grant("booking-7").build()))
                .isInstanceOf(SeamServerException.class);
        assertThat(contract.bodies("/access_grants/create")).hasSize(3);
    }

    @Test
    void create_keyAlreadyTaken_isAnErrorAndNotLookedUp() {
        contract.seam().accessGrants().create(grant("booking-7").build());

        assertThatThrownBy(() ->
                        contract.seam().accessGrants().create(grant("booking-7").build()))
                .isInstanceOf(SeamApiException.class)
                .isNotInstanceOf(SeamServerException.class);
        assertThat(contract.bodies("/access_grants/get")).isEmpty();
    }

    @Test
    void create_foundGrantDiffers_isAConflictAndNeverReturned() throws Exception {
        var original = grant("booking-7").build();
        contract.seam().accessGrants().create(original);
        List<CreateAccessGrantRequest> others = List.of(
                grant("booking-7").userIdentityId(newGuest()).build(),
                original.toBuilder().startsAt(START.plusSeconds(60)).build(),
                original.toBuilder().endsAt(START.plus(Duration.ofDays(9))).build(),
                original.toBuilder().endsAtNull().build(),
                original.toBuilder().acsEntranceIds(List.of(door("Room 102"))).build(),
                original.toBuilder()
                        .acsEntranceIds(List.of(door("Room 101"), door("Room 102")))
                        .build());

        for (CreateAccessGrantRequest other : others) {
            try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create"));
                    Seam seam = client(proxy)) {
                assertThatThrownBy(() -> seam.accessGrants().create(other))
                        .as("%s", other)
                        .isInstanceOf(SeamConflictException.class)
                        .hasMessageContaining(" belongs to grant ");
            }
        }
        assertThat(allGrants()).hasSize(1);
    }

    @Test
    void create_responseForInlineGuestLost_returnsTheGrantOfThatGuestOnly() throws Exception {
        var jane = NewUserIdentity.builder()
                .userIdentityKey("jane")
                .fullName("Jane Doe")
                .build();
        var john = NewUserIdentity.builder()
                .userIdentityKey("john")
                .fullName("John Doe")
                .build();
        try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create"));
                Seam seam = client(proxy)) {
            AccessGrant grant =
                    seam.accessGrants().create(inline("booking-7", jane).build());

            assertThat(allGrants()).containsExactly(grant);
            assertThatThrownBy(() ->
                            seam.accessGrants().create(inline("booking-7", john).build()))
                    .isInstanceOf(SeamConflictException.class)
                    .hasMessageContaining("differs in guest");
        }
    }

    @Test
    void create_responseForSpaceLost_comparesTheSpaces() throws Exception {
        String guest = newGuest();
        var floor = grant("booking-7")
                .userIdentityId(guest)
                .acsEntranceIds(List.of())
                .spaceKeys(List.of("first-floor"));
        try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create"));
                Seam seam = client(proxy)) {
            AccessGrant grant = seam.accessGrants().create(floor.build());

            assertThat(allGrants()).containsExactly(grant);
            assertThatThrownBy(() -> seam.accessGrants()
                            .create(floor.spaceKeys(List.of("second-floor")).build()))
                    .isInstanceOf(SeamConflictException.class)
                    .hasMessageContaining("differs in spaces");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void create_responseLostAndLookupRejected_keepsTheUnknownOutcome(int status) throws Exception {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_grants/get")
                        .willReturn(aResponse().withStatus(status).withHeader("Retry-After", "0")));
        try (LossyProxy proxy = lossy(path -> path.equals("/access_grants/create"));
                Seam seam = Seam.builder()
                        .apiKey(contract.sandbox().apiKey())
                        .endpoint(proxy.endpoint())
                        .clock(new SandboxTime(contract.sandbox()))
                        .build()) {
            var request = grant("booking-7").build();

            assertThatThrownBy(() -> seam.accessGrants().create(request))
                    .isInstanceOfSatisfying(
                            SeamConnectionException.class,
                            e -> assertThat(e.isOutcomeUnknown()).isTrue())
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void create_manyGrantsHalfOfAllResponsesLost_existOnceEachAndAreReturned() throws Exception {
        int number = Integer.getInteger("seam.grants", grants());
        Random random = new Random(20260713);
        String guest = newGuest();
        try (LossyProxy proxy = lossy(path -> {
                    synchronized (random) {
                        return random.nextBoolean();
                    }
                });
                Seam seam = client(proxy)) {
            ExecutorService threads = Executors.newFixedThreadPool(100);
            List<Future<AccessGrant>> created = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                var request = grant("booking-" + i).userIdentityId(guest).build();
                created.add(threads.submit(() -> seam.accessGrants().create(request)));
            }
            Set<String> returned = new HashSet<>();
            for (Future<AccessGrant> grant : created) {
                returned.add(grant.get().getAccessGrantId());
            }
            threads.shutdown();

            Set<String> keys = new HashSet<>();
            Set<String> existing = new HashSet<>();
            for (AccessGrant grant : allGrants()) {
                existing.add(grant.getAccessGrantId());
                keys.add(grant.getAccessGrantKey());
            }
            assertThat(existing).hasSize(number).isEqualTo(returned);
            assertThat(keys).hasSize(number);
        }
    }

    /** How many grants are created while responses are lost. */
    int grants() {
        return 100;
    }

    private static List<AccessGrant> allGrants() {
        return contract
                .seam()
                .accessGrants()
                .list(ListAccessGrantsRequest.builder().build())
                .stream()
                .toList();
    }

    private static LossyProxy lossy(Predicate<String> loses) throws Exception {
        return new LossyProxy(contract.sandbox().wireMock().port(), loses);
    }

    private static Seam client(LossyProxy proxy) {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(proxy.endpoint())
                .build();
    }

    private static String door(String name) {
        return contract.sandbox().acsEntranceId(name);
    }

    private static String newGuest() {
        return contract.seam()
                .userIdentities()
                .create(CreateUserIdentityRequest.builder().fullName("Ada").build())
                .getUserIdentityId();
    }

    private static CreateAccessGrantRequest.Builder inline(String key, NewUserIdentity guest) {
        return CreateAccessGrantRequest.builder()
                .userIdentity(guest)
                .accessGrantKey(key)
                .acsEntranceIds(List.of(door("Room 101")))
                .requestedAccessMethods(List.of())
                .startsAt(START)
                .endsAt(START.plus(Duration.ofDays(3)));
    }

    private static CreateAccessGrantRequest.Builder grant(String key) {
        var request = CreateAccessGrantRequest.builder()
                .userIdentityId(newGuest())
                .acsEntranceIds(List.of(door("Room 101")))
                .requestedAccessMethods(List.of(NewAccessMethod.builder()
                        .mode(AccessMethodMode.MOBILE_KEY)
                        .build()))
                .startsAt(START)
                .endsAt(START.plus(Duration.ofDays(3)));
        return key == null ? request : request.accessGrantKey(key);
    }
}
