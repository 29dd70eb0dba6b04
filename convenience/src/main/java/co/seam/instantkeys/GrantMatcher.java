package co.seam.instantkeys;

import co.seam.instantkeys.GrantDifference.Kind;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.Device;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import co.seam.instantkeys.internal.transport.SecretRedactor;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a grant that exists with a request for one. What cannot be compared counts as different: a link must not go
 * to the wrong guest. Sends nothing.
 */
final class GrantMatcher {
    /**
     * Numbers that differ before the national number must share at least this many digits: fewer would match by
     * accident.
     */
    static final int NATIONAL_DIGITS = 7;

    private final CreateAccessGrantRequest request;

    GrantMatcher(CreateAccessGrantRequest request) {
        this.request = request;
    }

    /** Returns how the grant differs from the request, as far as the grant alone shows it. */
    List<GrantDifference> differences(AccessGrant grant) {
        List<GrantDifference> differences = new ArrayList<>();
        if (!isSameIfBothKnown(request.getAccessGrantKey(), grant.getAccessGrantKey())) {
            differences.add(difference(Kind.KEY, request.getAccessGrantKey(), grant.getAccessGrantKey()));
        }
        // a grant that is requested without a start begins when it is created
        Instant start = request.getStartsAt() == null ? grant.getCreatedAt() : request.getStartsAt();
        if (!isSameTime(start, grant.getStartsAt()) || !isSameTime(request.getEndsAt(), grant.getEndsAt())) {
            differences.add(difference(
                    Kind.TIMES,
                    times(request.getStartsAt(), request.getEndsAt()),
                    times(grant.getStartsAt(), grant.getEndsAt())));
        }
        if (!hasSameMethods(grant.getRequestedAccessMethods())) {
            differences.add(difference(
                    Kind.METHODS,
                    request.getRequestedAccessMethods().stream()
                            .map(one -> method(one.getMode(), one.getCode(), one.getInstantKeyMaxUseCount()))
                            .collect(Collectors.joining(", ")),
                    grant.getRequestedAccessMethods().stream()
                            .map(one -> method(one.getMode(), one.getCode(), one.getInstantKeyMaxUseCount()))
                            .collect(Collectors.joining(", "))));
        }
        if (!isSameIfBothKnown(request.getReservationKey(), grant.getReservationKey())) {
            differences.add(difference(Kind.RESERVATION, request.getReservationKey(), grant.getReservationKey()));
        }
        if (!grant.getAdditionalProperties()
                .entrySet()
                .containsAll(request.getAdditionalProperties().entrySet())) {
            differences.add(difference(
                    Kind.OTHER,
                    SecretRedactor.quote(
                            request.getAdditionalProperties().keySet().toString()),
                    "the same with other values, or nothing"));
        }
        return differences;
    }

    /**
     * Returns how the grant differs from the request in what it opens and for whom.
     *
     * @param related the user identity, entrances, spaces and devices of the grant
     */
    List<GrantDifference> differences(AccessGrant grant, AccessGrantBatch related) {
        List<GrantDifference> differences = new ArrayList<>();
        if (!isSameUserIdentity(grant, related)) {
            differences.add(difference(Kind.GUEST, requestedGuest(), grant.getUserIdentityId()));
        }
        addDifferentTargets(grant, related, differences);
        return differences;
    }

    /** Returns the difference that stands for those that {@link #differences(AccessGrant, AccessGrantBatch)} would find. */
    static GrantDifference notCompared(SeamException failedRead) {
        return difference(
                Kind.OTHER, "guest, entrances, spaces and devices", "could not be read: " + failedRead.getMessage());
    }

    private static GrantDifference difference(Kind kind, @Nullable Object requested, @Nullable Object found) {
        return new GrantDifference(kind, requested, found);
    }

    private static String times(@Nullable Instant start, @Nullable Instant end) {
        return (start == null ? "from its creation" : "from " + start)
                + (end == null ? " without an end" : " to " + end);
    }

    private static String method(AccessMethodMode mode, @Nullable String code, @Nullable Integer useCount) {
        return mode + (code == null ? "" : " with a PIN") + (useCount == null ? "" : " for " + useCount + " uses");
    }

    private @Nullable Object requestedGuest() {
        NewUserIdentity guest = request.getUserIdentity();
        if (guest == null) {
            return request.getUserIdentityId();
        }
        return Stream.of(
                        guest.getUserIdentityKey(),
                        guest.getFullName(),
                        guest.getEmailAddress(),
                        guest.getPhoneNumber())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    /** Compares to the second: a server may store times with less precision than they were sent. */
    static boolean isSameTime(@Nullable Instant requested, @Nullable Instant found) {
        if (requested == null || found == null) {
            return Objects.equals(requested, found);
        }
        return Duration.between(requested, found).abs().compareTo(Duration.ofSeconds(1)) < 0;
    }

    private boolean isSameUserIdentity(AccessGrant grant, AccessGrantBatch related) {
        UserIdentity identity = related.getUserIdentities().stream()
                .filter(one -> one.getUserIdentityId().equals(grant.getUserIdentityId()))
                .findFirst()
                .orElse(null);
        String id = request.getUserIdentityId();
        if (id != null) {
            return Echo.matches(id, grant.getUserIdentityId())
                    || (identity != null
                            && ids(identity.getMergedUserIdentityIds()).contains(Echo.canonical(id)));
        }
        NewUserIdentity requested = request.getUserIdentity();
        return requested != null && identity != null && isSameUserIdentity(requested, identity);
    }

    /** Returns whether a user identity has everything that a new one is requested with. */
    static boolean isSameUserIdentity(NewUserIdentity requested, UserIdentity found) {
        String key = requested.getUserIdentityKey();
        boolean identifiable = key != null
                || requested.getEmailAddress() != null
                || requested.getPhoneNumber() != null
                || requested.getFullName() != null;
        return identifiable
                && (key == null
                        || key.equals(found.getUserIdentityKey())
                        || found.getMergedUserIdentityKeys().contains(key))
                && isSameIfRequested(requested.getEmailAddress(), found.getEmailAddress(), GrantMatcher::isSameEmail)
                && isSameIfRequested(requested.getPhoneNumber(), found.getPhoneNumber(), GrantMatcher::isSamePhone)
                && isSameIfRequested(requested.getFullName(), found.getFullName(), GrantMatcher::isSameName);
    }

    /** @param isSame ignores what a server may change when it stores the value in a form of its own */
    private static boolean isSameIfRequested(
            @Nullable String requested, @Nullable String found, BiPredicate<String, String> isSame) {
        return requested == null || (found != null && isSame.test(requested, found));
    }

    static boolean isSameEmail(String requested, String found) {
        return requested.strip().equalsIgnoreCase(found.strip());
    }

    /** Servers drop spaces, brackets and dashes, and add or replace what comes before the national number. */
    static boolean isSamePhone(String requested, String found) {
        String one = digits(requested);
        String other = digits(found);
        return one.equals(other)
                ? !one.isEmpty() || requested.equals(found)
                : Math.min(one.length(), other.length()) >= NATIONAL_DIGITS
                        && (one.endsWith(other) || other.endsWith(one));
    }

    static String digits(String phoneNumber) {
        return phoneNumber.replaceAll("[^0-9]", "").replaceAll("^0+", "");
    }

    private static boolean isSameName(String requested, String found) {
        return name(requested).equals(name(found));
    }

    private static String name(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
    }

    private static Set<String> ids(List<String> ids) {
        return ids(ids, self -> self);
    }

    /**
     * Adds what the grant opens and the request does not name, or the other way round. A grant names its spaces, but
     * not its entrances and devices: these are related to it, together with those of its spaces.
     */
    @SuppressWarnings("deprecation") // the deprecated ways to name a space are still in use
    private void addDifferentTargets(AccessGrant grant, AccessGrantBatch related, List<GrantDifference> differences) {
        Set<String> spaceIds = ids(related.getSpaces(), Space::getSpaceId);
        spaceIds.addAll(ids(grant.getSpaceIds()));
        // a location becomes a space that the request cannot name
        boolean hasLocation = request.getLocation() != null;
        if (!hasSameSpaces(spaceIds, related.getSpaces(), hasLocation)) {
            List<String> requested = new ArrayList<>(request.getSpaceIds());
            requested.addAll(request.getLocationIds());
            requested.addAll(request.getSpaceKeys());
            differences.add(difference(Kind.SPACES, requested, sorted(spaceIds)));
        }
        if (!hasSameEntrances(spaceIds, related.getAcsEntrances(), hasLocation)) {
            differences.add(difference(
                    Kind.ENTRANCES,
                    request.getAcsEntranceIds(),
                    sorted(ids(related.getAcsEntrances(), AcsEntrance::getAcsEntranceId))));
        }
        if (!hasSameDevices(spaceIds, related.getDevices())) {
            differences.add(difference(
                    Kind.DEVICES, request.getDeviceIds(), sorted(ids(related.getDevices(), Device::getDeviceId))));
        }
    }

    private static List<String> sorted(Set<String> ids) {
        return ids.stream().sorted().collect(Collectors.toList());
    }

    @SuppressWarnings("deprecation") // as above
    private boolean hasSameSpaces(Set<String> foundIds, List<Space> found, boolean hasLocation) {
        Set<String> requestedIds = ids(request.getSpaceIds());
        requestedIds.addAll(ids(request.getLocationIds()));
        Set<String> requestedKeys = new HashSet<>(request.getSpaceKeys());
        Set<String> foundKeys = new HashSet<>();
        Set<String> idsOfRequestedKeys = new HashSet<>();
        for (Space space : found) {
            if (space.getSpaceKey() != null) {
                foundKeys.add(space.getSpaceKey());
                if (requestedKeys.contains(space.getSpaceKey())) {
                    idsOfRequestedKeys.add(Echo.canonical(space.getSpaceId()));
                }
            }
        }
        return foundIds.containsAll(requestedIds)
                && foundKeys.containsAll(requestedKeys)
                && (hasLocation
                        || foundIds.stream()
                                .allMatch(id -> requestedIds.contains(id) || idsOfRequestedKeys.contains(id)));
    }

    private boolean hasSameEntrances(Set<String> spaceIds, List<AcsEntrance> found, boolean hasLocation) {
        Set<String> requestedIds = ids(request.getAcsEntranceIds());
        return ids(found, AcsEntrance::getAcsEntranceId).containsAll(requestedIds)
                && found.stream()
                        .allMatch(entrance -> hasLocation
                                || requestedIds.contains(Echo.canonical(entrance.getAcsEntranceId()))
                                || ids(entrance.getSpaceIds()).stream().anyMatch(spaceIds::contains));
    }

    /** Devices do not name their spaces, so with spaces there may be more of them than requested. */
    private boolean hasSameDevices(Set<String> spaceIds, List<Device> found) {
        Set<String> requestedIds = ids(request.getDeviceIds());
        Set<String> foundIds = ids(found, Device::getDeviceId);
        return foundIds.containsAll(requestedIds) && (!spaceIds.isEmpty() || foundIds.size() == requestedIds.size());
    }

    private static <T> Set<String> ids(List<T> items, Function<T, String> id) {
        return items.stream().map(id).map(Echo::canonical).collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns whether there is one method for each requested one, and no other. */
    private boolean hasSameMethods(List<RequestedAccessMethod> found) {
        List<RequestedAccessMethod> unmatched = new ArrayList<>(found);
        for (NewAccessMethod requested : request.getRequestedAccessMethods()) {
            RequestedAccessMethod match = unmatched.stream()
                    .filter(one -> one.getMode().equals(requested.getMode())
                            && isSameIfBothKnown(requested.getCode(), one.getCode())
                            && isSameIfBothKnown(requested.getInstantKeyMaxUseCount(), one.getInstantKeyMaxUseCount()))
                    .findFirst()
                    .orElse(null);
            if (match == null) {
                return false;
            }
            unmatched.remove(match);
        }
        return unmatched.isEmpty();
    }

    /** Compares a value that the server may leave out. */
    private static boolean isSameIfBothKnown(@Nullable Object requested, @Nullable Object found) {
        return requested == null || found == null || requested.equals(found);
    }
}
