package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantBatch;
import co.seam.instantkeys.generated.model.AccessGrantBatchResponse;
import co.seam.instantkeys.generated.model.AccessGrantRelatedResource;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.OkResponse;
import co.seam.instantkeys.generated.model.UserIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /access_grants}. */
final class AccessGrantsEndpoints {
    private final Workspace workspace;
    private final UserIdentitiesEndpoints userIdentities;

    AccessGrantsEndpoints(Workspace workspace, UserIdentitiesEndpoints userIdentities) {
        this.workspace = workspace;
        this.userIdentities = userIdentities;
    }

    Object create(Input input) {
        GrantDraft draft = new GrantDraft(input, workspace, userIdentities);
        input.check();
        // all checks come before the first change: a rejected grant must not leave a new user identity behind
        draft.resolve();
        return response(draft.commit());
    }

    Object get(Input input) {
        String id = input.optional("access_grant_id").uuid();
        String key = input.optional("access_grant_key").nonEmpty();
        input.exactlyOneOf("the grant", "access_grant_id", "access_grant_key");
        input.check();
        return response(grant(id, key));
    }

    private AccessGrantState grant(@Nullable String id, @Nullable String key) {
        return key == null ? workspace.accessGrant(id) : workspace.accessGrantByKey(key);
    }

    private Object response(AccessGrantState grant) {
        return AccessGrantResponse.builder()
                .accessGrant(grant.toModel(workspace))
                .ok(true)
                .build();
    }

    Object list(Input input) {
        List<String> ids = input.optional("access_grant_ids").each(Field::uuid);
        String key = input.optional("access_grant_key").nullable().nonEmpty();
        boolean withoutKey = input.hasNull("access_grant_key");
        String reservationKey = input.optional("reservation_key").nonEmpty();
        String userIdentityFilter = input.optional("user_identity_id").uuid();
        String acsSystemId = input.optional("acs_system_id").uuid();
        String acsEntranceId = input.optional("acs_entrance_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        String locationId = input.optional("location_id").uuid();
        SearchFilter search = new SearchFilter(input);
        // the sandbox has none of these: such filters match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String deviceId = input.optional("device_id").uuid();
        String accessCodeId = input.optional("access_code_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();
        String userIdentityId = userIdentityFilter == null ? null : workspace.primaryOf(userIdentityFilter);

        List<AccessGrantState> matching = workspace.accessGrants.values().stream()
                .filter(grant -> customerKey == null && deviceId == null && accessCodeId == null)
                .filter(grant -> acsEntranceId == null || grant.acsEntranceIds.contains(acsEntranceId))
                .filter(grant -> acsSystemId == null || reaches(grant, acsSystemId))
                .filter(grant -> ids == null || ids.contains(grant.id()))
                .filter(grant -> key == null || key.equals(grant.base.getAccessGrantKey()))
                .filter(grant -> !withoutKey || grant.base.getAccessGrantKey() == null)
                .filter(grant -> reservationKey == null || reservationKey.equals(grant.base.getReservationKey()))
                .filter(grant -> userIdentityId == null || userIdentityId.equals(grant.base.getUserIdentityId()))
                .filter(grant -> spaceId == null || grant.base.getSpaceIds().contains(spaceId))
                .filter(grant -> locationId == null || grant.base.getSpaceIds().contains(locationId))
                .filter(grant -> isFound(search, grant))
                .collect(Collectors.toList());
        Paging.Page<AccessGrantState> page = paging.page(matching, grant -> grant.number);
        return AccessGrantsResponse.builder()
                .accessGrants(page.items.stream()
                        .map(grant -> grant.toModel(workspace))
                        .collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    private boolean isFound(SearchFilter search, AccessGrantState grant) {
        UserIdentity guest = workspace.userIdentityOf(grant).base;
        return search.matches(
                grant.base.getName(),
                grant.base.getAccessGrantKey(),
                grant.base.getReservationKey(),
                grant.id(),
                guest.getUserIdentityId(),
                guest.getFullName(),
                guest.getEmailAddress(),
                guest.getPhoneNumber());
    }

    private boolean reaches(AccessGrantState grant, String acsSystemId) {
        return workspace.entrancesOf(grant).map(AcsEntrance::getAcsSystemId).anyMatch(acsSystemId::equals);
    }

    /** Assumption: unlike create, update accepts an end in the past, since the API documents no rule against it. */
    Object update(Input input) {
        String id = input.optional("access_grant_id").uuid();
        String key = input.optional("access_grant_key").nonEmpty();
        input.exactlyOneOf("the grant", "access_grant_id", "access_grant_key");
        String name = input.optional("name").nullable().text();
        Field start = input.optional("starts_at");
        Instant startsAt = start.instant();
        Field end = input.optional("ends_at").nullable();
        Instant endsAt = end.instant();
        if (startsAt != null && endsAt != null && !endsAt.isAfter(startsAt)) {
            end.addProblem("Must lie after starts_at");
        }
        input.check();

        AccessGrantState grant = grant(id, key).requireNotBeingDeleted();
        Instant newStart = startsAt == null ? grant.base.getStartsAt() : startsAt;
        Instant newEnd = input.has("ends_at") ? endsAt : grant.base.getEndsAt();
        if (newEnd != null && !newEnd.isAfter(newStart)) { // one of the two is unchanged
            if (endsAt == null) {
                start.addProblem("Must lie before ends_at");
            } else {
                end.addProblem("Must lie after starts_at");
            }
            input.check();
        }
        if (input.has("name")) {
            rename(grant, name);
        }
        changeTimes(grant, newStart, newEnd);
        return OkResponse.builder().ok(true).build();
    }

    private static void rename(AccessGrantState grant, @Nullable String name) {
        AccessGrant.Builder renamed = grant.base.toBuilder().displayName(name == null ? grant.defaultName : name);
        grant.base = (name == null ? renamed.nameNull() : renamed.name(name)).build();
    }

    private void changeTimes(AccessGrantState grant, Instant start, @Nullable Instant end) {
        if (start.equals(grant.base.getStartsAt()) && Objects.equals(end, grant.base.getEndsAt())) {
            return;
        }
        AccessGrant before = grant.base;
        AccessGrant.Builder changed = before.toBuilder().startsAt(start);
        grant.base = (end == null ? changed.endsAtNull() : changed.endsAt(end)).build();
        workspace.events.recordTimesChanged(grant);
        workspace.issuer.reissue(grant, before);
    }

    /** The instant keys stay: they belong to the user identity, not to the grant. */
    Object delete(Input input) {
        String accessGrantId = input.required("access_grant_id").uuid();
        input.check();
        workspace.deletions.delete(workspace.accessGrant(accessGrantId));
        return OkResponse.builder().ok(true).build();
    }

    Object requestAccessMethods(Input input) {
        String accessGrantId = input.required("access_grant_id").uuid();
        List<AccessMethodInput> methods = AccessMethodInput.readAll(
                input.required("requested_access_methods").ofSize(1, Integer.MAX_VALUE));
        input.check();
        AccessGrantState grant = workspace.accessGrant(accessGrantId).requireNotBeingDeleted();
        workspace.issuer.createAll(grant, methods);
        return response(grant);
    }

    Object getRelated(Input input) {
        List<String> ids = input.optional("access_grant_ids").each(Field::uuid);
        List<String> keys = input.optional("access_grant_keys").each(Field::nonEmpty);
        input.atLeastOneOf("the grants", "access_grant_ids", "access_grant_keys");
        IncludeFilter include = new IncludeFilter(input, AccessGrantRelatedResource.known());
        input.check();

        Supplier<Stream<AccessGrantState>> grants = () -> workspace.accessGrants.values().stream()
                .filter(grant -> ids != null && ids.contains(grant.id())
                        || keys != null && keys.contains(grant.base.getAccessGrantKey()));
        AccessGrantBatch.Builder batch = AccessGrantBatch.builder();
        include.ifIncluded(
                "access_methods",
                grants.get().flatMap(grant -> grant.methods.stream()).map(method -> method.toModel(workspace)),
                batch::accessMethods);
        include.ifIncluded(
                "user_identities",
                grants.get().map(workspace::userIdentityOf).map(UserIdentityState::toModel),
                batch::userIdentities);
        include.ifIncluded("spaces", grants.get().flatMap(workspace::spacesOf), batch::spaces);
        include.ifIncluded("acs_entrances", grants.get().flatMap(workspace::entrancesOf), batch::acsEntrances);
        include.ifIncluded(
                "acs_systems",
                grants.get()
                        .flatMap(workspace::entrancesOf)
                        .map(AcsEntrance::getAcsSystemId)
                        .map(workspace::acsSystem),
                batch::acsSystems);
        include.ifIncluded(
                "connected_accounts",
                grants.get().map(grant -> workspace.hotel.connectedAccount),
                batch::connectedAccounts);
        // the sandbox has none of these
        include.ifIncluded("acs_access_groups", Stream.empty(), batch::acsAccessGroups);
        include.ifIncluded("devices", Stream.empty(), batch::devices);
        return AccessGrantBatchResponse.builder().batch(batch.build()).ok(true).build();
    }
}
