package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.ResourceError;
import co.seam.instantkeys.generated.model.ResourceWarning;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static final Instant START = Instant.parse("2026-07-13T15:00:00Z");
    private static final Instant END = Instant.parse("2026-07-16T11:00:00Z");

    @Test
    void grantActiveAt_startIsInclusiveAndEndExclusive() {
        AccessGrant grant = grant().endsAt(END).build();

        assertThat(AccessGrantFilters.activeAt(START.minusNanos(1))).rejects(grant);
        assertThat(AccessGrantFilters.activeAt(START)).accepts(grant);
        assertThat(AccessGrantFilters.activeAt(END.minusNanos(1))).accepts(grant);
        assertThat(AccessGrantFilters.activeAt(END)).rejects(grant);
    }

    @Test
    void grantWithoutEnd_isActiveForEverAndEndsBeforeNothing() {
        AccessGrant grant = grant().endsAtNull().build();

        assertThat(AccessGrantFilters.activeAt(Instant.MAX)).accepts(grant);
        assertThat(AccessGrantFilters.endingBefore(Instant.MAX)).rejects(grant);
    }

    @Test
    void grantEndingBefore_isStrict() {
        AccessGrant grant = grant().endsAt(END).build();

        assertThat(AccessGrantFilters.endingBefore(END.plusNanos(1))).accepts(grant);
        assertThat(AccessGrantFilters.endingBefore(END)).rejects(grant);
    }

    @Test
    void grantFilters_matchByContents() {
        AccessGrant bare = grant().endsAtNull().build();
        AccessGrant full = grant().endsAtNull()
                .requestedAccessMethods(List.of(RequestedAccessMethod.builder()
                        .mode(AccessMethodMode.MOBILE_KEY)
                        .displayName("Key")
                        .createdAt(START)
                        .createdAccessMethodIds(List.of())
                        .build()))
                .instantKeyUrl("https://ik.seam.co/XYZ")
                .reservationKey("r-7")
                .warnings(List.of(
                        ResourceWarning.builder().warningCode("being_deleted").build()))
                .build();

        assertThat(AccessGrantFilters.withMobileKey()).accepts(full).rejects(bare);
        assertThat(AccessGrantFilters.withInstantKeyUrl()).accepts(full).rejects(bare);
        assertThat(AccessGrantFilters.withProblems()).accepts(full).rejects(bare);
        assertThat(AccessGrantFilters.forReservation("r-7")).accepts(full).rejects(bare);
    }

    @Test
    void grantsSoonestToEnd_putsThoseWithoutEndLast() {
        AccessGrant early = grant().endsAt(END).build();
        AccessGrant late = grant().endsAt(END.plusSeconds(1)).build();
        AccessGrant open = grant().endsAtNull().build();

        assertThat(Stream.of(open, late, early).sorted(AccessGrantFilters.soonestToEnd()))
                .containsExactly(early, late, open);
    }

    @Test
    void entrances_unstatedAbility_countsAsAbsent() {
        AcsEntrance silent = door("Staff Room").build();
        AcsEntrance open = door("Room 101")
                .canUnlockWithMobileKey(true)
                .canUnlockWithCard(true)
                .canUnlockWithCode(true)
                .canBelongToReservation(true)
                .build();
        AcsEntrance shut = door("Cellar").canUnlockWithMobileKey(false).build();

        assertThat(EntranceFilters.unlockableWithMobileKey()).accepts(open).rejects(silent, shut);
        assertThat(EntranceFilters.unlockableWithCard()).accepts(open).rejects(silent);
        assertThat(EntranceFilters.unlockableWithCode()).accepts(open).rejects(silent);
        assertThat(EntranceFilters.canBelongToReservation()).accepts(open).rejects(silent);
    }

    @Test
    void entrancesByName_ignoreCase() {
        AcsEntrance room = door("Room 101").build();
        AcsEntrance cellar = door("cellar").build();

        assertThat(EntranceFilters.nameContains("ROOM")).accepts(room).rejects(cellar);
        assertThat(Stream.of(room, cellar).sorted(EntranceFilters.byName())).containsExactly(cellar, room);
    }

    @Test
    void methodFilters_matchIssuedModeAndProblems() {
        AccessMethod ready = method().isIssued(true).build();
        AccessMethod silent = method().build();
        AccessMethod broken = method().isIssued(false)
                .errors(List.of(
                        ResourceError.builder().errorCode("failed_to_issue").build()))
                .build();

        assertThat(AccessMethodFilters.issued()).accepts(ready).rejects(silent, broken);
        assertThat(AccessMethodFilters.withProblems()).accepts(broken).rejects(ready);
        assertThat(AccessMethodFilters.withMode(AccessMethodMode.MOBILE_KEY)).accepts(ready);
        assertThat(AccessMethodFilters.withMode(AccessMethodMode.CODE)).rejects(ready);
    }

    private static AccessGrant.Builder grant() {
        return AccessGrant.builder()
                .accessGrantId("grant")
                .workspaceId("workspace")
                .userIdentityId("guest")
                .displayName("Stay")
                .createdAt(START)
                .startsAt(START)
                .accessMethodIds(List.of())
                .spaceIds(List.of())
                .requestedAccessMethods(List.of());
    }

    private static AcsEntrance.Builder door(String name) {
        return AcsEntrance.builder()
                .acsEntranceId("door")
                .acsSystemId("system")
                .connectedAccountId("account")
                .displayName(name)
                .createdAt(START);
    }

    private static AccessMethod.Builder method() {
        return AccessMethod.builder()
                .accessMethodId("method")
                .workspaceId("workspace")
                .mode(AccessMethodMode.MOBILE_KEY)
                .displayName("Key")
                .createdAt(START);
    }
}
