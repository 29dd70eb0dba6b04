package co.seam.instantkeys;

import co.seam.instantkeys.generated.api.AccessMethodsApi;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodBatch;
import co.seam.instantkeys.generated.model.AccessMethodBatchResponse;
import co.seam.instantkeys.generated.model.AccessMethodRelatedResource;
import co.seam.instantkeys.generated.model.AccessMethodResponse;
import co.seam.instantkeys.generated.model.AccessMethodsResponse;
import co.seam.instantkeys.generated.model.DeleteAccessMethodRequest;
import co.seam.instantkeys.generated.model.GetAccessMethodRequest;
import co.seam.instantkeys.generated.model.GetRelatedAccessMethodsRequest;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.ListAccessMethodsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and deletes access methods, the means of a grant to open its entrances: mobile keys, PINs, cards. Thread-safe.
 */
public final class AccessMethods {
    private final CallExecutor calls;

    AccessMethods(CallExecutor calls) {
        this.calls = calls;
    }

    /**
     * Returns one access method by its id. {@code POST /access_methods/get}
     *
     * @throws SeamNotFoundException if there is no such method
     * @throws SeamException if the call fails
     */
    public AccessMethod get(String accessMethodId) {
        return calls.execute(
                api().get(GetAccessMethodRequest.builder()
                        .accessMethodId(Checks.notBlank("accessMethodId", accessMethodId))
                        .build()),
                AccessMethodResponse::getAccessMethod);
    }

    /** Lists all access methods of a grant. {@code POST /access_methods/list} */
    public Paginated<AccessMethod> list(String accessGrantId) {
        return list(ListAccessMethodsRequest.builder()
                .accessGrantId(Checks.notBlank("accessGrantId", accessGrantId))
                .build());
    }

    /**
     * Lists the access methods of a grant or an entrance. {@code POST /access_methods/list}
     *
     * @param request {@code limit} is the page size, {@code page_cursor} the page to start from
     * @throws IllegalArgumentException if {@code accessGrantId}, {@code accessGrantKey} and {@code acsEntranceId} are
     *     all unset: the other filters only narrow these
     */
    public Paginated<AccessMethod> list(ListAccessMethodsRequest request) {
        Checks.notNull("request", request);
        Checks.atLeastOne(
                "accessGrantId, accessGrantKey and acsEntranceId",
                request.getAccessGrantId(),
                request.getAccessGrantKey(),
                request.getAcsEntranceId());
        return calls.paginate(
                request.getPageCursor(),
                cursor -> api().list(at(request, cursor)),
                AccessMethodsResponse::getAccessMethods,
                AccessMethodsResponse::getPagination);
    }

    /**
     * Deletes one access method; the grant and its other methods stay. {@code POST /access_methods/delete}
     *
     * @throws SeamNotFoundException if there is no such method
     * @throws SeamException if the call fails
     */
    public void delete(String accessMethodId) {
        delete(DeleteAccessMethodRequest.builder()
                .accessMethodId(Checks.notBlank("accessMethodId", accessMethodId))
                .build());
    }

    /**
     * Deletes one access method, or all of a grant or of a reservation. {@code POST /access_methods/delete}
     *
     * @throws IllegalArgumentException if not exactly one of {@code accessMethodId}, {@code accessGrantId} and
     *     {@code reservationKey} is set
     * @throws SeamNotFoundException if there is no such method, grant or reservation
     * @throws SeamException if the call fails
     */
    public void delete(DeleteAccessMethodRequest request) {
        Checks.notNull("request", request);
        Checks.exactlyOne(
                "accessMethodId, accessGrantId and reservationKey",
                request.getAccessMethodId(),
                request.getAccessGrantId(),
                request.getReservationKey());
        calls.execute(api().delete(request));
    }

    /**
     * Returns what is related to some access methods, in one call: instant keys, grants, entrances, spaces.
     * {@code POST /access_methods/get_related}
     *
     * @throws SeamException if the call fails
     */
    public AccessMethodBatch getRelated(GetRelatedAccessMethodsRequest request) {
        Checks.notNull("request", request);
        return calls.execute(api().getRelated(request), AccessMethodBatchResponse::getBatch);
    }

    List<InstantKey> instantKeys(String accessGrantId) {
        List<String> ids = list(accessGrantId).stream()
                .map(AccessMethod::getAccessMethodId)
                .collect(Collectors.toList());
        if (ids.isEmpty()) {
            return List.of();
        }
        return getRelated(GetRelatedAccessMethodsRequest.builder()
                        .accessMethodIds(ids)
                        .include(List.of(AccessMethodRelatedResource.INSTANT_KEYS))
                        .build())
                .getInstantKeys();
    }

    /**
     * Lists all access methods of a grant within a deadline.
     *
     * @param nanosLeft the time until the deadline; every page needs a part of it
     */
    List<AccessMethod> listWithin(LongSupplier nanosLeft, String accessGrantId) {
        ListAccessMethodsRequest request =
                ListAccessMethodsRequest.builder().accessGrantId(accessGrantId).build();
        List<AccessMethod> all = new ArrayList<>();
        calls.paginate(
                        null,
                        cursor -> CallExecutor.within(nanosLeft.getAsLong(), api().list(at(request, cursor))),
                        AccessMethodsResponse::getAccessMethods,
                        AccessMethodsResponse::getPagination)
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static ListAccessMethodsRequest at(ListAccessMethodsRequest request, @Nullable String cursor) {
        return cursor == null ? request : request.toBuilder().pageCursor(cursor).build();
    }

    private AccessMethodsApi api() {
        return calls.api(AccessMethodsApi.class);
    }
}
