package co.seam.instantkeys;

import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstantKeyFiltersTest {
    private static final Instant CREATED = Instant.parse("2026-07-13T15:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-07-15T15:00:00Z");

    private final InstantKey key = InstantKey.builder()
            .instantKeyId("key")
            .workspaceId("workspace")
            .userIdentityId("guest")
            .clientSessionId("session")
            .instantKeyUrl("https://ik.seam.co/XYZ")
            .createdAt(CREATED)
            .expiresAt(EXPIRES)
            .customizationProfileId("brand")
            .build();

    @Test
    void activeAt_justBeforeExpiry_isTrue() {
        assertThat(InstantKeyFilters.activeAt(EXPIRES.minusNanos(1))).accepts(key);
        assertThat(InstantKeyFilters.activeAt(EXPIRES)).rejects(key);
    }

    @Test
    void activeAt_clockBehindTheServers_isStillTrue() {
        assertThat(InstantKeyFilters.activeAt(CREATED.minusSeconds(5))).accepts(key);
    }

    @Test
    void expiredAt_isTheOppositeOfActive() {
        assertThat(InstantKeyFilters.expiredAt(EXPIRES)).accepts(key);
        assertThat(InstantKeyFilters.expiredAt(EXPIRES.minusNanos(1))).rejects(key);
    }

    @Test
    void expiringWithin_activeNowButNotThen_isTrue() {
        assertThat(InstantKeyFilters.expiringWithin(Duration.ofHours(1), EXPIRES.minusSeconds(3600)))
                .accepts(key);
        assertThat(InstantKeyFilters.expiringWithin(Duration.ofHours(1), EXPIRES.minusSeconds(3601)))
                .rejects(key);
        assertThat(InstantKeyFilters.expiringWithin(Duration.ofHours(1), EXPIRES))
                .rejects(key);
    }

    @Test
    void createdBetween_fromInclusiveToExclusive() {
        assertThat(InstantKeyFilters.createdBetween(CREATED, CREATED.plusNanos(1)))
                .accepts(key);
        assertThat(InstantKeyFilters.createdBetween(CREATED.minusSeconds(1), CREATED))
                .rejects(key);
    }

    @Test
    void forIdentityAndProfile_compareIds() {
        assertThat(InstantKeyFilters.forUserIdentity("guest").and(InstantKeyFilters.forCustomizationProfile("brand")))
                .accepts(key);
        assertThat(InstantKeyFilters.forUserIdentity("other")).rejects(key);
        assertThat(InstantKeyFilters.forCustomizationProfile("other")).rejects(key);
    }

    @Test
    void soonestToExpire_comesFirst() {
        InstantKey later = key.toBuilder().expiresAt(EXPIRES.plusSeconds(1)).build();

        assertThat(Stream.of(later, key).sorted(InstantKeyFilters.soonestToExpire()))
                .containsExactly(key, later);
    }
}
