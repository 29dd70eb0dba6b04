package co.seam.instantkeys;

import static co.seam.instantkeys.InstantKeyFilters.activeAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.api.InstantKeysApi;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.GenerateInstantKeyRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeysResponse;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.ListInstantKeysRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main operations, against the sandbox over real sockets. */
class SeamTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    @Test
    void generateInstantKey_idAlone_sendsOneUse() {
        String guest = newGuest().getUserIdentityId();

        InstantKey key = contract.seam().userIdentities().generateInstantKey(guest);

        assertThat(key.getInstantKeyUrl()).startsWith("https://ik.seam.co/");
        assertThat(key.getUserIdentityId()).isEqualTo(guest);
        assertThat(contract.bodies("/user_identities/generate_instant_key"))
                .containsExactly("{\"user_identity_id\":\"" + guest + "\",\"max_use_count\":1}");
    }

    @Test
    void generateInstantKey_requestWithoutUseCount_sendsOneUse() {
        String guest = newGuest().getUserIdentityId();

        contract.seam()
                .userIdentities()
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId(guest)
                        .build());

        assertThat(contract.bodies("/user_identities/generate_instant_key"))
                .containsExactly("{\"user_identity_id\":\"" + guest + "\",\"max_use_count\":1}");
    }

    @Test
    void generateInstantKey_useCountGiven_sendsIt() {
        String guest = newGuest().getUserIdentityId();

        contract.seam()
                .userIdentities()
                .generateInstantKey(GenerateInstantKeyRequest.builder()
                        .userIdentityId(guest)
                        .maxUseCount(10)
                        .build());

        assertThat(contract.bodies("/user_identities/generate_instant_key"))
                .containsExactly("{\"user_identity_id\":\"" + guest + "\",\"max_use_count\":10}");
    }

    @Test
    void generateInstantKey_useCountBelowOne_isRejectedBeforeAnyRequest() {
        var request = GenerateInstantKeyRequest.builder()
                .userIdentityId("guest")
                .maxUseCount(0)
                .build();

        assertThatThrownBy(() -> contract.seam().userIdentities().generateInstantKey(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxUseCount must be at least 1, but is 0");
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void generateInstantKey_blankId_isRejectedBeforeAnyRequest() {
        assertThatThrownBy(() -> contract.seam().userIdentities().generateInstantKey(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("userIdentityId is blank");
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    @Test
    void instantKeys_listGetDelete_followTheKeysLife() {
        Seam seam = contract.seam();
        String guest = newGuest().getUserIdentityId();
        InstantKey first = seam.userIdentities().generateInstantKey(guest);
        InstantKey second = seam.userIdentities().generateInstantKey(guest);

        assertThat(seam.instantKeys().list(guest)).containsExactlyInAnyOrder(first, second);
        assertThat(seam.instantKeys().get(first.getInstantKeyId())).isEqualTo(first);
        assertThat(seam.instantKeys().getByUrl(second.getInstantKeyUrl())).isEqualTo(second);

        seam.instantKeys().delete(first.getInstantKeyId());

        assertThat(seam.instantKeys().list(guest)).containsExactly(second);
        assertThatThrownBy(() -> seam.instantKeys().get(first.getInstantKeyId()))
                .isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void instantKeysList_withoutParameters_hasTheWholeWorkspace() {
        InstantKey one =
                contract.seam().userIdentities().generateInstantKey(newGuest().getUserIdentityId());
        InstantKey two =
                contract.seam().userIdentities().generateInstantKey(newGuest().getUserIdentityId());

        List<InstantKey> all = contract.seam()
                .instantKeys()
                .list(ListInstantKeysRequest.builder().build());

        assertThat(all).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void instantKeysList_filteredByTime_hasTheActiveOnes() {
        String guest = newGuest().getUserIdentityId();
        contract.seam().userIdentities().generateInstantKey(guest);

        List<InstantKey> keys = contract.seam().instantKeys().list(guest);

        assertThat(keys.stream().filter(activeAt(Instant.now()))).hasSize(1);
        assertThat(keys.stream().filter(activeAt(Instant.now().plus(Duration.ofDays(365)))))
                .isEmpty();
    }

    @Test
    void entrancesList_ofTheSystem_statesWhatUnlocksThem() {
        List<AcsEntrance> entrances = contract
                .seam()
                .acs()
                .entrances()
                .list(contract.sandbox().acsSystemId())
                .stream()
                .toList();

        assertThat(entrances).isNotEmpty().anyMatch(door -> Boolean.TRUE.equals(door.getCanUnlockWithMobileKey()));
    }

    @Test
    void entrancesList_pageByPage_hasThemAllOnce() {
        String system = contract.sandbox().acsSystemId();
        Paginated<AcsEntrance> whole = contract.seam().acs().entrances().list(system);
        Paginated<AcsEntrance> inPages = contract.seam()
                .acs()
                .entrances()
                .list(ListAcsEntrancesRequest.builder()
                        .acsSystemId(system)
                        .limit(3)
                        .build());

        assertThat(inPages).containsExactlyElementsOf(whole);
        assertThat(contract.bodies("/acs/entrances/list")).hasSizeGreaterThan(2);
    }

    @Test
    void createGrant_mobileKey_hasALinkThatWorksOnce() {
        AccessGrant grant = contract.seam().accessGrants().create(stay().build());

        assertThat(grant.getInstantKeyUrl()).startsWith("https://ik.seam.co/");
        assertThat(contract.seam()
                        .instantKeys()
                        .getByUrl(grant.getInstantKeyUrl())
                        .getUserIdentityId())
                .isEqualTo(grant.getUserIdentityId());
        assertThat(contract.bodies("/access_grants/create").get(0))
                .contains("{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":1}");
    }

    @Test
    void createGrant_useCountAndOtherModes_areSentAsGiven() {
        contract.seam()
                .accessGrants()
                .create(stay().requestedAccessMethods(List.of(
                                NewAccessMethod.builder()
                                        .mode(AccessMethodMode.MOBILE_KEY)
                                        .instantKeyMaxUseCount(4)
                                        .build(),
                                NewAccessMethod.builder()
                                        .mode(AccessMethodMode.CODE)
                                        .code("4711")
                                        .build()))
                        .build());

        assertThat(contract.bodies("/access_grants/create").get(0))
                .contains("{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":4}")
                .contains("{\"mode\":\"code\",\"code\":\"4711\"}");
    }

    @Test
    void listGrants_ofAUserIdentity_hasThem() {
        AccessGrant grant = contract.seam().accessGrants().create(stay().build());
        contract.seam().accessGrants().create(stay().build());

        assertThat(contract.seam()
                        .accessGrants()
                        .list(ListAccessGrantsRequest.builder()
                                .userIdentityId(grant.getUserIdentityId())
                                .build()))
                .containsExactly(grant);
    }

    @Test
    void listGrants_nullKey_hasThoseWithoutOne() {
        contract.seam().accessGrants().create(stay().accessGrantKey("booking-7").build());
        AccessGrant keyless = contract.seam().accessGrants().create(stay().build());

        assertThat(contract.seam()
                        .accessGrants()
                        .list(ListAccessGrantsRequest.builder()
                                .accessGrantKeyNull()
                                .build()))
                .containsExactly(keyless);
    }

    @Test
    void personalAccessToken_withWorkspace_isAccepted() {
        try (Seam seam = Seam.builder()
                .personalAccessToken(
                        contract.sandbox().personalAccessToken(),
                        contract.sandbox().workspaceId())
                .endpoint(contract.sandbox().endpoint())
                .build()) {
            assertThat(seam.acs().entrances().list(contract.sandbox().acsSystemId()))
                    .isNotEmpty();
        }
    }

    @Test
    void rawApi_interface_callsOverTheSameTransport() throws Exception {
        String guest = newGuest().getUserIdentityId();

        InstantKeysResponse response = contract.seam()
                .api(InstantKeysApi.class)
                .list(ListInstantKeysRequest.builder().userIdentityId(guest).build())
                .execute()
                .body();

        assertThat(response.getInstantKeys()).isEmpty();
    }

    @Test
    void everyRequest_namesTheSdk() {
        newGuest();

        var request = contract.sandbox().wireMock().getAllServeEvents().get(0).getRequest();
        assertThat(request.getHeader("seam-sdk-name")).isEqualTo("seam-instant-keys-java");
        assertThat(request.getHeader("seam-sdk-version")).isEqualTo(Version.SDK).doesNotContain("$");
        assertThat(request.getHeader("User-Agent")).startsWith("seam-instant-keys-java/");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void call_nullArgument_namesTheParameter() {
        assertThatThrownBy(() -> contract.seam().accessGrants().create(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request is null");
        assertThatThrownBy(() -> contract.seam().instantKeys().list((String) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("userIdentityId is null");
    }

    @Test
    void list_requestWithCursor_startsThere() {
        var firstOfThree = ListAcsEntrancesRequest.builder().limit(3).build();
        var whole = contract.seam().acs().entrances().list(firstOfThree);
        String cursor = whole.firstPage().getNextCursor();

        var rest = contract.seam()
                .acs()
                .entrances()
                .list(firstOfThree.toBuilder().pageCursor(cursor).build());

        assertThat(rest).containsExactlyElementsOf(whole.stream().skip(3).toList());
    }

    @Test
    void call_afterClose_statesThatItIsClosed() {
        Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .build();

        seam.close();

        assertThatThrownBy(() -> seam.instantKeys().list("guest"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this Seam is closed");
    }

    private static UserIdentity newGuest() {
        return contract.seam()
                .userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .fullName("Ada Guest")
                        .build());
    }

    /** A request for a week in one room, with a guest of its own. */
    private static CreateAccessGrantRequest.Builder stay() {
        String room = contract.seam()
                .acs()
                .entrances()
                .list(contract.sandbox().acsSystemId())
                .iterator()
                .next()
                .getAcsEntranceId();
        Instant start = Instant.now().plus(Duration.ofDays(1));
        return CreateAccessGrantRequest.builder()
                .userIdentityId(newGuest().getUserIdentityId())
                .acsEntranceIds(List.of(room))
                .requestedAccessMethods(List.of(NewAccessMethod.builder()
                        .mode(AccessMethodMode.MOBILE_KEY)
                        .build()))
                .startsAt(start)
                .endsAt(start.plus(Duration.ofDays(7)));
    }
}
