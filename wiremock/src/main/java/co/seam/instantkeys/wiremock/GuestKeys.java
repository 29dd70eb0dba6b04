package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsSystemLocation;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.InstantKeyCustomization;
import co.seam.instantkeys.wiremock.GuestView.Door;
import co.seam.instantkeys.wiremock.GuestView.Guest;
import co.seam.instantkeys.wiremock.GuestView.Stay;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the links of instant keys do for their guests: which doors they open, and how often. Guarded by the workspace.
 *
 * <p>Assumptions: a link gives the guest's phone all mobile keys of the person. Each unlocking counts as one use.
 * Without the access method for which it was created, a link opens nothing.
 */
final class GuestKeys {
    /** From best to worst: a link has the best state of its stays. */
    private static final List<KeyState> BEST_FIRST =
            List.of(KeyState.READY, KeyState.NOT_STARTED, KeyState.NOT_READY, KeyState.EXPIRED);

    /** How many links of deleted keys are recognized. Bounds the memory of a sandbox that runs for days. */
    static final int MAX_DELETED = 50_000;

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Workspace workspace;
    /** By the code at the end of the link. The latest links of deleted keys are kept, to be recognized. */
    private final Map<String, Link> links = new LinkedHashMap<>();

    /** Codes of deleted keys, oldest first. */
    private final Queue<String> deleted = new ArrayDeque<>();

    private final Map<String, InstantKeyCustomization> profiles = new LinkedHashMap<>();

    GuestKeys(Workspace workspace) {
        this.workspace = workspace;
    }

    void clear() {
        links.clear();
        deleted.clear();
        profiles.clear();
    }

    /** @param isOfMethod whether the key is that of an access method, rather than one more for a person */
    void add(InstantKey key, int maxUses, boolean isOfMethod) {
        links.put(code(key.getInstantKeyUrl()), new Link(key, maxUses, isOfMethod));
    }

    void keyDeleted(InstantKey key) {
        deleted.add(code(key.getInstantKeyUrl()));
        if (deleted.size() > MAX_DELETED) {
            links.remove(deleted.remove());
        }
    }

    /** Whether a known link ends with the same code. */
    boolean hasLinkLike(String url) {
        return links.containsKey(code(url));
    }

    String addProfile(InstantKeyCustomization profile) {
        String id = workspace.ids.uuid();
        profiles.put(id, profile);
        return id;
    }

    @Nullable
    InstantKeyCustomization profile(String customizationProfileId) {
        return profiles.get(customizationProfileId);
    }

    /** Returns the code at the end of a link, or an empty string if the link is not from this sandbox. */
    String codeOf(String url) {
        String code = code(url);
        Link link = links.get(code);
        return link != null && link.url.equals(url) ? code : "";
    }

    /**
     * Returns the id of the key with that link, even if it was deleted, or null if the link is not from this sandbox.
     */
    @Nullable
    String instantKeyId(String url) {
        Link link = links.get(codeOf(url));
        return link == null ? null : link.instantKeyId;
    }

    private static String code(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    GuestView view(String code) {
        Link link = links.get(code);
        if (link == null) {
            return new GuestView(KeyState.UNKNOWN_LINK, workspace.propertyName(), null);
        }
        InstantKey key = workspace.instantKeys.get(link.instantKeyId);
        if (key == null || isRevoked(link, key)) {
            return new GuestView(KeyState.REVOKED, workspace.propertyName(), null);
        }
        List<AccessMethodState> methods = workspace.accessMethods.values().stream()
                .filter(method -> method.isMobileKey() && method.deletion == null)
                .filter(method -> method.grant.base.getUserIdentityId().equals(key.getUserIdentityId()))
                .collect(Collectors.toList());
        KeyState state = state(link, key, methods);
        Guest guest = new Guest(
                link.instantKeyId,
                workspace.userIdentity(key.getUserIdentityId()).base.getDisplayName(),
                key.getCustomization(),
                link.uses,
                link.maxUses,
                key.getExpiresAt(),
                methods.stream().map(method -> stay(method, state)).collect(Collectors.toList()));
        return new GuestView(state, workspace.propertyName(), guest);
    }

    private boolean isRevoked(Link link, InstantKey key) {
        return workspace.sessionOf(key).token() == null
                || (link.isOfMethod
                        && workspace.accessMethods.values().stream()
                                .noneMatch(method ->
                                        method.deletion == null && link.instantKeyId.equals(method.instantKeyId)));
    }

    private KeyState state(Link link, InstantKey key, List<AccessMethodState> methods) {
        if (!workspace.now().isBefore(key.getExpiresAt())) {
            return KeyState.EXPIRED;
        }
        List<KeyState> states = methods.stream().map(this::state).collect(Collectors.toList());
        KeyState best = BEST_FIRST.stream().filter(states::contains).findFirst().orElse(KeyState.NOT_READY);
        return best != KeyState.EXPIRED && link.uses >= link.maxUses ? KeyState.USED_UP : best;
    }

    private KeyState state(AccessMethodState method) {
        Instant endsAt = method.grant.base.getEndsAt();
        if (endsAt != null && !workspace.now().isBefore(endsAt)) {
            return KeyState.EXPIRED;
        }
        if (!method.isIssued) {
            return KeyState.NOT_READY;
        }
        return workspace.now().isBefore(method.grant.base.getStartsAt()) ? KeyState.NOT_STARTED : KeyState.READY;
    }

    private Stay stay(AccessMethodState method, KeyState ofLink) {
        KeyState own = state(method);
        KeyState state = ofLink == KeyState.EXPIRED || ofLink == KeyState.USED_UP ? ofLink : own;
        List<Door> doors = workspace
                .entrancesOf(method.grant)
                .map(entrance -> new Door(
                        entrance.getAcsEntranceId(),
                        entrance.getDisplayName(),
                        Boolean.FALSE.equals(entrance.getCanUnlockWithMobileKey())
                                ? KeyState.DOOR_WITHOUT_MOBILE_KEY
                                : state))
                .collect(Collectors.toList());
        return new Stay(
                state, method.grant.base.getStartsAt(), method.grant.base.getEndsAt(), zone(method.grant), doors);
    }

    /** Returns the time zone of the grant's first door. */
    private ZoneId zone(AccessGrantState grant) {
        return workspace
                .entrancesOf(grant)
                .map(AcsEntrance::getAcsSystemId)
                .map(id -> workspace.acsSystem(id).getLocation())
                .flatMap(location -> Stream.ofNullable(location).map(AcsSystemLocation::getTimeZone))
                .flatMap(Stream::ofNullable)
                .map(GuestKeys::zone)
                .findFirst()
                .orElse(UTC);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return UTC; // the property's name of its zone is not one that Java knows
        }
    }

    /** Returns the state of the first door that matches and can be unlocked, or else of the first that matches. */
    static KeyState state(GuestView view, Predicate<Door> isDoor) {
        return best(view, isDoor).map(door -> door.state).findFirst().orElseGet(() -> stateWithoutDoor(view));
    }

    private static KeyState stateWithoutDoor(GuestView view) {
        return view.state == KeyState.UNKNOWN_LINK || view.state == KeyState.REVOKED
                ? view.state
                : KeyState.DOOR_NOT_GRANTED;
    }

    private static Stream<Door> best(GuestView view, Predicate<Door> isDoor) {
        List<Door> doors = view.doors().filter(isDoor).collect(Collectors.toCollection(ArrayList::new));
        doors.sort((a, b) -> Boolean.compare(b.state == KeyState.READY, a.state == KeyState.READY));
        return doors.stream();
    }

    /**
     * Unlocks a door and counts a use.
     *
     * @param name of the door, for the message
     * @return the recorded event
     * @throws UnlockRejectedException if the door stays locked
     */
    Event unlock(String code, String name, Predicate<Door> isDoor) {
        GuestView view = view(code);
        KeyState state = state(view, isDoor);
        Link link = links.get(code);
        if (state != KeyState.READY || link == null || view.guest == null) {
            throw new UnlockRejectedException(name, state);
        }
        Door door = best(view, isDoor).findFirst().orElseThrow();
        InstantKey key = workspace.instantKey(link.instantKeyId);
        link.uses++;
        return workspace.events.recordUnlocked(workspace.acsEntrance(door.acsEntranceId), key.getUserIdentityId());
    }

    private static final class Link {
        private final String url;
        private final String instantKeyId;
        private final int maxUses;
        private final boolean isOfMethod;
        private int uses;

        private Link(InstantKey key, int maxUses, boolean isOfMethod) {
            this.url = key.getInstantKeyUrl();
            this.instantKeyId = key.getInstantKeyId();
            this.maxUses = maxUses;
            this.isOfMethod = isOfMethod;
        }
    }
}
