package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the sandbox remembers, in order of creation. Guarded by its own monitor. */
final class Workspace {
    /** Not documented; every sample of the API shows it. */
    private static final Duration KEY_LIFETIME = Duration.ofHours(48);

    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** A guest may have to type it: without 0 and O, 1 and I and L. */
    private static final String SHORT_CODE_CHARACTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int SHORT_CODE_LENGTH = 6;

    final String id = newId();
    final Hotel hotel;
    final Map<String, UserIdentity> userIdentities = new LinkedHashMap<>();
    final Map<String, InstantKey> instantKeys = new LinkedHashMap<>();
    final Map<String, Grant> accessGrants = new LinkedHashMap<>();
    /** Also of deleted keys: an old link must not open a new door. */
    private final Set<String> instantKeyUrls = new HashSet<>();

    private int grantsMade;

    private final Clock clock;
    private final Random random;

    Workspace(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
        this.hotel = new Hotel(now());
    }

    void clear() {
        userIdentities.clear();
        instantKeys.clear();
        accessGrants.clear();
        instantKeyUrls.clear();
    }

    /** To the microsecond, as the API has it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Makes a key, and remembers it. */
    InstantKey issueKey(String userIdentityId, @Nullable String customizationProfileId) {
        Instant now = now();
        InstantKey.Builder key = InstantKey.builder()
                .instantKeyId(newId())
                .workspaceId(id)
                .userIdentityId(userIdentityId)
                .clientSessionId(newId())
                .instantKeyUrl(newInstantKeyUrl())
                .createdAt(now)
                .expiresAt(now.plus(KEY_LIFETIME));
        if (customizationProfileId != null) {
            key.customizationProfileId(customizationProfileId);
        }
        InstantKey issued = key.build();
        instantKeys.put(issued.getInstantKeyId(), issued);
        return issued;
    }

    void remember(AccessGrant grant, Set<String> acsEntranceIds) {
        accessGrants.put(grant.getAccessGrantId(), new Grant(++grantsMade, grant, acsEntranceIds));
    }

    String newClientSessionToken() {
        return "seam_cst1" + randomText(random, 8) + "_" + randomText(random, 24);
    }

    private String newInstantKeyUrl() {
        String url;
        do {
            url = "https://ik.seam.co/" + randomText(random, SHORT_CODE_CHARACTERS, SHORT_CODE_LENGTH);
        } while (!instantKeyUrls.add(url));
        return url;
    }

    UserIdentity userIdentity(@Nullable String userIdentityId) {
        return found("user_identity", "user_identity_id", userIdentityId, userIdentities);
    }

    Grant accessGrant(@Nullable String accessGrantId) {
        return found("access_grant", "access_grant_id", accessGrantId, accessGrants);
    }

    InstantKey instantKey(@Nullable String instantKeyId) {
        return found("instant_key", "instant_key_id", instantKeyId, instantKeys);
    }

    AcsEntrance acsEntrance(@Nullable String acsEntranceId) {
        return found("acs_entrance", "acs_entrance_id", acsEntranceId, hotel.entrances);
    }

    private static <T> T found(String resource, String idName, @Nullable String id, Map<String, T> all) {
        T object = all.get(id);
        if (object == null) {
            throw Refusal.notFound(resource, idName, String.valueOf(id));
        }
        return object;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static String randomText(Random random, int length) {
        return randomText(random, LETTERS_AND_DIGITS, length);
    }

    private static String randomText(Random random, String characters, int length) {
        return random.ints(length, 0, characters.length())
                .collect(StringBuilder::new, (text, i) -> text.append(characters.charAt(i)), StringBuilder::append)
                .toString();
    }
}
