package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.GrantDifference.Kind;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantLocation;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.Device;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case starts from a request and a grant that match, and changes something in them. Sends nothing. */
class GrantMatcherTest {
    private static final Instant CREATED = Instant.parse("2026-07-01T08:00:00Z");
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");

    @SuppressWarnings("deprecation") // the deprecated ways to name a space are still in use
    static Stream<Case> matching() {
        return Stream.of(
                given("all is equal"),
                given("the server stores whole seconds")
                        .requested(r -> r.startsAt(START.plusMillis(999)).endsAt(END.plusMillis(999))),
                given("the server rounds up")
                        .requested(r -> r.startsAt(START.minusMillis(999)).endsAt(END.minusMillis(999))),
                given("no start requested, so it starts when it is created")
                        .replaceRequest(CreateAccessGrantRequest.builder()
                                .userIdentityId("guest")
                                .accessGrantKey("booking-7")
                                .acsEntranceIds(List.of("door"))
                                .requestedAccessMethods(List.of(mobileKey(1)))
                                .endsAt(END))
                        .found(g -> g.startsAt(CREATED.plusMillis(999))),
                given("no end, requested as null")
                        .requested(CreateAccessGrantRequest.Builder::endsAtNull)
                        .found(AccessGrant.Builder::endsAtNull),
                given("the server does not repeat the key").replaceGrant(grantWithoutKey()),
                given("name and branding are not compared, nor a reservation that the server does not repeat")
                        .requested(
                                r -> r.name("Honeymoon").reservationKey("r-7").customizationProfileId("brand"))
                        .found(g -> g.name("Suite")),

                // The user identity
                given("user identity that was merged into the one of the grant")
                        .requested(r -> r.userIdentityId("guest-before"))
                        .identity(i -> i.mergedUserIdentityIds(List.of("guest-before"))),
                given("user identity by id that is not among the related ones")
                        .related(b -> b.userIdentities(List.of())),
                given("new user identity with all properties")
                        .guest(NewUserIdentity.builder()
                                .userIdentityKey("ann")
                                .fullName("Ann Smith")
                                .emailAddress("ann@example.com")
                                .phoneNumber("+15551234567")),
                given("new user identity with a key that was merged")
                        .guest(NewUserIdentity.builder().userIdentityKey("ann-before"))
                        .identity(i -> i.mergedUserIdentityKeys(List.of("ann-before"))),
                given("e-mail address in another case")
                        .guest(NewUserIdentity.builder().emailAddress("Ann@Example.COM")),
                given("e-mail address that the server stores in another case")
                        .guest(NewUserIdentity.builder().emailAddress("ann@example.com"))
                        .identity(i -> i.emailAddress("Ann@Example.COM")),
                given("phone number alone").guest(NewUserIdentity.builder().phoneNumber("+15551234567")),
                given("full name alone").guest(NewUserIdentity.builder().fullName("Ann Smith")),

                // Entrances, spaces, devices
                given("space by id, named by the grant")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor"))),
                given("space by id, among the related ones")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .related(b -> b.spaces(List.of(space("floor", null)))),
                given("space by key")
                        .requested(r -> r.spaceKeys(List.of("first-floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.spaces(List.of(space("floor", "first-floor")))),
                given("space by its deprecated name, location")
                        .requested(r -> r.locationIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor"))),
                given("entrance through a space")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.acsEntrances(List.of(entrance("door"), entrance("gate", "floor")))),
                given("deprecated location, which becomes a space with entrances and devices")
                        .requested(r -> r.location(AccessGrantLocation.builder()
                                .acsEntranceIds(List.of("gate"))
                                .build()))
                        .found(g -> g.spaceIds(List.of("new")))
                        .related(b -> b.acsEntrances(List.of(entrance("door"), entrance("gate")))
                                .devices(List.of(device("lock")))),
                given("device")
                        .requested(r -> r.deviceIds(List.of("lock")))
                        .related(b -> b.devices(List.of(device("lock")))),
                given("device through a space")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.devices(List.of(device("lock")))),

                // Access methods
                given("access methods in another order")
                        .requested(r -> r.requestedAccessMethods(List.of(mobileKey(1), pin("471147"))))
                        .found(g -> g.requestedAccessMethods(List.of(
                                foundMethod(AccessMethodMode.CODE)
                                        .code("471147")
                                        .build(),
                                foundMethod(AccessMethodMode.MOBILE_KEY)
                                        .instantKeyMaxUseCount(1)
                                        .build()))),
                given("two equal access methods")
                        .requested(r -> r.requestedAccessMethods(List.of(mobileKey(1), mobileKey(1))))
                        .found(g -> g.requestedAccessMethods(List.of(
                                foundMethod(AccessMethodMode.MOBILE_KEY)
                                        .instantKeyMaxUseCount(1)
                                        .build(),
                                foundMethod(AccessMethodMode.MOBILE_KEY)
                                        .instantKeyMaxUseCount(1)
                                        .build()))),
                given("the server does not repeat PIN and use count")
                        .requested(r -> r.requestedAccessMethods(List.of(mobileKey(1), pin("471147"))))
                        .found(g -> g.requestedAccessMethods(List.of(
                                foundMethod(AccessMethodMode.MOBILE_KEY).build(),
                                foundMethod(AccessMethodMode.CODE).build()))),
                given("PIN that the server chose")
                        .requested(r -> r.requestedAccessMethods(List.of(NewAccessMethod.builder()
                                .mode(AccessMethodMode.CODE)
                                .build())))
                        .found(g -> g.requestedAccessMethods(List.of(foundMethod(AccessMethodMode.CODE)
                                .code("815815")
                                .build()))),

                // Properties that this SDK does not know
                given("unknown property with the same value")
                        .requested(r -> r.putAdditionalProperty("gate_ids", List.of("gate-7")))
                        .found(g -> g.putAdditionalProperty("gate_ids", List.of("gate-7"))),
                given("unknown property of the server").found(g -> g.putAdditionalProperty("floor", "7")));
    }

    @SuppressWarnings("deprecation") // the deprecated ways to name a space are still in use
    static Stream<Case> differing() {
        return Stream.of(
                given("another key").found(g -> g.accessGrantKey("booking-8")).differsIn(Kind.KEY),
                given("starts a second earlier")
                        .requested(r -> r.startsAt(START.minusSeconds(1)))
                        .differsIn(Kind.TIMES),
                given("starts a second later")
                        .requested(r -> r.startsAt(START.plusSeconds(1)))
                        .differsIn(Kind.TIMES),
                given("no start requested, but it does not start when it is created")
                        .replaceRequest(CreateAccessGrantRequest.builder()
                                .userIdentityId("guest")
                                .accessGrantKey("booking-7")
                                .acsEntranceIds(List.of("door"))
                                .requestedAccessMethods(List.of(mobileKey(1)))
                                .endsAt(END))
                        .differsIn(Kind.TIMES),
                given("ends a second earlier")
                        .requested(r -> r.endsAt(END.minusSeconds(1)))
                        .differsIn(Kind.TIMES),
                given("ends a second later")
                        .requested(r -> r.endsAt(END.plusSeconds(1)))
                        .differsIn(Kind.TIMES),
                given("ends, although no end was requested")
                        .requested(CreateAccessGrantRequest.Builder::endsAtNull)
                        .differsIn(Kind.TIMES),
                given("does not end, although an end was requested")
                        .found(AccessGrant.Builder::endsAtNull)
                        .differsIn(Kind.TIMES),

                // The user identity
                given("another user identity by id")
                        .requested(r -> r.userIdentityId("other"))
                        .differsIn(Kind.GUEST),
                given("merged, but into a user identity that is not of the grant")
                        .requested(r -> r.userIdentityId("guest-before"))
                        .related(b -> b.userIdentities(List.of(ann().userIdentityId("other")
                                .mergedUserIdentityIds(List.of("guest-before"))
                                .build())))
                        .differsIn(Kind.GUEST),
                given("new user identity, and that of the grant is not among the related ones")
                        .guest(NewUserIdentity.builder().fullName("Ann Smith"))
                        .related(b -> b.userIdentities(List.of()))
                        .differsIn(Kind.GUEST),
                given("new user identity with another key")
                        .guest(NewUserIdentity.builder().userIdentityKey("bob").fullName("Ann Smith"))
                        .differsIn(Kind.GUEST),
                given("new user identity with another e-mail address")
                        .guest(NewUserIdentity.builder()
                                .fullName("Ann Smith")
                                .emailAddress("bob@example.com")
                                .phoneNumber("+15551234567"))
                        .differsIn(Kind.GUEST),
                given("new user identity with an e-mail address that is not stored")
                        .guest(NewUserIdentity.builder().fullName("Ann Smith").emailAddress("ann@example.com"))
                        .identity(UserIdentity.Builder::emailAddressNull)
                        .differsIn(Kind.GUEST),
                given("new user identity with another phone number")
                        .guest(NewUserIdentity.builder()
                                .fullName("Ann Smith")
                                .emailAddress("ann@example.com")
                                .phoneNumber("+15550000000"))
                        .differsIn(Kind.GUEST),
                given("new user identity with another name")
                        .guest(NewUserIdentity.builder().userIdentityKey("ann").fullName("Bob Smith"))
                        .differsIn(Kind.GUEST),
                given("new user identity with nothing to recognize it by")
                        .guest(NewUserIdentity.builder())
                        .differsIn(Kind.GUEST),

                // Entrances, spaces, devices
                given("another entrance")
                        .requested(r -> r.acsEntranceIds(List.of("gate")))
                        .differsIn(Kind.ENTRANCES),
                given("one entrance less")
                        .requested(r -> r.acsEntranceIds(List.of("door", "gate")))
                        .differsIn(Kind.ENTRANCES),
                given("one entrance more")
                        .related(b -> b.acsEntrances(List.of(entrance("door"), entrance("gate"))))
                        .differsIn(Kind.ENTRANCES),
                given("one entrance more, through a space that is not of the grant")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.acsEntrances(List.of(entrance("door"), entrance("gate", "cellar"))))
                        .differsIn(Kind.ENTRANCES),
                given("one space less")
                        .requested(r -> r.spaceIds(List.of("floor")))
                        .differsIn(Kind.SPACES),
                given("one space more, named by the grant")
                        .found(g -> g.spaceIds(List.of("floor")))
                        .differsIn(Kind.SPACES),
                given("one space more, among the related ones")
                        .related(b -> b.spaces(List.of(space("floor", "first-floor"))))
                        .differsIn(Kind.SPACES),
                given("one space less, by its deprecated name")
                        .requested(r -> r.locationIds(List.of("floor")))
                        .differsIn(Kind.SPACES),
                given("space with another key")
                        .requested(r -> r.spaceKeys(List.of("second-floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.spaces(List.of(space("floor", "first-floor"))))
                        .differsIn(Kind.SPACES),
                given("one space less, by key, with a deprecated location")
                        .requested(r -> r.spaceKeys(List.of("second-floor"))
                                .location(AccessGrantLocation.builder()
                                        .acsEntranceIds(List.of("gate"))
                                        .build()))
                        .found(g -> g.spaceIds(List.of("new")))
                        .differsIn(Kind.SPACES),
                given("another device")
                        .requested(r -> r.deviceIds(List.of("lock")))
                        .related(b -> b.devices(List.of(device("safe"))))
                        .differsIn(Kind.DEVICES),
                given("one device less, with a space that could bring others")
                        .requested(r -> r.deviceIds(List.of("lock")).spaceIds(List.of("floor")))
                        .found(g -> g.spaceIds(List.of("floor")))
                        .related(b -> b.devices(List.of(device("safe"))))
                        .differsIn(Kind.DEVICES),
                given("one device less")
                        .requested(r -> r.deviceIds(List.of("lock")))
                        .differsIn(Kind.DEVICES),
                given("one device more, without a space to bring it")
                        .requested(r -> r.deviceIds(List.of("lock")))
                        .related(b -> b.devices(List.of(device("lock"), device("safe"))))
                        .differsIn(Kind.DEVICES),

                // Access methods
                given("another mode")
                        .found(g -> g.requestedAccessMethods(
                                List.of(foundMethod(AccessMethodMode.CARD).build())))
                        .differsIn(Kind.METHODS),
                given("another use count")
                        .requested(r -> r.requestedAccessMethods(List.of(mobileKey(2))))
                        .differsIn(Kind.METHODS),
                given("another PIN")
                        .requested(r -> r.requestedAccessMethods(List.of(pin("471147"))))
                        .found(g -> g.requestedAccessMethods(List.of(foundMethod(AccessMethodMode.CODE)
                                .code("815815")
                                .build())))
                        .differsIn(Kind.METHODS),
                given("one access method less")
                        .requested(r -> r.requestedAccessMethods(List.of(mobileKey(1), mobileKey(1))))
                        .differsIn(Kind.METHODS),
                given("one access method more")
                        .requested(r -> r.requestedAccessMethods(List.of()))
                        .differsIn(Kind.METHODS),

                // Properties that this SDK does not know
                given("unknown property that the grant does not have")
                        .requested(r -> r.putAdditionalProperty("gate_ids", List.of("gate-7")))
                        .differsIn(Kind.OTHER),
                given("unknown property with another value")
                        .requested(r -> r.putAdditionalProperty("gate_ids", List.of("gate-7")))
                        .found(g -> g.putAdditionalProperty("gate_ids", List.of("gate-8")))
                        .differsIn(Kind.OTHER),

                // Several at once
                given("another guest, time and entrance")
                        .requested(r -> r.userIdentityId("other")
                                .startsAt(START.plusSeconds(60))
                                .acsEntranceIds(List.of("gate")))
                        .differsIn(Kind.TIMES, Kind.GUEST, Kind.ENTRANCES),
                given("everything differs")
                        .requested(r -> r.accessGrantKey("booking-8")
                                .userIdentityId("other")
                                .startsAt(START.plusSeconds(60))
                                .endsAtNull()
                                .acsEntranceIds(List.of("gate"))
                                .requestedAccessMethods(List.of(pin("471147")))
                                .putAdditionalProperty("gate_ids", List.of("gate-7")))
                        .differsIn(Kind.KEY, Kind.TIMES, Kind.METHODS, Kind.OTHER, Kind.GUEST, Kind.ENTRANCES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matching")
    void differences_sameGrant_isEmpty(Case one) {
        assertThat(one.differences()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("differing")
    void differences_anotherGrant_namesEach(Case one) {
        assertThat(one.differences()).extracting(GrantDifference::getKind).containsExactlyElementsOf(one.expected);
    }

    @Test
    void differences_withASecret_doesNotShowIt() {
        Case one = given("another PIN")
                .requested(r ->
                        r.requestedAccessMethods(List.of(pin("471147"))).putAdditionalProperty("gate_code", "471147"));

        assertThat(one.differences())
                .flatExtracting(GrantDifference::getRequested, GrantDifference::getFound, GrantDifference::toString)
                .contains("code with a PIN", "[gate_code]", "METHODS")
                .noneMatch(text -> ((String) text).contains("471147"));
    }

    @Test
    void differences_values_areTheRequestedAndTheFoundOnes() {
        Case one = given("another guest, time and entrance")
                .requested(r -> r.userIdentityId("other").endsAtNull().acsEntranceIds(List.of("gate")));

        assertThat(one.differences())
                .containsExactly(
                        new GrantDifference(
                                Kind.TIMES,
                                "from 2027-01-01T00:00:00Z without an end",
                                "from 2027-01-01T00:00:00Z to 2027-02-01T00:00:00Z"),
                        new GrantDifference(Kind.GUEST, "other", "guest"),
                        new GrantDifference(Kind.ENTRANCES, "[gate]", "[door]"));
    }

    @Test
    void differences_anotherReservation_isNamed() {
        Case one = given("another reservation")
                .requested(r -> r.reservationKey("r-7"))
                .found(g -> g.reservationKey("r-8"));

        assertThat(one.differences()).containsExactly(new GrantDifference(Kind.RESERVATION, "r-7", "r-8"));
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (555) 123-4567, +15551234567, true",
        "0049 30 1234567, +49301234567, true",
        "030 1234567, +49301234567, true",
        "1234567, +49301234567, true",
        "+49301234567, 1234567, true",
        "234567, +49301234567, false",
        "+15551234567, +15551239999, false",
        "555123, 555123, true",
        "n/a, n/a, true",
        "n/a, none, false",
    })
    void isSamePhone_nationalOrInternational_comparesTheDigits(String requested, String found, boolean isSame) {
        assertThat(GrantMatcher.isSamePhone(requested, found)).isEqualTo(isSame);
    }

    @Test
    void differences_values_showBothSidesWithoutThePin() {
        List<GrantDifference> differences = given("guest and methods")
                .guest(NewUserIdentity.builder().userIdentityKey("bob").fullName("Bob Smith"))
                .requested(r -> r.requestedAccessMethods(List.of(pin("4711"))))
                .differences();

        assertThat(differences)
                .containsExactly(
                        new GrantDifference(Kind.METHODS, "code with a PIN", "mobile_key for 1 uses"),
                        new GrantDifference(Kind.GUEST, "bob, Bob Smith", "guest"));
    }

    /** A request, a grant and what is related to it. As long as nothing is changed, the grant matches the request. */
    private static final class Case {
        private final String what;
        private CreateAccessGrantRequest.Builder request = CreateAccessGrantRequest.builder()
                .userIdentityId("guest")
                .accessGrantKey("booking-7")
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of(mobileKey(1)))
                .startsAt(START)
                .endsAt(END);
        private AccessGrant.Builder grant = grantWithoutKey().accessGrantKey("booking-7");
        private final UserIdentity.Builder identity = ann();
        private UnaryOperator<AccessGrantBatch.Builder> related = batch -> batch;
        private List<Kind> expected = List.of();

        Case(String what) {
            this.what = what;
        }

        Case replaceRequest(CreateAccessGrantRequest.Builder request) {
            this.request = request;
            return this;
        }

        Case replaceGrant(AccessGrant.Builder grant) {
            this.grant = grant;
            return this;
        }

        Case requested(UnaryOperator<CreateAccessGrantRequest.Builder> change) {
            request = change.apply(request);
            return this;
        }

        Case guest(NewUserIdentity.Builder guest) {
            return replaceRequest(CreateAccessGrantRequest.builder()
                    .userIdentity(guest.build())
                    .accessGrantKey("booking-7")
                    .acsEntranceIds(List.of("door"))
                    .requestedAccessMethods(List.of(mobileKey(1)))
                    .startsAt(START)
                    .endsAt(END));
        }

        Case found(UnaryOperator<AccessGrant.Builder> change) {
            grant = change.apply(grant);
            return this;
        }

        Case identity(UnaryOperator<UserIdentity.Builder> change) {
            change.apply(identity);
            return this;
        }

        Case related(UnaryOperator<AccessGrantBatch.Builder> change) {
            related = change;
            return this;
        }

        Case differsIn(Kind... differences) {
            expected = List.of(differences);
            return this;
        }

        List<GrantDifference> differences() {
            AccessGrantBatch batch = related.apply(AccessGrantBatch.builder()
                            .userIdentities(List.of(
                                    ann().userIdentityId("other")
                                            .fullName("Zoe")
                                            .build(),
                                    identity.build()))
                            .acsEntrances(List.of(entrance("door"))))
                    .build();
            GrantMatcher matcher = new GrantMatcher(request.build());
            List<GrantDifference> all = new ArrayList<>(matcher.differences(grant.build()));
            all.addAll(matcher.differences(grant.build(), batch));
            return all;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Case given(String what) {
        return new Case(what);
    }

    private static AccessGrant.Builder grantWithoutKey() {
        return AccessGrant.builder()
                .accessGrantId("grant")
                .workspaceId("workspace")
                .userIdentityId("guest")
                .displayName("Grant")
                .createdAt(CREATED)
                .startsAt(START)
                .endsAt(END)
                .accessMethodIds(List.of())
                .spaceIds(List.of())
                .requestedAccessMethods(List.of(foundMethod(AccessMethodMode.MOBILE_KEY)
                        .instantKeyMaxUseCount(1)
                        .build()));
    }

    private static UserIdentity.Builder ann() {
        return UserIdentity.builder()
                .userIdentityId("guest")
                .workspaceId("workspace")
                .displayName("Ann")
                .createdAt(CREATED)
                .userIdentityKey("ann")
                .fullName("Ann Smith")
                .emailAddress("ann@example.com")
                .phoneNumber("+15551234567");
    }

    private static NewAccessMethod mobileKey(int useCount) {
        return NewAccessMethod.builder()
                .mode(AccessMethodMode.MOBILE_KEY)
                .instantKeyMaxUseCount(useCount)
                .build();
    }

    private static NewAccessMethod pin(String code) {
        return NewAccessMethod.builder().mode(AccessMethodMode.CODE).code(code).build();
    }

    private static RequestedAccessMethod.Builder foundMethod(AccessMethodMode mode) {
        return RequestedAccessMethod.builder()
                .mode(mode)
                .displayName("Method")
                .createdAt(CREATED)
                .createdAccessMethodIds(List.of());
    }

    private static AcsEntrance entrance(String id, String... spaceIds) {
        return AcsEntrance.builder()
                .acsEntranceId(id)
                .acsSystemId("system")
                .connectedAccountId("account")
                .displayName(id)
                .createdAt(CREATED)
                .spaceIds(List.of(spaceIds))
                .build();
    }

    private static Space space(String id, String key) {
        Space.Builder space = Space.builder()
                .spaceId(id)
                .workspaceId("workspace")
                .name(id)
                .displayName(id)
                .createdAt(CREATED);
        return key == null ? space.build() : space.spaceKey(key).build();
    }

    private static Device device(String id) {
        return Device.builder().deviceId(id).build();
    }
}
