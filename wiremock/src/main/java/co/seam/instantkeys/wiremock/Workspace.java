package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.ClientSession;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
    final Map<String, Method> accessMethods = new LinkedHashMap<>();
    final Map<String, ClientSession> clientSessions = new LinkedHashMap<>();
    final Map<String, Event> events = new LinkedHashMap<>();
    /** From the id of a person who was merged into another, to that one's. */
    private final Map<String, String> mergedInto = new HashMap<>();
    /** How long after a grant its access methods are issued. */
    Duration issueAfter = Duration.ZERO;

    /** Also of deleted keys: an old link must not open a new door. */
    private final Set<String> instantKeyUrls = new HashSet<>();

    private int grantsMade;
    private int methodsMade;
    private int peopleMade;
    private final Map<String, Integer> peopleNumbers = new HashMap<>();

    private final Clock clock;
    private final Random random;

    Workspace(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
        this.hotel = new Hotel(id, now());
    }

    void clear() {
        userIdentities.clear();
        instantKeys.clear();
        accessGrants.clear();
        accessMethods.clear();
        clientSessions.clear();
        events.clear();
        mergedInto.clear();
        peopleNumbers.clear();
        instantKeyUrls.clear();
        issueAfter = Duration.ZERO;
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
                .clientSessionId(newClientSession(userIdentityId, now))
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

    @SuppressWarnings("deprecation") // the API still sends user_identity_ids
    private String newClientSession(String userIdentityId, Instant now) {
        ClientSession session = ClientSession.builder()
                .clientSessionId(newId())
                .workspaceId(id)
                .token("seam_cst1_" + newId().replace("-", ""))
                .userIdentityId(userIdentityId)
                .userIdentityIds(List.of(userIdentityId))
                .userIdentifierKeyNull()
                .createdAt(now)
                .expiresAt(now.plus(KEY_LIFETIME))
                .deviceCount(0)
                .connectedAccountIds(List.of())
                .connectWebviewIds(List.of())
                .build();
        clientSessions.put(session.getClientSessionId(), session);
        return session.getClientSessionId();
    }

    void remember(UserIdentity person) {
        peopleNumbers.computeIfAbsent(person.getUserIdentityId(), newcomer -> ++peopleMade);
        userIdentities.put(person.getUserIdentityId(), person);
    }

    int number(UserIdentity person) {
        return peopleNumbers.get(person.getUserIdentityId());
    }

    Grant remember(AccessGrant grant, Set<String> acsEntranceIds) {
        Set<String> reachable = new HashSet<>(acsEntranceIds);
        grant.getSpaceIds().forEach(spaceId -> reachable.addAll(hotel.entrancesIn(spaceId)));
        Grant remembered = new Grant(++grantsMade, grant, acsEntranceIds, reachable);
        accessGrants.put(grant.getAccessGrantId(), remembered);
        return remembered;
    }

    /** Makes the access methods that a grant asks for, and for each mobile key its instant key. */
    void addMethods(AccessGrant grant, List<RequestedAccessMethod> requested) {
        Instant now = now();
        for (RequestedAccessMethod request : requested) {
            for (String methodId : request.getCreatedAccessMethodIds()) {
                InstantKey key = request.getMode().equals(AccessMethodMode.MOBILE_KEY)
                        ? issueKey(grant.getUserIdentityId(), grant.getCustomizationProfileId())
                        : null;
                Method method = new Method(
                        ++methodsMade,
                        grant.getAccessGrantId(),
                        method(methodId, grant, request, key, now),
                        now.plus(issueAfter),
                        key == null ? null : key.getInstantKeyId());
                accessMethods.put(methodId, method);
                tell(method, "access_method.created");
                if (issueAfter.isZero()) {
                    tell(method, "access_method.issued");
                }
            }
        }
    }

    private AccessMethod method(
            String methodId, AccessGrant grant, RequestedAccessMethod request, @Nullable InstantKey key, Instant now) {
        AccessMethod.Builder method = AccessMethod.builder()
                .accessMethodId(methodId)
                .workspaceId(id)
                .mode(request.getMode())
                .displayName(request.getDisplayName())
                .displayStatus("Ready.")
                .createdAt(now)
                .errors(List.of())
                .warnings(List.of())
                .pendingMutations(List.of());
        if (grant.getCustomizationProfileId() != null) {
            method.customizationProfileId(grant.getCustomizationProfileId());
        }
        if (key != null) {
            method.instantKeyUrl(key.getInstantKeyUrl())
                    .clientSessionToken(String.valueOf(
                            clientSessions.get(key.getClientSessionId()).getToken()));
        }
        if (request.getMode().equals(AccessMethodMode.CODE)) {
            method.code(request.getCode() != null ? request.getCode() : randomText(random, "0123456789", 6));
        }
        return method.build();
    }

    /** The grant with what its access methods are now. */
    AccessGrant show(Grant grant) {
        List<Method> methods = methodsOf(grant);
        AccessGrant.Builder shown = grant.base.toBuilder()
                .accessMethodIds(methods.stream()
                        .map(method -> method.base.getAccessMethodId())
                        .collect(Collectors.toList()));
        List<Method> mobileKeys =
                methods.stream().filter(method -> method.instantKeyId != null).collect(Collectors.toList());
        if (mobileKeys.size() == 1) { // with several, each access method has its own
            AccessMethod mobileKey = mobileKeys.get(0).base;
            shown.instantKeyUrl(String.valueOf(mobileKey.getInstantKeyUrl()))
                    .clientSessionToken(String.valueOf(mobileKey.getClientSessionToken()));
        }
        return shown.build();
    }

    List<Method> methodsOf(Grant grant) {
        return accessMethods.values().stream()
                .filter(method -> method.accessGrantId.equals(grant.base.getAccessGrantId()))
                .collect(Collectors.toList());
    }

    /** With all its access methods. The person keeps the keys: they belong to the person. */
    void forget(Grant grant) {
        methodsOf(grant).forEach(this::forget);
        accessGrants.remove(grant.base.getAccessGrantId());
        tell(grant, "access_grant.deleted");
    }

    void forget(Method method) {
        accessMethods.remove(method.base.getAccessMethodId());
        tell(method, "access_method.deleted");
    }

    void forget(InstantKey key) {
        instantKeys.remove(key.getInstantKeyId());
    }

    /** With all that was made for the person. */
    void forget(UserIdentity person) {
        String personId = person.getUserIdentityId();
        userIdentities.remove(personId);
        List.copyOf(accessGrants.values()).stream()
                .filter(grant -> personId.equals(grant.base.getUserIdentityId()))
                .forEach(this::forget);
        instantKeys.values().removeIf(key -> personId.equals(key.getUserIdentityId()));
        clientSessions.values().removeIf(session -> personId.equals(session.getUserIdentityId()));
    }

    /** Gives the other's grants, keys and sessions to the primary, whom its id leads to from now on. */
    @SuppressWarnings("deprecation") // the API still sends user_identity_ids
    void merge(String primaryId, UserIdentity other) {
        String otherId = other.getUserIdentityId();
        accessGrants.replaceAll((grantId, grant) -> otherId.equals(grant.base.getUserIdentityId())
                ? grant.with(grant.base.toBuilder().userIdentityId(primaryId).build())
                : grant);
        instantKeys.replaceAll((keyId, key) -> otherId.equals(key.getUserIdentityId())
                ? key.toBuilder().userIdentityId(primaryId).build()
                : key);
        clientSessions.replaceAll((sessionId, session) -> otherId.equals(session.getUserIdentityId())
                ? session.toBuilder()
                        .userIdentityId(primaryId)
                        .userIdentityIds(List.of(primaryId))
                        .build()
                : session);
        mergedInto.put(otherId, primaryId);
        UserIdentity primary = userIdentities.get(primaryId);
        List<String> ids = new ArrayList<>(primary.getMergedUserIdentityIds());
        ids.add(otherId);
        ids.addAll(other.getMergedUserIdentityIds());
        List<String> keys = new ArrayList<>(primary.getMergedUserIdentityKeys());
        if (other.getUserIdentityKey() != null) {
            keys.add(other.getUserIdentityKey());
        }
        keys.addAll(other.getMergedUserIdentityKeys());
        userIdentities.remove(otherId);
        userIdentities.put(
                primaryId,
                primary.toBuilder()
                        .mergedUserIdentityIds(ids)
                        .mergedUserIdentityKeys(keys)
                        .build());
    }

    void tell(Grant grant, String eventType) {
        Event.Builder event = newEvent(eventType).accessGrantId(grant.base.getAccessGrantId());
        if (grant.base.getAccessGrantKey() != null) {
            event.accessGrantKey(grant.base.getAccessGrantKey());
        }
        remember(event.build());
    }

    void tell(Method method, String eventType) {
        remember(newEvent(eventType)
                .accessMethodId(method.base.getAccessMethodId())
                .accessGrantIds(List.of(method.accessGrantId))
                .build());
    }

    private Event.Builder newEvent(String eventType) {
        Instant now = now();
        return Event.builder()
                .eventId(newId())
                .eventType(eventType)
                .workspaceId(id)
                .createdAt(now)
                .occurredAt(now);
    }

    private void remember(Event event) {
        events.put(event.getEventId(), event);
    }

    private String newInstantKeyUrl() {
        String url;
        do {
            url = "https://ik.seam.co/" + randomText(random, SHORT_CODE_CHARACTERS, SHORT_CODE_LENGTH);
        } while (!instantKeyUrls.add(url));
        return url;
    }

    /** Also one who was merged into another: then that one. */
    UserIdentity userIdentity(@Nullable String userIdentityId) {
        String current = userIdentityId;
        while (mergedInto.containsKey(current)) {
            current = mergedInto.get(current);
        }
        return found("user_identity", "user_identity_id", current, userIdentities);
    }

    UserIdentity userIdentityByKey(@Nullable String key) {
        return userIdentities.values().stream()
                .filter(person -> String.valueOf(key).equals(person.getUserIdentityKey())
                        || person.getMergedUserIdentityKeys().contains(String.valueOf(key)))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("user_identity", "user_identity_key", String.valueOf(key)));
    }

    Method accessMethod(@Nullable String accessMethodId) {
        return found("access_method", "access_method_id", accessMethodId, accessMethods);
    }

    ClientSession clientSession(@Nullable String clientSessionId) {
        return found("client_session", "client_session_id", clientSessionId, clientSessions);
    }

    Event event(@Nullable String eventId) {
        return found("event", "event_id", eventId, events);
    }

    Space space(@Nullable String spaceId) {
        return found("space", "space_id", spaceId, hotel.spaces);
    }

    Space spaceByKey(@Nullable String key) {
        return hotel.spaces.values().stream()
                .filter(space -> String.valueOf(key).equals(space.getSpaceKey()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("space", "space_key", String.valueOf(key)));
    }

    Grant accessGrantByKey(@Nullable String key) {
        return accessGrants.values().stream()
                .filter(grant -> String.valueOf(key).equals(grant.base.getAccessGrantKey()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("access_grant", "access_grant_key", String.valueOf(key)));
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
