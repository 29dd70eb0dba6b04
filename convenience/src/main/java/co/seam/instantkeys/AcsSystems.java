package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AcsSystemsApi;
import co.seam.instantkeys.generated.model.AcsSystem;
import co.seam.instantkeys.generated.model.AcsSystemResponse;
import co.seam.instantkeys.generated.model.AcsSystemsResponse;
import co.seam.instantkeys.generated.model.GetAcsSystemRequest;
import co.seam.instantkeys.generated.model.ListAcsSystemsRequest;
import java.util.List;

/** Reads the connected access control systems. Thread-safe. */
public final class AcsSystems {
    private final CallExecutor calls;

    AcsSystems(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one system by its id. {@code POST /acs/systems/get}
     *
     * @throws SeamNotFoundException if there is no such system
     * @throws SeamException if the call fails
     */
    public AcsSystem get(String acsSystemId) {
        return calls.execute(
                api().get(GetAcsSystemRequest.builder()
                        .acsSystemId(Checks.notBlank("acsSystemId", acsSystemId))
                        .build()),
                AcsSystemResponse::getAcsSystem);
    }

    /**
     * Lists the systems that match all filters; without a filter, all of the workspace. {@code POST /acs/systems/list}
     *
     * @return unmodifiable, in the server's order; this list is not paginated
     * @throws SeamException if the call fails
     */
    public List<AcsSystem> list(ListAcsSystemsRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().list(request), AcsSystemsResponse::getAcsSystems);
    }

    private AcsSystemsApi api() {
        return calls.api(AcsSystemsApi.class);
    }
}
