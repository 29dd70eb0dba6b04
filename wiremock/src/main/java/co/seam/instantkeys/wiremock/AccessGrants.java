package co.seam.instantkeys.wiremock;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.OkResponse;
import java.util.List;
import java.util.stream.Collectors;

/** The endpoints below {@code /access_grants}. */
final class AccessGrants {
    private final Workspace workspace;
    private final UserIdentities userIdentities;

    AccessGrants(Workspace workspace, UserIdentities userIdentities) {
        this.workspace = workspace;
        this.userIdentities = userIdentities;
    }

    Object create(Input input) {
        GrantDraft draft = new GrantDraft(input, workspace, userIdentities);
        input.check();
        // everything that can refuse comes before anything that changes: a refused grant leaves no person behind
        draft.resolve();
        AccessGrant grant = draft.carryOut();
        return AccessGrantResponse.builder().accessGrant(grant).ok(true).build();
    }

    Object list(Input input) {
        List<String> ids = input.optional("access_grant_ids").each(Field::uuid);
        String key = input.optional("access_grant_key").orNull().nonEmpty();
        boolean withoutKey = input.hasNull("access_grant_key");
        String reservationKey = input.optional("reservation_key").nonEmpty();
        String userIdentityId = input.optional("user_identity_id").uuid();
        String acsSystemId = input.optional("acs_system_id").uuid();
        String acsEntranceId = input.optional("acs_entrance_id").uuid();
        String spaceId = input.optional("space_id").uuid();
        String locationId = input.optional("location_id").uuid();
        // none of these is part of the sandbox: they match nothing
        String customerKey = input.optional("customer_key").nonEmpty();
        String deviceId = input.optional("device_id").uuid();
        String accessCodeId = input.optional("access_code_id").uuid();
        Paging paging = Paging.of(input, 500);
        input.check();

        List<Grant> matching = workspace.accessGrants.values().stream()
                .filter(grant -> customerKey == null && deviceId == null && accessCodeId == null)
                .filter(grant -> acsEntranceId == null || grant.acsEntranceIds.contains(acsEntranceId))
                .filter(grant -> acsSystemId == null || reaches(grant, acsSystemId))
                .filter(grant -> ids == null || ids.contains(grant.shown.getAccessGrantId()))
                .filter(grant -> key == null || key.equals(grant.shown.getAccessGrantKey()))
                .filter(grant -> !withoutKey || grant.shown.getAccessGrantKey() == null)
                .filter(grant -> reservationKey == null || reservationKey.equals(grant.shown.getReservationKey()))
                .filter(grant -> userIdentityId == null || userIdentityId.equals(grant.shown.getUserIdentityId()))
                .filter(grant -> spaceId == null || grant.shown.getSpaceIds().contains(spaceId))
                .filter(grant -> locationId == null || grant.shown.getSpaceIds().contains(locationId))
                .collect(Collectors.toList());
        Paging.Page<Grant> page = paging.cut(matching, grant -> grant.number);
        return AccessGrantsResponse.builder()
                .accessGrants(page.items.stream().map(grant -> grant.shown).collect(Collectors.toList()))
                .pagination(page.pagination)
                .ok(true)
                .build();
    }

    /** Keys stay: they belong to the person, not to the grant. */
    Object delete(Input input) {
        String accessGrantId = input.required("access_grant_id").uuid();
        input.check();
        workspace.accessGrants.remove(workspace.accessGrant(accessGrantId).shown.getAccessGrantId());
        return OkResponse.builder().ok(true).build();
    }

    private boolean reaches(Grant grant, String acsSystemId) {
        return grant.acsEntranceIds.stream()
                .anyMatch(id -> workspace.acsEntrance(id).getAcsSystemId().equals(acsSystemId));
    }
}
