package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.InstantKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Picks from a list of keys: {@code keys.stream().filter(activeAt(now).and(forUserIdentity(id)))}. The time is always an
 * argument. That a key's uses are spent is not readable, so no filter tells.
 */
public final class InstantKeyFilters {
    private InstantKeyFilters() {}

    /** Not yet expired at this time. Says nothing of when the key was made: the server's clock may be ahead of yours. */
    public static Predicate<InstantKey> activeAt(Instant time) {
        Objects.requireNonNull(time, "time is null");
        return key -> key.getExpiresAt().isAfter(time);
    }

    /** Expired at this time: the opposite of {@link #activeAt}. */
    public static Predicate<InstantKey> expiredAt(Instant time) {
        return activeAt(time).negate();
    }

    /** Active now, but not {@code within} later. */
    public static Predicate<InstantKey> expiringWithin(Duration within, Instant now) {
        return activeAt(now).and(expiredAt(now.plus(within)));
    }

    /** Made at {@code from} or later, and before {@code to}. */
    public static Predicate<InstantKey> createdBetween(Instant from, Instant to) {
        Objects.requireNonNull(from, "from is null");
        Objects.requireNonNull(to, "to is null");
        return key -> !key.getCreatedAt().isBefore(from) && key.getCreatedAt().isBefore(to);
    }

    /** Of this person. */
    public static Predicate<InstantKey> forUserIdentity(String userIdentityId) {
        Checks.notBlank("userIdentityId", userIdentityId);
        return key -> key.getUserIdentityId().equals(userIdentityId);
    }

    /** Branded by this customization profile. */
    public static Predicate<InstantKey> forCustomizationProfile(String customizationProfileId) {
        Checks.notBlank("customizationProfileId", customizationProfileId);
        return key -> customizationProfileId.equals(key.getCustomizationProfileId());
    }

    /** The one that expires first comes first. */
    public static Comparator<InstantKey> soonestToExpire() {
        return Comparator.comparing(InstantKey::getExpiresAt);
    }
}
