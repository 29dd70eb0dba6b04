package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.CreateWebhookRequest;
import co.seam.instantkeys.generated.model.DeleteAccessMethodRequest;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.EventType;
import co.seam.instantkeys.generated.model.GetAccessGrantRequest;
import co.seam.instantkeys.generated.model.GetClientSessionRequest;
import co.seam.instantkeys.generated.model.GetInstantKeyRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessMethodsRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;
import co.seam.instantkeys.generated.model.ListAccessMethodsRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;
import co.seam.instantkeys.generated.model.ListAcsSystemsRequest;
import co.seam.instantkeys.generated.model.ListEventsRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.ListUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.MergeUserIdentitiesRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UpdateAccessGrantRequest;
import co.seam.instantkeys.generated.model.UpdateUserIdentityRequest;
import co.seam.instantkeys.generated.model.UpdateWebhookRequest;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.generated.model.Webhook;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract, through the facade, over real sockets. */
class DomainTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant ARRIVAL =
            Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
    private static final Instant DEPARTURE = ARRIVAL.plus(Duration.ofDays(3));

    /** Fails if no test calls an operation. */
    @AfterAll
    static void allTests_together_coverEachOperationOfTheContract() {
        Set<String> operations = new OpenAPIV3Parser()
                .read(System.getProperty("seam.openapi"))
                .getPaths()
                .keySet();

        assertThat(contract.covered()).containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void webhooks_createGetListUpdateDelete_followTheWebhooksLife() {
        Webhook created = seam().webhooks()
                .create(CreateWebhookRequest.builder()
                        .url("http://localhost:9/webhooks")
                        .build());

        assertThat(seam().webhooks().get(created.getWebhookId()).getUrl()).isEqualTo(created.getUrl());
        assertThat(seam().webhooks().list()).hasSize(1);
        seam().webhooks()
                .update(UpdateWebhookRequest.builder()
                        .webhookId(created.getWebhookId())
                        .eventTypes(List.of("lock.unlocked"))
                        .build());
        seam().webhooks().delete(created.getWebhookId());
        assertThat(seam().webhooks().list()).isEmpty();
    }

    @Test
    void instantKeys_listGetDelete_followTheKeysLife() {
        UserIdentity guest = newGuest("ada");
        InstantKey key = seam().userIdentities().generateInstantKey(guest.getUserIdentityId());

        assertThat(seam().instantKeys().list(guest.getUserIdentityId())).containsExactly(key);
        assertThat(seam().instantKeys().get(key.getInstantKeyId())).isEqualTo(key);
        seam().instantKeys().delete(key.getInstantKeyId());
        assertThat(seam().instantKeys().list(guest.getUserIdentityId())).isEmpty();
    }

    @Test
    void accessGrants_delete_deletesItsMethods() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        seam().accessGrants().delete(grant.getAccessGrantId());

        assertThatThrownBy(() ->
                        seam().accessMethods().get(grant.getAccessMethodIds().get(0)))
                .isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void acs_entrancesOfASpace_areThoseInIt() {
        Space floor = seam().spaces().getByKey("first-floor");

        assertThat(seam().acs()
                        .entrances()
                        .list(ListAcsEntrancesRequest.builder()
                                .spaceId(floor.getSpaceId())
                                .build()))
                .extracting(AcsEntrance::getDisplayName)
                .containsExactly("Room 101", "Room 102");
    }

    @Test
    void userIdentities_getByIdAndKey_areTheSame() {
        UserIdentity guest = newGuest("ada");

        assertThat(seam().userIdentities().get(guest.getUserIdentityId())).isEqualTo(guest);
        assertThat(seam().userIdentities().getByKey("ada")).isEqualTo(guest);
    }

    @Test
    void userIdentities_listPageByPage_hasThemAll() {
        UserIdentity ada = newGuest("ada");
        UserIdentity bob = newGuest("bob");
        UserIdentity cleo = newGuest("cleo");

        var list = seam().userIdentities()
                .list(ListUserIdentitiesRequest.builder().limit(2).build());

        assertThat(list).containsExactlyInAnyOrder(ada, bob, cleo);
        assertThat(list.pages()).hasSize(2);
    }

    @Test
    void userIdentities_update_setsValuesRemovesNullsKeepsTheRest() {
        UserIdentity guest = seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .fullName("Ada Guest")
                        .emailAddress("ada@example.com")
                        .phoneNumber("+15551234567")
                        .build());

        seam().userIdentities()
                .update(UpdateUserIdentityRequest.builder()
                        .userIdentityId(guest.getUserIdentityId())
                        .fullName("Ada Lovelace")
                        .phoneNumberNull()
                        .build());

        UserIdentity changed = seam().userIdentities().get(guest.getUserIdentityId());
        assertThat(changed.getFullName()).isEqualTo("Ada Lovelace");
        assertThat(changed.getPhoneNumber()).isNull();
        assertThat(changed.getEmailAddress()).isEqualTo("ada@example.com");
    }

    @Test
    void userIdentities_merge_oldIdsLeadToTheOneThatRemains() {
        UserIdentity ada = newGuest("ada");
        UserIdentity double1 = newGuest("ada-2");

        seam().userIdentities()
                .merge(MergeUserIdentitiesRequest.builder()
                        .userIdentityId(ada.getUserIdentityId())
                        .mergedUserIdentityIds(List.of(double1.getUserIdentityId()))
                        .build());

        assertThat(seam().userIdentities().get(double1.getUserIdentityId()).getUserIdentityId())
                .isEqualTo(ada.getUserIdentityId());
    }

    @Test
    void userIdentities_delete_deletesGrantsAndKeys() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        seam().userIdentities().delete(grant.getUserIdentityId());

        assertThatThrownBy(() -> seam().userIdentities().get(grant.getUserIdentityId()))
                .isInstanceOf(SeamNotFoundException.class);
        assertThatThrownBy(() -> seam().accessGrants().get(grant.getAccessGrantId()))
                .isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void accessGrants_getByIdAndKey_areTheSame() {
        AccessGrant grant =
                seam().accessGrants().create(stay().accessGrantKey("booking-7").build());

        assertThat(seam().accessGrants().get(grant.getAccessGrantId())).isEqualTo(grant);
        assertThat(seam().accessGrants().getByKey("booking-7")).isEqualTo(grant);
    }

    @Test
    void accessGrants_updateEnd_changesItAndKeepsTheStart() {
        AccessGrant grant = seam().accessGrants().create(stay().build());
        Instant later = DEPARTURE.plus(Duration.ofDays(1));

        seam().accessGrants().update(grant.getAccessGrantId(), change -> change.endsAt(later));

        AccessGrant changed = seam().accessGrants().get(grant.getAccessGrantId());
        assertThat(changed.getEndsAt()).isEqualTo(later);
        assertThat(changed.getStartsAt()).isEqualTo(grant.getStartsAt());
        assertThat(contract.bodies("/access_grants/update"))
                .containsExactly(
                        "{\"access_grant_id\":\"" + grant.getAccessGrantId() + "\",\"ends_at\":\"" + later + "\"}");
    }

    @Test
    void accessGrants_updateEndNull_removesIt() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        seam().accessGrants().update(grant.getAccessGrantId(), change -> change.endsAtNull());

        assertThat(seam().accessGrants().get(grant.getAccessGrantId()).getEndsAt())
                .isNull();
        assertThat(contract.bodies("/access_grants/update"))
                .containsExactly("{\"access_grant_id\":\"" + grant.getAccessGrantId() + "\",\"ends_at\":null}");
    }

    @Test
    void accessGrants_updateName_keepsTheTimes() {
        AccessGrant grant =
                seam().accessGrants().create(stay().accessGrantKey("booking-7").build());

        seam().accessGrants()
                .update(UpdateAccessGrantRequest.builder()
                        .accessGrantKey("booking-7")
                        .name("Honeymoon")
                        .build());

        AccessGrant changed = seam().accessGrants().get(grant.getAccessGrantId());
        assertThat(changed.getName()).isEqualTo("Honeymoon");
        assertThat(changed.getEndsAt()).isEqualTo(grant.getEndsAt());
    }

    @Test
    void accessGrants_listWithEmptyIds_sendsThemAndMatchesNothing() {
        seam().accessGrants().create(stay().build());

        assertThat(seam().accessGrants()
                        .list(ListAccessGrantsRequest.builder()
                                .accessGrantIds(List.of())
                                .build()))
                .isEmpty();
        assertThat(contract.bodies("/access_grants/list")).containsExactly("{\"access_grant_ids\":[]}");
    }

    @Test
    void accessGrants_twelveHundred_areAllListed() {
        UserIdentity guest = newGuest("ada");
        String door = door("Room 101");
        for (int i = 0; i < 1_200; i++) {
            seam().accessGrants()
                    .create(CreateAccessGrantRequest.builder()
                            .userIdentityId(guest.getUserIdentityId())
                            .acsEntranceIds(List.of(door))
                            .requestedAccessMethods(List.of())
                            .build());
        }

        Set<String> ids = new HashSet<>();
        seam().accessGrants()
                .list(ListAccessGrantsRequest.builder().build())
                .forEach(grant -> ids.add(grant.getAccessGrantId()));

        assertThat(ids).hasSize(1_200);
        assertThat(contract.bodies("/access_grants/list")).hasSize(3);
    }

    @Test
    void accessGrants_requestAccessMethods_addsAMobileKeyOfOneUse() {
        AccessGrant grant = seam().accessGrants()
                .create(stay().requestedAccessMethods(List.of(method(AccessMethodMode.CODE)))
                        .build());

        AccessGrant more = seam().accessGrants()
                .requestAccessMethods(grant.getAccessGrantId(), List.of(method(AccessMethodMode.MOBILE_KEY)));

        assertThat(more.getAccessMethodIds()).hasSize(2);
        assertThat(contract.bodies("/access_grants/request_access_methods").get(0))
                .contains("{\"mode\":\"mobile_key\",\"instant_key_max_use_count\":1}");
    }

    @Test
    void accessGrants_getRelated_hasGuestsAndEntrances() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        var batch = seam().accessGrants()
                .getRelated(GetRelatedAccessGrantsRequest.builder()
                        .accessGrantIds(List.of(grant.getAccessGrantId()))
                        .include(List.of(
                                AccessGrantRelatedResource.USER_IDENTITIES, AccessGrantRelatedResource.ACS_ENTRANCES))
                        .build());

        assertThat(batch.getUserIdentities())
                .extracting(UserIdentity::getUserIdentityId)
                .containsExactly(grant.getUserIdentityId());
        assertThat(batch.getAcsEntrances()).hasSize(1);
        assertThat(batch.getAccessMethods()).isEmpty();
    }

    @Test
    void accessGrants_instantKeys_areComplete() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        List<InstantKey> keys = seam().accessGrants().instantKeys(grant.getAccessGrantId());

        assertThat(keys).extracting(InstantKey::getInstantKeyUrl).containsExactly(grant.getInstantKeyUrl());
        assertThat(keys.get(0).getExpiresAt()).isAfter(Instant.now());
    }

    @Test
    void accessMethods_listGetDelete_followTheMethodsLife() {
        AccessGrant grant = seam().accessGrants()
                .create(stay().requestedAccessMethods(
                                List.of(method(AccessMethodMode.MOBILE_KEY), method(AccessMethodMode.CODE)))
                        .build());

        List<AccessMethod> methods = stream(seam().accessMethods().list(grant.getAccessGrantId()));
        assertThat(methods).hasSize(2);
        AccessMethod code = methods.stream()
                .filter(AccessMethodFilters.withMode(AccessMethodMode.CODE))
                .findFirst()
                .orElseThrow();
        assertThat(seam().accessMethods().get(code.getAccessMethodId())).isEqualTo(code);

        seam().accessMethods().delete(code.getAccessMethodId());

        assertThat(seam().accessMethods().list(grant.getAccessGrantId()))
                .extracting(AccessMethod::getMode)
                .containsExactly(AccessMethodMode.MOBILE_KEY);
    }

    @Test
    void accessMethods_deleteByGrant_deletesAll() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        seam().accessMethods()
                .delete(DeleteAccessMethodRequest.builder()
                        .accessGrantId(grant.getAccessGrantId())
                        .build());

        assertThat(seam().accessMethods().list(grant.getAccessGrantId())).isEmpty();
    }

    @Test
    void accessMethods_getRelated_hasTheGrant() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        var batch = seam().accessMethods()
                .getRelated(GetRelatedAccessMethodsRequest.builder()
                        .accessMethodIds(grant.getAccessMethodIds())
                        .include(List.of(AccessMethodRelatedResource.ACCESS_GRANTS))
                        .build());

        assertThat(batch.getAccessGrants())
                .extracting(AccessGrant::getAccessGrantId)
                .containsExactly(grant.getAccessGrantId());
        assertThat(batch.getInstantKeys()).isEmpty();
    }

    @Test
    void acs_systemsAndEntrances_listAndGetAreTheSame() {
        List<AcsSystem> systems =
                seam().acs().systems().list(ListAcsSystemsRequest.builder().build());
        String door = door("Room 101");

        assertThat(systems)
                .extracting(AcsSystem::getAcsSystemId)
                .containsExactly(contract.sandbox().acsSystemId());
        assertThat(seam().acs().systems().get(contract.sandbox().acsSystemId())).isEqualTo(systems.get(0));
        assertThat(seam().acs().entrances().get(door).getDisplayName()).isEqualTo("Room 101");
    }

    @Test
    void spaces_listAndGetByIdAndKey_areTheSame() {
        List<Space> spaces =
                stream(seam().spaces().list(ListSpacesRequest.builder().build()));
        Space space = spaces.get(0);

        assertThat(seam().spaces().get(space.getSpaceId())).isEqualTo(space);
        assertThat(seam().spaces().getByKey(space.getSpaceKey())).isEqualTo(space);
    }

    @Test
    void workspaces_get_isTheOneOfTheKey() {
        assertThat(seam().workspaces().get().getWorkspaceId())
                .isEqualTo(contract.sandbox().workspaceId());
    }

    @Test
    void clientSessions_getAndRevoke_reachTheSessionOfAKey() {
        InstantKey key =
                seam().userIdentities().generateInstantKey(newGuest("ada").getUserIdentityId());

        ClientSession session = seam().clientSessions().get(key.getClientSessionId());

        assertThat(session.getClientSessionId()).isEqualTo(key.getClientSessionId());
        seam().clientSessions().revoke(key.getClientSessionId());
    }

    @Test
    void events_listAndGet_showAGrant() {
        AccessGrant grant = seam().accessGrants().create(stay().build());

        List<Event> events = seam().events()
                .list(ListEventsRequest.builder()
                        .since(Instant.parse("2020-01-01T00:00:00Z"))
                        .accessGrantId(grant.getAccessGrantId())
                        .build());

        assertThat(events).extracting(Event::getEventType).contains(EventType.ACCESS_GRANT_CREATED);
        assertThat(seam().events().get(events.get(0).getEventId())).isEqualTo(events.get(0));
    }

    static Stream<RejectedCall> rejectedLocally() {
        return Stream.of(
                new RejectedCall(
                        "instantKeyId and instantKeyUrl",
                        () -> seam().instantKeys()
                                .get(GetInstantKeyRequest.builder().build())),
                new RejectedCall(
                        "accessGrantId and accessGrantKey",
                        () -> seam().accessGrants()
                                .get(GetAccessGrantRequest.builder().build())),
                new RejectedCall(
                        "accessGrantId and accessGrantKey",
                        () -> seam().accessGrants()
                                .get(GetAccessGrantRequest.builder()
                                        .accessGrantId("a")
                                        .accessGrantKey("b")
                                        .build())),
                new RejectedCall(
                        "accessGrantId and accessGrantKey",
                        () -> seam().accessGrants()
                                .update(UpdateAccessGrantRequest.builder()
                                        .name("x")
                                        .build())),
                new RejectedCall(
                        "accessGrantId and accessGrantKey",
                        () -> seam().accessGrants().update("a", change -> change.accessGrantKey("b"))),
                new RejectedCall(
                        "endsAt",
                        () -> seam().accessGrants()
                                .update(
                                        "a",
                                        change -> change.startsAt(DEPARTURE).endsAt(ARRIVAL))),
                new RejectedCall(
                        "accessGrantId is blank", () -> seam().accessGrants().update(" ", change -> {})),
                new RejectedCall(
                        "requestedAccessMethods is empty",
                        () -> seam().accessGrants().requestAccessMethods("a", List.of())),
                new RejectedCall(
                        "code is only for mode code",
                        () -> seam().accessGrants()
                                .requestAccessMethods(
                                        "a",
                                        List.of(NewAccessMethod.builder()
                                                .mode(AccessMethodMode.CARD)
                                                .code("4711")
                                                .build()))),
                new RejectedCall(
                        "accessGrantId, accessGrantKey and acsEntranceId",
                        () -> seam().accessMethods()
                                .list(ListAccessMethodsRequest.builder()
                                        .spaceId("s")
                                        .build())),
                new RejectedCall(
                        "accessMethodId, accessGrantId and reservationKey",
                        () -> seam().accessMethods()
                                .delete(DeleteAccessMethodRequest.builder().build())),
                new RejectedCall(
                        "clientSessionId and userIdentifierKey",
                        () -> seam().clientSessions()
                                .get(GetClientSessionRequest.builder().build())),
                new RejectedCall(
                        "since and between",
                        () -> seam().events().list(ListEventsRequest.builder().build())),
                new RejectedCall(
                        "userIdentityId and userIdentityKey",
                        () -> seam().userIdentities()
                                .merge(MergeUserIdentitiesRequest.builder().build())),
                new RejectedCall(
                        "ids and keys are mixed",
                        () -> seam().userIdentities()
                                .merge(MergeUserIdentitiesRequest.builder()
                                        .userIdentityId("a")
                                        .mergedUserIdentityIds(List.of("b"))
                                        .mergedUserIdentityKeys(List.of("c"))
                                        .build())),
                new RejectedCall(
                        "mergedUserIdentityKeys must hold 1 to 20, but holds 21",
                        () -> seam().userIdentities()
                                .merge(MergeUserIdentitiesRequest.builder()
                                        .userIdentityKey("a")
                                        .mergedUserIdentityKeys(Collections.nCopies(21, "b"))
                                        .build())));
    }

    @ParameterizedTest
    @MethodSource("rejectedLocally")
    void call_invalidArgument_isRejectedBeforeAnyRequestNamingTheParameter(RejectedCall rejected) {
        assertThatThrownBy(rejected.call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rejected.message)
                .hasMessageNotContaining("4711");
        assertThat(contract.sandbox().wireMock().getAllServeEvents()).isEmpty();
    }

    private record RejectedCall(String message, Runnable call) {}

    private static Seam seam() {
        return contract.seam();
    }

    private static <T> List<T> stream(Paginated<T> list) {
        return list.stream().toList();
    }

    private static UserIdentity newGuest(String key) {
        return seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey(key)
                        .fullName("Guest " + key)
                        .build());
    }

    private static String door(String name) {
        return contract.sandbox().acsEntranceId(name);
    }

    private static NewAccessMethod method(AccessMethodMode mode) {
        return NewAccessMethod.builder().mode(mode).build();
    }

    private static CreateAccessGrantRequest.Builder stay() {
        return CreateAccessGrantRequest.builder()
                .userIdentityId(newGuest("guest-" + System.nanoTime()).getUserIdentityId())
                .acsEntranceIds(List.of(door("Room 101")))
                .requestedAccessMethods(List.of(method(AccessMethodMode.MOBILE_KEY)))
                .startsAt(ARRIVAL)
                .endsAt(DEPARTURE);
    }
}
