package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AccessGrantsApi;
import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessGrantResponse;
import co.seam.instantkeys.generated.model.AccessGrantsResponse;
import co.seam.instantkeys.generated.model.CreateAccessGrantRequest;
import co.seam.instantkeys.generated.model.DeleteAccessGrantRequest;
import co.seam.instantkeys.generated.model.ListAccessGrantsRequest;

/** Who may open which doors, from when to when, and by what means. Thread-safe. */
public final class AccessGrants {
    private final Calls calls;
    private final AccessGrantsApi api;

    AccessGrants(Calls calls, AccessGrantsApi api) {
        this.calls = calls;
        this.api = api;
    }

    /**
     * Lets a person through doors. Sent at most once. {@code POST /access_grants/create}
     *
     * <p>Each {@code mobile_key} it asks for comes with an instant key; if it asks for one, the link is
     * {@code getInstantKeyUrl()} of the result. An unset {@code instant_key_max_use_count} of a mobile key is sent as 1.
     *
     * @throws IllegalArgumentException before any request, if the request targets nothing, ends before it starts, names both
     *     a known and a new person or neither, or asks for an access method with a PIN or use count that its mode does not have
     * @throws SeamConflictException or {@link SeamInvalidInputException} if the {@code access_grant_key} is taken
     * @throws SeamException if the call fails
     */
    public AccessGrant create(CreateAccessGrantRequest request) {
        GrantChecks.check(request);
        CreateAccessGrantRequest complete = request.toBuilder()
                .requestedAccessMethods(GrantChecks.complete(request.getRequestedAccessMethods()))
                .build();
        return calls.execute(api.create(complete), AccessGrantResponse::getAccessGrant);
    }

    /**
     * All grants that match; with nothing set, those of the whole workspace. {@code POST /access_grants/list}
     *
     * @param request its {@code limit} is the size of a page, its {@code page_cursor} where to start
     */
    public Paginated<AccessGrant> list(ListAccessGrantsRequest request) {
        return new Paginated<>(request.getPageCursor(), cursor -> {
            ListAccessGrantsRequest page = cursor == null
                    ? request
                    : request.toBuilder().pageCursor(cursor).build();
            AccessGrantsResponse answer = calls.execute(api.list(page), identity -> identity);
            return new Page<>(answer.getAccessGrants(), answer.getPagination());
        });
    }

    /**
     * Takes the access back: all access methods of the grant go with it. {@code POST /access_grants/delete}
     *
     * @throws SeamNotFoundException if there is no such grant
     * @throws SeamException if the call fails
     */
    public void delete(String accessGrantId) {
        calls.execute(api.delete(DeleteAccessGrantRequest.builder()
                .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                .build()));
    }
}
