package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** State of the sandbox, in order of creation. Guarded by its own monitor. */
final class Workspace {
    /** Assumption: not documented, but the same in every sample of the API. */
    private static final Duration KEY_LIFETIME = Duration.ofHours(48);

    final String id;
    final Hotel hotel;
    final Ids ids;
    final Map<String, UserIdentityState> userIdentities = new LinkedHashMap<>();
    final Map<String, InstantKey> instantKeys = new LinkedHashMap<>();
    final Map<String, ClientSessionState> clientSessions = new LinkedHashMap<>();
    final Map<String, AccessGrantState> accessGrants = new LinkedHashMap<>();
    final Map<String, AccessMethodState> accessMethods = new LinkedHashMap<>();
    final EventLog events = new EventLog(this);
    final Schedule schedule = new Schedule();
    final AccessMethodIssuer issuer = new AccessMethodIssuer(this);
    final Deletions deletions = new Deletions(this);
    final GuestKeys guestKeys = new GuestKeys(this);
    private final SandboxWebhooks webhooks;
    /** Number of grants created with each key, including those deleted since. */
    private final Map<String, Integer> grantsCreatedByKey = new TreeMap<>();

    private Behavior behavior = new Behavior();
    private int lastNumber;
    private int clearings;
    /** What comes before the code of a link. */
    private String linkBase = "https://ik.seam.co/";

    private final SandboxClock clock;

    Workspace(SandboxClock clock, Hotel hotel, Ids ids, Ids webhookIds, Set<String> webhookHosts) {
        this.clock = clock;
        this.hotel = hotel;
        this.ids = ids;
        id = hotel.workspaceId;
        webhooks = new SandboxWebhooks(this, webhookIds, webhookHosts);
        hotel.userIdentities.forEach(this::add);
    }

    void clear() {
        userIdentities.clear();
        instantKeys.clear();
        clientSessions.clear();
        accessGrants.clear();
        accessMethods.clear();
        events.clear();
        schedule.clear();
        issuer.clear();
        guestKeys.clear();
        webhooks.clear();
        grantsCreatedByKey.clear();
        behavior = new Behavior();
        lastNumber = 0;
        clearings++;
        ids.restart();
        hotel.userIdentities.forEach(this::add);
    }

    /** How often the workspace was cleared. A call that saw another number started before the last time. */
    int clearings() {
        return clearings;
    }

    /** Sets what the links of new keys start with. It must end with a slash. */
    void linkTo(String base) {
        linkBase = base;
    }

    String propertyName() {
        return hotel.name;
    }

    SandboxWebhooks webhooks() {
        return webhooks;
    }

    Behavior behavior() {
        return behavior;
    }

    Map<String, Integer> grantsCreatedByKey() {
        return Collections.unmodifiableMap(new TreeMap<>(grantsCreatedByKey));
    }

    /** Does what is due by now. Called before each operation, and by those that schedule something for now. */
    void settle() {
        schedule.runUntil(now());
        issuer.issueDeliverable();
    }

    Instant now() {
        return clock.instant();
    }

    /** Returns a number greater than all before, which is not reused until the workspace is cleared. */
    int nextNumber() {
        return ++lastNumber;
    }

    UserIdentityState add(UserIdentity userIdentity) {
        UserIdentityState state = new UserIdentityState(nextNumber(), userIdentity);
        userIdentities.put(state.id(), state);
        return state;
    }

    AccessGrantState add(
            AccessGrant base, List<String> acsEntranceIds, Set<String> reservationDoors, String defaultName) {
        AccessGrantState grant =
                new AccessGrantState(nextNumber(), base, acsEntranceIds, reservationDoors, defaultName);
        accessGrants.put(grant.id(), grant);
        String key = base.getAccessGrantKey();
        if (key != null) {
            grantsCreatedByKey.merge(key, 1, Integer::sum);
        }
        events.record("access_grant.created", now(), grant);
        return grant;
    }

    /**
     * Creates and stores a key and its client session.
     *
     * @param isOfMethod whether the key is that of an access method, rather than one more for a person
     */
    InstantKey issueKey(
            String userIdentityId, @Nullable String customizationProfileId, int maxUses, boolean isOfMethod) {
        Instant now = now();
        InstantKey.Builder key = InstantKey.builder()
                .instantKeyId(ids.uuid())
                .workspaceId(id)
                .userIdentityId(userIdentityId)
                .clientSessionId(ids.uuid())
                .instantKeyUrl(newInstantKeyUrl())
                .createdAt(now)
                .expiresAt(now.plus(KEY_LIFETIME));
        if (customizationProfileId != null) {
            key.customizationProfileId(customizationProfileId);
            InstantKeyCustomization profile = guestKeys.profile(customizationProfileId);
            if (profile != null) {
                key.customization(profile);
            }
        }
        InstantKey issued = key.build();
        instantKeys.put(issued.getInstantKeyId(), issued);
        guestKeys.add(issued, maxUses, isOfMethod);
        clientSessions.put(issued.getClientSessionId(), sessionFor(issued));
        return issued;
    }

    @SuppressWarnings("deprecation") // user_identity_ids is in every response of the API
    private ClientSessionState sessionFor(InstantKey key) {
        return new ClientSessionState(
                ClientSession.builder()
                        .clientSessionId(key.getClientSessionId())
                        .workspaceId(id)
                        .userIdentityId(key.getUserIdentityId())
                        .userIdentityIds(List.of(key.getUserIdentityId()))
                        .userIdentifierKeyNull()
                        .createdAt(key.getCreatedAt())
                        .expiresAt(key.getExpiresAt())
                        .deviceCount(0)
                        .connectedAccountIds(List.of())
                        .connectWebviewIds(List.of())
                        .build(),
                ids.token("seam_cst1"));
    }

    private String newInstantKeyUrl() {
        String url;
        do {
            url = linkBase + ids.shortCode();
        } while (guestKeys.hasLinkLike(url)); // an old link must not open a new door
        return url;
    }

    /** Also removes its grants and keys. */
    void remove(UserIdentityState userIdentity, Instant at) {
        grantsOf(userIdentity).forEach(grant -> remove(grant, at));
        List.copyOf(instantKeys.values()).stream()
                .filter(key -> key.getUserIdentityId().equals(userIdentity.id()))
                .forEach(key -> remove(key, at));
        userIdentities.remove(userIdentity.id());
    }

    /** Also removes its access methods. No effect if it is gone, with its user identity. */
    void remove(AccessGrantState grant, Instant at) {
        List.copyOf(grant.methods).forEach(method -> remove(method, at));
        if (accessGrants.remove(grant.id()) != null) {
            events.record("access_grant.deleted", at, grant);
        }
    }

    /** No effect if it is gone, with its grant. */
    void remove(AccessMethodState method, Instant at) {
        if (accessMethods.remove(method.id()) != null) {
            method.grant.methods.remove(method);
            events.record("access_method.deleted", at, method);
        }
    }

    /** Also removes its client session, which has no other purpose. */
    void remove(InstantKey key, Instant at) {
        instantKeys.remove(key.getInstantKeyId());
        guestKeys.keyDeleted(key);
        events.recordSessionDeleted(at, sessionOf(key).base);
        clientSessions.remove(key.getClientSessionId());
    }

    /** Moves everything of one user identity to another, which lookups by the old id and key find from now on. */
    @SuppressWarnings("deprecation") // user_identity_ids is in every response of the API
    void merge(UserIdentityState merged, UserIdentityState primary) {
        userIdentities.remove(merged.id());
        primary.base = primary.base.toBuilder()
                .acsUserIds(concat(primary, merged, UserIdentity::getAcsUserIds, Stream.empty()))
                .mergedUserIdentityIds(
                        concat(primary, merged, UserIdentity::getMergedUserIdentityIds, Stream.of(merged.id())))
                .mergedUserIdentityKeys(concat(
                        primary,
                        merged,
                        UserIdentity::getMergedUserIdentityKeys,
                        Stream.ofNullable(merged.base.getUserIdentityKey())))
                .build();
        accessGrants.values().stream()
                .filter(grant -> grant.base.getUserIdentityId().equals(merged.id()))
                .forEach(grant -> grant.base =
                        grant.base.toBuilder().userIdentityId(primary.id()).build());
        instantKeys.replaceAll((keyId, key) -> key.getUserIdentityId().equals(merged.id())
                ? key.toBuilder().userIdentityId(primary.id()).build()
                : key);
        clientSessions.values().stream()
                .filter(session -> merged.id().equals(session.base.getUserIdentityId()))
                .forEach(session -> session.base = session.base.toBuilder()
                        .userIdentityId(primary.id())
                        .userIdentityIds(List.of(primary.id()))
                        .build());
        events.reassign(merged.id(), primary.id());
    }

    private static List<String> concat(
            UserIdentityState primary,
            UserIdentityState merged,
            Function<UserIdentity, List<String>> property,
            Stream<String> more) {
        return Stream.of(property.apply(primary.base).stream(), property.apply(merged.base).stream(), more)
                .flatMap(Function.identity())
                .collect(Collectors.toList());
    }

    /** Returns the id of the user identity that an id belongs to: after a merge another id, otherwise the same. */
    String primaryOf(String userIdentityId) {
        return userIdentities.containsKey(userIdentityId)
                ? userIdentityId
                : userIdentities.values().stream()
                        .filter(userIdentity ->
                                userIdentity.base.getMergedUserIdentityIds().contains(userIdentityId))
                        .findFirst()
                        .map(UserIdentityState::id)
                        .orElse(userIdentityId);
    }

    UserIdentityState userIdentity(@Nullable String userIdentityId) {
        String primary = userIdentityId == null ? null : primaryOf(userIdentityId);
        return getOrThrow("user_identity", "user_identity_id", primary, userIdentities);
    }

    UserIdentityState userIdentityOf(AccessGrantState grant) {
        return userIdentity(grant.base.getUserIdentityId());
    }

    UserIdentityState userIdentityByKey(@Nullable String userIdentityKey) {
        return userIdentities.values().stream()
                .filter(userIdentity -> isKeyOf(userIdentity.base, userIdentityKey))
                .findFirst()
                .orElseThrow(
                        () -> ApiError.notFound("user_identity", "user_identity_key", String.valueOf(userIdentityKey)));
    }

    /** Whether lookups by the key find the user identity. */
    static boolean isKeyOf(UserIdentity userIdentity, @Nullable String userIdentityKey) {
        return userIdentityKey != null
                && (userIdentityKey.equals(userIdentity.getUserIdentityKey())
                        || userIdentity.getMergedUserIdentityKeys().contains(userIdentityKey));
    }

    AccessGrantState accessGrant(@Nullable String accessGrantId) {
        return getOrThrow("access_grant", "access_grant_id", accessGrantId, accessGrants);
    }

    AccessGrantState accessGrantByKey(String accessGrantKey) {
        return accessGrants.values().stream()
                .filter(grant -> accessGrantKey.equals(grant.base.getAccessGrantKey()))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("access_grant", "access_grant_key", accessGrantKey));
    }

    List<AccessGrantState> grantsOf(UserIdentityState userIdentity) {
        return grantsWhere(grant -> grant.base.getUserIdentityId().equals(userIdentity.id()));
    }

    List<AccessGrantState> grantsOf(String reservationKey) {
        return grantsWhere(grant -> reservationKey.equals(grant.base.getReservationKey()));
    }

    private List<AccessGrantState> grantsWhere(Predicate<AccessGrantState> condition) {
        return accessGrants.values().stream().filter(condition).collect(Collectors.toList());
    }

    AccessMethodState accessMethod(@Nullable String accessMethodId) {
        return getOrThrow("access_method", "access_method_id", accessMethodId, accessMethods);
    }

    InstantKey instantKey(@Nullable String instantKeyId) {
        return getOrThrow("instant_key", "instant_key_id", instantKeyId, instantKeys);
    }

    ClientSessionState clientSession(@Nullable String clientSessionId) {
        return getOrThrow("client_session", "client_session_id", clientSessionId, clientSessions);
    }

    AcsSystem acsSystem(@Nullable String acsSystemId) {
        return getOrThrow("acs_system", "acs_system_id", acsSystemId, hotel.systems);
    }

    AcsEntrance acsEntrance(@Nullable String acsEntranceId) {
        return getOrThrow("acs_entrance", "acs_entrance_id", acsEntranceId, hotel.entrances);
    }

    Space space(@Nullable String spaceId) {
        return getOrThrow("space", "space_id", spaceId, hotel.spaces);
    }

    Space spaceByKey(String spaceKey) {
        return hotel.spaces.values().stream()
                .filter(space -> spaceKey.equals(space.getSpaceKey()))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("space", "space_key", spaceKey));
    }

    /** Returns the instant key of a mobile key method, unless it was deleted. */
    @Nullable
    InstantKey keyOf(AccessMethodState method) {
        return instantKeys.get(method.instantKeyId);
    }

    ClientSessionState sessionOf(InstantKey key) {
        return clientSession(key.getClientSessionId());
    }

    Stream<Space> spacesOf(AccessGrantState grant) {
        return grant.base.getSpaceIds().stream().map(this::space);
    }

    Stream<AcsEntrance> entrancesOf(AccessGrantState grant) {
        return grant.acsEntranceIds.stream().map(this::acsEntrance);
    }

    static <T> T getOrThrow(String resource, String idName, @Nullable String id, Map<String, T> all) {
        T object = id == null ? null : all.get(id);
        if (object == null) {
            throw ApiError.notFound(resource, idName, String.valueOf(id));
        }
        return object;
    }
}
