package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.CreateUserIdentityRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.internal.transport.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a stay under the caller's own key. */
class StaysTest {
    @RegisterExtension
    static final ContractSandbox contract = new ContractSandbox();

    private static final Instant ARRIVAL = Instant.parse("2030-05-01T15:00:00Z");
    private static final Instant DEPARTURE = Instant.parse("2030-05-04T10:00:00Z");
    private static final String KEY = "booking-7";

    @Test
    void issue_newGuestWithAKey_takesThreeRequests() {
        stays().issue(stay().build());

        assertThat(received()).isEqualTo(3);
        assertThat(contract.sandbox().timesReceived("/acs/entrances/list")).isEqualTo(1);
        assertThat(contract.sandbox().timesReceived("/user_identities/get")).isEqualTo(1);
        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(1);
    }

    @Test
    void issue_newGuestWithoutAKey_takesTwoRequests() {
        stays().issue(stay().newUser(named("Ada")).build());

        assertThat(received()).isEqualTo(2);
    }

    @Test
    void issue_again_returnsTheSameStayAndItsExpiry() {
        IssuedStay first = stays().issue(stay().build());

        IssuedStay second = stays().issue(stay().build());

        assertThat(first.isNew()).isTrue();
        assertThat(first.getLinkExpiresAt()).isNull();
        assertThat(second.isNew()).isFalse();
        assertThat(second.getAccessGrant()).isEqualTo(first.getAccessGrant());
        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
        assertThat(second.getLinkExpiresAt()).isAfter(Instant.now());
        assertThat(seam().accessGrants().list()).hasSize(1);
    }

    @Tag("bulk")
    @Test
    void issue_64ThreadsAtOnce_createOneGrantAndGetTheSameStay() throws Exception {
        int threads = 64;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<IssuedStay>> issued = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                issued.add(pool.submit(() -> {
                    together.await();
                    return stays().issue(stay().build());
                }));
            }

            Set<String> links = new HashSet<>();
            int created = 0;
            for (Future<IssuedStay> one : issued) {
                links.add(one.get().getInstantKeyUrl());
                created += one.get().isNew() ? 1 : 0;
            }

            assertThat(links).hasSize(1);
            assertThat(created).isEqualTo(1);
            assertThat(contract.sandbox().grantsCreatedByKey()).containsExactly(Map.entry(KEY, 1));
            assertThat(seam().userIdentities().list()).hasSize(1);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void issue_anotherRoomUnderTheKey_isAConflictThatNamesGrantAndDifference() {
        IssuedStay first = stays().issue(stay().build());

        SeamConflictException e = catchThrowableOfType(
                SeamConflictException.class,
                () -> stays().issue(
                                stay().acsEntranceIds(List.of(door("Room 102"))).build()));

        assertThat(e.getStatus()).isZero();
        assertThat(e).hasMessageContaining(", which differs in entrances: replace() revokes it");
        assertThat(e.getExistingAccessGrant()).isEqualTo(first.getAccessGrant());
        assertThat(e.getDifferences())
                .containsExactly(new GrantDifference(
                        GrantDifference.Kind.ENTRANCES,
                        List.of(door("Room 102")).toString(),
                        List.of(door("Room 101")).toString()));
        assertThat(seam().accessGrants().list()).containsExactly(first.getAccessGrant());
    }

    @Test
    void issue_otherTimesAndAnotherRoomUnderTheKey_areBothDifferences() {
        stays().issue(stay().build());

        SeamConflictException e = catchThrowableOfType(
                SeamConflictException.class,
                () -> stays().issue(stay().noEnd()
                        .acsEntranceIds(List.of(door("Room 102")))
                        .build()));

        assertThat(e.getDifferences())
                .extracting(GrantDifference::getKind)
                .containsExactly(GrantDifference.Kind.TIMES, GrantDifference.Kind.ENTRANCES);
    }

    @Test
    void issue_anotherStayUnderTheKey_statesKeyAndRemedyForTheDifference() {
        stays().issue(stay().build());

        assertThatThrownBy(() -> stays().issue(stay().noEnd().build()))
                .hasMessageContainingAll(KEY, "differs in times: changeTimes()");
        assertThatThrownBy(() -> stays().issue(
                                stay().acsEntranceIds(List.of(door("Room 102"))).build()))
                .hasMessageContainingAll(KEY, "differs in entrances: replace()");
        assertThatThrownBy(() -> stays().issue(stay().newUser(NewUserIdentity.builder()
                                .fullName("Somebody Else")
                                .build())
                        .build()))
                .hasMessageContainingAll(KEY, "differs in guest: use another key");
    }

    @Test
    void issue_pastStayDeliveredAgain_isReturned() {
        IssuedStay first = stays().issue(stay().build());
        contract.sandbox().clock().advance(Duration.between(Instant.now(), DEPARTURE.plusSeconds(60)));

        IssuedStay again = stays().issue(stay().build());

        assertThat(again.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
        assertThat(again.isNew()).isFalse();
    }

    @Test
    void issue_unknownSpaceKey_isRejectedByNameBeforeAnythingIsCreated() {
        StayRequest request = stay().acsEntranceIds(List.of())
                .spaceKeys(List.of("no-such-floor"))
                .build();

        assertThatThrownBy(() -> stays().issue(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spaceKeys holds a key that no space has: no-such-floor");
        assertThat(contract.bodies("/access_grants/create")).isEmpty();
    }

    @Test
    void issue_emailOfAnotherGuest_isAConflictThatNamesTheGuest() {
        UserIdentity other = guest("bob", "ada@example.com");
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .emailAddress("ada@example.com")
                        .build())
                .build();

        assertThatThrownBy(() -> contract.hasty().stays().issue(request))
                .isInstanceOfSatisfying(
                        SeamConflictException.class,
                        e -> assertThat(e.getExistingUserIdentityId()).isEqualTo(other.getUserIdentityId()))
                .hasMessageContaining(other.getUserIdentityId())
                .hasMessageNotContaining("ada@example.com");
        assertThat(seam().accessGrants().list()).isEmpty();
    }

    @Test
    void issue_guestReusedByEmail_isThatGuestAlsoTheSecondTime() {
        UserIdentity other = guest("bob", "ada@example.com");
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .emailAddress("Ada@example.com")
                        .build())
                .reuseGuestByEmail()
                .build();

        IssuedStay first = stays().issue(request);
        IssuedStay second = stays().issue(request);

        assertThat(first.getAccessGrant().getUserIdentityId()).isEqualTo(other.getUserIdentityId());
        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
    }

    /** The search of the server finds texts that contain the address, too: that guest must not get the link. */
    @Test
    void issue_guestReusedByEmailWithALongerAddressOnly_isANewGuest() {
        UserIdentity other = guest("bob", "nada@example.com");
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .emailAddress("ada@example.com")
                        .build())
                .reuseGuestByEmail()
                .build();

        IssuedStay stay = stays().issue(request);

        assertThat(contract.bodies("/user_identities/list")).isNotEmpty();
        assertThat(stay.getAccessGrant().getUserIdentityId()).isNotEqualTo(other.getUserIdentityId());
    }

    @Test
    void issue_phoneOfAnotherGuestInAnotherForm_isAConflictThatNamesTheGuest() {
        contract.sandbox().normalizeContacts(true);
        guest("cy", "cy@example.com");
        UserIdentity other = seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey("bob")
                        .phoneNumber("+14155550100")
                        .build());
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .phoneNumber("+1 (415) 555-0100")
                        .build())
                .build();

        assertThatThrownBy(() -> stays().issue(request))
                .isInstanceOfSatisfying(
                        SeamConflictException.class,
                        e -> assertThat(e.getExistingUserIdentityId()).isEqualTo(other.getUserIdentityId()));
        assertThat(seam().accessGrants().list()).isEmpty();
    }

    @Test
    void issue_rateLimited_waitsLooksTheKeyUpAndSendsAgain() {
        contract.sandbox().onNext(2, "/access_grants/create").respond(429, Duration.ofSeconds(1));

        IssuedStay stay = contract.hasty().stays().issue(stay().build());

        assertThat(stay.isNew()).isTrue();
        assertThat(contract.sandbox().timesReceived("/access_grants/create")).isEqualTo(3);
        assertThat(contract.sandbox().timesReceived("/access_grants/get")).isEqualTo(2);
        assertThat(seam().accessGrants().list()).hasSize(1);
    }

    @Test
    void get_stay_hasItsLinkAndExpiry() {
        IssuedStay issued = stays().issue(stay().build());

        IssuedStay found = stays().get(KEY);

        assertThat(found.getInstantKeyUrl()).isEqualTo(issued.getInstantKeyUrl());
        assertThat(found.getLinkExpiresAt()).isNotNull();
        assertThat(found.isNew()).isFalse();
        assertThatThrownBy(() -> stays().get("booking-8")).isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void list_prefix_findsTheGrantsOfThatPrefixOnly() {
        stays().issue(stay().build());
        stays().issue(stay().accessGrantKey("booking-70").newUser(named("Bo")).build());
        stays().issue(stay().accessGrantKey("other-7").newUser(named("Cy")).build());

        assertThat(stays().list("booking-"))
                .extracting(AccessGrant::getAccessGrantKey)
                .containsExactly(KEY, "booking-70");
    }

    @Test
    void changeTimes_laterEnd_keepsTheLink() {
        IssuedStay issued = stays().issue(stay().build());

        IssuedStay changed = stays().changeTimes(KEY, ARRIVAL, DEPARTURE.plusSeconds(86_400));

        assertThat(changed.getAccessGrant().getEndsAt()).isEqualTo(DEPARTURE.plusSeconds(86_400));
        assertThat(changed.getInstantKeyUrl()).isEqualTo(issued.getInstantKeyUrl());
        assertThat(stays().changeTimesNoEnd(KEY, ARRIVAL).getAccessGrant().getEndsAt())
                .isNull();
    }

    @Test
    void changeTimes_sameTimes_sendsNoWrite() {
        stays().issue(stay().build());

        stays().changeTimes(KEY, ARRIVAL, DEPARTURE);

        assertThat(contract.sandbox().timesReceived("/access_grants/update")).isZero();
        assertThat(contract.sandbox().timesReceived("/access_grants/get")).isEqualTo(1);
    }

    @Test
    void changeTimes_responseLost_isReadAndNotRepeated() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/update").dropAfterProcessing();

        IssuedStay changed = stays().changeTimes(KEY, ARRIVAL.plusSeconds(60), DEPARTURE);

        assertThat(changed.getAccessGrant().getStartsAt()).isEqualTo(ARRIVAL.plusSeconds(60));
        assertThat(contract.sandbox().timesReceived("/access_grants/update")).isEqualTo(1);
    }

    @Test
    void changeTimes_requestLost_isRepeated() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/update").dropBeforeProcessing();

        IssuedStay changed = contract.hasty().stays().changeTimes(KEY, ARRIVAL.plusSeconds(60), DEPARTURE);

        assertThat(changed.getAccessGrant().getStartsAt()).isEqualTo(ARRIVAL.plusSeconds(60));
        assertThat(contract.sandbox().timesReceived("/access_grants/update")).isEqualTo(2);
    }

    /** The lookup has shown that nothing was changed, and the error response states what to correct. */
    @Test
    void changeTimes_invalidAfterAnUnknownOutcome_throwsTheErrorResponse() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/update").respond(503);
        contract.sandbox().onNext("/access_grants/update").respond(400);

        assertThatThrownBy(() -> stays().changeTimes(KEY, ARRIVAL.plusSeconds(60), DEPARTURE))
                .isInstanceOf(SeamInvalidInputException.class);
    }

    @Test
    void changeTimes_badInput_isRejectedBeforeAnyRequest() {
        assertThatThrownBy(() -> stays().changeTimes(" ", ARRIVAL, DEPARTURE)).hasMessage("accessGrantKey is blank");
        assertThatThrownBy(() -> stays().changeTimes(KEY, DEPARTURE, ARRIVAL)).hasMessageContaining("endsAt");
        assertThatThrownBy(() -> stays().changeTimes("booking-8", ARRIVAL, DEPARTURE))
                .isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void newLink_stay_isForTheSameGuestWithTheSameUses() {
        IssuedStay issued = stays().issue(stay().useCount(3).build());

        InstantKey link = stays().newLink(KEY);

        assertThat(link.getUserIdentityId()).isEqualTo(issued.getAccessGrant().getUserIdentityId());
        assertThat(link.getInstantKeyUrl()).isNotEqualTo(issued.getInstantKeyUrl());
        assertThat(contract.bodies("/user_identities/generate_instant_key"))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"max_use_count\":3");
    }

    @Test
    void cancel_twice_revokesOnce() {
        stays().issue(stay().build());

        assertThat(stays().cancel(KEY)).isTrue();
        assertThat(stays().cancel(KEY)).isFalse();
        assertThat(seam().accessGrants().list()).isEmpty();
    }

    @Test
    void cancel_responseLost_isReadAndNotRepeated() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/delete").dropAfterProcessing();

        assertThat(stays().cancel(KEY)).isTrue();
        assertThat(contract.sandbox().timesReceived("/access_grants/delete")).isEqualTo(1);
    }

    @Test
    void cancel_requestLost_isRepeated() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/delete").dropBeforeProcessing();

        assertThat(stays().cancel(KEY)).isTrue();

        assertThat(contract.sandbox().timesReceived("/access_grants/delete")).isEqualTo(2);
        assertThat(seam().accessGrants().list()).isEmpty();
    }

    /** The grant is still there, and being deleted. */
    @Test
    void cancel_responseLostAndTheDeletionTakesTime_isReadAndNotRepeated() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofHours(1));
        contract.sandbox().onNext("/access_grants/delete").dropAfterProcessing();

        assertThat(stays().cancel(KEY)).isTrue();

        assertThat(contract.sandbox().timesReceived("/access_grants/delete")).isEqualTo(1);
    }

    @Test
    void cancel_deletedBySomebodyElseMeanwhile_isDone() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/delete").respond(404);

        assertThat(stays().cancel(KEY)).isTrue();

        assertThat(contract.sandbox().timesReceived("/access_grants/delete")).isEqualTo(1);
    }

    @Test
    void cancel_invalidAfterAnUnknownOutcome_throwsTheErrorResponse() {
        stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/delete").respond(503);
        contract.sandbox().onNext("/access_grants/delete").respond(400);

        assertThatThrownBy(() -> stays().cancel(KEY)).isInstanceOf(SeamInvalidInputException.class);
    }

    @Test
    void replace_anotherRoom_revokesTheOldGrantAndIssuesTheNew() {
        IssuedStay old = stays().issue(stay().build());
        StayRequest moved = stay().acsEntranceIds(List.of(door("Room 102"))).build();

        IssuedStay stay = stays().replace(moved);

        assertThat(stay.isNew()).isTrue();
        assertThat(seam().accessGrants().list()).containsExactly(stay.getAccessGrant());
        assertThat(stay.getAccessGrant().getAccessGrantId())
                .isNotEqualTo(old.getAccessGrant().getAccessGrantId());
        assertThat(stay.getAccessGrant().getUserIdentityId())
                .isEqualTo(old.getAccessGrant().getUserIdentityId());
    }

    @Test
    void replace_again_returnsTheNewGrant() {
        stays().issue(stay().build());
        StayRequest moved = stay().acsEntranceIds(List.of(door("Room 102"))).build();
        IssuedStay first = stays().replace(moved);

        IssuedStay second = stays().replace(moved);

        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
        assertThat(second.isNew()).isFalse();
    }

    @Test
    void replace_nothingUnderTheKey_issues() {
        assertThat(stays().replace(stay().build()).isNew()).isTrue();
    }

    @Test
    void replace_guestWithContactsOnly_isTheSameGuest() {
        NewUserIdentity ada = NewUserIdentity.builder()
                .fullName("Ada")
                .emailAddress("ada@example.com")
                .phoneNumber("+14155550100")
                .build();
        IssuedStay old = stays().issue(stay().newUser(ada).build());

        IssuedStay moved = stays().replace(stay().newUser(ada)
                .acsEntranceIds(List.of(door("Room 102")))
                .build());

        assertThat(moved.getAccessGrant().getUserIdentityId())
                .isEqualTo(old.getAccessGrant().getUserIdentityId());
    }

    @Test
    void replace_newerGrantThanExpected_isAConflictAndLeavesIt() {
        String first = stays().issue(stay().build()).getAccessGrant().getAccessGrantId();
        StayRequest second = stay().acsEntranceIds(List.of(door("Room 102"))).build();
        StayRequest third = stay().acsEntranceIds(List.of(door("Room 201"))).build();
        String newer = stays().replace(second, first).getAccessGrant().getAccessGrantId();
        IssuedStay newest = stays().replace(third, newer);

        assertThatThrownBy(() -> stays().replace(second, first))
                .isInstanceOfSatisfying(
                        SeamConflictException.class,
                        e -> assertThat(e.getExistingAccessGrant()).isEqualTo(newest.getAccessGrant()))
                .hasMessageContaining("was not revoked");
        assertThatThrownBy(() -> stays().issue(stay().build())).isInstanceOf(SeamConflictException.class);
        assertThat(seam().accessGrants().list()).containsExactly(newest.getAccessGrant());
    }

    @Test
    void replace_entranceThatCannotBeUsed_revokesNothing() {
        IssuedStay old = stays().issue(stay().build());
        StayRequest moved =
                stay().acsEntranceIds(List.of(door("Service Entrance"))).build();

        assertThatThrownBy(() -> stays().replace(moved)).isInstanceOf(IllegalArgumentException.class);
        assertThat(seam().accessGrants().list()).containsExactly(old.getAccessGrant());
    }

    @Test
    void replace_emailOfAnotherGuest_revokesNothing() {
        IssuedStay old = stays().issue(stay().build());
        guest("bob", "bob@example.com");
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .emailAddress("bob@example.com")
                        .build())
                .build();

        assertThatThrownBy(() -> stays().replace(request)).isInstanceOf(SeamConflictException.class);
        assertThat(seam().accessGrants().list()).containsExactly(old.getAccessGrant());
    }

    @Test
    void replace_newGrantRejected_saysWhatWasRevoked() {
        IssuedStay old = stays().issue(stay().build());
        contract.sandbox().onNext("/access_grants/create").respond(403);

        SeamReplacementException e = catchThrowableOfType(
                SeamReplacementException.class,
                () -> stays().replace(stay().noEnd().build()));

        assertThat(e.getRevokedAccessGrant()).isEqualTo(old.getAccessGrant());
        assertThat(e.isOutcomeUnknown()).isFalse();
        assertThat(e).hasCauseInstanceOf(SeamForbiddenException.class);
        assertThat(seam().accessGrants().list()).isEmpty();
    }

    @Test
    void issue_oldGrantBeingDeleted_waitsForItsEnd() {
        try (Seam patient = patientClient()) {
            String old = stays().issue(stay().build()).getAccessGrant().getAccessGrantId();
            contract.sandbox().deleteAfter(Duration.ofSeconds(5));
            stays().cancel(KEY);

            IssuedStay stay = patient.stays().issue(stay().build());

            assertThat(stay.isNew()).isTrue();
            assertThat(stay.getAccessGrant().getAccessGrantId()).isNotEqualTo(old);
            assertThat(seam().accessGrants().list()).containsExactly(stay.getAccessGrant());
        }
    }

    @Test
    void issue_oldGrantStillThereAtTheDeadline_isATimeout() {
        try (Seam patient = patientClient()) {
            AccessGrant old = stays().issue(stay().build()).getAccessGrant();
            contract.sandbox().deleteAfter(Duration.ofHours(1));
            stays().cancel(KEY);

            // a conflict is final for most callers, and this one is not
            SeamTimeoutException e = catchThrowableOfType(
                    SeamTimeoutException.class, () -> patient.stays().issue(stay().build()));

            assertThat(e.isOutcomeUnknown()).isFalse();
            assertThat(e)
                    .hasMessageContaining(old.getAccessGrantId())
                    .hasMessageContaining("is being deleted and still exists: try again later");
        }
    }

    @Test
    void issue_oldGrantBeingDeleted_pollsLessAndLessOften() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofHours(1));
        stays().cancel(KEY);
        FakeClock clock = new FakeClock();
        try (Seam seam = Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .totalTimeout(Duration.ofMillis(9_650))
                .clock(clock)
                .build()) {
            assertThatThrownBy(() -> seam.stays().issue(stay().build())).isInstanceOf(SeamTimeoutException.class);

            assertThat(clock.waits()).containsExactly(250L, 500L, 1_000L, 2_000L, 2_000L, 2_000L);
        }
    }

    /** One poll, with the retries of any read, fails; the grant is gone at the next. */
    @Test
    void issue_pollOfADeletionFails_continues() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofSeconds(5));
        stays().cancel(KEY);
        contract.sandbox().onNext("/access_grants/get").delay(Duration.ofMillis(1)); // by which it is found
        contract.sandbox().onNext(3, "/access_grants/get").respond(500);
        try (Seam patient = patientClient()) {
            IssuedStay stay = patient.stays().issue(stay().build());

            assertThat(stay.isNew()).isTrue();
            assertThat(contract.sandbox().timesReceived("/access_grants/create"))
                    .isEqualTo(3);
        }
    }

    @Test
    void verbs_grantBeingDeleted_countsAsAbsent() {
        stays().issue(stay().build());
        contract.sandbox().deleteAfter(Duration.ofHours(1));
        stays().cancel(KEY);

        assertThat(stays().cancel(KEY)).isFalse();
        assertThatThrownBy(() -> stays().get(KEY))
                .isInstanceOf(SeamNotFoundException.class)
                .hasMessageContaining("is being deleted");
        assertThatThrownBy(() -> stays().newLink(KEY)).isInstanceOf(SeamNotFoundException.class);
        assertThatThrownBy(() -> stays().changeTimesNoEnd(KEY, ARRIVAL)).isInstanceOf(SeamNotFoundException.class);
    }

    @Test
    void issue_phoneThatTheServerNormalizes_isTheSameStay() {
        contract.sandbox().normalizeContacts(true);
        StayRequest request = stay().newUser(NewUserIdentity.builder()
                        .fullName("Ada")
                        .phoneNumber("+1 (415) 555-0100")
                        .emailAddress("Ada@Example.com")
                        .build())
                .build();

        IssuedStay first = stays().issue(request);
        IssuedStay second = stays().issue(request);

        assertThat(second.getInstantKeyUrl()).isEqualTo(first.getInstantKeyUrl());
    }

    /** A client whose waits move the clock of the sandbox. */
    private static Seam patientClient() {
        return Seam.builder()
                .apiKey(contract.sandbox().apiKey())
                .endpoint(contract.sandbox().endpoint())
                .clock(new SandboxTime(contract.sandbox()))
                .build();
    }

    private static Seam seam() {
        return contract.seam();
    }

    private static Stays stays() {
        return contract.seam().stays();
    }

    private static int received() {
        return contract.sandbox().wireMock().getAllServeEvents().size();
    }

    private static String door(String name) {
        return contract.sandbox().acsEntranceId(name);
    }

    private static NewUserIdentity named(String name) {
        return NewUserIdentity.builder().fullName(name).build();
    }

    private static UserIdentity guest(String key, String email) {
        return seam().userIdentities()
                .create(CreateUserIdentityRequest.builder()
                        .userIdentityKey(key)
                        .emailAddress(email)
                        .build());
    }

    private static StayRequest.Builder stay() {
        return StayRequest.builder()
                .accessGrantKey(KEY)
                .newUser(NewUserIdentity.builder()
                        .userIdentityKey("ada")
                        .fullName("Ada Guest")
                        .build())
                .acsEntranceIds(List.of(door("Room 101")))
                .startsAt(ARRIVAL)
                .endsAt(DEPARTURE);
    }
}
