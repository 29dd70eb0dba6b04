package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.seam.instantkeys.generated.model.AccessGrantLocation;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessGrantValidatorTest {
    @Test
    void check_noUserIdentity_namesBothWaysToSetOne() {
        var request = CreateAccessGrantRequest.builder()
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of())
                .build();

        assertRejected(request, "userIdentityId or userIdentity");
    }

    @Test
    void check_existingAndNewUserIdentity_isRejected() {
        assertRejected(
                grant().userIdentity(NewUserIdentity.builder().fullName("Ada").build())
                        .build(),
                "are both set");
    }

    @Test
    void check_noTarget_namesTheWaysToSetOne() {
        assertRejected(grant().acsEntranceIds(List.of()).build(), "acsEntranceIds, spaceIds, spaceKeys or deviceIds");
    }

    @Test
    @SuppressWarnings("deprecation")
    void check_deprecatedTarget_counts() {
        var request = grant().acsEntranceIds(List.of())
                .location(AccessGrantLocation.builder()
                        .acsEntranceIds(List.of("door"))
                        .build())
                .build();

        assertThatCode(() -> AccessGrantValidator.check(request)).doesNotThrowAnyException();
    }

    @Test
    @SuppressWarnings("deprecation")
    void check_eachOtherTarget_counts() {
        var nowhere = grant().acsEntranceIds(List.of());

        assertThatCode(() -> {
                    AccessGrantValidator.check(
                            nowhere.build().toBuilder().spaceIds(List.of("s")).build());
                    AccessGrantValidator.check(
                            nowhere.build().toBuilder().spaceKeys(List.of("k")).build());
                    AccessGrantValidator.check(
                            nowhere.build().toBuilder().deviceIds(List.of("d")).build());
                    AccessGrantValidator.check(nowhere.build().toBuilder()
                            .locationIds(List.of("l"))
                            .build());
                    AccessGrantValidator.check(nowhere.build().toBuilder()
                            .putAdditionalProperty("acs_access_group_ids", List.of("g"))
                            .build());
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-13T15:00:00Z", "2026-07-12T15:00:00Z"})
    void check_endNotAfterStart_isRejected(Instant end) {
        assertRejected(grant().endsAt(end).build(), "endsAt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobile_key", "card", "cloud_key", "retina_scan"})
    void check_pinWithAnotherMode_isRejectedAndNotShown(String mode) {
        assertRejected(
                grant(NewAccessMethod.builder().mode(AccessMethodMode.of(mode)).code("4711"))
                        .build(),
                "requestedAccessMethods[0].code is only for mode code, not for " + mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"471", "4711471147", "47a1", "", "\u0664\u0667\u0661\u0661"})
    void check_malformedPin_isRejectedAndNotShown(String pin) {
        assertRejected(
                grant(NewAccessMethod.builder().mode(AccessMethodMode.CODE).code(pin))
                        .build(),
                "requestedAccessMethods[0].code must be 4 to 9 digits");
    }

    @Test
    void check_useCountWithAnotherMode_isRejected() {
        assertRejected(
                grant(NewAccessMethod.builder().mode(AccessMethodMode.CARD).instantKeyMaxUseCount(1))
                        .build(),
                "requestedAccessMethods[0].instantKeyMaxUseCount is only for mode mobile_key, not for card");
    }

    @Test
    void check_useCountBelowOne_isRejected() {
        assertRejected(
                grant(NewAccessMethod.builder()
                                .mode(AccessMethodMode.MOBILE_KEY)
                                .instantKeyMaxUseCount(0))
                        .build(),
                "requestedAccessMethods[0].instantKeyMaxUseCount must be at least 1, but is 0");
    }

    @Test
    void check_emptyText_isRejectedByName() {
        assertRejected(grant().accessGrantKey("").build(), "accessGrantKey must have a length of at least 1");
        assertRejected(grant().reservationKey("").build(), "reservationKey must have a length of at least 1");
        assertRejected(grant().spaceKeys(List.of("")).build(), "spaceKeys[0] must have a length of at least 1");
        assertRejected(
                newGuest(NewUserIdentity.builder().userIdentityKey("")), "userIdentity.userIdentityKey must have");
        assertRejected(newGuest(NewUserIdentity.builder().fullName("")), "userIdentity.fullName must have");
    }

    @Test
    @SuppressWarnings("deprecation")
    void check_deprecatedTarget_needsAnEntranceOrADevice() {
        var nowhere = grant().acsEntranceIds(List.of());

        assertThatCode(() -> AccessGrantValidator.check(nowhere.location(AccessGrantLocation.builder()
                                .deviceIds(List.of("lock"))
                                .build())
                        .build()))
                .doesNotThrowAnyException();
        assertRejected(nowhere.location(AccessGrantLocation.builder().build()).build(), "the grant opens nothing");
    }

    @Test
    void withDefaults_mobileKeyWithoutAUseCount_worksOnce() {
        NewAccessMethod once = NewAccessMethod.builder()
                .mode(AccessMethodMode.MOBILE_KEY)
                .instantKeyMaxUseCount(1)
                .build();
        NewAccessMethod thrice = once.toBuilder().instantKeyMaxUseCount(3).build();
        NewAccessMethod card =
                NewAccessMethod.builder().mode(AccessMethodMode.CARD).build();
        NewAccessMethod without =
                NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY).build();

        assertThat(AccessGrantValidator.withDefaults(List.of(without, thrice, card)))
                .containsExactly(once, thrice, card);
    }

    private static CreateAccessGrantRequest newGuest(NewUserIdentity.Builder guest) {
        return CreateAccessGrantRequest.builder()
                .userIdentity(guest.build())
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of())
                .build();
    }

    private static void assertRejected(CreateAccessGrantRequest request, String message) {
        assertThatThrownBy(() -> AccessGrantValidator.check(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("4711");
    }

    private static CreateAccessGrantRequest.Builder grant() {
        return grant(NewAccessMethod.builder().mode(AccessMethodMode.MOBILE_KEY));
    }

    private static CreateAccessGrantRequest.Builder grant(NewAccessMethod.Builder method) {
        return CreateAccessGrantRequest.builder()
                .userIdentityId("guest")
                .acsEntranceIds(List.of("door"))
                .requestedAccessMethods(List.of(method.build()))
                .startsAt(Instant.parse("2026-07-13T15:00:00Z"))
                .endsAt(Instant.parse("2026-07-16T11:00:00Z"));
    }
}
