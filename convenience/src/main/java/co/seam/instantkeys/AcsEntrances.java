package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AcsEntrancesApi;
import co.seam.instantkeys.generated.model.AcsEntrance;
import co.seam.instantkeys.generated.model.AcsEntranceResponse;
import co.seam.instantkeys.generated.model.AcsEntrancesResponse;
import co.seam.instantkeys.generated.model.GetAcsEntranceRequest;
import co.seam.instantkeys.generated.model.ListAcsEntrancesRequest;

/** Doors of access control systems. Thread-safe. */
public final class AcsEntrances {
    private final CallExecutor calls;

    AcsEntrances(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * One door. {@code POST /acs/entrances/get}
     *
     * @throws SeamNotFoundException if there is no such door
     * @throws SeamException if the call fails
     */
    public AcsEntrance get(String acsEntranceId) {
        return calls.execute(
                api().get(GetAcsEntranceRequest.builder()
                        .acsEntranceId(Checks.notBlank("acsEntranceId", acsEntranceId))
                        .build()),
                AcsEntranceResponse::getAcsEntrance);
    }

    /**
     * All doors of one system. {@code POST /acs/entrances/list}
     */
    public Paginated<AcsEntrance> list(String acsSystemId) {
        return list(ListAcsEntrancesRequest.builder()
                .acsSystemId(Checks.notBlank("acsSystemId", acsSystemId))
                .build());
    }

    /**
     * All doors that match; with nothing set, those of the whole workspace. {@code POST /acs/entrances/list}
     *
     * @param request its {@code limit} is the size of a page, its {@code page_cursor} where to start
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
