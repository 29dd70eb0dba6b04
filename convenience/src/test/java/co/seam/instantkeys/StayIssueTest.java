package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code seam.stays().issue}: one grant and its link. */
class StayIssueTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant ARRIVAL = Instant.now().plus(Duration.ofDays(1));
    private static final Instant DEPARTURE = ARRIVAL.plus(Duration.ofDays(3));

    @Test
    void issue_newGuest_isOneCreateWithTheGuestInlineAndOneUse() {
        IssuedStay stay = seam().stays().issue(stay().newUser(ada()).build());

        assertThat(stay.getInstantKeyUrl()).isEqualTo(stay.getAccessGrant().getInstantKeyUrl());
        assertThat(stay.isNew()).isTrue();
        assertThat(contract.bodies("/access_methods/list")).isEmpty();
        assertThat(contract.bodies("/user_identities/create")).isEmpty();
        assertThat(contract.bodies("/access_grants/create"))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"user_identity\":{", "{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":1}");
    }

    /** Each of the two lookups waits until the other one is under way. */
    @Test
    void issue_newGuestWithAKey_isThreeRequestsInTwoRoundTrips() {
        CyclicBarrier lookups = new CyclicBarrier(2);
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (!chain.request().url().encodedPath().equals("/access_grants/create")) {
                        await(lookups);
                    }
                    return chain.proceed(chain.request());
                })
                .build();

        try (Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .httpClient(client)
                .build()) {
            seam.stays().issue(stay().newUser(ada()).build());
        }

        assertThat(contract.sandbox().wireMock().getAllServeEvents()).hasSize(3);
        assertThat(contract.bodies("/access_grants/create")).hasSize(1);
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the lookups came one after the other", e);
        }
    }

    @Test
    void issue_guestWhoseKeyIsKnown_isLookedUpFirst() {
        UserIdentity ada = seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey("ada")
                        .build());

        IssuedStay stay = seam().stays().issue(stay().newUser(ada()).build());

        assertThat(stay.getAccessGrant().getUserIdentityId()).isEqualTo(ada.getUserIdentityId());
    }

    /** Each looks the guest up, finds nobody, and creates the guest with its grant: one of them is too late. */
    @Tag("bulk")
    @RepeatedTest(200)
    void issue_twoBookingsOfOneNewGuestAtOnce_bothGetAGrant() throws Exception {
        contract.sandbox().onNext(2, "/user_identities/get").respond(404);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<IssuedStay>> stays = new ArrayList<>();
            for (String booking : List.of("booking-1", "booking-2")) {
                stays.add(threads.submit(() -> {
                    together.await();
                    return seam().stays()
                            .issue(stay().newUser(ada()).accessGrantKey(booking).build());
                }));
            }

            String guest = stays.get(0).get().getAccessGrant().getUserIdentityId();

            assertThat(stays.get(1).get().getAccessGrant().getUserIdentityId()).isEqualTo(guest);
            assertThat(seam().accessGrants().list()).hasSize(2);
            assertThat(seam().userIdentities().list()).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    /** The total timeout is that of the whole stay, not of each of its calls. */
    @Test
    void issue_callsThatHang_endTogetherAtTheTotalTimeout() throws Exception {
        try (RawServer server = RawServer.start(RawServer.silence());
                Seam seam = Seam.builder()
                        .apiKey("seam_test1_key")
                        .endpoint(server.endpoint())
                        .timeout(Duration.ofMillis(300))
                        .totalTimeout(Duration.ofMillis(700))
                        .build()) {
            assertThatThrownBy(() -> seam.stays()
                            .issue(stay().newUser(ada())
                                    .accessGrantKey("booking-1")
                                    .build()))
                    .isInstanceOf(SeamTimeoutException.class);

            // entrances and guest side by side, attempted twice within 0.7 s; nothing of the rest had any time
            assertThat(server.requests()).isEqualTo(4);
        }
    }

    @Test
    void issue_existingGuestByIdOrKey_isUsed() {
        UserIdentity ada = seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey("ada")
                        .build());

        IssuedStay byId = seam().stays()
                .issue(stay().userIdentityId(ada.getUserIdentityId()).build());
        IssuedStay byKey = seam().stays()
                .issue(stay().userIdentityKey("ada").accessGrantKey("booking-8").build());

        assertThat(byId.getAccessGrant().getUserIdentityId()).isEqualTo(ada.getUserIdentityId());
        assertThat(byKey.getAccessGrant().getUserIdentityId()).isEqualTo(ada.getUserIdentityId());
    }

    @Test
    void issue_unknownGuestKey_isNotFoundAndCreatesNothing() {
        var request = stay().userIdentityKey("nobody").build();

        assertThatThrownBy(() -> seam().stays().issue(request)).isInstanceOf(SeamNotFoundException.class);
        assertThat(contract.bodies("/access_grants/create")).isEmpty();
    }

    @Test
    void issue_entranceWithoutMobileKey_isRejectedByNameBeforeAnythingIsCreated() {
        var request = stay().newUser(ada())
                .acsEntranceIds(List.of(door("Room 101"), door("Service Entrance")))
                .build();

        assertThatThrownBy(() -> seam().stays().issue(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Service Entrance (" + door("Service Entrance") + ")")
                .hasMessageNotContaining("Room 101");
        assertThat(contract.bodies("/access_grants/create")).isEmpty();
    }

    @Test
    void issue_entranceThatDoesNotStateIt_isAccepted() {
        var request = stay().newUser(ada())
                .acsEntranceIds(List.of(door("Staff Room")))
                .build();

        assertThat(seam().stays().issue(request).getInstantKeyUrl()).startsWith("https://");
    }

    @Test
    void issue_allOptions_reachTheGrant() {
        String space = seam().spaces()
                .list(ListSpacesRequest.builder().build())
                .iterator()
                .next()
                .getSpaceId();

        var request = StayRequest.builder()
                .newUser(ada())
                .spaceIds(List.of(space))
                .startsAt(ARRIVAL)
                .noEnd()
                .accessGrantKey("booking-7")
                .reservationKey("reservation-7")
                .customizationProfileId("3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4")
                .name("Honeymoon")
                .useCount(4)
                .build();
        seam().stays().issue(request);

        assertThat(contract.bodies("/access_grants/create"))
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        "\"ends_at\":null",
                        "\"access_grant_key\":\"booking-7\"",
                        "\"reservation_key\":\"reservation-7\"",
                        "\"customization_profile_id\":\"3e9f1b6d-a758-4d02-8c3f-b60e5d72a9f4\"",
                        "\"name\":\"Honeymoon\"",
                        "\"space_ids\":[\"" + space + "\"]",
                        "{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":4}");
    }

    @Test
    void issue_twoMobileKeys_findsALinkOnTheAccessMethods() {
        IssuedStay stay = seam().stays().issue(withTwoMobileKeys());

        assertThat(stay.getAccessGrant().getInstantKeyUrl()).isNull();
        assertThat(seam().accessMethods().list(stay.getAccessGrant().getAccessGrantId()))
                .extracting(AccessMethod::getInstantKeyUrl)
                .contains(stay.getInstantKeyUrl());
    }

    @Test
    void issue_readingTheMethodsFails_doesNotLoseTheGrant() {
        contract.sandbox().wireMock().stubFor(post("/access_methods/list").willReturn(serverError()));

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class, () -> seam().stays().issue(withTwoMobileKeys()));

        assertThat(e.getAccessGrant()).isNotNull();
        assertThat(e.getAccessGrantId()).isEqualTo(e.getAccessGrant().getAccessGrantId());
        assertThat(e).hasMessageContaining("exists").hasCauseInstanceOf(SeamServerException.class);
        assertThat(seam().accessGrants().list()).hasSize(1);
    }

    @Test
    void issue_clientIsClosedAfterTheGrant_doesNotLoseIt() {
        AtomicReference<Seam> open = new AtomicReference<>();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    if (chain.request().url().encodedPath().equals("/access_grants/create")) {
                        open.get().close();
                    }
                    return response;
                })
                .build();
        try (Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().wireMock().baseUrl())
                .httpClient(own)
                .build()) {
            open.set(seam);

            SeamIssuanceException e = catchThrowableOfType(
                    SeamIssuanceException.class, () -> seam.stays().issue(withTwoMobileKeys()));

            assertThat(e.getAccessGrant()).isNotNull();
            assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** A guest who exists would otherwise be created once more, or get the key of another. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 429, 500, 503})
    void issue_lookupOfTheGuestFails_createsNothing(int status) {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/user_identities/get")
                        .willReturn(aResponse().withStatus(status).withHeader("Retry-After", "0")));

        assertThatThrownBy(() -> seam().stays().issue(stay().newUser(ada()).build()))
                .isInstanceOfSatisfying(
                        SeamApiException.class, e -> assertThat(e.getStatus()).isEqualTo(status));

        assertThat(contract.bodies("/access_grants/create")).isEmpty();
    }

    @Test
    void issue_noMobileKeyInTheMethods_doesNotLoseTheGrant() {
        contract.sandbox()
                .wireMock()
                .stubFor(post("/access_methods/list").willReturn(okJson("{\"access_methods\":[],\"ok\":true}")));

        SeamIssuanceException e = catchThrowableOfType(
                SeamIssuanceException.class, () -> seam().stays().issue(withTwoMobileKeys()));

        assertThat(e.getAccessGrant()).isNotNull();
        assertThat(e).hasMessageContaining("no mobile key");
    }

    @Test
    void build_incomplete_namesWhatIsMissing() {
        assertThatThrownBy(() -> StayRequest.builder().build()).hasMessageContaining("no key: set accessGrantKey");
        assertThatThrownBy(() -> StayRequest.builder().accessGrantKey(" "))
                .hasMessageContaining("accessGrantKey is blank");
        assertThatThrownBy(() -> keyed().build()).hasMessageContaining("no guest");
        assertThatThrownBy(() -> keyed().newUser(ada()).build()).hasMessageContaining("no door");
        assertThatThrownBy(() -> stay().newUser(ada()).reuseGuestByEmail().build())
                .hasMessageContaining("reuseGuestByEmail needs a newUser with an emailAddress");
        assertThatThrownBy(() -> keyed().newUser(ada())
                        .acsEntranceIds(List.of("door"))
                        .startsAt(ARRIVAL)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noEnd()");
        assertThatThrownBy(() -> stay().newUser(ada()).userIdentityId("x").build())
                .hasMessageContaining("more than one of");
        assertThatThrownBy(() -> stay().newUser(ada()).endsAt(ARRIVAL).build()).hasMessageContaining("endsAt");
        assertThatThrownBy(() -> stay().newUser(ada())
                        .accessMethods(List.of(
                                NewAccessMethod.builder()
                                        .mode(AccessMethodMode.MOBILE_KEY)
                                        .build(),
                                NewAccessMethod.builder()
                                        .mode(AccessMethodMode.CARD)
                                        .code("4711")
                                        .build()))
                        .build())
                .hasMessageContaining("only for mode code");
        assertThatThrownBy(() -> stay().newUser(ada()).useCount(0)).hasMessageContaining("useCount");
        assertThatThrownBy(() -> stay().newUser(ada())
                        .accessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.CODE)
                                .build()))
                        .build())
                .hasMessageContaining("no mobile_key");
    }

    @Test
    void toString_ofTheResult_hidesTheLink() {
        IssuedStay stay = seam().stays().issue(stay().newUser(ada()).build());

        assertThat(stay.toString())
                .contains(stay.getAccessGrant().getAccessGrantId())
                .doesNotContain(stay.getInstantKeyUrl());
    }

    private static Seam seam() {
        return contract.seam();
    }

    private static String door(String name) {
        return contract.sandbox().acsEntranceId(name);
    }

    /** With more than one mobile key, the grant itself has no link. */
    private static StayRequest withTwoMobileKeys() {
        NewAccessMethod mobileKey =
                NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY).build();
        return stay().newUser(ada())
                .accessMethods(List.of(mobileKey, mobileKey))
                .build();
    }

    private static NewUserIdentity ada() {
        return NewUserIdentity.builder()
                .userIdentityKey("ada")
                .fullName("Ada Guest")
                .build();
    }

    private static StayRequest.Builder keyed() {
        return StayRequest.builder().accessGrantKey("booking-7");
    }

    private static StayRequest.Builder stay() {
        return keyed().acsEntranceIds(List.of(door("Room 101")))
                .startsAt(ARRIVAL)
                .endsAt(DEPARTURE);
    }
}
