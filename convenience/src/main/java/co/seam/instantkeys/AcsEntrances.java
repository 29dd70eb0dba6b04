package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AcsEntrancesApi;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsEntranceResponse;
import co.seam.instantkeys.generated.model.AcsEntrancesResponse;
import co.seam.instantkeys.generated.model.GetAcsEntranceRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;

/** Reads the entrances of access control systems: their doors. Thread-safe. */
public final class AcsEntrances {
    private final CallExecutor calls;

    AcsEntrances(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one entrance by its id. {@code POST /acs/entrances/get}
     *
     * @throws SeamNotFoundException if there is no such entrance
     * @throws SeamException if the call fails
     */
    public AcsEntrance get(String acsEntranceId) {
        return calls.execute(
                api().get(GetAcsEntranceRequest.builder()
                        .acsEntranceId(Checks.notBlank("acsEntranceId", acsEntranceId))
                        .build()),
                AcsEntranceResponse::getAcsEntrance);
    }

    /** Lists all entrances of one system. {@code POST /acs/entrances/list} */
    public Paginated<AcsEntrance> list(String acsSystemId) {
        return list(ListAcsEntrancesRequest.builder()
                .acsSystemId(Checks.notBlank("acsSystemId", acsSystemId))
                .build());
    }

    /**
     * Lists the entrances that match all filters; without a filter, all of the workspace.
     * {@code POST /acs/entrances/list}
     *
     * @param request {@code limit} is the page size, {@code page_cursor} the page to start from
     */
    public Paginated<AcsEntrance> list(ListAcsEntrancesRequest request) {
        Checks.notNull("request", request);
        return calls.paginate(
                request.getPageCursor(),
                cursor -> api().list(
                                cursor == null
                                        ? request
                                        : request.toBuilder().pageCursor(cursor).build()),
                AcsEntrancesResponse::getAcsEntrances,
                AcsEntrancesResponse::getPagination);
    }

    private AcsEntrancesApi api() {
        return calls.api(AcsEntrancesApi.class);
    }
}
