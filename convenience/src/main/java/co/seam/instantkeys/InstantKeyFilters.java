package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Filters and orders for lists of instant keys: {@code keys.stream().filter(activeAt(now).and(forUserIdentity(id)))}.
 * The current time is always an argument. The API does not report remaining uses, so there is no filter for them.
 */
public final class InstantKeyFilters {
    private InstantKeyFilters() {}

    /**
     * Matches keys that expire after this time. The time of creation is not compared: the server's clock may be ahead
     * of yours.
     */
    public static Predicate<InstantKey> activeAt(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return key -> key.getExpiresAt().isAfter(time);
    }

    /** Matches keys that are expired at this time: the negation of {@link #activeAt}. */
    public static Predicate<InstantKey> expiredAt(Instant time) {
        return activeAt(time).negate();
    }

    /** Matches keys that are active now and expire within this duration. */
    public static Predicate<InstantKey> expiringWithin(Duration within, Instant now) {
        return activeAt(now).and(expiredAt(now.plus(within)));
    }

    /** Matches keys created at {@code from} or later and before {@code to}. */
    public static Predicate<InstantKey> createdBetween(Instant from, Instant to) {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
        return key -> !key.getCreatedAt().isBefore(from) && key.getCreatedAt().isBefore(to);
    }

    /** Matches keys of this user identity. */
    public static Predicate<InstantKey> forUserIdentity(String userIdentityId) {
        Checks.notBlank("userIdentityId", userIdentityId);
        return key -> key.getUserIdentityId().equals(userIdentityId);
    }

    /** Matches keys with this customization profile. */
    public static Predicate<InstantKey> forCustomizationProfile(String customizationProfileId) {
        Checks.notBlank("customizationProfileId", customizationProfileId);
        return key -> customizationProfileId.equals(key.getCustomizationProfileId());
    }

    /** Orders by expiry, soonest first. */
    public static Comparator<InstantKey> soonestToExpire() {
        return Comparator.comparing(InstantKey::getExpiresAt);
    }
}
