package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.SpacesApi;
import co.seam.instantkeys.generated.model.GetSpaceRequest;
import co.seam.instantkeys.generated.model.ListSpacesRequest;
import co.seam.instantkeys.generated.model.Space;
import co.seam.instantkeys.generated.model.SpaceResponse;
import co.seam.instantkeys.generated.model.SpacesResponse;

/** Reads spaces: groups of entrances, such as a room with the doors on the way to it. Thread-safe. */
public final class Spaces {
    private final CallExecutor calls;

    Spaces(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one space by its id. {@code POST /spaces/get}
     *
     * @throws SeamNotFoundException if there is no such space
     * @throws SeamException if the call fails
     */
    public Space get(String spaceId) {
        return get(GetSpaceRequest.builder()
                .spaceId(Checks.notBlank("spaceId", spaceId))
                .build());
    }

    /**
     * Returns one space by your own key. {@code POST /spaces/get}
     *
     * @throws SeamNotFoundException if there is no such space
     * @throws SeamException if the call fails
     */
    public Space getByKey(String spaceKey) {
        return get(GetSpaceRequest.builder()
                .spaceKey(Checks.notBlank("spaceKey", spaceKey))
                .build());
    }

    private Space get(GetSpaceRequest request) {
        return calls.execute(api().get(request), SpaceResponse::getSpace);
    }

    /**
     * Lists the spaces that match all filters; without a filter, all of the workspace. {@code POST /spaces/list}
     *
     * @param request {@code limit} is the page size, {@code page_cursor} the page to start from
     */
    public Paginated<Space> list(ListSpacesRequest request) {
        Checks.notNull("request", request);
        return calls.paginate(
                request.getPageCursor(),
                cursor -> api().list(
                                cursor == null
                                        ? request
                                        : request.toBuilder().pageCursor(cursor).build()),
                SpacesResponse::getSpaces,
                SpacesResponse::getPagination);
    }

    private SpacesApi api() {
        return calls.api(SpacesApi.class);
    }
}
