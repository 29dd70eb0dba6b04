package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.Device;
import co.seam.instantkeys.generated.model.GetRelatedAccessGrantsRequest;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.generated.model.RequestedAccessMethod;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The creation of one grant. With an {@code access_grant_key} it can be exactly once: the key is unique in the workspace, so
 * after an unknown outcome the key tells whether there is a grant, and where there is none it is safe to send again.
 */
final class IdempotentGrantCreation {
    private static final int MAX_SENT = 3;

    /** Each of them is a read with its own retries. */
    private static final int MAX_LOOKS = 8;

    /** Before a grant is looked for again that the server says exists. */
    private static final long LAG_MILLIS = 500;

    private static final Pattern DUPLICATE = Pattern.compile("(?i)access_grant_key|duplicate|already");

    private final AccessGrants grants;
    private final CreateAccessGrantRequest request;
    private final boolean bounded;
    private final long deadline;

    /** @param totalTimeout after which no further look is taken; zero for none */
    IdempotentGrantCreation(AccessGrants grants, CreateAccessGrantRequest request, Duration totalTimeout) {
        this.grants = grants;
        this.request = request;
        this.bounded = !totalTimeout.isZero();
        this.deadline = System.nanoTime() + totalTimeout.toNanos();
    }

    AccessGrant create() {
        String key = request.getAccessGrantKey();
        if (key == null) {
            return grants.createOnce(request);
        }
        SeamException unknown = null;
        for (int sent = 1; ; sent++) {
            SeamException failure;
            try {
                return grants.createOnce(request);
            } catch (SeamException e) {
                failure = e;
            } catch (IllegalStateException e) { // closed in the meantime
                throw unknown == null ? e : with(unknown, e);
            }
            if (isOutcomeUnknown(failure)) {
                unknown = failure;
            } else if (unknown == null) {
                throw failure;
            }
            // From here on there may be a grant, of this call or, if this was a refusal, of what it had sent before.
            AccessGrant found = find(key, unknown);
            if (found == null && isDuplicate(failure)) {
                pause();
                found = find(key, unknown); // the lookup lags behind what the server knows
            }
            if (found != null) {
                return found;
            }
            if (failure instanceof SeamInvalidInputException && !isDuplicate(failure)) {
                throw failure; // as it would have been without what came before
            }
            if (failure != unknown) {
                throw with(unknown, failure);
            }
            if (sent == MAX_SENT
                    || isLate(Duration.ZERO)
                    || Thread.currentThread().isInterrupted()) {
                throw unknown;
            }
        }
    }

    private static SeamException with(SeamException unknown, RuntimeException later) {
        unknown.addSuppressed(later);
        return unknown;
    }

    private static boolean isOutcomeUnknown(SeamException e) {
        return e instanceof SeamConnectionException
                ? ((SeamConnectionException) e).isOutcomeUnknown()
                : e instanceof SeamServerException || e instanceof SeamResponseException;
    }

    /** Whether a refusal says that the key is taken. Which status that has is not documented. */
    private static boolean isDuplicate(SeamException e) {
        return e instanceof SeamConflictException
                || (e instanceof SeamInvalidInputException
                        && DUPLICATE
                                .matcher(((SeamInvalidInputException) e).getRawBody())
                                .find());
    }

    /** Whether that much more time is not left. */
    private boolean isLate(Duration more) {
        return bounded && deadline - System.nanoTime() <= TimeUnit.MILLISECONDS.toNanos(more.toMillis());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LAG_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The network that lost the answer may lose the next one too: looked at several times before giving up. Whatever goes
     * wrong with looking, what is told is the unknown outcome.
     */
    private @Nullable AccessGrant find(String key, SeamException unknown) {
        for (int look = 1; ; look++) {
            AccessGrant found;
            String difference;
            try {
                found = getByKey(key);
                difference = found == null ? null : difference(found);
            } catch (SeamConnectionException | SeamServerException | SeamRateLimitException e) {
                if (look == MAX_LOOKS
                        || isLate(wanted(e))
                        || Thread.currentThread().isInterrupted()) {
                    throw with(unknown, e);
                }
                continue;
            } catch (RuntimeException e) {
                throw with(unknown, e);
            }
            if (found != null && difference != null) {
                throw conflict(found, difference);
            }
            return found;
        }
    }

    private static Duration wanted(SeamException e) {
        Duration after = e instanceof SeamApiException ? ((SeamApiException) e).getRetryAfter() : null;
        return after == null ? Duration.ZERO : after;
    }

    private @Nullable AccessGrant getByKey(String key) {
        try {
            return grants.getByKey(key);
        } catch (SeamNotFoundException e) {
            return null;
        }
    }

    private static SeamConflictException conflict(AccessGrant found, String difference) {
        String message = "A grant with the access_grant_key of this request exists already, with " + difference + " ("
                + found.getAccessGrantId() + "); use another key, or look at that grant";
        return new SeamConflictException(
                new ApiErrorDetails(409, "/access_grants/create", null, null, "", null, message));
    }

    /** What cannot be compared counts as different: a link must not go to the wrong guest. */
    private @Nullable String difference(AccessGrant found) {
        if (found.getAccessGrantKey() != null && !found.getAccessGrantKey().equals(request.getAccessGrantKey())) {
            return "another access_grant_key";
        }
        // without a start a grant begins when it is made
        Instant start = request.getStartsAt() == null ? found.getCreatedAt() : request.getStartsAt();
        if (!sameTime(start, found.getStartsAt())) {
            return "another start";
        }
        if (!sameTime(request.getEndsAt(), found.getEndsAt())) {
            return "another end";
        }
        AccessGrantBatch related = grants.getRelated(GetRelatedAccessGrantsRequest.builder()
                .accessGrantIds(List.of(found.getAccessGrantId()))
                .include(List.of(
                        AccessGrantRelatedResource.USER_IDENTITIES,
                        AccessGrantRelatedResource.ACS_ENTRANCES,
                        AccessGrantRelatedResource.SPACES,
                        AccessGrantRelatedResource.DEVICES))
                .build());
        if (!samePerson(found, related)) {
            return "another user identity";
        }
        if (!sameTargets(found, related)) {
            return "other doors or spaces";
        }
        if (!sameMethods(found.getRequestedAccessMethods())) {
            return "other access methods";
        }
        return found.getAdditionalProperties()
                        .entrySet()
                        .containsAll(request.getAdditionalProperties().entrySet())
                ? null
                : "fields that can't be compared: "
                        + request.getAdditionalProperties().keySet();
    }

    /** One found for each that was asked, and none besides. */
    private boolean sameMethods(List<RequestedAccessMethod> found) {
        List<RequestedAccessMethod> left = new ArrayList<>(found);
        for (NewAccessMethod asked : request.getRequestedAccessMethods()) {
            RequestedAccessMethod match = left.stream()
                    .filter(one -> one.getMode().equals(asked.getMode())
                            && sameIfBoth(asked.getCode(), one.getCode())
                            && sameIfBoth(asked.getInstantKeyMaxUseCount(), one.getInstantKeyMaxUseCount()))
                    .findFirst()
                    .orElse(null);
            if (match == null) {
                return false;
            }
            left.remove(match);
        }
        return left.isEmpty();
    }

    /** A server need not repeat what it was asked. */
    private static boolean sameIfBoth(@Nullable Object asked, @Nullable Object found) {
        return asked == null || found == null || asked.equals(found);
    }

    private boolean samePerson(AccessGrant found, AccessGrantBatch related) {
        UserIdentity person = related.getUserIdentities().stream()
                .filter(one -> one.getUserIdentityId().equals(found.getUserIdentityId()))
                .findFirst()
                .orElse(null);
        String id = request.getUserIdentityId();
        if (id != null) {
            return id.equals(found.getUserIdentityId())
                    || (person != null && person.getMergedUserIdentityIds().contains(id));
        }
        NewUserIdentity asked = request.getUserIdentity();
        if (asked == null || person == null) {
            return false;
        }
        String key = asked.getUserIdentityKey();
        boolean named = key != null
                || asked.getEmailAddress() != null
                || asked.getPhoneNumber() != null
                || asked.getFullName() != null;
        return named
                && (key == null
                        || key.equals(person.getUserIdentityKey())
                        || person.getMergedUserIdentityKeys().contains(key))
                && sameIfAsked(lowerCase(asked.getEmailAddress()), lowerCase(person.getEmailAddress()))
                && sameIfAsked(asked.getPhoneNumber(), person.getPhoneNumber())
                && sameIfAsked(asked.getFullName(), person.getFullName());
    }

    private static boolean sameIfAsked(@Nullable String asked, @Nullable String found) {
        return asked == null || asked.equals(found);
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** A grant names its spaces but not its doors and devices; those are related to it, and come with spaces too. */
    @SuppressWarnings("deprecation") // the old ways to name a place still count
    private boolean sameTargets(AccessGrant found, AccessGrantBatch related) {
        Set<String> askedSpaces = new HashSet<>(request.getSpaceIds());
        askedSpaces.addAll(request.getLocationIds());
        Set<String> askedKeys = new HashSet<>(request.getSpaceKeys());
        Set<String> spaces = ids(related.getSpaces(), Space::getSpaceId);
        spaces.addAll(found.getSpaceIds());
        Set<String> keys = new HashSet<>();
        Set<String> byKey = new HashSet<>();
        for (Space space : related.getSpaces()) {
            if (space.getSpaceKey() != null) {
                keys.add(space.getSpaceKey());
                if (askedKeys.contains(space.getSpaceKey())) {
                    byKey.add(space.getSpaceId());
                }
            }
        }
        boolean place = request.getLocation() != null; // becomes a space, of which no more is known
        boolean spacesMatch = spaces.containsAll(askedSpaces)
                && keys.containsAll(askedKeys)
                && (place || spaces.stream().allMatch(id -> askedSpaces.contains(id) || byKey.contains(id)));
        Set<String> askedDoors = new HashSet<>(request.getAcsEntranceIds());
        Set<String> doors = ids(related.getAcsEntrances(), AcsEntrance::getAcsEntranceId);
        boolean doorsMatch = doors.containsAll(askedDoors)
                && related.getAcsEntrances().stream()
                        .allMatch(door -> place
                                || askedDoors.contains(door.getAcsEntranceId())
                                || door.getSpaceIds().stream().anyMatch(spaces::contains));
        Set<String> askedDevices = new HashSet<>(request.getDeviceIds());
        Set<String> devices = ids(related.getDevices(), Device::getDeviceId);
        boolean devicesMatch =
                devices.containsAll(askedDevices) && (!spaces.isEmpty() || devices.size() == askedDevices.size());
        return spacesMatch && doorsMatch && devicesMatch;
    }

    private static <T> Set<String> ids(List<T> items, Function<T, String> id) {
        return items.stream().map(id).collect(Collectors.toCollection(HashSet::new));
    }

    /** To the second: a server may keep less than we sent. */
    private static boolean sameTime(@Nullable Instant asked, @Nullable Instant found) {
        if (asked == null || found == null) {
            return Objects.equals(asked, found);
        }
        return Duration.between(asked, found).abs().compareTo(Duration.ofSeconds(1)) < 0;
    }
}
